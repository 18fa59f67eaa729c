"""Promises and time: how far each was kept from its dates, and how long promises take to be kept.

- Each date named for a promise is kept; distances between approximate dates are spans, never one number of days.
- Nothing is late after the day until which somebody looked.
- Unknown is not no: a promise counts as open until it was last seen so, not until today.
- A dropped promise competes with keeping: it leaves those at risk without ever being kept (Aalen and Johansen 1978).
- Under ten promises at risk there is a list and no curve.
"""

from jalon.methods.slippage.following import End, Excluded, Followed, LeftOut, follow
from jalon.methods.slippage.incidence import Curve, Limits, Point, curve, still_open
from jalon.methods.slippage.keeping import FEWEST_PROMISES, Bounds, Finding, Keeping, Told, TooFew, time_to_keep
from jalon.methods.slippage.model import Fate, Promise, Slip, slip
from jalon.methods.slippage.words import left_out_in_words, told_in_words, too_few_in_words

__all__ = [
    "FEWEST_PROMISES",
    "Bounds",
    "Curve",
    "End",
    "Excluded",
    "Fate",
    "Finding",
    "Followed",
    "Keeping",
    "LeftOut",
    "Limits",
    "Point",
    "Promise",
    "Slip",
    "Told",
    "TooFew",
    "curve",
    "follow",
    "left_out_in_words",
    "slip",
    "still_open",
    "time_to_keep",
    "told_in_words",
    "too_few_in_words",
]
