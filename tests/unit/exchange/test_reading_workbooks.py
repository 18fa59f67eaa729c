"""Workbooks read: typed cells at their addresses, and what a person would not see is said."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from jalon.exchange.sheets import CellError, Row, Sheet, Uncached, read_workbook
from tests.unit.exchange.odd_books import table, workbook


def rows(data: bytes, name: str = "plan.xlsx") -> list[Row]:
    return list(read_workbook(data, name).sheets[0].rows())


def only_sheet(data: bytes) -> Sheet:
    return read_workbook(data, "plan.xlsx").sheets[0]


def words(sheet: Sheet) -> str:
    return "\n".join(note.words() for note in sheet.notes).replace("\u00a0", " ")


def test_values_keep_their_type_and_their_address() -> None:
    read = rows(table(("a", 1, 2.5, True, dt.date(2026, 12, 31), None)))
    assert read[0].values[:5] == ("a", 1, 2.5, True, dt.date(2026, 12, 31))
    assert read[0].address(1) == "B1"


def test_a_sheet_that_begins_further_down_keeps_its_addresses() -> None:
    def fill(sheet: Any) -> None:
        sheet["C3"] = "x"
        sheet["E5"] = 4

    read = rows(workbook(fill))
    assert [(row.address(c), value) for row in read for c, value in enumerate(row.values) if value is not None] == [
        ("C3", "x"),
        ("E5", 4),
    ]


def test_merged_cells_are_spread_and_marked() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"] = "Axe 1"
        sheet.merge_cells("A1:B2")
        sheet["C2"] = "suite"

    sheet = only_sheet(workbook(fill))
    read = list(sheet.rows())
    assert [row.values[:2] for row in read] == [("Axe 1", "Axe 1"), ("Axe 1", "Axe 1")]
    assert [row.spread for row in read] == [frozenset({1}), frozenset({0, 1})]
    assert "Feuille!A1 : Cellules fusionnées" in words(sheet)


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    def fill(sheet: Any) -> None:
        for row in range(1, 5):
            sheet.append([row, row])
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    sheet = only_sheet(workbook(fill))
    assert [row.number for row in sheet.rows() if row.hidden] == [3]
    assert sheet.hidden_columns == {1}
    assert "Lignes masquées, lues comme les autres : 3." in words(sheet)
    assert "Colonnes masquées, lues comme les autres : B." in words(sheet)


def test_a_hidden_sheet_is_read_and_said() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["a"])
        other = sheet.parent.create_sheet("Autre")
        other.append(["b"])
        other.sheet_state = "veryHidden"

    book = read_workbook(workbook(fill), "plan.xlsx")
    assert [sheet.name for sheet in book.visible] == ["Feuille"]
    assert "masquée" in words(book.sheets[1])


def test_a_formula_is_never_evaluated_and_says_that_its_value_is_not_there() -> None:
    read = rows(table(("a", "=1+1")))
    assert read[0].values == ("a", Uncached())


def test_a_cell_in_error_is_not_an_empty_cell() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["a", "#DIV/0!"])
        sheet["B1"].data_type = "e"

    assert rows(workbook(fill))[0].values == ("a", CellError("#DIV/0!"))


def test_cells_shown_as_per_cent_are_marked() -> None:
    def fill(sheet: Any) -> None:
        sheet.append([0.45, 0.45])
        sheet["B1"].number_format = '0.0 "points" %'

    assert rows(workbook(fill))[0].percents == {1}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_separator_are_found(encoding: str, said: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in (("Intitulé", "Pilote"), ("Été", "Préfet"), ("Œuvre", "€")))
    book = read_workbook(text.encode(encoding), "plan.csv")
    assert (book.encoding, book.separator) == (said, separator)
    assert [row.values for row in book.sheets[0].rows()][1:] == [("Été", "Préfet"), ("Œuvre", "€")]


def test_a_guess_of_windows_is_said() -> None:
    assert "Windows-1252" in read_workbook("é;à\n".encode("cp1252"), "plan.csv").notes[0].words()


def test_commas_in_french_numbers_do_not_pass_for_separators() -> None:
    book = read_workbook(b"titre;montant\na;1,5\nb;2,5\n", "plan.csv")
    assert book.separator == ";"


def test_line_breaks_in_quoted_cells_keep_the_row_whole() -> None:
    book = read_workbook(b'a;b\n"une\nligne";2\n', "plan.csv")
    assert [row.values for row in book.sheets[0].rows()] == [("a", "b"), ("une\nligne", "2")]


def test_a_large_plain_sheet_is_seen_as_element_by_element(tmp_path: Path) -> None:
    """The fast and the careful walk agree: a comment in the XML is enough for the careful one."""
    from tests.unit.exchange.odd_books import changed, member

    def fill(sheet: Any) -> None:
        for row in range(1, 300):
            sheet.append([row, f"texte {row}", None, row / 7])
        sheet.row_dimensions[7].hidden = True

    data = workbook(fill)
    name = "xl/worksheets/sheet1.xml"
    careful = member(data, name).replace(b"<sheetData>", b"<!-- slowly --><sheetData>")
    seen = [only_sheet(book).seen for book in (data, changed(data, xl__worksheets__sheet1_dot_xml=careful))]
    assert seen[0] == seen[1]
    assert (seen[0].rows, seen[0].columns, seen[0].hidden_rows) == (299, 4, {7})
