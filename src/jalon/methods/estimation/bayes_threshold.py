"""Bayesian thresholding: interactions stay where the posterior is clear that they are there.

Silverman, Journal of the Royal Statistical Society A 183 (2020) 691-736, section 6. Counts of the 2^t - 1 histories are
Poisson with log means linear in intercept, main effects and interactions. Intercept and main effects have flat priors,
each interaction a normal one, centred at zero. The model with all pairs is sampled; pairs with |posterior mean| under
`threshold` posterior standard deviations are dropped; the model with the others is sampled again. With max_order 3,
triples whose three pairs stayed are then tried in the same way. The total of a draw is people seen + exp(intercept).

R's MultipleSystemsEstimation samples with one random-walk Metropolis chain, which does not move at all on eight lists
(NewOrl). Here it is Hamiltonian Monte Carlo (Neal, Handbook of MCMC, 2011, chapter 5), in coordinates that make the
posterior at its mode a standard normal one, all chains at once; nothing is compiled.
"""

from dataclasses import dataclass, fields
from itertools import combinations

import numpy as np

from jalon.methods.estimation.diagnostics import FEWEST_DRAWS, convergence
from jalon.methods.estimation.errors import NoEstimateError, SettingError, refuse_unless_number, refuse_unless_whole
from jalon.methods.estimation.existence import design
from jalon.methods.estimation.intervals import refuse_level
from jalon.methods.estimation.lattice import Bools, Floats, Ints
from jalon.methods.estimation.models import Model, members
from jalon.methods.estimation.results import Caution, Estimate, Interval, Value
from jalon.methods.estimation.tables import CaptureTable

MOST_LISTS = 10  # 56 parameters, 1,023 histories
CLOSE = 0.15  # posterior standard deviations: a ratio so near the threshold could as well be on its other side
_HIGHEST = 50.0  # of a log mean: e^50 people is refused as a proposal, not an overflow
_STEP, _JUMPS = 0.25, (5, 9)  # leapfrog: step in standard deviations; steps of a proposal, from and to
_NEWTON_STEPS = 200


@dataclass(frozen=True, slots=True)
class Thresholding:
    """Settings. variance: of the prior of an interaction. threshold: posterior standard deviations. max_order: 2 or 3.

    Each of `chains` makes burn_in + draws proposals and keeps `draws`. The same seed gives the same draws.
    """

    seed: int = 1
    variance: float = 1.0
    threshold: float = 2.0
    max_order: int = 2
    chains: int = 16
    burn_in: int = 200
    draws: int = 1_000

    def __post_init__(self) -> None:
        for name in ("variance", "threshold"):
            refuse_unless_number(name, getattr(self, name))
        if self.variance <= 0 or self.threshold < 0:
            raise SettingError("the prior variance must be positive, the threshold zero or more")
        if self.max_order not in (2, 3):
            raise SettingError(f"max_order is {self.max_order}, it must be 2 or 3")
        least = {"seed": 0, "chains": 1, "burn_in": 0, "draws": FEWEST_DRAWS}
        for name, low in least.items():
            refuse_unless_whole(name, getattr(self, name), low)


@dataclass(frozen=True, eq=False)
class LogLinearDraws:
    """Draws of the parameters of a model: terms (p,) bitmasks, the intercept 0 first; values (chains, draws, p)."""

    terms: Ints
    values: Floats

    def totals(self, observed: int) -> Floats:
        """(chains, draws): people seen and the mean of the unseen."""
        return np.asarray(observed + np.exp(self.values[:, :, 0]))

    def ratios(self) -> dict[int, float]:
        """By interaction, |posterior mean| in posterior standard deviations.

        A term that never moved has no standard deviation: it proves nothing, and counts as 0.
        """
        flat = self.values.reshape(-1, len(self.terms))
        moved = np.ptp(flat, axis=0) > 0  # of equal draws rounding leaves a standard deviation
        found = np.where(moved, np.abs(flat.mean(axis=0)) / np.where(moved, flat.std(axis=0, ddof=1), 1.0), 0.0)
        return {int(t): float(r) for t, r in zip(self.terms, found, strict=True) if int(t).bit_count() > 1}


def bayesthresh(table: CaptureTable, settings: Thresholding | None = None, *, level: float = 0.95) -> Estimate:
    """The posterior median of the total and equal-tailed limits, under the model that thresholding keeps.

    No interval, and a caution that says why, where the chains did not find the posterior: see `diagnostics`.
    `NoEstimateError` where the lists overlap so little that the flat priors leave no posterior.
    """
    refuse_level(level)
    if len(table.lists) > MOST_LISTS:
        raise SettingError(f"{len(table.lists)} lists, at most {MOST_LISTS}", advice="Merge or drop lists")
    chosen, rng = settings or Thresholding(), np.random.default_rng((settings or Thresholding()).seed)
    model, tried, close = _kept(table, chosen, rng)
    drawn = sample(table, model, chosen, rng)
    totals = drawn.totals(table.observed)
    shown = convergence(np.log(totals))
    low, median, high = np.quantile(totals, [(1 - level) / 2, 0.5, (1 + level) / 2])
    used: dict[str, Value] = {field.name: getattr(chosen, field.name) for field in fields(chosen)}
    return Estimate(
        observed=table.observed,
        estimate=float(median),
        interval=Interval(float(low), float(high), level, "posterior quantiles") if shown.trusted else None,
        level=level,
        method="bayesthresh",
        settings=used,
        models_considered=tried,
        model=str(model),
        lists=table.lists,
        warnings=(*shown.cautions(), *_close_calls(table, model, close, chosen, rng)),
        details={"posterior_mean": float(totals.mean()), **shown.as_values()},
    )


def _kept(table: CaptureTable, settings: Thresholding, rng: np.random.Generator) -> tuple[Model, int, dict[int, float]]:
    """The model that thresholding keeps; how many models were sampled with it; pairs near the threshold, with ratios."""
    lists, least = len(table.lists), settings.threshold
    pairs = sample(table, Model.order_at_most(lists, 2), settings, rng).ratios()
    model = Model.of(lists, (term for term, ratio in pairs.items() if ratio >= least))
    close = {term: ratio for term, ratio in pairs.items() if abs(ratio - least) < CLOSE}
    eligible = _triples(model) if settings.max_order == 3 else ()
    if not eligible:
        return model, 2, close
    wider = sample(table, Model.of(lists, (*model.terms, *eligible)), settings, rng).ratios()
    kept = (term for term in eligible if wider[term] >= least)
    return Model.of(lists, (*model.terms, *kept)), 3, close


def _close_calls(
    table: CaptureTable, model: Model, close: dict[int, float], settings: Thresholding, rng: np.random.Generator
) -> tuple[Caution, ...]:
    """For each pair near the threshold, the total had it been decided the other way."""
    found = []
    for term, ratio in close.items():
        stays = term in model.terms
        other = sample(table, model.without(term) if stays else model.with_term(term), settings, rng)
        total = float(np.median(other.totals(table.observed)))
        pair = " and ".join(table.lists[n] for n in members(term))
        text = (
            f"The interaction of {pair} is a close call: {ratio:.2f} posterior standard deviations, the threshold is "
            f"{settings.threshold:g}. {'Without' if stays else 'With'} it the total would be {total:.0f}."
        )
        found.append(Caution("close_call", text, {"pair": pair, "ratio": ratio, "stays": stays, "other": total}))
    return tuple(found)


def _triples(model: Model) -> tuple[int, ...]:
    """The triples of which the model holds all three pairs."""
    held = set(model.terms)
    ones = [1 << n for n in range(model.lists)]
    return tuple(a | b | c for a, b, c in combinations(ones, 3) if {a | b, a | c, b | c} <= held)


def sample(table: CaptureTable, model: Model, settings: Thresholding, rng: np.random.Generator) -> LogLinearDraws:
    """Draws of the parameters of one model."""
    posterior = _Posterior(table, model, settings.variance)
    values, accepted = posterior.start(settings.chains, rng), []
    for n in range(settings.burn_in + settings.draws):
        values = posterior.moved(values, rng)
        if n >= settings.burn_in:
            accepted.append(values)
    kept = np.stack(accepted, axis=-1)  # (p, chains, draws)
    parameters = posterior.mode[:, None, None] + np.tensordot(posterior.scale, kept, axes=1)
    return LogLinearDraws(posterior.terms, np.moveaxis(parameters, 0, -1))


class _Posterior:
    """The log posterior in coordinates z: parameters = mode + scale z, with z about standard normal."""

    def __init__(self, table: CaptureTable, model: Model, variance: float) -> None:
        cells = np.arange(1, 1 << len(table.lists))
        self.terms = np.array([0, *model.terms], dtype=np.int64)
        self.x, self.counts = design(cells, self.terms), table.full()[1:].astype(np.float64)
        self.precision = np.where(np.bitwise_count(self.terms) > 1, 1 / variance, 0.0)
        self.mode, curvature = self._maximum(table, model)
        self.scale = np.linalg.inv(np.linalg.cholesky(curvature)).T
        self.scaled = self.x @ self.scale
        self.at_mode = self.x @ self.mode

    def _maximum(self, table: CaptureTable, model: Model) -> tuple[Floats, Floats]:
        """The mode and minus the second derivatives there; Newton's steps, halved where the posterior would fall."""
        at = np.zeros(len(self.terms))
        at[0] = np.log(self.counts.mean())
        value = self._value(at)
        for _ in range(_NEWTON_STEPS):
            means = np.exp(self.x @ at)
            curvature = self.x.T * means @ self.x + np.diag(self.precision)
            gradient = self.x.T @ (self.counts - means) - self.precision * at
            try:
                step = np.linalg.solve(curvature, gradient)
            except np.linalg.LinAlgError:
                break
            if np.abs(step).max() < 1e-8 and np.linalg.cond(curvature) < 1e14:
                return at, curvature
            while not (after := self._value(at + step)) >= value - 1e-9 * (1 + abs(value)):
                step = step / 2
            at, value = at + step, after
        advice = "The lists overlap too little: merge lists or drop one"
        raise NoEstimateError("flat priors leave no posterior on these counts", where=f"model {model}", advice=advice)

    def _value(self, at: Floats) -> float:
        logs = self.x @ at
        if logs.max() > _HIGHEST:
            return -np.inf
        return float(self.counts @ logs - np.exp(logs).sum() - self.precision @ (at * at) / 2)

    def start(self, chains: int, rng: np.random.Generator) -> Floats:
        """(p, chains) twice as far apart as the normal approximation, nearer where that is beyond reason."""
        z = 2.0 * rng.standard_normal((len(self.terms), chains))
        while (beyond := self._energy(z) > self._energy(0 * z) + 20 * len(z)).any():
            z[:, beyond] /= 2
        return z

    def _energy(self, z: Floats) -> Floats:
        """(chains,) minus the log posterior; infinite beyond e^50 people."""
        logs = self.at_mode[:, None] + self.scaled @ z
        parameters = self.mode[:, None] + self.scale @ z
        means = np.exp(np.minimum(logs, _HIGHEST))
        value = means.sum(axis=0) - self.counts @ logs + self.precision @ (parameters * parameters) / 2
        return np.where(logs.max(axis=0) > _HIGHEST, np.inf, value)

    def _force(self, z: Floats) -> Floats:
        """(p, chains) minus the gradient of the energy."""
        logs = np.minimum(self.at_mode[:, None] + self.scaled @ z, _HIGHEST)
        parameters = self.mode[:, None] + self.scale @ z
        residual = self.counts[:, None] - np.exp(logs)
        return np.asarray(self.scaled.T @ residual - self.scale.T @ (self.precision[:, None] * parameters))

    def moved(self, z: Floats, rng: np.random.Generator) -> Floats:
        """One proposal of each chain, taken or left: leapfrog of a random length."""
        momentum = rng.standard_normal(z.shape)
        before = self._energy(z) + (momentum * momentum).sum(axis=0) / 2
        step = _STEP * rng.uniform(0.7, 1.3)
        place, speed = z, momentum + step / 2 * self._force(z)
        jumps = int(rng.integers(*_JUMPS))
        for n in range(jumps):
            place = place + step * speed
            speed = speed + (step if n < jumps - 1 else step / 2) * self._force(place)
        after = self._energy(place) + (speed * speed).sum(axis=0) / 2
        taken: Bools = np.log(rng.random(z.shape[1])) < before - after
        return np.where(taken, place, z)
