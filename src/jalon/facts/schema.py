"""Schema numbers: a document of any earlier schema stays readable, one of a newer schema is refused in words.

Every blob carries `schema`. When a document kind changes its shape, `SCHEMA` rises by one and an up-caster from the
previous number is added to `UPCASTERS`; kinds that did not change need none. Up-casters work on plain JSON values,
know nothing of today's dataclasses, and are never edited afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jalon.facts.problems import N_, FactsError, Problem, shown

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None
Upcaster = Callable[[Json], Json]

SCHEMA = 1
"""The schema that this version of Jalon writes."""

OLDEST = 1
"""The oldest schema that was ever published."""

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(document kind, schema) -> function from that schema to the next."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas that a reader understands: from `oldest` to `current`, and how to go up."""

    current: int = SCHEMA
    oldest: int = OLDEST
    upcasters: Mapping[tuple[str, int], Upcaster] = field(default_factory=lambda: UPCASTERS)

    def check(self, schema: object, path: str) -> int:
        """The schema number, or `FactsError` saying which version is needed."""
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < self.oldest:
            raise FactsError([self._unknown(schema, path)])
        if schema > self.current:
            raise FactsError([self._newer(schema, path)])
        return schema

    def upcast(self, kind: str, schema: int, facts: Json) -> Json:
        """The same facts in the current schema."""
        for number in range(schema, self.current):
            step = self.upcasters.get((kind, number))
            facts = step(facts) if step else facts
        return facts

    def _newer(self, schema: int, path: str) -> Problem:
        return Problem(
            path,
            "$.schema",
            N_("Ce document est au schéma {schema} ; cette version de Jalon lit les schémas {oldest} à {current}."),
            N_("Mettez Jalon à jour vers une version qui lit le schéma {schema}, puis recommencez."),
            params={
                "schema": str(schema),
                "oldest": str(self.oldest),
                "current": str(self.current),
            },
        )

    def _unknown(self, schema: object, path: str) -> Problem:
        return Problem(
            path,
            "$.schema",
            N_("Un numéro de schéma de {oldest} à {current} est attendu."),
            N_("Redemandez le document à l’instance qui l’a produit."),
            shown(schema),
            {"oldest": str(self.oldest), "current": str(self.current)},
        )


SCHEMAS = Schemas()
