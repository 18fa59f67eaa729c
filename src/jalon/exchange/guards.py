"""What a file is and whether it may be opened, decided from its bytes before any parser of spreadsheets sees it.

Refused here: what is too big, archives that unfold without end (zip bombs), macros, encryption, the binary .xls of
before 2007, and whatever is no spreadsheet. Every refusal says what to do.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jalon.exchange.problems import refusal
from jalon.facts.problems import N_

MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read. `ratio` (unfolded to folded) counts only for members of more than 5 MB: short texts fold well."""

    bytes: int = 40 * MEGABYTE
    unfolded: int = 500 * MEGABYTE
    ratio: int = 200
    members: int = 2_000
    cells: int = 10_000_000
    columns: int = 1_000
    rows: int = 1_000_000


class FileKind(StrEnum):
    """What can be read."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"


def kind_of(data: bytes, name: str, limits: Limits) -> FileKind:
    """What the file is, from its content. `Refused` when it may not, or cannot, be read."""
    _refuse_size(data, limits)
    if data.startswith(OLE):
        raise _old_or_encrypted(data)
    if data.startswith(b"PK"):
        return _kind_of_zip(data, limits)
    suffix = name.lower().rpartition(".")[2]
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8", b"\x7fELF", b"MZ")):
        raise _not_a_sheet(suffix)
    if suffix in {"xlsx", "xlsm", "ods"}:
        expected = N_("Ce fichier s’appelle .{suffix}, mais son contenu n’en est pas un : il est abîmé ou renommé.")
        raise refusal(expected, N_("Ouvrez-le dans un tableur, puis enregistrez-le en .xlsx ou .ods."), suffix=suffix)
    return FileKind.CSV


def _refuse_size(data: bytes, limits: Limits) -> None:
    if not data.strip():
        raise refusal(N_("Ce fichier est vide."), N_("Vérifiez que vous avez choisi le bon fichier."))
    if len(data) > limits.bytes:
        raise refusal(
            N_("Ce fichier pèse {size} Mo ; la limite est de {limit} Mo."),
            N_("Retirez les images et les feuilles inutiles, ou coupez-le en plusieurs fichiers."),
            size=_megabytes(len(data)),
            limit=_megabytes(limits.bytes),
        )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".removesuffix(".0").replace(".", ",")


def _old_or_encrypted(data: bytes) -> Exception:
    if ENCRYPTED_PACKAGE in data:
        return _encrypted()
    return refusal(
        N_("Ce fichier est au format .xls (Excel 97-2003) ou un autre document ancien : il n’est pas lu."),
        N_("Ouvrez-le dans un tableur, puis enregistrez-le en .xlsx ou .ods."),
    )


def _encrypted() -> Exception:
    return refusal(
        N_("Ce classeur est protégé par un mot de passe : il ne peut pas être lu."),
        N_("Enregistrez-le sans mot de passe d’ouverture."),
    )


def _not_a_sheet(suffix: str) -> Exception:
    return refusal(
        N_("Un classeur XLSX, ODS ou un tableau CSV est attendu ; ce fichier n’en est pas un."),
        N_("Choisissez le classeur lui-même, pas une image, un PDF ou un document texte."),
        found=f".{suffix}",
    )


def _kind_of_zip(data: bytes, limits: Limits) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bomb(archive, limits)
            kind = _kind_of_members(archive)
            _refuse_macros(archive)
            _refuse_lies(archive)
            return kind
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        if hasattr(error, "problem"):
            raise
        raise refusal(
            N_("Ce classeur est abîmé : il ne peut pas être ouvert."),
            N_("Ouvrez-le dans un tableur, enregistrez-le à nouveau, puis redonnez-le."),
        ) from error


def _refuse_bomb(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    big = [member for member in members if member.file_size > 5 * MEGABYTE]
    folded = any(member.file_size > limits.ratio * max(member.compress_size, 1) for member in big)
    whole = sum(member.file_size for member in members)
    twice = len({member.filename for member in members}) != len(members)
    if folded or twice or whole > limits.unfolded or len(members) > limits.members:
        raise refusal(
            N_("Ce classeur se déplie en {size} Mo et {members} éléments : ce n’est pas un classeur ordinaire."),
            N_("Copiez les seules cellules utiles dans un classeur neuf."),
            size=_megabytes(whole),
            members=str(len(members)),
        )


def _kind_of_members(archive: zipfile.ZipFile) -> FileKind:
    names = set(archive.namelist())
    if "mimetype" in names and archive.read("mimetype")[:100].strip().startswith(ODS_TYPE):
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise _encrypted()
        if "content.xml" in names:
            return FileKind.ODS
    if "[Content_Types].xml" in names and any(name.lower().startswith("xl/workbook") for name in names):
        return _open_xml(names)
    raise _not_a_sheet("zip")


def _open_xml(names: set[str]) -> FileKind:
    if "xl/workbook.bin" in names:
        raise refusal(
            N_("Ce classeur est au format binaire .xlsb : il n’est pas lu."), N_("Enregistrez-le en .xlsx ou .ods.")
        )
    return FileKind.XLSX


def _refuse_macros(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        low = name.lower()
        if low.endswith("vbaproject.bin") or low.startswith(("xl/macrosheets/", "basic/", "scripts/")):
            raise refusal(
                N_("Ce classeur contient des macros (des programmes) : il est refusé."),
                N_("Enregistrez-le en « Classeur Excel (.xlsx) » ou « Classeur ODF (.ods) », qui n’en gardent pas."),
            )


def _refuse_lies(archive: zipfile.ZipFile) -> None:
    """Unfold everything once, to nowhere: sizes that lie and wrong checksums end here, not in the parser."""
    for member in archive.infolist():
        if member.flag_bits & 0x1:
            raise _encrypted()
        for _chunk in chunks_of(archive, member.filename):
            pass


def chunks_of(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member in pieces: at most what its header declares, its checksum verified at the end."""
    with archive.open(name) as member:
        while chunk := member.read(CHUNK):
            yield chunk
