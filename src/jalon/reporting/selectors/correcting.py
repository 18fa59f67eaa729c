"""What stands of each line of a body while it is asked: as it was sent, and as it is here now, for who corrects it."""

from dataclasses import dataclass

from jalon.facts.common import Text
from jalon.reporting.merging.comparing import entry_at, value_at
from jalon.reporting.merging.model import Column, Entry, Value
from jalon.reporting.models import Ask
from jalon.reporting.templates import live_lines, standing_of, template_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCell:
    """One column of a line. `place`: that of the column in its campaign. `here` None: nothing is declared."""

    column: Column
    place: int
    before: Value | None
    here: Entry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """One line of a body; `revision` goes back with a correction."""

    uid: str
    revision: int
    number: str
    title: Text
    cells: tuple[StandingCell, ...]


def standing_lines(ask: Ask) -> tuple[StandingLine, ...]:
    """The lines of a body with what stands of each column that is asked of them. Three queries."""
    rows = live_lines(ask)
    template = template_of(ask, rows, standing_of(ask, rows))
    return tuple(
        StandingLine(
            uid=str(row.uid), revision=row.revision, number=row.number, title=row.title,
            cells=tuple(
                StandingCell(
                    column=column, place=place, before=value_at(line.before, column.key),
                    here=entry_at(line.here, column.key),
                )
                for place, column in enumerate(template.columns)
                if column.asked_of(line)
            ),
        )
        for row, line in zip(rows, template.lines, strict=True)
    )  # fmt: skip
