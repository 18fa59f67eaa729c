"""Dates of cells: real ones, numbers of days, words in several styles; the printed words stay."""

import datetime as dt

import pytest

from jalon.exchange.sheets import CellError
from jalon.exchange.when import read_when


@pytest.mark.parametrize(
    ("cell", "edtf", "printed"),
    [
        ("31/12/2026", "2026-12-31", "31/12/2026"),
        ("2026-12-31", "2026-12-31", None),
        ("décembre 2026", "2026-12", "décembre 2026"),
        ("1er trimestre 2026", "2026-01/2026-03", "1er trimestre 2026"),
        ("T4 2026", "2026-10/2026-12", "T4 2026"),
        ("2026", "2026", None),
        (2026, "2026", None),
        (46387, "2026-12-31", None),
        (dt.date(2026, 12, 31), "2026-12-31", None),
        (dt.datetime(2026, 12, 31), "2026-12-31", None),
        ("fin 2026", "2026", "fin 2026"),
    ],
)
def test_dates_are_read(cell: object, edtf: str, printed: str | None) -> None:
    read = read_when(cell).value  # type: ignore[arg-type]
    assert read is not None
    assert (read.edtf, read.printed) == (edtf, printed)


def test_a_workbook_of_1904_counts_its_days_from_there() -> None:
    read = read_when(46387 - 1462, date1904=True).value
    assert read is not None
    assert read.edtf == "2026-12-31"


def test_a_rhythm_is_no_date() -> None:
    read = read_when("chaque année").value
    assert read is not None
    assert (read.edtf, read.recurrence, read.printed) == (None, "yearly", "chaque année")


@pytest.mark.parametrize("cell", ["2 chemins/an", "31/02/2026", 7, True, CellError("#REF!"), dt.time(4, 5)])
def test_what_is_no_date_is_refused_with_examples(cell: object) -> None:
    read = read_when(cell)  # type: ignore[arg-type]
    assert read.value is None
    assert read.fault is not None


def test_loose_words_are_kept_as_printed_and_never_dated() -> None:
    read = read_when("méta : 2023, OT : 2024", loose=True).value
    assert read is not None
    assert (read.edtf, read.printed) == (None, "méta : 2023, OT : 2024")


def test_to_be_defined_is_missing_not_a_date() -> None:
    assert read_when("à définir").missing is not None
