"""Promises with their due dates and what was found: after the date until which somebody looked, nothing is late."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jalon.facts.common import Known, Statement, StatementKind
from jalon.methods import dates
from jalon.methods.dates import Standing
from jalon.portal import words
from jalon.portal.context import Bodies, Context
from jalon.portal.pages.claims import oldest_first
from jalon.portal.pages.plan_model import PromiseRow
from jalon.portal.pieces import Notebook, Phrase, day, phrase, read_date

DONE = frozenset({"kept", "closed", "examined", "done"})


@dataclass(frozen=True, slots=True)
class Promise:
    """The statements that belong to one promise: who promised what, for when, and what was seen."""

    topic: str
    said: tuple[Statement, ...]

    def of(self, *kinds: StatementKind) -> tuple[Statement, ...]:
        """Its statements of these kinds, oldest first."""
        return tuple(s for s in self.said if s.kind in kinds)

    @property
    def dues(self) -> tuple[Statement, ...]:
        """Statements that name a due date, the earliest date first."""
        return tuple(sorted((s for s in self.said if s.due), key=lambda s: (s.due.edtf or "") if s.due else ""))


def promises_of(statements: Iterable[Statement]) -> list[Promise]:
    """Group PROMISED, DEADLINE and OUTCOME statements of a subject by what they are about.

    An outcome that answers no promise is no promise: it is left out.
    """
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.kind in (StatementKind.PROMISED, StatementKind.DEADLINE, StatementKind.OUTCOME):
            groups[statement.subject, statement.topic or ""].append(statement)
    found = [Promise(topic, tuple(oldest_first(group))) for (_subject, topic), group in groups.items()]
    return [promise for promise in found if promise.of(StatementKind.PROMISED, StatementKind.DEADLINE)]


def outcome_of(promise: Promise) -> dates.Outcome | None:
    """The last thing seen of a promise: done, or found not done."""
    given = (s for s in promise.of(StatementKind.OUTCOME) if s.known is Known.GIVEN)
    seen = [(s, read_date(s.said.edtf)) for s in given if s.said and s.outcome]
    dated = [(s, on) for s, on in seen if on is not None]
    if not dated:
        return None
    done = [pair for pair in dated if pair[0].outcome in DONE]
    statement, on = done[-1] if done else dated[-1]
    return dates.Outcome(done=statement.outcome in DONE, on=on)


def due_of(promise: Promise) -> dates.Edtf | None:
    """The last due date that was named."""
    found = [read_date(s.due.edtf) for s in promise.dues if s.due]
    return next((edtf for edtf in reversed(found) if edtf is not None), None)


def standing(promise: Promise, known_until: str, today: date, lang: str) -> tuple[Standing, str]:
    """Where the promise stands, and the sentence that says it."""
    limit = read_date(known_until) or dates.from_date(today)
    status = dates.status_on(due_of(promise), outcome_of(promise), limit, today)
    sentence = sentence_of(status, lang)
    if status.standing is Standing.KEPT and status.slip and len({s.due.edtf for s in promise.dues if s.due}) > 1:
        sentence = _("%(sentence)s, la dernière annoncée") % {"sentence": sentence}
    return status.standing, sentence


def sentence_of(status: dates.Status, lang: str) -> str:
    """Where it stands, in words."""
    looked = _said(status.last_looked, lang)
    found = _said(status.found_not_done, lang) if status.found_not_done else ""
    match status.standing:
        case Standing.KEPT:
            slip = dates.slippage_in_words(status.slip, lang) if status.slip else ""
            return _("tenu, %(slip)s") % {"slip": slip} if slip else _("tenu")
        case Standing.NOT_YET_DUE:
            return _("date à venir")
        case Standing.LATE:
            return _("non fait, constaté %(date)s") % {"date": found}
        case Standing.OUTCOME_UNKNOWN if found:
            shown = {"found": found, "looked": looked}
            return _("non fait, constaté %(found)s ; depuis, issue inconnue, dernier regard %(looked)s") % shown
        case Standing.OUTCOME_UNKNOWN:
            return _("date passée, issue inconnue, dernier regard %(date)s") % {"date": looked}
        case _ if found:
            return _("sans échéance lue ; non fait, constaté %(date)s") % {"date": found}
        case _:
            return _("sans échéance lue")


def _said(edtf: dates.Edtf | None, lang: str) -> str:
    """« le 12 janvier 2023 », « en décembre 2025 »."""
    return dates.format_date(edtf, lang, dates.Style.IN_SENTENCE) if edtf else _("à une date non lue")


def row(promise: Promise, ctx: Context, book: Notebook, bodies: Bodies, known_until: str) -> PromiseRow:
    """One promise as a row: the first to promise it speaks."""
    first = next(iter(promise.of(StatementKind.PROMISED, StatementKind.DEADLINE)), promise.said[0])
    return PromiseRow(
        uids=tuple(s.uid for s in promise.said),
        text=phrase(first.text, ctx.lang) or (Phrase(promise.topic, summary=True) if promise.topic else None),
        speaker=bodies.link(first.said_by),
        promised=day(first.said, ctx.lang) if first.kind is StatementKind.PROMISED else None,
        due=tuple(found for s in promise.dues if (found := day(s.due, ctx.lang))),
        found=tuple(_found(s, ctx, book) for s in promise.of(StatementKind.OUTCOME)),
        standing=standing(promise, known_until, ctx.today, ctx.lang)[1],
        refs=book.refs(*(s.citations for s in promise.said)),
    )


def _found(statement: Statement, ctx: Context, book: Notebook) -> Phrase:
    said = day(statement.said, ctx.lang)
    outcome = words.label(words.OUTCOME, statement.outcome)
    if statement.known is not Known.GIVEN:
        outcome = str(words.KNOWN[statement.known])
    return Phrase(f"{outcome}, {said.words}" if said else outcome)


def rows(
    statements: Sequence[Statement], ctx: Context, book: Notebook, bodies: Bodies, known_until: str
) -> tuple[PromiseRow, ...]:
    """The promises among these statements, oldest first."""
    found = sorted(promises_of(statements), key=_first_date)
    return tuple(row(promise, ctx, book, bodies, known_until) for promise in found)


def _first_date(promise: Promise) -> str:
    """The first date of a promise, said or due; the undated come last."""
    said = (when.edtf for s in promise.said for when in (s.said, s.due) if when and when.edtf)
    return min(said, default="9999")
