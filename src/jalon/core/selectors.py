"""Reads of this room: facts and frozen records. Those that not everybody may read ask for `by=`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from jalon.core import models, reading
from jalon.core.accounts.second_factor import STRONG
from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Forbidden
from jalon.core.keeping import public
from jalon.core.matrix import MATRIX, Permission
from jalon.core.models import Organisation, Part, User
from jalon.core.permissions import live_memberships, may_see_audit, require
from jalon.facts import directory
from jalon.facts.common import Source, When
from jalon.methods.dates import Answer, Edtf, known_on, parse

PAGE = 50


# --- the directory -----------------------------------------------------------------------------------------------------


def organisations(part: Part | None = None) -> tuple[directory.Organisation, ...]:
    """Every body, or those that one directory part describes. Six queries."""
    rows = Organisation.objects.all()
    return reading.organisations(rows if part is None else rows.filter(part=part))


def organisation(slug: str) -> directory.Organisation | None:
    """The body with this address."""
    found = reading.organisations(Organisation.objects.filter(slug=slug))
    return found[0] if found else None


def organisation_names(uids: Iterable[str | uuid.UUID], on: date) -> dict[str, str]:
    """The name that each body bore on a day, by uid. Two queries."""
    rows = Organisation.objects.filter(uid__in=list(uids)).prefetch_related("names")
    return {
        str(row.uid): _borne([(n.value, n.since, n.until) for n in row.names.all()], on) or row.slug for row in rows
    }


def name_on(body: directory.Organisation, on: date) -> str:
    """The name that a body bore on a day: the last one that holds or may hold then, else the last one known."""
    return _borne([(name.value, name.since, name.until) for name in body.names], on) or body.slug


def holders_on(body: directory.Organisation, on: date) -> tuple[directory.Office, ...]:
    """The offices as they were on a day, vacancies included; those of which it cannot be told are left out."""
    return tuple(office for office in body.offices if _holds(office.since, office.until, on) is Answer.YES)


def _borne(names: list[tuple[str, When | None, When | None]], on: date) -> str:
    fits = [value for value, since, until in names if _holds(since, until, on) is not Answer.NO]
    return (fits or [value for value, _since, _until in names] or [""])[-1]


def _holds(since: When | None, until: When | None, on: date) -> Answer:
    if since is None and until is None:
        return Answer.YES
    return known_on(_edtf(since), _edtf(until), on)


def _edtf(when: When | None) -> Edtf | None:
    return parse(when.edtf) if when is not None and when.edtf else None


def vocabulary(slug: str, version: int | None = None) -> directory.Vocabulary | None:
    """A vocabulary in one version, the latest unless said. Three queries."""
    rows = models.Vocabulary.objects.filter(slug=slug)
    wanted = rows.aggregate(last=Max("version"))["last"] if version is None else version
    found = reading.vocabularies(rows.filter(version=wanted))
    return found[0] if found else None


def territories(level: str | None = None) -> tuple[directory.Territory, ...]:
    """Territories, or those of one level, by code. One query."""
    rows = models.Territory.objects.filter(level=level) if level else models.Territory.objects.all()
    return tuple(sorted(reading.territories(rows), key=lambda fact: (fact.level, fact.code)))


def sources(part: Part) -> tuple[Source, ...]:
    """The sources of a part. One query."""
    return reading.sources(models.Source.objects.filter(part=part))


# --- people ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """One role of one person in a body. `uid` and `revision` are the role's."""

    uid: str
    revision: int
    person_uid: str
    person: str
    email: str
    role: Role
    scope: ScopeKind
    part: str | None
    second_factor: bool
    since: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation that is still open."""

    uid: str
    email: str
    role: Role
    scope: ScopeKind
    sent_by: str
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MyPart:
    """A part that a person may see, and what they may do there."""

    uid: str
    slug: str
    kind: str
    title: str
    owner: str
    revision: int
    updated_at: datetime
    permissions: frozenset[Permission]


def members(organisation: Organisation | None, *, by: User | None, ended: bool = False) -> tuple[Member, ...]:
    """Who has a role in a body, for its signatories; in the instance (None), for operators. Three queries."""
    _require_team(by, organisation)
    rows = models.Membership.objects.filter(organisation=organisation).select_related("user")
    found = list(rows if ended else rows.filter(ended_at__isnull=True))
    strong = _with_second_factor(row.user_id for row in found)
    slugs = dict(Part.objects.filter(uid__in=[r.scope_uid for r in found if r.scope_uid]).values_list("uid", "slug"))
    return tuple(_member(row, strong, slugs) for row in found)


def invitations(organisation: Organisation | None, *, by: User | None, now: datetime) -> tuple[Offer, ...]:
    """Open invitations into a body, for its signatories; into the instance (None), for operators."""
    _require_team(by, organisation)
    rows = models.Invitation.objects.filter(
        organisation=organisation, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    return tuple(_offer(row) for row in rows.select_related("invited_by"))


def parts_of(user: User) -> tuple[MyPart, ...]:
    """The parts that a person sees, with what they may do in each. Two queries."""
    roles = list(live_memberships(user))
    parts = Part.objects.visible_to(user).select_related("owner").order_by("slug")
    return tuple(_my_part(part, roles) for part in parts)


def _require_team(by: User | None, organisation: Organisation | None) -> None:
    if organisation is None:
        require(by, Permission.MANAGE_ACCOUNTS)
    else:
        require(by, Permission.INVITE, organisation)


def _with_second_factor(users: Iterable[int]) -> frozenset[int]:
    from allauth.mfa.models import Authenticator

    rows = Authenticator.objects.filter(user_id__in=list(users), type__in=STRONG)
    return frozenset(rows.values_list("user_id", flat=True))


def _member(row: models.Membership, strong: frozenset[int], slugs: dict[uuid.UUID, str]) -> Member:
    return Member(
        uid=str(row.uid),
        revision=row.revision,
        person_uid=str(row.user.uid),
        person=str(row.user),
        email=row.user.email,
        role=Role(row.role),
        scope=ScopeKind(row.scope),
        part=slugs.get(row.scope_uid) if row.scope_uid else None,
        second_factor=row.user_id in strong,
        since=row.created_at,
        ended_at=row.ended_at,
    )


def _offer(row: models.Invitation) -> Offer:
    return Offer(
        uid=str(row.uid),
        email=row.email,
        role=Role(row.role),
        scope=ScopeKind(row.scope),
        sent_by=str(row.invited_by or "instance"),
        sent_at=row.created_at,
        expires_at=row.expires_at,
    )


def _my_part(part: Part, roles: list[models.Membership]) -> MyPart:
    here = [r for r in roles if r.organisation_id == part.owner_id and r.scope_uid in (None, part.uid)]
    held: frozenset[Permission] = frozenset().union(*(MATRIX[Role(role.role)] for role in here))
    return MyPart(
        uid=str(part.uid),
        slug=part.slug,
        kind=part.kind,
        title=part.title,
        owner=part.owner.slug,
        revision=part.revision,
        updated_at=part.updated_at,
        permissions=held,
    )


# --- the trace and what waits ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the trace."""

    at: datetime
    action: str
    actor: str
    subject: str
    changes: dict[str, Any]
    request_id: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the outbox. `body` only where there is no mail server: somebody must hand the link over."""

    uid: str
    kind: str
    recipient: str
    subject: str
    body: str
    due_at: datetime
    attempts: int
    last_error: str
    state: str  # waiting | sent | dead


def audit_trail(
    organisation: Organisation | None, *, by: User, part: Part | None = None, page: int = 1
) -> tuple[Event, ...]:
    """The trace of a body for its signatories, newest first, fifty a page; of the instance (None) for operators."""
    if not may_see_audit(by, organisation):
        raise Forbidden(_("La trace d’un organisme se lit par ses signataires."))
    rows = _events(organisation)
    if part is not None:
        rows = rows.filter(part_uid=part.uid)
    first = (max(page, 1) - 1) * PAGE
    return tuple(
        Event(row.at, row.action, row.actor, row.subject, public(row.changes), row.request_id)
        for row in rows[first : first + PAGE]
    )


def _events(organisation: Organisation | None) -> QuerySet[models.AuditEvent]:
    if organisation is None:
        return models.AuditEvent.objects.filter(organisation_uid__isnull=True, part_uid__isnull=True)
    return models.AuditEvent.objects.filter(organisation_uid=organisation.uid)


def letters(*, by: User, waiting: bool = True) -> tuple[Letter, ...]:
    """The outbox, for operators, newest first."""
    require(by, Permission.SEE_INSTANCE)
    rows = models.Outbox.objects.order_by("-id")
    shown = not settings.JALON.smtp_url
    return tuple(_letter(row, shown=shown) for row in (rows.filter(_unsent()) if waiting else rows)[:PAGE])


def _unsent() -> Q:
    return Q(sent_at__isnull=True)


def _letter(row: models.Outbox, *, shown: bool) -> Letter:
    state = "sent" if row.sent_at else "dead" if row.dead_at else "waiting"
    return Letter(
        uid=str(row.uid),
        kind=row.kind,
        recipient=row.recipient,
        subject=row.subject,
        body=row.body if shown else "",
        due_at=row.due_at,
        attempts=row.attempts,
        last_error=row.last_error,
        state=state,
    )


@dataclass(frozen=True, slots=True)
class JobState:
    """A due job as it stands."""

    name: str
    due_at: datetime
    finished_at: datetime | None
    failures: int
    last_error: str


def due_jobs(*, by: User) -> tuple[JobState, ...]:
    """The jobs that return, for operators."""
    require(by, Permission.SEE_INSTANCE)
    rows = models.DueJob.objects.all()
    return tuple(JobState(r.name, r.due_at, r.finished_at, r.failures, r.last_error) for r in rows)
