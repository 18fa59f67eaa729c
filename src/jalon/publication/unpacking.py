"""The files of a package, a ZIP or a folder, read one at a time: nobody holds the whole of what it unfolds to.

What a ZIP declares is checked before anything is unpacked (names, sizes, how tightly it is packed); while it is unpacked
no file may give a byte more than it declared. Only deflate is read: its output can be bounded, that of others cannot.
"""

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from jalon.facts.problems import N_, Problem, shown
from jalon.publication.errors import PackageRefused
from jalon.publication.store import sha256

MOST_FILES = 300_000
LARGEST_FILE = 256 * 1024 * 1024  # bytes, unpacked
LARGEST_PACKAGE = 512 * 1024 * 1024  # bytes, unpacked: a million observations take 100 MB
SMALL = 16 * 1024 * 1024  # bytes; below, a file may be packed as tightly as it likes, and so may a package
MOST_PACKED = 250  # times; canonical JSON packs 5 to 40 times

AGAIN = N_("Redemandez le paquet à l’instance qui l’a produit.")
_REMEDY = N_("N’ouvrez pas ce fichier ; signalez-le à qui vous l’a envoyé.")
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def refused(path: str, expected: str, remedy: str, found: str = "", where: str = "") -> PackageRefused:
    """One problem that refuses the package."""
    return PackageRefused((Problem(path, where, expected, remedy, shown(found) if found else ""),))


class Zipped(Mapping[str, bytes]):
    """The files of a ZIP by name, each unpacked when it is asked for. `PackageRefused` for what is no ZIP, or a bomb."""

    def __init__(self, file: Path | IO[bytes]) -> None:
        with _told():
            self._archive = zipfile.ZipFile(file)
        members = self._archive.infolist()
        _refuse_bombs(members)
        self._members = {member.filename: member for member in members if not member.is_dir()}

    def __getitem__(self, name: str) -> bytes:
        member = self._members[name]
        with _told(), self._archive.open(member) as file:
            data = file.read(member.file_size)
            if file.read(1):
                raise zipfile.BadZipFile(f"{member.filename}: longer than declared")
            return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Whatever a broken ZIP raises, in the words of a refusal."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise refused("", N_("Un fichier ZIP entier et sans mot de passe est attendu."), AGAIN, str(error)) from None


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    """What the ZIP declares of itself."""
    whole, packed = sum(member.file_size for member in members), sum(member.compress_size for member in members)
    if len(members) > MOST_FILES or whole > LARGEST_PACKAGE or _too_tight(whole, packed):
        raise refused("", N_("Ce paquet est trop gros une fois décompressé."), _REMEDY)
    seen: set[str] = set()
    for member in members:
        if member.file_size > LARGEST_FILE or _too_tight(member.file_size, member.compress_size):
            raise refused(member.filename, N_("Ce fichier est trop gros une fois décompressé."), _REMEDY)
        if member.compress_type not in _READABLE:
            raise refused(member.filename, N_("Un fichier ZIP ordinaire (deflate) est attendu."), AGAIN)
        if member.filename in seen:
            raise refused(member.filename, N_("Deux fichiers du paquet portent le même nom."), _REMEDY)
        seen.add(member.filename)


def _too_tight(size: int, packed: int) -> bool:
    return size > SMALL and size > MOST_PACKED * max(1, packed)


class Unzipped(Mapping[str, bytes]):
    """The same files in a folder, each read when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths: dict[str, Path] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                raise refused(name, N_("Un lien symbolique n’a pas sa place dans un paquet."), N_("Retirez-le."))
            if path.is_file():
                if path.stat().st_size > LARGEST_FILE or len(self._paths) >= MOST_FILES:
                    raise refused(name, N_("Ce fichier est trop gros une fois décompressé."), N_("Retirez-le."))
                self._paths[name] = path

    def __getitem__(self, name: str) -> bytes:
        return self._paths[name].read_bytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Documents(Mapping[str, bytes]):
    """The documents of one part of a package, by path; each is the one that was verified, whenever it is read."""

    def __init__(self, files: Mapping[str, bytes], folder: str, digests: Mapping[str, str]) -> None:
        self._files, self._folder, self.digests = files, folder, digests

    def __getitem__(self, path: str) -> bytes:
        digest = self.digests[path]
        data = self._files[self._folder + path]
        if sha256(data) != digest:
            raise refused(self._folder + path, N_("Ce fichier a changé pendant qu’il était lu."), N_("Recommencez."))
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)


def files_of(data: bytes) -> Zipped:
    """The files of a ZIP that is in memory."""
    return Zipped(io.BytesIO(data))
