"""Signing: what the database refuses is not published, and nobody signs a part before its own body does."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jalon.core.models import Part
from jalon.facts.part import PartFacts
from jalon.publication import packages, parts
from jalon.publication.actions import load_facts, receive_package, sign_off_part
from jalon.publication.errors import NotOwner
from jalon.publication.keys import instance_key
from jalon.publication.models import SignedVersion
from jalon.publication.reader import default_store
from jalon.publication.selectors import facts_of_part, hash_of_part
from jalon.publication.store import Store
from tests.integration.publication.conftest import sign
from tests.publishing import Publisher
from tests.synthetic import database_parts


@pytest.fixture
def coalition(publication: Path, db: None) -> Part:
    """The coalition's declarations, a draft; the directory and the plans they speak of are signed."""
    directory, plans, coalition = database_parts()
    for facts in (directory, plans):
        sign(load_facts(by=None, facts=facts))
    return load_facts(by=None, facts=coalition)


def test_a_signature_that_the_database_does_not_keep_is_not_published(
    coalition: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(**_fields: Any) -> None:
        raise ConnectionError("the database is away")

    monkeypatch.setattr(SignedVersion.objects, "get_or_create", lost)
    with pytest.raises(ConnectionError):
        sign_off_part(
            by=None, part=coalition, expected_revision=coalition.revision, expected_hash=hash_of_part(coalition)
        )
    assert parts.current_version(default_store(), str(coalition.uid)) is None


def test_another_instance_does_not_sign_a_draft_before_its_body(coalition: Part, tmp_path: Path) -> None:
    elsewhere = Publisher(Store(tmp_path / "elsewhere"), instance_key(tmp_path / "other-keys"))
    forged = elsewhere.sign(facts_of_part(coalition))
    package = packages.read_bytes(packages.export(elsewhere.store, [forged]))
    with pytest.raises(NotOwner, match=coalition.slug):
        receive_package(package=package)
    assert sign(coalition).number == 1


def test_the_permanent_address_of_anothers_measure_is_not_borrowed(coalition: Part) -> None:
    facts: PartFacts = facts_of_part(coalition)
    measure = database_parts()[1].measures[0].uid
    first, *others = facts.statements
    stolen = replace(facts, statements=(replace(first, uid=measure), *others))
    part = load_facts(by=None, facts=stolen)
    with pytest.raises(NotOwner, match=measure):
        sign(part)
