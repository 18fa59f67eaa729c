"""Numbers, amounts, yes or no, lists: what is read, what is missing with a reason, what is refused; never a zero made up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.exchange.money import Money, read_money
from jalon.exchange.sheets import CellError, Uncached
from jalon.exchange.values import (
    MissingReason,
    Number,
    plain,
    read_integer,
    read_list,
    read_number,
    read_yes_no,
    squeezed,
)
from jalon.facts.series import Precision


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250,5", "1250.5"),
        ("1 250,5", "1250.5"),
        ("1\u202f250\u00a0000", "1250000"),
        ("1\u2009250", "1250"),
        ("1.250,5", "1250.5"),
        ("1,250.5", "1250.5"),
        ("1.234.567", "1234567"),
        ("12,345", "12.345"),
        ("0.125", "0.125"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("0", "0"),
        (7, "7"),
        (0.1, "0.1"),
        (1e21, "1000000000000000000000"),
    ],
)
def test_numbers_are_read_as_written(text: object, value: str) -> None:
    assert read_number(text).value == Number(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["12.345", "12 34", "abc", "300 à 400", "1e5", "3/4", ".", "1,2,3", "12-13", "١٢"])
def test_what_can_be_read_two_ways_or_none_is_refused(text: str) -> None:
    read = read_number(text)
    assert read.value is None
    assert read.fault is not None
    assert read.fault.remedy


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("N/A", MissingReason.NOT_APPLICABLE),
        ("n.c.", MissingReason.NOT_COMMUNICATED),
        ("nc", MissingReason.NOT_COMMUNICATED),
        ("Non disponible", MissingReason.NOT_AVAILABLE),
        ("voir description", MissingReason.ELSEWHERE),
        ("Voir Description.", MissingReason.ELSEWHERE),
        ("cf. annexe 3", MissingReason.ELSEWHERE),
        ("à définir", MissingReason.TO_BE_SAID),
        ("-", MissingReason.NOT_EXPLAINED),
    ],
)
def test_words_for_nothing_are_missing_with_their_reason_and_never_zero(text: str, reason: MissingReason) -> None:
    for read in (read_number(text), read_money(text)):
        assert read.value is None
        assert read.missing is not None
        assert (read.missing.reason, read.missing.words) == (reason, text)


def test_an_empty_cell_says_nothing() -> None:
    assert all(read(value).empty for read in (read_number, read_money, read_yes_no) for value in (None, "", " \u00a0"))


def test_precision_and_percent_are_kept() -> None:
    assert read_number("env. 300").value == Number("300", Precision.ABOUT)
    assert read_number("plus de 1 200").value == Number("1200", Precision.AT_LEAST)
    assert read_number("45 %").value == Number("45", percent=True)
    assert read_number(0.45, percent=True).value == Number("45", percent=True)


@pytest.mark.parametrize("value", [Uncached(), CellError("#REF!"), True])
def test_formulas_without_value_errors_and_ticks_are_no_numbers(value: object) -> None:
    assert read_number(value).fault is not None  # type: ignore[arg-type]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_number_written_the_french_way_is_read_back(number: Decimal) -> None:
    whole, _point, tail = f"{number:,.3f}".partition(".")
    written = whole.replace(",", "\u202f") + "," + tail
    read = read_number(written).value
    assert read is not None
    assert Decimal(read.value) == number


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("3 M€", "3000000", "EUR"),
        ("1 200 k€", "1200000", "EUR"),
        ("2,5 millions d’euros", "2500000", "EUR"),
        ("30 000 €", "30000", "EUR"),
        ("€ 300", "300", "EUR"),
        ("1,5 Md€", "1500000000", "EUR"),
        ("200 $", "200", "USD"),
        ("0 €", "0", "EUR"),
        (5000, "5000", None),
    ],
)
def test_amounts_are_scaled(text: object, amount: str, currency: str | None) -> None:
    read = read_money(text).value  # type: ignore[arg-type]
    assert read is not None
    assert (read.amount, read.currency) == (amount, currency)


def test_an_amount_keeps_its_words_and_its_tax() -> None:
    assert read_money("30 000 € HT").value == Money("30000", "EUR", printed="30 000 € HT", tax="HT")


@pytest.mark.parametrize("text", ["3 à 5 M€", "1 200 €/an", "12.345 €", "3 M€ + 2 M€", "45 %"])
def test_ranges_rates_and_sums_are_not_guessed(text: str) -> None:
    assert read_money(text).fault is not None


def test_whole_numbers() -> None:
    assert read_integer("1 200").value == 1200
    assert read_integer("1,5").fault is not None


@pytest.mark.parametrize(("text", "value"), [("Oui", True), ("FAUX", False), ("x", True), (True, True), (0, False)])
def test_yes_and_no(text: object, value: bool) -> None:
    assert read_yes_no(text).value is value  # type: ignore[arg-type]


def test_unknown_is_not_no() -> None:
    assert read_yes_no("n.c.").missing is not None
    assert read_yes_no("peut-être").fault is not None


def test_lists_keep_what_stands_in_brackets_whole() -> None:
    assert read_list("DGCS (bureau A, bureau B), Préfet\n- MIPROF, DGCS (bureau A, bureau B)", ",;\n") == (
        "DGCS (bureau A, bureau B)",
        "Préfet",
        "MIPROF",
    )


@given(st.text(st.characters(max_codepoint=0xFF) | st.sampled_from("\t\r\n \u00a0"), max_size=40))
def test_what_a_person_reads_does_not_hang_on_the_signs_beside_it(text: str) -> None:
    """Plain texts take a shorter way: it gives what the longer one does."""
    assert plain(text) == plain(f"é{text}é")[1:-1].strip()
    assert squeezed(text) == squeezed(f"é{text}é")[1:-1].strip()
