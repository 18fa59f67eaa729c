"""Parts travel: taken away as a package, loaded back into the working state, refused whole when anything is wrong."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.models import User
from jalon.plans.actions import edit_title
from jalon.plans.models import MeasureTitle
from jalon.publication import packages
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
LOAD = "/bureau/parties/charger/paquet/"


def draft(client: Client) -> bytes:
    """The part as it stands."""
    answer = client.get(f"/bureau/parties/{SLUG}/paquet/?brouillon")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{SLUG}-brouillon.zip"'
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


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


def test_a_large_package_is_read_from_the_disk(
    house: House, sign_in: SignIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = sign_in(house.editor)
    taken = draft(client)
    monkeypatch.setattr("jalon.publication.packages.read_bytes", lambda _data: pytest.fail("it was held in memory"))
    read: list[object] = []
    verified = packages.verified

    def noted(files: Any) -> packages.Package:
        read.append(files._archive.fp)
        return verified(files)

    monkeypatch.setattr(packages, "verified", noted)
    sent = {"package": SimpleUploadedFile("partie.zip", taken), "seen": seen(client)}
    assert client.post(LOAD, sent).status_code == 302
    assert len(taken) > 1000
    assert [hasattr(file, "fileno") and not isinstance(file, BytesIO) for file in read] == [True]


def test_a_package_beyond_the_permitted_size_is_refused_unread(
    house: House, sign_in: SignIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(house.editor)
    settings.JALON = settings.JALON.model_copy(update={"max_upload_mb": 1})
    monkeypatch.setattr(packages, "verified", lambda _files: pytest.fail("it was read"))
    sent = {"package": SimpleUploadedFile("partie.zip", b"0" * (1024 * 1024 + 1)), "seen": seen(client)}
    answer = client.post(LOAD, sent)
    assert answer.status_code == 422
    assert "dépasse la taille permise" in answer.content.decode()
