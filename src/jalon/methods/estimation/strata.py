"""Strata: an estimate for each year, sex, age group, form of exploitation or nationality group, and their total.

People differ in how easily they are seen; within a stratum they differ less, and SDG indicator 16.2.2 asks for numbers by
sex, age group and form of exploitation. Strata are independent: a replicate of the total is the sum of one replicate of
each, so that its interval is that of a convolution. Adding lower limits and upper limits would be too wide, and has no
level at all.

A list that did not exist in a stratum is a structural zero: it is left out there (`Stratum.absent`), and the people of the
stratum are estimated from the lists that did. A list that exists but does not record the covariate: `covariates`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, inf, log
from typing import Any

import numpy as np

from jalon.methods.estimation.bootstrap import Limits, bca, percentile
from jalon.methods.estimation.choices import Procedure
from jalon.methods.estimation.errors import EstimationError, NoEstimateError, SettingError, TableError
from jalon.methods.estimation.estimating import Bootstrap, Kind, Wald, estimate, spread_settings
from jalon.methods.estimation.intervals import quantile
from jalon.methods.estimation.lattice import Floats
from jalon.methods.estimation.resampling import Replicates, fingerprint, jackknife
from jalon.methods.estimation.results import Caution, Estimate, Interval
from jalon.methods.estimation.stepwise import Stepwise
from jalon.methods.estimation.strata_merging import Merged, Stratum, merged_where_sparse
from jalon.methods.estimation.tables import CaptureTable

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class StratumEstimate:
    """One stratum as it was estimated. merged: names of the strata it was made of, when more than one."""

    name: str
    answer: Estimate
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class StratifiedEstimate:
    """Estimates by stratum and their total; the limits of the strata must not be added to get those of the total."""

    total: Estimate
    strata: tuple[StratumEstimate, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the total, with the strata in it."""
        found = [{"stratum": s.name, "merged": list(s.merged), **s.answer.as_dict()} for s in self.strata]
        return {**self.total.as_dict(), "strata": found}


def estimate_strata(
    strata: Sequence[Stratum],
    procedure: Procedure | None = None,
    interval: Bootstrap | Wald | None = None,
    *,
    ordered: bool = False,
    merge: bool = True,
    progress: Progress | None = None,
) -> StratifiedEstimate:
    """Each stratum by the procedure, choosing in each by itself, and the total.

    merge: strata too sparse for the procedure are put together, the neighbours in the given order where `ordered`
    (years, ages), the sparsest ones elsewhere; the result says which. Without it they are refused. Raises
    `NoEstimateError` where even then there is no estimate, `TableError` for no stratum or two of the same name.
    """
    procedure, interval = procedure or Stepwise(), interval or Wald()
    kept = merged_where_sparse(_distinct(strata), procedure, ordered=ordered, merge=merge)
    seeds = _seeds([one.stratum.table for one in kept], procedure, interval)
    answered = []
    for place, (one, spread) in enumerate(zip(kept, seeds, strict=True), start=1):
        answered.append(_answer(one, procedure, spread))
        if progress:
            progress(place, len(kept))
    found = [answer for answer, _ in answered]
    if isinstance(interval, Bootstrap):
        limits = _joint(kept, found, procedure, interval, [totals for _, totals in answered])
    else:
        limits = _sum(found)
    named = [
        StratumEstimate(one.stratum.name, answer, one.names if len(one.names) > 1 else ())
        for one, answer in zip(kept, found, strict=True)
    ]
    return StratifiedEstimate(_total(kept, found, limits, interval), tuple(named))


def _distinct(strata: Sequence[Stratum]) -> tuple[Stratum, ...]:
    names = [stratum.name for stratum in strata]
    if not names:
        raise TableError("no stratum")
    for name in names:
        if names.count(name) > 1:
            raise TableError("two strata have this name", where=name)
    return tuple(strata)


def _answer(one: Merged, procedure: Procedure, interval: Bootstrap | Wald) -> tuple[Estimate, Floats]:
    """The estimate of a stratum, and its replicates (none for Wald)."""
    runs: list[Replicates] = []
    try:
        answer = estimate(one.stratum.table, procedure, interval, save=runs.append)
    except EstimationError as refusal:
        advice = "Merge it with another stratum, or leave it out and say so"
        raise NoEstimateError(str(refusal).rstrip("."), where=f"stratum {one.stratum.name}", advice=advice) from refusal
    if not isinstance(interval, Bootstrap):
        return answer, np.empty(0)
    return answer, np.array(runs[-1].totals[: interval.replicates])


def _seeds(
    tables: Sequence[CaptureTable], procedure: Procedure, interval: Bootstrap | Wald
) -> Sequence[Bootstrap | Wald]:
    """A stream of random numbers for each stratum, whatever its name and place: by the order of the tables' contents.

    One stratum has the stream of the unstratified estimate.
    """
    if isinstance(interval, Wald):
        return [interval for _ in tables]
    ranked = sorted(range(len(tables)), key=lambda n: (fingerprint(tables[n], procedure), n))
    return [replace(interval, seed=interval.seed + ranked.index(n)) for n in range(len(tables))]


def _joint(
    kept: Sequence[Merged],
    found: Sequence[Estimate],
    procedure: Procedure,
    interval: Bootstrap,
    replicates: Sequence[Floats],
) -> Limits:
    """Limits of the sum of replicates. Leaving out one person of a stratum changes the total by what it changes there."""
    total, totals = sum(answer.estimate for answer in found), np.sum(replicates, axis=0)
    if interval.kind is Kind.PERCENTILE:
        return percentile(totals, total, interval.level)
    tables = [one.stratum.table for one in kept]
    left_out = [
        total - answer.estimate + jackknife(table, procedure.bind(table))
        for table, answer in zip(tables, found, strict=True)
    ]
    people = np.concatenate([table.counts for table in tables])
    return bca(totals, total, np.concatenate(left_out), people, interval.level)


def _sum(found: Sequence[Estimate]) -> Limits:
    """Normal on the log of the dark figures' sum: its variance is that of the strata's, added (the delta method)."""
    dark = np.array([answer.estimate - answer.observed for answer in found])
    errors = np.array([_error(answer) for answer in found])
    observed, level = sum(answer.observed for answer in found), found[0].level
    spread = quantile((1 + level) / 2) * float(np.sqrt(((dark * errors) ** 2).sum()) / dark.sum())
    factor = exp(min(spread, 700.0))
    return Limits(Interval(observed + dark.sum() / factor, observed + dark.sum() * factor, level, "wald"), (), 0.5)


def _error(answer: Estimate) -> float:
    """The standard error of the log of the dark figure behind a Wald interval."""
    if answer.interval is None or answer.interval.high == inf:
        raise SettingError("a stratum has no Wald limits", advice="Use a bootstrap")
    dark = answer.estimate - answer.observed
    return log((answer.interval.high - answer.observed) / dark) / quantile((1 + answer.level) / 2)


def _total(kept: Sequence[Merged], found: Sequence[Estimate], limits: Limits, interval: Bootstrap | Wald) -> Estimate:
    lists = tuple(dict.fromkeys(name for answer in found for name in answer.lists))
    return Estimate(
        observed=sum(answer.observed for answer in found),
        estimate=sum(answer.estimate for answer in found),
        interval=limits.interval,
        level=interval.level,
        method=found[0].method,
        settings={**found[0].settings, **spread_settings(interval), "strata": len(found)},
        models_considered=max(answer.models_considered for answer in found),
        model="; ".join(f"{one.stratum.name} {answer.model}" for one, answer in zip(kept, found, strict=True)),
        lists=lists,
        warnings=(*_said(kept), *_in_strata(kept, found), *limits.cautions),
    )


def _said(kept: Sequence[Merged]) -> list[Caution]:
    """Which strata were merged, and which lists were not there."""
    said = []
    for one in kept:
        name, absent = one.stratum.name, one.stratum.absent
        if len(one.names) > 1:
            text = f"Too sparse to stand alone, these strata were merged: {', '.join(one.names)}."
            said.append(Caution("strata-merged", text, {"strata": ", ".join(one.names)}))
        if absent:
            text = f"In {name} there was no list {', '.join(absent)}: its people are estimated from the others."
            said.append(Caution("list-absent", text, {"stratum": name, "lists": ", ".join(absent)}))
    return said


def _in_strata(kept: Sequence[Merged], found: Sequence[Estimate]) -> list[Caution]:
    """What is wrong in a stratum is wrong in the total."""
    return [
        Caution(caution.code, f"{one.stratum.name}: {caution.text}", {**caution.values, "stratum": one.stratum.name})
        for one, answer in zip(kept, found, strict=True)
        for caution in answer.warnings
    ]
