"""Columns that are ticked: « 2025 » under « Calendrier », « Réalisée » under « État d’avancement », one body a column.

A tick under a year is a planned year: no deadline is made of it. A number there is kept as it is, under its year.
"""

import re
from collections.abc import Iterator, Sequence

from jalon.exchange import plan_fields as fields
from jalon.exchange.headers import Column
from jalon.exchange.sheets import Row, Value
from jalon.exchange.values import plain
from jalon.methods.text import fold

Said = tuple[str, str]
PLANNED_YEARS = "Calendrier"
"""The title under which ticked years are kept when none is printed above them."""
_TICK = re.compile(r"[xX×✕✖✗✘✓✔☑☒●■▪•★*+]{1,3}|1|oui|yes|vrai|true|ok")
_NOT = re.compile(r"[-–—/☐□0]|non|no|faux|false")
_ROLES = {
    "p": fields.LEAD, "pilote": fields.LEAD, "l": fields.LEAD, "lead": fields.LEAD, "chef de file": fields.LEAD,
    "c": fields.CO_LEAD, "cp": fields.CO_LEAD, "copilote": fields.CO_LEAD, "co-pilote": fields.CO_LEAD, "co-lead": fields.CO_LEAD,
}  # fmt: skip


def ticked(value: Value) -> bool:
    """The cell is ticked."""
    return value is True or _TICK.fullmatch(fold(plain(value))) is not None


def unsaid(value: Value) -> bool:
    """The cell is empty, or says that it is not ticked."""
    return value is None or value is False or not plain(value) or _NOT.fullmatch(fold(plain(value))) is not None


def phases(row: Row, columns: Sequence[Column]) -> Iterator[Said]:
    """The stages that are ticked; words beside them are theirs."""
    for column in columns:
        value = row.value(column.index)
        if not unsaid(value):
            words = column.bare if ticked(value) else f"{column.bare} : {plain(value)}"
            yield words, row.address(column.index)


def years(row: Row, columns: Sequence[Column]) -> Iterator[tuple[str, str, str]]:
    """Title, words and address: the years ticked together, then what other words or numbers stand under a year."""
    places: dict[str, tuple[list[str], str]] = {}
    others = []
    for column in columns:
        value, at = row.value(column.index), row.address(column.index)
        if unsaid(value):
            continue
        period = period_of(column)
        if ticked(value):
            group = column.group if period == column.bare and column.group else PLANNED_YEARS
            places.setdefault(group, ([], at))[0].append(period)
        else:
            others.append((period if period != column.bare else f"{column.group} {period}".strip(), plain(value), at))
    yield from ((group, ", ".join(periods), at) for group, (periods, at) in places.items())
    yield from others


def period_of(column: Column) -> str:
    """A title with the year above it: « T1 » under « 2025 » is « T1 2025 »."""
    return f"{column.bare} {column.group}" if re.fullmatch(r"(?:19|20)[0-9]{2}", column.group) else column.bare


def bodies(row: Row, columns: Sequence[Column]) -> Iterator[tuple[str, str, str]]:
    """Field, name and address of the bodies that are ticked, or marked P, C or A."""
    for column in columns:
        value = row.value(column.index)
        if not unsaid(value):
            role = _ROLES.get(fold(plain(value)), fields.PARTNER)
            yield role, column.bare, row.address(column.index)
