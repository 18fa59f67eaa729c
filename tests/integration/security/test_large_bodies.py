"""Bodies that nobody may send are refused before they fill the disk."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client

from jalon.core.body_limit import MARGIN, STRANGERS
from jalon.core.models import User
from tests.integration.office.conftest import House

SIGN_IN = "/bureau/compte/connexion/"


def refused(client: Client, size: int) -> int:
    """The status of a form with a file of this size."""
    file = BytesIO(b"0" * size)
    file.name = "gros.txt"
    return client.post(SIGN_IN, {"login": "a@exemple.fr", "file": file}).status_code


def test_a_stranger_cannot_fill_the_disk(db: None) -> None:
    assert refused(Client(), STRANGERS + 1) == 413
    assert refused(Client(), 1000) == 200


def test_who_has_a_session_sends_a_file_of_the_permitted_size_and_no_larger(
    house: House, sign_in: Callable[[User | None], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "JALON", settings.JALON.model_copy(update={"max_upload_mb": 2}))
    client = sign_in(house.editor)
    assert refused(client, 2 * 1024 * 1024) != 413
    assert refused(client, 2 * 1024 * 1024 + MARGIN + 1) == 413


def test_the_refusal_is_a_page(db: None) -> None:
    answer = Client().post(SIGN_IN, b"0" * (STRANGERS + 1), content_type="application/octet-stream")
    assert answer.status_code == 413
    assert "<h1" in answer.content.decode()
