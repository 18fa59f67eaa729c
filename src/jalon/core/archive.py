"""The backup file: a tar whose last member, manifest.json, names every other with its size and SHA-256; plain, or in age.

A file cut anywhere has lost its manifest or a member, and is refused. Nothing here knows of databases.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyrage

from jalon.core.errors import JalonError

FORMAT = 1
MANIFEST = "manifest.json"
AGE_MAGIC = b"age-encryption.org/v1"
CHUNK = 1 << 20
# A passphrase works on the whole in memory; above this a recipient key, which streams, is asked for.
PASSPHRASE_LIMIT = 1 << 30


class BackupProblem(JalonError):
    """A backup that cannot be made or read; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Locks:
    """What closes or opens an age file: a passphrase, or keys (age1… to close, AGE-SECRET-KEY-… to open)."""

    passphrase: str = field(default="", repr=False)
    recipients: tuple[str, ...] = ()
    identities: tuple[str, ...] = field(default=(), repr=False)

    @property
    def closes(self) -> bool:
        return bool(self.passphrase or self.recipients)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `about` is free: version, time, kind of database, migrations."""

    members: tuple[Member, ...]
    about: dict[str, Any]

    def encoded(self) -> bytes:
        members = [{"name": m.name, "size": m.size, "sha256": m.sha256} for m in self.members]
        return json.dumps({"format": FORMAT, "about": self.about, "members": members}, indent=1).encode()


def write_tar(
    path: Path, files: Iterator[tuple[str, Path]], about: dict[str, Any], tell: Callable[[int], None]
) -> Manifest:
    """Writes the files under their names, then the manifest. A file that vanished meanwhile (a temporary one) is left out."""
    members: list[Member] = []
    with open_private(path) as raw, tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, source in files:
            try:
                members.append(_add(tar, name, source))
            except FileNotFoundError:
                continue
            tell(len(members))
        manifest = Manifest(tuple(members), about)
        content = manifest.encoded()
        tar.addfile(_header(MANIFEST, len(content)), io.BytesIO(content))
    return manifest


def open_private(path: Path) -> IO[bytes]:
    """A new file that only its owner reads; refuses to write over one."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError:
        raise BackupProblem(f"{path} exists already: choose another name, or move it away.") from None


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size = size
    header.mode = 0o600
    return header


class _Hashing(io.RawIOBase):
    """Reads a file and hashes what passes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _add(tar: tarfile.TarFile, name: str, source: Path) -> Member:
    with source.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        passing = _Hashing(file)
        try:
            tar.addfile(_header(name, size), passing)
        except OSError as problem:
            raise BackupProblem(f"{source} changed or could not be read while it was copied: {problem}") from problem
    return Member(name, size, passing.digest.hexdigest())


def read_tar(path: Path, into: Path | None = None) -> Manifest:
    """Checks every member against the manifest and, when `into` is given, writes it there. Raises BackupProblem."""
    seen: dict[str, Member] = {}
    last = b""
    try:
        with tarfile.open(path, mode="r:") as tar:
            for header in tar:
                name, content = _entry(tar, header, path)
                if name == MANIFEST:
                    last = content.read()
                    break
                seen[name] = _copy(name, content, into)
    except (tarfile.TarError, EOFError, OSError) as problem:
        where = f"after {list(seen)[-1]}" if seen else "at its beginning"
        raise BackupProblem(f"{path} is broken or cut {where}: {problem}. Nothing was changed.") from problem
    return _checked(path, last, seen)


def _entry(tar: tarfile.TarFile, header: tarfile.TarInfo, path: Path) -> tuple[str, IO[bytes]]:
    name = PurePosixPath(header.name)
    content = tar.extractfile(header) if header.isreg() else None
    if content is None or name.is_absolute() or ".." in name.parts or "\\" in header.name or ":" in header.name:
        raise BackupProblem(f"{path}: the member {header.name!r} is no plain file of a backup. Nothing was changed.")
    return header.name, content


def _copy(name: str, content: IO[bytes], into: Path | None) -> Member:
    digest, size = hashlib.sha256(), 0
    target = None
    if into is not None:
        (into / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = open_private(into / name)
    try:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if target is not None:
                target.write(chunk)
    finally:
        if target is not None:
            target.close()
    return Member(name, size, digest.hexdigest())


def _checked(path: Path, last: bytes, seen: dict[str, Member]) -> Manifest:
    if not last:
        raise BackupProblem(f"{path} is cut: its last member, {MANIFEST}, is missing. Nothing was changed.")
    manifest = _decoded(path, last)
    promised = {member.name: member for member in manifest.members}
    for name in sorted(promised.keys() | seen.keys()):
        if promised.get(name) != seen.get(name):
            state = "missing" if name not in seen else "not announced" if name not in promised else "changed"
            raise BackupProblem(
                f"{path}: the member {name} is {state} (SHA-256 and size against the manifest). Nothing was changed."
            )
    return manifest


def _decoded(path: Path, content: bytes) -> Manifest:
    try:
        read = json.loads(content)
        if read["format"] != FORMAT:
            raise BackupProblem(
                f"{path} has format {read['format']}; this version reads {FORMAT}: install a newer one."
            )
        return Manifest(tuple(Member(m["name"], m["size"], m["sha256"]) for m in read["members"]), dict(read["about"]))
    except (ValueError, KeyError, TypeError) as problem:
        raise BackupProblem(f"{path}: its {MANIFEST} cannot be read: {problem}. Nothing was changed.") from problem


def is_encrypted(path: Path) -> bool:
    """Whether the file starts as age files do."""
    with path.open("rb") as file:
        return file.read(len(AGE_MAGIC)) == AGE_MAGIC


def close_with_age(plain: Path, target: Path, locks: Locks) -> None:
    """Encrypts to the recipients (streamed), or with the passphrase (in memory)."""
    if locks.recipients:
        try:
            keys = [pyrage.x25519.Recipient.from_str(key) for key in locks.recipients]
        except pyrage.RecipientError as problem:
            raise BackupProblem(f"a recipient is no age public key (age1…): {problem}") from problem
        with plain.open("rb") as source, open_private(target) as out:
            pyrage.encrypt_io(source, out, keys)
        return
    if plain.stat().st_size > PASSPHRASE_LIMIT:
        raise BackupProblem("over 1 GB a passphrase needs too much memory: give --recipient with an age public key.")
    with open_private(target) as out:
        out.write(pyrage.passphrase.encrypt(plain.read_bytes(), locks.passphrase))


def open_with_age(path: Path, target: Path, locks: Locks) -> None:
    """Decrypts into `target`. Age authenticates every block: a changed or cut file is refused."""
    if not (locks.passphrase or locks.identities):
        raise BackupProblem(f"{path} is encrypted: give its passphrase (JALON_BACKUP_PASSPHRASE), or --identity FILE.")
    try:
        with path.open("rb") as source, open_private(target) as out:
            if locks.identities:
                keys = [pyrage.x25519.Identity.from_str(key) for key in locks.identities]
                pyrage.decrypt_io(source, out, keys)
            else:
                out.write(pyrage.passphrase.decrypt(source.read(), locks.passphrase))
    except (pyrage.DecryptError, pyrage.IdentityError, OSError) as problem:
        raise BackupProblem(
            f"{path} does not open: a wrong passphrase or key, or the file is cut or changed ({problem}). Nothing was changed."
        ) from problem


@contextmanager
def opened(path: Path, scratch: Path, locks: Locks) -> Iterator[Path]:
    """The plain tar of a backup, decrypted into `scratch` for as long as it is needed."""
    if not path.is_file():
        raise BackupProblem(f"{path} is not there.")
    if not is_encrypted(path):
        yield path
        return
    plain = scratch / "opened.tar"
    try:
        open_with_age(path, plain, locks)
        yield plain
    finally:
        plain.unlink(missing_ok=True)


def sync_tree(root: Path) -> None:
    """Everything under `root` is on the disk before anything points to it."""
    for path in root.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def remove_tree(path: Path) -> None:
    """Removes a folder of ours, if it is there."""
    if path.exists():
        shutil.rmtree(path)
