"""What every page of the office hands to its base: menu, way back, for whom one acts, who sees it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.composed import Composed
from jalon.core.models import Organisation, OrganisationName, Part, User
from jalon.facts.common import Visibility
from jalon.ui.pieces import Crumb


def user_of(request: HttpRequest) -> User:
    """The signed-in account. The guards let nobody else come here: PermissionError says that one is missing."""
    if not isinstance(request.user, User):
        raise PermissionError("This view needs a guard of jalon.core.guards.")
    return request.user


def frame(
    request: HttpRequest,
    part: Part | None,
    title: Any,
    *,
    section: str = "parts",
    back_to: str = "",
    back_words: str = "",
) -> dict[str, Any]:
    """The context of a page: about a part when one is given."""
    crumbs: list[Crumb] = []
    if part is not None:
        address = reverse("office:part", args=(part.slug,))
        crumbs = [Crumb(_("Parties"), reverse("office:parts")), Crumb(part.title, address)]
        if back_to and back_to not in (address, request.path):
            crumbs.append(Crumb(back_words or _("fiche"), back_to))
    if part is None or request.path != reverse("office:part", args=(part.slug,)):
        crumbs.append(Crumb(str(title)))
    elif crumbs:
        crumbs[-1] = Crumb(part.title)
    return {
        "section": section,
        "title": title,
        "crumbs": tuple(crumbs),
        "part": part,
        "acting_for": name_of(part.owner) if part else "",
        "visibility": Visibility.TEAM.value if part else "",
        "synthetic": bool(part and part.synthetic),
    }


def name_of(body: Organisation) -> str:
    """The name that a body bears now: its last one, its address when it has none."""
    names = _NAMES.rows(body.pk)
    borne = [name.value for name in names if name.until is None] or [name.value for name in names]
    return str(borne[-1]) if borne else body.slug


def _names(body: int) -> QuerySet[Any]:
    return OrganisationName.objects.filter(organisation=body).order_by("order", "id").values_list("value", "until")


_NAMES = Composed(("value", "until"), int, write=_names)
