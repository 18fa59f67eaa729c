"""Writes CSV as French spreadsheets open it: UTF-8 with its mark, semicolons, texts that look like formulas guarded."""

import csv
import io
from datetime import date
from decimal import Decimal

from jalon.exchange.text_tables import guarded
from jalon.exchange.writing import OutSheet, OutValue


def write_csv(sheet: OutSheet, *, separator: str = ";", mark: bool = True) -> bytes:
    """One sheet. Decimals have a point and no group separator, dates are 2026-12-31; hidden columns are written too."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=separator, lineterminator="\r\n")
    if sheet.code_row:
        writer.writerow([column.code for column in sheet.columns])
    writer.writerow([guarded(column.title) for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(value) for value in row])
    return held.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _cell(value: OutValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, date):
        return value.isoformat()[:10]
    return (
        format(value, "f") if isinstance(value, Decimal) else guarded(value) if isinstance(value, str) else str(value)
    )
