"""Does a model have an estimate on these counts, and is it the only one?

Extended maximum likelihood (Fienberg and Rinaldo, Annals of Statistics 40, 2012; Chan, Silverman and Vincent, Journal of
the American Statistical Association 116, 2021). Let N*_a be the people on all lists of the term a.

1. Where N*_a = 0 the parameter of a is minus infinity: the histories that hold a have mean zero and are left out. The
   other terms are the active ones, the other histories the live ones.
2. The active parameters are identifiable when the design over the live histories has full rank. Each active term but the
   intercept is itself a live history, and these rows are unitriangular; so the rank is full unless the only candidate of
   a null vector, (-1)^|a| at each active term, vanishes on every live history. That is a sum over subsets of whole
   numbers, exact: no singular values, no tolerance.
3. The estimate exists when some x, positive on every live history, has the same sums N*. By duality it does not when some
   c gives (Xc) = 0 on every observed history, (Xc) >= 0 on the others, not all zero: a linear programme whose optimum is
   0 (exists) or at least 1 (does not). It depends on the model and on which histories are observed, not on how many
   people: verdicts are remembered by (model, support). Most fits need no linear programme: one that converges is itself
   the proof, since its means are positive and have the same sums.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from jalon.methods.estimation.lattice import Bools, Floats, Ints, add_subsets, add_supersets, signs


class Status(IntEnum):
    """Whether a model has an estimate; the numbers are those of Chan, Silverman and Vincent's check."""

    ESTIMABLE = 0
    NO_MAXIMUM = 1  # the likelihood has no maximum, extended or not
    NOT_IDENTIFIABLE = 2  # several sets of parameters fit equally well
    NEITHER = 3  # no maximum, and not identifiable


@dataclass(slots=True)
class Supports:
    """What the counts leave of each model of a batch; arrays (2^t, batch) but `identifiable` (batch,).

    sums: N*, people on all lists of each term. active: terms with a finite parameter, intercept included. live: histories
    that may hold people, the unseen excluded.
    """

    sums: Floats
    active: Bools
    live: Bools
    identifiable: Bools


def supports(models: Bools, counts: Floats) -> Supports:
    """For models (2^t, batch) with position 0, the intercept, true; counts (2^t, batch) with position 0 at 0."""
    sums = counts.copy()
    add_supersets(sums)
    absent = models & (sums == 0)
    blocked = absent.astype(np.float64)
    add_subsets(blocked)
    live = blocked == 0
    live[0] = False
    active = models & ~absent
    null = active * signs(len(counts))
    add_subsets(null)
    return Supports(sums, active, live, np.asarray((live & (null != 0)).any(axis=0)))


class Verdicts:
    """Remembers by (model, support) whether the likelihood has a maximum."""

    def __init__(self) -> None:
        self._known: dict[bytes, bool] = {}
        self.programmes = 0

    def exists(self, active: Bools, live: Bools, counts: Floats) -> bool:
        """For one model: arrays (2^t,), as in `Supports`."""
        observed = counts > 0
        # live too: two models may have the same active terms, of which one holds a pair that shares nobody.
        key = np.packbits([active, live, observed]).tobytes()
        if key not in self._known:
            self._known[key] = _has_maximum(active, live, observed)
            self.programmes += 1
        return self._known[key]


def _has_maximum(active: Bools, live: Bools, observed: Bools) -> bool:
    terms = np.flatnonzero(active)
    empty, seen = design(np.flatnonzero(live & ~observed), terms), design(np.flatnonzero(live & observed), terms)
    return has_maximum(empty, seen)


def has_maximum(empty: Floats, seen: Floats) -> bool:
    """Whether the Poisson likelihood of a log-linear design has a maximum: rows of the histories of nobody and of those
    that were observed, (histories, parameters) each.
    """
    if not len(empty):
        return True
    from scipy.optimize import linprog  # a third of a second to import, seldom needed

    answer = linprog(
        -empty.sum(axis=0),
        A_ub=np.vstack([empty, -empty]),
        b_ub=np.concatenate([np.ones(len(empty)), np.zeros(len(empty))]),
        A_eq=seen,
        b_eq=np.zeros(len(seen)),
        bounds=(None, None),
    )
    if answer.status != 0:
        raise ArithmeticError(f"the linear programme of existence failed: {answer.message}")
    return bool(-answer.fun < 0.5)


def design(histories: Ints, terms: Ints) -> Floats:
    """(histories, terms) 1.0 where the term is a subset of the history."""
    return np.asarray(histories[:, None] & terms[None] == terms[None], dtype=np.float64)
