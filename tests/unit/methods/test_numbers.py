"""Decimals as strings."""

from decimal import Context, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.numbers import NumberError, decimal_string


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("1401", "1401"),
        ("0", "0"),
        ("-0", "0"),
        ("0.0", "0"),
        ("-0.00", "0"),
        ("007", "7"),
        ("2.50", "2.5"),
        ("100", "100"),
        ("-400000", "-400000"),
        ("0.1", "0.1"),
        ("-00.10", "-0.1"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("12345678901234567890.0123456789", "12345678901234567890.0123456789"),
    ],
)
def test_each_value_has_one_spelling(text: str, canonical: str) -> None:
    assert decimal_string(text) == canonical


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        (" 1", 0),
        ("1 ", 1),
        ("1\n", 1),
        ("+1", 0),
        ("--1", 0),
        ("1e5", 1),
        ("1E+5", 1),
        ("NaN", 0),
        ("Infinity", 0),
        ("-inf", 0),
        ("1,5", 1),
        ("1 401", 1),
        ("1\u00a0401", 1),
        ("1_401", 1),
        (".5", 0),
        ("5.", 1),
        ("1.2.3", 3),
        ("0x1F", 1),
        ("١٢", 0),
        ("½", 0),
    ],
)
def test_anything_else_is_refused_saying_where(text: str, position: int) -> None:
    with pytest.raises(NumberError) as caught:
        decimal_string(text)
    assert (caught.value.text, caught.value.position) == (text, position)


@pytest.mark.parametrize("text", ["1" * 31, "0" * 31, "-1." + "1" * 30, "1" * 20 + "." + "0" * 11, "9" * 1_000_000])
def test_more_than_thirty_digits_are_refused(text: str) -> None:
    with pytest.raises(NumberError, match="expected at most 30 digits"):
        decimal_string(text)


def test_the_refusal_of_a_megabyte_is_short() -> None:
    with pytest.raises(NumberError) as caught:
        decimal_string("x" * 1_000_000)
    assert len(str(caught.value)) < 300


@settings(max_examples=100)
@given(st.integers(-(10**20) + 1, 10**20 - 1), st.integers(0, 10))
def test_the_value_is_exact_and_the_spelling_stable(digits: int, places: int) -> None:
    exact = Context(prec=60)
    value = Decimal(digits).scaleb(-places, exact)
    canonical = decimal_string(f"{value:f}")
    assert exact.compare(Decimal(canonical), value) == 0
    assert decimal_string(canonical) == canonical


@settings(max_examples=100)
@given(st.text("0123456789.-+eE ", max_size=34))
def test_any_text_is_a_decimal_or_a_number_error(text: str) -> None:
    try:
        canonical = decimal_string(text)
    except NumberError as error:
        assert 0 <= error.position <= len(text)
    else:
        assert Decimal(canonical) == Decimal(text)
