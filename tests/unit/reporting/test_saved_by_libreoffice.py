"""Two files that LibreOffice really saved (see their README): the same answers in both, whatever was done to them."""

from pathlib import Path

import pytest

from jalon.exchange.sheets import read_workbook
from jalon.reporting.merging.merge import merge_workbook
from jalon.reporting.merging.model import Merged, Trouble
from tests.unit.reporting.sheets import entry, kinds, line, template, without_places

FILES = Path(__file__).parents[2] / "fixtures" / "returned_workbooks"
SENT = template(line(1, entry("progress", "Deux sessions à Paris")), line(2), line(3), line(4))


def merged(form: str) -> Merged:
    """The file of a format, merged."""
    path = FILES / f"retour-libreoffice.{form}"
    return merge_workbook(read_workbook(path.read_bytes(), path.name), SENT)


def test_xlsx_and_ods_say_the_same() -> None:
    assert without_places(merged("xlsx")) == without_places(merged("ods"))


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_every_answer_is_read_and_one_is_asked(form: str) -> None:
    found = merged(form)
    said = {(cell.line, cell.column): cell.returned for cell in found.changed}
    texts = {place: value.text for place, value in said.items() if value}
    assert texts["KEY1", "progress"] == "Deux sessions à Paris, une à Lyon"
    assert texts["KEY4", "progress"] == "Kit imprimé en 2 000 exemplaires"
    numbers = {line: value.number for (line, _column), value in said.items() if value and value.number}
    assert numbers == {"KEY1": "42", "KEY2": "1250"}
    dates = {line: value.edtf for (line, _column), value in said.items() if value and value.edtf}
    assert dates == {"KEY1": "2026-12-31", "KEY4": "2027-01-15"}
    [asked] = found.undecided
    assert (asked.line, asked.trouble) == ("KEY2", Trouble.TEXT_DATE)
    assert [found.line for found in found.lines if found.nothing] == ["KEY3"]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_was_done_to_the_file_is_told(form: str) -> None:
    told = kinds(merged(form))
    assert {"row_moved", "column_renamed", "column_hidden", "row_hidden", "text_date", "number_as_text"} == set(told)
