"""The public sessions of a committee as iCalendar."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jalon.facts.committee import Committee, Session, SessionState
from jalon.methods import dates
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.downloads import icalendar
from jalon.portal.pieces import read_date
from jalon.portal.respond import context_or_problem, not_found

STATUS = {SessionState.HELD: "CONFIRMED", SessionState.PLANNED: "TENTATIVE", SessionState.POSTPONED: "CANCELLED"}
"""RFC 5545, 3.8.1.11. One that was put off is not on its day any more: calendars strike it out."""


@require_safe
def committee_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sessions of one committee whose day is known."""
    ctx = context_or_problem(request)
    if isinstance(ctx, HttpResponse):
        return ctx
    committee = ctx.reader.committee(slug)
    if committee is None:
        return not_found(request)
    sessions = [s for s in ctx.reader.sessions_of(committee.uid) if happened(s.when, ctx.asof.state)]
    body = "".join(calendar(committee, sessions, ctx))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{slug}.ics"'
    return answer


def calendar(committee: Committee, sessions: list[Session], ctx: Context) -> Iterator[str]:
    """The lines of the file; what has no day that can be read is counted in the description, and left out."""
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Jalon//Registre//FR\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
    dated = [(s, on) for s in sessions if (on := _day(s)) is not None]
    said = _("Séances publiques dont le jour est connu : %(n)s.") % {"n": words.n_of(len(dated), len(sessions))}
    for name, value in (("X-WR-CALNAME", committee.title.value), ("X-WR-CALDESC", said)):
        yield icalendar.folded(f"{name}:{icalendar.text(value)}")
    made = icalendar.stamp_of(ctx.reader.release.created_at)
    page = settings.JALON.base_url + ctx.links.to("committee", committee.slug).partition("?")[0]
    for session, on in dated:
        found = on.earliest
        if found is None:
            continue
        yield from icalendar.event(session.uid, made, found, *_properties(committee, session, on, page, ctx))
    yield "END:VCALENDAR\r\n"


def _day(session: Session) -> dates.Edtf | None:
    """Its day, if it is one day."""
    found = read_date(session.when.edtf) if session.when else None
    return found if found and found.earliest and found.earliest == found.latest else None


def _properties(
    committee: Committee, session: Session, on: dates.Edtf, page: str, ctx: Context
) -> Iterator[tuple[str, str]]:
    state = str(terms.SESSION[session.state])
    doubt = f" ({dates.format_date(on, ctx.lang)})" if on.approximate or on.uncertain else ""
    yield "SUMMARY", icalendar.text(f"{committee.title.value}{words.colon()}{state}{doubt}")
    notes = (session.title, *(point.title for point in session.agenda), session.note)
    if said := "\n".join(note.value for note in notes if note):
        yield "DESCRIPTION", icalendar.text(said)
    if session.place:
        yield "LOCATION", icalendar.text(session.place)
    yield "STATUS", STATUS[session.state]
    yield "TRANSP", "TRANSPARENT"
    yield "URL", f"{page}#d-{session.uid}"
