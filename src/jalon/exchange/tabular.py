"""Facts as tables without loss, and back: one table for each class of facts, one row for each fact.

What a fact holds once (a text, a date, a body) becomes columns (`planned.value`, `planned.lang`); what it holds several
times (titles, citations, steps) becomes rows of another table, under the fact's key. The first title stands in the row
of its plan or measure, so that a table of measures reads as one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jalon.exchange.problems import Fault
from jalon.exchange.sheets import CellError, Uncached, Value
from jalon.exchange.values import plain, read_integer, read_yes_no
from jalon.exchange.writing import OutValue
from jalon.facts.problems import N_
from jalon.facts.uids import uuid7

KEY, OWNER, PLACE, ORDER = "row_key", "owner", "place", "order_in_owner"
INLINE = {"titles": "title1", "texts": "text1"}
"""Members whose first item stands in the owner's own row, and under which prefix."""
Cells = dict[str, OutValue]
_ESCAPED = re.compile(r"\\([\\n])")
"""A line break or a backslash inside one of several values of a cell."""


class Unreadable(ValueError):
    """A cell that does not hold what its column holds."""

    def __init__(self, column: str, fault: Fault) -> None:
        super().__init__(fault.expected)
        self.column = column
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a fact class. `inner`: the class of what it holds; `many`: a tuple of them."""

    name: str
    inner: Any
    many: bool
    optional: bool
    default: Any

    @property
    def nested(self) -> bool:
        """It holds facts, not plain values."""
        return is_dataclass(self.inner)


@cache
def members(cls: Any) -> tuple[Member, ...]:
    """The members of a fact class in order."""
    hints = get_type_hints(cls)
    return tuple(_member(item, hints[item.name]) for item in fields(cls))


def _member(item: Field[Any], hint: Any) -> Member:
    optional = get_origin(hint) in (Union, UnionType)
    if optional:
        hint = next(arg for arg in get_args(hint) if arg is not NoneType)
    many = get_origin(hint) is tuple
    inner = get_args(hint)[0] if many else hint
    return Member(item.name, inner, many, optional, item.default if item.default is not MISSING else MISSING)


@cache
def columns(cls: Any, prefix: str = "") -> tuple[str, ...]:
    """The codes of the columns that a class needs, nested ones included."""
    found: list[str] = []
    for member in members(cls):
        code = f"{prefix}{member.name}"
        if member.nested and member.many:
            if member.name in INLINE and not prefix:
                found += columns(member.inner, f"{INLINE[member.name]}.")
        elif member.nested:
            found += columns(member.inner, f"{code}.")
        else:
            found.append(code)
    return tuple(found)


def identified(cls: Any) -> bool:
    """Facts of this class have a lasting uid, which is then the key of their row."""
    return any(member.name == "uid" and not member.optional for member in members(cls))


# --- out -------------------------------------------------------------------------------------------------------------


def flatten(fact: Any, prefix: str = "") -> Cells:
    """The columns of one fact."""
    cells: Cells = {}
    for member in members(fact.__class__):
        value, code = getattr(fact, member.name), f"{prefix}{member.name}"
        if member.nested and member.many:
            if member.name in INLINE and not prefix and value:
                cells |= flatten(value[0], f"{INLINE[member.name]}.")
        elif member.nested:
            cells |= flatten(value, f"{code}.") if value is not None else {}
        else:
            cells[code] = _cell(member, value)
    return cells


def _cell(member: Member, value: Any) -> OutValue:
    if member.many:
        return "\n".join(item.replace("\\", "\\\\").replace("\n", "\\n") for item in map(str, value))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, StrEnum):
        return str(value)
    return str(value)


def pieces(fact: Any, key: str, path: str = "") -> Iterator[tuple[Any, Cells, Any, str]]:
    """What a fact holds several times: (class, owner's columns, item, key of the item), the inner ones after."""
    for member in members(fact.__class__):
        value = getattr(fact, member.name)
        place = f"{path}{member.name}"
        if not member.nested or value is None:
            continue
        if not member.many:
            yield from pieces(value, key, f"{place}.")
            continue
        for order, item in enumerate(value):
            inner = item_key(item, key, place, order)
            if not (member.name in INLINE and order == 0 and not path):
                yield member.inner, {OWNER: key, PLACE: place, ORDER: order}, item, inner
            yield from pieces(item, inner)


def item_key(item: Any, owner: str, place: str, order: int) -> str:
    """The key of a piece: its uid, or its place in its owner."""
    return str(item.uid) if item is not None and identified(type(item)) else f"{owner}/{place}/{order}"


# --- in --------------------------------------------------------------------------------------------------------------

Children = Callable[[str, str, Any], tuple[Any, ...]]
"""(key of the owner, place, class) → the pieces, in order."""


def build(cls: Any, cells: Mapping[str, Value], key: str, children: Children, prefix: str = "") -> Any:
    """One fact from its row. `Unreadable` names the column that does not hold what it should."""
    given: dict[str, Any] = {}
    for member in members(cls):
        code = f"{prefix}{member.name}"
        if member.nested and member.many:
            given[member.name] = _many(member, cells, key, children, prefix)
        elif member.nested:
            if _present(member.inner, cells, f"{code}."):
                given[member.name] = build(member.inner, cells, key, _deeper(children, member.name), f"{code}.")
            elif not member.optional and member.default is MISSING:
                raise Unreadable(code, _needed())
        else:
            value = _read(member, cells.get(code), code)
            if value is not MISSING:
                given[member.name] = value
    if identified(cls) and not given.get("uid"):
        given["uid"] = uuid7()
    try:
        return cls(**given)
    except TypeError as error:
        lacking = next((m.name for m in members(cls) if m.default is MISSING and m.name not in given), "")
        raise Unreadable(f"{prefix}{lacking}", _needed()) from error


def _many(member: Member, cells: Mapping[str, Value], key: str, children: Children, prefix: str) -> tuple[Any, ...]:
    later = children(key, f"{member.name}", member.inner)
    if member.name in INLINE and not prefix:
        inline = f"{INLINE[member.name]}."
        if _present(member.inner, cells, inline):
            first = item_key(None, key, member.name, 0)
            return (build(member.inner, cells, first, children, inline), *later)
    return later


def _deeper(children: Children, name: str) -> Children:
    return lambda key, place, cls: children(key, f"{name}.{place}", cls)


def _present(cls: Any, cells: Mapping[str, Value], prefix: str) -> bool:
    return any(cells.get(code) not in (None, "") for code in columns(cls, prefix))


def _needed() -> Fault:
    return Fault(N_("Cette cellule est nécessaire."), N_("Remplissez-la, ou supprimez la ligne entière."))


def _read(member: Member, value: Value, code: str) -> Any:
    """The value of a plain member; MISSING: its default holds."""
    if isinstance(value, Uncached | CellError):
        raise Unreadable(
            code, Fault(N_("La valeur de cette formule n’est pas lisible."), N_("Écrivez la valeur elle-même."))
        )
    if value is None or value == "":
        return MISSING if member.default is not MISSING else _empty(member)
    if member.inner is bool or member.inner is int:
        read: Any = read_yes_no(value) if member.inner is bool else read_integer(value)
        if read.value is None:
            fault = read.fault or Fault(N_("Un nombre entier est attendu."), N_("Corrigez cette cellule."))
            raise Unreadable(code, fault)
        return read.value
    text = value if isinstance(value, str) else plain(value)
    if member.many:
        return tuple(
            _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], item) for item in text.split("\n")
        )
    if isinstance(member.inner, type) and issubclass(member.inner, StrEnum):
        return _term(member.inner, text, code)
    return text


def _empty(member: Member) -> Any:
    return "" if member.inner is str and not member.many else MISSING


def _term(terms: type[StrEnum], text: str, code: str) -> StrEnum:
    try:
        return terms(text.strip())
    except ValueError:
        expected = N_("Un terme parmi {choices} est attendu.")
        fault = Fault(expected, N_("Choisissez l’un des termes permis."), (("choices", ", ".join(terms)),))
        raise Unreadable(code, fault) from None
