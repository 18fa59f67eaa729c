"""Public documents of plans and measures: listed with their file, given by hash to everybody, and to nobody once withdrawn."""

import csv
import hashlib
import io
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from jalon.facts.common import When
from jalon.facts.part import PartFacts
from jalon.facts.plan import Document
from jalon.facts.uids import stable_uid
from jalon.portal.pages.documents import size_words
from jalon.publication import held, parts, releases
from jalon.publication.reader import open_reader
from tests import synthetic
from tests.pages import Seen
from tests.publishing import NOON, Publisher

PDF = b"%PDF-1.4\n" + b"x" * 1_500
SHA = hashlib.sha256(PDF).hexdigest()
ADDRESS = f"/documents/{SHA}/texte-integral.pdf"
PLAN_PAGE, MEASURE_PAGE = "/plans/plan-fictif-2/", "/plans/plan-fictif-2/mesures/1/"


def document(title: str = "Texte intégral", **said: Any) -> Document:
    filed = {"sha256": SHA, "size": len(PDF), "media_type": "application/pdf"} | said
    return Document(uid=stable_uid(title), title=synthetic.text(title), citations=synthetic.cited(), **filed)


def with_documents(of_plan: tuple[Document, ...] = (), of_measure: tuple[Document, ...] = ()) -> PartFacts:
    facts = synthetic.plan_part()
    plans = tuple(replace(p, documents=of_plan) if p.uid == synthetic.PLAN else p for p in facts.plans)
    first = synthetic.measure_uid(1)
    measures = tuple(replace(m, documents=of_measure) if m.uid == first else m for m in facts.measures)
    return replace(facts, plans=plans, measures=measures)


def publish(publisher: Publisher, facts: PartFacts, *, files: bool = True) -> str:
    """Sign with the file and make the Release; its id."""
    given = {SHA: lambda: io.BytesIO(PDF)} if files else {}
    parts.sign_off(publisher.store, facts, signer="Mission", at=NOON, key=publisher.key, files=given)
    return releases.build(publisher.store, key=publisher.key, at=NOON).id


@pytest.fixture
def visitor(publisher: Publisher) -> Client:
    """Somebody who reads a register whose plan has its text."""
    publish(publisher, with_documents((document(when=When(edtf="2024-05")),), (document("Bilan"),)))
    return Client()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_plan_s_page_lists_its_documents_with_date_type_size_and_file(visitor: Client, prefix: str) -> None:
    seen = Seen(visitor.get(prefix + PLAN_PAGE).content.decode())
    words = seen.words
    assert "Texte intégral" in words
    assert ("PDF, 1,5 ko" if not prefix else "PDF, 1.5 kB") in words.replace("\u202f", " ").replace("\xa0", " ")
    assert ("mai 2024" if not prefix else "May 2024") in words
    assert prefix + ADDRESS in [link["href"] for link in seen.all("a")]
    assert "Bilan" not in words


def test_the_measure_s_page_links_its_file(visitor: Client) -> None:
    links = [link["href"] for link in Seen(visitor.get(MEASURE_PAGE).content.decode()).all("a")]
    assert f"/documents/{SHA}/bilan.pdf" in links


def test_a_file_is_given_as_it_was_handed_in_and_never_shown_inside_the_site(visitor: Client) -> None:
    answer = visitor.get(ADDRESS)
    assert b"".join(answer) == PDF  # type: ignore[arg-type]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="texte-integral.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"] == f'"{SHA}"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "immutable" not in answer.headers["Cache-Control"]


def test_the_name_in_the_address_does_not_choose_the_name_of_the_file(visitor: Client) -> None:
    answer = visitor.get(f"/documents/{SHA}/facture.exe")  # measures are read before plans: the first name is theirs
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bilan.pdf"'
    b"".join(answer)  # read to its end, the file is closed by the test client


def test_a_file_that_one_has_already_is_not_sent_again(visitor: Client) -> None:
    answer = visitor.get(ADDRESS, headers={"If-None-Match": f'"{SHA}"'})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", f'"{SHA}"')


def test_a_head_says_the_length_without_the_content(visitor: Client) -> None:
    answer = visitor.head(ADDRESS)
    assert (answer.status_code, answer.headers["Content-Length"], answer.getvalue()) == (200, str(len(PDF)), b"")


def test_files_are_read_only(visitor: Client) -> None:
    assert visitor.post(ADDRESS).status_code == 405


@pytest.mark.parametrize("sha", ["0" * 64, "../../current", SHA.upper(), SHA[:-1]])
def test_what_no_public_document_names_is_not_there(visitor: Client, publisher: Publisher, sha: str) -> None:
    held.keep(publisher.store, {hashlib.sha256(b"z").hexdigest(): lambda: io.BytesIO(b"z")})
    assert visitor.get(f"/documents/{sha}/x.pdf").status_code == 404
    assert visitor.get(f"/documents/{hashlib.sha256(b'z').hexdigest()}/x.pdf").status_code == 404


def test_a_file_only_of_an_older_release_is_given_in_that_release(visitor: Client, publisher: Publisher) -> None:
    older = open_reader().release.id
    publish(publisher, with_documents())
    assert visitor.get(ADDRESS).status_code == 404
    answer = visitor.get(f"{ADDRESS}?version={older}")
    assert b"".join(answer) == PDF  # type: ignore[arg-type]


def test_a_withdrawn_file_is_answered_410_with_the_reason(visitor: Client, publisher: Publisher) -> None:
    older = open_reader().release.id
    store, part = publisher.store, str(synthetic.plan_part().header.uid)
    paths = (f"plans/{synthetic.PLAN}.json", f"measures/{synthetic.measure_uid(1)}.json")
    parts.withdraw(store, part, paths, reason="court", words="Jugement du 3 mai.", at=NOON, key=publisher.key)
    releases.purge(store)
    releases.build(store, key=publisher.key, at=NOON)
    for address in (ADDRESS, f"/en{ADDRESS}", f"{ADDRESS}?version={older}"):
        answer = visitor.get(address)
        assert answer.status_code == 410
        assert "Jugement du 3 mai." in answer.content.decode()


def test_a_file_changed_on_the_disk_is_not_given(visitor: Client, publisher: Publisher) -> None:
    held.path_of(publisher.store, SHA).write_bytes(PDF.replace(b"x", b"y"))
    answer = visitor.get(ADDRESS)
    assert answer.status_code == 503
    assert b"yyy" not in answer.content


def test_a_type_that_is_not_taken_in_here_is_given_as_bytes(publisher: Publisher) -> None:
    publish(publisher, with_documents((document(media_type="text/html"),)))
    answer = Client().get(f"/documents/{SHA}/x")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    b"".join(answer)  # read to its end, the file is closed by the test client


def test_a_document_without_its_file_is_listed_without_a_link(publisher: Publisher) -> None:
    publish(publisher, with_documents((document(),)), files=False)
    page = Client().get(PLAN_PAGE).content.decode()
    assert "fichier non détenu ici" in page
    assert "/documents/" not in page
    assert Client().get(ADDRESS).status_code == 404


def test_a_document_dated_after_the_day_of_the_page_is_not_yet_there(visitor: Client) -> None:
    assert "Texte intégral" not in visitor.get(f"{PLAN_PAGE}?etat=2024-04-01").content.decode()
    assert "Texte intégral" in visitor.get(f"{PLAN_PAGE}?etat=2024-06-01").content.decode()


def test_the_table_of_documents_names_plan_measure_and_file(visitor: Client) -> None:
    body = visitor.get("/donnees/documents.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    assert [(row["plan"], row["measure"], row["text"]) for row in rows] == [
        ("plan-fictif-2", "", "Texte intégral"),
        ("plan-fictif-2", synthetic.measure_uid(1), "Bilan"),
    ]
    assert [(row["sha256"], row["size"], row["file"]) for row in rows] == [
        (SHA, str(len(PDF)), f"/documents/{SHA}/{name}.pdf") for name in ("texte-integral", "bilan")
    ]


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 octet"), (2, "2 octets"), (999, "999 octets"), (1_000, "1 ko"), (999_949, "999,9 ko"),
                       (999_950, "1 Mo"), (12_340_000, "12,3 Mo")]
)  # fmt: skip
def test_sizes_are_said_in_decimal_units(size: int, said: str) -> None:
    assert size_words(size) == said
