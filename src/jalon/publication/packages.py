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
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any

from jalon.facts import codec, rules
from jalon.facts.kinds import PART, documents, kind_of_path
from jalon.facts.part import PartFacts, PartHeader
from jalon.facts.problems import N_, FactsError, Problem, shown
from jalon.facts.schema import SCHEMAS
from jalon.facts.series import Series
from jalon.facts.uids import is_uid
from jalon.publication.errors import PackageRefused, SignatureBroken
from jalon.publication.keys import verify
from jalon.publication.parts import PURPOSE, PartVersion, version_from_json, version_hash
from jalon.publication.store import Store, is_hash, sha256
from jalon.publication.unpacking import AGAIN, Documents, Unzipped, Zipped, files_of, refused

FORMAT = "jalon-package"
PACKAGE_FILE = "package.json"
VERSION_FILE = "version.json"

MOST_VERSIONS = 2**31
"""Numbers of versions that the database holds."""
LONGEST_NAME = 1_000
"""Characters of who signed."""

Content = Callable[[], bytes]
"""Gives the bytes of a file when they are asked for."""

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PackedPart:
    """One part in a package. `version` is None when nobody signed it."""

    header: PartHeader
    documents: Mapping[str, bytes]
    version: PartVersion | None

    @property
    def facts(self) -> PartFacts:
        """All facts of the part, in memory together: to write them into a database."""
        return codec.join(self.documents)

    @property
    def outline(self) -> PartFacts:
        """The same without the observations of series, of which there may be a million: one document is read at a time."""
        return codec.join({path: _outlined(path, data) for path, data in self.documents.items()})

    def series(self) -> Iterator[PartFacts]:
        """Each series with its observations, in a part that holds nothing else; one at a time."""
        for path in self.documents:
            if kind_of_path(path).cls is Series:
                yield PartFacts(header=self.header, series=(codec.read_document(path, self.documents[path]),))


def _outlined(path: str, data: bytes) -> bytes:
    if kind_of_path(path).cls is not Series:
        return data
    return codec.encode(replace(codec.read_document(path, data), observations=()), path)


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose every hash and signature was verified."""

    parts: tuple[PackedPart, ...]


# --- writing ---------------------------------------------------------------------------------------------------------


def export(store: Store, versions: Iterable[PartVersion]) -> bytes:
    """The ZIP of signed part versions: the same bytes whoever exports them, whenever."""
    return _in_memory(lambda file: export_to(file, store, versions))


def export_to(file: IO[bytes], store: Store, versions: Iterable[PartVersion]) -> None:
    """The same, written to a file: one document at a time is in memory."""
    files: dict[str, Content] = {}
    for version in versions:
        folder = f"parts/{version.part}/"
        files |= {folder + path: partial(store.get, digest) for path, digest in version.manifest.items()}
        files[folder + VERSION_FILE] = partial(_version_file, version)
    _write(file, files)


def unsigned(parts: Iterable[PartFacts]) -> bytes:
    """The ZIP of parts that nobody signed: to be loaded as working state, never to be published as they are."""
    return _in_memory(lambda file: unsigned_to(file, parts))


def unsigned_to(file: IO[bytes], parts: Iterable[PartFacts]) -> None:
    """The same, written to a file: beside the facts themselves, one document at a time is in memory."""
    files: dict[str, Content] = {}
    for facts in parts:
        for path, doc in documents(facts):
            name = f"parts/{facts.header.uid}/{path}"
            if name in files:
                raise FactsError([codec.twice(path)])
            files[name] = partial(codec.encode, doc, path)
    _write(file, files)


def _in_memory(write: Callable[[IO[bytes]], None]) -> bytes:
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue()


def _version_file(version: PartVersion) -> bytes:
    return json.dumps(version.as_json(), ensure_ascii=False, sort_keys=True, indent=1).encode()


def _write(file: IO[bytes], files: dict[str, Content]) -> None:
    """The package of these files: contents first, each file asked for when its turn comes."""
    contents = codec.canonical(_contents_of(files))
    zip_to(file, {PACKAGE_FILE: lambda: contents, **files})


def _contents_of(files: Mapping[str, Content]) -> dict[str, Any]:
    listed = []
    for uid in sorted({name.split("/")[1] for name in files}):
        header = codec.read_document(PART.path(), files[f"parts/{uid}/{PART.path()}"]())
        signed = files.get(f"parts/{uid}/{VERSION_FILE}")
        version = json.loads(signed())["statement"]["version"] if signed else None
        listed.append({"uid": uid, "slug": header.slug, "version": version})
    return {"format": FORMAT, "schema": SCHEMAS.current, "parts": listed}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP whose bytes depend on its members alone."""
    return _in_memory(lambda file: zip_to(file, {name: partial(bytes, data) for name, data in files.items()}))


def zip_to(file: IO[bytes], files: Mapping[str, Content]) -> None:
    """The same, written to a file, its members one after the other."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files, key=lambda name: (name != PACKAGE_FILE, name)):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, files[name]())


# --- reading ---------------------------------------------------------------------------------------------------------


def read(path: Path) -> Package:
    """Read and verify a package, a ZIP or a folder; `PackageRefused` says everything that is wrong.

    Documents are read one at a time, and again whenever they are asked for: the file must stay where it is meanwhile.
    """
    if path.is_dir():
        return verified(Unzipped(path))
    if not path.exists():
        raise refused(str(path), N_("Ce fichier n’existe pas."), N_("Vérifiez le chemin."))
    return verified(Zipped(path))


def read_file(file: IO[bytes]) -> Package:
    """Read and verify a ZIP that can be read from any place; the same holds: the file must stay open meanwhile."""
    return verified(Zipped(file))


def read_bytes(data: bytes) -> Package:
    """Read and verify a ZIP."""
    return verified(files_of(data))


# --- verifying -------------------------------------------------------------------------------------------------------


def verified(files: Mapping[str, bytes]) -> Package:
    """Check every file of a package: names, schemas, hashes, signatures, that nothing is missing or too much."""
    contents = _contents(files)
    problems: list[Problem] = []
    parts: list[PackedPart] = []
    grouped = _by_part(files, problems)
    for uid in contents:
        try:
            parts.append(_part(uid, grouped.pop(uid, []), files))
        except (FactsError, PackageRefused) as error:
            problems.extend(error.problems)
    for uid in grouped:
        expected = N_("Cette partie n’est pas annoncée dans package.json.")
        problems.append(Problem(f"parts/{uid}", "", expected, AGAIN))
    if problems:
        raise PackageRefused(tuple(problems))
    return Package(tuple(parts))


def _contents(files: Mapping[str, bytes]) -> list[str]:
    """The uids of the parts that package.json announces."""
    if PACKAGE_FILE not in files:
        raise refused(PACKAGE_FILE, N_("Un paquet Jalon contient package.json."), N_("Vérifiez le fichier."))
    data = _json(files[PACKAGE_FILE], PACKAGE_FILE)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        expected = N_("Un paquet Jalon est attendu (« format » : « jalon-package »).")
        raise refused(PACKAGE_FILE, expected, N_("Vérifiez le fichier."), where="$.format")
    try:
        SCHEMAS.check(data.get("schema"), PACKAGE_FILE)
    except FactsError as error:
        raise PackageRefused(error.problems) from None
    parts = data.get("parts")
    uids = [item.get("uid") for item in parts if isinstance(item, dict)] if isinstance(parts, list) else []
    if not uids or not all(isinstance(uid, str) and is_uid(uid) for uid in uids) or len(set(uids)) < len(uids):
        expected = N_("Une liste de parties, chacune une fois, est attendue.")
        raise refused(PACKAGE_FILE, expected, AGAIN, where="$.parts")
    return [str(uid) for uid in uids]


def _by_part(files: Mapping[str, bytes], problems: list[Problem]) -> dict[str, list[str]]:
    """Paths by part; names that lead elsewhere are refused before anything is opened."""
    found: dict[str, list[str]] = {}
    for name in files:
        if name == PACKAGE_FILE:
            continue
        steps = name.split("/", 2)
        if len(steps) < 3 or steps[0] != "parts" or not is_uid(steps[1]) or not _is_inside(steps[2]):
            expected = N_("Nom de fichier inconnu ou interdit dans un paquet.")
            problems.append(Problem(shown(name), "", expected, N_("Retirez ce fichier du paquet.")))
        else:
            found.setdefault(steps[1], []).append(steps[2])
    return found


def _is_inside(path: str) -> bool:
    if path == VERSION_FILE:
        return True
    try:
        kind_of_path(path)
    except FactsError:
        return False
    return ".." not in PurePosixPath(path).parts


def _part(uid: str, paths: list[str], files: Mapping[str, bytes]) -> PackedPart:
    folder = f"parts/{uid}"
    digests = {path: sha256(files[f"{folder}/{path}"]) for path in paths if path != VERSION_FILE}
    version = _version(files[f"{folder}/{VERSION_FILE}"], uid, digests) if VERSION_FILE in paths else None
    read = Documents(files, f"{folder}/", digests)
    problems: list[Problem] = []
    for path in sorted(read):
        try:
            _refuse_uncanonical(path, read[path])
        except FactsError as error:
            problems.extend(error.problems)
    if problems:
        raise PackageRefused(tuple(_inside(folder, problem) for problem in problems))
    header = _header(folder, read)
    if header.uid != uid:
        raise refused(f"{folder}/{PART.path()}", N_("Cette partie porte un autre identifiant."), AGAIN, header.uid)
    return PackedPart(header, read, version)


def _header(folder: str, read: Mapping[str, bytes]) -> PartHeader:
    """That of the part alone: the other documents, read one by one, are not held together."""
    try:
        return codec.join({path: read[path] for path in (PART.path(),) if path in read}).header
    except FactsError as error:
        raise PackageRefused(tuple(_inside(folder, problem) for problem in error.problems)) from None


def _refuse_uncanonical(path: str, data: bytes) -> None:
    """A document of today's schema has one writing only; otherwise two hashes would say the same."""
    doc = codec.read_document(path, data)
    current = b',"schema":%d}' % SCHEMAS.current
    if data.endswith(current) and codec.encode(doc, path) != data:
        expected = N_("Ce document n’est pas en JSON canonique (ordre, valeurs par défaut, NFC).")
        raise FactsError([Problem(path, "$", expected, N_("Réécrivez-le avec Jalon."))])


def _version(data: bytes, uid: str, digests: Mapping[str, str]) -> PartVersion:
    """The signed version, once its signature and every hash were verified against the files."""
    name = f"parts/{uid}/{VERSION_FILE}"
    version = _read_version(data, name)
    problems = [*_signature_problems(version, uid, name), *_file_problems(version, uid, digests)]
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
        raise refused(name, expected, AGAIN, str(error)) from None


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
                AGAIN,
                shown(version.part),
            )
        )
    if version_hash(version.manifest) != version.hash:
        expected = N_("L’empreinte du manifeste ne correspond pas : il a été changé après la signature.")
        problems.append(Problem(name, "$.manifest", expected, AGAIN, shown(version.hash)))
    try:
        verify(PURPOSE, version.statement, version.signature)
    except SignatureBroken:
        expected = N_("La signature ne correspond pas : la déclaration ou la clé a été changée.")
        problems.append(Problem(name, "$.signature", expected, AGAIN, shown(version.signature.key)))
    return problems


def _file_problems(version: PartVersion, uid: str, digests: Mapping[str, str]) -> list[Problem]:
    problems: list[Problem] = []
    for path, digest in sorted(version.manifest.items()):
        place = f"parts/{uid}/{path}"
        if path not in digests:
            problems.append(Problem(place, "", N_("Ce document manque, le manifeste le nomme."), AGAIN))
        elif digests[path] != digest:
            expected = N_("L’empreinte ne correspond pas : ce document a été changé après la signature.")
            problems.append(Problem(place, "", expected, AGAIN, digests[path]))
    for path in sorted(digests.keys() - version.manifest.keys()):
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
