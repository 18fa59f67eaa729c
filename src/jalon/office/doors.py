"""Doors of the office: who may open a page about a part. Another team's draft is not there (404), existence included."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from jalon.core.guards import needs
from jalon.core.matrix import Permission
from jalon.core.models import Part

PartView = Callable[..., HttpResponseBase]


def team_part(request: HttpRequest, **kwargs: Any) -> Part:
    """The part that the address names by its slug, when the person is of its team; 404 otherwise."""
    kept = getattr(request, "office_part", None)
    if isinstance(kept, Part) and kept.slug == kwargs["slug"]:
        return kept
    visible = Part.objects.visible_to(request.user)  # type: ignore[arg-type]  # the queryset knows visitors too
    part = visible.select_related("owner").filter(slug=kwargs["slug"]).first()
    if part is None:
        raise Http404
    request.office_part = part  # type: ignore[attr-defined]  # found once by the guard, used by the view
    return part


def of_part(permission: Permission) -> Callable[[PartView], PartView]:
    """A view about one part: `view(request, part, ...)`, for whoever holds the permission on it."""

    def decorate(view: PartView) -> PartView:
        @wraps(view)
        def with_part(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            return view(request, team_part(request, slug=slug), **kwargs)

        return needs(permission, of=team_part)(with_part)

    return decorate
