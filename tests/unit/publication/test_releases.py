"""Releases: one id for one content, whole or not at all."""

import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jalon.publication import index, parts, releases, verifying
from jalon.publication.errors import BlobMissing, NoRelease, StoreBusy
from jalon.publication.files import locked
from jalon.publication.keys import InstanceKey, instance_key
from jalon.publication.reader import open_reader
from jalon.publication.store import Store, sha256
from tests.publishing import NOON, Publisher
from tests.synthetic import declarations_part, measure_uid, plan_part


def test_the_id_is_the_hash_of_the_manifest(publisher: Publisher) -> None:
    info = publisher.release(plan_part(), declarations_part())
    manifest = (publisher.store.releases / info.id / "manifest.json").read_bytes()
    assert sha256(manifest) == info.id
    assert (info.parts, info.documents, info.previous) == (2, len(json.loads(manifest)["documents"]), None)


def test_two_stores_give_the_same_release_id(publisher: Publisher, tmp_path: Path) -> None:
    other = Publisher(Store(tmp_path / "other"), instance_key(tmp_path / "other-keys"))
    one = publisher.release(plan_part(), declarations_part())
    two = other.release(declarations_part(), plan_part(), at=NOON.replace(year=2027))
    assert one.id == two.id
    assert one.created_at != two.created_at


def test_building_again_changes_nothing(publisher: Publisher) -> None:
    one = publisher.release(plan_part())
    assert publisher.release(at=NOON.replace(hour=14)) == one
    assert len(releases.listed(publisher.store)) == 1


def test_each_release_names_the_one_before(publisher: Publisher) -> None:
    one, two = publisher.release(plan_part()), publisher.release(declarations_part())
    assert two.previous == one.id
    assert releases.listed(publisher.store) == (two, one)
    assert releases.current_id(publisher.store) == two.id


def test_unchanged_blobs_are_shared_between_releases(publisher: Publisher) -> None:
    publisher.release(plan_part())
    before = set(publisher.store.blobs())
    publisher.release(declarations_part())
    assert before < set(publisher.store.blobs())


def test_an_earlier_release_stays_readable(publisher: Publisher) -> None:
    one = publisher.release(plan_part())
    facts = plan_part()
    publisher.release(replace(facts, measures=facts.measures[:1]))
    assert open_reader(one.id, publisher.store).measure(measure_uid(2)) is not None
    assert open_reader(store=publisher.store).measure(measure_uid(2)) is None


def test_coming_back_to_an_earlier_content_points_to_it_again(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = publisher.release(plan_part())
    publisher.release(declarations_part())
    shutil.rmtree(publisher.store.part_folder(declarations_part().header.uid))
    three = publisher.release(at=NOON.replace(day=25))
    assert three.id == one.id
    assert releases.listed(publisher.store)[0].id == one.id


def test_nothing_published_is_said(store: Store) -> None:
    with pytest.raises(NoRelease):
        open_reader(store=store)
    assert releases.listed(store) == ()


@pytest.mark.parametrize("release_id", ["0" * 64, "../../keys", "x", "a" * 7, "\x00"])
def test_a_release_that_is_not_here_is_said(publisher: Publisher, release_id: str) -> None:
    publisher.release(plan_part())
    with pytest.raises(NoRelease):
        open_reader(release_id, publisher.store)


def test_a_release_is_found_by_the_beginning_of_its_id(publisher: Publisher) -> None:
    info = publisher.release(plan_part())
    assert open_reader(info.id[:12], publisher.store).release.id == info.id


def test_a_missing_blob_stops_the_build_and_is_named(publisher: Publisher) -> None:
    one = publisher.release(plan_part())
    version = publisher.sign(declarations_part())
    path, digest = next((p, d) for p, d in version.manifest.items() if p.startswith("statements"))
    publisher.store.blob_path(digest).unlink()
    with pytest.raises(BlobMissing) as error:
        publisher.release()
    assert path in str(error.value)
    assert version.part in str(error.value)
    assert releases.current_id(publisher.store) == one.id


def test_progress_counts_every_document(publisher: Publisher) -> None:
    publisher.sign(plan_part())
    seen: list[tuple[int, int]] = []
    info = releases.build(
        publisher.store, key=publisher.key, at=NOON, progress=lambda done, total, what: seen.append((done, total))
    )
    assert seen == [(number, info.documents) for number in range(1, info.documents + 1)]


def test_a_second_builder_is_told_to_wait(publisher: Publisher) -> None:
    publisher.sign(plan_part())
    with locked(publisher.store.lock), pytest.raises(StoreBusy):
        releases.build(publisher.store, key=publisher.key, at=NOON, patience=0)


class Killed(BaseException):
    """What a kill looks like to the program: nothing is caught."""


@pytest.mark.parametrize("step", ["index.build", "write_atomic", "write_json", "sync_folder"])
def test_a_build_that_dies_leaves_the_release_before(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    one = publisher.release(plan_part())
    publisher.sign(declarations_part())
    calls = 0

    def die(*_args: Any, **_named: Any) -> None:
        nonlocal calls
        calls += 1
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"jalon.publication.releases.{step}", die)
        with pytest.raises(Killed):
            publisher.release()
    assert calls == 1
    assert releases.current_id(publisher.store) == one.id
    assert [info.id for info in releases.listed(publisher.store)] == [one.id]
    assert open_reader(store=publisher.store).release == one
    again = publisher.release()
    assert again.parts == 2
    assert sorted(path.name for path in publisher.store.releases.iterdir()) == sorted([one.id, again.id])


def test_dying_between_the_list_and_the_pointer_leaves_the_release_before(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = publisher.release(plan_part())
    publisher.sign(declarations_part())

    def die(path: Path, _data: bytes) -> None:
        if path.name == "current":
            raise Killed
        path.write_bytes(_data)

    with monkeypatch.context() as patch:
        patch.setattr("jalon.publication.releases.write_atomic", die)
        with pytest.raises(Killed):
            publisher.release()
    assert [info.id for info in releases.listed(publisher.store)] == [one.id]
    two = publisher.release()
    assert [info.id for info in releases.listed(publisher.store)] == [two.id, one.id]


def build_and_die(root: Path, keys: Path, after: int) -> None:
    """In a process of its own: build, and be killed after so many documents."""

    def progress(done: int, _total: int, _what: str) -> None:
        if done == after:
            os.kill(os.getpid(), signal.SIGKILL)

    releases.build(Store(root), key=instance_key(keys), at=NOON, progress=progress)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_process_frees_the_lock_and_leaves_the_release_before(publisher: Publisher, tmp_path: Path) -> None:
    one = publisher.release(plan_part())
    publisher.sign(declarations_part())
    child = multiprocessing.get_context("fork").Process(
        target=build_and_die, args=(publisher.store.root, tmp_path / "keys", 10)
    )
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert open_reader(store=publisher.store).release == one
    assert list(publisher.store.releases.glob(".building-*"))
    assert publisher.release().parts == 2
    assert not list(publisher.store.releases.glob(".*"))


# --- the derived index


def test_a_lost_index_is_rebuilt_and_says_the_same(publisher: Publisher) -> None:
    reader = publisher.publish_all()
    before = (reader.plans(), reader.measures(plan_part().measures[0].plan), reader.search("victimes"))
    releases.index_path(publisher.store, reader.release.id).unlink()
    again = open_reader(store=publisher.store)
    assert (again.plans(), again.measures(plan_part().measures[0].plan), again.search("victimes")) == before


def test_an_index_of_an_older_program_is_rebuilt(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    info = publisher.release(plan_part())
    path = releases.index_path(publisher.store, info.id)
    monkeypatch.setattr(index, "INDEX", index.INDEX + 1)
    assert not index.is_current(path)
    releases.ensure_index(publisher.store, info.id)
    assert index.is_current(path)


def test_a_broken_index_is_rebuilt(publisher: Publisher) -> None:
    info = publisher.release(plan_part())
    releases.index_path(publisher.store, info.id).write_bytes(b"not a database")
    assert open_reader(store=publisher.store).release.id == info.id
    assert open_reader(store=publisher.store).plans()


def test_an_index_cannot_be_written_by_a_reader(publisher: Publisher) -> None:
    info = publisher.release(plan_part())
    connection = index.open_read_only(releases.index_path(publisher.store, info.id))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM fact")
    connection.close()


# --- verifying


def report_of(publisher: Publisher) -> list[str]:
    return [str(problem) for problem in verifying.verify_release(publisher.store).problems]


def test_a_whole_release_has_no_problem(publisher: Publisher) -> None:
    info = publisher.release(plan_part(), declarations_part())
    report = verifying.verify_release(publisher.store)
    assert report.problems == ()
    assert (report.subject, report.parts, report.documents) == (info.id, 2, info.documents)


def test_a_release_with_tombstones_has_no_problem(publisher: Publisher) -> None:
    publisher.release(plan_part())
    path = f"measures/{measure_uid(2)}.json"
    parts.withdraw(
        publisher.store, plan_part().header.uid, [path], reason="error", words="x", at=NOON, key=publisher.key
    )
    releases.purge(publisher.store)
    publisher.release()
    assert report_of(publisher) == []


def altered_json(path: Path, **changes: Any) -> None:
    data = json.loads(path.read_bytes())
    for name, value in changes.items():
        data[name] = {**data[name], **value} if isinstance(value, dict) else value
    path.write_text(json.dumps(data))


def test_a_changed_blob_is_found(publisher: Publisher) -> None:
    publisher.release(plan_part())
    digest = next(publisher.store.blobs())
    publisher.store.blob_path(digest).write_bytes(b"x")
    assert [digest in line for line in report_of(publisher)] == [True]


def test_a_missing_blob_is_found(publisher: Publisher) -> None:
    publisher.release(plan_part())
    digest = next(publisher.store.blobs())
    publisher.store.blob_path(digest).unlink()
    assert [digest in line for line in report_of(publisher)] == [True]


def test_a_changed_manifest_is_found(publisher: Publisher) -> None:
    info = publisher.release(plan_part())
    altered_json(publisher.store.releases / info.id / "manifest.json", documents={"x": "0" * 64})
    assert any("manifest.json" in line for line in report_of(publisher))


def test_a_changed_envelope_is_found(publisher: Publisher) -> None:
    info = publisher.release(plan_part())
    altered_json(publisher.store.releases / info.id / "envelope.json", statement={"created_at": "2020-01-01T00:00:00Z"})
    assert any("envelope.json" in line for line in report_of(publisher))


def test_a_changed_part_version_is_found(publisher: Publisher) -> None:
    publisher.release(plan_part())
    version = parts.current_version(publisher.store, plan_part().header.uid)
    assert version is not None
    path = publisher.store.part_folder(version.part) / f"{version.hash}.json"
    altered_json(path, statement={"signer": "Un autre"})
    assert any(path.name in line for line in report_of(publisher))


def test_a_missing_part_version_is_found(publisher: Publisher) -> None:
    publisher.release(plan_part())
    version = parts.current_version(publisher.store, plan_part().header.uid)
    assert version is not None
    (publisher.store.part_folder(version.part) / f"{version.hash}.json").unlink()
    assert any(version.hash in line for line in report_of(publisher))


def test_an_index_that_says_something_else_is_found(publisher: Publisher) -> None:
    info = publisher.release(plan_part())
    connection = sqlite3.connect(releases.index_path(publisher.store, info.id))
    connection.execute("UPDATE fact SET body = replace(body, 'Former', 'Renvoyer') WHERE kind = 'measure'")
    connection.commit()
    connection.close()
    assert any("index.sqlite3" in line for line in report_of(publisher))


def test_the_public_keys_are_listed(publisher: Publisher, key: InstanceKey) -> None:
    publisher.release(plan_part())
    assert parts.own_keys(publisher.store) == (key.public,)
