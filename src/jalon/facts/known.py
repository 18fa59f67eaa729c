"""What a part may refer to besides itself: what other parts already say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jalon.facts.evaluation import Assessment, Claim, Evaluation, Scale
from jalon.facts.part import PartFacts

FORMS, TARGET_GROUPS = "forms_of_exploitation", "target_groups"
"""The vocabularies that a measure's `forms` and `target_groups` are taken from."""


@dataclass(frozen=True, slots=True)
class Known:
    """What can be referred to besides the part itself: uids by kind, vocabulary terms by slug.

    `sections` maps a section to its plan, `scales` a scale to the codes of its levels, best first, `evaluations` an
    evaluation to its scale. Statements include what assessments and claims say under their uids (`facts.said`).
    """

    plans: frozenset[str] = frozenset()
    sections: dict[str, str] = field(default_factory=dict)
    measures: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    recommendations: frozenset[str] = frozenset()
    promises: frozenset[str] = frozenset()
    scales: dict[str, tuple[str, ...]] = field(default_factory=dict)
    evaluations: dict[str, str | None] = field(default_factory=dict)
    terms: dict[str, frozenset[str]] = field(default_factory=dict)

    def with_part(self, facts: PartFacts) -> "Known":
        """The same with what a part says."""
        terms = dict(self.terms)
        for vocabulary in facts.vocabularies:
            terms[vocabulary.slug] = terms.get(vocabulary.slug, frozenset()) | {term.code for term in vocabulary.terms}
        return Known(
            plans=self.plans | _uids(facts.plans),
            sections=self.sections | {section.uid: section.plan for section in facts.sections},
            measures=self.measures | _uids(facts.measures),
            statements=self.statements.union(*map(_uids, (facts.statements, *_said_otherwise(facts)))),
            sources=self.sources | _uids(facts.sources),
            organisations=self.organisations | _uids(facts.organisations),
            territories=self.territories | _uids(facts.territories),
            indicators=self.indicators | _uids(facts.indicators),
            states=self.states | _uids(facts.states),
            outputs=self.outputs | _uids(facts.outputs),
            recommendations=self.recommendations | _uids(facts.recommendations),
            promises=self.promises | _uids(facts.promises),
            scales=self.scales | {scale.uid: codes_of(scale) for scale in facts.scales},
            evaluations=self.evaluations | {item.uid: item.scale for item in facts.evaluations},
            terms=terms,
        )


NOTHING = Known()


def known_of(parts: Iterable[PartFacts]) -> Known:
    """What these parts say, for the validation of another one."""
    known = NOTHING
    for facts in parts:
        known = known.with_part(facts)
    return known


def codes_of(scale: Scale) -> tuple[str, ...]:
    """The codes of a scale's levels, best first."""
    return tuple(level.code for level in scale.levels)


def _said_otherwise(facts: PartFacts) -> tuple[tuple[Assessment | Claim | Evaluation, ...], ...]:
    return (facts.assessments, facts.claims, facts.evaluations)


def _uids(items: Iterable[Any]) -> frozenset[str]:
    return frozenset(item.uid for item in items)
