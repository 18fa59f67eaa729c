"""One right call of every action of the room: what permission, trace and revision tests enumerate."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from jalon.commitments import actions, models
from jalon.commitments.enums import ActKind
from jalon.core.models import Part, Source
from jalon.facts.committee import DecisionState, SessionState
from jalon.facts.common import Citation, Link, OrgRef, Text, When
from jalon.facts.lineage import LineageKind, OtherPlan
from jalon.facts.part import PartFacts
from jalon.facts.promise import Verdict
from jalon.facts.recommendation import Relation
from tests.synthetic import OLDER, PLAN, measure_uid
from tests.synthetic_commitments import ASKED, NEXT, PROMISE, commitments

TEXT, WHEN, BODY = Text(value="Texte"), When(edtf="2024-05"), OrgRef(name="Mission fictive")
Call = tuple[Callable[..., Any], dict[str, Any]]


def every_call(part: Part) -> Mapping[str, Call]:
    """Each action by its name, with arguments that it takes; `by` is left to the caller."""
    cites = (Citation(source=str(Source.objects.filter(part=part).order_by("id")[0].uid)),)
    gone = models.Act.objects.create(
        part=part, kind="letter", kind_printed="Lettre", withdrawn_at="2026-01-01T00:00:00Z"
    )
    one = {model: model.objects.of_part(part).live().order_by("id")[0] for model in MODELS}
    proposed = models.Lineage.objects.create(
        part=part, kind=LineageKind.IDENTICAL, earlier_plan_uid=OLDER, later_plan_uid=PLAN, link=Link.PROPOSED,
        earlier=(measure_uid(1, 1),), later=(measure_uid(2),), recorded_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    facts = commitments()
    revision = Part.objects.get(pk=part.pk).revision
    empty = PartFacts(header=facts.header, sources=facts.sources)
    file = {"part": part, "file": "f.docx", "sha256": "0" * 64, "counts": {"rows": 1}, "expected_revision": revision}

    def new(**given: Any) -> dict[str, Any]:
        return {"citations": cites, **given}

    def old(name: str, row: Any, **given: Any) -> dict[str, Any]:
        return {name: row, "expected_revision": row.revision, **given}

    asked, promise = uuid.UUID(ASKED), uuid.UUID(PROMISE)
    session, decision = one[models.Session], one[models.Decision]
    act, due = one[models.Act], one[models.DueDate]
    lineage = {"kind": LineageKind.DROPPED, "earlier_plan_uid": uuid.UUID(OLDER), "later_plan_uid": uuid.UUID(PLAN)}
    calls: dict[Callable[..., Any], dict[str, Any]] = {
        actions.add_act: new(part=part, kind=ActKind.QUESTION.value, kind_printed="Question orale"),
        actions.edit_act: old("act", act, number="99"),
        actions.withdraw_act: old("act", act, reason="doublon"),
        actions.restore_act: old("act", gone),
        actions.add_recommendation: new(part=part, body=BODY, texts=(TEXT,)),
        actions.edit_recommendation: old("recommendation", one[models.Recommendation], urgency="invite"),
        actions.answer_recommendation: new(
            part=part, recommendation=asked, measure=uuid.UUID(measure_uid(1)), relation=Relation.ANSWERS, said_by=BODY
        ),
        actions.edit_answer: old("answer", one[models.RecommendationAnswer], relation=Relation.ANSWERS),
        actions.review_recommendation: new(part=part, recommendation=asked, said_by=BODY),
        actions.edit_review: old("review", one[models.RecommendationReview], text=TEXT),
        actions.make_promise: new(part=part, subject=uuid.UUID(PLAN), text=TEXT),
        actions.edit_promise: old("promise", one[models.Promise], note=TEXT),
        actions.add_due: new(**old("promise", one[models.Promise], due=WHEN)),
        actions.view_promise: new(part=part, promise=promise, verdict=Verdict.IN_PART, seen=WHEN, said_by=BODY),
        actions.edit_view: old("view", one[models.PromiseView], text=TEXT),
        actions.add_committee: new(part=part, slug="autre-comite", title=TEXT),
        actions.edit_committee: old("committee", one[models.Committee], note=TEXT),
        actions.add_session: {"committee": one[models.Committee], "state": SessionState.PLANNED, "when": WHEN},
        actions.edit_session: old("session", session, place="Lyon"),
        actions.hold_session: old("session", session, when=WHEN),
        actions.postpone_session: old("session", models.Session.objects.get(uid=NEXT), when=None),
        actions.write_minutes: old("session", session, minutes=TEXT),
        actions.add_document: {"session": session, "title": TEXT},
        actions.edit_document: old("document", one[models.SessionDocument], title=TEXT),
        actions.add_decision: {"session": session, "text": TEXT},
        actions.edit_decision: old("decision", decision, note=TEXT),
        actions.follow_up: old(
            "decision", decision, session=models.Session.objects.get(uid=NEXT), state=DecisionState.DONE
        ),
        actions.put_back_follow_ups: old("decision", decision, follow_ups=()),
        actions.link_measures: new(part=part, **lineage, earlier=(measure_uid(3, 1),), text=TEXT),
        actions.edit_lineage: old("lineage", one[models.Lineage], text=TEXT),
        actions.decide_lineage: old("lineage", proposed, reason=TEXT, said_by=BODY),
        actions.link_overlap: new(part=part, plan=uuid.UUID(PLAN), other=OtherPlan(title=TEXT)),
        actions.edit_overlap: old("overlap", one[models.OverlapLink], item=TEXT),
        actions.confirm_overlap: old("overlap", one[models.OverlapLink], reason=TEXT, said_by=BODY),
        actions.take_recommendations: {**file, "facts": replace(empty, recommendations=facts.recommendations)},
        actions.take_acts: {**file, "facts": replace(empty, acts=facts.acts)},
        actions.cite: old("record", due, citations=()) | {"source_to_find": True},
        actions.withdraw: old("record", one[models.Promise], reason="doublon"),
        actions.restore: old("record", gone),
    }  # fmt: skip
    return {call.__name__: (call, given) for call, given in calls.items()}


MODELS: tuple[Any, ...] = (
    models.Act, models.Recommendation, models.RecommendationAnswer, models.RecommendationReview, models.Promise,
    models.DueDate, models.PromiseView, models.Committee, models.Session, models.SessionDocument, models.Decision,
    models.Lineage, models.OverlapLink,
)  # fmt: skip
