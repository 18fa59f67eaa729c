"""Workbooks as they should not be, made for tests: with openpyxl, or by changing the members of the archive."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl


def workbook(fill: Callable[[Any], None]) -> bytes:
    """An XLSX whose first sheet `fill` writes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Feuille"
    fill(sheet)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def table(*rows: tuple[object, ...]) -> bytes:
    """An XLSX whose first sheet holds the rows."""

    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    return workbook(fill)


def changed(data: bytes, **members: bytes | None) -> bytes:
    """The archive with members replaced, added, or removed (None). « __ » stands for « / » and « _dot_ » for « . »."""
    wanted = {name.replace("__", "/").replace("_dot_", "."): content for name, content in members.items()}
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in wanted:
                new.writestr(member.filename, old.read(member))
        for name, content in wanted.items():
            if content is not None:
                new.writestr(name, content)
    return held.getvalue()


def member(data: bytes, name: str) -> bytes:
    """A member of the archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
