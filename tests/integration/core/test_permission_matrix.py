"""Every address is marked, every action asks; each role is tried on each address of a body that is not its own."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import NoReverseMatch, reverse

from jalon.core.acting import action
from jalon.core.enums import Role
from jalon.core.guards import Page
from jalon.core.matrix import IN_INSTANCE, Permission
from jalon.core.models import Part, User
from jalon.core.permissions import require
from jalon.facts.uids import uuid7
from tests.integration.core import make
from tests.integration.core.permission_matrix import every_action, every_page, is_public_room, mark_of

pytestmark = pytest.mark.once

REFUSED = {302, 403, 404, 405}
OWN_ACCOUNT = ("mfa_", "account_")
BACKEND = "jalon.core.accounts.adapter.Backend"


def test_every_address_says_who_may_open_it() -> None:
    bare = [page.name or page.route for page in every_page() if page.guard is None and not is_public_room(page)]
    assert bare == []


def test_there_are_addresses_of_every_kind() -> None:
    kinds = {page.guard.kind for page in every_page() if page.guard}
    assert {"public", "signed_in"} <= kinds


def test_every_action_says_what_it_asks_for() -> None:
    found = dict(every_action())
    assert {"jalon.core.actions.leaving.hand_over", "jalon.core.actions.organisations.add"} <= found.keys()
    assert [name for name, function in found.items() if mark_of(function) is None] == []


def _guarded() -> Iterator[Page]:
    return (page for page in every_page() if page.guard and page.guard.kind != "public")


def test_the_address_of_every_guarded_page_can_be_tried(db: None) -> None:
    part = make.part()
    assert [page.name for page in _guarded() if _address(page, part) is None and page.name != "admin:"] == []


def _address(page: Page, part: Part) -> str | None:
    """The page's address with what it names filled in: the part or body that is not one's own, else anything."""
    values = {}
    for converter, name in re.findall(r"<(?:(\w+):)?(\w+)>", page.route):
        if name == "app_label":
            values[name] = "core"
        elif "slug" in name or converter == "slug":
            values[name] = part.slug if "organ" not in name and "body" not in name else part.owner.slug
        elif "uid" in name or converter == "uuid":
            values[name] = str(part.uid)
        else:
            values[name] = 1 if converter == "int" else uuid7()
    try:
        return reverse(page.name, kwargs=values)
    except NoReverseMatch:
        return None


def _people(part: Part) -> dict[str, User]:
    other = make.body()
    people = {role.value: make.member(other, role) for role in Role if role != Role.OPERATOR}
    people |= {"operator": make.operator(), "nobody": make.person(), "superuser": make.person(is_superuser=True)}
    for user in people.values():
        TOTP.activate(user, generate_totp_secret())
    return people


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_role_of_another_body_and_no_operator_opens_a_page_of_a_part(db: None, method: str) -> None:
    part = make.part(slug="la-partie-d-un-autre")
    in_body = [page for page in _guarded() if _names_a_record(page)]
    assert len(in_body) > 20
    opened = []
    for who, user in _people(part).items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        for page in in_body:
            address = _address(page, part)
            if address and getattr(client, method)(address).status_code not in REFUSED:
                opened.append((who, page.name))
    assert opened == []
    part.refresh_from_db()
    assert part.revision == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_an_operator_opens_a_page_of_the_instance(db: None, method: str) -> None:
    part = make.part()
    pages = [page for page in _guarded() if page.guard and page.guard.permission in IN_INSTANCE]
    assert len(pages) > 5
    people = _people(part) | {"of_the_body": make.member(part.owner)}
    people.pop("operator")
    opened = []
    for who, user in people.items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        for page in pages:
            address = _address(page, part)
            if address and getattr(client, method)(address).status_code not in REFUSED:
                opened.append((who, page.name))
    assert opened == []


def _names_a_record(page: Page) -> bool:
    """Pages of a body's records, by permission or by what their address names; the operator's own left out."""
    if page.guard is None or page.guard.permission in IN_INSTANCE or page.name.startswith(OWN_ACCOUNT):
        return False
    return page.guard.permission is not None and page.guard.kind == "permission" or "<" in page.route


def test_a_visitor_opens_no_page_that_is_not_public(db: None) -> None:
    part, client = make.part(), Client()
    opened = []
    for page in _guarded():
        address = _address(page, part)
        if address and client.get(address).status_code not in REFUSED | {401}:
            opened.append(page.name)
    assert opened == []


def test_an_action_that_forgets_to_ask_is_undone(db: None) -> None:
    part = make.part()

    @action(Permission.EDIT)
    def careless(*, by: User) -> None:
        Part.objects.filter(pk=part.pk).update(title="volé")

    with pytest.raises(RuntimeError, match="without asking for edit"):
        careless(by=make.operator())
    part.refresh_from_db()
    assert part.title != "volé"


def test_an_action_that_asks_is_kept_and_one_inside_it_does_not_ask_in_its_place(db: None) -> None:
    part = make.part()
    editor = make.member(part.owner)

    @action(Permission.EDIT)
    def careful(*, by: User) -> None:
        require(by, Permission.EDIT, part)

    @action(Permission.EDIT)
    def leans_on_it(*, by: User) -> None:
        careful(by=by)

    careful(by=editor)
    with pytest.raises(RuntimeError):
        leans_on_it(by=editor)


def test_a_mark_must_say_something() -> None:
    with pytest.raises(TypeError):
        action()
    with pytest.raises(TypeError):
        action(Permission.EDIT, instead="et aussi")
