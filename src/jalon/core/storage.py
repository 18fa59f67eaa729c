"""Private files: content under its SHA-256 in `files_dir`, what it is and whose in `StoredFile`.

Content is written before the row: a crash in between leaves content that nobody names, which `sweep` removes.
"""

import hashlib
import os
import re
import tempfile
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.core import audit, clamd, filetypes
from jalon.core.acting import action
from jalon.core.errors import Forbidden, Invalid, JalonError
from jalon.core.matrix import Permission
from jalon.core.models import Part, StoredFile, User
from jalon.core.permissions import may_see_document, require
from jalon.facts.common import Visibility

CHUNK = 256 * 1024
ORPHAN_AGE = timedelta(days=1)
UNSAFE = re.compile(r"[^\w .()'’&,+-]")
HASHED = re.compile(r"[0-9a-f]{64}")


class Damaged(JalonError):
    """The content on disk is missing or is not what the row says."""


@action(Permission.EDIT)
def put(stream: BinaryIO, *, part: Part, name: str, by: User | None) -> StoredFile:
    """Take in a file of a part. `Invalid` when too big or of a type that is refused; `clamd.Unsafe` when the scanner
    does not say it is clean. The same content given again to the same part gives the same row."""
    require(by, Permission.EDIT, part)
    held, size, sha256 = _receive(stream)
    try:
        kind = filetypes.media_type(held, name)
        scanned = _scan(held)
        _keep(held, sha256)
    finally:
        held.unlink(missing_ok=True)
    fields = {"size": size, "media_type": kind, "name": safe_name(name), "scanned": scanned}
    stored, new = StoredFile.objects.get_or_create(part=part, sha256=sha256, defaults=fields)
    if new:
        audit.record(action="file.put", by=by, part=part, subject=stored, changes={"sha256": sha256, "size": size})
    return stored


def open_file(stored: StoredFile, *, by: User, visibility: Visibility = Visibility.TEAM) -> BinaryIO:
    """The content, for whom its visibility allows (`permissions.may_see_document`). `Damaged` when it is gone."""
    if not may_see_document(by, stored.part, visibility):
        raise Forbidden(_("Ce fichier n’est montré qu’à l’équipe de l’organisme."))
    return open_content(stored.sha256, stored.size)


def open_content(sha256: str, size: int) -> BinaryIO:
    """The content by its hash, its size checked: for backups and sign-off, which ask for their own permission."""
    path = path_of(sha256)
    try:
        file = path.open("rb")
    except OSError as error:
        raise Damaged(f"File {sha256} is missing from {path.parent}: restore it from a backup.") from error
    if os.fstat(file.fileno()).st_size != size:
        file.close()
        raise Damaged(f"File {sha256} has not the {size} bytes that were stored: restore it from a backup.")
    return file


def path_of(sha256: str) -> Path:
    """Where content lies: two levels, so that no directory grows too long."""
    if not HASHED.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is no SHA-256 in lower-case hexadecimal.")
    folder: Path = settings.JALON.files_dir
    return folder / sha256[:2] / sha256


def verify() -> list[str]:
    """The hashes that rows name whose content is missing or changed."""
    return [sha for sha in StoredFile.objects.values_list("sha256", flat=True).distinct() if not _sound(sha)]


def sweep(now: datetime) -> int:
    """Remove content that no row has named for a day; gives how many."""
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    limit = (now - ORPHAN_AGE).timestamp()
    folder: Path = settings.JALON.files_dir
    # `incoming/` is swept too: what a crash left half received has a name that no row knows.
    gone = [path for path in folder.glob("*/*") if path.name not in known and path.stat().st_mtime < limit]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def safe_name(name: str) -> str:
    """The name without folders, control and direction characters; at most 120 characters before its suffix."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    path = Path(UNSAFE.sub("_", plain).strip(" .") or "_")
    return path.stem[:120] + path.suffix[:10]


def _receive(stream: BinaryIO) -> tuple[Path, int, str]:
    """Copy the stream beside the store while hashing and measuring it."""
    limit = settings.JALON.max_upload_mb * 1024 * 1024
    folder: Path = settings.JALON.files_dir / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder)
    size, digest = 0, hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                _fits(size, limit)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if size == 0:
        Path(name).unlink(missing_ok=True)
        raise Invalid({"file": _("Ce fichier est vide.")})
    return Path(name), size, digest.hexdigest()


def _fits(size: int, limit: int) -> None:
    if size > limit:
        message = _("Ce fichier dépasse la taille permise (%(limit)d Mo).")
        raise Invalid({"file": message % {"limit": limit // (1024 * 1024)}})


def _scan(path: Path) -> bool:
    where: str = settings.JALON.clamd
    if not where:
        return False
    with path.open("rb") as file:
        clamd.scan(file, where)
    return True


def _keep(held: Path, sha256: str) -> None:
    target = path_of(sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists():
        os.utime(target)  # young again: `sweep` must not take what is about to be named
        return
    os.replace(held, target)


def _sound(sha256: str) -> bool:
    digest = hashlib.sha256()
    try:
        with path_of(sha256).open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return False
    return digest.hexdigest() == sha256
