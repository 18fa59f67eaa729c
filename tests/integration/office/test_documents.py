"""Documents: their type is checked, their file goes to whom their visibility allows and to nobody else."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.models import User
from jalon.facts.common import Visibility
from jalon.plans.models import Document
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
PART = f"/bureau/parties/{SLUG}/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SEES = {
    Visibility.TEAM: {"signatory", "editor", "reader"},
    Visibility.BODY: {"signatory", "editor", "reader"},
    Visibility.COMMITTEE: {"signatory", "editor", "reader", "committee"},
    Visibility.PUBLIC: {"signatory", "editor", "reader"},  # not signed yet: a draft like any other
}


def upload(
    client: Client, name: str, content: bytes, visibility: Visibility = Visibility.TEAM, owner: str = ""
) -> object:
    """Add a document with its file to the first measure, or to what `owner` names."""
    sent = {
        "title": "Compte rendu", "title_lang": "fr", "title_wording": "summary", "when": "", "visibility": visibility.value,
        "file": SimpleUploadedFile(name, content), "sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "source_to_find": "on",
    }  # fmt: skip
    return client.post(f"{PART}fiches/document/nouvelle/{owner or synthetic.measure_uid(1)}/", sent)


def test_a_file_is_kept_under_its_hash_and_streamed_back(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    assert upload(client, "compte rendu.pdf", PDF).status_code == 302  # type: ignore[attr-defined]
    document = Document.objects.get()
    answer = client.get(f"{PART}documents/{document.uid}/")
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(("name", "content"), [("rapport.pdf", b"<html>"), ("programme.exe", b"MZ"), ("vide.pdf", b"")])
def test_a_file_that_is_not_what_it_says_is_refused_at_its_field(
    house: House, sign_in: SignIn, name: str, content: bytes
) -> None:
    answer = upload(sign_in(house.editor), name, content)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "file" in answer.context["form"].errors  # type: ignore[attr-defined]
    assert not Document.objects.exists()


@pytest.mark.parametrize("visibility", list(Visibility))
def test_the_file_goes_to_whom_its_visibility_allows(house: House, sign_in: SignIn, visibility: Visibility) -> None:
    upload(sign_in(house.editor), "note.pdf", PDF, visibility)
    where = f"{PART}documents/{Document.objects.get().uid}/"
    people = {name: user for name, user in house.everybody().items() if user is not None}
    answers = {name: sign_in(user).get(where) for name, user in people.items()}
    for answer in answers.values():
        answer.close()
    assert {name for name, answer in answers.items() if answer.status_code == 200} == SEES[visibility]
    assert {answer.status_code for answer in answers.values()} <= {200, 404}


def test_a_document_of_the_team_is_named_among_what_does_not_leave(house: House, sign_in: SignIn) -> None:
    upload(sign_in(house.editor), "note.pdf", PDF, Visibility.COMMITTEE)
    page = sign_in(house.signatory).get(f"{PART}signer/")
    assert page.context["private"] == (("Compte rendu", "committee"),)
    preview = sign_in(house.signatory).get(f"{PART}apercu/plans/plan-fictif-2/mesures/1/")
    assert "Compte rendu" not in preview.content.decode()


def test_a_plan_has_documents_too_on_its_page(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    answer = upload(client, "plan.pdf", PDF, Visibility.COMMITTEE, synthetic.PLAN)
    document = Document.objects.get()
    assert str(document.owner.uid) == synthetic.PLAN
    page = client.get(answer.url)  # type: ignore[attr-defined]
    assert page.status_code == 200
    words = page.content.decode()
    assert "Compte rendu" in words
    assert f"{PART}documents/{document.uid}/" in words
    assert f"{PART}fiches/document/nouvelle/{synthetic.PLAN}/" in words


@pytest.mark.parametrize("visibility", list(Visibility))
def test_the_file_of_a_plan_goes_to_whom_its_visibility_allows(
    house: House, sign_in: SignIn, visibility: Visibility
) -> None:
    upload(sign_in(house.editor), "note.pdf", PDF, visibility, synthetic.PLAN)
    where = f"{PART}documents/{Document.objects.get().uid}/"
    people = {name: user for name, user in house.everybody().items() if user is not None}
    answers = {name: sign_in(user).get(where) for name, user in people.items()}
    for answer in answers.values():
        answer.close()
    assert {name for name, answer in answers.items() if answer.status_code == 200} == SEES[visibility]


def test_a_document_of_a_plan_that_is_not_public_is_in_no_preview(house: House, sign_in: SignIn) -> None:
    upload(sign_in(house.editor), "note.pdf", PDF, Visibility.BODY, synthetic.PLAN)
    client = sign_in(house.signatory)
    assert client.get(f"{PART}signer/").context["private"] == (("Compte rendu", "body"),)
    assert "Compte rendu" not in client.get(f"{PART}apercu/plans/plan-fictif-2/").content.decode()
