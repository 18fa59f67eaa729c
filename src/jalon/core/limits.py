"""How often an address or an account may do something: counted in the database, the same for every worker."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone

from jalon.core.accounts import LOCK_OUT
from jalon.core.errors import TooMany
from jalon.core.locks import one_at_a_time

View = Callable[..., HttpResponseBase]


def client_address(request: HttpRequest) -> str:
    """The address of who asks. Each trusted proxy adds the address it saw at the right of X-Forwarded-For: the
    one that counts is as many places from the right as there are proxies. What the client wrote itself is not read.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.JALON.trusted_proxies
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    return seen[-proxies] if proxies and len(seen) >= proxies else direct


def count(what: str, whom: str, *, limit: int, seconds: int) -> None:
    """Count one attempt; `TooMany` beyond `limit` in the running window of so many seconds."""
    now = int(timezone.now().timestamp())
    window, left = now // seconds, seconds - now % seconds
    name = f"limit:{what}:{whom}:{window}"
    with transaction.atomic():
        one_at_a_time(name)
        done = int(cache.get(name, 0)) + 1
        cache.set(name, done, timeout=left)
    if done > limit:
        raise TooMany(left)


def limited(what: str, *, limit: int, seconds: int, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """A view that answers 429 once an address used it `limit` times in the window."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods:
                try:
                    count(what, client_address(request), limit=limit, seconds=seconds)
                except TooMany as error:
                    return too_many(request, error.seconds)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429, with the time to wait for people and for programs."""
    try:
        body = render_to_string("429.html", {"seconds": seconds}, request=request)
    except TemplateDoesNotExist:
        return HttpResponse(
            str(TooMany(seconds)), status=429, headers={"Retry-After": str(seconds)}, content_type="text/plain"
        )
    return HttpResponse(body, status=429, headers={"Retry-After": str(seconds)})


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """What axes answers after too many wrong passwords."""
    return too_many(request, int(LOCK_OUT.total_seconds()))


def sign_in_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The account that axes counts wrong passwords for: allauth calls it email, its form calls it login."""
    given = (credentials or {}).get("email") or (credentials or {}).get("username")
    form = request.POST.get("login", "") if request is not None else ""
    return str(given or form).strip().lower()
