"""Newton's method for Poisson log-linear models, a batch of fits at once.

For counts n and a design X over the histories that may hold people, the log-likelihood (without factorials) is
a'X'n - sum exp(Xa). Newton's step s solves X' diag(mu) X s = X'(n - mu); a step that lowers the likelihood is halved.
Sums over the lattice of histories replace products with X (see `lattice`).
"""

from dataclasses import dataclass

import numpy as np

from jalon.methods.estimation.lattice import Bools, Floats, Ints, add_subsets, add_supersets

SMALL_STEP = 1e-5  # convergence is quadratic: after such a step the error is about 1e-10
_HIGHEST = 60.0  # of a logarithm: exp(60) people is a step to be halved, not an overflow
_LONGEST = 30.0  # step of a parameter: more is a matrix that is singular but for rounding
_RIDGE = 1e-13  # relative, on the diagonal: keeps a singular matrix solvable, leaves the solution where it is


@dataclass(slots=True)
class Problems:
    """A batch of fits with the same number p of terms.

    terms: (p, batch) bitmasks; row 0 is the intercept, 0. live: (2^t, batch) 1.0 where a history may hold people, 0.0
    elsewhere and at the unseen. stats: (p, batch) X'n, people on all lists of each term.
    """

    terms: Ints
    live: Floats
    stats: Floats

    def only(self, chosen: Bools) -> "Problems":
        """The chosen fits."""
        return Problems(self.terms[:, chosen], self.live[:, chosen], self.stats[:, chosen])


def means(problems: Problems, parameters: Floats) -> Floats:
    """(2^t, batch) expected people by history, for parameters (p, batch)."""
    logs = np.zeros(problems.live.shape)  # in rows: zeros_like would keep the order of `live`, and reshape copy
    logs.reshape(-1)[flat(problems.terms)] = parameters
    add_subsets(logs)
    np.minimum(logs, _HIGHEST, out=logs)
    np.exp(logs, out=logs)
    logs *= problems.live
    return logs


def flat(terms: Ints) -> Ints:
    """(p, batch) places of terms (p, batch) in an array (2^t, batch) laid out flat: faster than indices along an axis."""
    return np.asarray(terms * terms.shape[1] + np.arange(terms.shape[1]))


def unions(terms: Ints) -> Ints:
    """(batch, p, p) flat places of a | b in an array (2^t, batch), for terms (p, batch)."""
    batch = terms.shape[1]
    each = np.ascontiguousarray(terms.T)
    return np.asarray((each[:, :, None] | each[:, None, :]) * batch + np.arange(batch)[:, None, None])


def information(expected: Floats, places: Ints) -> Floats:
    """(batch, p, p) X' diag(mu) X; `expected` (2^t, batch) becomes its sums over supersets."""
    add_supersets(expected)
    return np.take(expected.reshape(-1), places)


class _State:
    """Where each fit of the batch stands: its parameters, likelihood and next step."""

    def __init__(self, problems: Problems, start: Floats) -> None:
        self.problems, self.parameters = problems, start
        self.places = unions(problems.terms)
        self.expected = means(problems, start)
        self.value = self._value(problems, start, self.expected)

    @staticmethod
    def _value(problems: Problems, parameters: Floats, expected: Floats) -> Floats:
        return np.asarray((problems.stats * parameters).sum(axis=0) - expected.sum(axis=0))

    def advance(self) -> Bools:
        """One Newton step each; true where the step was small."""
        sums = self.expected.copy()
        matrices = information(sums, self.places)
        diagonal = np.einsum("bii->bi", matrices)
        diagonal += _RIDGE * diagonal + np.finfo(np.float64).tiny
        gradient = self.problems.stats - sums.reshape(-1)[flat(self.problems.terms)]
        step = np.linalg.solve(matrices, gradient.T[:, :, None])[:, :, 0].T
        step = np.clip(np.nan_to_num(step, nan=1.0), -_LONGEST, _LONGEST)
        self._move(step)
        return np.asarray(np.abs(step).max(axis=0) < SMALL_STEP)

    def _move(self, step: Floats) -> None:
        """Moves by the step, halved where the likelihood would fall."""
        moved = self.parameters + step
        expected = means(self.problems, moved)
        value = self._value(self.problems, moved, expected)
        for _ in range(20):
            worse = ~(value >= self.value - 1e-9 * (1 + np.abs(self.value)))
            if not worse.any():
                break
            step = np.where(worse, step / 2, step)
            part = self.problems.only(worse)
            moved[:, worse] = self.parameters[:, worse] + step[:, worse]
            expected[:, worse] = means(part, moved[:, worse])
            value[worse] = self._value(part, moved[:, worse], expected[:, worse])
        self.parameters, self.expected, self.value = moved, expected, value

    def keep(self, chosen: Bools) -> None:
        """Leaves the other fits."""
        self.problems = self.problems.only(chosen)
        self.places = unions(self.problems.terms)
        self.parameters, self.expected = self.parameters[:, chosen], self.expected[:, chosen]
        self.value = self.value[chosen]


def maximise(problems: Problems, start: Floats, most_steps: int) -> tuple[Floats, Bools]:
    """(p, batch) parameters and (batch,) whether they converged, from `start` (p, batch)."""
    found, converged = start.copy(), np.zeros(start.shape[1], dtype=np.bool_)
    state, places = _State(problems, start.copy()), np.arange(start.shape[1])
    small = np.zeros_like(converged)
    for _ in range(most_steps):
        small |= state.advance()
        found[:, places] = state.parameters
        if small.all() or small.mean() > 0.3:
            converged[places[small]] = True
            state.keep(~small)
            places, small = places[~small], small[~small]
        if not places.size:
            break
    converged[places[small]] = True
    return found, converged


def by_regression(x: Floats, counts: Floats) -> Floats | None:
    """(p,) parameters of one fit whose maximum exists, None where rounding hides it; x (histories, p), counts (histories,).

    Weighted regressions by orthogonal factors, which keep twice the digits of the normal equations above: for tables in which
    one history has nearly everybody.
    """
    root = np.sqrt(counts + 0.5)
    at = np.linalg.lstsq(x * root[:, None], 2 * np.log(root) * root, rcond=None)[0]
    value = _likelihood(x, counts, at)
    for _ in range(200):
        weights = np.exp(np.clip(x @ at, -_HIGHEST, _HIGHEST) / 2)
        step = np.linalg.lstsq(x * weights[:, None], counts / weights - weights, rcond=None)[0]
        while (moved := _likelihood(x, counts, at + step)) < value - 1e-12 * abs(value) and np.abs(step).max() > 1e-9:
            step = step / 2
        at, value = at + step, moved
        if np.abs(step).max() < SMALL_STEP:
            return np.asarray(at)
    return None


def _likelihood(x: Floats, counts: Floats, at: Floats) -> float:
    logs = x @ at
    return float(counts @ logs - np.exp(np.minimum(logs, _HIGHEST)).sum())
