"""Several linked versions of the same lists: uncertainty of who is the same person, carried into the interval.

Linking records across lists is uncertain. A linkage that draws several plausible versions gives one table each; the
procedure answers on each, and the answers are pooled. Without this the interval takes one linkage for the truth, and one
false link more or less can move a sparse estimate by hundreds (New Orleans: 1,110 with 186 people, 1,184 with 185).
"""

from collections.abc import Sequence
from dataclasses import replace
from math import exp, inf, isfinite, log

import numpy as np

from jalon.methods.estimation.bootstrap import percentile
from jalon.methods.estimation.choices import Procedure
from jalon.methods.estimation.errors import SettingError, TableError
from jalon.methods.estimation.estimating import Bootstrap, Kind, Profile, Spread, Wald, estimate, spread_settings
from jalon.methods.estimation.intervals import quantile
from jalon.methods.estimation.resampling import replicate
from jalon.methods.estimation.results import Caution, Estimate, Interval
from jalon.methods.estimation.tables import CaptureTable


def linkage_draws(tables: Sequence[CaptureTable]) -> tuple[CaptureTable, ...]:
    """The tables, if there are two or more and all have the same lists in the same order; `TableError` otherwise."""
    if len(tables) < 2:
        raise TableError("fewer than two linked versions", advice="Give one table a draw of the linkage")
    for number, table in enumerate(tables, start=1):
        if table.lists != tables[0].lists:
            raise TableError(
                f"its lists are {', '.join(table.lists)}, not {', '.join(tables[0].lists)}", where=f"draw {number}"
            )
    return tuple(tables)


def estimate_over_draws(
    tables: Sequence[CaptureTable], procedure: Procedure, interval: Spread | None = None
) -> Estimate:
    """One estimate over several linked versions: the mean of their totals.

    Wald: Rubin's rules on the log of the dark figure (Rubin 1987; degrees of freedom of Rubin and Schenker, JASA 81, 1986).
    Bootstrap: percentiles of the replicates of all versions together, as many from each; BCa has no such pooling and is
    refused, as is the profile likelihood. observed is the mean, rounded; details give the range.
    """
    kept, interval = linkage_draws(tables), interval or Wald()
    if isinstance(interval, Profile) or (isinstance(interval, Bootstrap) and interval.kind is Kind.BCA):
        raise SettingError("this interval cannot be pooled over draws", advice="Use Wald, or Bootstrap by percentiles")
    answers = [estimate(table, procedure, Wald(interval.level)) for table in kept]
    total = float(np.mean([answer.estimate for answer in answers]))
    if isinstance(interval, Bootstrap):
        limits, cautions = _pooled_replicates(kept, procedure, interval, total)
        cautions = (*_without(answers, "interval-forgets-choice"), *cautions)
    else:
        limits, cautions = _rubin(answers, interval.level), _without(answers, "")
    seen, totals = [answer.observed for answer in answers], [answer.estimate for answer in answers]
    return replace(
        answers[0],
        observed=round(float(np.mean(seen))),
        estimate=total,
        interval=limits,
        settings={**procedure.settings, **spread_settings(interval), "draws": len(kept)},
        model="; ".join(sorted({answer.model for answer in answers})),
        models_considered=max(answer.models_considered for answer in answers),
        warnings=cautions,
        details={
            "lowest_observed": min(seen),
            "highest_observed": max(seen),
            "lowest_estimate": min(totals),
            "highest_estimate": max(totals),
        },
    )


def _pooled_replicates(
    tables: tuple[CaptureTable, ...], procedure: Procedure, interval: Bootstrap, total: float
) -> tuple[Interval | None, tuple[Caution, ...]]:
    each = -(-interval.replicates // len(tables))
    pooled = [
        replicate(table, procedure, each, interval.seed + n, workers=interval.workers, backend=interval.backend).totals[
            :each
        ]
        for n, table in enumerate(tables)
    ]
    limits = percentile(np.concatenate(pooled), total, interval.level)
    return limits.interval, limits.cautions


def _rubin(answers: list[Estimate], level: float) -> Interval:
    """Mean of the logs of the dark figures, with variance within and (1 + 1/m) times that between."""
    from scipy.special import stdtrit

    logs = np.array([log(_detail(answer, "dark_figure")) for answer in answers])
    within = float(np.mean([_detail(answer, "standard_error") ** 2 for answer in answers]))
    between = (1 + 1 / len(logs)) * float(np.var(logs, ddof=1))
    freedom = (len(logs) - 1) * (1 + within / between) ** 2 if between > 1e-12 * within else inf
    factor = float(stdtrit(freedom, (1 + level) / 2)) if isfinite(freedom) else quantile((1 + level) / 2)
    seen, spread = float(np.mean([answer.observed for answer in answers])), factor * (within + between) ** 0.5
    middle = float(logs.mean())
    return Interval(seen + exp(middle - spread), seen + exp(min(middle + spread, 700.0)), level, "rubin")


def _detail(answer: Estimate, name: str) -> float:
    """Not out of the total or its limits: a small dark figure is lost beside the people seen."""
    return float(answer.details[name] or 0.0)


def _without(answers: list[Estimate], code: str) -> tuple[Caution, ...]:
    """Cautions of all answers, each code once, but that one."""
    found = {caution.code: caution for answer in answers for caution in answer.warnings if caution.code != code}
    return tuple(found.values())
