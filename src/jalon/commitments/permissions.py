"""Who may see what a follow-up committee shares: the house's table (`core.matrix`), asked of every body that sits there."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from jalon.commitments.models import Committee, Seat
from jalon.core.models import Organisation, User
from jalon.core.permissions import Permission, allowed, live_memberships, may_see_document, roles_with
from jalon.facts.common import Visibility, When
from jalon.methods.dates import DateError, Edtf, parse


def may_see(user: User, committee: Committee, visibility: Visibility) -> bool:
    """Public: everybody. Committee: who may see what is shared with the committee in the body that keeps it, or in a
    body that sits there now. Anything else is the team's."""
    if may_see_document(user, committee.part, visibility):
        return True
    return visibility is Visibility.COMMITTEE and sits_in(user, committee)


def sits_in(user: User, committee: Committee) -> bool:
    """Whether the person holds VIEW_COMMITTEE in a body that sits in the committee today."""
    today = timezone.localdate()
    uids = [seat.organisation_uid for seat in Seat.objects.filter(committee=committee) if is_current(seat, today)]
    bodies = Organisation.objects.filter(uid__in=uids)
    return any(allowed(user, Permission.VIEW_COMMITTEE, body) for body in bodies)


def is_current(seat: Seat, today: date) -> bool:
    """Whether a seat is held today."""
    return is_held(seat.since, seat.until, today)


def is_held(since: When | None, until: When | None, today: date) -> bool:
    """Whether what lasts from one date to another is held today: not before it certainly begins, not after it certainly
    ended. Dates that nobody can read open nothing."""
    first, last = _read(since), _read(until)
    if (since and first is None) or (until and last is None):
        return False
    begun = first is None or first.earliest is None or first.earliest <= today
    over = last is not None and last.latest is not None and last.latest < today
    return begun and not over


def _read(when: When | None) -> Edtf | None:
    try:
        return parse(when.edtf) if when and when.edtf else None
    except DateError:
        return None


def entered(user: User) -> QuerySet[Committee]:
    """The live committees of which the person sees the papers: `may_see` for all of them at once, in three queries."""
    held = live_memberships(user).filter(role__in=roles_with(Permission.VIEW_COMMITTEE)).select_related("organisation")
    rows = [(row.organisation, row.scope_uid) for row in held if row.organisation is not None]
    whole = {body.pk: body.uid for body, part in rows if part is None}
    today = timezone.localdate()
    seats = Seat.objects.filter(organisation_uid__in=whole.values())
    sat = [seat.committee_id for seat in seats if is_current(seat, today)]
    mine = Q(part__owner__in=list(whole)) | Q(pk__in=sat)
    for body, part in rows:
        if part is not None:
            mine |= Q(part__uid=part, part__owner=body)
    return Committee.objects.filter(mine, withdrawn_at__isnull=True).select_related("part__owner")
