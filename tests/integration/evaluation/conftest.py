"""A plan, an evaluation of it by a team of three, and people around."""

from uuid import UUID

import pytest

from jalon.core.enums import Role
from jalon.core.models import Organisation, Part, User
from jalon.evaluation import actions
from jalon.evaluation.models import Evaluation
from jalon.facts.common import OrgRef, Text
from jalon.facts.part import PartFacts
from jalon.facts.standard_scales import DONE
from jalon.plans.models import Measure
from tests.integration.plans.conftest import People, cites, editor, facts, part, people, person

__all__ = ["cites", "editor", "facts", "part", "people"]

TEXT = Text(value="Essai")


@pytest.fixture
def measures(part: Part) -> tuple[str, str]:
    """The uids of two numbered measures."""
    found = Measure.objects.filter(plan__part=part, number__isnull=False).order_by("order")[:2]
    return str(found[0].uid), str(found[1].uid)


@pytest.fixture
def home(part: Part, facts: PartFacts) -> Part:
    """The evaluator's own part, of a body that owns no plan."""
    body = Organisation.objects.create(slug="evaluateur-fictif", kind="coalition")
    return Part.objects.create(slug="evaluation-fictive", kind="evaluation", title="Évaluation fictive", owner=body)


@pytest.fixture
def team(home: Part) -> tuple[User, User, User]:
    """Three editors of the evaluator."""
    names = ("lead", "alice", "bruno")
    one, two, three = (person(f"{name}@evaluator.example", Role.EDITOR, home.owner) for name in names)
    return one, two, three


@pytest.fixture
def signer(home: Part) -> User:
    return person("signs@evaluator.example", Role.SIGNATORY, home.owner)


@pytest.fixture
def evaluation(home: Part, team: tuple[User, User, User], part: Part) -> Evaluation:
    """A draft on the standard scale, its team named."""
    lead, alice, bruno = team
    plan = Measure.objects.filter(plan__part=part).first()
    assert plan is not None
    row = actions.add_evaluation(
        part=home, by=lead, slug="essai", plan_uid=plan.plan.uid, evaluator=OrgRef(name="Évaluateur fictif"), title=TEXT,
        scale_uid=UUID(DONE.uid),
    )  # fmt: skip
    for user in (alice, bruno):
        row.refresh_from_db()
        actions.add_member(evaluation=row, user=user, by=lead, expected_revision=row.revision)
    row.refresh_from_db()
    return row


__all__ += ["People"]
