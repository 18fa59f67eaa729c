"""Mb and Mbh: the first capture changes the reach of the later ones.

The lists are taken as occasions in the order of the columns. Everybody is first reached with probability p on each
occasion, and with c on each one after the first: of a history whose first list is at place i (from 0), with r lists after
it, the log mean is linear in 1, i and r (Cormack, Biometrics 45, 1989; Baillargeon and Rivest, Journal of Statistical
Software 19(5), 2007, section 2.1). Mbh, the generalised removal of Pollock and Otto (Biometrics 39, 1983), leaves the
people of the first occasion apart, with a parameter of their own. Between occasions the people first reached shrink by
q = 1 - p = exp(slope of i) / (1 + exp(slope of r)), so that with u people first reached on the last occasion, the unseen are
u (q + q^2 + ...) = u q / (1 - q). With two lists that is the removal estimate of Zippin (Biometrics 12, 1956): a total of
u_1^2 / (u_1 - u_2).

From q = 1 on the series has no sum: no population is possible, although its formula, which R's Rcapture prints, still
gives a number, below the observed. It is refused here, that number in `NoEstimateError.details`.

Lists of a register have no order of time: another order of the columns gives another total. Use these models for lists
that were drawn up one after the other, and as a comparison with R.
"""

from collections.abc import Mapping
from math import log
from types import MappingProxyType

import numpy as np

from jalon.methods.estimation.errors import NoEstimateError
from jalon.methods.estimation.lattice import Floats
from jalon.methods.estimation.results import Caution

ORDER_MATTERS = Caution(
    "order-of-lists",
    "The model takes the lists as captures in the order of the columns. Lists of a register have no order of time, and "
    "another order gives another total.",
)
_ROUNDING = 1e-9  # of a ratio: nearer to 1 than Newton's steps settle it
_ADVICE = "Use a model without an order of the lists, or put them in the order in which they were drawn up"


def columns(lists: int, apart: bool) -> list[Floats]:
    """Columns (2^lists - 1,): the intercept, the place of the first list, the lists after it; apart: who is on the first."""
    histories = np.arange(1, 1 << lists)
    first = np.bitwise_count((histories & -histories) - 1).astype(np.float64)
    later = np.bitwise_count(histories) - 1.0
    return [np.ones(len(histories)), first, later, *([(first == 0).astype(np.float64)] if apart else [])]


def unseen(
    parameters: Floats, lists: int, observed: int, figures: Mapping[str, float] = MappingProxyType({})
) -> tuple[float, Floats]:
    """The dark figure, and the derivatives (p,) of its logarithm by the parameters of `columns`.

    `NoEstimateError` where those first reached do not shrink from list to list; its details hold the `figures` of the fit,
    the `ratio` q and, unless that is 1, the `total` that the formula would give.
    """
    again = 1 / (1 + np.exp(-parameters[2]))  # c, of being reached once more
    ratio = float(np.exp(parameters[1]) * (1 - again))
    on_last = parameters[0] + (lists - 1) * parameters[1]
    if ratio >= 1 - _ROUNDING:
        formula = observed - float(np.exp(on_last)) * ratio / (ratio - 1) if ratio > 1 + _ROUNDING else None
        raise _impossible(ratio, formula, figures, "Mb" if len(parameters) == 3 else "Mbh")
    slopes = np.zeros(len(parameters))
    slopes[:3] = np.array([0.0, 1.0, -again]) / (1 - ratio) + [1.0, lists - 1.0, 0.0]
    return float(np.exp(on_last + log(ratio) - log(1 - ratio))), slopes


def _impossible(ratio: float, formula: float | None, figures: Mapping[str, float], family: str) -> NoEstimateError:
    what = (
        "no population is possible: the people first reached by each list, in the order of the columns, are "
        f"{ratio:.3g} times those of the list before, and only where they shrink can the unseen be counted"
    )
    details = {**figures, "ratio": ratio, **({} if formula is None else {"total": formula})}
    return NoEstimateError(what, where=f"family {family}", advice=_ADVICE, details=details)
