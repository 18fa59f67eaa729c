"""A signature is made once the database holds it: lost at the last moment, nothing was signed; killed after it, the due
job makes it current."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import TestCase

from jalon.core.models import Part
from jalon.publication import aside, parts, releases
from jalon.publication.actions import load_facts, sign_off_part, withdraw_documents
from jalon.publication.finishing import FORGOTTEN_AFTER, finish_signed, is_published, is_withdrawn
from jalon.publication.models import SignedVersion, Withdrawn
from jalon.publication.parts import PartVersion
from jalon.publication.reader import default_store, open_reader
from jalon.publication.selectors import hash_of_part, own_key
from tests.synthetic import database_parts


@pytest.fixture
def directory(publication: Path, db: None) -> Part:
    """A draft that can be signed."""
    return load_facts(by=None, facts=database_parts()[0])


def signed(part: Part) -> PartVersion:
    """Sign without what follows the transaction: as if the process were killed there."""
    part.refresh_from_db()
    return sign_off_part(by=None, part=part, expected_revision=part.revision, expected_hash=hash_of_part(part))


def current(part: Part) -> PartVersion | None:
    return parts.current_version(default_store(), str(part.uid))


def test_a_database_lost_as_it_commits_leaves_nothing_signed(directory: Part) -> None:
    with pytest.raises(ConnectionError), transaction.atomic():
        signed(directory)
        raise ConnectionError("lost while committing")
    assert current(directory) is None
    finish_signed()
    assert current(directory) is None and not SignedVersion.objects.exists()


def test_a_process_killed_after_the_commit_is_finished_by_the_next(directory: Part) -> None:
    version = signed(directory)
    assert current(directory) is None
    finish_signed()
    finish_signed()
    assert current(directory) == version
    assert aside.laid_aside(default_store()) == []


def test_signing_again_finishes_what_was_left(directory: Part) -> None:
    first = signed(directory)
    Part.objects.filter(pk=directory.pk).update(title="Annuaire fictif, revu")
    finish_signed(str(directory.uid))
    second = signed(directory)
    finish_signed()
    assert (second.number, second.previous) == (2, first.hash)
    assert [version.number for version in parts.versions(default_store(), str(directory.uid))] == [1, 2]


def test_what_the_database_refused_is_forgotten_after_an_hour(directory: Part) -> None:
    with pytest.raises(ConnectionError), transaction.atomic():
        signed(directory)
        raise ConnectionError("lost while committing")
    ((version, written),) = aside.laid_aside(default_store())
    path = next((default_store().root / "parts").glob("*/signed/*.json"))
    os.utime(path, (written - FORGOTTEN_AFTER - 1, written - FORGOTTEN_AFTER - 1))
    finish_signed()
    assert aside.laid_aside(default_store()) == [] and version.number == 1


def test_a_release_that_cannot_be_made_leaves_the_signature_in_force(
    directory: Part, monkeypatch: pytest.MonkeyPatch, run_after_commit: Callable[[], None]
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("jalon.publication.releases.build", full)
    version = signed(directory)
    run_after_commit()
    assert current(directory) == version and not is_published(version.hash)


def withdrawn(part: Part) -> None:
    """Everything that the part published is taken back."""
    part.refresh_from_db()
    withdraw_documents(by=None, part=part, expected_revision=part.revision, reason="privacy", words="Un nom.")


@pytest.mark.parametrize("step", ["purge", "build"])
def test_a_withdrawal_whose_release_cannot_be_made_stands_and_the_due_job_finishes_it(
    directory: Part, monkeypatch: pytest.MonkeyPatch, run_after_commit: Callable[[], None], step: str
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise OSError("no space left on device")

    signed(directory)
    run_after_commit()
    assert is_withdrawn()
    before, at = releases.current_id(default_store()), datetime.now(UTC)
    with monkeypatch.context() as broken:
        broken.setattr(f"jalon.publication.releases.{step}", full)
        withdrawn(directory)
        run_after_commit()
        assert Withdrawn.objects.count() == 1
        assert is_withdrawn() is (step == "build")
        assert releases.current_id(default_store()) == before
    assert releases.settle(default_store(), key=own_key(), at=at)
    assert is_withdrawn() and open_reader().all_sources() == () and open_reader().tombstones()
    assert releases.contents(default_store(), open_reader().release.id).tombstones
    assert not releases.settle(default_store(), key=own_key(), at=at)


@pytest.fixture
def run_after_commit() -> Callable[[], None]:
    """Does what waits for the commit as Django does it: what is robust is logged, not raised."""

    def run() -> None:
        connection = transaction.get_connection()
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _sids, then, robust in waiting:
            try:
                then()
            except OSError:
                assert robust

    return run


def test_captured_callbacks_publish(directory: Part) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        version = signed(directory)
    assert current(directory) == version and is_published(version.hash)
