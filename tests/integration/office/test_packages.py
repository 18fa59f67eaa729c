"""Parts travel: taken away as a package, loaded back into the working state, refused whole when anything is wrong."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.models import User
from jalon.plans.actions import edit_title
from jalon.plans.models import MeasureTitle
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
LOAD = "/bureau/parties/charger/paquet/"


def draft(client: Client) -> bytes:
    """The part as it stands."""
    return client.get(f"/bureau/parties/{SLUG}/paquet/?brouillon").content


def seen(client: Client) -> str:
    """The revisions of the parts as the page of loading shows them."""
    return str(client.get(LOAD).context["form"]["seen"].value())


def test_a_part_that_changed_meanwhile_is_not_replaced(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    taken, before = draft(client), seen(client)
    title = MeasureTitle.objects.get(measure__uid=synthetic.measure_uid(2))
    edit_title(title=title, by=house.editor, expected_revision=title.revision, text=synthetic.text("Écrit entre-temps"))
    refused = client.post(LOAD, {"package": SimpleUploadedFile("partie.zip", taken), "seen": before})
    title.refresh_from_db()
    assert (refused.status_code, title.text.value) == (409, "Écrit entre-temps")
    assert "Rien n’a été chargé" in refused.content.decode()
    again = str(refused.context["form"]["seen"].value())
    assert client.post(LOAD, {"package": SimpleUploadedFile("partie.zip", taken), "seen": again}).status_code == 302


@pytest.mark.parametrize("said", ["", "rien", "x:y", ":::", "é:²"])
def test_a_page_that_saw_no_revision_replaces_nothing(house: House, sign_in: SignIn, said: str) -> None:
    client = sign_in(house.editor)
    answer = client.post(LOAD, {"package": SimpleUploadedFile("partie.zip", draft(client)), "seen": said})
    assert answer.status_code == 409


def test_a_draft_is_taken_away_and_loaded_back(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    taken = draft(client)
    title = MeasureTitle.objects.get(measure__uid=synthetic.measure_uid(2))
    title.text = synthetic.text("Autre chose")
    title.save()
    assert (
        client.post(LOAD, {"package": SimpleUploadedFile("partie.zip", taken), "seen": seen(client)}).status_code == 302
    )
    assert (
        MeasureTitle.objects.get(measure__uid=synthetic.measure_uid(2)).text.value
        == "Ouvrir des centres d’hébergement sûrs"
    )


@pytest.mark.parametrize("content", [b"rien", b"PK\x03\x04 coupe"])
def test_a_broken_package_is_refused_at_its_field(house: House, sign_in: SignIn, content: bytes) -> None:
    answer = sign_in(house.editor).post(LOAD, {"package": SimpleUploadedFile("partie.zip", content)})
    assert answer.status_code == 422
    assert "package" in answer.context["form"].errors


def test_a_package_of_another_body_is_refused(house: House, sign_in: SignIn) -> None:
    taken = draft(sign_in(house.editor))
    answer = sign_in(house.stranger).post(LOAD, {"package": SimpleUploadedFile("partie.zip", taken)})
    assert answer.status_code == 422
