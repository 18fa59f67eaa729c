"""Two lists for who keeps measures: those that nobody has touched for so many days, and what falls due.

A date stays as it was said: what is only known to the year falls due some time in it. Nothing is called late: a date that
has passed may have been met without anybody saying so, and after the day until which a plan is known nobody looked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.commitments.models import Session
from jalon.core.enums import ScopeKind
from jalon.core.models import Part, User
from jalon.core.permissions import live_memberships
from jalon.core.querysets import TEAM_ROLES
from jalon.facts.committee import SessionState
from jalon.facts.common import COUNTRY_SUBJECT, StatementKind, When
from jalon.methods.dates import DateError, Edtf, parse
from jalon.office.around import cut
from jalon.office.pages.committees import decision_url, open_decisions
from jalon.office.pages.following_lists import Asked
from jalon.office.pages.naming import named, visible_parts
from jalon.plans.models import Indicator, Measure, Plan, Section, Statement, Step
from jalon.portal import paging
from jalon.publication.reader import Reader
from jalon.reporting.enums import CampaignState
from jalon.reporting.models import Campaign
from jalon.ui.pieces import Blank, Option, Pages

PAGE = 50
SINCE = (0, 30, 90, 180, 365)
AHEAD = (30, 90, 365)
LEADS = {StatementKind.LEAD, StatementKind.CO_LEAD}


@dataclass(frozen=True, slots=True)
class Untouched:
    """A measure of the person's bodies. `at`: when it, or a statement about it, was written last."""

    uid: str
    name: str
    url: str
    where: str
    led: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a date. `said` says in words what is known when the date has passed."""

    when: When
    what: str
    about: str
    url: str
    part: str
    said: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class WorkList:
    """A page of a list: its rows, how many there are, its filter, the other pages."""

    rows: tuple[object, ...]
    total: int
    blanks: tuple[Blank, ...]
    pages: Pages | None


def chosen(asked: Asked, name: str, offered: tuple[int, ...], usual: int) -> int:
    """A number of days among those offered."""
    given = asked.get(name)
    return int(given) if given in {str(days) for days in offered} else usual


def _blank(before: str, name: str, label: str, words: Iterable[tuple[int, str]], now: int) -> tuple[Blank, ...]:
    return (Blank(before, name, label, tuple(Option(str(days), said, days == now) for days, said in words)),)


def _paged(found: Sized, asked: Asked) -> tuple[int, int, Pages | None]:
    last = max(1, -(-len(found) // PAGE))
    number = min(asked.page, last)
    return (number - 1) * PAGE, number * PAGE, paging.links(number, last, asked.params, asked.path)


# --- measures --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kept:
    uid: str
    part: str
    title: str
    led: bool
    at: datetime


def untouched(user: User, asked: Asked, reader: Reader | None, now: datetime) -> WorkList:
    """The measures that the person's bodies keep or lead, those untouched for longest first. A fixed number of queries."""
    since = chosen(asked, "depuis", SINCE, 0)
    limit = now - timedelta(days=since)
    own = list(_own(user))
    found = [*own, *_led(user, reader, {row.uid for row in own})]
    found = sorted((row for row in found if not since or row.at <= limit), key=lambda row: (row.at, row.uid))
    low, high, pages = _paged(found, asked)
    names = named([row.uid for row in found[low:high]], reader, drafts=visible_parts(user))
    words = [(0, _("toutes")), *((days, _("depuis %d jours") % days) for days in SINCE[1:])]
    blanks = _blank(_("Mes mesures non mises à jour\u00a0:"), "depuis", _("Depuis combien de jours"), words, since)
    return WorkList(tuple(_shown(row, names[row.uid]) for row in found[low:high]), len(found), blanks, pages)


def _own(user: User) -> Iterator[_Kept]:
    about = Statement.objects.filter(part=OuterRef("plan__part"), subject_uid=OuterRef("uid")).order_by()
    last = about.values("subject_uid").annotate(last=Max("recorded_at")).values("last")
    rows = Measure.objects.visible_to(user).live().filter(plan__withdrawn_at=None).select_related("plan__part")
    for row in rows.annotate(said=Subquery(last)):
        at = max(row.updated_at, _moment(row.said)) if row.said else row.updated_at
        yield _Kept(str(row.uid), row.plan.part.slug, row.plan.part.title, False, at)


def _moment(recorded: str) -> datetime:
    at = datetime.fromisoformat(recorded)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _led(user: User, reader: Reader | None, known: set[str]) -> Iterator[_Kept]:
    """Published measures that a body of the person's leads, in others' parts."""
    held = live_memberships(user).filter(scope=ScopeKind.ORGANISATION, role__in=TEAM_ROLES)
    bodies = [str(uid) for uid in held.values_list("organisation__uid", flat=True).distinct()] if reader else []
    leading = (row for uid in bodies for row in (reader.statements_naming(uid) if reader else ()))
    mine = {row.subject for row in leading if row.kind in LEADS and row.organisation and row.organisation.uid in bodies}
    uids = mine - known
    said = reader.statements(uids) if reader and uids else {}
    for uid in reader.measures_by_uid(uids) if reader and uids else ():
        moments = [_moment(row.recorded_at) for row in said.get(uid, ())]
        yield _Kept(
            uid, "", _("publiée par un autre organisme"), True, max(moments, default=datetime.min.replace(tzinfo=UTC))
        )


def _shown(row: _Kept, name: str) -> Untouched:
    url = reverse("office:subject", args=(row.part, row.uid)) if row.part else ""
    return Untouched(row.uid, name, url, row.title, row.led, row.at)


# --- dates -----------------------------------------------------------------------------------------------------------


def falling_due(user: User, asked: Asked, reader: Reader | None, today: date) -> WorkList:
    """Steps, deadlines, expected values, campaigns, sessions and decisions of committees that fall due within so many days, or did as long ago."""
    days = chosen(asked, "jours", AHEAD, AHEAD[0])
    parts = list(Part.objects.visible_to(user))
    rows = [*_steps(parts), *_deadlines(parts), *_expected(parts), *_campaigns(parts), *_committees(parts)]
    span = timedelta(days=days)
    found = [row for row in rows if row.first <= today + span and row.last >= today - span]
    found.sort(key=lambda row: (row.last, row.first, row.url))
    low, high, pages = _paged(found, asked)
    known = _known_until(parts)
    names = named([row.about for row in found[low:high]], reader, drafts=[part.pk for part in parts])
    shown = tuple(_worded(row, names, known, today) for row in found[low:high])
    words = [(n, _("dans %d jours ou échu depuis aussi peu") % n) for n in AHEAD]
    return WorkList(
        shown, len(found), _blank(_("Ce qui échoit"), "jours", _("Dans combien de jours"), words, days), pages
    )


def _span(when: When | None) -> tuple[date, date] | None:
    """The first and the last day that a date may mean; None: no day can be said of it."""
    read = _read(when.edtf if when else None)
    if read is None:
        return None
    first, last = read.earliest or read.latest, read.latest or read.earliest
    return (first, last) if first and last else None


def _read(edtf: str | None) -> Edtf | None:
    try:
        return parse(edtf) if edtf else None
    except DateError:
        return None


def _due(when: When | None, what: str, about: str, part: Part, url: str) -> Iterator[Due]:
    span = _span(when)
    if when is not None and span is not None:
        yield Due(when, what, about, url, part.title, "", *span)


def _steps(parts: list[Part]) -> Iterator[Due]:
    rows = Step.objects.filter(measure__plan__part__in=parts, withdrawn_at=None, measure__withdrawn_at=None)
    for row in rows.filter(measure__plan__withdrawn_at=None).select_related("measure__plan__part"):
        if row.done is None:
            part, about = row.measure.plan.part, str(row.measure.uid)
            url = reverse("office:subject", args=(part.slug, about))
            yield from _due(row.due, _("jalon\u00a0: %s") % row.title.value, about, part, url)


def _deadlines(parts: list[Part]) -> Iterator[Due]:
    rows = Statement.objects.live().filter(part__in=parts, kind=StatementKind.DEADLINE, superseded_by=None)
    for row in rows.select_related("part"):
        url = reverse("office:subject", args=(row.part.slug, row.subject_uid))
        yield from _due(row.due, _("échéance annoncée"), str(row.subject_uid), row.part, url)


def _expected(parts: list[Part]) -> Iterator[Due]:
    for row in Indicator.objects.live().filter(part__in=parts).select_related("part"):
        url = reverse("office:indicator", args=(row.part.slug, row.uid))
        for one in row.expected:
            what = _("valeur attendue de l’indicateur «\u00a0%s\u00a0»") % row.title.value
            yield from _due(one.when, what, str(row.subject_uid), row.part, url)


def _campaigns(parts: list[Part]) -> Iterator[Due]:
    rows = Campaign.objects.live().filter(part__in=parts, state=CampaignState.OPEN).select_related("part")
    for row in rows:
        what = _("fin de la remontée «\u00a0%s\u00a0»") % row.title.value
        url = reverse("office:campaign", args=(row.part.slug, row.slug))
        yield from _due(When(edtf=row.closes.isoformat()), what, str(row.plan_uid), row.part, url)


def _committees(parts: list[Part]) -> Iterator[Due]:
    """The sessions that are planned, and the open decisions of those before. Two queries."""
    rows = Session.objects.filter(committee__part__in=parts, withdrawn_at=None, committee__withdrawn_at=None)
    sessions = list(rows.select_related("committee__part"))
    for row in sessions:
        if row.state == SessionState.PLANNED:
            what = _("séance\u00a0: %s") % row.committee.title.value
            url = reverse("office:committee_session", args=(row.committee.slug, row.uid))
            yield from _due(row.when, what, str(row.committee.plan_uid or COUNTRY_SUBJECT), row.part, url)
    for session, one, _last in open_decisions(sessions):
        what = _("décision du comité\u00a0: %s") % cut(one.text.value)
        about = next(iter(one.measures), str(session.committee.plan_uid or COUNTRY_SUBJECT))
        yield from _due(one.due, what, about, session.part, decision_url(session.committee.slug, session.uid, one.uid))


def _known_until(parts: list[Part]) -> dict[str, date]:
    """The last day until which each plan is known, by the uid of the plan and of what is in it. Three queries."""
    plans = {row.pk: (str(row.uid), _span(When(edtf=row.known_until))) for row in Plan.objects.filter(part__in=parts)}
    found = {uid: span[1] for uid, span in plans.values() if span}
    for model in (Measure, Section):
        for uid, plan in model.objects.filter(plan__in=plans).values_list("uid", "plan"):
            span = plans[plan][1]
            if span:
                found[str(uid)] = span[1]
    return found


def _worded(row: Due, names: Mapping[str, str], known: Mapping[str, date], today: date) -> Due:
    said = ""
    if row.last < today:
        until = known.get(row.about)
        looked = until is None or row.last <= until
        said = _("date passée") if looked else _("date passée, mais personne n’a regardé depuis")
    about = names.get(row.about, "")
    return Due(row.when, row.what, about, row.url, row.part, said, row.first, row.last)
