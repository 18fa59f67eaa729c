"""Parts travel: taken away as a package, loaded back into the working state, refused whole when anything is wrong."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.models import User
from jalon.plans.models import MeasureTitle
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
LOAD = "/bureau/parties/charger/paquet/"


def draft(client: Client) -> bytes:
    """The part as it stands."""
    return client.get(f"/bureau/parties/{SLUG}/paquet/?brouillon").content


def test_a_draft_is_taken_away_and_loaded_back(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    taken = draft(client)
    title = MeasureTitle.objects.get(measure__uid=synthetic.measure_uid(2))
    title.text = synthetic.text("Autre chose")
    title.save()
    assert client.post(LOAD, {"package": SimpleUploadedFile("partie.zip", taken)}).status_code == 302
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
