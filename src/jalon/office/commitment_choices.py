"""Plans and measures that forms and pages of commitments name: those that are published, of whatever body."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jalon.facts.common import Text
from jalon.office.around import cut, measure_label, published

Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class MeasureText:
    """A published measure with its first title; `text` None: its title was not read."""

    uid: str
    plan: str
    number: str | None
    text: Text | None

    @property
    def name(self) -> str:
        """« mesure 16 : … »."""
        return measure_label(self.number, self.text.value if self.text else "")


@dataclass(frozen=True, slots=True)
class Published:
    """Plans by uid with their name, and their measures in their order."""

    plans: dict[str, str] = field(default_factory=dict)
    measures: dict[str, MeasureText] = field(default_factory=dict)

    def of_plan(self, plan: str) -> tuple[MeasureText, ...]:
        """The measures of one plan."""
        return tuple(one for one in self.measures.values() if one.plan == plan)

    def plan_choices(self, kept: Any = None, blank: Any = None) -> Choices:
        """The plans, with one that a record names already although it is not published."""
        more = [(str(kept), str(kept))] if kept and str(kept) not in self.plans else []
        return [*([("", blank)] if blank else []), *self.plans.items(), *more]

    def measure_choices(self, kept: Iterable[Any] = (), blank: Any = None) -> Choices:
        """The measures by plan, with those that a record names already although they are not published."""
        groups = [(name, [(one.uid, one.name) for one in self.of_plan(uid)]) for uid, name in self.plans.items()]
        more = [(uid, uid) for uid in map(str, kept) if uid and uid not in self.measures]
        return [*([("", blank)] if blank else []), *(group for group in groups if group[1]), *more]

    def named(self, uid: str) -> str:
        """A plan or measure in words; its uid when nobody published it."""
        if uid in self.plans:
            return self.plans[uid]
        measure = self.measures.get(uid)
        return f"{self.plans[measure.plan]}, {measure.name}" if measure else uid


def published_plans() -> Published:
    """What the current Release holds; nothing when there is none."""
    reader = published()
    if reader is None:
        return Published()
    plans = {one.uid: cut(one.titles[0].text.value if one.titles else one.slug) for one in reader.plans()}
    texts = (
        MeasureText(one.uid, one.plan, one.number, one.titles[0].text if one.titles else None)
        for one in reader.measures_all()
    )
    return Published(plans, {one.uid: one for one in texts})
