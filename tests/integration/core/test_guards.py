"""Marks on views: who gets in, who is sent elsewhere, who is refused; and how tests find every address."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLResolver, include, path
from django.urls.resolvers import RegexPattern
from django.utils.decorators import method_decorator
from django.views import View

from jalon.core.enums import Role
from jalon.core.guards import (
    ELSEWHERE,
    Guard,
    needs,
    needs_somewhere,
    organisation_by,
    pages,
    part_by,
    public_view,
    signed_in_view,
)
from jalon.core.matrix import IN_BODY, MATRIX, Permission
from jalon.core.models import User
from tests.integration.core import make


def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("ok")


def ask(view: Any, user: User | None, path: str = "/bureau/x/?a=1", method: str = "get", **kwargs: Any) -> Any:
    from django.contrib.auth.models import AnonymousUser

    request = getattr(RequestFactory(), method)(path)
    request.user = user or AnonymousUser()
    return view(request, **kwargs)


def strong(user: User) -> User:
    TOTP.activate(user, generate_totp_secret())
    return user


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATOR])
@pytest.mark.parametrize("permission", sorted(IN_BODY))
def test_a_page_of_a_part_opens_for_the_roles_of_the_matrix_and_answers_403_to_others(
    db: None, role: Role, permission: Permission
) -> None:
    part = make.part()
    view = needs(permission, of=part_by("slug"))(page)
    user = strong(make.member(part.owner, role))
    if permission in MATRIX[role]:
        assert ask(view, user, slug=part.slug).content == b"ok"
    else:
        with pytest.raises(PermissionDenied):
            ask(view, user, slug=part.slug)
    with pytest.raises(PermissionDenied):
        ask(view, strong(make.signatory(make.body())), slug=part.slug)
    with pytest.raises(PermissionDenied):
        ask(view, strong(make.operator()), slug=part.slug)


def test_a_visitor_is_sent_to_sign_in_and_back(db: None) -> None:
    view = needs(Permission.EDIT, of=part_by("slug"))(page)
    answer = ask(view, None, slug="rien")
    assert answer["Location"] == "/bureau/compte/connexion/?next=%2Fbureau%2Fx%2F%3Fa%3D1"
    assert ask(signed_in_view(page), None, method="post")["Location"].endswith("next=%2Fbureau%2Fx%2F")


def test_who_needs_a_second_factor_is_sent_to_set_it_up_first(db: None) -> None:
    part = make.part()
    view = needs(Permission.SIGN_OFF, of=part_by("slug"))(page)
    user = make.signatory(part.owner)
    assert ask(view, user, slug=part.slug)["Location"] == "/bureau/compte/second-facteur/"
    assert ask(signed_in_view(page), user)["Location"] == "/bureau/compte/second-facteur/"
    assert ask(view, strong(user), slug=part.slug).content == b"ok"


def test_an_editor_works_without_a_second_factor(db: None) -> None:
    part = make.part()
    view = needs(Permission.EDIT, of=part_by("part_uid"))(page)
    assert ask(view, make.member(part.owner), part_uid=part.uid).content == b"ok"


def test_an_unknown_part_or_body_is_not_found(db: None) -> None:
    user = make.member(make.body())
    with pytest.raises(Http404):
        ask(needs(Permission.EDIT, of=part_by("slug"))(page), user, slug="rien")
    with pytest.raises(Http404):
        ask(needs(Permission.EDIT, of=organisation_by("slug"))(page), user, slug="rien")


def test_a_list_opens_for_who_holds_the_permission_somewhere(db: None) -> None:
    view = needs_somewhere(Permission.VIEW_DRAFT)(page)
    assert ask(view, make.member(make.body(), Role.READER)).content == b"ok"
    with pytest.raises(PermissionDenied):
        ask(view, make.member(make.body(), Role.COMMITTEE))


def test_a_page_of_the_instance_opens_for_operators_only(db: None) -> None:
    view = needs(Permission.SEE_INSTANCE)(page)
    assert ask(view, strong(make.operator())).content == b"ok"
    with pytest.raises(PermissionDenied):
        ask(view, strong(make.signatory(make.body())))


def test_a_mark_that_forgets_what_it_is_asked_for_is_refused_at_import() -> None:
    with pytest.raises(TypeError):
        needs(Permission.EDIT)
    with pytest.raises(TypeError):
        needs(Permission.BACK_UP, of=part_by("slug"))


def test_a_closed_account_is_a_visitor(db: None) -> None:
    user = make.person()
    user.is_active = False
    user.save()
    with pytest.raises(PermissionDenied):
        ask(needs_somewhere(Permission.VIEW_DRAFT)(page), user)


@method_decorator(needs(Permission.EDIT, of=part_by("slug")), name="dispatch")
class Classy(View):
    """A class-based view keeps its mark."""


def test_every_address_is_found_with_its_mark() -> None:
    inner = ([path("b/<slug:slug>/", Classy.as_view(), name="b"), path("c/", page, name="c")], "inner")
    urls = [
        path("a/", public_view(page), name="a"),
        path("x/", include(inner, namespace="inner")),
        path("y/", page, name="account_login"),
    ]
    found = {one.name: (one.route, one.guard) for one in pages(URLResolver(RegexPattern(""), urls))}
    assert found == {
        "a": ("a/", Guard("public")),
        "inner:b": ("x/b/<slug:slug>/", Guard("permission", Permission.EDIT)),
        "inner:c": ("x/c/", None),
        "account_login": ("y/", ELSEWHERE["account_login"]),
    }


def test_marks_do_not_hide_the_name_of_a_view() -> None:
    assert needs_somewhere(Permission.EDIT)(page).__name__ == "page"
