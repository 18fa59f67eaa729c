"""Roles and how they end; the database itself refuses those that make no sense."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jalon.core import selectors
from jalon.core.actions import hand_over, memberships
from jalon.core.actions.leaving import end_membership
from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import AuditEvent, Invitation, Membership, Organisation, User
from jalon.core.permissions import has_signatory
from tests.integration.core import make
from tests.integration.core.conftest import Threads


@pytest.mark.parametrize(
    "fields",
    [
        {"role": Role.OPERATOR, "scope": ScopeKind.ORGANISATION},
        {"role": Role.OPERATOR, "scope": ScopeKind.INSTANCE, "in_body": True},
        {"role": Role.EDITOR, "scope": ScopeKind.INSTANCE},
        {"role": Role.EDITOR, "scope": ScopeKind.PART, "in_body": True},
    ],
)
def test_the_database_refuses_a_role_out_of_place(db: None, fields: dict[str, object]) -> None:
    body = make.body() if fields.pop("in_body", False) else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=make.person(), organisation=body, **fields)


def test_the_same_role_is_held_once_and_can_be_held_again_after_it_ended(db: None) -> None:
    body = make.body()
    user = make.member(body)
    make.member(body, who=user)
    role = make.role_of(user, body)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, organisation=body, role=Role.EDITOR)
    end_membership(by=None, membership=role, expected_revision=role.revision)
    make.member(body, who=user)
    assert Membership.objects.filter(user=user).count() == 2


def test_a_role_for_a_part_of_another_body_is_refused(db: None) -> None:
    with pytest.raises(Invalid, match="n’appartient pas"):
        memberships.grant(by=None, user=make.person(), role=Role.EDITOR, organisation=make.body(), part=make.part())


def test_a_signatory_gives_roles_in_the_body_and_an_editor_does_not(db: None) -> None:
    body = make.body()
    memberships.grant(by=make.signatory(body), user=make.person(), role=Role.EDITOR, organisation=body)
    with pytest.raises(Forbidden):
        memberships.grant(by=make.member(body), user=make.person(), role=Role.READER, organisation=body)


def test_the_last_signatory_does_not_leave_without_an_heir(db: None) -> None:
    body = make.body()
    user = make.signatory(body)
    with pytest.raises(Invalid, match="dernier signataire"):
        end_membership(by=user, membership=make.role_of(user, body), expected_revision=1)
    with pytest.raises(Invalid, match="n’aurait plus de signataire"):
        hand_over(by=user, leaver=user, expected_revision=user.revision)
    assert has_signatory(body)
    user.refresh_from_db()
    assert user.is_active


def test_a_leaver_hands_over_closes_the_account_and_keeps_the_history(db: None) -> None:
    body = make.body()
    leaver, heir = make.signatory(body), make.member(body)
    AuditEvent.objects.all().delete()
    done = hand_over(by=leaver, leaver=leaver, expected_revision=leaver.revision, heir=heir)
    leaver.refresh_from_db()
    assert (done.closed, leaver.is_active, leaver.has_usable_password()) == (True, False, False)
    assert [role.user for role in done.inherited] == [heir]
    assert [member.person for member in selectors.members(body, by=None, ended=True)].count(str(leaver)) == 1
    event = AuditEvent.objects.get()
    assert (event.action, event.organisation_uid) == ("account.hand_over", body.uid)
    assert event.changes == {
        "ended": ["signatory"],
        "heir": str(heir),
        "revoked_invitations": 0,
        "account_closed": True,
    }


def test_nothing_goes_to_the_heir_where_another_signatory_stays(db: None) -> None:
    body = make.body()
    leaver, _stays, heir = make.signatory(body), make.signatory(body), make.member(body)
    done = hand_over(by=leaver, leaver=leaver, expected_revision=leaver.revision, heir=heir)
    assert done.inherited == ()
    assert make.role_of(heir, body).role == Role.EDITOR


def test_the_heir_is_of_the_team_so_that_the_operator_seats_nobody_from_outside(db: None) -> None:
    body, operator = make.body(), make.operator()
    leaver = make.signatory(body)
    for heir in (operator, make.person(), make.signatory(make.body()), make.member(body, Role.COMMITTEE), leaver):
        with pytest.raises(Invalid, match="équipe"):
            hand_over(by=operator, leaver=leaver, expected_revision=leaver.revision, heir=heir)
    hand_over(by=operator, leaver=leaver, expected_revision=leaver.revision, heir=make.member(body, Role.READER))
    assert has_signatory(body)


def test_leaving_one_body_of_two_keeps_the_account_and_the_other_role(db: None) -> None:
    one, two = make.body(), make.body()
    boss = make.signatory(one)
    user = make.member(two, who=make.member(one))
    done = hand_over(by=boss, leaver=user, expected_revision=user.revision, organisation=one)
    user.refresh_from_db()
    assert (done.closed, user.is_active) == (False, True)
    assert make.role_of(user, two).role == Role.EDITOR


def test_a_signatory_does_not_end_what_somebody_is_in_another_body(db: None) -> None:
    one, two = make.body(), make.body()
    boss = make.signatory(one)
    user = make.member(two, who=make.member(one))
    with pytest.raises(Forbidden):
        hand_over(by=boss, leaver=user, expected_revision=user.revision)
    with pytest.raises(Forbidden):
        end_membership(by=boss, membership=make.role_of(user, two), expected_revision=1)
    assert Membership.objects.filter(user=user, ended_at__isnull=True).count() == 2


def test_the_operator_closes_an_account_but_does_not_thin_out_a_team(db: None) -> None:
    body, operator = make.body(), make.operator()
    editor = make.member(body)
    with pytest.raises(Forbidden):
        end_membership(by=operator, membership=make.role_of(editor, body), expected_revision=1)
    assert hand_over(by=operator, leaver=editor, expected_revision=editor.revision).closed


def test_nobody_but_the_operator_closes_the_account_of_somebody_without_a_role(db: None) -> None:
    alone = make.person()
    with pytest.raises(Forbidden):
        hand_over(by=make.signatory(make.body()), leaver=alone, expected_revision=alone.revision)
    assert hand_over(by=make.operator(), leaver=alone, expected_revision=alone.revision).closed


def test_invitations_sent_by_or_to_the_leaver_are_revoked(db: None) -> None:
    from jalon.core.actions import invitations

    body = make.body()
    leaver, other = make.signatory(body), make.signatory(body)
    invitations.invite(by=leaver, email="nouvelle@exemple.fr", role=Role.READER, organisation=body)
    invitations.invite(by=other, email=leaver.email, role=Role.EDITOR, organisation=body)
    kept = invitations.invite(by=other, email="autre@exemple.fr", role=Role.READER, organisation=body)
    assert hand_over(by=leaver, leaver=leaver, expected_revision=leaver.revision).revoked_invitations == 2
    assert list(Invitation.objects.filter(revoked_at__isnull=True)) == [kept]


def test_of_two_last_signatories_who_leave_at_once_one_stays(threads: Threads) -> None:
    body = make.body()
    people = [make.signatory(body), make.signatory(body)]

    def leave(key: int) -> bool:
        user = User.objects.get(pk=key)
        return hand_over(by=user, leaver=user, expected_revision=user.revision).closed

    results = threads.race(*(lambda key=user.pk: leave(key) for user in people))
    assert sorted(type(result).__name__ for result in results) == ["Invalid", "bool"]
    assert threads.look(lambda: has_signatory(Organisation.objects.get(pk=body.pk)))


def test_an_ended_role_does_not_end_twice(db: None) -> None:
    body = make.body()
    user = make.member(body)
    role = make.role_of(user, body)
    end_membership(by=user, membership=role, expected_revision=role.revision)
    ended = Membership.objects.get(pk=role.pk).ended_at
    with pytest.raises(Invalid, match="déjà"):
        end_membership(by=user, membership=role, expected_revision=role.revision)
    assert ended is not None
    assert Membership.objects.get(pk=role.pk).ended_at == ended <= timezone.now()
