"""Two doors to one form: a body answers what it is asked by its personal link, without account, or by an account.

Behind the link the address itself is the key. It goes into no log (`core.logs` masks it), and into no `Referer`:
`strict-origin` gives the name of the host alone. `no-referrer` would be stricter, but browsers then send « Origin: null »
with forms, and the check of their token refuses those.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jalon.core.errors import Invalid, TooMany
from jalon.core.guards import needs_somewhere, public_view
from jalon.core.limits import client_address, limited, too_many
from jalon.core.matrix import Permission
from jalon.core.models import User
from jalon.core.permissions import allowed
from jalon.office.frame import frame, user_of
from jalon.reporting import actions, selectors
from jalon.reporting.links import PATH, ask_of
from jalon.reporting.merging.model import FormLine
from jalon.reporting.models import Ask, Draft, Return
from jalon.reporting.selectors.answer_pages import AnswerPage

POSTS, WINDOW = 300, 600
"""Forms sent from one address in so many seconds: a whole ministry may share one."""


class Door(Protocol):
    """What a body does, however it came in."""

    ask: Ask
    by_link: bool
    may_answer: bool

    def url(self, name: str, *more: str) -> str: ...
    def page(self) -> AnswerPage: ...
    def open(self) -> Ask: ...
    def save(self, answers: tuple[FormLine, ...], revision: int) -> Draft: ...
    def give_back(self, revision: int, sent_by: str) -> Return: ...
    def upload(self, data: bytes, name: str, sent_by: str) -> Return: ...
    def validate(self, name: str, function: str, revision: int) -> Ask: ...


@dataclass(frozen=True)
class LinkDoor:
    """Who holds the personal link, from one address of the network."""

    ask: Ask
    token: str
    address: str
    by_link: bool = True
    may_answer: bool = True

    def url(self, name: str, *more: str) -> str:
        """The address of a page."""
        return reverse(f"answer:{name}", args=(self.token, *more))

    def page(self) -> AnswerPage:
        """The form."""
        return selectors.answer_page_by_link(self.token, address=self.address, now=timezone.now())

    def open(self) -> Ask:
        """Somebody begins."""
        return actions.open_by_link(token=self.token, address=self.address)

    def save(self, answers: tuple[FormLine, ...], revision: int) -> Draft:
        """Keep a draft."""
        return actions.save_draft_by_link(
            token=self.token, address=self.address, answers=answers, expected_revision=revision
        )

    def give_back(self, revision: int, sent_by: str) -> Return:
        """Return it."""
        return actions.return_by_link(
            token=self.token, address=self.address, expected_revision=revision, sent_by=sent_by
        )

    def upload(self, data: bytes, name: str, sent_by: str) -> Return:
        """Return the workbook."""
        return actions.upload_by_link(token=self.token, address=self.address, data=data, name=name, sent_by=sent_by)

    def validate(self, name: str, function: str, revision: int) -> Ask:
        """The hierarchy validates."""
        return actions.validate_by_link(
            token=self.token, address=self.address, name=name, function=function, expected_revision=revision
        )


@dataclass(frozen=True)
class AccountDoor:
    """Somebody of the body's team. `may_answer`: they edit for it."""

    ask: Ask
    user: User
    may_answer: bool
    by_link: bool = False

    def url(self, name: str, *more: str) -> str:
        """The address of a page."""
        return reverse(f"office:answer_{name}", args=(self.ask.uid, *more))

    def page(self) -> AnswerPage:
        """The form."""
        return selectors.answer_page(str(self.ask.uid), self.user)

    def open(self) -> Ask:
        """Somebody begins."""
        return actions.open_ask(ask=self.ask, by=self.user)

    def save(self, answers: tuple[FormLine, ...], revision: int) -> Draft:
        """Keep a draft."""
        return actions.save_draft(ask=self.ask, answers=answers, by=self.user, expected_revision=revision)

    def give_back(self, revision: int, sent_by: str) -> Return:
        """Return it; the account says who."""
        return actions.return_answers(ask=self.ask, by=self.user, expected_revision=revision)

    def upload(self, data: bytes, name: str, sent_by: str) -> Return:
        """Return the workbook."""
        return actions.upload_workbook(ask=self.ask, data=data, name=name, by=self.user)

    def validate(self, name: str, function: str, revision: int) -> Ask:
        """The hierarchy validates."""
        return actions.validate_answers(
            ask=self.ask, name=name, function=function, by=self.user, expected_revision=revision
        )


DoorView = Callable[..., HttpResponse]


def by_link(view: DoorView) -> Callable[..., HttpResponseBase]:
    """`view(request, door, ...)` for who holds the link in the address; else a page that says the same of every other."""

    @public_view
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @limited("answer", limit=POSTS, seconds=WINDOW)
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        return _to_nobody_else(_answer(request, view, token, kwargs))

    return opened


def _answer(request: HttpRequest, view: DoorView, token: str, kwargs: dict[str, Any]) -> HttpResponse:
    address = client_address(request)
    try:
        ask = ask_of(token, address=address, now=timezone.now())
        return view(request, LinkDoor(ask, token, address), **kwargs)
    except TooMany as error:
        return too_many(request, error.seconds)
    except Invalid as refused:
        if set(refused.problems) != {"link"}:
            raise
        shown = frame(request, None, _("Lien non valable")) | {"said": refused.problems["link"]}
        return render(request, "office/answer/gone.html", shown, status=404)


def _to_nobody_else(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def by_account(view: DoorView) -> Callable[..., HttpResponseBase]:
    """The same for the team of a body that is asked; 404 for others, 403 for who may only read."""

    @needs_somewhere(Permission.VIEW_DRAFT)
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, uid: uuid.UUID, **kwargs: Any) -> HttpResponse:
        user = user_of(request)
        try:
            ask = selectors.answering(str(uid), user)
        except Ask.DoesNotExist:
            raise Http404 from None
        may = allowed(user, Permission.EDIT, ask.body)
        if request.method == "POST" and not may:
            raise PermissionDenied
        return view(request, AccountDoor(ask, user, may), **kwargs)

    return opened


def may_send_much(request: HttpRequest) -> bool:
    """Whether who asks holds a link that is good: such a person may send a workbook without a session."""
    found = _page_of(request.path_info)
    if found is None:
        return False
    try:
        ask_of(found.kwargs["token"], address=client_address(request), now=timezone.now())
    except (Invalid, TooMany):
        return False
    return True


def _page_of(path: str) -> ResolverMatch | None:
    """The page of a link; addresses are read before the language of the request is known."""
    plain = path.removeprefix("/en")
    if not plain.startswith(f"/{PATH}/"):
        return None
    try:
        return resolve(plain.removeprefix(f"/{PATH}"), "jalon.office.answer_urls")
    except Resolver404:
        return None
