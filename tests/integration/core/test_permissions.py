"""The matrix: what each role may do, in its own body, in another one, in one part, in the instance."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from jalon.core.enums import Role
from jalon.core.errors import Forbidden
from jalon.core.models import Membership, Organisation, Part, User
from jalon.core.permissions import (
    IN_BODY,
    IN_INSTANCE,
    MATRIX,
    Permission,
    allowed,
    holds_somewhere,
    may_edit,
    may_invite,
    may_see_audit,
    may_see_document,
    may_sign_off,
    may_view_draft,
    needs_second_factor,
    require,
)
from jalon.facts.common import Visibility
from tests.integration.core import make

IN_BODIES = tuple(role for role in Role if role != Role.OPERATOR)


def holder(role: Role, body: Organisation, part: Part | None = None) -> User:
    return make.operator() if role == Role.OPERATOR else make.member(body, role, part)


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_in_its_body_what_the_matrix_says_and_nothing_else(db: None, role: Role) -> None:
    part = make.part()
    user = holder(role, part.owner)
    for permission in IN_BODY:
        assert allowed(user, permission, part) == (permission in MATRIX[role])
        assert allowed(user, permission, part.owner) == (permission in MATRIX[role])
    for permission in IN_INSTANCE:
        assert allowed(user, permission) == (permission in MATRIX[role])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("django_flags", [False, True])
def test_no_role_and_no_superuser_does_anything_in_another_body(db: None, role: Role, django_flags: bool) -> None:
    foreign = make.part()
    user = holder(role, make.body())
    user.is_staff = user.is_superuser = django_flags
    user.save()
    assert not any(allowed(user, permission, foreign) for permission in IN_BODY)
    assert foreign not in Part.objects.visible_to(user)
    assert not (may_view_draft(user, foreign) or may_edit(user, foreign) or may_sign_off(user, foreign))


@pytest.mark.parametrize("role", IN_BODIES)
def test_a_role_in_one_part_reaches_neither_another_part_nor_the_body(db: None, role: Role) -> None:
    body = make.body()
    mine, other = make.part(body), make.part(body)
    user = make.member(body, role, mine)
    for permission in IN_BODY:
        assert allowed(user, permission, mine) == (permission in MATRIX[role])
        assert not allowed(user, permission, other)
        assert not allowed(user, permission, body)


@pytest.mark.parametrize("role", Role)
def test_drafts_are_listed_for_exactly_who_may_see_them(db: None, role: Role) -> None:
    body = make.body()
    parts = [make.part(body), make.part(body), make.part()]
    for user in (holder(role, body), holder(role, body, None if role == Role.OPERATOR else parts[0])):
        seen = set(Part.objects.visible_to(user))
        assert seen == {part for part in parts if may_view_draft(user, part)}


def test_a_role_that_ended_and_a_closed_account_permit_nothing(db: None) -> None:
    part = make.part()
    left, closed = make.signatory(part.owner), make.signatory(part.owner)
    Membership.objects.filter(user=left).update(ended_at=timezone.now() - timedelta(days=1))
    closed.is_active = False
    closed.save()
    for user, permission in product((left, closed), IN_BODY):
        assert not allowed(user, permission, part)
        assert not holds_somewhere(user, permission)
        assert not Part.objects.visible_to(user).exists()


def test_a_visitor_may_do_nothing(db: None) -> None:
    part = make.part()
    for permission in Permission:
        assert not allowed(AnonymousUser(), permission, part if permission in IN_BODY else None)


def test_a_permission_in_a_body_asked_for_nowhere_is_a_mistake_of_the_program(db: None) -> None:
    with pytest.raises(TypeError, match="name the part"):
        allowed(make.operator(), Permission.EDIT)


def test_require_lets_the_instance_itself_pass_and_nobody_else_without_a_role(db: None) -> None:
    part = make.part()
    require(None, Permission.SIGN_OFF, part)
    with pytest.raises(Forbidden):
        require(make.operator(), Permission.SIGN_OFF, part)


def test_the_operator_opens_a_body_once_and_then_its_signatories_decide(db: None) -> None:
    body, operator = make.body(), make.operator()
    assert may_invite(operator, Role.SIGNATORY, body)
    assert not may_invite(operator, Role.EDITOR, body)
    signatory = make.signatory(body)
    assert not may_invite(operator, Role.SIGNATORY, body)
    assert all(may_invite(signatory, role, body) for role in IN_BODIES)
    assert not may_invite(signatory, Role.SIGNATORY, make.body())
    assert not may_invite(signatory, Role.OPERATOR, None)
    assert not may_invite(signatory, Role.OPERATOR, body)
    assert may_invite(operator, Role.OPERATOR, None)


def test_a_body_whose_only_signatory_has_a_closed_account_can_be_opened_again(db: None) -> None:
    body, operator = make.body(), make.operator()
    signatory = make.signatory(body)
    signatory.is_active = False
    signatory.save()
    assert may_invite(operator, Role.SIGNATORY, body)


def test_documents_are_seen_by_whom_their_visibility_names(db: None) -> None:
    body = make.body()
    part, other = make.part(body), make.part(body)
    team, of_other = make.member(body, Role.READER, part), make.member(body, Role.READER, other)
    committee, stranger = make.member(body, Role.COMMITTEE), make.signatory(make.body())
    people = {"team": team, "of_other": of_other, "committee": committee, "stranger": stranger}
    seen = {v: {name for name, user in people.items() if may_see_document(user, part, v)} for v in Visibility}
    assert seen == {
        Visibility.PUBLIC: {"team", "of_other", "committee", "stranger"},
        Visibility.COMMITTEE: {"team", "committee"},
        Visibility.BODY: {"team", "of_other"},
        Visibility.TEAM: {"team"},
    }


def test_the_trace_of_a_body_is_read_by_its_signatories_and_not_by_the_operator(db: None) -> None:
    body, operator = make.body(), make.operator()
    assert may_see_audit(make.signatory(body), body)
    assert not may_see_audit(operator, body)
    assert not may_see_audit(make.member(body, Role.EDITOR), body)
    assert may_see_audit(operator, None)


@pytest.mark.parametrize(("role", "needed"), [(role, role in {Role.OPERATOR, Role.SIGNATORY}) for role in Role])
def test_who_binds_a_body_needs_a_second_factor(db: None, role: Role, needed: bool) -> None:
    assert needs_second_factor(holder(role, make.body())) == needed
