"""Assessments, evidence, scales, crosswalks, claims: what is refused, in words, and nothing kept; what is undone."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from jalon.core import parts
from jalon.core.errors import Conflict, Invalid
from jalon.core.models import AuditEvent, Part, User
from jalon.evaluation import actions, models, selectors
from jalon.evaluation.models import Assessment, Evaluation
from jalon.facts.common import Citation, Count, OrgRef, Text, When
from jalon.facts.evaluation import Assessed, CrosswalkPair, Evidence, EvidenceKind, NoVerdict, ScaleLevel
from jalon.facts.evaluation import Assessment as Fact
from jalon.facts.standard_scales import DONE, ENGAGED, OGP_COMPLETION
from jalon.facts.uids import uuid7

Team = tuple[User, User, User]
SCRIPT = "<script>alert(1)</script>"
BODY = OrgRef(name="Mission fictive")


@pytest.fixture
def made(evaluation: Evaluation, team: Team, measures: tuple[str, str]) -> Assessment:
    return actions.assess(
        evaluation=evaluation, object=Assessed.MEASURE, subjects=(measures[0],), level="done", by=team[0]
    )


def test_a_level_of_another_scale_is_refused_with_those_of_its_own(
    evaluation: Evaluation, team: Team, measures: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.assess(
            evaluation=evaluation, object=Assessed.MEASURE, subjects=(measures[0],), level="engaged", by=team[0]
        )
    assert "partiellement réalisée" in refused.value.problems["level"]
    assert not Assessment.objects.exists()


def test_no_verdict_has_a_reason_and_no_level(evaluation: Evaluation, team: Team, measures: tuple[str, str]) -> None:
    given: dict[str, Any] = {
        "evaluation": evaluation,
        "object": Assessed.MEASURE,
        "subjects": (measures[0],),
        "by": team[0],
    }
    with pytest.raises(Invalid):
        actions.assess(**given)
    with pytest.raises(Invalid):
        actions.assess(**given, level="done", no_verdict=NoVerdict.NOT_YET_DUE)
    assert actions.assess(**given, no_verdict=NoVerdict.NOT_YET_DUE).level is None


def test_a_measure_is_assessed_once_in_an_evaluation(made: Assessment, team: Team) -> None:
    with pytest.raises(Invalid):
        actions.assess(
            evaluation=made.evaluation, object=Assessed.MEASURE, subjects=made.subjects, level="partial", by=team[1]
        )


def test_two_who_save_at_once_see_both_texts(made: Assessment, team: Team) -> None:
    mine, yours = (selectors.assessment_of(str(made.uid), user) for user in team[:2])
    actions.edit_assessment(assessment=mine, text=Text(value="Le mien"), by=team[0], expected_revision=mine.revision)
    with pytest.raises(Conflict) as refused:
        actions.edit_assessment(
            assessment=yours, text=Text(value="Le tien"), by=team[1], expected_revision=yours.revision
        )
    assert [(f.current, f.submitted) for f in refused.value.fields] == [("Le mien", "Le tien")]


def test_a_script_in_a_text_stays_text(made: Assessment, team: Team) -> None:
    actions.edit_assessment(assessment=made, text=Text(value=SCRIPT), by=team[0], expected_revision=made.revision)
    assert selectors.assessment_of(str(made.uid), team[0]).text == Text(value=SCRIPT)


def test_a_file_that_lies_about_its_type_is_refused(made: Assessment, team: Team) -> None:
    lying = Evidence(kind=EvidenceKind.FILE, name="preuve.pdf")
    with pytest.raises(Invalid):
        actions.add_evidence(assessment=made, evidence=lying, content=BytesIO(b"MZ not a pdf"), by=team[0])
    told = Evidence(kind=EvidenceKind.FILE, name="preuve.pdf", sha256="0" * 64, media_type="image/png")
    with pytest.raises(Invalid):
        actions.add_evidence(assessment=made, evidence=told, by=team[0])
    assert not models.EvidenceItem.objects.exists()


def test_a_file_is_known_by_its_hash_and_a_verdict_that_shows_it_is_no_more_bare(made: Assessment, team: Team) -> None:
    assert selectors.evaluation_page(str(made.evaluation.uid), team[0]).row.without_evidence == 1
    shown = Evidence(kind=EvidenceKind.FILE, name="preuve.txt", page="12", quote=Text(value="phrase"))
    item = actions.add_evidence(assessment=made, evidence=shown, content=BytesIO(b"phrase"), by=team[0])
    assert item.fact.sha256 and item.fact.media_type == "text/plain" and item.stored is not None
    page = selectors.evaluation_page(str(made.evaluation.uid), team[0])
    assert page.row.without_evidence == 0
    assert not page.assessments[0].assessment.without_evidence


@pytest.mark.parametrize("reference", ["Madame X", "x@example.org", "T-2026-014 Anna", "DUPONT", "0612345678 "])
def test_a_testimony_is_a_code_and_nothing_of_a_person(made: Assessment, team: Team, reference: str) -> None:
    with pytest.raises(Invalid):
        evidence = Evidence(kind=EvidenceKind.TESTIMONY, reference=reference)
        actions.add_evidence(assessment=made, evidence=evidence, by=team[0])
    told = Evidence(kind=EvidenceKind.TESTIMONY, reference="T-2026-014", text=Text(value="Elle dit"))
    with pytest.raises(Invalid):
        actions.add_evidence(assessment=made, evidence=told, by=team[0])


def test_what_is_withdrawn_is_given_back(made: Assessment, team: Team) -> None:
    actions.withdraw(record=made, reason="erreur", by=team[0], expected_revision=made.revision)
    with pytest.raises(Assessment.DoesNotExist):
        selectors.assessment_of(str(made.uid), team[0])
    actions.restore(record=made, by=team[0], expected_revision=made.revision)
    assert selectors.assessment_of(str(made.uid), team[0]).level == "done"


def test_many_are_taken_at_once_with_one_event_or_none_of_them(
    evaluation: Evaluation, team: Team, measures: tuple[str, str]
) -> None:
    said = tuple(
        Fact(
            uid=uuid7(), evaluation=str(evaluation.uid), object=Assessed.MEASURE, subjects=(uid,), level=level,
            recorded_at="2026-11-22T00:00:00Z",
        )
        for uid, level in zip(measures, ("done", "engaged"), strict=True)
    )  # fmt: skip
    before = AuditEvent.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.take_assessments(evaluation=evaluation, said=said, by=team[0], expected_revision=evaluation.revision)
    assert list(refused.value.problems) == ["2.level"]
    assert (Assessment.objects.count(), AuditEvent.objects.count()) == (0, before)
    evaluation.refresh_from_db()
    counts = actions.take_assessments(
        evaluation=evaluation, said=said[:1], by=team[0], expected_revision=evaluation.revision
    )
    assert (counts, AuditEvent.objects.count()) == ({"added": 1, "changed": 0}, before + 1)


def test_the_scale_of_levels_already_given_does_not_change(made: Assessment, team: Team) -> None:
    row = selectors.evaluation_of(str(made.evaluation.uid), team[0])
    with pytest.raises(Invalid):
        actions.edit_evaluation(evaluation=row, scale_uid=UUID(ENGAGED.uid), by=team[0], expected_revision=row.revision)


def test_crosswalks_that_go_round_or_reverse_are_refused(home: Part, team: Team) -> None:
    def add(slug: str, one: Any, other: Any, pairs: dict[str, str | None]) -> object:
        made = tuple(CrosswalkPair(of=of, to=to, reason=Text(value="essai")) for of, to in pairs.items())
        return actions.add_crosswalk(
            part=home, by=team[0], slug=slug, from_uid=one.uid, to_uid=other.uid, author=BODY, when=When(edtf="2026"),
            pairs=made,
        )  # fmt: skip

    add("one", ENGAGED, DONE, {"engaged": "partial"})
    with pytest.raises(Invalid):
        add("level", ENGAGED, OGP_COMPLETION, {"engaged": "done"})
    with pytest.raises(Invalid):
        add("back", DONE, ENGAGED, {"done": "engaged"})
    add("two", DONE, OGP_COMPLETION, {"done": "complete"})
    with pytest.raises(Invalid) as refused:
        add("round", OGP_COMPLETION, ENGAGED, {"complete": "engaged"})
    assert "round" in str(refused.value)
    assert models.Crosswalk.objects.count() == 2


def test_a_level_that_is_given_stays_in_its_scale(
    home: Part, team: Team, evaluation: Evaluation, measures: Any
) -> None:
    levels = (ScaleLevel(code="yes", fr="oui", en="yes"), ScaleLevel(code="no", fr="non", en="no"))
    scale = actions.add_scale(
        part=home, by=team[0], slug="oui-non", owner=BODY, title=Text(value="Oui ou non"), levels=levels
    )
    actions.edit_evaluation(
        evaluation=evaluation, scale_uid=scale.uid, by=team[0], expected_revision=evaluation.revision
    )
    actions.assess(evaluation=evaluation, object=Assessed.MEASURE, subjects=(measures[0],), level="no", by=team[0])
    fewer = (*levels[:1], ScaleLevel(code="maybe", fr="peut-être", en="maybe"))
    with pytest.raises(Invalid):
        actions.edit_scale(scale=scale, levels=fewer, by=team[0], expected_revision=scale.revision)


def test_claims_that_contradict_each_other_stay_side_by_side(
    part: Part, people: Any, cites: tuple[Citation, ...]
) -> None:
    for total in (44, 45):
        actions.add_claim(
            part=part, by=people.editor, said_by=BODY, counts=(Count(label="réalisée", value=3),), total=total,
            text=Text(value=f"3 sur {total}"), citations=cites,
        )  # fmt: skip
    assert sorted(claim.total or 0 for claim, _revision in selectors.claims_of(part.slug, people.editor)) == [44, 45]
    assert len(parts.collect(part)["claims"]) == 2
