"""What may honestly be said: every defensible method, the band across them, and how little it takes to move it.

    found = assess(table)
    print(found.paragraph("en"))

A single method with a single interval hides that others, as defensible, say something else (Whitehead, Jackson, Balch and
Francis, Journal of Human Trafficking 7, 2021; Binette and Steorts, Journal of the Royal Statistical Society A 185, 2022).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from statistics import median
from typing import Any, TypeVar

from jalon import __version__
from jalon.methods.estimation.assess_checks import (
    Nudge,
    Prediction,
    Variant,
    one_person,
    predictions,
    with_each_pair_merged,
    without_each_list,
)
from jalon.methods.estimation.assess_methods import AssessSettings, Failure, answer
from jalon.methods.estimation.assess_warnings import assessed_warnings
from jalon.methods.estimation.assess_words import Lang, paragraph
from jalon.methods.estimation.draws import estimate_over_draws, linkage_draws
from jalon.methods.estimation.errors import EstimationError, NoEstimateError
from jalon.methods.estimation.estimating import Bootstrap, Kind, Spread, Wald
from jalon.methods.estimation.results import Caution, Estimate
from jalon.methods.estimation.tables import CaptureTable

T = TypeVar("T")
Progress = Callable[[int, int], None]
_CHECKS = 4


@dataclass(frozen=True)
class Band:
    """Across the methods that answered.

    lowest, highest: their estimates. low, high: the lowest lower limit and the highest upper one; high is infinite where
    one of the methods has no upper limit, or no interval. methods: how many answered; limits: how many with an interval.
    """

    lowest: float
    highest: float
    low: float
    high: float
    methods: int
    limits: int

    @property
    def ratio(self) -> float:
        """The highest limit over the lowest one."""
        return self.high / self.low

    def as_dict(self) -> dict[str, Any]:
        """For JSON: an infinite limit is None."""
        high = self.high if isfinite(self.high) else None
        found = {"lowest_estimate": self.lowest, "highest_estimate": self.highest, "low": self.low, "high": high}
        return {**found, "methods": self.methods, "with_interval": self.limits}


@dataclass(frozen=True)
class Assessment:
    """Everything together. There is no « best » estimate in it: the band is the answer.

    answers, failures: of the methods, in their order. without_list, merged, nudges, predictions: the table varied under
    the stepwise choice; see `assess_checks`. over_draws: pooled over linked versions, where some were given.
    """

    observed: int
    lists: tuple[str, ...]
    sizes: tuple[int, ...]
    overlapping: int
    answers: tuple[Estimate, ...]
    failures: tuple[Failure, ...]
    band: Band
    without_list: tuple[Variant, ...]
    merged: tuple[Variant, ...]
    nudges: tuple[Nudge, ...]
    predictions: tuple[Prediction, ...]
    over_draws: Estimate | Failure | None
    warnings: tuple[Caution, ...]
    settings: AssessSettings
    version: str = __version__

    def paragraph(self, lang: Lang) -> str:
        """What may and may not be concluded, in plain French (« fr ») or English (« en »)."""
        return paragraph(self, lang)

    def as_dict(self) -> dict[str, Any]:
        """For JSON. estimate: the median of the methods, never to be quoted without the band, which is `interval`."""
        high = self.band.high if isfinite(self.band.high) else None
        limits = {"low": self.band.low, "high": high, "level": self.settings.level, "method": "band across methods"}
        return {
            "observed": self.observed,
            "estimate": median(found.estimate for found in self.answers),
            "estimate_is": "median of the methods; the band is the answer",
            "interval": limits,
            "level": self.settings.level,
            "method": "assess",
            "settings": self.settings.as_values(),
            "models_considered": sum(found.models_considered for found in self.answers),
            "lists": dict(zip(self.lists, self.sizes, strict=True)),
            "band": self.band.as_dict(),
            "methods": [found.as_dict() for found in self.answers],
            "failures": [failure.as_dict() for failure in self.failures],
            "without_list": [variant.as_dict() for variant in self.without_list],
            "merged": [variant.as_dict() for variant in self.merged],
            "one_person": [nudge.as_dict() for nudge in self.nudges],
            "predictions": [found.as_dict() for found in self.predictions],
            "over_draws": None if self.over_draws is None else self.over_draws.as_dict(),
            "warnings": [caution.as_dict() for caution in self.warnings],
            "conclusion": {"fr": self.paragraph("fr"), "en": self.paragraph("en")},
            "version": self.version,
        }


def assess(
    table: CaptureTable,
    settings: AssessSettings | None = None,
    *,
    draws: Sequence[CaptureTable] = (),
    progress: Progress | None = None,
) -> Assessment:
    """Runs the methods and varies the table; `NoEstimateError`, with the reason of each, where none has an answer.

    draws: other linked versions of the same lists, pooled with the table itself to carry the uncertainty of linkage (`draws.estimate_over_draws`); their
    lists must be the table's. progress: called with steps done and their number.
    """
    chosen = settings or AssessSettings()
    kept = linkage_draws([table, *draws]) if draws else ()
    steps = _Steps(len(chosen.methods) + _CHECKS, progress)
    found = [steps(answer(name, table, chosen)) for name in chosen.methods]
    answers = tuple(one for one in found if isinstance(one, Estimate))
    failures = tuple(one for one in found if isinstance(one, Failure))
    if not answers:
        reasons = "; ".join(f"{failure.method}: {failure.reason}" for failure in failures)
        raise NoEstimateError(f"no method has an answer on this table ({reasons})", advice="Merge or drop lists")
    over_draws = _over(kept, chosen) if kept else None
    pooled = (*answers, over_draws) if isinstance(over_draws, Estimate) else answers
    by, level = chosen.varied_under, chosen.level
    band, without = _band(pooled), steps(without_each_list(table, by, level))
    merged, nudges = steps(with_each_pair_merged(table, by, level)), steps(one_person(table, by))
    known = steps(predictions(table, by, level))
    return Assessment(
        observed=table.observed,
        lists=table.lists,
        sizes=table.sizes,
        overlapping=int(table.counts[table.histories & (table.histories - 1) > 0].sum()),
        answers=answers,
        failures=failures,
        band=band,
        without_list=without,
        merged=merged,
        nudges=nudges,
        predictions=known,
        over_draws=over_draws,
        warnings=assessed_warnings(table, answers, failures, band.ratio, without, nudges, known),
        settings=chosen,
    )


class _Steps:
    """Says how far the work is, and hands on what was made."""

    def __init__(self, steps: int, progress: Progress | None) -> None:
        self._done, self._steps, self._progress = 0, steps, progress

    def __call__(self, made: T) -> T:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._steps)
        return made


def _band(answers: Sequence[Estimate]) -> Band:
    totals = [found.estimate for found in answers]
    limits = [found.interval for found in answers if found.interval is not None]
    bounded = len(limits) == len(totals)
    return Band(
        lowest=min(totals),
        highest=max(totals),
        low=min([*totals, *(one.low for one in limits)]),
        high=max([*totals, *(one.high for one in limits)]) if bounded else inf,
        methods=len(totals),
        limits=len(limits),
    )


def _over(draws: Sequence[CaptureTable], settings: AssessSettings) -> Estimate | Failure:
    spread: Spread = Wald(settings.level)
    if settings.replicates:
        spread = Bootstrap(settings.replicates, settings.seed, settings.level, Kind.PERCENTILE)
    try:
        return estimate_over_draws(draws, settings.varied_under, spread)
    except EstimationError as refusal:
        return Failure("stepwise over linkage draws", str(refusal))
