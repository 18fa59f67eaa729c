"""Whether two published values contradict each other, given what their producers say of their exactness."""

from decimal import Decimal

from jalon.facts.series import Precision

LOOSE = frozenset({Precision.ROUNDED, Precision.ABOUT})


def contradict(one: tuple[Decimal, Precision], other: tuple[Decimal, Precision]) -> bool:
    """True when no number can be both: « au moins 2 800 » and 2 872 agree, 1 401 and 1 439 do not."""
    return not (_admits(one, other) or _admits(other, one))


def _admits(said: tuple[Decimal, Precision], found: tuple[Decimal, Precision]) -> bool:
    """Whether `found` may be the number that `said` speaks of."""
    (value, precision), number = said, found[0]
    if precision is Precision.AT_LEAST:
        return number >= value
    return abs(number - value) <= _half_step(value) if precision in LOOSE else number == value


def _half_step(value: Decimal) -> Decimal:
    """Half a unit of the last digit that is not zero: 50 for 2 100."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)
