"""An edit and its undoing give the record back: every field, list, index and citation, whatever was written."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, get_type_hints

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jalon.commitments import fields as commitment_fields
from jalon.commitments.models import Seat
from jalon.core import keeping
from jalon.core.citing import cited
from jalon.core.enums import Role
from jalon.core.errors import Invalid
from jalon.core.models import AuditEvent, Part, Source
from jalon.facts.common import Citation, OrgRef, Text, When, Wording
from jalon.office.undoing import Undo, reversal_of
from jalon.office.undoing.edits import EDITS, Edit
from jalon.plans import fields as plan_fields
from jalon.plans.models import IndicatorAnswer, OutputSubject, StatedNumber
from tests.integration.plans.conftest import bare, loaded, person
from tests.synthetic_commitments import commitments
from tests.synthetic_following import following_part

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=900).map(
    lambda text: unicodedata.normalize("NFC", text)
)
some_words = st.sampled_from(["Texte", "é" * 700, "écrire à quelqu.un@exemple.fr", "deux\nlignes", "suite…"]) | words
st.register_type_strategy(
    Text, st.builds(Text, value=some_words, lang=st.sampled_from(["fr", "en"]), wording=st.sampled_from(Wording))
)
st.register_type_strategy(When, st.sampled_from([When(edtf="2024-05"), When(edtf="2023~", printed="vers 2023")]))
st.register_type_strategy(OrgRef, st.builds(OrgRef, name=some_words))

FIELDS: dict[str, Any] = {
    "edit_plan": plan_fields.PlanFields, "edit_stated_number": plan_fields.StatedNumberFields,
    "edit_event": plan_fields.EventFields, "edit_overlap": plan_fields.OverlapFields,
    "edit_section": plan_fields.SectionFields, "edit_measure": plan_fields.MeasureFields,
    "edit_step": plan_fields.StepFields, "edit_document": plan_fields.DocumentFields,
    "edit_means": plan_fields.MeansFields, "edit_series": plan_fields.SeriesFields,
    "edit_indicator": plan_fields.IndicatorFields, "change_answer": plan_fields.AnswerFields,
    "edit_output": plan_fields.OutputFields, "edit_act": commitment_fields.ActFields,
    "edit_recommendation": commitment_fields.RecommendationFields,
    "edit_recommendationanswer": commitment_fields.AnswerFields,
    "edit_recommendationreview": commitment_fields.ReviewFields, "edit_promise": commitment_fields.PromiseFields,
    "edit_promiseview": commitment_fields.ViewFields, "edit_committee": commitment_fields.CommitteeFields,
    "edit_session": commitment_fields.SessionFields, "edit_sessiondocument": commitment_fields.DocumentFields,
    "edit_decision": commitment_fields.DecisionFields, "edit_lineage": commitment_fields.LineageFields,
}  # fmt: skip
"""By action, what it may write: drawn field by field, so that a kind with another field is tried with it too."""
ROOMS = ("plans", "commitments")


def edits_of(room: str) -> list[tuple[str, Edit]]:
    """Each edit of a room that writes fields, with the code of its event."""
    found = ((code, ways[-1]) for code, ways in EDITS.items() if code.startswith(f"{room}."))
    return [(code, edit) for code, edit in found if code.partition(".")[2] in FIELDS]


def drawn(data: st.DataObject, code: str, row: Any) -> dict[str, Any]:
    """Some fields of the record, with values of their types."""
    hints = get_type_hints(FIELDS[code.partition(".")[2]])
    names = data.draw(st.lists(st.sampled_from(sorted(hints)), min_size=1, max_size=4, unique=True))
    return {name: data.draw(_values(hints[name])) for name in names}


def _values(kind: Any) -> st.SearchStrategy[Any]:
    if kind is str:
        return some_words | st.just("mot")
    return st.from_type(kind)


def written(edit: Edit, row: Any, fields: dict[str, Any], **options: Any) -> bool:
    """Whether the action took the fields, those that its checks refuse left out."""
    while fields:
        try:
            with transaction.atomic():
                edit.run(**{edit.name: row}, expected_revision=row.revision, **options, **fields)
                return True
        except Invalid as refused:
            left = {name: value for name, value in fields.items() if not _refuses(refused, name)}
            if left == fields:
                return False
            fields, row = left, type(row)._base_manager.get(pk=row.pk)
    return False


def _refuses(refused: Invalid, name: str) -> bool:
    return any(problem.removesuffix("_uid") == name.removesuffix("_uid") for problem in refused.problems)


def said(row: Any) -> dict[str, Any]:
    """Everything that the database holds of a record, its indexes and citations too."""
    row = type(row)._base_manager.get(pk=row.pk)
    names = [one.name for one in row._meta.concrete_fields if one.name not in {"revision", "updated_at"}]
    return keeping.values(row, names) | {
        "citations": cited(row.part, [row.uid]).get(row.uid, ()),
        "subjects": sorted(OutputSubject.objects.filter(output__uid=row.uid).values_list("subject_uid", flat=True)),
        "seats": sorted(Seat.objects.filter(committee__uid=row.uid).values_list("organisation_uid", flat=True)),
    }  # fmt: skip


def undo_last(part: Part, by: Any) -> None:
    """Undo what was done last."""
    event = AuditEvent.objects.order_by("-id")[0]
    reversal = reversal_of(event.action)
    assert reversal is not None
    asked = Undo(event, part, by)
    row = reversal.find(asked)
    reversal.run(Undo(event, part, by, row.revision), row)


@contextmanager
def rolled_back() -> Iterator[None]:
    """What is written inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=ROOMS)
def tried(request: pytest.FixtureRequest, db: None) -> tuple[str, Part, Any]:
    """A part of records of a room, with its editor."""
    part = loaded(bare(following_part() if request.param == "plans" else commitments()))
    if request.param == "plans":
        plan = part.plans.order_by("id")[0]
        StatedNumber.objects.create(plan=plan, value=45)
        plan.overlaps.create(other_plan=Text(value="Autre plan"))
        IndicatorAnswer.objects.create(
            part=part, indicator_uid="01890000-0000-7000-8000-000000000001", answer="refused", said_by=OrgRef(name="A")
        )
        plan.documents.create(title=Text(value="Rapport"))
    return request.param, part, person("editor@example.org", Role.EDITOR, part.owner)


@settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
@given(data=st.data())
def test_an_edit_is_undone_exactly_and_so_is_its_undoing(tried: tuple[str, Part, Any], data: st.DataObject) -> None:
    room, part, editor = tried
    code, edit = data.draw(st.sampled_from(edits_of(room)))
    rows = edit.model.objects.of_part(part).order_by("id")
    with rolled_back():
        row = rows[data.draw(st.integers(0, rows.count() - 1))]
        before, options = said(row), {"by": editor}
        cites = data.draw(st.sampled_from(["as they were", "none", "another"]))
        if cites != "as they were" and code != "plans.edit_series":
            found = Citation(source=str(Source.objects.filter(part=part)[0].uid), locator="p. 99", quote="…")
            options |= {"citations": (found,) if cites == "another" else (), "source_to_find": True}
        assume(written(edit, row, drawn(data, code, row), **options))
        after = said(row)
        assume(after != before)
        for stood in (before, after):
            undo_last(part, editor)
            assert said(row) == stood
