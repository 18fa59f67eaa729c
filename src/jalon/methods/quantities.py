"""Numbers as published: exact or not, with the bounds that follow, and arithmetic that loses neither.

A value is never text and never a binary float: it is a fraction read from a decimal string. How exact it is gives bounds:

    exact      300            300 to 300
    rounded    300            half a unit of the last digit that is not zero, 250 to 350; or the margin that is given
    at least   300            300 and more: no upper bound
    at most    300            no lower bound
    about      300            no bound, unless a margin is given: nobody said how far off it may be
    unknown                   no bound; only computed, e.g. « at least » minus « at least »

Rounding to the last significant digit: ISO 80000-1:2022, annex B. Interval arithmetic: Moore, Interval Analysis (1966).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from jalon.methods.numbers import MOST_DIGITS, decimal_string

Bound = Fraction | None
NOT_APPLICABLE = "not_applicable"
MOST_BITS = 4096
"""Of a numerator or denominator that a computation may leave; no figure of a plan comes near."""


class Precision(StrEnum):
    """How exact a value is: the codes of published values, and two that only computing gives."""

    EXACT = "exact"
    ROUNDED = "rounded"
    AT_LEAST = "at_least"
    ABOUT = "about"
    AT_MOST = "at_most"
    UNKNOWN = "unknown"


class TooLarge(ArithmeticError):
    """A computation that left more digits than any figure needs."""


@dataclass(frozen=True, slots=True)
class Missing:
    """No value, and why: in words or as a code. `NOT_APPLICABLE` says that there is nothing to count."""

    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("a missing value needs its reason")


@dataclass(frozen=True, slots=True)
class Number:
    """A value with the bounds between which it lies; None: no bound on that side. Made by `number` and by arithmetic."""

    value: Fraction
    low: Bound
    high: Bound
    precision: Precision = Precision.EXACT

    def __post_init__(self) -> None:
        if not isinstance(self.value, Fraction):
            raise TypeError(f"a number is a fraction, not {type(self.value).__name__}: read text with number()")
        if self.low is self.value is self.high:
            return  # exact, as most are: nothing to compare
        if (self.low is not None and self.low > self.value) or (self.high is not None and self.high < self.value):
            raise ValueError(f"{self.value} does not lie between its bounds {self.low} and {self.high}")

    @property
    def bounded(self) -> bool:
        """Whether both bounds are known."""
        return self.low is not None and self.high is not None


def number(value: str | int | Decimal, precision: Precision = Precision.EXACT, margin: str | None = None) -> Number:
    """Reads a decimal. `margin` is the greatest error in the same unit, for rounded and about values only.

    Raises `NumberError` for a text that is no decimal, `ValueError` for NaN, infinities and margins out of place.
    """
    read = _fraction(value)
    half = _margin(read, precision, margin)
    match precision:
        case Precision.EXACT:
            return Number(read, read, read, precision)
        case Precision.AT_LEAST:
            return Number(read, read, None, precision)
        case Precision.AT_MOST:
            return Number(read, None, read, precision)
        case _ if half is None:
            return Number(read, None, None, precision)
    return Number(read, read - half, read + half, precision)


def _fraction(value: str | int | Decimal) -> Fraction:
    if isinstance(value, str):
        return Fraction(Decimal(decimal_string(value)))  # a decimal is read exactly, and faster than by Fraction
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"a number is a decimal, not {type(value).__name__}")
    # The spelling of 1E+999999 has a million digits: the size is looked at first.
    written = value if isinstance(value, Decimal) else Decimal(value)
    if (
        not written.is_finite()
        or abs(written.adjusted()) >= MOST_DIGITS
        or len(written.as_tuple().digits) > MOST_DIGITS
    ):
        raise ValueError(f"{str(value)[:60]} is no number of at most {MOST_DIGITS} digits")
    return Fraction(written)


def _margin(read: Fraction, precision: Precision, margin: str | None) -> Bound:
    if margin is None:
        return last_digit(read) / 2 if precision is Precision.ROUNDED and read else None
    half = Fraction(decimal_string(margin))
    if precision not in (Precision.ROUNDED, Precision.ABOUT) or half < 0:
        raise ValueError("a margin belongs to rounded and about values and is not negative")
    return half


def last_digit(read: Fraction) -> Fraction:
    """The unit of the last digit that is not zero: 100 for 1400, 0.1 for 2.5. `read` is a decimal other than 0."""
    unit = Fraction(1)
    while (read / unit).denominator != 1:
        unit /= 10
    while (read / (unit * 10)).denominator == 1:
        unit *= 10
    return unit


def add(a: Number, b: Number) -> Number:
    """The sum: « at least » plus exact stays « at least »."""
    return _made(a.value + b.value, _plus(a.low, b.low), _plus(a.high, b.high), a, b)


def negated(a: Number) -> Number:
    """The opposite: « at least » becomes « at most »."""
    low, high = (None if end is None else -end for end in (a.high, a.low))
    return _made(-a.value, low, high, a)


def subtract(a: Number, b: Number) -> Number:
    """The difference; « at least » minus « at least » has no bound."""
    return add(a, negated(b))


def multiply(a: Number, b: Number) -> Number:
    """The product."""
    low, high = _product_bounds(a, b)
    return _made(a.value * b.value, low, high, a, b)


def divide(a: Number, b: Number) -> Number:
    """The quotient. No bound when the divisor may be zero; `ZeroDivisionError` when it is."""
    low, high = (None, None) if _may_be_zero(b) else _product_bounds(a, _inverse(b))
    return _made(a.value / b.value, low, high, a, b)


def _plus(a: Bound, b: Bound) -> Bound:
    return None if a is None or b is None else a + b


def _may_be_zero(b: Number) -> bool:
    return (b.low is None or b.low <= 0) and (b.high is None or b.high >= 0)


def _inverse(b: Number) -> Number:
    """1 / b for a number of one sign: towards infinity its inverse comes near zero."""
    zero = Fraction(0)
    return Number(
        1 / b.value, zero if b.high is None else 1 / b.high, zero if b.low is None else 1 / b.low, b.precision
    )


def _product_bounds(a: Number, b: Number) -> tuple[Bound, Bound]:
    """The least and greatest product of the ends; an end without bound times zero is zero."""
    products = [_product(x, y) for x in _ends(a) for y in _ends(b)]
    low, high = min(products), max(products)
    return (None if low[0] else low[1]), (None if high[0] else high[1])


_End = tuple[int, Fraction]  # (sign of infinity or 0, finite value): in this order they compare as extended numbers


def _ends(a: Number) -> tuple[_End, _End]:
    zero = Fraction(0)
    return (-1, zero) if a.low is None else (0, a.low), (1, zero) if a.high is None else (0, a.high)


def _product(x: _End, y: _End) -> _End:
    infinite = _sign(x) * _sign(y)
    return (infinite, Fraction(0)) if x[0] or y[0] else (0, x[1] * y[1])


def _sign(end: _End) -> int:
    return end[0] or (end[1] > 0) - (end[1] < 0)


def _made(value: Fraction, low: Bound, high: Bound, *of: Number) -> Number:
    for part in (value, low, high):
        if part is not None and max(part.numerator.bit_length(), part.denominator.bit_length()) > MOST_BITS:
            raise TooLarge(f"more than {MOST_BITS} bits")
    return Number(value, low, high, _precision(low, high, {one.precision for one in of}))


def _precision(low: Bound, high: Bound, of: set[Precision]) -> Precision:
    if low is None and high is None:
        sided = of & {Precision.AT_LEAST, Precision.AT_MOST, Precision.UNKNOWN}
        return Precision.UNKNOWN if sided or Precision.ABOUT not in of else Precision.ABOUT
    if low is None:
        return Precision.AT_MOST
    if high is None:
        return Precision.AT_LEAST
    if low == high:
        return Precision.EXACT
    return Precision.ABOUT if Precision.ABOUT in of else Precision.ROUNDED
