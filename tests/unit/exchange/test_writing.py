"""Workbooks written in three formats are read back as they were, hold no formula, and are the same bytes each time."""

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import load as load_odf
from odf.style import Style
from odf.table import ContentValidation, Table, TableCell

from jalon.exchange.problems import Refused
from jalon.exchange.sheets import Value, read_workbook
from jalon.exchange.write_csv import write_csv
from jalon.exchange.write_ods import write_ods
from jalon.exchange.write_xlsx import write_xlsx
from jalon.exchange.writing import Book, ColumnKind, OutColumn, OutSheet, OutValue
from jalon.facts.rules import text as rule_of_texts

MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
COLUMNS = (
    OutColumn("uid", "Clé", locked=True, hidden=True),
    OutColumn("title", "Intitulé", help="Tel qu’imprimé"),
    OutColumn("phase", "Étape", choices=("En cours", 'Dit "fait"')),
    OutColumn("amount", "Montant", ColumnKind.NUMBER),
    OutColumn("due", "Échéance", ColumnKind.DATE),
)
Writer = Callable[[Book], bytes]


def book(*rows: tuple[OutValue, ...], protected: bool = False, code_row: bool = False) -> Book:
    sheet = OutSheet("L’essai d'un", COLUMNS, rows, protected=protected, code_row=code_row)
    return Book("Essai", (sheet,), MADE, instructions=("Consignes", "Une ligne"), properties={"campaign": "c & 1"})


def csv_of(written: Book) -> bytes:
    return write_csv(written.sheets[0])


def read_back(data: bytes, name: str) -> list[tuple[Value, ...]]:
    sheet = next(sheet for sheet in read_workbook(data, name).sheets if sheet.name != "Consignes")
    return [row.values for row in sheet.rows()]


TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: rule_of_texts(text) is None and "\r" not in text)
WRITERS = [(write_xlsx, "a.xlsx"), (write_ods, "a.ods")]


@pytest.mark.parametrize(("write", "name"), [*WRITERS, (csv_of, "a.csv")])
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_every_text_is_read_back_as_it_was(write: Writer, name: str, texts: list[str]) -> None:
    rows = [("k", text, None, None, None) for text in texts]
    assert [row[1] for row in read_back(write(book(*rows)), name)[1:]] == texts


@pytest.mark.parametrize(("write", "name"), WRITERS)
@given(number=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=2))
def test_every_number_is_read_back_without_loss(write: Writer, name: str, number: Decimal) -> None:
    read = read_back(write(book(("k", "t", None, number, None))), name)[1][3]
    assert Decimal(str(read)) == number


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_dates_and_empty_cells_are_read_back(write: Writer, name: str) -> None:
    read = read_back(write(book(("k", "t", "", None, dt.date(2026, 12, 31)))), name)
    assert read[1] == ("k", "t", None, None, dt.date(2026, 12, 31))


@pytest.mark.parametrize("text", ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "'=1", "'quoted'"])
@pytest.mark.parametrize(("write", "name"), [*WRITERS, (csv_of, "a.csv")])
def test_no_text_becomes_a_formula(write: Writer, name: str, text: str) -> None:
    data = write(book(("k", text, None, None, None)))
    assert read_back(data, name)[1][1] == text
    if name == "a.xlsx":
        cell = openpyxl.load_workbook(io.BytesIO(data))["L’essai d'un"]["B2"]
        assert cell.data_type == "s"
    elif name == "a.csv":
        assert not data.splitlines()[1].split(b";")[1].strip(b'"').startswith((b"=", b"+", b"-", b"@", b"\t"))
    else:
        assert b"table:formula" not in data


@pytest.mark.parametrize(("write", "name"), [*WRITERS, (csv_of, "a.csv")])
def test_the_same_book_gives_the_same_bytes(write: Writer, name: str) -> None:
    assert write(book(("k", "t", None, None, None))) == write(book(("k", "t", None, None, None)))


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_properties_are_kept_in_the_file(write: Writer, name: str) -> None:
    assert read_workbook(write(book()), name).properties == {"campaign": "c & 1"}


def test_xlsx_locks_keys_lists_choices_and_freezes_the_header() -> None:
    held = openpyxl.load_workbook(io.BytesIO(write_xlsx(book(("k", "t", "", None, None), protected=True))))
    sheet = held["L’essai d'un"]
    assert sheet.protection.sheet
    assert (sheet["A2"].protection.locked, sheet["B2"].protection.locked) == (True, False)
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "A2"
    rule = sheet.data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1) == ("C2", "'_listes'!$A$1:$A$2")
    assert [cell.value for cell in held["_listes"]["A"]] == ["En cours", 'Dit "fait"']
    assert held["_listes"].sheet_state == "hidden"


def test_ods_locks_keys_and_lists_choices() -> None:
    data = write_ods(book(("k", "t", "", None, None), protected=True))
    document = load_odf(io.BytesIO(data))
    sheet = document.getElementsByType(Table)[1]
    assert sheet.getAttribute("protected") == "true"
    styles = {style.getAttribute("name"): style for style in document.automaticstyles.getElementsByType(Style)}
    cells = sheet.getElementsByType(TableCell)[5:]
    shut, opened = (styles[cells[place].getAttribute("stylename")].childNodes[0] for place in (0, 1))
    assert shut.getAttribute("cellprotect") == "protected"
    assert opened.getAttribute("cellprotect") == "none"
    rule = document.getElementsByType(ContentValidation)[0]
    assert rule.getAttribute("condition") == 'of:cell-content-is-in-list("En cours";"Dit ""fait""")'
    assert cells[2].getAttribute("contentvalidationname") == rule.getAttribute("name")


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_a_hidden_row_of_codes_names_the_columns(write: Writer, name: str) -> None:
    sheet = read_workbook(write(book(("k", "t", None, None, None), code_row=True)), name).sheets[1]
    first = next(iter(sheet.rows()))
    assert first.hidden
    assert first.values == ("uid", "title", "phase", "amount", "due")


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_a_text_longer_than_a_cell_is_refused_at_its_address(write: Writer, name: str) -> None:
    with pytest.raises(Refused) as caught:
        write(book(("k", "x" * 32_768, None, None, None)))
    assert caught.value.problem.address == "B2"
