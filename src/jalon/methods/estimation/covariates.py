"""A covariate that not every list records: strata when some people's stratum is unknown.

Who was seen only by lists that do not record the covariate is of an unknown stratum. Leaving these people out would bias
every stratum, a stratum « unknown » has no meaning. Their counts are latent: an EM algorithm shares each history's unknown
people between strata in proportion to the expected counts of the present fits, and fits again (Zwane and van der Heijden,
Statistics in Medicine 26, 2007; van der Heijden, Whittaker, Cruyff, Bakker and van der Vliet, Annals of Applied Statistics 6, 2012).
The lists are missing the covariate at random given the history, which nobody can check.

The model is said in advance, the same in every stratum, and must be identifiable from the histories that are recorded:
this is checked, since EM gives an answer even where the data have none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jalon.methods.estimation.batches import Engine
from jalon.methods.estimation.bootstrap import percentile
from jalon.methods.estimation.enumeration import ModelSet
from jalon.methods.estimation.errors import NoEstimateError, SettingError, TableError
from jalon.methods.estimation.estimating import Bootstrap, Kind, spread_settings
from jalon.methods.estimation.existence import Status, design
from jalon.methods.estimation.fitting import ADVICE, REASONS
from jalon.methods.estimation.intervals import refuse_level
from jalon.methods.estimation.lattice import Floats, add_subsets
from jalon.methods.estimation.models import Model, members
from jalon.methods.estimation.resampling import MOST_REPLICATES
from jalon.methods.estimation.results import Caution, Estimate
from jalon.methods.estimation.strata import StratifiedEstimate, StratumEstimate
from jalon.methods.estimation.tables import CaptureTable

_ROUNDS, _SETTLED = 2_000, 1e-9


@dataclass(frozen=True)
class PartlyRecorded:
    """Tables over the same lists. strata: people whose stratum is known. unknown: the others, who must be on lists among
    `unrecording` only: any other list would have recorded it.
    """

    covariate: str
    strata: Mapping[str, CaptureTable]
    unknown: CaptureTable
    unrecording: tuple[str, ...]

    def __post_init__(self) -> None:
        lists = self.unknown.lists
        for name, table in self.strata.items():
            if table.lists != lists:
                raise TableError(f"its lists are not {', '.join(lists)}", where=f"stratum {name}")
        if len(self.strata) < 2:
            raise TableError(f"fewer than two strata of « {self.covariate} »")
        for name in self.unrecording:
            if name not in lists:
                raise TableError(f"no list is named « {name} »", advice=f"The lists are {', '.join(lists)}")
        allowed = sum(1 << lists.index(name) for name in self.unrecording)
        for history in self.unknown.histories.tolist():
            if history & ~allowed:
                on = ", ".join(lists[n] for n in members(history))
                advice = "Give their stratum, or name among `unrecording` every list that does not record it"
                raise TableError(f"people of unknown « {self.covariate} » are on {on}", advice=advice)


def estimate_partly_recorded(
    data: PartlyRecorded, model: Model | None = None, interval: Bootstrap | None = None
) -> StratifiedEstimate:
    """Estimates by stratum and the total: main effects and percentiles of 1,000 replicates by default.

    A replicate draws all people again, those of unknown stratum among them, and shares these out anew, so that the limits
    carry that uncertainty. `NoEstimateError` where a stratum has no estimate or the model is not identifiable from what is
    recorded; `SettingError` for BCa, whose jackknife has no meaning for shared people.
    """
    interval = interval or Bootstrap(kind=Kind.PERCENTILE)
    model = model or Model.main(len(data.unknown.lists))
    refuse_level(interval.level)
    if interval.kind is not Kind.PERCENTILE:
        raise SettingError("these replicates have no jackknife", advice="Use Bootstrap(kind=Kind.PERCENTILE)")
    if not 1 <= interval.replicates <= MOST_REPLICATES:
        raise SettingError(f"{interval.replicates} replicates", advice=f"Give between 1 and {MOST_REPLICATES:,}")
    fitted = _Fit(data, model)
    known, unknown = fitted.counts()
    shared, dark = fitted.run(known[None], unknown[None])
    fitted.refuse(dark[0])
    totals = shared[0].sum(axis=1) + dark[0]
    replicates = _replicates(fitted, known, unknown, interval)
    return _described(data, model, interval, shared[0], totals, replicates)


class _Fit:
    """EM over tables (tables, strata, 2^t) of one model."""

    def __init__(self, data: PartlyRecorded, model: Model) -> None:
        self.data, self.model = data, model
        self.cells = 1 << len(data.unknown.lists)
        unrecorded = sum(1 << data.unknown.lists.index(name) for name in data.unrecording)
        histories = np.arange(self.cells)
        self.open = (histories & ~unrecorded) == 0  # histories whose stratum nobody may have recorded
        self.row = ModelSet.of([model]).terms[0]
        recorded = np.flatnonzero(~self.open)
        x = design(recorded, np.array([0, *model.terms], dtype=np.int64))
        if np.linalg.matrix_rank(x) < x.shape[1]:
            where = f"model {model}, recorded histories only"
            raise NoEstimateError(REASONS[Status.NOT_IDENTIFIABLE], where=where, advice=ADVICE)

    def counts(self) -> tuple[Floats, Floats]:
        """(strata, 2^t) known people and (2^t,) unknown ones."""
        known = np.stack([table.full() for table in self.data.strata.values()]).astype(np.float64)
        return known, self.data.unknown.full().astype(np.float64)

    def run(self, known: Floats, unknown: Floats) -> tuple[Floats, Floats]:
        """Counts with the unknown shared out (tables, strata, 2^t), and dark figures (tables, strata), infinite without.

        known: (tables, strata, 2^t). unknown: (tables, 2^t). Shares begin as among the people whose stratum is known.
        """
        weight = known.sum(axis=2, keepdims=True) / known.sum(axis=(1, 2), keepdims=True)
        shared, before = known + weight * unknown[:, None], np.full(known.shape[:2], np.nan)
        for _ in range(_ROUNDS):
            expected, dark = self._fitted(shared)
            sums = expected.sum(axis=1, keepdims=True)
            share = np.where(sums > 0, expected / np.where(sums > 0, sums, 1.0), weight)
            shared = known + share * unknown[:, None]
            settled = np.abs(dark - before) <= _SETTLED * dark
            if bool((settled | ~np.isfinite(dark)).all()):
                return shared, dark
            before = dark
        raise ArithmeticError(f"EM did not settle in {_ROUNDS} rounds")

    def _fitted(self, shared: Floats) -> tuple[Floats, Floats]:
        """Expected counts (tables, strata, 2^t) and dark figures (tables, strata) of counts of that shape."""
        flat = shared.reshape(-1, self.cells)
        some = np.flatnonzero(flat.sum(axis=1) > 0)
        expected, dark = np.zeros(flat.shape), np.full(len(flat), np.inf)
        batch = Engine(flat[some]).fit(np.repeat(self.row[None], len(some), axis=0), np.arange(len(some)))
        good = batch.status == Status.ESTIMABLE
        logs = np.ascontiguousarray(np.nan_to_num(batch.parameters[good], neginf=0.0).T)
        add_subsets(logs)
        expected[some[good]] = np.where(batch.live[good], np.exp(logs.T), 0.0)
        dark[some[good]] = np.exp(batch.intercept[good])
        return expected.reshape(shared.shape), dark.reshape(shared.shape[:2])

    def refuse(self, dark: Floats) -> None:
        """`NoEstimateError` for the first stratum without an estimate."""
        for name, figure in zip(self.data.strata, dark, strict=True):
            if not np.isfinite(figure):
                raise NoEstimateError(REASONS[Status.NO_MAXIMUM], where=f"stratum {name}", advice=ADVICE)


def _replicates(fitted: _Fit, known: Floats, unknown: Floats, interval: Bootstrap) -> Floats:
    """(replicates, strata) totals."""
    everybody = np.concatenate([known, unknown[None]]).ravel()
    people = int(everybody.sum())
    random = np.random.default_rng(np.random.SeedSequence(interval.seed))
    drawn = random.multinomial(people, everybody / people, size=interval.replicates).astype(np.float64)
    cells = drawn.reshape(interval.replicates, -1, fitted.cells)
    shared, dark = fitted.run(cells[:, :-1], cells[:, -1])
    return np.asarray(shared.sum(axis=2) + dark)


def _described(
    data: PartlyRecorded, model: Model, interval: Bootstrap, shared: Floats, totals: Floats, replicates: Floats
) -> StratifiedEstimate:
    seen = shared.sum(axis=1)
    unknown = data.unknown.observed
    text = (
        f"{unknown} people, seen only by lists that do not record « {data.covariate} », are shared between the strata as "
        "the model expects them."
    )
    said = Caution("covariate-unknown", text, {"unknown": unknown, "covariate": data.covariate})

    def made(observed: float, total: float, drawn: Floats) -> Estimate:
        limits = percentile(drawn, total, interval.level)
        return Estimate(
            observed=round(observed),
            estimate=total,
            interval=limits.interval,
            level=interval.level,
            method="fixed, shared by EM",
            settings={"model": str(model), **spread_settings(interval)},
            models_considered=1,
            model=str(model),
            lists=data.unknown.lists,
            warnings=(said, *limits.cautions),
            details={"observed_shared": observed},
        )

    strata = [
        StratumEstimate(name, made(float(seen[n]), float(totals[n]), replicates[:, n]))
        for n, name in enumerate(data.strata)
    ]
    return StratifiedEstimate(made(float(seen.sum()), float(totals.sum()), replicates.sum(axis=1)), tuple(strata))
