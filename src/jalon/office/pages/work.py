"""Work lists: what is asked of the person's bodies, what falls due, what nobody has touched for long."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.core.models import Outbox, Part, User
from jalon.reporting.bodies import body_name
from jalon.reporting.enums import CampaignState
from jalon.reporting.models import Letter, Return, ReturnedCell
from jalon.reporting.selectors import my_asks
from jalon.reporting.selectors.answer_pages import MyAsk


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Something asked of a body of the person's; `left`: how many days remain, in words."""

    of: MyAsk
    left: str


def asked_of(user: User, today: date) -> tuple[AskedLine, ...]:
    """What is asked, what is due first at the head. A fixed number of queries."""
    return tuple(AskedLine(ask, days_left((ask.due - today).days)) for ask in my_asks(user))


def days_left(days: int) -> str:
    """How long until the day on which an answer is asked for."""
    if days < 0:
        return ngettext("Délai passé depuis %(n)d jour.", "Délai passé depuis %(n)d jours.", -days) % {"n": -days}
    if days == 0:
        return _("Attendu aujourd’hui.")
    return ngettext("Reste %(n)d jour.", "Restent %(n)d jours.", days) % {"n": days}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of a campaign that waits for a person: `count` differences of a return, or letters not delivered."""

    body: str
    campaign: str
    url: str
    count: int


def to_decide(user: User) -> tuple[Waiting, ...]:
    """The returns with differences that wait for a person, in the parts of the person's teams. Three queries."""
    parts = Part.objects.visible_to(user)
    cells = ReturnedCell.objects.filter(
        ret__ask__campaign__part__in=parts, ret__ask__campaign__withdrawn_at=None, ret__ask__withdrawn_at=None,
        ret__withdrawn_at=None, decision="", superseded_by=None,
        ret__ask__campaign__state__in=(CampaignState.OPEN, CampaignState.CLOSED),
    ).exclude(choices=[])  # fmt: skip
    counts = dict(cells.order_by().values_list("ret").annotate(Count("pk")))
    rows = Return.objects.filter(pk__in=counts).select_related("ask__campaign__part", "ask__body")
    return tuple(
        Waiting(
            body_name(row.ask.body), row.ask.campaign.title.value,
            reverse("office:merge", args=(row.part.slug, row.ask.campaign.slug, row.uid)), counts[row.pk],
        )
        for row in rows.prefetch_related("ask__body__names").order_by("received_at", "id")
    )  # fmt: skip


def not_delivered(user: User) -> tuple[Waiting, ...]:
    """The bodies to whom a letter of a campaign could not be delivered, and was given up. Two queries."""
    dead = Outbox.objects.filter(dead_at__isnull=False)
    rows = Letter.objects.filter(
        ask__campaign__part__in=Part.objects.visible_to(user), ask__campaign__withdrawn_at=None,
        ask__campaign__state__in=(CampaignState.OPEN, CampaignState.CLOSED), ask__withdrawn_at=None,
        outbox_uid__in=dead.values("uid"),
    ).select_related("ask__campaign__part", "ask__body")  # fmt: skip
    found: dict[int, list[Letter]] = {}
    for row in rows.prefetch_related("ask__body__names").order_by("posted_at", "id"):
        found.setdefault(row.ask_id, []).append(row)
    return tuple(_undelivered(letters) for letters in found.values())


def _undelivered(letters: list[Letter]) -> Waiting:
    ask = letters[0].ask
    url = reverse("office:campaign", args=(ask.campaign.part.slug, ask.campaign.slug))
    return Waiting(body_name(ask.body), ask.campaign.title.value, url, len(letters))
