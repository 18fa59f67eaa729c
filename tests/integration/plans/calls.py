"""One right call of every action of the room: what permission, trace and revision tests enumerate."""

from collections.abc import Callable, Mapping
from typing import Any

from jalon.core.models import Organisation, Part, Source
from jalon.core.models.base import new_uid
from jalon.facts.common import Citation, OrgRef, StatementKind, Text, When
from jalon.facts.indicator import AnswerKind
from jalon.facts.output import OutputType
from jalon.facts.part import PartFacts
from jalon.facts.plan import MeansKind
from jalon.facts.series import Family, Observation
from jalon.plans import actions
from jalon.plans.models import (
    Indicator,
    IndicatorAnswer,
    Means,
    Measure,
    Output,
    Plan,
    PlanEvent,
    PlanTitle,
    Section,
    Series,
    StatedNumber,
    Statement,
    Step,
)
from tests.synthetic import plan_part

TEXT = Text(value="Texte")
WHEN = When(edtf="2024-05")

BODY = OrgRef(name="Mission fictive")

Call = tuple[Callable[..., Any], dict[str, Any]]


def another_s_part() -> Part:
    """A part of another body, with nothing in it."""
    body = Organisation.objects.create(slug="proposant-fictif", kind="coalition")
    return Part.objects.create(slug="indicateurs-d-un-autre", kind="indicators", title="Indicateurs", owner=body)


def every_call(part: Part) -> Mapping[str, Call]:
    """Each action by its name, with arguments that it takes; `by` is left to the caller."""
    plan = Plan.objects.get(part=part, slug="plan-fictif-2")
    measure = Measure.objects.get(plan=plan, number="1")
    section = Section.objects.get(plan=plan, label="1.1")
    statement = Statement.objects.filter(subject_uid=measure.uid).order_by("kind").first()
    latest = Statement.objects.create(
        part=part, kind="progress", subject_uid=plan.uid, recorded_at="2026-01-02T00:00:00Z", text=TEXT
    )
    Statement.objects.create(
        part=part, kind="progress", subject_uid=plan.uid, recorded_at="2026-01-01T00:00:00Z", text=TEXT,
        superseded_by=latest,
    )  # fmt: skip
    series = Series.objects.get(part=part, slug="victimes-fictives")
    indicator = Indicator.objects.get(part=part, code="circular")
    others = Indicator.objects.create(
        part=another_s_part(), slug="d-un-autre", subject_uid=measure.uid, title=TEXT, unit="places"
    )
    answer = IndicatorAnswer.objects.create(part=part, indicator_uid=others.uid, answer="refused", said_by=BODY)
    output = Output.objects.filter(part=part).order_by("id").first()
    taken_back = series.observations.create(order=90, when=WHEN, value="4", withdrawn_at="2026-01-01T00:00:00Z")
    number = StatedNumber.objects.create(plan=plan, value=45)
    event = PlanEvent.objects.get(plan=plan)
    document = measure.documents.create(title=TEXT)
    overlap = plan.overlaps.create(other_plan=TEXT)
    gone = Measure.objects.create(plan=plan, kind="attested_item", withdrawn_at="2026-01-01T00:00:00Z")
    removed = {"plan": plan, "order": 7, "value": 12, "said_by": (), "note": None}
    aside = Statement.objects.create(
        part=part, kind="progress", subject_uid=plan.uid, recorded_at="2026-01-03T00:00:00Z", text=TEXT,
        withdrawn_at="2026-01-04T00:00:00Z",
    )  # fmt: skip
    cites = (Citation(source=str(Source.objects.get(part=part).uid)),)

    def new(**given: Any) -> dict[str, Any]:
        return {"citations": cites, **given}

    def old(name: str, row: Any, **given: Any) -> dict[str, Any]:
        return {name: row, "expected_revision": row.revision, **given}

    second = Text(value="Second", lang="en")
    calls: dict[Callable[..., Any], dict[str, Any]] = {
        actions.create_plan: new(part=part, title=TEXT, slug="plan-3", rank=3, period=WHEN, known_until="2026"),
        actions.edit_plan: old("plan", plan, text_read=True),
        actions.add_title: new(owner=measure, text=second),
        actions.edit_title: old("title", measure.measuretitles.get(), text=second),
        actions.add_stated_number: new(plan=plan, value=44),
        actions.edit_stated_number: old("number", number, value=46),
        actions.add_event: new(plan=plan, when=WHEN, text=TEXT),
        actions.edit_event: old("event", event, text=second),
        actions.add_overlap: new(plan=plan, other_plan=TEXT),
        actions.edit_overlap: old("overlap", overlap, item=TEXT),
        actions.remove_piece: old("piece", event),
        actions.put_back_piece: new(part=part, model="plans.StatedNumber", uid=new_uid(), fields=removed),
        actions.add_section: new(plan=plan, label="2"),
        actions.edit_section: old("section", section, label="1.2"),
        actions.move_section: old("section", section, parent=None, order=9),
        actions.add_measure: new(plan=plan, title=TEXT, number="16"),
        actions.edit_measure: old("measure", measure, number="17"),
        actions.move_measure: old("measure", measure, section=None, order=9),
        actions.add_step: new(measure=measure, title=TEXT),
        actions.edit_step: old("step", Step.objects.get(measure=measure), done=WHEN),
        actions.add_document: new(owner=measure, title=TEXT),
        actions.edit_document: old("document", document, title=second),
        actions.add_means: new(part=part, item=TEXT, kind=MeansKind.PAID, when=WHEN, amount="10.50"),
        actions.edit_means: old("means", Means.objects.filter(part=part).first(), amount="11"),
        actions.make_statement: new(part=part, kind=StatementKind.PROGRESS, subject=measure.uid, text=TEXT),
        actions.supersede_statement: old("statement", statement, said=WHEN),
        actions.take_back_statement: old("statement", latest, reason="erreur"),
        actions.replace_again: old("statement", aside, old=latest),
        actions.add_indicator: new(
            part=part, subject=measure.uid, slug="nouvel-indicateur", title=TEXT, unit="personnes"
        ),
        actions.edit_indicator: old("indicator", indicator, definition=second),
        actions.answer_indicator: new(
            part=part, indicator=others.uid, answer=AnswerKind.ADOPTED, said_by=OrgRef(name="Autre")
        ),
        actions.change_answer: old("record", answer, answer=AnswerKind.ADOPTED),
        actions.add_output: new(part=part, type=OutputType.MEETING, title=TEXT, when=WHEN, subjects=(str(plan.uid),)),
        actions.edit_output: old("output", output, place="Lyon"),
        actions.withdraw_observation: old("series", series, order=0, reason="erreur de saisie"),
        actions.restore_observation: old("series", series, order=taken_back.order),
        actions.withdraw_observations: old("series", series, first=0, count=2, reason="erreur de saisie"),
        actions.restore_observations: old("series", series, first=90, count=1, at="2026-01-01T00:00:00Z"),
        actions.add_series: {
            "part": part, "slug": "serie", "title": TEXT, "producer": OrgRef(name="SSMSI"), "indicator": "victims",
            "unit": "persons", "family": Family.POLICE,
        },
        actions.edit_series: old("series", series, note=TEXT),
        actions.add_observations: old(
            "series", series, observations=[Observation(when=WHEN, value="3", citations=cites)]
        ),
        actions.import_facts: {
            "part": part, "facts": PartFacts(header=plan_part().header), "file": "plan.xlsx", "sha256": "0" * 64,
            "counts": {"rows": 0}, "expected_revision": Part.objects.get(pk=part.pk).revision,
        },
        actions.cite: old("record", PlanTitle.objects.get(plan=plan), citations=()) | {"source_to_find": True},
        actions.withdraw: old("record", measure, reason="doublon"),
        actions.restore: old("record", gone),
    }  # fmt: skip
    return {call.__name__: (call, given) for call, given in calls.items()}
