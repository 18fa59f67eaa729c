"""Accounts: the operator's first one, profiles, reopening."""

import pytest

from jalon.core.actions import accounts, hand_over
from jalon.core.enums import Role
from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import AuditEvent, User
from jalon.core.permissions import Permission, allowed, live_memberships
from tests.integration.core import make


def test_the_operator_s_account_holds_the_instance_and_no_body(db: None) -> None:
    user = accounts.create_operator(by=None, email=" Exploitante@Exemple.FR ", password=make.PASSWORD)
    assert user.email == "exploitante@exemple.fr"
    assert [role.role for role in live_memberships(user)] == [Role.OPERATOR]
    assert allowed(user, Permission.BACK_UP)
    assert not (user.is_staff or user.is_superuser)


@pytest.mark.parametrize(("email", "password"), [("x", make.PASSWORD), ("a@exemple.fr", "court")])
def test_a_bad_address_or_password_makes_no_account(db: None, email: str, password: str) -> None:
    with pytest.raises(Invalid):
        accounts.create_operator(by=None, email=email, password=password)
    assert not User.objects.exists()


def test_an_address_has_one_account(db: None) -> None:
    make.person("camille")
    with pytest.raises(Invalid, match="déjà un compte"):
        accounts.create_operator(by=None, email="CAMILLE@exemple.fr", password=make.PASSWORD)


def test_only_operators_make_and_reopen_accounts(db: None) -> None:
    signatory, closed = make.signatory(make.body()), make.person()
    hand_over(by=None, leaver=closed, expected_revision=closed.revision)
    with pytest.raises(Forbidden):
        accounts.create_operator(by=signatory, email="z@exemple.fr", password=make.PASSWORD)
    with pytest.raises(Forbidden):
        accounts.reopen(by=signatory, user=closed, expected_revision=closed.revision)


def test_a_reopened_account_has_no_role_and_no_password(db: None) -> None:
    body = make.body()
    make.signatory(body)
    user = make.member(body)
    hand_over(by=None, leaver=user, expected_revision=user.revision)
    accounts.reopen(by=make.operator(), user=user, expected_revision=user.revision)
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), live_memberships(user).count()) == (True, False, 0)
    with pytest.raises(Invalid):
        accounts.reopen(by=None, user=user, expected_revision=user.revision)


def test_people_change_their_own_profile_only(db: None) -> None:
    user = make.person()
    accounts.change_profile(
        by=user, user=user, expected_revision=user.revision, display_name=" Camille Roy ", language="en"
    )
    user.refresh_from_db()
    assert (str(user), user.language) == ("Camille Roy", "en")
    with pytest.raises(Forbidden):
        accounts.change_profile(by=make.operator(), user=user, expected_revision=1, display_name="X", language="fr")
    for name, language in (("", "fr"), ("Camille", "de")):
        with pytest.raises(Invalid):
            accounts.change_profile(
                by=user, user=user, expected_revision=user.revision, display_name=name, language=language
            )
    assert AuditEvent.objects.filter(action="account.profile").count() == 1


def test_an_account_needs_an_address() -> None:
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("")
