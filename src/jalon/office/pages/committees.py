"""Follow-up committees in the office: the lists, and one with who sits there, its sessions, who came over time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jalon.commitments import models
from jalon.commitments.permissions import entered, is_held
from jalon.commitments.selectors.committee import CommitteePage, SessionRow
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, live_memberships, roles_with
from jalon.facts.committee import Decision, DecisionState, FollowUp, Session, SessionState
from jalon.facts.common import Text, Visibility, When
from jalon.facts.promising import certainly_before
from jalon.office import labels
from jalon.office.around import published
from jalon.office.commitment_choices import published_plans
from jalon.portal import committed_words as words
from jalon.portal.pages.committees import attendance
from jalon.publication.words import date_words
from jalon.ui.pieces import Table

CLOSED = frozenset({DecisionState.DONE, DecisionState.DROPPED})


@dataclass(frozen=True, slots=True)
class CommitteeLine:
    """A committee in a list. `next` says when it meets, or that nobody said."""

    slug: str
    title: Text
    plan: str
    sessions: str
    next: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that was taken out, with the reason; it can be given back."""

    code: str
    uid: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A body that sits there. `enters`: it is in the directory and its seat is held today, so that its people see the papers."""

    name: str
    group: str
    role: str
    since: str
    until: str
    enters: bool


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in its committee. `day` is empty when no date is said."""

    uid: str
    name: str
    title: Text | None
    state: str
    day: str
    before: tuple[str, ...]
    seen_by: str
    public: bool
    decisions: str
    documents: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A decision that nobody said to be done or dropped; `last` is what was said of it last."""

    uid: str
    text: Text
    owner: str
    due: str
    last: str
    session: str
    url: str


@dataclass(frozen=True, slots=True)
class CommitteeView:
    """A committee as its members and its team see it."""

    uid: str
    slug: str
    title: Text
    plan: str
    note: Text | None
    known_until: str
    sourced: bool
    members: tuple[MemberLine, ...]
    sessions: tuple[SessionLine, ...]
    open: tuple[OpenLine, ...]
    next: str
    attendance: Table | None
    calendar: str
    gone: tuple[Gone, ...]


# --- lists -----------------------------------------------------------------------------------------------------------


def lines(user: User, part: Part | None = None) -> tuple[CommitteeLine, ...]:
    """The committees that the person may enter, or those of one part. A fixed number of queries."""
    rows = entered(user).order_by("slug")
    found = list(rows if part is None else rows.filter(part=part))
    plans = published_plans().plans
    held = _sessions(found)
    return tuple(
        CommitteeLine(
            row.slug, row.title, plans.get(str(row.plan_uid), ""), counted(held[row.pk]),
            next_words([(SessionState(one.state), one.when) for one in held[row.pk]]),
        )
        for row in found
    )  # fmt: skip


def _sessions(rows: Sequence[models.Committee]) -> dict[int, list[models.Session]]:
    found: dict[int, list[models.Session]] = {row.pk: [] for row in rows}
    for one in models.Session.objects.filter(committee__in=rows, withdrawn_at__isnull=True):
        found[one.committee_id].append(one)
    return found


def gone_of(part: Part) -> tuple[Gone, ...]:
    """The committees of a part that were withdrawn."""
    rows = models.Committee.objects.of_part(part).filter(withdrawn_at__isnull=False)
    return tuple(Gone("comite", str(row.uid), str(row), row.withdrawn_reason) for row in rows)


def counted(sessions: Iterable[models.Session]) -> str:
    """How many sessions of each state, in words."""
    counts = Counter(SessionState(one.state) for one in sessions)
    held, planned, off = (counts[one] for one in (SessionState.HELD, SessionState.PLANNED, SessionState.POSTPONED))
    said = [ngettext("%(n)d tenue", "%(n)d tenues", held) % {"n": held}]
    said += [ngettext("%(n)d prévue", "%(n)d prévues", planned) % {"n": planned}] if planned else []
    said += [_("reportées sans nouvelle date\u00a0: %d") % off] if off else []
    return ", ".join(said)


def next_words(sessions: Iterable[tuple[SessionState, When | None]]) -> str:
    """When the committee meets next, as far as it is said; nothing is late by itself."""
    today = timezone.localdate()
    rows = list(sessions)
    planned = [when for state, when in rows if state is SessionState.PLANNED]
    coming = [when for when in planned if when is not None and not passed(when, today)]
    if coming:
        return _("prochaine séance\u00a0: %s") % date_words(min(coming, key=lambda one: one.edtf or "9"))
    if None in planned:
        return _("une séance est prévue, sa date n’est pas dite")
    if planned:
        last = max((when for when in planned if when), key=lambda one: one.edtf or "")
        return _("prévue pour\u00a0: %s\u00a0; rien ne dit si elle s’est tenue") % date_words(last)
    if any(state is SessionState.POSTPONED for state, _when in rows):
        return _("la prochaine est reportée sans nouvelle date")
    return _("aucune séance n’est prévue")


def passed(when: When | None, today: date) -> bool:
    """Whether a day has certainly passed."""
    return certainly_before(when, When(edtf=today.isoformat()))


# --- one committee ---------------------------------------------------------------------------------------------------


def committee(page: CommitteePage, row: models.Committee) -> CommitteeView:
    """The committee on a page that somebody was let into. The last session is shown first."""
    fact = page.committee
    plans = published_plans().plans
    sessions = [one.session for one in page.sessions]
    return CommitteeView(
        uid=page.uid, slug=fact.slug, title=fact.title, plan=plans.get(fact.plan or "", ""), note=fact.note,
        known_until=date_words(When(edtf=fact.known_until)) if fact.known_until else "", sourced=bool(fact.citations),
        members=_members(row), sessions=tuple(session_line(one) for one in reversed(page.sessions)), open=tuple(open_lines(page)),
        next=next_words([(one.state, one.when) for one in sessions]),
        attendance=attendance(fact, sessions, (get_language() or "fr")[:2]), calendar=calendar(fact.slug),
        gone=_gone(row) if page.may_edit else (),
    )  # fmt: skip


def _members(row: models.Committee) -> tuple[MemberLine, ...]:
    today = timezone.localdate()
    return tuple(
        MemberLine(
            one.body.name, str(words.GROUP[one.group]) if one.group else "", one.role or "", date_words(one.since),
            date_words(one.until), bool(one.body.uid) and is_held(one.since, one.until, today),
        )
        for one in row.members
    )  # fmt: skip


def _gone(row: models.Committee) -> tuple[Gone, ...]:
    rows = row.sessions.filter(withdrawn_at__isnull=False)
    return tuple(Gone("seance", str(one.uid), str(one), one.withdrawn_reason) for one in rows)


def calendar(slug: str) -> str:
    """The address of the public calendar of its sessions; empty while nobody published the committee."""
    reader = published()
    if reader is None or reader.committee(slug) is None:
        return ""
    return reverse("portal:committee_ics", args=(slug,))


def session_line(row: SessionRow) -> SessionLine:
    """A session in a list."""
    fact, decided, papers = row.session, len(row.decisions), len(row.documents)
    return SessionLine(
        uid=row.uid, name=session_name(fact), title=fact.title, state=str(words.SESSION[fact.state]),
        day=date_words(fact.when), before=tuple(map(date_words, fact.before)), seen_by=str(labels.VISIBILITY[row.visibility]),
        public=row.visibility is Visibility.PUBLIC,
        decisions=ngettext("%(n)d décision", "%(n)d décisions", decided) % {"n": decided} if decided else "",
        documents=ngettext("%(n)d document", "%(n)d documents", papers) % {"n": papers} if papers else "",
    )  # fmt: skip


def session_name(fact: Session) -> str:
    """« Séance du 3 mars 2026 »; one without a date says so."""
    day = date_words(fact.when)
    return _("Séance\u00a0: %s") % day if day else _("Séance sans date")


def open_lines(page: CommitteePage, until: str = "") -> Iterable[OpenLine]:
    """The decisions of a committee that are open, those of the oldest session first; `until`: of the sessions before this."""
    order = {row.uid: place for place, row in enumerate(page.sessions)}
    limit = order.get(until, len(order))
    for row in page.sessions[:limit]:
        for one in row.decisions:
            last = last_said(one.decision, order, limit)
            if last is None or last.state not in CLOSED:
                yield OpenLine(
                    one.uid, one.decision.text, one.decision.owner.name if one.decision.owner else "",
                    date_words(one.decision.due), str(words.DECISION[last.state]) if last else "", session_name(row.session),
                    decision_url(page.committee.slug, row.uid, one.uid),
                )  # fmt: skip


def last_said(decision: Decision, order: dict[str, int], limit: int) -> FollowUp | None:
    """What was said of a decision last, at the sessions before the one of this rank."""
    said = [one for one in decision.follow_ups if order.get(one.session, limit) < limit]
    return max(said, key=lambda one: order[one.session], default=None)


# --- what waits on the first page ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Meeting:
    """A committee of the person's: when it meets next, and what their bodies are to do for it."""

    slug: str
    title: Text
    next: str
    open: tuple[OpenLine, ...]


def meetings(user: User) -> tuple[Meeting, ...]:
    """The committees that the person may enter, with the open decisions that a body of theirs owns. Seven queries at most."""
    rows = list(entered(user).order_by("slug"))
    if not rows:
        return ()
    held = _sessions(rows)
    waiting = open_decisions([one for several in held.values() for one in several])
    mine = _bodies(user)
    return tuple(
        Meeting(
            row.slug, row.title, next_words([(SessionState(one.state), one.when) for one in held[row.pk]]),
            tuple(
                _open_line(row, *one) for one in waiting
                if one[0].committee_id == row.pk and one[1].owner and one[1].owner.uid in mine
            ),
        )
        for row in rows
    )  # fmt: skip


def open_decisions(
    sessions: Sequence[models.Session],
) -> tuple[tuple[models.Session, models.Decision, FollowUp | None], ...]:
    """The decisions of these sessions, all those of their committees, that nobody said to be done or dropped: each with
    its session and what was said of it last. One query."""
    ordered = sorted(sessions, key=_by_day)
    order = {str(one.uid): place for place, one in enumerate(ordered)}
    by_key = {one.pk: one for one in ordered}
    rows = models.Decision.objects.filter(session__in=by_key, withdrawn_at__isnull=True).order_by("id")
    told = []
    for row in sorted(rows, key=lambda row: order[str(by_key[row.session_id].uid)]):
        said = [one for one in row.follow_ups if one.session in order]
        last = max(said, key=lambda one: order[one.session], default=None)
        if last is None or last.state not in CLOSED:
            told.append((by_key[row.session_id], row, last))
    return tuple(told)


def _bodies(user: User) -> set[str]:
    found = live_memberships(user).filter(role__in=roles_with(Permission.VIEW_COMMITTEE), organisation__isnull=False)
    return {str(uid) for uid in found.values_list("organisation__uid", flat=True)}


def _by_day(row: models.Session) -> tuple[bool, str, str]:
    edtf = row.when.edtf if row.when else None
    return edtf is None, edtf or "", str(row.uid)


def _open_line(row: models.Committee, session: models.Session, one: models.Decision, last: FollowUp | None) -> OpenLine:
    day = date_words(session.when)
    return OpenLine(
        str(one.uid), one.text, one.owner.name if one.owner else "", date_words(one.due),
        str(words.DECISION[last.state]) if last else "", _("Séance\u00a0: %s") % day if day else _("Séance sans date"),
        decision_url(row.slug, session.uid, one.uid),
    )  # fmt: skip


def decision_url(slug: str, session: object, decision: object) -> str:
    """Where a decision is read."""
    return reverse("office:committee_session", args=(slug, session)) + f"#d-{decision}"
