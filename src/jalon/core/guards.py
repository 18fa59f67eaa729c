"""Marks on views: who may open each page. A view without a mark fails the test of the permission matrix.

    @public_view                                   everybody
    @signed_in_view                                whoever has an open account (second factor included)
    @needs(Permission.EDIT, of=part_by("slug"))    whoever holds the permission on what the address names
    @needs(Permission.SEE_INSTANCE)                whoever holds a permission of the instance
    @needs_somewhere(Permission.VIEW_DRAFT)        pages that list only what the person may see

Signed out: to the sign-in page. Without the permission: 403. Without the second factor that the role asks for: to
the page that sets it up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeAlias
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, reverse

from jalon.core.accounts.second_factor import has_second_factor
from jalon.core.matrix import IN_BODY, Permission
from jalon.core.models import Organisation, Part
from jalon.core.permissions import Target, allowed, holds_somewhere, needs_second_factor

View: TypeAlias = Callable[..., HttpResponseBase]
Finder: TypeAlias = Callable[..., Target]
ATTRIBUTE = "jalon_guard"


@dataclass(frozen=True, slots=True)
class Guard:
    """The mark on a view."""

    kind: Literal["public", "signed_in", "permission", "somewhere"]
    permission: Permission | None = None


def public_view(view: View) -> View:
    """Everybody may open it."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return _marked(opened, Guard("public"))


def signed_in_view(view: View) -> View:
    """Whoever has an open account may open it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _kept_nowhere(detour(request) or view(request, *args, **kwargs))

    return _marked(guarded, Guard("signed_in"))


def needs(permission: Permission, *, of: Finder | None = None) -> Callable[[View], View]:
    """Whoever holds the permission on what `of(request, **kwargs)` finds; without `of`, in the instance."""
    if (permission in IN_BODY) != (of is not None):
        raise TypeError(f"{permission}: name what it is asked for with `of=` if, and only if, it is held in a body.")

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> bool:
        return allowed(request.user, permission, of(request, **kwargs) if of else None)

    return _guard(check, Guard("permission", permission))


def needs_somewhere(permission: Permission) -> Callable[[View], View]:
    """Whoever holds the permission in some body: the page itself lists only what `visible_to` gives."""
    return _guard(lambda request, kwargs: holds_somewhere(request.user, permission), Guard("somewhere", permission))


def _guard(check: Callable[[HttpRequest, dict[str, Any]], bool], mark: Guard) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            elsewhere = detour(request)
            if elsewhere:
                return elsewhere
            if not check(request, kwargs):
                raise PermissionDenied
            return _kept_nowhere(view(request, *args, **kwargs))

        return _marked(guarded, mark)

    return decorate


def _kept_nowhere(response: HttpResponseBase) -> HttpResponseBase:
    """Drafts stay in no cache: neither a proxy's nor the disk of a machine that others use after signing out."""
    response.setdefault("Cache-Control", "private, no-store")
    return response


def detour(request: HttpRequest) -> HttpResponse | None:
    """Where the person must pass first: sign-in, or the set-up of a second factor. None: nowhere."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': _way_back(request)})}")
    if needs_second_factor(request.user) and not has_second_factor(request.user):
        return HttpResponseRedirect(reverse("mfa_index"))
    return None


def _way_back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in {"GET", "HEAD"} else request.path


def part_by(name: str = "slug") -> Finder:
    """Finds the part that the address names by slug or uid; 404 when there is none."""

    def find(request: HttpRequest, **kwargs: Any) -> Part:
        field = "uid" if name == "uid" or name.endswith("_uid") else "slug"
        return get_object_or_404(Part.objects.select_related("owner"), **{field: kwargs[name]})

    return find


def organisation_by(name: str = "slug") -> Finder:
    """Finds the body that the address names by slug or uid; 404 when there is none."""

    def find(request: HttpRequest, **kwargs: Any) -> Organisation:
        field = "uid" if name == "uid" or name.endswith("_uid") else "slug"
        return get_object_or_404(Organisation, **{field: kwargs[name]})

    return find


def _marked(view: View, mark: Guard) -> View:
    setattr(view, ATTRIBUTE, mark)
    return view


ELSEWHERE: dict[str, Guard] = {
    # Views of installed packages carry no mark of ours: who may open them is decided by the package, said here.
    **dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_signup",  # closed: it answers that accounts are by invitation
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "mfa_authenticate",  # between password and second factor
            "mfa_login_webauthn",
            "set_language",
        ),
        Guard("public"),
    ),
    **dict.fromkeys(
        (
            "account_change_password",
            "account_set_password",
            "account_reauthenticate",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
            "mfa_reauthenticate_webauthn",
        ),
        Guard("signed_in"),
    ),
}


OPERATOR_SPACE = "admin:"
"""Django's admin wraps its views once more, so that their mark is not on them: the operator's site guards each one."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the site: its full route, its name with namespaces, its view and mark (None: none)."""

    route: str
    name: str
    view: View
    guard: Guard | None


def pages(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[Page]:
    """Every address under the resolver, so that a test can try them all."""
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name or ''}"
            yield Page(here, name, pattern.callback, guard_of(pattern.callback, name))
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from pages(pattern, here, inner)


def guard_of(view: View, name: str) -> Guard | None:
    """The mark of a view, through class-based views and decorators that keep attributes."""
    found = getattr(view, ATTRIBUTE, None)
    if isinstance(found, Guard):
        return found
    return Guard("permission", Permission.SEE_INSTANCE) if name.startswith(OPERATOR_SPACE) else ELSEWHERE.get(name)
