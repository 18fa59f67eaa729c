"""Agreement among raters who judged the same units on one scale: counts, coefficients, and when there is none to give.

- One scale. Levels of two evaluators with scales of their own are crossed in a table (`cross`), never compared.
- Missing is missing: a unit that fewer than two raters rated enters nothing but the count of those left out.
- Under ten units rated twice there is a table and no coefficient. Between evaluations of which one rests on the other there
  is none either, and where every rating is the same it is undefined. Each is a typed refusal, none is a number.
- An interval comes with what it means: where all units were judged it is no sampling error.

Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability; Cohen, J. (1960, 1968); Efron, B. (1979).
"""

from jalon.methods.agreement.crossing import (
    Crossing,
    Disagreement,
    Judgements,
    cross,
    judgements_of,
    most_disagreed,
)
from jalon.methods.agreement.dependence import dependent_pair
from jalon.methods.agreement.judging import FEWEST_UNITS, agreement, kappa_of_table
from jalon.methods.agreement.model import (
    Agreement,
    Blind,
    Coefficient,
    Coverage,
    Finding,
    Interval,
    Measurement,
    Problem,
    Ratings,
    RatingsError,
    Raw,
    Reason,
    Refusal,
    Scale,
    Share,
    Statistic,
    Told,
    UnitRow,
    Weights,
)
from jalon.methods.agreement.words import no_interval_in_words, refusal_in_words, told_in_words

__all__ = [
    "FEWEST_UNITS",
    "Agreement",
    "Blind",
    "Coefficient",
    "Coverage",
    "Crossing",
    "Disagreement",
    "Finding",
    "Interval",
    "Judgements",
    "Measurement",
    "Problem",
    "Ratings",
    "RatingsError",
    "Raw",
    "Reason",
    "Refusal",
    "Scale",
    "Share",
    "Statistic",
    "Told",
    "UnitRow",
    "Weights",
    "agreement",
    "cross",
    "dependent_pair",
    "judgements_of",
    "kappa_of_table",
    "most_disagreed",
    "no_interval_in_words",
    "refusal_in_words",
    "told_in_words",
]
