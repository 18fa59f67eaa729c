"""Files of public documents are published when their part is signed; no other file ever reaches the public directory."""

import hashlib
import io
import os
import zipfile
from typing import Any

import pytest

from jalon.core.errors import Invalid
from jalon.core.models import Part, Source, StoredFile
from jalon.core.storage import path_of, put
from jalon.facts.common import Citation, Text, Visibility
from jalon.plans import actions
from jalon.plans.models import Document, Measure, Plan
from jalon.publication import held, packages
from jalon.publication import parts as versions
from jalon.publication.actions import withdraw_documents
from jalon.publication.errors import BlobBroken, PublicationError
from jalon.publication.preview import preview_reader
from jalon.publication.reader import open_reader
from jalon.publication.store import Store
from jalon.publication.verifying import verify_release
from tests.integration.publication.conftest import committed, sign
from tests.synthetic import PLAN, measure_uid

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OTHER = PDF + b"% other\n"
SHA = hashlib.sha256(PDF).hexdigest()
PATH = f"plans/{PLAN}.json"


def attach(part: Part, owner: Any, content: bytes = PDF, title: str = "Le texte du plan", **fields: Any) -> Document:
    """A document with its file, as the office makes it."""
    kept = put(io.BytesIO(content), part=part, name="plan.pdf", by=None)
    filed: dict[str, Any] = {"sha256": kept.sha256, "size": kept.size, "media_type": kept.media_type}
    words = Text(value=title)
    return actions.add_document(owner=owner, by=None, citations=_cites(part), title=words, **filed, **fields)


def _cites(part: Part) -> Any:
    source = Source.objects.filter(part=part).first()
    assert source is not None
    return (Citation(source=str(source.uid)),)


@pytest.fixture
def part(parts: dict[str, Part]) -> Part:
    return parts["plans"]


@pytest.fixture
def plan(part: Part) -> Plan:
    found: Plan = Plan.objects.get(uid=PLAN)
    return found


@pytest.fixture
def measure(part: Part) -> Measure:
    found: Measure = Measure.objects.get(uid=measure_uid(1))
    return found


def withdraw(part: Part, *paths: str) -> None:
    """Withdraw what was published at these paths, for the sake of somebody's privacy."""
    part.refresh_from_db()
    with committed():
        withdraw_documents(
            by=None, part=part, expected_revision=part.revision, paths=paths, reason="privacy", words="Un nom."
        )


def files(store: Store) -> set[str]:
    """All files in the public directory."""
    return {path.name for path in (store.root / "files").rglob("*") if path.is_file()}


def test_the_file_of_a_public_document_is_read_from_the_release(part: Part, plan: Plan, store: Store) -> None:
    attach(part, plan)
    assert open_reader().file(SHA) is None
    sign(part)
    found = open_reader().file(SHA)
    assert found is not None
    assert (found.title, found.media_type, found.size) == ("Le texte du plan", "application/pdf", len(PDF))
    with open_reader().open_file(found) as content:
        assert content.read() == PDF
    assert files(store) == {SHA}
    assert verify_release(store).ok


@pytest.mark.parametrize("visibility", [one for one in Visibility if one is not Visibility.PUBLIC])
@pytest.mark.parametrize("where", ["plan", "measure"])
def test_no_other_document_enters_a_release_a_preview_or_a_package_and_its_file_never_the_store(
    part: Part, plan: Plan, measure: Measure, store: Store, visibility: Visibility, where: str
) -> None:
    owner = plan if where == "plan" else measure
    attach(part, owner, title="Projet de bilan confidentiel", visibility=visibility)
    assert preview_reader(part).file(SHA) is None
    shown = preview_reader(part)
    said = (*(d for p in shown.plans() for d in p.documents), *(d for m in shown.measures(PLAN) for d in m.documents))
    assert said == ()
    sign(part)
    assert (open_reader().file(SHA), files(store)) == (None, set())
    version = versions.current_version(store, str(part.uid))
    assert version is not None
    with zipfile.ZipFile(io.BytesIO(packages.export(store, [version]))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"confidentiel" not in everything
    assert SHA.encode() not in everything


def test_a_hash_written_by_hand_publishes_nothing_of_another_part(
    parts: dict[str, Part], plan: Plan, store: Store
) -> None:
    kept = put(io.BytesIO(PDF), part=parts["coalition"], name="secret.pdf", by=None)
    filed: dict[str, Any] = {"sha256": kept.sha256, "size": kept.size, "media_type": kept.media_type}
    part = parts["plans"]
    row = actions.add_document(owner=plan, by=None, citations=_cites(part), title=Text(value="Volé"), **filed)
    with pytest.raises(Invalid) as refused:
        sign(part)
    assert "n’est pas ici" in refused.value.problems[str(row.uid)]
    assert files(store) == set()


def test_a_document_that_says_another_type_than_its_file_s_is_not_signed(part: Part, plan: Plan, store: Store) -> None:
    row = attach(part, plan)
    Document.objects.filter(pk=row.pk).update(media_type="text/html")
    with pytest.raises(Invalid):
        sign(part)
    assert files(store) == set()


def test_a_file_of_a_document_no_longer_said_stays_with_the_older_release(part: Part, plan: Plan) -> None:
    row = attach(part, plan)
    sign(part)
    older = open_reader().release.id
    actions.edit_document(document=row, by=None, expected_revision=row.revision, visibility=Visibility.TEAM)
    sign(part)
    assert open_reader().file(SHA) is None
    assert open_reader(older).file(SHA) is not None


def test_a_withdrawn_fact_takes_its_file_along_in_every_release(part: Part, plan: Plan, store: Store) -> None:
    attach(part, plan)
    sign(part)
    older = open_reader().release.id
    withdraw(part, PATH)
    assert files(store) == set()
    assert (open_reader().file(SHA), open_reader(older).file(SHA)) == (None, None)
    stone = open_reader().tombstone_of_file(SHA)
    assert stone is not None
    assert (stone.reason, stone.words) == ("privacy", "Un nom.")
    assert verify_release(store).ok


def test_a_withdrawn_file_does_not_come_back_under_another_document(
    part: Part, plan: Plan, measure: Measure, store: Store
) -> None:
    row = attach(part, plan)
    sign(part)
    withdraw(part, PATH)
    actions.withdraw(record=row, reason="Retiré", by=None, expected_revision=row.revision)
    attach(part, measure, title="Autre titre")
    with pytest.raises(PublicationError, match="retiré"):
        sign(part)
    assert files(store) == set()


def test_a_file_that_another_document_still_names_stays(part: Part, plan: Plan, measure: Measure) -> None:
    attach(part, plan)
    attach(part, measure)
    sign(part)
    withdraw(part, PATH)
    assert open_reader().file(SHA) is not None
    assert open_reader().tombstone_of_file(SHA) is None


def test_a_file_that_was_changed_on_the_disk_is_not_given_and_is_found_by_verify(
    part: Part, plan: Plan, store: Store
) -> None:
    attach(part, plan)
    sign(part)
    found = open_reader().file(SHA)
    assert found is not None
    held.path_of(store, SHA).write_bytes(OTHER)
    with pytest.raises(BlobBroken):
        open_reader().open_file(found)
    assert [problem.path for problem in verify_release(store).problems] == [f"files/{SHA}"]
    os.unlink(held.path_of(store, SHA))
    assert [problem.path for problem in verify_release(store).problems] == [f"files/{SHA}"]
    sign(part)
    assert verify_release(store).ok


def test_a_content_that_changed_before_signing_is_not_published(part: Part, plan: Plan, store: Store) -> None:
    attach(part, plan)
    path_of(SHA).write_bytes(PDF[:-1] + b"x")
    with pytest.raises(BlobBroken):
        sign(part)
    assert files(store) == set()
    assert StoredFile.objects.get().sha256 == SHA
