"""The methods that somebody could defend on a table, each with its answer or the reason why it has none."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from jalon.methods.estimation.bayes_dga import dga
from jalon.methods.estimation.bayes_latent import LatentClasses, lcmcr
from jalon.methods.estimation.bayes_threshold import Thresholding, bayesthresh
from jalon.methods.estimation.choices import AllTwoWay, MainEffects, Procedure
from jalon.methods.estimation.criteria import Averaged
from jalon.methods.estimation.downhill import Downhill
from jalon.methods.estimation.errors import EstimationError, SettingError
from jalon.methods.estimation.estimating import Bootstrap, Spread, Wald, estimate
from jalon.methods.estimation.intervals import refuse_level
from jalon.methods.estimation.results import Estimate, Value
from jalon.methods.estimation.stepwise import Stepwise
from jalon.methods.estimation.tables import CaptureTable

METHODS = ("main", "full", "stepwise", "averaged", "downhill", "dga", "lcmcr", "bayesthresh")


@dataclass(frozen=True)
class AssessSettings:
    """How much work an assessment does.

    methods: those to run, of `METHODS`. replicates: of each bootstrap, 0 for Wald limits. order: lists of the largest
    interaction that is searched. threshold: of the stepwise choice, which is also the one that the tables are varied
    under. latent, thresholding: settings of the samplers; their seed is replaced by `seed`.
    """

    methods: tuple[str, ...] = METHODS
    replicates: int = 1000
    seed: int = 1
    level: float = 0.95
    order: int = 2
    threshold: float = 0.02
    latent: LatentClasses = field(default_factory=LatentClasses)
    thresholding: Thresholding = field(default_factory=Thresholding)

    def __post_init__(self) -> None:
        refuse_level(self.level)
        if unknown := [name for name in self.methods if name not in METHODS]:
            raise SettingError(f"no method is named « {unknown[0]} »", advice=f"The methods are {', '.join(METHODS)}")
        if not self.methods:
            raise SettingError("no method", advice=f"Name some of {', '.join(METHODS)}")
        if self.replicates < 0:
            raise SettingError(f"{self.replicates} replicates", advice="Give 0 for Wald limits, or more")

    @property
    def spread(self) -> Spread:
        """The interval of the methods that have a choice of one."""
        return Bootstrap(self.replicates, self.seed, self.level) if self.replicates else Wald(self.level)

    @property
    def varied_under(self) -> Procedure:
        """The procedure under which lists and counts are varied."""
        return Stepwise(self.threshold)

    def as_values(self) -> dict[str, Value]:
        """For JSON."""
        return {
            "methods": ", ".join(self.methods),
            "replicates": self.replicates,
            "seed": self.seed,
            "order": self.order,
            "threshold": self.threshold,
        }


@dataclass(frozen=True)
class Failure:
    """A method without an answer on this table, and why (in English)."""

    method: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"method": self.method, "reason": self.reason}


def answer(name: str, table: CaptureTable, settings: AssessSettings) -> Estimate | Failure:
    """What one method says of the table. Chains that did not find the posterior say nothing: neither limits nor a median."""
    try:
        found = _RUN[name](table, settings)
    except EstimationError as refusal:
        return Failure(name, str(refusal))
    stuck = [caution.text for caution in found.warnings if caution.code == "no_convergence"]
    return Failure(name, stuck[0]) if stuck else found


def _averaged(table: CaptureTable, settings: AssessSettings) -> Estimate:
    """With its own error, that within models and between them: a bootstrap on top would count the choice twice."""
    return estimate(table, Averaged(order=settings.order), Wald(settings.level))


def _latent(table: CaptureTable, settings: AssessSettings) -> Estimate:
    return lcmcr(table, replace(settings.latent, seed=settings.seed), level=settings.level)


def _thresholded(table: CaptureTable, settings: AssessSettings) -> Estimate:
    return bayesthresh(table, replace(settings.thresholding, seed=settings.seed), level=settings.level)


_RUN: dict[str, Callable[[CaptureTable, AssessSettings], Estimate]] = {
    "main": lambda table, s: estimate(table, MainEffects(), s.spread),
    "full": lambda table, s: estimate(table, AllTwoWay(), s.spread),
    "stepwise": lambda table, s: estimate(table, Stepwise(s.threshold), s.spread),
    "averaged": _averaged,
    "downhill": lambda table, s: estimate(table, Downhill(order=s.order), s.spread),
    "dga": lambda table, s: dga(table, level=s.level),
    "lcmcr": _latent,
    "bayesthresh": _thresholded,
}
