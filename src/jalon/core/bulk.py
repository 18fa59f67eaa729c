"""Many rows appended at once, without one model object a row: six times as fast as `bulk_create`.

Only for records that nobody asks back: their keys are not read, no signal is sent, no history begins.

    append(Observation, ("series_id", "order", "when"), ((key, 0, when), (key, 1, when)))
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, router, transaction

from jalon.facts.codec import plain
from jalon.facts.common import Text

BATCH = 10_000
MANY = 50_000
"""Rows for which checks are left aside and indexes made again."""
VALUES = 300
"""Values that a statement for SQLite holds: several rows are inserted at once, a tenth faster (with 900, long texts take longer)."""
ROOM = 48_000
"""KB of pages that SQLite may keep during a job."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
Prepare: TypeAlias = Callable[[Any], Any]
Reader: TypeAlias = Callable[[Sequence[Any]], Sequence[Any]]
_AS_IT_IS = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey, models.BooleanField)
"""Columns whose values the drivers take as they are: str, int, bool, None."""


def append(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], same: Mapping[str, Any] = NOTHING
) -> int:
    """Insert rows given as values of `columns` (names as attributes: `series_id`); returns how many.

    `same`: columns that hold one value in all rows. Every column that has no default must be among the two. A part of the
    rows is inserted when a later one is refused: call it in a transaction.
    """
    table, waiting, count = Table(model), iter(rows), 0
    rest = table.ready(same)
    while some := list(islice(waiting, BATCH)):
        table.insert(dict(zip(columns, zip(*some, strict=True), strict=True)), rest)
        count += len(some)
    return count


class Table:
    """Where rows are inserted: values are made ready for the driver column by column, or once for many rows. In a transaction
    only: rows before one that is refused are there.

    A column that is None in all of them is not named: naming it takes time, and nothing has a default but in Python.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self._connection = connections[router.db_for_write(model)]
        self._fields: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            self._fields |= {field.name: field, field.attname: field}
        self._readers: dict[str, Reader | None] = {}
        self._name = self._connection.ops.quote_name(str(model._meta.db_table))

    def insert(self, columns: Mapping[str, Sequence[Any]], ready: Mapping[str, Any] = NOTHING) -> None:
        """Insert rows given as columns, each as long as the others. `ready`: what all rows hold besides."""
        count = len(next(iter(columns.values())))
        said = {name: self.column(name, values) for name, values in columns.items() if any(map(_is_said, values))}
        said = said or dict(islice(columns.items(), 1))
        told = (*said.values(), *([value] * count for value in ready.values()))
        self.insert_ready((*said, *ready), zip(*told, strict=True))

    def insert_ready(self, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows whose values are ready."""
        size = max(1, VALUES // len(columns)) if self._connection.vendor == "sqlite" else 1
        waiting, last = iter(rows), list[Sequence[Any]]()
        with self._ending(), self._connection.cursor() as cursor:
            groups: Any = _in_groups(waiting, size, last)  # drivers take any iterable
            cursor.executemany(self._statement(columns, size), groups)
            if last:
                cursor.executemany(self._statement(columns, 1), last)

    @contextmanager
    def _ending(self) -> Iterator[None]:
        """What goes wrong ends the transaction, as a full disk does by itself. Django's own mark would hold the error, and with
        it all that its callers hold, until the next one."""
        try:
            yield
        except DatabaseError:
            if self._connection.in_atomic_block:
                transaction.set_rollback(True, using=self._connection.alias)
            raise

    def _statement(self, columns: Sequence[str], rows: int) -> str:
        # « OR FAIL »: what is refused is taken back with the transaction. To take back a statement alone, SQLite copies each page
        # of an index before it writes there: with uids in no order, a page a row, two thirds of the time
        insert = "INSERT OR FAIL" if self._connection.vendor == "sqlite" else "INSERT"
        quoted = ", ".join(self._connection.ops.quote_name(self._fields[name].column) for name in columns)
        row = f"({', '.join(['%s'] * len(columns))})"
        return f"{insert} INTO {self._name} ({quoted}) VALUES {', '.join([row] * rows)}"

    def ready(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Values of some columns as the driver takes them, without those that are None."""
        return {name: self.column(name, (value,))[0] for name, value in said.items() if value is not None}

    @property
    def uid(self) -> Callable[[bytes], Any]:
        """A uid from its 16 bytes, ready."""
        return _native if self._connection.features.has_native_uuid_field else bytes.hex

    def column(self, name: str, values: Sequence[Any]) -> Sequence[Any]:
        """Values of one column as the driver takes them."""
        if name not in self._readers:
            self._readers[name] = _reader(self._fields[name], self._connection)
        read = self._readers[name]
        return values if read is None else read(values)


def _in_groups(rows: Iterator[Sequence[Any]], size: int, last: list[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The values of so many rows at a time; those of the last group, which are fewer, are left in `last`."""
    while len(some := list(islice(rows, size))) == size:
        yield some[0] if size == 1 else list(chain.from_iterable(some))
    last += some


def _is_said(value: Any) -> bool:
    return value is not None


def _native(uid: bytes) -> UUID:
    return UUID(bytes=uid)


@contextmanager
def many(model: type[models.Model], count: int) -> Iterator[None]:
    """While so many rows are inserted into a table of SQLite, its checks are left aside; where it holds fewer, its indexes too:
    made again at the end, in order, they take half the time (docs/performance.md). Those that refuse what is there twice stay.

    What goes wrong inside gives all of them back. Look for nothing in the table meanwhile, and have no reading of it under way.
    """
    connection = connections[router.db_for_write(model)]
    if connection.vendor != "sqlite" or count < MANY:
        yield
        return
    with _unchecked(connection), _indexed_after(connection, model) if _is_smaller(model, count) else nullcontext():
        yield


@contextmanager
def _unchecked(connection: Any) -> Iterator[None]:
    """That JSON is JSON is known of what was just written as JSON; checked in the midst of several rows, SQLite first copies each
    page of its indexes to a file of its own (`Table`)."""
    connection.ensure_connection()
    database = connection.connection  # not by a cursor, which a broken transaction refuses
    (before,) = database.execute("PRAGMA ignore_check_constraints").fetchone()
    try:
        database.execute("PRAGMA ignore_check_constraints = ON")
        yield
    finally:
        with suppress(connection.Database.Error):  # closed meanwhile: what went wrong inside is what is told
            database.execute(f"PRAGMA ignore_check_constraints = {int(before)}")


@contextmanager
def _indexed_after(connection: Any, model: type[models.Model]) -> Iterator[None]:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        found = (
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql LIKE 'CREATE INDEX%%'"
        )
        indexes = cursor.execute(found, [model._meta.db_table]).fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _name, made in indexes:
            cursor.execute(made)


def _is_smaller(model: type[models.Model], count: int) -> bool:
    last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
    return bool(last < count)


@contextmanager
def roomy() -> Iterator[None]:
    """For the time of a job, SQLite keeps more of its indexes in memory: uids are in no order, and with 2 MB each page of
    their indexes is written many times (docs/performance.md)."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size = -{ROOM}")
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:  # what went wrong inside is what is told
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


def append_objects(model: type[models.Model], objects: Iterable[models.Model]) -> int:
    """The same for model objects, with the times that they are given when they are added."""
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
    timed = [field for field in fields if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)]
    names = [field.attname for field in fields]
    return append(model, names, (_values(one, names, timed) for one in objects))


def _values(row: models.Model, names: Sequence[str], timed: Sequence[Any]) -> list[Any]:
    for field in timed:
        field.pre_save(row, add=True)
    known = row.__dict__
    return [known[name] for name in names]


def _reader(field: Any, connection: Any) -> Reader | None:
    """What makes the values of a column ready; None when they are."""
    if isinstance(field, _AS_IT_IS):
        return None
    if isinstance(field, models.UUIDField):
        return None if connection.features.has_native_uuid_field else _digits
    if not isinstance(field, models.JSONField):
        return lambda values: _once(lambda value: field.get_db_prep_save(value, connection), values)
    prepare: Prepare = lambda value: field.get_db_prep_value(value, connection)
    if (getattr(field, "cls", None), getattr(field, "many", None)) == (Text, False):  # titles are each their own
        return lambda values: _once(prepare if connection.vendor != "sqlite" else _Texts(prepare), values)
    prepare = lru_cache(maxsize=8192)(prepare)
    return lambda values: _once(prepare, values)


class _Texts:
    """Texts as JSON: what is around their words is the same in all of one language and wording."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._around: dict[tuple[str, str], tuple[str, str]] = {}

    def __call__(self, text: Text) -> str:
        key = (text.lang, text.wording)
        around = self._around.get(key)
        if around is None:
            before, _words, after = self._prepare(replace(text, value="")).rpartition('""')
            around = self._around[key] = before, after
        return f"{around[0]}{json.dumps(plain(text.value))}{around[1]}"


def _digits(uids: Sequence[UUID | None]) -> list[str | None]:
    """As SQLite holds them."""
    return [None if uid is None else uid.hex for uid in uids]


def _once(prepare: Prepare, values: Sequence[Any]) -> list[Any]:
    """Facts are often shared: each is made ready once."""
    held = {id(value): value for value in values}
    made = {key: None if value is None else prepare(value) for key, value in held.items()}
    return [made[id(value)] for value in values]
