"""All dates of a measure: the rows of the table, and the same on one axis."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Confidence, Known, Statement, StatementKind, When
from jalon.facts.common import Link as LinkKind
from jalon.facts.plan import Measure
from jalon.methods import charts, dates
from jalon.portal import marks, words
from jalon.portal.context import Bodies, Context
from jalon.portal.pages import promises
from jalon.portal.pages.measure_model import DateRow
from jalon.portal.pieces import Notebook, Phrase, day, phrase, read_date

DATED = frozenset(
    {
        StatementKind.ASKED,
        StatementKind.PROMISED,
        StatementKind.DEADLINE,
        StatementKind.OUTCOME,
        StatementKind.JUDGED,
        StatementKind.PROGRESS,
        StatementKind.PHASE,
    }
)
STAGES = (StatementKind.PROGRESS, StatementKind.PHASE)
"""Where a part of the measure stands is told with its name: it is not where the measure stands."""
FOUND = (StatementKind.OUTCOME, StatementKind.JUDGED, StatementKind.PROGRESS, StatementKind.PHASE)


def rows_and_plot(
    held: Sequence[Statement], measure: Measure, ctx: Context, book: Notebook, bodies: Bodies, known_until: str
) -> tuple[tuple[DateRow, ...], charts.TimeAxis | None, int]:
    """The rows by date, the drawing (None without a date), and how many statements bear no date that can be read."""
    statements = [s for s in held if s.kind in DATED]
    rows = [row for s in statements for row in _rows(s, ctx, book, bodies)]
    dated = sorted(
        (row for row in rows if row.day and row.day.sort > date.min),
        key=lambda row: row.day.sort if row.day else date.min,
    )
    return tuple(dated), plot(statements, ctx, known_until), len(rows) - len(dated)


def _rows(s: Statement, ctx: Context, book: Notebook, bodies: Bodies) -> Iterable[DateRow]:
    said, due = day(s.said, ctx.lang), day(s.due, ctx.lang)
    row = DateRow(
        day=said,
        label=", ".join(filter(None, [str(words.STATEMENT[s.kind]), s.topic if s.kind in STAGES else None])),
        speaker=bodies.link(s.said_by),
        text=_text(s, ctx),
        due=due,
        proposed=s.link is LinkKind.PROPOSED,
        inferred=s.confidence is Confidence.INFERRED,
        refs=book.refs(s.citations),
    )
    if said or not due:
        yield row
    if due:
        yield replace(row, day=due, label=str(words.STATEMENT[StatementKind.DEADLINE]), due=None)


def _text(s: Statement, ctx: Context) -> Phrase | None:
    """The statement's words; else its outcome, or that it was looked for in vain."""
    if s.known is not Known.GIVEN:
        return Phrase(str(words.KNOWN[s.known]))
    text = phrase(s.text, ctx.lang)
    outcome = words.label(words.OUTCOME, s.outcome) if s.outcome in words.OUTCOME else ""
    return text or (Phrase(outcome) if outcome else None) or (phrase(s.note, ctx.lang))


def plot(statements: Sequence[Statement], ctx: Context, known_until: str) -> charts.TimeAxis | None:
    """Three strands (asked, promised, found) on one axis; what lies after the last look is hatched."""
    events = [event for s in statements for event in _events(s, ctx)]
    if not events:
        return None
    limit = read_date(known_until)
    named = {event.strand for event in events}
    strands = [str(name) for name in STRANDS if str(name) in named]
    looked = limit.latest if limit else None
    lines = [line for p in promises.promises_of(statements) for line in _lines(p, looked) if line.strand in named]
    return charts.time_axis(strands, events, lines=lines, known_until=limit, chosen=ctx.today)


ASKED, PROMISED, SEEN = lazy("Demandé"), lazy("Promis"), lazy("Constaté, jugé")
STRANDS = (ASKED, PROMISED, SEEN)


def _events(s: Statement, ctx: Context) -> Iterable[charts.Event]:
    """The signs of one statement: where it was said, and the due date that it names."""
    said, due = _drawable(s.said), _drawable(s.due)
    who = s.said_by.name if s.said_by else ""
    if said and s.kind in (*FOUND, StatementKind.ASKED, StatementKind.PROMISED):
        words_ = dates.format_date(said, ctx.lang, dates.Style.SHORT)
        label = ", ".join(part for part in (who, words_) if part)
        yield charts.Event(s.uid, _strand(s), said, _shape(s), label)
    if due:
        label = _("dû : %(date)s") % {"date": dates.format_date(due, ctx.lang, dates.Style.SHORT)}
        yield charts.Event(f"{s.uid}-due", str(PROMISED), due, "due", label, charts.At.END)


def _strand(s: Statement) -> str:
    if s.kind is StatementKind.ASKED:
        return str(ASKED)
    return str(PROMISED if s.kind is StatementKind.PROMISED else SEEN)


def _drawable(when: When | None) -> dates.Edtf | None:
    found = read_date(when.edtf) if when else None
    return found if found and (found.earliest or found.latest) else None


def _lines(promise: promises.Promise, looked: date | None) -> Iterable[charts.TimedLine]:
    """Waiting until due, late as far as somebody looked, then unknown: the line stops at the last look."""
    said = next((edtf for s in promise.of(StatementKind.PROMISED) if (edtf := _drawable(s.said))), None)
    due, outcome = promises.due_of(promise), promises.outcome_of(promise)
    start = said.latest if said else None
    limit = due.latest if due else None
    end = (outcome.on.earliest if outcome.done else outcome.on.latest) if outcome else None
    if start and (limit or end):
        yield from _line("waiting", start, min(day for day in (limit, end) if day))
    if limit and end and outcome:
        yield from _line("late", limit, end)
    last = max((day for day in (start, limit, end) if day), default=None)
    if last and looked and not (outcome and outcome.done):
        yield from _line("open", last, looked)


def _line(kind: str, start: date, end: date) -> Iterable[charts.TimedLine]:
    if start < end:
        yield charts.TimedLine(str(PROMISED), kind, start, end)


def _shape(s: Statement) -> str:
    """The sign of a statement on the axis."""
    if s.kind in (StatementKind.ASKED, StatementKind.PROMISED):
        return s.kind.value
    if s.kind is StatementKind.OUTCOME:
        if s.known is not Known.GIVEN:
            return marks.UNREAD
        return "sq-full" if s.outcome in promises.DONE or s.outcome == "evidence" else "missed"
    return marks.mark_of(s)
