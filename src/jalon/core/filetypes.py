"""What an uploaded file really is. The name must tell what the content is; programs and macros are refused."""

import zipfile
from pathlib import Path

import puremagic
from django.utils.translation import gettext as _

from jalon.core.errors import Invalid

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
ALLOWED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".docx": f"{OPEN_XML}wordprocessingml.document",
    ".xlsx": f"{OPEN_XML}spreadsheetml.sheet",
    ".pptx": f"{OPEN_XML}presentationml.presentation",
    ".odt": f"{OPEN_DOCUMENT}text",
    ".ods": f"{OPEN_DOCUMENT}spreadsheet",
    ".odp": f"{OPEN_DOCUMENT}presentation",
}
MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
HEAD = 64 * 1024


def media_type(path: Path, name: str) -> str:
    """The media type that both the name and the content tell; `Invalid` when they disagree or it is not allowed."""
    suffix = Path(name).suffix.lower()
    expected = ALLOWED.get(suffix)
    if expected is None:
        message = _("Type de fichier refusé\u00a0: %(suffix)s. Types permis\u00a0: %(allowed)s.")
        raise Invalid({"file": message % {"suffix": suffix or "—", "allowed": ", ".join(sorted(ALLOWED))}})
    if not _is(path, suffix, expected):
        message = _(
            "Le contenu de ce fichier n’est pas du %(suffix)s, ou contient des macros. Enregistrez-le à nouveau."
        )
        raise Invalid({"file": message % {"suffix": suffix}})
    return expected


def _is(path: Path, suffix: str, expected: str) -> bool:
    if suffix in {".txt", ".csv"}:
        return _is_text(path)
    if suffix in MAIN_PART:
        return _is_open_xml(path, MAIN_PART[suffix])
    if expected.startswith(OPEN_DOCUMENT):
        return _is_open_document(path, expected)
    with path.open("rb") as file:
        head = file.read(HEAD)
    try:
        found = {match.mime_type for match in puremagic.magic_string(head)[:1]}
    except (puremagic.PureError, ValueError):
        return False
    return expected in found


def _is_text(path: Path) -> bool:
    """UTF-8 or a Latin page of codes, without the control characters that programs are full of."""
    with path.open("rb") as file:
        return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in file.read(HEAD))


def _is_open_xml(path: Path, main_part: str) -> bool:
    names = _names_in_zip(path)
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return main_part in names and "[Content_Types].xml" in names and not macros


def _is_open_document(path: Path, expected: str) -> bool:
    names = _names_in_zip(path)
    if "mimetype" not in names or any(name.startswith(("Basic/", "Scripts/")) for name in names):
        return False
    with zipfile.ZipFile(path) as archive, archive.open("mimetype") as entry:
        return entry.read(200).decode("ascii", "replace").strip() == expected


def _names_in_zip(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return set()
