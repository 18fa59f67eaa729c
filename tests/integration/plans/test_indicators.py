"""Indicators, answers and formulas as forms write them: refusals say why, nobody edits another's."""

import uuid
from typing import Any

import pytest

from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import AuditEvent, Organisation, Part, User
from jalon.core.parts import collect
from jalon.facts.common import COUNTRY_SUBJECT, Citation, OrgRef, When
from jalon.facts.indicator import AnswerKind, Baseline, Expected, ValueKind
from jalon.facts.output import Counted, OutputType, Quantity
from jalon.plans import actions, models
from tests import synthetic, synthetic_following
from tests.integration.plans.conftest import People

Cites = tuple[Citation, ...]
MEASURE = uuid.UUID(synthetic.measure_uid(1))


@pytest.fixture
def trained(part: Part) -> models.Indicator:
    found: models.Indicator = models.Indicator.objects.get(uid=synthetic_following.TRAINED)
    return found


def _add(part: Part, by: User | None, cites: Cites, **given: Any) -> models.Indicator:
    fields = {"slug": "nouveau", "title": synthetic.text("Nouveau"), "unit": "personnes", **given}
    return actions.add_indicator(part=part, subject=fields.pop("subject", MEASURE), by=by, citations=cites, **fields)


def _edit(row: models.Indicator, by: User, **fields: Any) -> models.Indicator:
    row.refresh_from_db()
    return actions.edit_indicator(indicator=row, by=by, expected_revision=row.revision, **fields)


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "an address that is taken": ({"slug": "indicateur-trained"}, "slug", "prise"),
    "a code that is taken": ({"code": "trained"}, "code", "déjà"),
    "a code that no formula could name": ({"code": "a b"}, "code", "lettres"),
    "a formula that cannot be read": ({"formula": "val(trained) +"}, "formula", "signe 15"),
    "a decimal comma in a formula": ({"formula": "0,5 * val(trained)"}, "formula", "point"),
    "an unknown function": ({"formula": "exec(trained)"}, "formula", "n’existe pas"),
    "a formula over what is not there": ({"formula": "val(trained) + val(autre)"}, "formula", "autre"),
    "a formula over itself": ({"code": "soi", "formula": "val(soi) + 1"}, "formula", "soi → soi"),
    "a formula and a count": (
        {"formula": "val(trained)", "counted": Counted(type=OutputType.TRAINING)}, "formula", "pas les deux"),
    "a sum that the sort does not have": (
        {"counted": Counted(type=OutputType.LAW, quantity=Quantity.HOURS)}, "counted", "ne se compte pas"),
    "a scale without levels": ({"value_kind": ValueKind.ORDINAL}, "levels", "niveaux"),
    "an expected value of another kind": (
        {"value_kind": ValueKind.YES_NO, "expected": (Expected(when=When(edtf="2025"), value="7"),)}, "expected", "0"),
    "a baseline with a value and a reason": (
        {"baseline": Baseline(when=When(edtf="2018"), value="1", missing="secret")}, "baseline", "pas les deux"),
    "a source of a baseline that the part does not have": (
        {"baseline": Baseline(when=When(edtf="2018"), value="1", citations=(Citation(source=synthetic.PLAN),))},
        "citations", "source"),
    "nothing to name it": ({"title": None}, "title", "nécessaire"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "field", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_with_its_reason(
    part: Part, editor: User, cites: Cites, given: dict[str, Any], field: str, said: str
) -> None:
    before = collect(part)
    with pytest.raises(Invalid) as refused:
        _add(part, editor, cites, **given)
    assert said in refused.value.problems[field]
    assert collect(part) == before


def test_formulas_that_need_one_another_are_refused_by_the_one_that_closes_the_circle(
    part: Part, editor: User, cites: Cites, trained: models.Indicator
) -> None:
    _add(part, editor, cites, slug="un", code="un", formula="val(share) * 2")
    share = models.Indicator.objects.get(uid=synthetic_following.SHARE)
    with pytest.raises(Invalid) as refused:
        _edit(share, editor, formula="val(un) / val(places)")
    assert "share → un → share" in refused.value.problems["formula"]


def test_a_code_that_a_formula_uses_is_not_renamed_under_it(editor: User, trained: models.Indicator) -> None:
    with pytest.raises(Invalid) as refused:
        _edit(trained, editor, code="formes")
    assert "share" in refused.value.problems["code"]


def test_a_code_taken_meanwhile_keeps_a_withdrawn_indicator_out(
    part: Part, editor: User, cites: Cites, trained: models.Indicator
) -> None:
    actions.withdraw(record=trained, reason="doublon", by=editor, expected_revision=trained.revision)
    _add(part, editor, cites, slug="autre", code="trained")
    trained.refresh_from_db()
    with pytest.raises(Invalid):
        actions.restore(record=trained, by=editor, expected_revision=trained.revision)


def test_what_observes_or_answers_a_withdrawn_indicator_is_no_longer_said(part: Part, editor: User) -> None:
    places = models.Indicator.objects.get(uid=synthetic_following.PLACES)
    actions.withdraw(record=places, reason="remplacé", by=editor, expected_revision=places.revision)
    said = collect(part)
    assert {one.of for one in said["series"]} == {None}
    assert synthetic_following.PLACES not in {one.uid for one in said["indicators"]}
    places.refresh_from_db()
    actions.restore(record=places, by=editor, expected_revision=places.revision)
    assert synthetic_following.PLACES in {one.of for one in collect(part)["series"]}


def test_an_indicator_may_be_about_the_country(part: Part, editor: User, cites: Cites) -> None:
    row = _add(part, editor, cites, subject=uuid.UUID(COUNTRY_SUBJECT))
    assert str(row.subject_uid) == COUNTRY_SUBJECT


def test_nothing_is_measured_of_what_is_withdrawn(part: Part, editor: User, cites: Cites) -> None:
    measure = models.Measure.objects.get(uid=MEASURE)
    actions.withdraw(record=measure, reason="doublon", by=editor, expected_revision=measure.revision)
    with pytest.raises(Invalid):
        _add(part, editor, cites)


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def coalition(part: Part) -> Part:
    body, _made = Organisation.objects.get_or_create(
        uid=synthetic.COALITION.uid, defaults={"slug": "c", "kind": "coalition"}
    )
    return Part.objects.create(slug="reponses", kind="indicators", title="Réponses", owner=body)


def _answer(part: Part, indicator: str, by: User | None = None, **given: Any) -> models.IndicatorAnswer:
    fields: dict[str, Any] = {"answer": AnswerKind.ADOPTED, "said_by": synthetic.COALITION, **given}
    return actions.answer_indicator(part=part, indicator=uuid.UUID(indicator), by=by, source_to_find=True, **fields)


def test_another_body_answers_in_its_own_part_and_the_owner_s_does_not_change(part: Part, coalition: Part) -> None:
    before = collect(part)
    _answer(coalition, synthetic_following.PLACES, answer=AnswerKind.REFUSED)
    (said,) = collect(coalition)["answers"]
    assert (said.answer, said.said_by) == (AnswerKind.REFUSED, synthetic.COALITION)
    assert collect(part) == before


def test_the_owner_s_team_cannot_change_the_answer_of_another(part: Part, coalition: Part, people: People) -> None:
    row = _answer(coalition, synthetic_following.PLACES)
    with pytest.raises(Forbidden):
        actions.change_answer(record=row, by=people.signatory, expected_revision=1, answer=AnswerKind.REFUSED)
    with pytest.raises(Forbidden):
        actions.withdraw(record=row, by=people.signatory, expected_revision=1, reason="gênant")


def test_nobody_answers_its_own_indicator(part: Part, editor: User) -> None:
    with pytest.raises(Invalid) as refused:
        _answer(part, synthetic_following.PLACES, said_by=synthetic.MISSION)
    assert "said_by" in refused.value.problems


def test_a_body_answers_once_and_changes_its_answer(coalition: Part, part: Part) -> None:
    row = _answer(coalition, synthetic_following.PLACES)
    with pytest.raises(Invalid):
        _answer(coalition, synthetic_following.PLACES)
    actions.change_answer(record=row, by=None, expected_revision=1, answer=AnswerKind.REFUSED)
    event = AuditEvent.objects.order_by("-id")[0]
    assert event.changes["answer"] == ["adopted", "refused"]


def test_an_answer_given_back_does_not_stand_beside_a_new_one(coalition: Part, part: Part) -> None:
    row = _answer(coalition, synthetic_following.PLACES)
    actions.withdraw(record=row, by=None, expected_revision=1, reason="erreur")
    _answer(coalition, synthetic_following.PLACES)
    row.refresh_from_db()
    with pytest.raises(Invalid):
        actions.restore(record=row, by=None, expected_revision=row.revision)


def test_one_part_may_hold_the_answers_of_several_bodies(coalition: Part, part: Part) -> None:
    _answer(coalition, synthetic_following.PLACES)
    _answer(coalition, synthetic_following.PLACES, said_by=OrgRef(name="Ministère fictif"), answer=AnswerKind.REFUSED)
    assert len(collect(coalition)["answers"]) == 2
