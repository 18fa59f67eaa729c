"""Decomposable graph averaging: the number of people on no list, averaged over all decomposable graphs.

Madigan and York, Biometrika 84 (1997) 19-31; Lum, Johndrow and Ball's implementation in R, dga, is the reference of the
tests. Given a graph, the probabilities of the 2^t histories have a hyper-Dirichlet prior with `delta` prior people in
each (Dawid and Lauritzen, Annals of Statistics 21, 1993): a set C of lists has delta * 2^(t - |C|) in each cell of its
marginal table. With n people seen and x unseen, N = n + x and S the separators, a graph has the likelihood

    N! / (x! prod n_w!) * prod over cliques L(C) / prod over separators L(S),
    L(C) = G(D) / G(D + N) * prod over cells c of G(n_c + d_C) / G(d_C),    D = delta * 2^t, G the gamma function.

Only the cell « on none of C » of a marginal table depends on x. So the logarithm is a sum, over the sets of a graph, of
log-ratios G(x + a) / G(x + 1), which are evaluated at once for all graphs at the few points of `bayes_grid`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import lgamma

import numpy as np

from jalon.methods.estimation.bayes_graphs import DecomposableGraphs, decomposable_graphs
from jalon.methods.estimation.bayes_grid import adaptive_grid
from jalon.methods.estimation.errors import SettingError, refuse_unless_number, refuse_unless_whole
from jalon.methods.estimation.intervals import refuse_level
from jalon.methods.estimation.lattice import Floats
from jalon.methods.estimation.models import Model
from jalon.methods.estimation.results import Caution, Estimate, Interval, Value
from jalon.methods.estimation.tables import CaptureTable

FIRST_CAP, LAST_CAP = 30, 480  # unseen for one person seen: where the search for a cap begins and ends
MOST_MISSING = 20_000_000  # a cap above it would need gigabytes
SETTLED = 0.01  # of a limit of the total: what doubling the cap may change
BLOCK = 1 << 20  # graphs times points held at once: 8 MB an array
_FAR = 16  # from here on Stirling's series
ACCURACY = 1e-9  # of what is summed; above the rounding of the likelihood


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """Prior of the total N: Poisson with a Gamma mean of the given mean and shape (Madigan and York, section 3)."""

    mean: float
    shape: float

    def __post_init__(self) -> None:
        refuse_unless_number("mean", self.mean)
        refuse_unless_number("shape", self.shape)
        if min(self.mean, self.shape) <= 0:
            raise SettingError("the mean and the shape of a negative binomial prior must be positive numbers")

    def __str__(self) -> str:
        return f"negative binomial(mean {self.mean:g}, shape {self.shape:g})"


Prior = str | NegativeBinomial
PRIORS = ("1/N", "flat")


@dataclass(frozen=True, eq=False)
class DgaPosterior:
    """The posterior of the number of unseen people, from 0 to a cap.

    probabilities: (cap + 1,) of each number of unseen people. weights: (graphs,) of each graph. Both sum to 1.
    """

    observed: int
    graphs: DecomposableGraphs
    probabilities: Floats
    weights: Floats

    @property
    def cap(self) -> int:
        """The largest number of unseen people considered."""
        return len(self.probabilities) - 1

    @property
    def mean(self) -> float:
        """Of the total, people seen included."""
        return self.observed + float(np.arange(self.cap + 1) @ self.probabilities)

    @cached_property
    def _cumulated(self) -> Floats:
        return np.cumsum(self.probabilities)

    def quantile(self, probability: float) -> int:
        """The smallest total whose posterior probability of being enough is at least `probability`."""
        return self.observed + min(self.cap, int(np.searchsorted(self._cumulated, probability)))

    def model(self, graph: int) -> Model:
        """A graph as the hierarchical model its cliques generate."""
        return Model.of(self.graphs.lists, self.graphs.cliques(graph))


def dga_posterior(
    table: CaptureTable, max_missing: int, *, delta: float | None = None, prior: Prior = "1/N"
) -> DgaPosterior:
    """The posterior for unseen people from 0 to `max_missing`; 3 to 6 lists.

    delta: prior people in each history, 2^-lists by default: one in all. prior: of the total, « 1/N », « flat » or a
    `NegativeBinomial`; graphs are equally probable. `SettingError` or `ModelError` where something is out of range.
    """
    graphs = decomposable_graphs(len(table.lists))
    refuse_unless_whole("max_missing", max_missing, 1, MOST_MISSING)
    likelihood = _Likelihood(table, graphs, _delta(table, delta), _prior(prior))
    grid = adaptive_grid(likelihood.mixture, max_missing + 1, ACCURACY + 1e-14 * table.observed)
    logs = likelihood.mixture(grid.points)
    pmf = grid.integers(np.exp(logs - logs.max()))
    weights = likelihood.graph_sums(grid.points, grid.weights(), float(logs.max()))
    return DgaPosterior(table.observed, graphs, pmf / pmf.sum(), weights / weights.sum())


def dga(
    table: CaptureTable,
    *,
    level: float = 0.95,
    delta: float | None = None,
    prior: Prior = "1/N",
    max_missing: int | None = None,
) -> Estimate:
    """The posterior median of the total and equal-tailed limits, averaged over the decomposable graphs on 3 to 6 lists.

    max_missing: the cap on unseen people. By default 30 for each person seen, doubled up to four times until doubling
    it moves neither median nor limits by 1 %. Where it still does, the cap and not the lists made the limits: there is
    no interval, and a caution says so. Other settings as in `dga_posterior`.
    """
    refuse_level(level)
    chosen = FIRST_CAP * table.observed if max_missing is None else max_missing
    found = dga_posterior(table, chosen, delta=delta, prior=prior)
    doubled = dga_posterior(table, 2 * chosen, delta=delta, prior=prior)
    while max_missing is None and _moved(found, doubled, level) and doubled.cap < LAST_CAP * table.observed:
        found, doubled = doubled, dga_posterior(table, 2 * doubled.cap, delta=delta, prior=prior)
    settings: dict[str, Value] = {
        "delta": _delta(table, delta),
        "prior": str(prior),
        "max_missing": found.cap,
        "prior_of_graphs": "uniform",
    }
    return _estimate(table, found, doubled, level, settings)


def _estimate(
    table: CaptureTable, found: DgaPosterior, doubled: DgaPosterior, level: float, settings: Mapping[str, Value]
) -> Estimate:
    low, median, high = _limits(found, level)
    top, moved = int(found.weights.argmax()), _moved(found, doubled, level)
    return Estimate(
        observed=table.observed,
        estimate=float(median),
        interval=None if moved else Interval(low, high, level, "posterior quantiles"),
        level=level,
        method="dga",
        settings=settings,
        models_considered=len(found.graphs),
        model=str(found.model(top)),
        lists=table.lists,
        warnings=(_cap_caution(found, doubled, level),) if moved else (),
        details={"posterior_mean": found.mean, "model_weight": float(found.weights[top])},
    )


def _limits(posterior: DgaPosterior, level: float) -> tuple[int, int, int]:
    low, median, high = (posterior.quantile(p) for p in ((1 - level) / 2, 0.5, (1 + level) / 2))
    return low, median, high


def _moved(found: DgaPosterior, doubled: DgaPosterior, level: float) -> bool:
    """Whether doubling the cap moves the median or a limit by more than is tolerated."""
    pairs = zip(_limits(found, level), _limits(doubled, level), strict=True)
    return any(abs(after - before) > SETTLED * before for before, after in pairs)


def _cap_caution(found: DgaPosterior, doubled: DgaPosterior, level: float) -> Caution:
    (low, median, high), (low2, median2, high2) = _limits(found, level), _limits(doubled, level)
    text = (
        f"No interval: the cap on unseen people makes it. With at most {found.cap} unseen the total is {median} "
        f"({low} to {high}), with at most {doubled.cap} it is {median2} ({low2} to {high2})."
    )
    values: dict[str, Value] = {"cap": found.cap, "estimate": median, "low": low, "high": high}
    values |= {"doubled_cap": doubled.cap, "doubled_estimate": median2, "doubled_low": low2, "doubled_high": high2}
    return Caution("cap_dependent", text, values)


def _delta(table: CaptureTable, delta: float | None) -> float:
    if delta is not None:
        refuse_unless_number("delta", delta)
    value = 2.0 ** -len(table.lists) if delta is None else float(delta)
    if not 0 < value < np.inf:
        raise SettingError(f"delta is {delta}, it must be a positive number of people")
    return value


def _prior(prior: Prior) -> Prior:
    if isinstance(prior, str) and prior not in PRIORS:
        raise SettingError(f"« {prior} » is no prior of the total", advice="Use 1/N, flat or NegativeBinomial(...)")
    return prior


class _Likelihood:
    """The log posterior of each graph, up to a constant, at real numbers x of unseen people."""

    def __init__(self, table: CaptureTable, graphs: DecomposableGraphs, delta: float, prior: Prior) -> None:
        self.terms = graphs.terms[:, 1:].astype(np.float64)
        self.seen, self.all_cells = table.observed, delta * (1 << len(table.lists))
        self.prior = prior
        self.unseen, constants = _marginals(table, delta)
        self.constants = self.terms @ constants
        self.blocks = max(1, BLOCK // len(graphs))

    def mixture(self, x: Floats) -> Floats:
        """(len(x),) the logarithm of the sum over graphs."""
        parts = []
        for start in range(0, len(x), self.blocks):
            logs = self._by_graph(x[start : start + self.blocks])
            top = logs.max(axis=0)
            logs -= top
            parts.append(top + np.log(np.exp(logs, out=logs).sum(axis=0)))
        return np.concatenate(parts)

    def graph_sums(self, x: Floats, weights: Floats, shift: float) -> Floats:
        """(graphs,) the sum over x, with these weights, of each graph's posterior over exp(shift); never negative."""
        total = np.zeros(len(self.terms))
        for start in range(0, len(x), self.blocks):
            part = slice(start, start + self.blocks)
            total += np.exp(self._by_graph(x[part]) - shift) @ weights[part]
        return np.maximum(total, 0.0)

    def _by_graph(self, x: Floats) -> Floats:
        """(graphs, len(x))."""
        everyone = log_gamma_ratio(x, np.array(self.seen + self.all_cells))
        sets = log_gamma_ratio(x, self.unseen[:, None]) - everyone
        shared = log_gamma_ratio(x, np.array(self.seen + 1.0)) + self._log_prior(self.seen + x)
        logs: Floats = self.terms @ sets
        logs += self.constants[:, None]
        logs += shared
        return logs

    def _log_prior(self, total: Floats) -> Floats:
        if isinstance(self.prior, NegativeBinomial):
            log_odds = np.log1p(self.prior.shape / self.prior.mean)
            return np.asarray(log_gamma_ratio(total, np.array(self.prior.shape)) - total * log_odds)
        return np.asarray(-np.log(total) if self.prior == "1/N" else np.zeros_like(total))


def _marginals(table: CaptureTable, delta: float) -> tuple[Floats, Floats]:
    """(2^t - 1,) each, a set of lists a place: prior and seen people in its cell « on none », and what x leaves alone."""
    cells, lists = table.full().astype(np.float64), len(table.lists)
    histories, unseen, constants = np.arange(len(cells)), [], []
    for chosen in range(1, len(cells)):
        prior = delta * 2.0 ** (lists - chosen.bit_count())
        marginal = np.bincount(histories & chosen, weights=cells, minlength=len(cells))
        others = np.unique(histories & chosen)[1:]
        known = sum(lgamma(people + prior) for people in marginal[others]) - lgamma(prior) * (len(others) + 1)
        unseen.append(marginal[0] + prior)
        constants.append(known + lgamma(delta * len(cells)))
    return np.array(unseen), np.array(constants)


def log_gamma_ratio(x: Floats, a: Floats) -> Floats:
    """log G(x + a) - log G(x + 1) for x >= 0, a > 0, broadcast; without the cancellation of two large logarithms.

    From 16 on by Stirling's series, whose first neglected term is under 1e-16 (Abramowitz and Stegun, 6.1.41); smaller
    arguments are brought there by G(z + 1) = z G(z).
    """
    x, a = np.broadcast_arrays(x, a)
    near = x + np.minimum(a, 1.0) < _FAR
    value = _far_ratio(np.where(near, x + _FAR, x), a)
    if near.any():
        steps = np.arange(_FAR)[:, None]
        value[near] += np.log((x[near] + 1 + steps) / (x[near] + a[near] + steps)).sum(axis=0)
    return value


def _far_ratio(x: Floats, a: Floats) -> Floats:
    high = x + 1.0
    main = (a - 1) * (np.log(x + a) - 1) + (x + 0.5) * np.log1p((a - 1) / high)
    return np.asarray(main + _stirling(x + a) - _stirling(high))


def _stirling(z: Floats) -> Floats:
    inverse = 1 / z
    square = inverse * inverse
    series = 1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))
    return np.asarray(series * inverse)
