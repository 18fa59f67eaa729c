"""Cells as files write them: no formula ever, numbers as they are, decimals to the last digit."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.portal.downloads.fields import Field, Record, Table
from jalon.portal.downloads.formats import as_csv, as_json, as_xlsx
from jalon.portal.errors import BadQuery

TABLE = Table("Essai", (Field("words", "mots"), Field("amount", "montant", "number"), Field("sure", "sûr", "boolean")), lambda ctx, params: ())  # fmt: skip
MADE = datetime(2026, 1, 20, tzinfo=UTC)
START = "=+-@\t\r\n＝＋－＠"
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@\t\r\n,\";' 0123456789.,"), max_size=20
)
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2).map(lambda d: format(d, "f"))
RECORDS = st.lists(
    st.tuples(st.none() | WORDS, st.none() | AMOUNTS, st.none() | st.booleans()), max_size=6
)  # fmt: skip


def read_csv(rows: list[Record], *, exact: bool = False) -> list[list[str]]:
    text = "".join(as_csv(TABLE, rows, exact=exact))
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def sheet(rows: list[Record], name: str = "sheet1") -> str:
    with zipfile.ZipFile(io.BytesIO(as_xlsx(TABLE, rows, MADE, [("Version", "abc")]))) as book:
        return book.read(f"xl/worksheets/{name}.xml").decode()


@settings(max_examples=80)
@given(RECORDS)
def test_no_text_of_a_csv_begins_like_a_formula(rows: list[Record]) -> None:
    for row, said in zip(read_csv(rows)[1:], rows, strict=True):
        assert not row[0].lstrip(" ").startswith(tuple(START))
        assert row[0] in (said[0] or "", f"'{said[0]}")


@settings(max_examples=80)
@given(RECORDS)
def test_a_number_is_the_same_number_to_the_last_digit(rows: list[Record]) -> None:
    for row, said in zip(read_csv(rows)[1:], rows, strict=True):
        assert row[1] == (said[1] or "")
        assert row[1] == "" or Decimal(row[1]) == Decimal(str(said[1]))


@settings(max_examples=80)
@given(RECORDS)
def test_an_exact_csv_gives_back_every_cell(rows: list[Record]) -> None:
    words = {None: "", True: "true", False: "false"}
    expected = [[str(row[0] or ""), str(row[1] or ""), words[row[2]]] for row in rows]  # type: ignore[index]
    assert read_csv(rows, exact=True)[1:] == expected


@settings(max_examples=40)
@given(RECORDS)
def test_json_gives_back_every_cell_with_decimals_as_texts(rows: list[Record]) -> None:
    read = json.loads("".join(as_json(TABLE, rows, {"release": "abc"})))
    assert [(r["words"], r["amount"], r["sure"]) for r in read["rows"]] == rows
    assert [field["name"] for field in read["fields"]] == ["words", "amount", "sure"]


@pytest.mark.parametrize("words", ["=1+1", "+33 1 42", "-x", "@SUM(A1)", "\t=1", "  =1", "＝1", "-1.5 environ"])
def test_a_text_like_a_formula_gets_an_apostrophe(words: str) -> None:
    assert read_csv([(words, None, None)])[1][0] == f"'{words}"


@pytest.mark.parametrize("amount", ["-1700000", "-0.01", "0", "1e3", "123456789012345678901234567890.12"])
def test_a_negative_amount_stays_a_number(amount: str) -> None:
    assert read_csv([(None, amount, None)])[1][1] == amount


@pytest.mark.parametrize("amount", ["-inf", "=1", "-NaN", "+x"])
def test_a_column_of_numbers_lets_no_formula_through(amount: str) -> None:
    assert read_csv([(None, amount, None)])[1][1] == f"'{amount}"


@pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "https://exemple.invalid", "{=1}", "-x"])
def test_a_workbook_holds_no_formula_and_no_link(words: str) -> None:
    found = sheet([(words, "-5", True)])
    assert "<f>" not in found and "hyperlink" not in found
    assert f"<t>{words}</t>" in found, "the text itself, without apostrophe: its cell is a text"


def test_a_workbook_holds_numbers_as_numbers_and_long_decimals_as_texts() -> None:
    long = "1234567890123456.12"
    found = sheet([(None, "-1700000.5", None), (None, long, None)])
    assert re.search(r'<c r="B2"><v>-1700000\.5</v></c>', found)
    assert re.search(r'<c r="B3" t="inlineStr"><is><t>1234567890123456\.12</t></is></c>', found)


def test_a_workbook_freezes_its_header_and_says_what_it_is() -> None:
    assert re.search(r'<pane ySplit="1"[^>]*state="frozen"', sheet([]))
    assert "<t>Version</t>" in sheet([], "sheet2") and "<t>abc</t>" in sheet([], "sheet2")


def test_the_same_rows_give_the_same_workbook() -> None:
    rows: list[Record] = [("a", "1", None)]
    assert as_xlsx(TABLE, rows, MADE) == as_xlsx(TABLE, rows, MADE)


def test_more_rows_than_a_workbook_can_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jalon.portal.downloads.formats.XLSX_ROWS", 3)
    assert sheet([("a", None, None)] * 3)
    with pytest.raises(BadQuery, match="CSV"):
        sheet([("a", None, None)] * 4)


def test_lines_of_a_csv_end_as_the_standard_says() -> None:
    text = "".join(as_csv(TABLE, [('a "b", c', None, True)]))
    assert text == 'words,amount,sure\r\n"a ""b"", c",,true\r\n'
