"""What whoever imports decides of a file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.core.errors import Invalid
from jalon.exchange.headers import Profile
from jalon.plans.models import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What whoever imports decides. `plan`: slug of the plan that the table tells of (for measures, one of the part);
    none: a plan of its own, named `title`, with its `period` and `slug`. `said`: the date of the table."""

    profile: Profile | None = None
    plan: str = ""
    title: str = ""
    slug: str = ""
    period: str = ""
    said: str = ""


def plan_uid(slug: str) -> str:
    """The uid of a plan of any part. `Invalid` when there is none of that slug."""
    found = Plan.objects.filter(slug=slug, withdrawn_at__isnull=True).values_list("uid", flat=True).first()
    if found is None:
        raise Invalid({"plan": _("Aucun plan ne s’appelle «\u00a0%(slug)s\u00a0».") % {"slug": slug}})
    return str(found)
