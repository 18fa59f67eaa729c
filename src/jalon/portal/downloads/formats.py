"""A table as CSV (RFC 4180, UTF-8, no BOM), JSON or XLSX. What a spreadsheet would run as a formula is defused."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from jalon.portal.downloads.fields import Field, Record, Table, Value
from jalon.portal.errors import BadQuery

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that spreadsheets take for a formula (OWASP, CSV injection), full-width forms among them."""
XLSX_ROWS = 1_048_575
XLSX_TEXT = 32_767
"""Limits of the format."""


def defused(value: Value, field: Field) -> str:
    """A cell as text. A string that begins like a formula gets an apostrophe in front; numbers are left as they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if field.type in ("integer", "number") and is_decimal(text):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text


def is_decimal(text: str) -> bool:
    """Whether the text is a finite decimal number."""
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


class _Line:
    """A file of one line: what csv.writer writes is what `write` gives back."""

    def write(self, text: str) -> str:
        return text


def as_csv(table: Table, rows: Iterable[Record], *, exact: bool = False) -> Iterator[str]:
    """The lines of the file, header first; `exact`: for programs, nothing is added to any cell."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield writer.writerow([field.name for field in table.fields])
    for row in rows:
        yield writer.writerow([_cell(value, field, exact) for value, field in zip(row, table.fields, strict=True)])


def _cell(value: Value, field: Field, exact: bool) -> str:
    return value if exact and isinstance(value, str) else defused(value, field)


def as_json(table: Table, rows: Iterable[Record], about: dict[str, Any]) -> Iterator[str]:
    """One object: what the table is, its columns, its rows by column name. Decimals stay strings."""
    columns = [{"name": f.name, "title": str(f.title), "type": f.type} for f in table.fields]
    opening = json.dumps({**about, "fields": columns}, ensure_ascii=False)
    yield opening[:-1] + ', "rows": ['
    names = [field.name for field in table.fields]
    for index, row in enumerate(rows):
        record = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        yield f"{',' if index else ''}\n{record}"
    yield "\n]}\n"


def as_xlsx(table: Table, rows: Iterable[Record], made: datetime, about: Iterable[tuple[str, ...]] = ()) -> bytes:
    """A workbook: the table, then what it is in words. Texts are texts, never formulas; BadQuery for too many rows."""
    out = io.BytesIO()
    # Rows go to a temporary file as they come: in_memory would keep them all and turn constant_memory off.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # here: most processes write no workbook

    with xlsxwriter.Workbook(out, options) as book:  # closed whatever the rows raise: the temporary files go
        book.set_properties({"created": made.replace(tzinfo=None)})
        _sheet(book.add_worksheet("jalon"), book.add_format({"bold": True}), table, rows)
        _read_me(book.add_worksheet(_("Lisez-moi")), about)
    return out.getvalue()


def _sheet(sheet: Any, bold: Any, table: Table, rows: Iterable[Record]) -> None:
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(table.fields):
        sheet.write_string(0, column, field.name, bold)
    for index, row in enumerate(rows, start=1):
        if index > XLSX_ROWS:
            message = _("Ce tableau a plus de lignes que ce qu’un classeur peut tenir. Prenez le CSV, ou filtrez.")
            raise BadQuery("form", message)
        for column, (value, field) in enumerate(zip(row, table.fields, strict=True)):
            _write(sheet, index, column, value, field)


def _read_me(sheet: Any, about: Iterable[tuple[str, ...]]) -> None:
    for index, line in enumerate(about):
        for column, text in enumerate(line):
            sheet.write_string(index, column, text[:XLSX_TEXT])


def _write(sheet: Any, row: int, column: int, value: Value, field: Field) -> None:
    """Numbers of up to 15 digits as numbers: a spreadsheet keeps no more; every other value as text."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif (
        field.type in ("integer", "number")
        and is_decimal(str(value))
        and len(str(value).strip("-").replace(".", "")) <= 15
    ):
        sheet.write_number(row, column, float(value))
    else:
        sheet.write_string(row, column, str(value)[:XLSX_TEXT])
