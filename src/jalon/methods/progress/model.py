"""The question asked of an indicator and the answer given."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jalon.methods.dates import Answer
from jalon.methods.progress.values import Value
from jalon.methods.quantities import Bound


class Aim(StrEnum):
    """What the indicator is to do. IATI 2.03 says increase and decrease by `indicator/@ascending`."""

    INCREASE = "increase"  # from the baseline up to the target
    DECREASE = "decrease"  # from the baseline down to the target, which may be 0
    MAINTAIN = "maintain"  # stay at the target, within the tolerance
    NOT_BELOW = "not_below"  # a floor: at least the target, at all times
    NOT_ABOVE = "not_above"  # a ceiling: at most the target, at all times


class Movement(StrEnum):
    """Where the observation lies, seen from the baseline."""

    TOWARDS = "towards"
    AWAY = "away"
    NONE = "none"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why there is no ratio, or why it cannot be said whether the target is reached."""

    OBSERVATION_MISSING = "observation_missing"
    TARGET_MISSING = "target_missing"
    BASELINE_MISSING = "baseline_missing"
    TARGET_IS_BASELINE = "target_is_baseline"  # no distance to cover
    TARGET_AGAINST_AIM = "target_against_aim"  # to increase, yet the target lies below the baseline; or the reverse
    DISTANCE_UNSURE = "distance_unsure"  # baseline and target are too approximate to tell the distance between them
    NOT_BOUNDED = "not_bounded"  # « about », and nobody said how far off
    APPROXIMATE = "approximate"  # the target lies within what the observation may be
    NO_RATIO = "no_ratio"  # a floor, a ceiling, a level kept, a scale, yes or no: there is no way to cover
    KINDS_DIFFER = "kinds_differ"  # e.g. a number observed for a yes-or-no target
    SCALES_DIFFER = "scales_differ"  # levels of two scales
    NOT_LOOKED = "not_looked"  # nobody looked at a milestone


@dataclass(frozen=True, slots=True)
class Case:
    """One indicator at one time. `tolerance` (≥ 0, same unit) is for « maintain » only.

    The baseline is the one that the indicator's owner gives: it is never taken from the observations.
    """

    aim: Aim
    target: Value
    observation: Value
    baseline: Value | None = None
    tolerance: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if not isinstance(self.tolerance, Fraction):
            raise TypeError(f"a tolerance is a fraction, not {type(self.tolerance).__name__}")
        if self.tolerance < 0 or (self.tolerance and self.aim is not Aim.MAINTAIN):
            raise ValueError("a tolerance is not negative and belongs to « maintain »")


@dataclass(frozen=True, slots=True)
class Ratio:
    """The part of the way from baseline to target that is covered lies between `low` and `high`; None: no bound.

    1 is the target, 0 the baseline; more than 1 is beyond the target and less than 0 behind the baseline. Never cut.
    """

    low: Bound
    high: Bound


@dataclass(frozen=True, slots=True)
class Progress:
    """What can be said. `reached` and `ratio` each have their own reason when there is none.

    `numerator` (observation less baseline) and `denominator` (target less baseline) are those of the values as stated,
    both in the direction of the aim, in the indicator's unit.
    """

    reached: Answer
    why: Reason | None = None
    ratio: Ratio | None = None
    why_no_ratio: Reason | None = None
    movement: Movement = Movement.UNKNOWN
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    missing: str | None = None

    @property
    def stated(self) -> Fraction | None:
        """The ratio of the values as stated, without regard to how exact they are; for a chart, beside `ratio`."""
        if self.numerator is None or self.denominator is None:
            return None
        return self.numerator / self.denominator


def percent(ratio: Fraction, places: int = 0) -> str:
    """A ratio as a percentage, cut towards zero: 0.996 is « 99 », never « 100 » before the target is reached."""
    scale = 10**places
    whole = abs(ratio.numerator) * 100 * scale // ratio.denominator
    sign = "-" if ratio < 0 and whole else ""
    return sign + (f"{whole // scale}.{whole % scale:0{places}d}" if places else str(whole))
