"""Writes XLSX: typed cells, locked cells, drop-downs, hidden keys, frozen header, fixed times."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from jalon.exchange.text_tables import guarded
from jalon.exchange.writing import (
    INSTRUCTIONS,
    LISTS,
    NOT_A_CHOICE,
    Book,
    ColumnKind,
    OutColumn,
    OutSheet,
    OutValue,
    fitting,
)

_BOOK = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_PROTECTION = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "select_locked_cells": True,
}
_SHOWN = {ColumnKind.TEXT: "@", ColumnKind.NUMBER: "General", ColumnKind.DATE: "dd/mm/yyyy"}


def write_xlsx(book: Book) -> bytes:
    """The bytes of the workbook. `Refused` for a text that no cell holds."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, _BOOK) as workbook:
        writer = _Writer(workbook, book)
        writer.write()
    return held.getvalue()


class _Writer:
    def __init__(self, workbook: Any, book: Book) -> None:
        self.workbook = workbook
        self.book = book
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.lists: list[tuple[str, ...]] = []

    def write(self) -> None:
        made = self.book.made.astimezone(UTC).replace(tzinfo=None)
        about = {"title": self.book.title, "author": self.book.author, "created": made}
        self.workbook.set_properties(about)
        for name, text in sorted(self.book.properties.items()):
            self.workbook.set_custom_property(name, text, "text")
        if self.book.instructions:
            self._instructions()
        for sheet in self.book.sheets:
            self._sheet(sheet)
        if self.lists:
            self._lists()

    def format(self, **wanted: Any) -> Any:
        """A cell format, made once: the same book gives the same bytes."""
        key = tuple(sorted(wanted.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"valign": "top", **wanted})
        return self.formats[key]

    def _instructions(self) -> None:
        sheet = self.workbook.add_worksheet(self.book.words(INSTRUCTIONS))
        sheet.set_column(0, 0, 100)
        for row, line in enumerate(self.book.instructions):
            sheet.write_string(row, 0, line, self.format(text_wrap=True, bold=row == 0))

    def _sheet(self, sheet: OutSheet) -> None:
        page = self.workbook.add_worksheet(sheet.name)
        title_row = sheet.header_row - 1
        if sheet.code_row:
            page.write_row(0, 0, [column.code for column in sheet.columns], self.format(locked=True))
            page.set_row(0, None, None, {"hidden": True})
        for place, column in enumerate(sheet.columns):
            self._column(page, sheet, place, column, title_row)
        last = title_row
        for last, row in enumerate(sheet.rows, start=title_row + 1):
            for place, value in enumerate(row):
                self._cell(page, sheet, last, place, value)
        self._choices(page, sheet, title_row + 1, max(last, title_row + 1))
        page.freeze_panes(title_row + 1, 0)
        if sheet.protected:
            page.protect("", _PROTECTION)
        if sheet.hidden:
            page.hide()

    def _column(self, page: Any, sheet: OutSheet, place: int, column: OutColumn, row: int) -> None:
        empty = self._format_of(sheet, column)
        page.set_column(place, place, column.width, empty, {"hidden": True} if column.hidden else {})
        header = self.format(bold=True, text_wrap=True, bottom=1, locked=True, bg_color="#EDEDED")
        page.write_string(row, place, column.title, header)
        if column.help:
            page.write_comment(row, place, column.help, {"author": "", "visible": False})

    def _format_of(self, sheet: OutSheet, column: OutColumn, **more: Any) -> Any:
        locked = sheet.protected and column.locked
        look: Mapping[str, Any] = {"bg_color": "#F5F5F5"} if locked else {}
        wrap = column.kind is ColumnKind.TEXT
        return self.format(num_format=_SHOWN[column.kind], locked=locked, text_wrap=wrap, **look, **more)

    def _cell(self, page: Any, sheet: OutSheet, row: int, place: int, value: OutValue) -> None:
        column = sheet.columns[place]
        value = fitting(value, sheet.name, place, row + 1)
        if value is None or value == "":
            page.write_blank(row, place, None, self._format_of(sheet, column))
        elif isinstance(value, str):
            more = {"quote_prefix": True} if guarded(value) != value else {}
            page.write_string(row, place, value, self._format_of(sheet, column, **more))
        elif isinstance(value, bool):
            page.write_boolean(row, place, value, self._format_of(sheet, column))
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)
            page.write_datetime(row, place, moment, self._format_of(sheet, column))
        else:
            page.write_number(
                row, place, float(value) if isinstance(value, Decimal) else value, self._format_of(sheet, column)
            )

    def _choices(self, page: Any, sheet: OutSheet, first: int, last: int) -> None:
        for place, column in enumerate(sheet.columns):
            if column.choices:
                page.data_validation(first, place, last, place, self._list(column))

    def _list(self, column: OutColumn) -> dict[str, Any]:
        if column.choices not in self.lists:
            self.lists.append(column.choices)
        letters = xlsxwriter.utility.xl_col_to_name(self.lists.index(column.choices))
        source = f"='{LISTS}'!${letters}$1:${letters}${len(column.choices)}"
        return {
            "validate": "list",
            "source": source,
            "error_title": column.title[:32],
            "error_message": self.book.words(NOT_A_CHOICE),
        }

    def _lists(self) -> None:
        page = self.workbook.add_worksheet(LISTS)
        for place, choices in enumerate(self.lists):
            page.write_column(0, place, choices)
        page.hide()
