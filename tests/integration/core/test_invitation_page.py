"""The page behind the link of an invitation."""

from django.test import Client
from django.urls import reverse

from jalon.core.actions import invitations
from jalon.core.enums import Role
from jalon.core.models import User
from tests.integration.core import make

EMAIL = "nouvelle@exemple.fr"
FORM = {"display_name": "Zoé", "password": make.PASSWORD, "again": make.PASSWORD}


def address(role: Role = Role.EDITOR) -> str:
    body = make.body("coalition")
    found = invitations.invite(by=None, email=EMAIL, role=role, organisation=body)
    return reverse("account_invitation", args=[invitations.token_of(found)])


def test_a_visitor_opens_an_account_and_is_signed_in(client: Client, db: None) -> None:
    where = address()
    page = client.get(where)
    assert page.status_code == 200
    assert "Coalition" in page.content.decode()
    assert client.post(where, FORM)["Location"] == "/bureau/"
    assert client.session["_auth_user_id"] == str(User.objects.get(email=EMAIL).pk)


def test_a_spent_link_says_so(client: Client, db: None) -> None:
    where = address()
    client.post(where, FORM)
    answer = Client().get(where)
    assert answer.status_code == 410
    assert "Demandez-en une autre" in answer.content.decode()


def test_two_passwords_that_differ_open_nothing(client: Client, db: None) -> None:
    answer = client.post(address(), {**FORM, "again": "autre-chose-5521"})
    assert "diffèrent" in answer.content.decode()
    assert not User.objects.exists()


def test_a_weak_password_is_explained_beside_its_field(client: Client, db: None) -> None:
    answer = client.post(address(), {**FORM, "password": "court", "again": "court"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    assert not User.objects.exists()


def test_somebody_else_signed_in_does_not_take_the_role(client: Client, db: None) -> None:
    where = address()
    client.force_login(make.person(), backend="jalon.core.accounts.adapter.Backend")
    answer = client.post(where)
    assert answer.status_code == 422
    assert "autre adresse" in answer.content.decode()


def test_the_signed_in_holder_accepts_with_one_button(client: Client, db: None) -> None:
    where = address()
    holder = make.person("nouvelle")
    client.force_login(holder, backend="jalon.core.accounts.adapter.Backend")
    assert client.post(where).status_code == 302
    assert holder.memberships.get().role == Role.EDITOR


def test_the_page_is_never_cached(client: Client, db: None) -> None:
    assert "no-store" in client.get(address())["Cache-Control"]
