"""Numbers with bounds: what is known of a value stays known through arithmetic, and nothing more."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from operator import add as plus
from operator import mul as times
from operator import sub as minus
from operator import truediv as over

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jalon.methods.numbers import NumberError
from jalon.methods.quantities import (
    Missing,
    Number,
    Precision,
    TooLarge,
    add,
    divide,
    last_digit,
    multiply,
    negated,
    number,
    subtract,
)
from tests.unit.methods.progress_strategies import inside, numbers


@pytest.mark.parametrize(
    ("text", "precision", "margin", "low", "high"),
    [
        ("300", Precision.EXACT, None, 300, 300),
        ("300", Precision.AT_LEAST, None, 300, None),
        ("300", Precision.AT_MOST, None, None, 300),
        ("300", Precision.ABOUT, None, None, None),
        ("300", Precision.ABOUT, "30", 270, 330),
        ("300", Precision.ROUNDED, None, 250, 350),
        ("1420", Precision.ROUNDED, None, 1415, 1425),
        ("1400", Precision.ROUNDED, "12.5", Fraction("1387.5"), Fraction("1412.5")),
        ("2.5", Precision.ROUNDED, None, Fraction("2.45"), Fraction("2.55")),
        ("-40", Precision.ROUNDED, None, -45, -35),
        ("0", Precision.ROUNDED, None, None, None),
        ("300", Precision.UNKNOWN, None, None, None),
    ],
)
def test_how_exact_a_value_is_gives_its_bounds(
    text: str, precision: Precision, margin: str | None, low: Fraction | int | None, high: Fraction | int | None
) -> None:
    assert number(text, precision, margin) == Number(
        Fraction(text),
        None if low is None else Fraction(low),
        None if high is None else Fraction(high),
        precision,
    )


@pytest.mark.parametrize("text", ["", "12 places", "1,5", "1e3", "NaN", "Infinity", "١٢", "1" * 31])
def test_text_that_is_no_decimal_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        number(text)


@pytest.mark.parametrize("value", [1.5, float("nan"), True])
def test_binary_floats_and_answers_are_no_numbers(value: int) -> None:
    with pytest.raises(TypeError):
        number(value)


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999999"), Decimal("1E-999999999"), 10**31]
)
def test_what_is_no_number_or_has_too_many_digits_is_refused(value: Decimal | int) -> None:
    with pytest.raises(ValueError, match="no number"):
        number(value)


def test_text_cannot_be_put_where_a_number_stands() -> None:
    with pytest.raises(TypeError, match="not str"):
        Number("300", None, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("precision", "margin"), [(Precision.EXACT, "1"), (Precision.AT_LEAST, "1"), (Precision.ABOUT, "-1")]
)
def test_a_margin_out_of_place_is_refused(precision: Precision, margin: str) -> None:
    with pytest.raises(ValueError, match="margin"):
        number("300", precision, margin)


def test_a_value_outside_its_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="between its bounds"):
        Number(Fraction(3), Fraction(4), None)


def test_a_missing_value_needs_its_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        Missing(" ")


@pytest.mark.parametrize(
    ("computed", "precision"),
    [
        (add(number("1"), number("2")), Precision.EXACT),
        (add(number("1", Precision.ABOUT), number("2")), Precision.ABOUT),
        (add(number("1", Precision.AT_LEAST), number("2")), Precision.AT_LEAST),
        (add(number("10", Precision.ROUNDED), number("2")), Precision.ROUNDED),
        (subtract(number("5"), number("2", Precision.AT_LEAST)), Precision.AT_MOST),
        (subtract(number("5", Precision.AT_LEAST), number("2", Precision.AT_LEAST)), Precision.UNKNOWN),
        (add(number("5", Precision.ABOUT), number("2", Precision.AT_LEAST)), Precision.UNKNOWN),
        (negated(number("5", Precision.AT_LEAST)), Precision.AT_MOST),
        (multiply(number("5", Precision.AT_LEAST), number("2")), Precision.AT_LEAST),
        (multiply(number("5", Precision.AT_LEAST), number("-2")), Precision.AT_MOST),
        (multiply(number("5", Precision.ABOUT), number("0")), Precision.EXACT),
        (divide(number("1"), number("3")), Precision.EXACT),
        (divide(number("6"), number("2", Precision.ABOUT)), Precision.ABOUT),
    ],
)
def test_precision_follows_the_computation(computed: Number, precision: Precision) -> None:
    assert computed.precision is precision


def test_one_over_at_least_two_lies_between_zero_and_a_half() -> None:
    quotient = divide(number("1"), number("2", Precision.AT_LEAST))
    assert (quotient.low, quotient.high) == (0, Fraction(1, 2))


def test_a_divisor_that_may_be_zero_leaves_no_bound() -> None:
    quotient = divide(number("1"), number("10", Precision.ABOUT, "10"))
    assert (quotient.value, quotient.low, quotient.high) == (Fraction(1, 10), None, None)


def test_division_by_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        divide(number("1"), number("0"))


def test_a_value_of_thousands_of_digits_is_refused() -> None:
    grown = number("9" * 30)
    with pytest.raises(TooLarge):
        for _ in range(20):
            grown = multiply(grown, grown)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_the_last_digit_is_the_greatest_power_of_ten_that_divides(value: Decimal) -> None:
    assume(value)
    unit = last_digit(Fraction(value))
    assert (Fraction(value) / unit).denominator == 1
    assert (Fraction(value) / (unit * 10)).denominator != 1


@pytest.mark.parametrize(("ours", "plain"), [(add, plus), (subtract, minus), (multiply, times), (divide, over)])
@given(data=st.data())
def test_the_bounds_hold_every_value_that_the_operands_may_have(
    data: st.DataObject,
    ours: Callable[[Number, Number], Number],
    plain: Callable[[Fraction, Fraction], Fraction],
) -> None:
    a, b = data.draw(numbers()), data.draw(numbers())
    x, y = data.draw(inside(a)), data.draw(inside(b))
    assume(ours is not divide or (b.value and y))
    result = ours(a, b)
    assert result.value == plain(a.value, b.value)
    assert result.low is None or result.low <= plain(x, y)
    assert result.high is None or plain(x, y) <= result.high
