"""Packages: what is taken, and how what is wrong is said."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from jalon.facts.codec import canonical, normalised
from jalon.facts.plan import Section
from jalon.facts.problems import FactsError
from jalon.facts.uids import stable_uid
from jalon.publication import parts, unpacking, verifying
from jalon.publication.errors import NotOwner, PackageRefused, PublicationError
from jalon.publication.keys import instance_key
from jalon.publication.packages import export, read, read_bytes, unsigned, verified, zipped
from jalon.publication.receiving import receive
from jalon.publication.store import Store, sha256
from tests.publishing import NOON, Publisher
from tests.synthetic import PLAN, declarations_part, measure_uid, plan_part

Files = dict[str, bytes]
PART = f"parts/{plan_part().header.uid}"
VERSION = f"{PART}/version.json"
MEASURE = f"{PART}/measures/{measure_uid(1)}.json"


@pytest.fixture
def sender(tmp_path: Path) -> Publisher:
    """Another instance."""
    return Publisher(Store(tmp_path / "sender"), instance_key(tmp_path / "sender-keys"))


@pytest.fixture
def files(sender: Publisher) -> Files:
    """The files of a package of the invented plans, signed by the other instance."""
    return unzipped(export(sender.store, [sender.sign(plan_part())]))


def unzipped(data: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def refusal(files: Files) -> str:
    """Everything said against a package, without the no-break spaces of French."""
    with pytest.raises(PackageRefused) as error:
        verified(files)
    return str(error.value).replace("\u00a0", " ")


def with_json(files: Files, name: str, change: Callable[[Any], Any]) -> Files:
    data = json.loads(files[name])
    return {**files, name: canonical(change(data))}


def test_a_package_says_what_was_signed(sender: Publisher) -> None:
    version = sender.sign(plan_part())
    (packed,) = read_bytes(export(sender.store, [version])).parts
    assert packed.facts == normalised(plan_part())
    assert packed.version == version
    assert packed.header == parts.header_of(sender.store, version)


def test_the_same_parts_give_the_same_bytes(sender: Publisher) -> None:
    one, two = sender.sign(plan_part()), sender.sign(declarations_part())
    assert export(sender.store, [one, two]) == export(sender.store, [two, one])


def test_a_folder_is_as_good_as_a_file(files: Files, tmp_path: Path) -> None:
    for name, data in files.items():
        path = tmp_path / "package" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "package.zip").write_bytes(zipped(files))
    assert read(tmp_path / "package") == read(tmp_path / "package.zip")


def test_a_package_can_be_unsigned() -> None:
    (packed,) = read_bytes(unsigned([plan_part()])).parts
    assert packed.version is None
    assert packed.facts == normalised(plan_part())


def test_two_instances_that_take_one_package_have_one_release(
    publisher: Publisher, sender: Publisher, tmp_path: Path
) -> None:
    data = export(sender.store, [sender.sign(plan_part()), sender.sign(declarations_part())])
    other = Publisher(Store(tmp_path / "third"), instance_key(tmp_path / "third-keys"))
    receive(publisher.store, read_bytes(data))
    receive(other.store, read_bytes(data))
    assert publisher.release().id == other.release().id == sender.release().id


# --- what is refused


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x03\x04" + b"\x00" * 100, b"\x00" * 10_000])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    with pytest.raises(PackageRefused, match="ZIP"):
        read_bytes(data)


def test_a_truncated_package_is_refused_wherever_it_ends(files: Files) -> None:
    data = zipped(files)
    for end in range(0, len(data) - 1, 97):
        with pytest.raises(PackageRefused):
            read_bytes(data[:end])


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match="nowhere.zip"):
        read(tmp_path / "nowhere.zip")


def test_another_zip_is_refused() -> None:
    assert "package.json" in refusal({"word/document.xml": b"<x/>"})


def test_a_package_of_a_newer_schema_says_which_and_what_to_do(files: Files) -> None:
    words = refusal(with_json(files, "package.json", lambda data: {**data, "schema": 2}))
    assert "package.json $.schema" in words
    assert "schéma 2" in words
    assert "Mettez Jalon à jour" in words


def test_a_version_of_a_newer_schema_is_refused(files: Files) -> None:
    assert "schéma 9" in refusal(with_json(files, VERSION, lambda data: {**data, "schema": 9}))


def test_a_document_of_a_newer_schema_is_named() -> None:
    plain = unzipped(unsigned([plan_part()]))
    words = refusal(with_json(plain, MEASURE, lambda data: {**data, "schema": 2}))
    assert words.startswith(f"{MEASURE} $.schema")


def test_a_changed_document_is_named_with_its_hash(files: Files) -> None:
    changed = {**files, MEASURE: files[MEASURE].replace(b"Former", b"Fermer")}
    words = refusal(changed)
    assert MEASURE in words
    assert sha256(changed[MEASURE]) in words
    assert words.count("\n") == 0


def test_a_missing_document_is_named(files: Files) -> None:
    del files[MEASURE]
    assert f"{MEASURE} : Ce document manque" in refusal(files)


def test_a_document_too_many_is_named(files: Files) -> None:
    stray = f"{PART}/measures/{stable_uid('stray')}.json"
    assert f"{stray} : Ce document n’est pas dans le manifeste signé" in refusal({**files, stray: files[MEASURE]})


def altered_statement(**changes: Any) -> Callable[[Any], Any]:
    return lambda data: {**data, "statement": {**data["statement"], **changes}}


def test_a_changed_statement_breaks_the_signature(files: Files) -> None:
    assert "$.signature : La signature ne correspond pas" in refusal(
        with_json(files, VERSION, altered_statement(signer="Un autre"))
    )


def test_a_changed_manifest_breaks_its_hash(files: Files) -> None:
    words = refusal(
        with_json(files, VERSION, lambda data: {**data, "manifest": {**data["manifest"], "acts.json": "0" * 64}})
    )
    assert "$.manifest : L’empreinte du manifeste ne correspond pas" in words


def test_a_signature_of_another_key_under_this_name_is_refused(files: Files, publisher: Publisher) -> None:
    said = json.loads(files[VERSION])["statement"]
    forged = publisher.key.sign(parts.PURPOSE, said).as_json()
    claimed = json.loads(files[VERSION])["signature"]["key"]
    words = refusal(with_json(files, VERSION, lambda data: {**data, "signature": {**forged, "key": claimed}}))
    assert "La signature ne correspond pas" in words


def test_the_signature_of_another_part_is_refused(files: Files, sender: Publisher) -> None:
    other = unzipped(export(sender.store, [sender.sign(declarations_part())]))
    stolen = other[f"parts/{declarations_part().header.uid}/version.json"]
    assert "celle d’une autre partie" in refusal({**files, VERSION: stolen})


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b'{"format":"jalon-part-version","schema":1}', b"\xff", b'{"format":1}'],
)  # fmt: skip
def test_a_version_file_of_any_other_shape_is_refused(files: Files, data: bytes) -> None:
    assert VERSION in refusal({**files, VERSION: data})


def test_a_version_file_with_wrong_types_is_refused(files: Files) -> None:
    wrong: list[dict[str, Any]] = [{"number": "1"}, {"signer": 3}, {"version": None}, {"part": []}]
    for changes in wrong:
        assert VERSION in refusal(with_json(files, VERSION, altered_statement(**changes)))


@pytest.mark.parametrize("parts_listed", [[], None, "x", [{"uid": "x"}], [{}], [{"uid": 3}]])
def test_a_package_that_announces_no_parts_is_refused(files: Files, parts_listed: Any) -> None:
    assert "$.parts" in refusal(with_json(files, "package.json", lambda data: {**data, "parts": parts_listed}))


def test_a_part_that_is_not_announced_is_refused(files: Files, sender: Publisher) -> None:
    other = unzipped(export(sender.store, [sender.sign(declarations_part())]))
    assert "n’est pas annoncée" in refusal({**other, **files})


def test_a_part_announced_and_absent_is_refused(files: Files) -> None:
    only = {"package.json": files["package.json"]}
    assert "part.json" in refusal(only)


@pytest.mark.parametrize(
    "name",
    ["../evil.json", f"{PART}/../../evil.json", "/etc/passwd", "C:\\evil", f"{PART}/measures/../../x.json", "parts/x/part.json",
     f"{PART}/x.exe", "evil", f"{PART}//part.json", f"{PART}/measures/\x00.json"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(files: Files, name: str) -> None:
    assert "Nom de fichier inconnu ou interdit" in refusal({**files, name: b"{}"})


def test_documents_have_one_writing_only() -> None:
    files = unzipped(unsigned([plan_part()]))
    loose = json.dumps(json.loads(files[MEASURE]), indent=1).encode()
    assert verified({**files, MEASURE: loose}).parts  # not today's writing: read as any older one
    spelled = json.loads(files[MEASURE])
    spelled["facts"]["kind"] = "measure"
    compact = json.dumps(spelled, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert "JSON canonique" in refusal({**files, MEASURE: compact})


def test_problems_are_said_in_english_too(files: Files) -> None:
    del files[MEASURE]
    with translation.override("en"):
        assert refusal(files) == (
            f"{MEASURE}: This document is missing; the manifest names it. "
            "Ask the instance that made the package for it again."
        )


def test_everything_wrong_is_said_at_once(files: Files) -> None:
    del files[f"{PART}/acts.json"]
    files[MEASURE] += b" "
    files["evil"] = b""
    words = refusal(files)
    assert all(name in words for name in ("acts.json", MEASURE, "evil"))


# --- bombs


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"package.json": b"\x00" * 20_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_arguments: pytest.fail("it was unpacked"))
    with pytest.raises(PackageRefused, match="décompressé"):
        read_bytes(data)


def test_a_package_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 3)
    with pytest.raises(PackageRefused, match="trop gros"):
        read_bytes(zipped({str(number): b"" for number in range(4)}))


def test_a_package_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(zipped({"package.json": b"x" * 1000}))
    for place in (i for i in range(len(data) - 4) if data[i : i + 4] == (1000).to_bytes(4, "little")):
        data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(PackageRefused):
        read_bytes(bytes(data))


def test_two_files_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("package.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("package.json", b"[]")
    with pytest.raises(PackageRefused, match="même nom"):
        read_bytes(buffer.getvalue())


def test_a_package_with_a_password_is_refused(files: Files) -> None:
    data = bytearray(zipped(files))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        data[place + offset] |= 1
    with pytest.raises(PackageRefused, match="mot de passe"):
        read_bytes(bytes(data))


def test_a_link_out_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "package.json").symlink_to(tmp_path / "secret")
    with pytest.raises(PackageRefused, match="lien symbolique"):
        read(folder)


# --- receiving


def test_an_unsigned_part_is_not_published(publisher: Publisher) -> None:
    with pytest.raises(PublicationError, match="n’est pas signée"):
        receive(publisher.store, read_bytes(unsigned([plan_part()])))
    assert parts.part_uids(publisher.store) == []


def test_a_foreign_part_never_replaces_an_own_one(publisher: Publisher, sender: Publisher) -> None:
    mine = publisher.sign(plan_part())
    facts = plan_part()
    data = export(sender.store, [sender.sign(replace(facts, header=replace(facts.header, title="Détourné")))])
    with pytest.raises(NotOwner, match=sender.key.public.id):
        receive(publisher.store, read_bytes(data))
    assert parts.current_version(publisher.store, mine.part) == mine


def test_a_foreign_part_cannot_describe_an_own_plan(publisher: Publisher, sender: Publisher) -> None:
    publisher.sign(plan_part())
    with pytest.raises(NotOwner, match="appartient"):
        receive(publisher.store, read_bytes(export(sender.store, [sender.sign(plan_part("copie"))])))
    assert len(parts.part_uids(publisher.store)) == 1


def test_an_older_version_does_not_come_back(publisher: Publisher, sender: Publisher) -> None:
    old = export(sender.store, [sender.sign(plan_part())])
    facts = plan_part()
    new = export(sender.store, [sender.sign(replace(facts, header=replace(facts.header, title="Suite")))])
    receive(publisher.store, read_bytes(new))
    with pytest.raises(PublicationError, match="plus récente"):
        receive(publisher.store, read_bytes(old))


def test_a_newer_version_of_the_same_key_is_taken(publisher: Publisher, sender: Publisher) -> None:
    receive(publisher.store, read_bytes(export(sender.store, [sender.sign(plan_part())])))
    facts = plan_part()
    second = sender.sign(replace(facts, header=replace(facts.header, title="Suite")))
    assert receive(publisher.store, read_bytes(export(sender.store, [second]))) == (second,)


def test_a_package_is_taken_whole_or_not_at_all(publisher: Publisher, sender: Publisher) -> None:
    publisher.sign(plan_part())
    one = sender.sign(declarations_part())
    two = sender.sign(plan_part("copie"))
    data = export(sender.store, [one, two])
    with pytest.raises(NotOwner):
        receive(publisher.store, read_bytes(data))
    assert parts.part_uids(publisher.store) == [plan_part().header.uid]


def test_a_signed_part_with_a_circle_of_sections_is_refused_in_words(publisher: Publisher, sender: Publisher) -> None:
    facts = plan_part()
    a, b = stable_uid("a"), stable_uid("b")
    circle = (Section(uid=a, plan=PLAN, order=1, parent=b), Section(uid=b, plan=PLAN, order=2, parent=a))
    data = export(sender.store, [sender.sign(replace(facts, sections=(*facts.sections, *circle)))])
    with pytest.raises(FactsError, match="tournent en rond"):
        receive(publisher.store, read_bytes(data))
    assert parts.part_uids(publisher.store) == []


def test_what_was_withdrawn_here_does_not_come_back_by_a_package(publisher: Publisher, tmp_path: Path) -> None:
    version = publisher.sign(plan_part())
    data = export(publisher.store, [version])
    path = f"measures/{measure_uid(1)}.json"
    parts.withdraw(publisher.store, version.part, [path], reason="privacy", words="x", at=NOON, key=publisher.key)
    with pytest.raises(PublicationError, match="retiré"):
        receive(publisher.store, read_bytes(data))


# --- verifying


def test_a_good_package_has_no_problem(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(zipped(files))
    report = verifying.verify_package(path)
    assert (report.ok, report.parts, report.documents) == (True, 1, len(files) - 2)


def test_a_bad_package_says_its_problems(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    del files[MEASURE]
    path.write_bytes(zipped(files))
    report = verifying.verify_package(path)
    assert not report.ok
    assert [problem.path for problem in report.problems] == [MEASURE]
