"""Totals of means, where adding is right: one kind, year, programme and currency. Everything else is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

from jalon.facts.plan import Means, MeansKind
from jalon.methods.dates import DateError, Moment, Precision, parse

ADDABLE = frozenset({MeansKind.PLANNED, MeansKind.VOTED, MeansKind.COMMITTED, MeansKind.PAID})
"""Kinds that are a budget stage. Amendments, principles, findings and amounts without a stage are in no total."""

_EXACT = Context(prec=200)


class Obstacle(StrEnum):
    """Why lines cannot be added."""

    KIND = "kind"
    YEAR = "year"
    PROGRAMME = "programme"
    CURRENCY = "currency"
    AMOUNT = "amount"


class NotAddable(ValueError):
    """Lines that must not be added, and why."""

    def __init__(self, obstacle: Obstacle, found: Sequence[str]) -> None:
        super().__init__(f"Means of different or unknown {obstacle} are never added: {', '.join(found)}.")
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind, period, programme and currency. `total` None: they cannot be added, `obstacle` says why."""

    kind: MeansKind
    period: str | None
    programme: str | None
    currency: str
    lines: tuple[Means, ...]
    total: str | None
    obstacle: Obstacle | None = None


def total(lines: Sequence[Means]) -> str:
    """The sum of the amounts, exact, as a decimal string. `NotAddable` unless they are of one kind that is a budget
    stage, one year, one named programme and one currency, each with an amount. A single line is its own amount."""
    if not lines:
        raise ValueError("There is nothing to add.")
    if obstacle := _obstacle(lines):
        raise NotAddable(obstacle, [line.uid for line in lines])
    found = Decimal(0)
    for line in lines:
        found = _EXACT.add(found, Decimal(str(line.amount)))
    return format(found, "f")


def totals(lines: Iterable[Means]) -> tuple[Group, ...]:
    """The lines in groups that do not differ in kind, period, programme or currency, in that order; each with its
    total where it has one."""
    groups: dict[tuple[str, str, str, str], list[Means]] = {}
    for line in lines:
        key = (line.kind.value, line.when.edtf or line.when.printed or "", line.programme or "", line.currency)
        groups.setdefault(key, []).append(line)
    return tuple(_group(groups[key]) for key in sorted(groups))


def _group(lines: list[Means]) -> Group:
    first, obstacle = lines[0], _obstacle(lines)
    period = first.when.edtf or first.when.printed
    added = None if obstacle else total(lines)
    return Group(first.kind, period, first.programme, first.currency, tuple(lines), added, obstacle)


def _obstacle(lines: Sequence[Means]) -> Obstacle | None:
    if {line.kind for line in lines} - ADDABLE or len({line.kind for line in lines}) > 1:
        return Obstacle.KIND
    if any(line.amount is None for line in lines):
        return Obstacle.AMOUNT
    if len({line.currency for line in lines}) > 1:
        return Obstacle.CURRENCY
    if len(lines) == 1:
        return None
    if len({line.when.edtf for line in lines}) > 1 or not _is_year(lines[0].when.edtf):
        return Obstacle.YEAR
    programmes = {line.programme for line in lines}
    return Obstacle.PROGRAMME if len(programmes) > 1 or None in programmes else None


def _is_year(edtf: str | None) -> bool:
    """Whether the date is one year, no more and no less."""
    try:
        found = parse(edtf or "")
    except DateError:
        return False
    return isinstance(found, Moment) and found.precision is Precision.YEAR
