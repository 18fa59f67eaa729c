"""Which measures, sections and plans a fact concerns besides its subject: what is found by them is found by index."""

from collections.abc import Callable, Iterable
from typing import Any

from jalon.facts.committee import Decision, Session
from jalon.facts.evaluation import Assessment
from jalon.facts.lineage import Lineage, OverlapLink
from jalon.facts.output import Output
from jalon.facts.parliament import Act
from jalon.facts.recommendation import RecommendationAnswer


def by(fact: Any) -> Iterable[str]:
    """The uids of what a fact concerns; none for most kinds, whose subject says it."""
    named = _NAMED.get(type(fact))
    return named(fact) if named else ()


_NAMED: dict[type[Any], Callable[[Any], Iterable[str]]] = {
    Output: lambda item: item.subjects,
    Assessment: lambda item: (item.evaluation, *item.subjects),
    Act: lambda item: (*item.measures, *(uid for said in item.statements for uid in said.measures)),
    RecommendationAnswer: lambda item: (item.measure,),
    Session: lambda item: (uid for point in item.agenda for uid in point.measures),
    Decision: lambda item: item.measures,
    Lineage: lambda item: (item.earlier_plan, item.later_plan, *item.earlier, *item.later),
    OverlapLink: lambda item: filter(None, (item.measure, item.plan, item.other.plan, item.other.measure)),
}
