"""Writes of the frozen state: made, and unmade until the part is signed."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.core import revisions
from jalon.core.acting import action
from jalon.core.errors import Invalid
from jalon.core.models import AuditEvent, User
from jalon.core.models.base import new_uid
from jalon.core.permissions import Permission
from jalon.reporting.actions.asks import ASKED
from jalon.reporting.actions.common import require_campaign, trace, who, write
from jalon.reporting.actions.returns import write_return
from jalon.reporting.enums import CampaignState
from jalon.reporting.freezing import previous_of, state_of, undecided
from jalon.reporting.models import Campaign, FrozenState, Return
from jalon.reporting.records import content_of

SIGNED = "part.sign_off"
"""The event in the trace that says that a part was signed (`publication.actions`), which this room may not import."""


@action(Permission.EDIT)
def freeze_state(
    *, campaign: Campaign, by: User | None, expected_revision: int, now: datetime | None = None
) -> FrozenState:
    """Freeze « the state for the session of … ». Returns that are wholly decided are written first; `Invalid` while a
    difference is not. Frozen already, with the same content: the state that there is, and nothing is written."""
    require_campaign(by, campaign, *ASKED, CampaignState.FROZEN)
    at = now or timezone.now()
    held = FrozenState.objects.live().filter(campaign=campaign).first()
    if held is not None:
        return _same(campaign, held, at)
    _refuse_undecided(campaign)
    _write_the_rest(campaign, by, at)
    write(campaign, expected_revision, {"state": CampaignState.FROZEN})
    state = _frozen(campaign, by, at)
    revisions.bump(campaign.part)
    trace(state, by, "freeze", {"lines": len(state.fact.lines), "content": state.content})
    return state


def _same(campaign: Campaign, held: FrozenState, now: datetime) -> FrozenState:
    """A frozen campaign does not change: that it still says the same is seen all the same."""
    again = state_of(campaign, str(held.uid), held.slug, now, held.fact.previous)
    if content_of(again) != held.content:
        raise Invalid(
            {"campaign": _("L’état figé n’est plus celui des réponses\u00a0: défaites le gel, puis figez à nouveau.")}
        )
    return held


def _refuse_undecided(campaign: Campaign) -> None:
    count = sum(undecided(campaign).values())
    if count:
        message = ngettext("%(count)d différence est à trancher.", "%(count)d différences sont à trancher.", count)
        raise Invalid({"campaign": message % {"count": count}})


def _write_the_rest(campaign: Campaign, by: User | None, now: datetime) -> None:
    waiting = Return.objects.live().filter(ask__campaign=campaign, ask__withdrawn_at=None, written_at=None)
    for ret in waiting.select_related("ask__campaign__part__owner", "ask__body").order_by("received_at", "id"):
        write_return(ret=ret, by=by, expected_revision=ret.revision, now=now)


def _frozen(campaign: Campaign, by: User | None, now: datetime) -> FrozenState:
    uid, before = new_uid(), previous_of(campaign)
    slug = _free_slug(campaign.slug)
    fact = state_of(campaign, str(uid), slug, now, str(before.uid) if before else None)
    made: FrozenState = FrozenState.objects.create(
        part=campaign.part, campaign=campaign, uid=uid, slug=slug, fact=fact, content=content_of(fact), frozen_at=now,
        frozen_by=who(by),
    )  # fmt: skip
    return made


def _free_slug(wanted: str) -> str:
    taken = set(FrozenState.objects.live().filter(Q(slug__startswith=wanted)).values_list("slug", flat=True))
    numbers = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbers if slug not in taken)


@action(Permission.EDIT)
def unfreeze_state(*, state: FrozenState, by: User | None, expected_revision: int) -> FrozenState:
    """Undo the freeze: the campaign is closed again, the state is in the part no more. Refused once it was signed:
    what was published is corrected by a later state."""
    campaign = state.campaign
    if campaign is None:
        raise Invalid({"state": _("Cet état est venu avec un paquet\u00a0: il n’a pas de campagne ici.")})
    require_campaign(by, campaign, CampaignState.FROZEN)
    if was_signed(state):
        raise Invalid({"state": _("La partie a été signée avec cet état\u00a0: corrigez par un état ultérieur.")})
    write(state, expected_revision, {"withdrawn_at": timezone.now(), "withdrawn_reason": _("Gel défait")})
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.CLOSED, revision=campaign.revision + 1)
    campaign.refresh_from_db()
    revisions.bump(campaign.part)
    trace(state, by, "unfreeze")
    return state


def was_signed(state: FrozenState) -> bool:
    """Whether the part was signed since the state was frozen: the trace knows."""
    events = AuditEvent.objects.filter(action=SIGNED, part_uid=state.part.uid, at__gte=state.created_at)
    return events.exists()
