"""Office pages of evaluations ask the database as often for thirty assessments as for three."""

import pytest
from django.test import Client

from jalon.core.models import User
from jalon.evaluation import actions
from jalon.evaluation.models import Evaluation, Rating, Reconciliation, Share
from jalon.facts.common import Known, OrgRef, Text, When
from jalon.facts.evaluation import Assessed, Criterion, Dissent, Evidence, EvidenceKind, Finding
from jalon.plans.models import Measure, Plan
from tests import synthetic
from tests.integration.office.conftest import House
from tests.integration.office.test_evaluating import ONE, ROOT, SignIn, at, row
from tests.integration.office.test_queries import fill, queries

__all__ = ["row"]

pytestmark = pytest.mark.django_db
PAGE = Evidence(kind=EvidenceKind.PAGE, url="https://a.example/", seen=When(edtf="2026-01-01"))


def assess(row: Evaluation, subjects: list[str], by: User) -> None:
    """Assessments with evidence, some of it withdrawn, findings, dissents."""
    for subject in subjects:
        made = actions.assess(
            evaluation=row, object=Assessed.MEASURE, subjects=(subject,), level="done", by=by,
            findings=(Finding(criterion=Criterion.LEAD, known=Known.NOT_FOUND),),
        )  # fmt: skip
        for _n in range(2):
            gone = actions.add_evidence(assessment=made, evidence=PAGE, by=by)
        actions.withdraw(record=gone, reason="x", by=by, expected_revision=gone.revision)


def judged(row: Evaluation, subjects: list[str], people: tuple[User, ...]) -> None:
    """Measures judged unseen by two, their reconciliation open and settled with dissents."""
    for subject in subjects:
        for user in people:
            given = {"evaluation": row, "user": user, "subject_uid": subject}
            Share.objects.create(**given, blind=True)
            Rating.objects.create(**given, level="done", text=Text(value="x"), given_at="2026-01-01T00:00Z")
        opened = Reconciliation.objects.create(evaluation=row, subject_uid=subject, opened_at="2026-01-01T00:00Z")
        actions.reconcile(
            reconciliation=opened, by=people[0], expected_revision=1, level="done",
            dissents=(Dissent(level="partial"),) * 3, kept=(Dissent(level="partial", name="C"),),
        )  # fmt: skip


def asked(client: Client, row: Evaluation, free: str, opened: str) -> dict[str, int]:
    paths = {"list": "/bureau/evaluations/", "part": ROOT, "evaluation": at(row), "assess": at(row, f"apprecier/{free}/"),
             "reconcile": at(row, f"concilier/{opened}/"), "reconciliations": at(row, "concilier/")}  # fmt: skip
    return {name: queries(client, path) for name, path in paths.items()}


def test_pages_of_evaluations_make_the_same_queries_for_three_and_for_thirty_assessments(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    client = sign_in(house.editor)
    fill(Plan.objects.get(uid=synthetic.PLAN), 70)
    measures = [str(uid) for uid in Measure.objects.filter(plan__uid=synthetic.PLAN).order_by("order", "id").values_list("uid", flat=True)]  # fmt: skip
    measures.remove(ONE)
    assess(row, measures[:3], house.editor)
    judged(row, measures[3:6], (house.editor, house.second_editor))
    asked(client, row, ONE, measures[3])
    few = asked(client, row, ONE, measures[3])
    assess(row, measures[6:33], house.editor)
    judged(row, measures[33:60], (house.editor, house.second_editor))
    for number in range(8):
        actions.add_evaluation(
            part=house.part, by=house.editor, slug=f"e{number}", plan_uid=row.plan_uid, evaluator=OrgRef(name="E"), title=Text(value="E")
        )  # fmt: skip
    assert asked(client, row, ONE, measures[3]) == few
    assert max(few.values()) <= 60, few
