"""A procedure, a table and an interval make an `Estimate`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf

import numpy as np

from jalon.methods.estimation.bootstrap import Limits, bca, percentile
from jalon.methods.estimation.choices import Bound, Procedure
from jalon.methods.estimation.enumeration import model_of
from jalon.methods.estimation.errors import SettingError, one_of
from jalon.methods.estimation.fitting import Fit, fit
from jalon.methods.estimation.intervals import profile, refuse_level, wald, wald_limits
from jalon.methods.estimation.models import Model, members
from jalon.methods.estimation.resampling import Progress, Replicates, jackknife, replicate
from jalon.methods.estimation.results import Caution, Estimate, Interval, Value
from jalon.methods.estimation.stepwise import Stepwise
from jalon.methods.estimation.tables import CaptureTable

_KNOWN_IN_ADVANCE = ("fixed", "main", "full")


@dataclass(frozen=True)
class Wald:
    """Normal on the log of the dark figure, the model taken as known."""

    level: float = 0.95


@dataclass(frozen=True)
class Profile:
    """Multinomial profile likelihood, the model taken as known."""

    level: float = 0.95


class Kind(StrEnum):
    """How limits are taken from replicates."""

    BCA = "bca"
    PERCENTILE = "percentile"


@dataclass(frozen=True)
class Bootstrap:
    """Replicates with the choice inside each. workers and backend change the time it takes, not the result."""

    replicates: int = 1000
    seed: int = 1
    level: float = 0.95
    kind: Kind = Kind.BCA
    workers: int = 1
    backend: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", one_of(Kind, self.kind))


Spread = Wald | Profile | Bootstrap
Save = Callable[[Replicates], None]


def estimate(
    table: CaptureTable,
    procedure: Procedure | None = None,
    interval: Spread | None = None,
    *,
    saved: Replicates | None = None,
    save: Save | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """The total with its interval: stepwise and Wald by default.

    saved, save and progress are those of `resampling.replicate`. Raises `NoEstimateError` where the procedure has no
    estimate on these counts, `SettingError` for settings out of range.
    """
    procedure, interval = procedure or Stepwise(), interval or Wald()
    refuse_level(interval.level)
    bound = procedure.bind(table)
    chosen = bound(table.full()[None].astype(np.float64))
    chosen.refuse_none(procedure.name)
    model, dark = model_of(chosen.models[0]), float(chosen.dark[0])
    fitted = fit(table, model)
    error = None if chosen.error is None else float(chosen.error[0])  # an average of models brings its own
    if isinstance(interval, Bootstrap):
        run = replicate(
            table,
            procedure,
            interval.replicates,
            interval.seed,
            saved=saved,
            save=save,
            progress=progress,
            workers=interval.workers,
            backend=interval.backend,
            bound=bound,
        )
        limits = resampled(table, bound, interval, table.observed + dark, run)
    elif error is None:
        limits = _of_one_model(table, procedure, interval, fitted)
    else:
        limits = _of_an_average(table, interval, dark, error)
    return Estimate(
        observed=table.observed,
        estimate=table.observed + dark,
        interval=limits.interval,
        level=interval.level,
        method=procedure.name,
        settings={**procedure.settings, **spread_settings(interval)},
        models_considered=chosen.considered,
        model=str(model),
        lists=table.lists,
        warnings=(*_no_overlap(table, model), *limits.cautions),
        details={
            **(_of_fit(fitted) if error is None else {"dark_figure": dark, "standard_error": error}),
            **_details(limits),
        },
    )


def resampled(table: CaptureTable, bound: Bound, interval: Bootstrap, total: float, run: Replicates) -> Limits:
    """Limits from the first replicates of a run."""
    totals = np.array(run.totals[: interval.replicates])
    if interval.kind is Kind.PERCENTILE:
        return percentile(totals, total, interval.level)
    left_out = jackknife(table, bound)
    return bca(totals, total, left_out, table.counts, interval.level)


def _of_one_model(table: CaptureTable, procedure: Procedure, interval: Wald | Profile, fitted: Fit) -> Limits:
    cautions = [] if procedure.name in _KNOWN_IN_ADVANCE else [_FORGETS]
    limits = _around(table, fitted, interval)
    if limits.high == inf:
        cautions.append(Caution("no-upper-limit", "No total, however large, is unlikely enough under this model."))
    return Limits(limits, tuple(cautions), 0.5)


def _of_an_average(table: CaptureTable, interval: Wald | Profile, dark: float, error: float) -> Limits:
    if isinstance(interval, Profile):
        raise SettingError("an average of models has no profile likelihood", advice="Use Wald or Bootstrap")
    return Limits(wald_limits(table.observed, dark, error, interval.level), (), 0.5)


def _around(table: CaptureTable, fitted: Fit, interval: Wald | Profile) -> Interval:
    if isinstance(interval, Wald):
        return wald(fitted, interval.level)
    return profile(table, fitted, interval.level)


_FORGETS = Caution(
    "interval-forgets-choice",
    "The interval takes the model as known in advance although it was chosen on these counts: it is too short. "
    "A bootstrap chooses again on every replicate.",
)


def _no_overlap(table: CaptureTable, model: Model) -> tuple[Caution, ...]:
    """Interactions of the model between lists that share nobody."""
    pairs = []
    for term in model.interactions:
        names = tuple(table.lists[n] for n in members(term))
        if len(names) == 2 and table.overlap(*names) == 0:
            pairs.append(" and ".join(names))
    if not pairs:
        return ()
    text = f"The model sets to minus infinity the interaction of lists that share nobody: {'; '.join(pairs)}."
    return (Caution("no-overlap", text, {"pairs": "; ".join(pairs)}),)


def spread_settings(interval: Spread) -> Mapping[str, Value]:
    """What of the interval the result depends on."""
    if isinstance(interval, Bootstrap):
        return {"interval": interval.kind.value, "replicates": interval.replicates, "seed": interval.seed}
    return {"interval": type(interval).__name__.lower()}


def _of_fit(fitted: Fit) -> Mapping[str, Value]:
    """What the fit says of itself."""
    names = ("dark_figure", "standard_error", "loglik", "deviance", "df", "aic", "aicc", "bic")
    return {name: getattr(fitted, name) for name in names}


def _details(limits: Limits) -> Mapping[str, Value]:
    if limits.acceleration is None and limits.interval and limits.interval.method != "percentile":
        return {}
    return {"share_below": limits.below, "acceleration": limits.acceleration}
