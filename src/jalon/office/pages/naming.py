"""Names of what indicators and outputs are about: plans, sections and measures, of drafts or published, in few queries."""

import uuid
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from jalon.core.models import Part, User
from jalon.facts.common import COUNTRY_SUBJECT
from jalon.office.around import cut, measure_label
from jalon.plans import models
from jalon.publication.reader import Reader
from jalon.publication.words import value_words


def visible_parts(user: User) -> list[int]:
    """The keys of the parts whose drafts the person may read."""
    return list(Part.objects.visible_to(user).values_list("pk", flat=True))


def named(uids: Iterable[str], reader: Reader | None, *, drafts: Iterable[int] | None = None) -> Mapping[str, str]:
    """The names of these subjects by uid. `drafts`: the keys of the parts whose drafts may be read; None: none."""
    wanted = set(uids)
    found = {COUNTRY_SUBJECT: _("le pays entier")}
    found |= _drafts(wanted, list(drafts or ()))
    found |= _published(wanted - found.keys(), reader)
    return {uid: found.get(uid, _("inconnu ici")) for uid in wanted}


def _drafts(wanted: set[str], parts: list[int]) -> dict[str, str]:
    """What the person's own parts say of them."""
    if not parts:
        return {}
    keys = [uuid.UUID(uid) for uid in wanted]
    found: dict[str, str] = {}
    titles = models.PlanTitle.objects.filter(plan__uid__in=keys, plan__part__in=parts).order_by("order", "id")
    for uid, text in titles.values_list("plan__uid", "text"):
        found.setdefault(str(uid), _("le plan entier\u00a0: %s") % cut(text.value))
    for row in models.Section.objects.filter(uid__in=keys, plan__part__in=parts):
        found[str(row.uid)] = _("niveau %s") % cut(str(row) or _("intitulé non lu"))
    measures = models.MeasureTitle.objects.filter(measure__uid__in=keys, measure__plan__part__in=parts)
    for uid, number, text in measures.order_by("order", "id").values_list("measure__uid", "measure__number", "text"):
        found.setdefault(str(uid), measure_label(number, text.value))
    return found


def _published(wanted: set[str], reader: Reader | None) -> dict[str, str]:
    """What the current Release says of them."""
    if reader is None or not wanted:
        return {}
    found: dict[str, str] = {}
    for uid, measure in reader.measures_by_uid(wanted).items():
        found[uid] = measure_label(measure.number, measure.titles[0].text.value if measure.titles else "")
    for plan in reader.plans() if wanted - found.keys() else ():
        if plan.uid in wanted:
            found[plan.uid] = _("le plan entier\u00a0: %s") % cut(
                plan.titles[0].text.value if plan.titles else plan.slug
            )
        if wanted - found.keys():
            found |= {
                one.uid: _("niveau %s") % cut(one.label or value_words(one.title))
                for one in reader.sections(plan.uid)
                if one.uid in wanted
            }
    return found
