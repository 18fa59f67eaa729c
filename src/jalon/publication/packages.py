"""Packages: one or more parts in a file, signed, to be verified and taken by another instance.

A package is a ZIP (or the same files in a folder):

    package.json                        {"format": "jalon-package", "schema": 1, "parts": [{"uid", "slug", "version"}]}
    parts/<part uid>/version.json       manifest {path: SHA-256}, signed statement, signature (absent: unsigned)
    parts/<part uid>/<document path>    canonical JSON of each document

The same parts give the same bytes: members sorted, dates fixed, stored without a comment. What is wrong with a package
is said all at once, each problem with its place.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from jalon.facts import codec, rules
from jalon.facts.kinds import PART, kind_of_path
from jalon.facts.part import PartFacts, PartHeader
from jalon.facts.problems import N_, FactsError, Problem, shown
from jalon.facts.schema import SCHEMAS
from jalon.facts.uids import is_uid
from jalon.publication.errors import PackageRefused, SignatureBroken
from jalon.publication.keys import verify
from jalon.publication.parts import PURPOSE, PartVersion, version_from_json, version_hash
from jalon.publication.store import Store, is_hash, sha256

FORMAT = "jalon-package"
PACKAGE_FILE = "package.json"
VERSION_FILE = "version.json"

MOST_FILES = 300_000
LARGEST_FILE = 256 * 1024 * 1024  # bytes, unpacked
LARGEST_PACKAGE = 512 * 1024 * 1024  # bytes, unpacked: a million observations take 100 MB
SMALL = 16 * 1024 * 1024  # bytes; below, a file may be packed as tightly as it likes
MOST_PACKED = 250  # times; canonical JSON packs 5 to 40 times

MOST_VERSIONS = 2**31
"""Numbers of versions that the database holds."""
LONGEST_NAME = 1_000
"""Characters of who signed."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_AGAIN = N_("Redemandez le paquet à l’instance qui l’a produit.")


@dataclass(frozen=True, slots=True)
class PackedPart:
    """One part in a package. `version` is None when nobody signed it."""

    header: PartHeader
    documents: Mapping[str, bytes]
    version: PartVersion | None

    @property
    def facts(self) -> PartFacts:
        """All facts of the part."""
        return codec.join(self.documents)


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose every hash and signature was verified."""

    parts: tuple[PackedPart, ...]


# --- writing ---------------------------------------------------------------------------------------------------------


def export(store: Store, versions: Iterable[PartVersion]) -> bytes:
    """The ZIP of signed part versions: the same bytes whoever exports them, whenever."""
    files: dict[str, bytes] = {}
    for version in versions:
        folder = f"parts/{version.part}/"
        files |= {folder + path: store.get(digest) for path, digest in version.manifest.items()}
        files[folder + VERSION_FILE] = json.dumps(
            version.as_json(), ensure_ascii=False, sort_keys=True, indent=1
        ).encode()
    return zipped(_with_contents(files))


def unsigned(parts: Iterable[PartFacts]) -> bytes:
    """The ZIP of parts that nobody signed: to be loaded as working state, never to be published as they are."""
    files = {f"parts/{facts.header.uid}/{path}": blob for facts in parts for path, blob in codec.split(facts).items()}
    return zipped(_with_contents(files))


def _with_contents(files: dict[str, bytes]) -> dict[str, bytes]:
    uids = sorted({name.split("/")[1] for name in files})
    listed = []
    for uid in uids:
        header = codec.read_document(PART.path(), files[f"parts/{uid}/{PART.path()}"])
        signed = files.get(f"parts/{uid}/{VERSION_FILE}")
        version = json.loads(signed)["statement"]["version"] if signed else None
        listed.append({"uid": uid, "slug": header.slug, "version": version})
    contents = {"format": FORMAT, "schema": SCHEMAS.current, "parts": listed}
    return {PACKAGE_FILE: codec.canonical(contents), **files}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP whose bytes depend on its members alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files, key=lambda name: (name != PACKAGE_FILE, name)):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name])
    return buffer.getvalue()


# --- reading ---------------------------------------------------------------------------------------------------------


def read(path: Path) -> Package:
    """Read and verify a package, a ZIP or a folder; `PackageRefused` says everything that is wrong."""
    if path.is_dir():
        return verified(_from_folder(path))
    if not path.exists():
        raise _refused(str(path), N_("Ce fichier n’existe pas."), N_("Vérifiez le chemin."))
    return read_bytes(path.read_bytes())


def read_bytes(data: bytes) -> Package:
    """Read and verify a ZIP."""
    return verified(_from_zip(data))


def _from_zip(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bombs(members)
            return {member.filename: _unpacked(archive, member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, PackageRefused):
            raise
        expected = N_("Un fichier ZIP entier et sans mot de passe est attendu.")
        raise _refused("", expected, _AGAIN, str(error)) from None


def _refuse_bombs(members: list[zipfile.ZipInfo]) -> None:
    """Sizes as declared; `_unpacked` reads no byte more than declared."""
    remedy = N_("N’ouvrez pas ce fichier ; signalez-le à qui vous l’a envoyé.")
    names = [member.filename for member in members]
    if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST_PACKAGE:
        raise _refused("", N_("Ce paquet est trop gros une fois décompressé."), remedy)
    for member in members:
        packed = member.file_size > SMALL and member.file_size > MOST_PACKED * max(1, member.compress_size)
        if member.file_size > LARGEST_FILE or packed:
            raise _refused(member.filename, N_("Ce fichier est trop gros une fois décompressé."), remedy)
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        raise _refused(double, N_("Deux fichiers du paquet portent le même nom."), remedy)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        data = file.read(member.file_size)
        if file.read(1):
            raise zipfile.BadZipFile(f"{member.filename}: longer than declared")
        return data


def _from_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise _refused(name, N_("Un lien symbolique n’a pas sa place dans un paquet."), N_("Retirez-le."))
        if path.is_file():
            if path.stat().st_size > LARGEST_FILE or len(files) >= MOST_FILES:
                raise _refused(name, N_("Ce fichier est trop gros une fois décompressé."), N_("Retirez-le."))
            files[name] = path.read_bytes()
    return files


# --- verifying -------------------------------------------------------------------------------------------------------


def verified(files: Mapping[str, bytes]) -> Package:
    """Check every file of a package: names, schemas, hashes, signatures, that nothing is missing or too much."""
    contents = _contents(files)
    problems: list[Problem] = []
    parts: list[PackedPart] = []
    grouped = _by_part(files, problems)
    for uid in contents:
        try:
            parts.append(_part(uid, grouped.pop(uid, {})))
        except (FactsError, PackageRefused) as error:
            problems.extend(error.problems)
    for uid in grouped:
        expected = N_("Cette partie n’est pas annoncée dans package.json.")
        problems.append(Problem(f"parts/{uid}", "", expected, _AGAIN))
    if problems:
        raise PackageRefused(tuple(problems))
    return Package(tuple(parts))


def _contents(files: Mapping[str, bytes]) -> list[str]:
    """The uids of the parts that package.json announces."""
    if PACKAGE_FILE not in files:
        raise _refused(PACKAGE_FILE, N_("Un paquet Jalon contient package.json."), N_("Vérifiez le fichier."))
    data = _json(files[PACKAGE_FILE], PACKAGE_FILE)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        expected = N_("Un paquet Jalon est attendu (« format » : « jalon-package »).")
        raise _refused(PACKAGE_FILE, expected, N_("Vérifiez le fichier."), where="$.format")
    try:
        SCHEMAS.check(data.get("schema"), PACKAGE_FILE)
    except FactsError as error:
        raise PackageRefused(error.problems) from None
    parts = data.get("parts")
    uids = [item.get("uid") for item in parts if isinstance(item, dict)] if isinstance(parts, list) else []
    if not uids or not all(isinstance(uid, str) and is_uid(uid) for uid in uids) or len(set(uids)) < len(uids):
        expected = N_("Une liste de parties, chacune une fois, est attendue.")
        raise _refused(PACKAGE_FILE, expected, _AGAIN, where="$.parts")
    return [str(uid) for uid in uids]


def _by_part(files: Mapping[str, bytes], problems: list[Problem]) -> dict[str, dict[str, bytes]]:
    """Files by part and path; names that lead elsewhere are refused before anything is opened."""
    found: dict[str, dict[str, bytes]] = {}
    for name, data in files.items():
        if name == PACKAGE_FILE:
            continue
        steps = name.split("/", 2)
        if len(steps) < 3 or steps[0] != "parts" or not is_uid(steps[1]) or not _is_inside(steps[2]):
            expected = N_("Nom de fichier inconnu ou interdit dans un paquet.")
            problems.append(Problem(shown(name), "", expected, N_("Retirez ce fichier du paquet.")))
        else:
            found.setdefault(steps[1], {})[steps[2]] = data
    return found


def _is_inside(path: str) -> bool:
    if path == VERSION_FILE:
        return True
    try:
        kind_of_path(path)
    except FactsError:
        return False
    return ".." not in PurePosixPath(path).parts


def _part(uid: str, files: dict[str, bytes]) -> PackedPart:
    folder = f"parts/{uid}"
    signed = files.pop(VERSION_FILE, None)
    version = _version(signed, uid, files) if signed is not None else None
    problems: list[Problem] = []
    for path, data in sorted(files.items()):
        try:
            _refuse_uncanonical(path, data)
        except FactsError as error:
            problems.extend(error.problems)
    if problems:
        raise PackageRefused(tuple(_inside(folder, problem) for problem in problems))
    facts = _joined(folder, files)
    if facts.header.uid != uid:
        raise _refused(
            f"{folder}/{PART.path()}", N_("Cette partie porte un autre identifiant."), _AGAIN, facts.header.uid
        )
    return PackedPart(facts.header, files, version)


def _joined(folder: str, files: dict[str, bytes]) -> PartFacts:
    try:
        return codec.join(files)
    except FactsError as error:
        raise PackageRefused(tuple(_inside(folder, problem) for problem in error.problems)) from None


def _refuse_uncanonical(path: str, data: bytes) -> None:
    """A document of today's schema has one writing only; otherwise two hashes would say the same."""
    doc = codec.read_document(path, data)
    current = b',"schema":%d}' % SCHEMAS.current
    if data.endswith(current) and codec.encode(doc, path) != data:
        expected = N_("Ce document n’est pas en JSON canonique (ordre, valeurs par défaut, NFC).")
        raise FactsError([Problem(path, "$", expected, N_("Réécrivez-le avec Jalon."))])


def _version(data: bytes, uid: str, files: Mapping[str, bytes]) -> PartVersion:
    """The signed version, once its signature and every hash were verified against the files."""
    name = f"parts/{uid}/{VERSION_FILE}"
    version = _read_version(data, name)
    problems = [*_signature_problems(version, uid, name), *_file_problems(version, uid, files)]
    if problems:
        raise PackageRefused(tuple(problems))
    return version


def _read_version(data: bytes, name: str) -> PartVersion:
    loaded = _json(data, name)
    try:
        if not isinstance(loaded, dict) or loaded.get("format") != "jalon-part-version":
            raise TypeError("format")
        SCHEMAS.check(loaded.get("schema"), name)
        version = version_from_json(loaded)
        said = [
            version.part,
            version.hash,
            version.signed_at,
            version.signer,
            *version.manifest,
            *version.manifest.values(),
        ]
        said += [version.signature.key, version.signature.public_key, version.signature.value]
        if type(version.number) is not int or not all(isinstance(text, str) for text in said):
            raise TypeError("types")
        _refuse_unreadable(version)
        return version
    except FactsError as error:
        raise PackageRefused(error.problems) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        expected = N_("Un manifeste, une déclaration signée et une signature sont attendus.")
        raise _refused(name, expected, _AGAIN, str(error)) from None


def _refuse_unreadable(version: PartVersion) -> None:
    """What pages print of a signature: ValueError unless it is a time, a name and a number that can be read."""
    faults = (rules.time(version.signed_at), rules.filled(version.signer), rules.text(version.signer))
    previous = version.previous is None or (isinstance(version.previous, str) and is_hash(version.previous))
    if any(faults) or not previous or not 0 < version.number < MOST_VERSIONS or len(version.signer) > LONGEST_NAME:
        raise ValueError("signed_at, signer, number, previous")


def _signature_problems(version: PartVersion, uid: str, name: str) -> list[Problem]:
    problems: list[Problem] = []
    if version.part != uid:
        problems.append(
            Problem(
                name,
                "$.statement.part",
                N_("Cette signature est celle d’une autre partie."),
                _AGAIN,
                shown(version.part),
            )
        )
    if version_hash(version.manifest) != version.hash:
        expected = N_("L’empreinte du manifeste ne correspond pas : il a été changé après la signature.")
        problems.append(Problem(name, "$.manifest", expected, _AGAIN, shown(version.hash)))
    try:
        verify(PURPOSE, version.statement, version.signature)
    except SignatureBroken:
        expected = N_("La signature ne correspond pas : la déclaration ou la clé a été changée.")
        problems.append(Problem(name, "$.signature", expected, _AGAIN, shown(version.signature.key)))
    return problems


def _file_problems(version: PartVersion, uid: str, files: Mapping[str, bytes]) -> list[Problem]:
    problems: list[Problem] = []
    for path, digest in sorted(version.manifest.items()):
        place = f"parts/{uid}/{path}"
        if path not in files:
            problems.append(Problem(place, "", N_("Ce document manque, le manifeste le nomme."), _AGAIN))
        elif sha256(files[path]) != digest:
            expected = N_("L’empreinte ne correspond pas : ce document a été changé après la signature.")
            problems.append(Problem(place, "", expected, _AGAIN, sha256(files[path])))
    for path in sorted(files.keys() - version.manifest.keys()):
        expected = N_("Ce document n’est pas dans le manifeste signé.")
        problems.append(Problem(f"parts/{uid}/{path}", "", expected, N_("Retirez-le du paquet.")))
    return problems


def _json(data: bytes, name: str) -> Any:
    try:
        return codec.read_json(data, name)
    except FactsError as error:
        raise PackageRefused(error.problems) from None


def _inside(folder: str, problem: Problem) -> Problem:
    path = f"{folder}/{problem.path}" if problem.path else folder
    return Problem(path, problem.where, problem.expected, problem.remedy, problem.found, problem.params)


def _refused(path: str, expected: str, remedy: str, found: str = "", where: str = "") -> PackageRefused:
    return PackageRefused((Problem(path, where, expected, remedy, shown(found) if found else ""),))
