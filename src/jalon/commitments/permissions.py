"""Who may see what a follow-up committee shares: the house's table (`core.matrix`), asked of every body that sits there."""

from datetime import date

from django.utils import timezone

from jalon.commitments.models import Committee, Seat
from jalon.core.models import Organisation, User
from jalon.core.permissions import Permission, allowed, may_see_document
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
    """Whether a seat is held today: not before it certainly begins, not after it certainly ended. Dates that nobody can
    read open nothing."""
    since, until = _read(seat.since), _read(seat.until)
    if (seat.since and since is None) or (seat.until and until is None):
        return False
    begun = since is None or since.earliest is None or since.earliest <= today
    over = until is not None and until.latest is not None and until.latest < today
    return begun and not over


def _read(when: When | None) -> Edtf | None:
    try:
        return parse(when.edtf) if when and when.edtf else None
    except DateError:
        return None
