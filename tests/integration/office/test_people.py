"""The team of a body, one's own account, and what the operator keeps."""

from collections.abc import Callable

import pytest
from django.test import Client

from jalon.core.models import Invitation, Membership, Organisation, Outbox, User
from tests.integration.office.conftest import House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
TEAM = "/bureau/equipe/mission-fictive/"


def test_a_signatory_invites_by_a_letter_that_waits_in_the_outbox(house: House, sign_in: SignIn) -> None:
    sent = {"email": "nouvelle@exemple.fr", "role": "editor", "part": "", "language": "fr"}
    assert sign_in(house.signatory).post(TEAM, sent).status_code == 302
    assert Invitation.objects.get().role == "editor"
    assert Outbox.objects.get().recipient == "nouvelle@exemple.fr"


def test_an_invitation_is_taken_back(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    client.post(TEAM, {"email": "nouvelle@exemple.fr", "role": "editor", "part": "", "language": "fr"})
    invitation = Invitation.objects.get()
    assert client.post(f"{TEAM}invitations/{invitation.uid}/annuler/", {"expected_revision": 1}).status_code == 302
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_the_last_signatory_leaves_only_with_an_heir(house: House, sign_in: SignIn) -> None:
    client, role = sign_in(house.signatory), Membership.objects.get(user=house.signatory)
    where = f"{TEAM}roles/{role.uid}/terminer/"
    assert client.post(where, {"heir": "", "expected_revision": role.revision}).status_code == 422
    assert client.post(where, {"heir": str(house.editor.pk), "account_revision": 1}).status_code == 302
    assert Membership.objects.filter(user=house.editor, role="signatory", ended_at__isnull=True).exists()
    role.refresh_from_db()
    assert role.ended_at is not None


def test_drafts_stay_with_the_team_when_a_writer_leaves(house: House, sign_in: SignIn) -> None:
    role = Membership.objects.get(user=house.editor)
    sent = {"heir": "", "expected_revision": role.revision}
    sign_in(house.signatory).post(f"{TEAM}roles/{role.uid}/terminer/", sent)
    assert sign_in(house.editor).get("/bureau/parties/plans-fictifs/").status_code == 404
    assert sign_in(house.second_editor).get("/bureau/parties/plans-fictifs/").status_code == 200


def test_one_changes_ones_own_name(house: House, sign_in: SignIn) -> None:
    sign_in(house.reader).post(
        "/bureau/mon-compte/", {"display_name": "Autre nom", "language": "en", "expected_revision": 1}
    )
    house.reader.refresh_from_db()
    assert (house.reader.display_name, house.reader.language) == ("Autre nom", "en")


def test_the_operator_opens_a_body_and_invites_its_first_signatory(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.operator)
    client.post("/bureau/exploitation/organismes/", {"name": "Nouveau service", "acronym": "NS", "kind": "service"})
    body = Organisation.objects.get(slug="nouveau-service")
    assert client.post(f"/bureau/exploitation/inviter/{body.slug}/", {"email": "chef@exemple.fr"}).status_code == 302
    assert Invitation.objects.get(organisation=body).role == "signatory"


def test_the_operator_gives_no_second_signatory_to_a_body_that_has_one(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.operator).post(
        "/bureau/exploitation/inviter/mission-fictive/", {"email": "intrus@exemple.fr"}
    )
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_the_operator_closes_an_account_and_opens_it_again(house: House, sign_in: SignIn) -> None:
    client, where = sign_in(house.operator), f"/bureau/exploitation/comptes/{house.editor.uid}/"
    assert client.post(where, {"heir": "", "expected_revision": 1}).status_code == 302
    house.editor.refresh_from_db()
    assert not house.editor.is_active
    assert client.post(where, {"heir": "", "expected_revision": 1}).status_code == 422  # somebody wrote meanwhile
    client.post(where, {"heir": "", "expected_revision": house.editor.revision})
    house.editor.refresh_from_db()
    assert house.editor.is_active


def test_the_tables_of_the_operator_are_read_only(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.operator)
    assert client.get("/bureau/admin/core/user/add/").status_code == 403
    assert client.get("/bureau/admin/core/part/").status_code == 404
    page = client.get(f"/bureau/admin/core/user/{house.reader.pk}/change/").content.decode()
    assert 'name="_save"' not in page


def test_a_name_changed_in_two_windows_is_not_lost_without_a_word(house: House, sign_in: SignIn) -> None:
    client, where = sign_in(house.reader), "/bureau/mon-compte/"
    sent = {"display_name": "Premier", "language": "fr", "expected_revision": 1}
    assert client.post(where, sent).status_code == 302
    answer = client.post(where, sent | {"display_name": "Second"})
    assert answer.status_code == 422
    assert 'name="expected_revision" value="2"' in answer.content.decode()
    house.reader.refresh_from_db()
    assert house.reader.display_name == "Premier"
