"""Who runs the instance sees no draft, no letter, and no proof of who somebody is."""

from collections.abc import Callable

import pytest
from django.test import Client

from jalon.core.actions import invitations, memberships
from jalon.core.enums import Role
from jalon.core.errors import Forbidden
from jalon.core.models import Organisation, Part, User
from jalon.core.outbox import post
from tests.integration.office.conftest import House

SignIn = Callable[[User | None], Client]


@pytest.mark.parametrize(
    "address",
    [
        "outbox/?body__startswith=secret",
        "outbox/?subject__contains=secret",
        "user/?password__startswith=md5",
        "membership/?scope_uid=0190a8f2-6c1e-7d3b-9a4f-2b8c6d1e0f37",
        "organisation/?note__isnull=False",
        "organisation/?part__title__startswith=x",
        "auditevent/?part_uid__isnull=False",
    ],
)
def test_the_operators_tables_cannot_be_asked_about_hidden_columns(house: House, sign_in: SignIn, address: str) -> None:
    post(kind="invitation", to="ana@exemple.fr", subject="secret", body="secret")
    assert sign_in(house.operator).get(f"/bureau/admin/core/{address}").status_code == 400


@pytest.mark.parametrize("role", [Role.EDITOR, Role.READER, Role.SIGNATORY])
def test_an_operator_cannot_invite_a_signatory_where_somebody_is_already(house: House, role: Role) -> None:
    body = Organisation.objects.create(slug="deja-la", kind="mission")
    part = Part.objects.create(slug="brouillon", kind="plan", title="Brouillon", owner=body)
    memberships.grant(by=None, user=house.stranger, role=role, organisation=body, part=part)
    with pytest.raises(Forbidden):
        invitations.invite(by=house.operator, email=house.operator.email, role=Role.SIGNATORY, organisation=body)
    assert not Part.objects.visible_to(house.operator).exists()


def test_an_operators_offer_lapses_once_somebody_is_in_the_body(house: House) -> None:
    body = Organisation.objects.create(slug="deux-offres", kind="mission")
    offers = [
        invitations.invite(by=house.operator, email=who.email, role=Role.SIGNATORY, organisation=body)
        for who in (house.stranger, house.operator)
    ]
    invitations.accept(token=invitations.token_of(offers[0]), by=house.stranger)
    with pytest.raises(Exception, match="invitation"):
        invitations.accept(token=invitations.token_of(offers[1]), by=house.operator)


def test_the_operator_still_opens_a_body_where_nobody_is(house: House) -> None:
    body = Organisation.objects.create(slug="personne", kind="mission")
    offer = invitations.invite(by=house.operator, email="premiere@exemple.fr", role=Role.SIGNATORY, organisation=body)
    assert offer.organisation == body


@pytest.mark.parametrize("address", ["/bureau/", "/bureau/parties/plans-fictifs/", "/bureau/mon-compte/"])
def test_signed_in_pages_stay_in_no_cache(house: House, sign_in: SignIn, address: str) -> None:
    answer = sign_in(house.editor).get(address)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
