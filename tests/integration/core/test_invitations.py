"""An invitation is signed, serves once, expires, and is worth what its sender may still give."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.utils import timezone

from jalon.core.actions import hand_over, invitations, memberships
from jalon.core.enums import Role
from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import AuditEvent, Invitation, Membership, Organisation, Outbox, User
from jalon.core.permissions import Permission, allowed
from tests.integration.core import make
from tests.integration.core.conftest import Threads

EMAIL = "nouvelle@exemple.fr"


def invited(body: Organisation, role: Role = Role.EDITOR, by: User | None = None) -> str:
    found = invitations.invite(by=by or make.signatory(body), email=EMAIL, role=role, organisation=body)
    return invitations.token_of(found)


def accept(token: str, by: User | None = None) -> User:
    return invitations.accept(token=token, by=by, display_name="Zoé Nouvelle", password=make.PASSWORD)


def test_an_accepted_invitation_opens_an_account_with_the_role(db: None) -> None:
    part = make.part()
    user = accept(invited(part.owner))
    assert (user.email, user.display_name, user.check_password(make.PASSWORD)) == (EMAIL, "Zoé Nouvelle", True)
    assert allowed(user, Permission.EDIT, part)
    assert EmailAddress.objects.get(user=user).verified


def test_the_letter_is_in_the_outbox_with_the_link_and_the_trace_holds_neither(db: None) -> None:
    body = make.body("coalition")
    token = invited(body)
    letter = Outbox.objects.get()
    assert letter.recipient == EMAIL
    assert f"/invitation/{token}/" in letter.body
    kept = str(list(AuditEvent.objects.values()))
    assert token not in kept
    assert EMAIL not in kept
    assert "n…@exemple.fr" in kept


def test_a_letter_can_be_in_english(db: None) -> None:
    invitations.invite(by=None, email=EMAIL, role=Role.OPERATOR, language="en")
    assert "/en/bureau/" in Outbox.objects.get().body


def test_a_link_serves_once(db: None) -> None:
    token = invited(make.body())
    user = accept(token)
    with pytest.raises(Invalid, match="a servi"):
        accept(token, by=user)
    assert Membership.objects.filter(user=user).count() == 1


def test_two_who_open_the_link_at_once_make_one_account(threads: Threads) -> None:
    token = invited(make.body())
    results = threads.race(lambda: accept(token), lambda: accept(token))
    assert sum(isinstance(result, User) for result in results) == 1
    assert threads.look(lambda: User.objects.filter(email=EMAIL).count()) == 1


def test_a_link_expires(db: None) -> None:
    token = invited(make.body())
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Invalid, match="expiré"):
        accept(token)


def test_a_revoked_link_is_worth_nothing_and_inviting_again_revokes_the_first(db: None) -> None:
    body = make.body()
    boss = make.signatory(body)
    first, second = invited(body, by=boss), invited(body, by=boss)
    with pytest.raises(Invalid, match="retirée"):
        invitations.read(first)
    invitations.revoke(by=boss, invitation=invitations.read(second), expected_revision=1)
    with pytest.raises(Invalid, match="retirée"):
        accept(second)


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: signing.dumps("1")])
def test_a_link_that_was_changed_is_refused(db: None, spoil: object) -> None:
    token = invited(make.body())
    with pytest.raises(Invalid, match="pas valable"):
        invitations.read(spoil(token))


def test_who_may_no_longer_invite_brings_nobody_in(db: None) -> None:
    body = make.body()
    boss = make.signatory(body)
    make.signatory(body)
    token = invited(body, by=boss)
    Membership.objects.filter(user=boss).update(ended_at=timezone.now())
    with pytest.raises(Invalid):
        accept(token)


def test_the_operator_invites_one_first_signatory_and_the_second_link_is_dead(db: None) -> None:
    body, operator = make.body(), make.operator()
    token = invited(body, Role.SIGNATORY, by=operator)
    memberships.grant(by=operator, user=make.person(), role=Role.SIGNATORY, organisation=body)
    with pytest.raises(Invalid):
        accept(token)
    with pytest.raises(Forbidden):
        invited(body, Role.SIGNATORY, by=operator)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.READER, Role.COMMITTEE])
def test_only_signatories_invite(db: None, role: Role) -> None:
    body = make.body()
    with pytest.raises(Forbidden):
        invited(body, by=make.member(body, role))
    with pytest.raises(Forbidden):
        invited(body, by=make.signatory(make.body()))
    assert not Outbox.objects.exists()


def test_an_account_that_exists_accepts_signed_in_as_itself(db: None) -> None:
    body = make.body()
    token = invited(body)
    holder = User.objects.create_user(EMAIL, make.PASSWORD)
    with pytest.raises(Invalid, match="Connectez-vous"):
        accept(token)
    with pytest.raises(Forbidden):
        accept(token, by=make.person())
    assert accept(token, by=holder) == holder
    assert User.objects.filter(email=EMAIL).count() == 1


def test_a_closed_account_does_not_come_back_by_an_invitation(db: None) -> None:
    body = make.body()
    old = User.objects.create_user(EMAIL, make.PASSWORD)
    hand_over(by=None, leaver=old, expected_revision=old.revision)
    with pytest.raises(Invalid, match="fermé"):
        accept(invited(body))


@pytest.mark.parametrize("password", ["", "court", "motdepasse", "nouvelle@exemple.fr", "123456789012"])
def test_a_weak_password_opens_no_account_and_the_link_still_serves(db: None, password: str) -> None:
    token = invited(make.body())
    with pytest.raises(Invalid) as refused:
        invitations.accept(token=token, display_name="Zoé", password=password)
    assert set(refused.value.problems) == {"password"}
    accept(token)


@pytest.mark.parametrize("email", ["", "sans-arobase", "a@b", "deux@x.fr, trois@x.fr", "a@x.fr\nBcc: b@x.fr"])
def test_what_is_no_address_is_not_invited(db: None, email: str) -> None:
    with pytest.raises(Invalid):
        invitations.invite(by=None, email=email, role=Role.OPERATOR)
    assert not Outbox.objects.exists()
