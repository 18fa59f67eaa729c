"""What the tests say of an invented plan that a table describes."""

from jalon.exchange.plans_in import About
from jalon.facts.common import OrgRef, Source, When
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.uids import stable_uid

PLAN = stable_uid("synthetic/table")
ABOUT = About(
    uid=PLAN,
    slug="plan-du-tableau",
    title="Plan du tableau",
    recorded_at="2026-03-01T08:00:00Z",
    known_until="2026-03-01",
    source=Source(uid=stable_uid("synthetic/table/source"), key="tableau", address="tableau.xlsx"),
    period=When(edtf="2026/2030"),
    said=When(edtf="2026-02-28"),
    said_by=OrgRef(name="Mission fictive"),
)
HEADER = PartHeader(
    uid=stable_uid("synthetic/table/part"),
    slug="tableau",
    kind=PartKind.PLAN,
    title="Tableau fictif",
    owner=OrgRef(name="Mission fictive", uid=stable_uid("synthetic/table/owner")),
    synthetic=True,
)


def part_of(facts: object) -> PartFacts:
    """The facts of a table as a part."""
    names = ("sources", "plans", "sections", "measures", "statements", "means")
    return PartFacts(header=HEADER, **{name: getattr(facts, name) for name in names})
