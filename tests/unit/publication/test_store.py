"""Blobs: named by their content, whole or absent."""

import threading
import zlib
from pathlib import Path

import pytest

from jalon.publication import store as store_module
from jalon.publication.errors import BlobBroken, BlobMissing, StoreBusy
from jalon.publication.files import locked, write_atomic
from jalon.publication.store import Store, is_hash, sha256


def test_a_blob_is_found_by_the_hash_of_its_content(store: Store) -> None:
    digest = store.put(b'{"a":1}')
    assert digest == sha256(b'{"a":1}')
    assert store.get(digest) == b'{"a":1}'
    assert store.has(digest)
    assert list(store.blobs()) == [digest]


def test_the_same_content_is_kept_once(store: Store) -> None:
    path = store.blob_path(store.put(b"x"))
    before = path.stat().st_mtime_ns
    assert store.blob_path(store.put(b"x")).stat().st_mtime_ns == before


def test_a_missing_blob_is_named(store: Store) -> None:
    with pytest.raises(BlobMissing, match="a" * 64):
        store.get("a" * 64)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"x",
        b"no zlib at all",
        zlib.compress(b"other"),
        zlib.compress(b"x" * 100)[:-3],
        zlib.compress(b"y") + b"more",
    ],
)
def test_a_changed_blob_is_never_given(store: Store, damage: bytes) -> None:
    digest = store.put(b"x")
    store.blob_path(digest).write_bytes(damage)
    with pytest.raises(BlobBroken, match=digest):
        store.get(digest)


def test_a_blob_that_unpacks_without_end_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = store.put(b"x" * 10_000)
    monkeypatch.setattr(store_module, "LARGEST_BLOB", 9_999)
    with pytest.raises(BlobBroken):
        store.get(digest)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_what_is_no_hash_makes_no_path(store: Store, digest: str) -> None:
    assert not is_hash(digest)
    with pytest.raises(ValueError, match="SHA-256"):
        store.blob_path(digest)


def test_writers_of_one_blob_do_not_disturb_each_other(store: Store) -> None:
    data = b"z" * 200_000
    writers = [threading.Thread(target=store.put, args=(data,)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert store.get(sha256(data)) == data
    assert [path.name for path in store.blob_path(sha256(data)).parent.iterdir()] == [f"{sha256(data)}.json.z"]


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "current"
    write_atomic(path, b"old")

    def full(_source: object, _target: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("jalon.publication.files.os.replace", full)
    with pytest.raises(OSError, match="no space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_builders_do_not_build_at_once(store: Store) -> None:
    with locked(store.lock), pytest.raises(StoreBusy, match="publication"), locked(store.lock, patience=0):
        pass
    with locked(store.lock, patience=0):
        pass
