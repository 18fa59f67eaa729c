"""Public addresses, with the two times of the page carried along."""

from dataclasses import dataclass
from urllib.parse import urlencode

from jalon.facts.plan import Measure, Plan
from jalon.ui.navigation import address_of


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses in the active language. `query` is `AsOf.query`: empty, or `?etat=…&version=…`."""

    query: str = ""

    def to(self, name: str, *args: str) -> str:
        """The address of a portal page by its name."""
        return address_of(f"portal:{name}", *args) + self.query

    def plan(self, plan: Plan) -> str:
        return self.to("plan", plan.slug)

    def measure(self, plan: Plan, measure: Measure) -> str:
        """A measure by its number, an attested item by its uid."""
        if measure.number is not None:
            return self.to("measure", plan.slug, measure.number)
        return self.to("item", plan.slug, measure.uid)

    def changes(self, plan: str, measure: str = "") -> str:
        """What changed in one plan, or in one of its measures (number or uid), between two moments to choose."""
        asked = {"plan": plan, **({"mesure": measure} if measure else {})}
        return f"{address_of('portal:changes')}?{urlencode(asked)}"

    def table(self, name: str, form: str, **filters: str) -> str:
        """A download of one table; the times of the page stay with it."""
        address = address_of("portal:table", name, form) + self.query
        extra = "&".join(f"{key}={value}" for key, value in filters.items())
        return f"{address}{'&' if self.query else '?'}{extra}" if extra else address
