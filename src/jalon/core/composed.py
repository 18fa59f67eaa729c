"""Queries that a page asks each time: composed once, then asked with other values.

Django takes about ten times longer to compose a query than a database of this size to answer it. A query whose text never
changes need not be composed again.
"""

import uuid
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import QuerySet

Value: TypeAlias = int | uuid.UUID
STAND_INS: dict[type, Callable[[int], Value]] = {
    int: lambda place: 2_000_000_000 + place,
    uuid.UUID: lambda place: uuid.UUID(int=(1 << 127) + place),
}
"""Values that nobody has, to find where the given ones belong."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A query as one kind of database reads it. `values`: constants, or (as a `_Given`) the place of a given value."""

    sql: str
    values: tuple[Any, ...]
    converters: tuple[tuple[int, Sequence[Any], Any], ...]


@dataclass(frozen=True, slots=True)
class _Given:
    place: int


class Composed:
    """`write(*values)` gives a queryset of `values_list`, whose text must not depend on the values; `kinds` are their types
    (int, UUID). `rows` gives named tuples with the columns `names`.

    `ValueError` when a value is nowhere in the query: it would be asked of everything.
    """

    def __init__(self, names: Sequence[str], *kinds: type, write: Callable[..., QuerySet[Any]]) -> None:
        self._row: Any = namedtuple("Row", names)  # type: ignore[misc]  # the names are those of the query
        self._kinds, self._write = kinds, write
        self._texts: dict[str, _Text] = {}

    def rows(self, *given: Value) -> list[Any]:
        """The answer to the query with these values."""
        text = self._texts.get(connection.vendor) or self._compose()
        asked = [_plain(given[value.place]) if isinstance(value, _Given) else value for value in text.values]
        with connection.cursor() as cursor:
            cursor.execute(text.sql, asked)
            return [self._row._make(_converted(row, text.converters)) for row in cursor.fetchall()]

    def _compose(self) -> _Text:
        stand_ins = [STAND_INS[kind](place) for place, kind in enumerate(self._kinds)]
        compiler = self._write(*stand_ins).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        converters = tuple((place, *found) for place, found in compiler.get_converters(columns).items())
        text = _Text(str(sql), tuple(_places(values, [_plain(value) for value in stand_ins])), converters)
        self._texts[connection.vendor] = text
        return text


def _places(values: Sequence[Any], stand_ins: Sequence[Any]) -> Iterator[Any]:
    """The values of the query, those that are stand-ins by their place."""
    missing = [place for place, value in enumerate(stand_ins) if value not in values]
    if missing:
        raise ValueError(f"The query does not ask for its values {missing}.")
    for value in values:
        yield _Given(stand_ins.index(value)) if value in stand_ins else value


def _plain(value: Value) -> Any:
    """As the database holds it."""
    native = not isinstance(value, uuid.UUID) or connection.features.has_native_uuid_field
    return value if native else value.hex  # type: ignore[union-attr]  # an int is native


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Sequence[Any], Any]]) -> list[Any]:
    found = list(row)
    for place, converts, column in converters:
        for convert in converts:
            found[place] = convert(found[place], column, connection)
    return found
