"""Work lists: what is asked of the person's bodies, what falls due, what nobody has touched for long."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.core.models import User
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
