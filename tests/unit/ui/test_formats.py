"""Numbers, money and typography as people read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.ui.formats import NBSP, NotANumber, decimal, in_eights, money, number, percent, typography

FRENCH_TEXT = st.text(alphabet="aé Z1:;?!»«.,)(\u00a0\u202f\nhtps/’", max_size=60)


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [("1401", "1 401", "1,401"), ("3.10", "3,10", "3.10"), ("0", "0", "0"), ("-12.5", "-12,5", "-12.5")],
)
def test_numbers_are_grouped_as_in_their_language(value: str, fr: str, en: str) -> None:
    assert number(value, "fr") == fr.replace(" ", NBSP)
    assert number(value, "en") == en


def test_a_number_of_thirty_digits_loses_none() -> None:
    digits = "123456789012345678901234567.890"
    assert number(digits, "en").replace(",", "") == digits


@pytest.mark.parametrize("value", ["", "abc", "NaN", "Infinity", "1,5", "12 000", "1e9", "1_000", "٣", "9" * 91])
def test_what_is_no_decimal_is_refused_with_its_text(value: str) -> None:
    with pytest.raises(NotANumber, match="not a"):
        decimal(value)


def test_a_float_is_refused_because_it_is_not_what_was_published() -> None:
    with pytest.raises(NotANumber, match="float"):
        decimal(0.1)  # type: ignore[arg-type]


def test_money_shows_cents_only_when_there_are_some() -> None:
    assert money("200000", "EUR", "fr") == f"200{NBSP}000{NBSP}€"
    assert money("200000", "EUR", "en") == "€200,000"
    assert money("1401.50", "EUR", "fr") == f"1{NBSP}401,50{NBSP}€"


def test_a_percentage_keeps_the_digits_of_its_source() -> None:
    assert percent("39", "fr") == f"39{NBSP}%"
    assert percent("39.0", "fr") == f"39,0{NBSP}%"
    assert percent("-0.7", "en") == "−0.7%"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_a_number_in_french_reads_back_as_itself(value: Decimal) -> None:
    read = number(value, "fr").replace(NBSP, "").replace(",", ".")
    assert Decimal(read) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Qui juge ?", f"Qui juge{NBSP}?"),
        ("« non lu »", f"«{NBSP}non lu{NBSP}»"),
        ("«non lu»", f"«{NBSP}non lu»"),
        ("Pilote : non lu ; échéance : 2021", f"Pilote{NBSP}: non lu{NBSP}; échéance{NBSP}: 2021"),
        ("n° 16", f"n°{NBSP}16"),
        ("voir https://exemple.invalid/?q=1", "voir https://exemple.invalid/?q=1"),
        ("à 10:42", "à 10:42"),
    ],
)
def test_french_signs_are_not_separated_from_their_word(text: str, expected: str) -> None:
    assert typography(text, "fr") == expected


def test_english_text_is_left_alone() -> None:
    assert typography("Who judges ?", "en") == "Who judges ?"


@given(FRENCH_TEXT)
def test_typography_changes_spaces_only_and_once(text: str) -> None:
    once = typography(text, "fr")
    assert typography(once, "fr") == once
    assert [c for c in once if not c.isspace()] == [c for c in text if not c.isspace()]


@given(st.text(alphabet="0123456789abcdef", max_size=64))
def test_a_hash_in_groups_is_the_same_hash(digest: str) -> None:
    assert in_eights(digest).replace(" ", "") == digest
