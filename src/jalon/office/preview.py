"""The portal's own pages over a part that nobody has signed yet: what the public will see, for the team alone."""

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import timezone
from django.utils.translation import get_language

from jalon.core.models import Part
from jalon.publication.parts import utc
from jalon.publication.preview import preview_reader
from jalon.publication.reader import Reader

PORTAL = "jalon.portal.urls"
NOT_SHOWN = frozenset({"package", "table", "file", "report", "ics", "atom", "sitemap", "permanent"})
"""Files that are made of what was published: a preview has none."""


def public_page(request: HttpRequest, part: Part, rest: str) -> HttpResponseBase:
    """A page of the portal with the part as it stands now; its links stay inside the preview."""
    base = reverse("office:preview", args=(part.slug,))
    elsewhere = _outside(base, rest)
    if elsewhere:
        return HttpResponseRedirect(elsewhere)
    try:
        found = resolve(f"/{rest}", urlconf=PORTAL)
    except Resolver404:
        raise Http404 from None
    if found.url_name in NOT_SHOWN:
        raise Http404
    request.preview_reader = _dated(preview_reader(part))  # type: ignore[attr-defined]  # read by jalon.portal.respond
    response = _under(base, lambda: found.func(request, *found.args, **found.kwargs))
    return _marked(request, response, part, base)


def _dated(reader: Reader) -> Reader:
    """The reader with the present as its day: nothing was published yet, and « today » is the day of the Release."""
    reader.release = replace(reader.release, created_at=utc(timezone.now()))
    return reader


def _outside(base: str, rest: str) -> str:
    """Links to pages that are no portal page, or carry the language inside, lead to their real place."""
    if rest.startswith("bureau/"):
        return f"/{rest}"
    if rest.startswith("en/"):
        inner = rest.removeprefix("en/")
        return f"/en/{inner}" if inner.startswith("bureau/") else f"/en{base.removeprefix('/en')}{inner}"
    return ""


def _under(base: str, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run the view so that every address it writes begins with that of the preview."""
    before = get_script_prefix()
    set_script_prefix(base)
    try:
        return view()
    finally:
        set_script_prefix(before)


def _marked(request: HttpRequest, response: HttpResponseBase, part: Part, base: str) -> HttpResponseBase:
    """The page under a band that says what it is; never indexed, never kept."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    del response.headers["ETag"]
    if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
        band = render_to_string(
            "office/proof_band.html", {"part": part, "back": reverse("office:part", args=(part.slug,))}, request=request
        )
        text = response.content.decode()
        if get_language() == "en":
            text = text.replace(f'"{base}en/', f'"{base}')
        response.content = text.replace("</header>", f"{band}</header>", 1).encode()
    return response
