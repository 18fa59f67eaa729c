"""Latent classes: lists that depend on each other because people differ.

Manrique-Vallier, Biometrics 72 (2016) 1246-1254. Every person, seen or not, belongs to one of K classes; within a class the
lists are independent: presence[j, k] is the probability that a member of class k is on list j, uniform a priori. The
shares of the classes break a stick, V_k ~ Beta(1, alpha), with alpha ~ Gamma(shape, rate), so that the data decide how many
of the K classes they need; the total N has the prior 1/N. Each sweep of the Gibbs sampler draws

1. the class of everybody seen, by history: a multinomial with weights share_k * prod_j presence or its complement;
2. the number of unseen people, with p0 their probability: negative binomial with n = people seen and success 1 - p0, as
   a Poisson of a gamma; and their classes;
3. neighbouring classes swapped or not, since the order of the shares on the stick matters and is slow to change
   otherwise (after Papaspiliopoulos and Roberts, Biometrika 95, 2008);
4. presence ~ Beta(1 + members on the list, 1 + members not on it); V_k ~ Beta(1 + members of k, alpha + members of later
   classes); alpha ~ Gamma(shape + K - 1, rate - log of the last share).

R's LCMCR, without step 3, is the reference of the tests. Sweeps are compiled by numba on first use, which takes about ten seconds.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from types import ModuleType

import numpy as np

from jalon.methods.estimation.diagnostics import FEWEST_DRAWS, Convergence, convergence
from jalon.methods.estimation.errors import SettingError, refuse_unless_number, refuse_unless_whole
from jalon.methods.estimation.intervals import refuse_level
from jalon.methods.estimation.lattice import Floats, Ints
from jalon.methods.estimation.results import Caution, Estimate, Interval
from jalon.methods.estimation.tables import CaptureTable

MOST_CLASSES = 100
CROWDED = 0.05  # of the draws: with every class in use more often, there should be more classes


@dataclass(frozen=True, slots=True)
class LatentClasses:
    """Settings of the sampler; those by default are LCMCR's, on four chains.

    classes: K. alpha_shape, alpha_rate: prior of the concentration. Each of `chains` makes burn_in + draws * thinning
    sweeps and keeps `draws`. seed: the same seed gives the same draws, on any number of threads.
    """

    seed: int = 1
    classes: int = 10
    alpha_shape: float = 0.25
    alpha_rate: float = 0.25
    chains: int = 4
    burn_in: int = 10_000
    draws: int = 1_000
    thinning: int = 100

    def __post_init__(self) -> None:
        for name in ("alpha_shape", "alpha_rate"):
            refuse_unless_number(name, getattr(self, name))
        if min(self.alpha_shape, self.alpha_rate) <= 0:
            raise SettingError("the shape and the rate of the prior of alpha must be positive numbers")
        least = {"seed": 0, "classes": 2, "chains": 1, "burn_in": 0, "draws": FEWEST_DRAWS, "thinning": 1}
        for name, low in least.items():
            refuse_unless_whole(name, getattr(self, name), low, MOST_CLASSES if name == "classes" else None)


@dataclass(frozen=True, eq=False)
class LatentDraws:
    """What the chains drew: totals, people seen included, and classes in use, both (chains, draws)."""

    totals: Ints
    occupied: Ints

    @property
    def convergence(self) -> Convergence:
        """Of the logarithm of the total: the same ranks, an easier spread."""
        return convergence(np.log(self.totals.astype(np.float64)))


def sample(table: CaptureTable, settings: LatentClasses | None = None) -> LatentDraws:
    """Draws of the total, the chains on as many threads as there are cores."""
    chosen, kernel = settings or LatentClasses(), _kernel()
    generators = [np.random.default_rng(seed) for seed in np.random.SeedSequence(chosen.seed).spawn(chosen.chains)]
    with ThreadPoolExecutor(min(chosen.chains, os.cpu_count() or 1)) as threads:
        found = list(threads.map(lambda rng: _chain(kernel, table, chosen, rng), generators))
    unseen, occupied = (np.array([pair[part] for pair in found]) for part in (0, 1))
    return LatentDraws(table.observed + unseen, occupied)


def lcmcr(table: CaptureTable, settings: LatentClasses | None = None, *, level: float = 0.95) -> Estimate:
    """The posterior median of the total and equal-tailed limits.

    No interval, and a caution that says why, where the chains did not find the posterior: see `diagnostics`.
    """
    refuse_level(level)
    chosen = settings or LatentClasses()
    drawn = sample(table, chosen)
    low, median, high = np.quantile(drawn.totals, [(1 - level) / 2, 0.5, (1 + level) / 2])
    shown = drawn.convergence
    return Estimate(
        observed=table.observed,
        estimate=float(median),
        interval=Interval(float(low), float(high), level, "posterior quantiles") if shown.trusted else None,
        level=level,
        method="lcmcr",
        settings={field.name: getattr(chosen, field.name) for field in fields(chosen)},
        models_considered=1,
        model=f"at most {chosen.classes} latent classes",
        lists=table.lists,
        warnings=(*shown.cautions(), *_crowded(drawn, chosen)),
        details={"posterior_mean": float(drawn.totals.mean()), **shown.as_values()},
    )


def _crowded(drawn: LatentDraws, settings: LatentClasses) -> tuple[Caution, ...]:
    """Says where K may have held the mixture back (Manrique-Vallier, section 3)."""
    share = float((drawn.occupied == settings.classes).mean())
    if share <= CROWDED:
        return ()
    text = f"All {settings.classes} latent classes are in use in {share:.0%} of the draws: more classes may be needed."
    return (Caution("classes_all_used", text, {"classes": settings.classes, "share": share}),)


def _kernel() -> ModuleType:
    """The compiled sweeps; imported only here, since numba takes a second to import."""
    try:
        from jalon.methods.estimation import bayes_latent_kernel
    except ImportError as error:
        advice = 'Install it with pip install "jalon[estimation]"'
        raise SettingError("the latent class model needs numba", advice=advice) from error
    return bayes_latent_kernel


def start(table: CaptureTable, settings: LatentClasses, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Presence (t, K), shares (K,) and alpha (1,) drawn from a prior with few classes in use: chains begin apart.

    From many equal classes a chain would first have to empty them, which takes thousands of sweeps.
    """
    presence = rng.random((len(table.lists), settings.classes))
    taken = rng.beta(1.0, 0.5, settings.classes)
    taken[-1] = 1.0
    shares = taken * np.cumprod(np.concatenate([[1.0], 1.0 - taken[:-1]]))
    return presence, shares, np.ones(1)


def _chain(
    kernel: ModuleType, table: CaptureTable, settings: LatentClasses, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Unseen people and classes in use, (draws,) each, of one chain."""
    marks = (table.histories[:, None] >> np.arange(len(table.lists)) & 1).astype(np.uint8)
    unseen, occupied = np.zeros(settings.draws, dtype=np.int64), np.zeros(settings.draws, dtype=np.int64)
    state, prior = start(table, settings, rng), (float(settings.alpha_shape), float(settings.alpha_rate))
    counts = np.array(table.counts)  # writable: one compiled version serves every table
    kernel.sweep(rng, counts, marks, *state, prior, settings.burn_in, settings.thinning, unseen, occupied)
    return unseen, occupied
