"""The backup file: written, read back, and refused when anything in it is not as it was."""

import hashlib
import json
import tarfile
from io import BytesIO
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.core import archive
from jalon.core.archive import BackupProblem, Locks


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "a").write_bytes(b"alpha" * 1000)
    (folder / "files" / "b").write_bytes(b"")
    return folder


def written(source: Path, path: Path) -> Path:
    files = ((p.relative_to(source).as_posix(), p) for p in sorted(source.rglob("*")) if p.is_file())
    archive.write_tar(path, files, {"version": "0"}, lambda _count: None)
    return path


def test_what_is_written_is_read_back(source: Path, tmp_path: Path) -> None:
    path = written(source, tmp_path / "backup.tar")
    manifest = archive.read_tar(path, tmp_path / "out")
    assert [m.name for m in manifest.members] == ["files/a", "files/b"]
    assert (tmp_path / "out/files/a").read_bytes() == b"alpha" * 1000
    assert manifest.members[0].sha256 == hashlib.sha256(b"alpha" * 1000).hexdigest()


def test_a_backup_is_readable_by_its_owner_only(source: Path, tmp_path: Path) -> None:
    assert written(source, tmp_path / "backup.tar").stat().st_mode & 0o077 == 0


def test_a_backup_never_replaces_a_file(source: Path, tmp_path: Path) -> None:
    path = written(source, tmp_path / "backup.tar")
    with pytest.raises(BackupProblem, match="exists already"):
        written(source, path)


def test_a_file_that_vanishes_meanwhile_is_left_out(source: Path, tmp_path: Path) -> None:
    files = iter([("files/gone", source / "gone"), ("files/a", source / "files/a")])
    manifest = archive.write_tar(tmp_path / "backup.tar", files, {}, lambda _count: None)
    assert [m.name for m in manifest.members] == ["files/a"]


@pytest.mark.parametrize("kept", [0, 1, 511, 600, 5000, 6656])
def test_a_truncated_backup_is_refused(source: Path, tmp_path: Path, kept: int) -> None:
    path = written(source, tmp_path / "backup.tar")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(BackupProblem, match=r"backup\.tar .*(cut|missing)"):
        archive.read_tar(path)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
@settings(max_examples=60)
def test_a_changed_byte_is_refused_or_changes_no_content(
    tmp_path_factory: pytest.TempPathFactory, at: int, by: int
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    (folder / "in").mkdir()
    (folder / "in" / "a").write_bytes(b"alpha" * 200)
    path = written(folder / "in", folder / "backup.tar")
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= by
    path.write_bytes(bytes(content))
    try:
        archive.read_tar(path, folder / "out")
    except BackupProblem as problem:
        assert "backup.tar" in str(problem)
    else:  # padding, or a date in a header
        assert (folder / "out" / "a").read_bytes() == b"alpha" * 200


def forged(path: Path, header: tarfile.TarInfo, content: bytes = b"x") -> Path:
    manifest = json.dumps({"format": 1, "about": {}, "members": []}).encode()
    with tarfile.open(path, "w") as tar:
        header.size = len(content) if header.isreg() else 0
        tar.addfile(header, BytesIO(content))
        last = tarfile.TarInfo("manifest.json")
        last.size = len(manifest)
        tar.addfile(last, BytesIO(manifest))
    return path


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "C:/outside", "files\\outside"])
def test_a_member_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = forged(tmp_path / "backup.tar", tarfile.TarInfo(name))
    with pytest.raises(BackupProblem, match="no plain file"):
        archive.read_tar(path, tmp_path / "out")
    assert not (tmp_path / "outside").exists()


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("files/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with pytest.raises(BackupProblem, match="no plain file"):
        archive.read_tar(forged(tmp_path / "backup.tar", link), tmp_path / "out")


def test_a_member_that_the_manifest_does_not_name_is_refused(tmp_path: Path) -> None:
    path = forged(tmp_path / "backup.tar", tarfile.TarInfo("files/extra"))
    with pytest.raises(BackupProblem, match="files/extra is not announced"):
        archive.read_tar(path)


def test_a_later_format_asks_for_a_newer_version(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "backup.tar", "w") as tar:
        content = json.dumps({"format": 99, "about": {}, "members": []}).encode()
        header = tarfile.TarInfo("manifest.json")
        header.size = len(content)
        tar.addfile(header, BytesIO(content))
    with pytest.raises(BackupProblem, match="format 99.*newer"):
        archive.read_tar(tmp_path / "backup.tar")


def closed(plain: Path, locks: Locks) -> Path:
    target = plain.with_suffix(".age")
    archive.close_with_age(plain, target, locks)
    return target


def test_a_recipient_key_closes_and_its_identity_opens(source: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    path = closed(written(source, tmp_path / "b.tar"), Locks(recipients=(str(identity.to_public()),)))
    assert archive.is_encrypted(path)
    with archive.opened(path, tmp_path, Locks(identities=(str(identity),))) as plain:
        assert len(archive.read_tar(plain).members) == 2
    assert not (tmp_path / "opened.tar").exists()


def test_a_wrong_identity_is_refused(source: Path, tmp_path: Path) -> None:
    path = closed(
        written(source, tmp_path / "b.tar"), Locks(recipients=(str(pyrage.x25519.Identity.generate().to_public()),))
    )
    other = Locks(identities=(str(pyrage.x25519.Identity.generate()),))
    with pytest.raises(BackupProblem, match="does not open"), archive.opened(path, tmp_path, other):
        raise AssertionError("opened with a wrong key")


def test_an_encrypted_file_without_a_key_says_what_to_give(source: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    path = closed(written(source, tmp_path / "b.tar"), Locks(recipients=(str(identity.to_public()),)))
    with pytest.raises(BackupProblem, match="JALON_BACKUP_PASSPHRASE"), archive.opened(path, tmp_path, Locks()):
        raise AssertionError("opened without a key")


def test_a_cut_encrypted_file_is_refused(source: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    path = closed(written(source, tmp_path / "b.tar"), Locks(recipients=(str(identity.to_public()),)))
    path.write_bytes(path.read_bytes()[:-20])
    locks = Locks(identities=(str(identity),))
    with pytest.raises(BackupProblem, match="cut or changed"), archive.opened(path, tmp_path, locks) as plain:
        archive.read_tar(plain)


def test_no_age_key_is_a_clear_problem(source: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupProblem, match="age public key"):
        closed(written(source, tmp_path / "b.tar"), Locks(recipients=("ssh-rsa AAAA",)))


def test_locks_never_print_their_secrets() -> None:
    assert "hunter2" not in repr(Locks(passphrase="hunter2", identities=("AGE-SECRET-KEY-hunter2",)))
