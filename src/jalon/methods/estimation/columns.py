"""Columns of histories out of CSV, frames and Parquet, each value checked; used by `tables` only."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jalon.methods.estimation.errors import TableError

_ABSENT = ("", "nan", "none", "<na>", "na", "nat")
_MARKS = {"0": 0, "1": 1, "false": 0, "true": 1}


def of_csv(source: Any) -> dict[str, list[str]]:
    """Columns of a CSV: the text itself or an open text file (anything with `read`)."""
    text = source.read() if hasattr(source, "read") else source
    if isinstance(text, bytes):
        text = _decoded(text)
    if not isinstance(text, str):
        raise TableError(f"a CSV is a text or an open text file, not {type(source).__name__}")
    lines = text.removeprefix("\ufeff").splitlines()
    if not any(line.strip() for line in lines):
        raise TableError("the CSV is empty", advice="Give a header, then one row a history")
    first = next(line for line in lines if line.strip())
    separator = max(",;\t", key=first.count)
    read = enumerate(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator), start=1)
    rows = [(n, [value.strip() for value in row]) for n, row in read if any(value.strip() for value in row)]
    return _transposed(rows[0][1], rows[1:])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1}"
        raise TableError("the CSV is not UTF-8", where=where, advice="Save it as « CSV UTF-8 »") from error


def _transposed(header: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> dict[str, list[str]]:
    for name, times in Counter(header).items():
        if times > 1 or not name:
            raise TableError(
                f"{times} columns named « {name} »", where="header", advice="Give each column its own name"
            )
    for number, row in rows:
        if len(row) != len(header):
            raise TableError(f"{len(row)} values, the header has {len(header)}", where=f"line {number}")
    return {name: [row[n] for _, row in rows] for n, name in enumerate(header)}


def of_parquet(path: str) -> Any:
    """A DuckDB relation over a Parquet file."""
    try:
        import duckdb
    except ImportError as error:
        raise TableError(
            "reading Parquet needs duckdb", advice='Install it with pip install "jalon[estimation]"'
        ) from error
    try:
        return duckdb.read_parquet(str(path))
    except duckdb.Error as error:
        raise TableError(f"not a Parquet file that can be read: {error}", where=str(path)) from error


def of_frame(frame: Any) -> dict[str, Any]:
    """Columns of a frame by name: pandas, polars, Arrow, a DuckDB relation or a mapping."""
    if hasattr(frame, "fetchnumpy"):
        return dict(frame.fetchnumpy())
    if isinstance(frame, Mapping):
        return dict(frame)
    names = getattr(frame, "column_names", None) or getattr(frame, "columns", None)
    if names is None:
        raise TableError(
            f"a {type(frame).__name__} is no frame", advice="Give pandas, polars, Arrow, DuckDB or a mapping"
        )
    for name, times in Counter(names).items():
        if times > 1:
            raise TableError(
                f"{times} columns named « {name} »", where="header", advice="Give each column its own name"
            )
    return {str(name): frame[name] for name in names}


def list_names(found: Mapping[str, Any], lists: Sequence[str] | None, count: str | None) -> tuple[str, ...]:
    """Names of the 0/1 columns; refuses names that the header has not."""
    if count is not None and count not in found:
        advice = "Name the column of counts, or say that each row is one person (count=None)"
        raise TableError(f"no column is named « {count} »", where="header " + ", ".join(found), advice=advice)
    names = tuple(lists) if lists is not None else tuple(name for name in found if name != count)
    for name in names:
        if name not in found:
            raise TableError(f"no column is named « {name} »", where="header " + ", ".join(found))
    if not names:
        raise TableError("no list", where="header " + ", ".join(found), advice="Give one 0/1 column a list")
    return names


def groups(found: Mapping[str, Any], by: str) -> dict[str, NDArray[np.int64]]:
    """Rows of each value of the column `by`, as text, in ascending order of the values."""
    if by not in found:
        raise TableError(f"no column is named « {by} »", where="header " + ", ".join(found))
    rows: dict[str, list[int]] = {}
    for row, value in enumerate(_plain(found[by])):
        if _spelled(value) in _ABSENT:
            advice = "Unknown is a stratum of its own: write « unknown »"
            raise TableError("the stratum is missing", where=f"row {row + 1}, column {by}", advice=advice)
        rows.setdefault(str(value).strip(), []).append(row)
    return {value: np.array(rows[value], dtype=np.int64) for value in sorted(rows)}


def marks(name: str, values: Any) -> NDArray[np.int64]:
    """(rows,) 0 or 1: whether a row's people are on the list `name`."""
    read = np.zeros(len(values), dtype=np.int64)
    for row, value in enumerate(_plain(values)):
        mark = _MARKS.get(_spelled(value))
        if mark is None:
            raise TableError(
                f"« {value} » is neither 0 nor 1", where=f"row {row + 1}, list {name}", advice=_missing(value)
            )
        read[row] = mark
    return read


def counts(values: Any) -> NDArray[np.int64]:
    """(rows,) counts: whole numbers, zero or more."""
    read = np.zeros(len(values), dtype=np.int64)
    for row, value in enumerate(_plain(values)):
        spelled = _spelled(value)
        if not (spelled.isascii() and spelled.isdecimal()) or len(spelled) > 16:
            raise TableError(_wrong_count(value, spelled), where=f"row {row + 1}, count", advice=_missing(value))
        read[row] = int(spelled)
    return read


def _plain(values: Any) -> list[Any]:
    """Python values; masked ones become None."""
    if isinstance(values, np.ma.MaskedArray):
        return list(values.tolist())
    return list(values.tolist()) if hasattr(values, "tolist") else list(values)


def _spelled(value: Any) -> str:
    """A whole number without its « .0 », lower case, no spaces; other values as they are."""
    spelled = "" if value is None else str(value).strip().lower()
    whole, point, fraction = spelled.partition(".")
    return whole if point and whole and not fraction.strip("0") else spelled


def _wrong_count(value: Any, spelled: str) -> str:
    if spelled in _ABSENT:
        return "the count is missing"
    if spelled.startswith("-"):
        return f"the count « {value} » is negative"
    return f"the count « {value} » is no whole number of people"


def _missing(value: Any) -> str:
    """Missing is not zero."""
    return "" if value not in (None, "") else "Missing is not zero: write 0, or leave the row out"
