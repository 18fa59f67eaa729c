"""Agreement of assessors who judged without seeing each other: counts, coefficients, or why there are none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.evaluation import Assessed, Assessment, Scale
from jalon.facts.plan import Measure
from jalon.methods import agreement
from jalon.portal import verdicts, words
from jalon.portal.context import Context
from jalon.portal.pieces import Link

SAMPLES = 1000


@dataclass(frozen=True, slots=True)
class AgreementShown:
    """What is said of the agreement; `rows` take the place of a coefficient where too few measures were rated twice."""

    raw: tuple[tuple[str, str], ...]
    alpha: str
    refused: str
    told: tuple[str, ...]
    rows: tuple[tuple[Link, tuple[str, ...]], ...]


def shown(
    items: Sequence[Assessment],
    units: Sequence[str],
    scale: Scale | None,
    measures: Mapping[str, Measure],
    named: Mapping[str, Link],
    ctx: Context,
) -> AgreementShown | None:
    """The agreement on measures judged blind, of `units` (all measures of the plan); None when none was. Levels are sorted in facts: who gave which is not said.

    Krippendorff's alpha does not depend on who gave which level, so the order of the levels is an order of raters.
    """
    judged = {
        item.subjects[0]: item.blind
        for item in items
        if item.object is Assessed.MEASURE and item.subject and item.blind
    }
    if not judged or scale is None:
        return None
    levels = tuple(level.code for level in reversed(scale.levels))
    given = {uid: [one for one in blind if one in levels] for uid, blind in judged.items()}
    raters = [str(number + 1) for number in range(max(len(blind) for blind in judged.values()))]
    found = agreement.agreement(
        agreement.Ratings.of(
            agreement.Scale(levels, agreement.Measurement.ORDINAL),
            (*units, *(uid for uid in given if uid not in set(units))),
            raters,
            ((uid, raters[place], level) for uid, blind in given.items() for place, level in enumerate(blind)),
        ),
        coverage=agreement.Coverage.ALL,
        blind=agreement.Blind.YES,
        samples=SAMPLES,
    )
    said = {level.code: verdicts.level_words(level, ctx.lang) for level in scale.levels}
    return AgreementShown(
        raw=raw_counts(found),
        alpha=alpha_words(found.alpha, ctx.lang),
        refused=agreement.refusal_in_words(found.alpha, ctx.lang) if isinstance(found.alpha, agreement.Refusal) else "",
        told=tuple(agreement.told_in_words(one, ctx.lang) for one in found.told),
        rows=tuple(
            (named.get(row.unit, Link("", row.unit)), tuple(said.get(level, level) for level in given[row.unit]))
            for row in found.rows
            if row.unit in measures
        ),
    )


def raw_counts(found: agreement.Agreement) -> tuple[tuple[str, str], ...]:
    """Agreement as counted, each with its denominator; nothing between evaluations of which one rests on the other."""
    if found.raw is None:
        return ()
    units, pairs = found.raw.units, found.raw.pairs
    return (
        (_("Mesures jugées deux fois ou plus"), words.n_of(found.pairable, found.units)),
        (_("Mesures où tous donnent le même niveau"), words.n_of(units.count, units.of)),
        (_("Paires d’avis égales"), words.n_of(pairs.count, pairs.of)),
    )


def alpha_words(found: agreement.Coefficient | agreement.Refusal, lang: str) -> str:
    """« 0,62 (de 0,41 à 0,79, intervalle à 95 %) »."""
    if isinstance(found, agreement.Refusal):
        return ""
    value = words.number(f"{found.value:.2f}")
    if found.interval is None:
        return f"{value}. {agreement.no_interval_in_words(found, lang)}".strip()
    shown = {"value": value, "low": words.number(f"{found.interval.low:.2f}"), "high": words.number(f"{found.interval.high:.2f}"),
             "level": words.number(str(round(found.interval.level * 100)))}  # fmt: skip
    return _("%(value)s (de %(low)s à %(high)s, intervalle à %(level)s %%)") % shown
