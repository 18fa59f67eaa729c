"""A session of a follow-up committee in the office: what is to be discussed, who came, what was written and decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.commitments import models
from jalon.commitments.enums import DocumentLabel, MinutesState
from jalon.commitments.selectors.committee import CommitteePage, DecisionRow, DocumentRow, SessionRow
from jalon.facts.committee import Decision, FollowUp, SessionState
from jalon.facts.common import Text, Visibility
from jalon.facts.promising import certainly_before
from jalon.office import labels
from jalon.office.committee_measures import Named, Numbers, numbers
from jalon.office.forms.committees import MINUTES
from jalon.office.pages.committees import CLOSED, Gone, last_said, passed, session_name
from jalon.portal import committed_words as words
from jalon.publication.words import date_words


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda, with the measures that it is about."""

    title: Text
    measures: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """A body at a session. `member`: it sits in the committee; `presence` is empty for a member of whom nothing is said."""

    body: str
    presence: str
    group: str
    persons: str
    member: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A document. `url` is empty when it has no file; `leaves`: the public sees it once the part is signed."""

    uid: str
    kind: str
    title: Text
    when: str
    seen_by: str
    leaves: bool
    url: str
    unsourced: bool


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What was said of a decision at a session."""

    state: str
    text: Text | None
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision. `early`: its due date certainly comes before its session. `here`: what is said of it at this session."""

    uid: str
    text: Text
    owner: str
    due: str
    early: bool
    measures: tuple[Named, ...]
    seen_by: str
    leaves: bool
    said: tuple[SaidLine, ...]
    session: str
    here: bool
    unsourced: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as the members of its committee and its team see it. `doubt`: what its state and date do not tell."""

    uid: str
    revision: int
    name: str
    title: Text | None
    state: str
    held: bool
    day: str
    doubt: str
    before: tuple[str, ...]
    place: str
    note: Text | None
    seen_by: str
    public: bool
    unsourced: bool
    agenda: tuple[Point, ...]
    came: tuple[Came, ...]
    attended: int | None
    told: bool
    papers: tuple[PaperLine, ...]
    decisions: tuple[DecisionLine, ...]
    earlier: tuple[DecisionLine, ...]
    minutes: Text | None
    minutes_state: str
    minutes_adopted: str
    minutes_seen_by: str
    minutes_leave: bool
    gone: tuple[Gone, ...]


def session(page: CommitteePage, found: SessionRow, row: models.Session) -> SessionView:
    """A session on a page that somebody was let into. A fixed number of queries, whatever it holds."""
    fact, public = found.session, found.visibility is Visibility.PUBLIC
    measures = numbers(row.committee.plan_uid)
    days = {one.uid: date_words(one.session.when) or _("séance sans date") for one in page.sessions}
    own = tuple(_decision(one, found, days, measures) for one in found.decisions)
    drafted = found.minutes_state is MinutesState.DRAFT
    return SessionView(
        uid=found.uid, revision=found.revision, name=session_name(fact), title=fact.title, state=str(words.SESSION[fact.state]),
        held=fact.state is SessionState.HELD, day=date_words(fact.when), doubt=_doubt(found),
        before=tuple(map(date_words, fact.before)), place=fact.place or "", note=fact.note,
        seen_by=str(labels.VISIBILITY[found.visibility]), public=public, unsourced=public and not fact.citations,
        agenda=tuple(Point(one.title, measures.named(one.measures)) for one in fact.agenda),
        came=tuple(_came(found, row)), attended=fact.attended, told=bool(fact.attendance),
        papers=tuple(_paper(one, page, public) for one in found.documents), decisions=own,
        earlier=tuple(_earlier(page, found, days, measures)), minutes=found.minutes,
        minutes_state=str(MINUTES[found.minutes_state]), minutes_adopted=date_words(row.minutes_adopted),
        minutes_seen_by=str(labels.VISIBILITY[found.minutes_visibility]),
        minutes_leave=public and not drafted and found.minutes_visibility is Visibility.PUBLIC,
        gone=_gone(row) if page.may_edit else (),
    )  # fmt: skip


def _doubt(row: SessionRow) -> str:
    fact = row.session
    if fact.when is None:
        return _("Aucune date n’est dite.")
    if fact.state is SessionState.PLANNED and passed(fact.when, timezone.localdate()):
        return _("Ce jour est passé et rien ne dit si la séance s’est tenue.")
    if fact.state is SessionState.POSTPONED:
        return _("C’était le jour annoncé\u00a0; aucun autre n’est dit.")
    return ""


def _came(found: SessionRow, row: models.Session) -> Iterable[Came]:
    """Who is said to have come or not, then the members of whom nothing is said."""
    if found.session.state is not SessionState.HELD:
        return
    seats = {one.body.name.casefold(): one for one in row.committee.members}
    uids = {one.body.uid for one in row.committee.members if one.body.uid}
    named = set()
    for one in found.session.attendance:
        seat = seats.get(one.body.name.casefold())
        named.add(one.body.name.casefold())
        group = one.group or (seat.group if seat else None)
        yield Came(
            one.body.name, str(words.PRESENCE[one.presence]), str(words.GROUP[group]) if group else "",
            "" if one.persons is None else str(one.persons), seat is not None or one.body.uid in uids,
        )  # fmt: skip
    for name, seat in seats.items():
        if name not in named:
            yield Came(seat.body.name, "", str(words.GROUP[seat.group]) if seat.group else "", "", True)


def _paper(row: DocumentRow, page: CommitteePage, public: bool) -> PaperLine:
    fact = row.document
    chosen = Visibility(fact.visibility)
    url = reverse("office:session_file", args=(page.committee.slug, row.uid)) if fact.sha256 else ""
    return PaperLine(
        row.uid, str(DocumentLabel(row.kind.value).label), fact.title, date_words(fact.when), str(labels.VISIBILITY[chosen]),
        public and chosen is Visibility.PUBLIC, url, chosen is Visibility.PUBLIC and not fact.citations,
    )  # fmt: skip


def _decision(
    row: DecisionRow, of: SessionRow, days: dict[str, str], measures: Numbers, here: str = ""
) -> DecisionLine:
    fact = row.decision
    public = row.visibility is Visibility.PUBLIC
    return DecisionLine(
        uid=row.uid, text=fact.text, owner=fact.owner.name if fact.owner else "", due=date_words(fact.due),
        early=certainly_before(fact.due, of.session.when), measures=measures.named(fact.measures),
        seen_by=str(labels.VISIBILITY[row.visibility]), leaves=public and of.visibility is Visibility.PUBLIC,
        said=tuple(_said(one, days) for one in fact.follow_ups if one.session in days), session=days[of.uid],
        here=any(one.session == here for one in fact.follow_ups), unsourced=public and not fact.citations,
    )  # fmt: skip


def _said(one: FollowUp, days: dict[str, str]) -> SaidLine:
    on = date_words(one.said) or days[one.session]
    return SaidLine(str(words.DECISION[one.state]), one.text, one.said_by.name if one.said_by else "", on)


def _earlier(page: CommitteePage, found: SessionRow, days: dict[str, str], measures: Numbers) -> Iterable[DecisionLine]:
    """The decisions of the sessions before this one that were open when it came, and those of which it spoke."""
    order = {row.uid: place for place, row in enumerate(page.sessions)}
    limit = order[found.uid]
    for row in page.sessions[:limit]:
        for one in row.decisions:
            if _spoken_of(one.decision, found.uid) or not _closed(one.decision, order, limit):
                yield _decision(one, row, days, measures, found.uid)


def _spoken_of(decision: Decision, session: str) -> bool:
    return any(one.session == session for one in decision.follow_ups)


def _closed(decision: Decision, order: dict[str, int], limit: int) -> bool:
    last = last_said(decision, order, limit)
    return last is not None and last.state in CLOSED


def _gone(row: models.Session) -> tuple[Gone, ...]:
    kinds: tuple[tuple[str, Any], ...] = (("piece", models.SessionDocument), ("decision", models.Decision))
    return tuple(
        Gone(code, str(one.uid), str(one), one.withdrawn_reason)
        for code, model in kinds
        for one in model.objects.filter(session=row, withdrawn_at__isnull=False)
    )
