"""From a session to the bytes of its book. What a committee keeps to itself enters only with `papers`, and marks each page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from jalon.publication.reader import Reader, default_store
from jalon.publication.store import Store
from jalon.reports import changes
from jalon.reports.briefing import sessions
from jalon.reports.briefing.gathering import Book, gathered
from jalon.reports.briefing.sessions import Papers, Place, day_of
from jalon.reports.builders import briefing
from jalon.reports.builders.front import Ground
from jalon.reports.builders.pieces import say
from jalon.reports.context import PaperContext, paper_context
from jalon.reports.document import Document, Paragraph, Section
from jalon.reports.errors import ReportError
from jalon.reports.kinds import LANGUAGES, Format
from jalon.reports.making import rendered


@dataclass(frozen=True, slots=True)
class Briefing:
    """A book that is made: what it holds, and how it reads. `release` is empty for a working state."""

    book: Book
    document: Document
    release: str

    @property
    def name(self) -> str:
        """The name of its file, without its suffix."""
        place = self.book.place
        day = place.session.when.edtf if place.session.when else None
        return "-".join((place.committee.slug, (day or place.session.uid).replace("/", "_"), self.document.lang))

    def file(self, form: Format, template: bytes = b"") -> bytes:
        """The file, in the language of the book; a DOCX in the look of `template`."""
        with translation.override(self.document.lang):
            return rendered(self.document, form, template)


def briefed(
    session: str, reader: Reader, lang: str = "fr", *, draft: str = "", now: datetime | None = None,
    papers: Papers | None = None, store: Store | None = None,
) -> Briefing:  # fmt: skip
    """The book for the session that is named. `draft`: the title of the part whose working state `reader` shows.

    `papers`: what the committee shares with the one who asks; whoever hands them in has asked whether that person may see
    them. ReportError when no session, or several, are called so.
    """
    if lang not in LANGUAGES:
        raise ReportError(_("Un rapport est en français (fr) ou en anglais (en)."))
    with translation.override(lang):
        ctx = paper_context(reader, lang)
        place = (
            sessions.chosen([papers.committee], papers.sessions, session) if papers else sessions.found(reader, session)
        )
        book = gathered(ctx, place, papers)
        made_at = now if now and draft else datetime.fromisoformat(reader.release.created_at)
        ground = Ground(made_at.astimezone(UTC), "" if draft else reader.release.id, draft, reserved=papers is not None)
        more = () if draft else _learned(book, ctx, place, store or default_store())
        return Briefing(book, briefing.report(book, ctx, ground, more), ground.release)


def _learned(book: Book, ctx: PaperContext, place: Place, store: Store) -> tuple[Section, ...]:
    """What the register itself added, changed or took back, from the Release in force on the day of the last session."""
    since = day_of(place.previous)
    if since is None or since.latest is None:
        return ()
    found: list[Section] = []
    for of in book.subjects:
        try:
            between = changes.between(store, since.latest.isoformat(), ctx.reader.release.id, of.it.plan.slug)
        except ReportError as nothing:
            return (Section(say(_("Ce que le registre a appris depuis")), (Paragraph(say(str(nothing))),)),)
        found += changes.sections(between, ctx.lang)
    return tuple(found)


def as_json(made: Briefing) -> dict[str, Any]:
    """What the book holds, by uid, for scripts."""
    book = made.book
    previous = book.place.previous
    return {
        "committee": book.place.committee.slug,
        "session": book.place.session.uid,
        "name": book.place.name,
        "previous": previous.uid if previous else None,
        "plans": [of.it.plan.slug for of in book.subjects],
        "whole_plan": book.whole,
        "reserved": book.papers is not None,
        "release": made.release or None,
        "measures": [
            {
                "measure": one.measure.uid,
                "number": one.measure.number,
                "since": [{"uid": news.uid, "when": news.on.edtf, "certain": news.sure} for news in one.news],
                "undated": one.undated,
                "unanswered": [act.uid for act in one.questions],
            }
            for one in book.told
        ],
        "dues": [
            {
                "subject": due.subject,
                "uids": list(due.uids),
                "due": due.due.edtf if due.due else None,
                "standing": due.standing.value,
            }
            for due in book.dues
        ],
        "decisions": [
            {
                "uid": one.decision.uid,
                "open": one.open,
                "owner": one.decision.owner.name if one.decision.owner else None,
                "due": one.decision.due.edtf if one.decision.due else None,
                "last": one.last.state.value if one.last else None,
                "standing": one.standing.value,
            }
            for one in book.decisions
        ],
        "questions": [act.uid for act in book.questions],
        "silent": [{"state": state.uid, "subject": uid, "bodies": list(names)} for state, uid, names in book.silent],
        "disagreements": {
            uid: [{"scale": one.scale, "levels": {r.evaluation: r.said for r in one.readings}} for one in items]
            for _of, compared in book.compared
            for uid, items in compared.disagreements.items()
        },
        "disputed_promises": [state.promise.uid for state in book.disputed],
    }
