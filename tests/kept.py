"""A start that many tests share is built once in a process; the next tests get the same rows and files, written straight.

What the first test built is kept as it lies in the tables. A later one gets it only where the tables hold, to the last
row, what they held before the first was built; anywhere else it is built anew. Each test stays in its own transaction.
"""

import atexit
import copy
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

Built = TypeVar("Built")
Row = tuple[Any, ...]
Tables = dict[str, list[Row]]
"""The rows of each table that holds any, as the database spells them; the id first."""


@dataclass(frozen=True)
class _Kept:
    """What a start changed, and what its fixture gave."""

    before: Tables
    gone: Tables
    added: Tables
    files: Path | None
    given: Any


_KEPT: dict[object, _Kept] = {}
_COLUMNS: dict[str, list[str]] = {}
_FILES = Path(tempfile.mkdtemp(prefix="jalon-kept-"))
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)


def kept(key: object, build: Callable[[], Built]) -> Built:
    """What `build` gives, with its rows and the files of the instance. The key names the start, and all that it is made from."""
    own = settings.JALON.var_dir
    key = (key, repr(settings.JALON.model_copy(update={"var_dir": Path()})), connection.in_atomic_block)
    before, files = _rows(), _names(own)
    found = _KEPT.get(key)
    if found is not None and found.before == before and not (found.files and files):
        _put(found, own)
        given: Built = copy.deepcopy(found.given)
        return given
    built = build()
    made = _names(own) != files
    if found is None and not (files and made):
        _KEPT[key] = _keep(before, own if made else None, built)
    return built


def _names(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def _keep(before: Tables, own: Path | None, built: Any) -> _Kept:
    after = _rows()
    files = shutil.copytree(own, _FILES / str(len(_KEPT))) if own else None
    return _Kept(before, _less(before, after), _less(after, before), files, copy.deepcopy(built))


def _less(some: Tables, others: Tables) -> Tables:
    """The rows of some that are not among the others."""
    known = {table: set(rows) for table, rows in others.items()}
    left = {table: [row for row in rows if row not in known.get(table, ())] for table, rows in some.items()}
    return {table: rows for table, rows in left.items() if rows}


def _put(found: _Kept, own: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in found.gone.items():
            cursor.executemany(f'DELETE FROM "{table}" WHERE "{_columns()[table][0]}" = %s', [row[:1] for row in rows])
        for table, rows in found.added.items():
            names = ", ".join(f'"{name}"' for name in _columns()[table])
            blanks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({blanks})', rows)
    cache.clear()  # what was counted for these people: its table belongs to no model, and outlives tests that commit
    if found.files:
        shutil.copytree(found.files, own, dirs_exist_ok=True)


def _rows() -> Tables:
    """All that the tables of the models hold."""
    any_row = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in _columns())
    with connection.cursor() as cursor:
        cursor.execute(any_row)
        return {name: _read(cursor, name) for name in sorted(row[0] for row in cursor.fetchall())}


def _read(cursor: Any, table: str) -> list[Row]:
    """The rows of a table by their id. `+` gives what SQLite stores: its bare columns are made into dates and booleans."""
    sign = "+" if connection.vendor == "sqlite" else ""
    names = ", ".join(f'{sign}"{name}"' for name in _columns()[table])
    cursor.execute(f'SELECT {names} FROM "{table}" ORDER BY 1')
    return [tuple(row) for row in cursor.fetchall()]


def _columns() -> dict[str, list[str]]:
    """The columns of each table, its id first; what Django fills by itself is left out."""
    if not _COLUMNS:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy and model._meta.app_label != "contenttypes":
                names = [field.column for field in model._meta.local_concrete_fields]
                pk = model._meta.pk.column
                _COLUMNS[model._meta.db_table] = [pk, *(name for name in names if name != pk)]
        _COLUMNS.pop("auth_permission", None)
    return _COLUMNS
