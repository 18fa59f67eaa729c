"""Personal links: 256 random bits, of which only the SHA-256 is kept. Whoever holds one answers for the body, once it is
asked, until a week after it was to answer, unless it was revoked."""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.core import limits
from jalon.core.errors import Invalid
from jalon.reporting.deadlines import expires
from jalon.reporting.enums import CampaignState
from jalon.reporting.models import Ask, Link

PATH = "retour"
"""First part of the address of a personal link: `/retour/<token>/`."""
LOOK_UPS = 60
"""Looking up a link that does not exist: so many times in `WINDOW` seconds from one address, then 429."""
WINDOW = 600
HOLDER = "the personal link, held by who reads the address"
"""What stands in for a permission. Actions look the link up before their transaction: one that is wrong is counted
although nothing else is kept."""
PREFIX = "R7"
"""A capital and a digit, so that logs know every token for one and hide it (`core.logs`)."""


def new_link(ask: Ask) -> str:
    """A new link of an ask; gives its token, which is kept nowhere."""
    token = PREFIX + secrets.token_urlsafe(32)
    Link.objects.create(ask=ask, token_hash=hash_of(token))
    return token


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(token: str, language: str = "fr") -> str:
    """The whole address of a personal link, in the language of who reads the letter."""
    folder = "" if language.startswith("fr") else f"/{language}"
    return f"{settings.JALON.base_url}{folder}/{PATH}/{token}/"


def ask_of(token: str, *, address: str, now: datetime) -> Ask:
    """The ask that a link opens. `Invalid` with one and the same message for a link that never was, was revoked or is
    over; `TooMany` for an address that tries too many."""
    wanted = hash_of(token)
    link = Link.objects.select_related("ask__campaign__part__owner", "ask__body").filter(token_hash=wanted).first()
    if link is None or not hmac.compare_digest(link.token_hash, wanted) or not usable(link, now):
        limits.count("reporting.link", address, limit=LOOK_UPS, seconds=WINDOW)
        raise Invalid(
            {"link": _("Ce lien n’est pas valable ou ne l’est plus. Demandez-en un autre à qui vous l’a envoyé.")}
        )
    ask: Ask = link.ask
    return ask


def usable(link: Link, now: datetime) -> bool:
    """Not revoked, not over, of an ask and a campaign that were not withdrawn."""
    ask, campaign = link.ask, link.ask.campaign
    withdrawn = ask.withdrawn_at is not None or campaign.withdrawn_at is not None
    asked = ask.asked_at is not None and campaign.state != CampaignState.DRAFT
    return asked and not withdrawn and link.revoked_at is None and now < expires(ask)


def used(token: str, now: datetime) -> None:
    """Note that a link was followed."""
    Link.objects.filter(token_hash=hash_of(token)).update(used_at=now)
