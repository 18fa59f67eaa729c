"""Recommendations and questions handed in by page: read, shown, written only when confirmed, on what was shown."""

import io
import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from jalon.commitments.models import Act, Recommendation
from jalon.core import storage
from jalon.core.models import AuditEvent, Part, StoredFile, User
from tests.integration.office.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignIn = Callable[[User | None], Client]
PAGE = "/bureau/parties/engagements/engagements/importer/"
CHOSEN = {"body": "EPU", "cycle": "2", "date": "2014"}


@pytest.fixture
def part(house: House) -> Part:
    return Part.objects.create(slug="engagements", kind="commitments", title="Engagements", owner=house.part.owner)


def matrix(*rows: tuple[str, str, str]) -> bytes:
    made, kept = Document(), io.BytesIO()
    table = made.add_table(rows=0, cols=3)
    for row in (("Recommendation", "Position", "Full list of themes"), *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(kept)
    return kept.getvalue()


ONE = matrix(("1.1 Train all the judges of the country (Chad);", "Supported", "D27"), ("", "Noted", "D28"))
ODD = matrix(("", "Noted", ""), ("1.1 Train all the judges of the country (Chad);", "Pending", "D27"))


def handed_in(client: Client, content: bytes, name: str, **given: str) -> str:
    answer = client.post(PAGE, {"what": "recommendations", "file": SimpleUploadedFile(name, content), **given})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer["Location"])


def revision(part: Part) -> int:
    part.refresh_from_db()
    return part.revision


def test_a_matrix_is_shown_then_written_when_confirmed(house: House, part: Part, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    address = handed_in(client, ONE, "m.docx", **CHOSEN)
    assert urlencode(CHOSEN) in address
    page = client.get(address).content.decode()
    assert "Train all the judges" in page and not Recommendation.objects.exists()
    events = AuditEvent.objects.count()
    assert client.post(address, {"revision": revision(part)}).status_code == 302
    assert (Recommendation.objects.get().body.name, AuditEvent.objects.count()) == ("EPU", events + 1)
    assert "Aucune différence" in client.get(address).content.decode()


def test_nothing_is_written_on_what_was_not_shown(house: House, part: Part, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    address = handed_in(client, ONE, "m.docx", **CHOSEN)
    answer = client.post(address, {"revision": revision(part) + 1})
    assert answer.status_code == 422 and "a changé depuis" in answer.content.decode()
    assert client.post(address).status_code == 422 and not Recommendation.objects.exists()


def test_rows_that_were_not_read_are_named_with_what_to_do(house: House, part: Part, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    page = client.get(handed_in(client, ODD, "m.docx", **CHOSEN)).content.decode()
    assert "Lignes qui n’ont pas été lues" in page and "l. 2" in page and "laissée de côté" in page
    assert "Pending" in page


def test_without_the_body_the_page_says_so_and_writes_nothing(house: House, part: Part, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    address = handed_in(client, ONE, "m.docx")
    assert "Qui recommande n’est pas dit" in client.get(address).content.decode()
    assert client.post(address, {"revision": revision(part)}).status_code == 422
    assert not Recommendation.objects.exists()


def test_repetitions_are_shown_beside_what_they_repeat(house: House, part: Part, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    address = handed_in(client, ONE, "m.docx", **CHOSEN)
    client.post(address, {"revision": revision(part)})
    later = matrix(("7.4 Train all the judges of the country (Malta);", "Supported", "D27"))
    page = client.get(handed_in(client, later, "n.docx", body="EPU", cycle="3", date="2019")).content.decode()
    assert "Mêmes mots qu’une recommandation antérieure" in page and "(Chad)" in page and "(Malta)" in page


def questions(*asked: str) -> bytes:
    """Invented questions as the Assemblée nationale publishes its own."""
    nodes = [
        {"uid": f"QANR5L15QE{n}", "identifiant": {"numero": str(n), "legislature": "15"}, "type": "QE",
         "textesQuestion": {"texteQuestion": {"infoJO": {"dateJO": "2019-11-05"}, "texte": text}}}
        for n, text in enumerate(asked, 1)
    ]  # fmt: skip
    return json.dumps({"question": nodes}).encode()


def test_a_part_of_acts_takes_questions_and_no_recommendations(house: House, sign_in: SignIn) -> None:
    acts = Part.objects.create(slug="actes", kind="acts", title="Actes", owner=house.part.owner)
    client, page = sign_in(house.editor), "/bureau/parties/actes/engagements/importer/"
    assert f'href="{page}"' in client.get("/bureau/parties/actes/").content.decode()
    assert f'href="{page}"' in client.get("/bureau/parties/actes/actes/").content.decode()
    assert set(client.get(page).context["form"].fields) == {"file", "about"}
    given = {"about": "traite", "file": SimpleUploadedFile("qe.json", questions("La traite des êtres humains"))}
    address = str(client.post(page, given)["Location"])
    assert client.post(address, {"revision": revision(acts)}).status_code == 302
    assert Act.objects.get(part=acts).reference == "QANR5L15QE1"
    refused = {"what": "recommendations", "file": SimpleUploadedFile("m.docx", ONE), **CHOSEN}
    assert client.post(page, refused).status_code == 422 and not Recommendation.objects.exists()
    stored = storage.put(io.BytesIO(ONE), part=acts, name="m.docx", by=house.editor)
    assert client.get(f"{page}{stored.uid}/").status_code == 404


def test_of_open_data_only_the_chosen_questions_are_kept(house: House, part: Part, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    content = questions("La traite des êtres humains", "Le traité de commerce")
    address = handed_in(client, content, "qe.json", what="questions", about="traite, proxénétisme")
    stored = StoredFile.objects.get(part=part)
    assert stored.name == "qe.json.txt"
    page = client.get(address).content.decode()
    assert "Question écrite 1" in page and "commerce" not in page
    assert client.post(address, {"revision": revision(part)}).status_code == 302
    assert Act.objects.get(part=part).reference == "QANR5L15QE1"


@pytest.mark.parametrize(("what", "name"), [("recommendations", "m.docx"), ("questions", "q.json")])
def test_a_file_that_cannot_be_read_says_why_and_keeps_the_form(
    house: House, part: Part, sign_in: SignIn, what: str, name: str
) -> None:
    answer = sign_in(house.editor).post(
        PAGE, {"what": what, "file": SimpleUploadedFile(name, b"nothing"), "body": "EPU"}
    )
    assert answer.status_code == 422 and 'value="EPU"' in answer.content.decode()


def test_only_the_team_and_only_in_a_part_of_commitments(house: House, part: Part, sign_in: SignIn) -> None:
    address = handed_in(sign_in(house.editor), ONE, "m.docx", **CHOSEN)
    assert sign_in(house.signatory).get(PAGE).status_code == 200
    assert sign_in(house.reader).get(address).status_code == 403
    assert sign_in(house.reader).post(address, {"revision": revision(part)}).status_code == 403
    assert sign_in(house.stranger).get(address).status_code == sign_in(house.stranger).get(PAGE).status_code == 404
    assert (
        sign_in(house.editor).get(PAGE.replace("engagements/engagements", f"{house.part.slug}/engagements")).status_code
        == 404
    )
