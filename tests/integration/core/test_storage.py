"""Private files: what is taken in, who reads it, what a scanner that is away means."""

import hashlib
import io
import os
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from jalon.core import storage
from jalon.core.clamd import Unsafe
from jalon.core.enums import Role
from jalon.core.errors import Forbidden, Invalid
from jalon.core.models import AuditEvent, Part, StoredFile
from jalon.facts.common import Visibility
from tests.integration.core import make

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


@pytest.fixture
def part(db: None, settings: Any, tmp_path: Path) -> Part:
    settings.JALON = settings.JALON.model_copy(update={"var_dir": tmp_path, "max_upload_mb": 1})
    return make.part()


def put(part: Part, content: bytes = PDF, name: str = "rapport.pdf", **more: Any) -> StoredFile:
    return storage.put(io.BytesIO(content), part=part, name=name, by=more.get("by"))


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


DOCX = archive(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>"})
ODT = archive(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"})


def test_a_file_is_kept_under_its_hash_and_read_back(part: Part) -> None:
    stored = put(part)
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (stored.size, stored.media_type, stored.scanned) == (len(PDF), "application/pdf", False)
    with storage.open_file(stored, by=make.member(part.owner)) as file:
        assert file.read() == PDF
    assert storage.verify() == []


def test_the_same_content_twice_is_one_row_and_in_two_parts_one_content(part: Part) -> None:
    other = make.part()
    assert put(part) == put(part)
    assert put(other).sha256 == put(part).sha256
    assert StoredFile.objects.count() == 2
    assert len([found for found in storage.path_of(put(part).sha256).parent.iterdir()]) == 1


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PNG", PNG, "image/png"),
        ("a.docx", DOCX, storage.filetypes.ALLOWED[".docx"]),
        ("a.odt", ODT, storage.filetypes.ALLOWED[".odt"]),
        ("a.csv", "année;é\n2020;1\n".encode(), "text/csv"),
        ("a.txt", "latin é".encode("latin-1"), "text/plain"),
    ],
)
def test_allowed_types_are_taken(part: Part, name: str, content: bytes, kind: str) -> None:
    assert put(part, content, name).media_type == kind


MACROS = archive(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<x/>", "word__vbaProject.bin": b"x"})
BASIC = archive(
    mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>", "Basic__Standard": b"x"}
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("programme.exe", b"MZ\x90\x00"),
        ("page.html", b"<script>alert(1)</script>"),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("sans-suffixe", PDF),
        ("rapport.pdf", b"MZ\x90\x00 programme"),
        ("rapport.pdf", PNG),
        ("image.png", PDF),
        ("lettre.docx", archive(**{"a.txt": b"x"})),
        ("lettre.docx", PDF),
        ("lettre.docx", MACROS),
        ("lettre.odt", BASIC),
        ("lettre.odt", DOCX),
        ("table.csv", b"a;b\x00\x01"),
        ("vide.pdf", b""),
        ("lettre.docx", DOCX[:-30]),
    ],
)
def test_what_is_not_what_it_says_or_may_run_is_refused_and_leaves_nothing(
    part: Part, name: str, content: bytes
) -> None:
    with pytest.raises(Invalid):
        put(part, content, name)
    assert not StoredFile.objects.exists()
    assert _files(part) == []


def test_a_file_over_the_limit_is_refused_before_it_is_read_to_the_end(part: Part) -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            self.asked += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(Invalid, match="1 Mo"):
        storage.put(stream, part=part, name="a.txt", by=None)
    assert stream.asked < 2 * 1024 * 1024
    assert _files(part) == []


def _files(part: Part) -> list[str]:
    from django.conf import settings

    folder = settings.JALON.files_dir
    return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\rapport.txt", "rapport.txt"),
        ("rap\u202eport\x00\n.txt", "rap_port__.txt"),
        ("é" * 300 + ".txt", "é" * 120 + ".txt"),
        ("....txt", "txt"),
    ],
)
def test_names_lose_folders_and_control_characters(given: str, kept: str) -> None:
    assert storage.safe_name(given) == kept


def test_a_draft_document_opens_for_the_team_only(part: Part) -> None:
    stored = put(part)
    for who in (make.operator(), make.signatory(make.body()), make.member(part.owner, Role.COMMITTEE), make.person()):
        with pytest.raises(Forbidden):
            storage.open_file(stored, by=who)
    committee = make.member(part.owner, Role.COMMITTEE)
    storage.open_file(stored, by=committee, visibility=Visibility.COMMITTEE).close()


def test_putting_a_file_asks_for_the_right_to_edit(part: Part) -> None:
    with pytest.raises(Forbidden):
        put(part, by=make.member(part.owner, Role.READER))
    put(part, by=make.member(part.owner))
    assert AuditEvent.objects.get(action="file.put").part_uid == part.uid


def test_content_that_is_missing_or_changed_is_said_damaged(part: Part) -> None:
    stored = put(part)
    where = storage.path_of(stored.sha256)
    where.write_bytes(b"court")
    with pytest.raises(storage.Damaged):
        storage.open_file(stored, by=make.member(part.owner))
    assert storage.verify() == [stored.sha256]
    where.unlink()
    with pytest.raises(storage.Damaged, match="missing"):
        storage.open_file(stored, by=make.member(part.owner))


def test_sweeping_removes_old_content_that_nobody_names_and_nothing_else(part: Part) -> None:
    now = timezone.now()
    kept = put(part)
    orphan, young, torn = (storage.path_of(c * 64) for c in "abc")
    torn = torn.parent.parent / "incoming" / "tmp123"
    for path in (orphan, young, torn):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    old = (now - timedelta(days=2)).timestamp()
    for path in (orphan, torn, storage.path_of(kept.sha256)):
        os.utime(path, (old, old))
    assert storage.sweep(now) == 2
    assert [path.exists() for path in (orphan, torn, young, storage.path_of(kept.sha256))] == [False, False, True, True]


@pytest.mark.parametrize("name", ["../../x", "A" * 64, "", "a" * 63])
def test_only_a_hash_names_content(name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        storage.path_of(name)


# --- the scanner -------------------------------------------------------------------------------------------------------


@pytest.fixture
def daemon() -> Iterator[Callable[[bytes], str]]:
    """A clamd of the test: speaks INSTREAM on loopback and gives one answer."""
    servers: list[socket.socket] = []

    def start(answer: bytes) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)
        threading.Thread(target=_speak, args=(server, answer), daemon=True).start()
        return f"127.0.0.1:{server.getsockname()[1]}"

    yield start
    for server in servers:
        server.close()


def _speak(server: socket.socket, answer: bytes) -> None:
    try:
        talk, _address = server.accept()
    except OSError:
        return
    with talk, talk.makefile("rb") as heard:
        if heard.read(10) != b"zINSTREAM\0":
            talk.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := int.from_bytes(heard.read(4), "big"):
            content += heard.read(size)
        talk.sendall(answer.replace(b"%n", str(len(content)).encode()))


def test_a_file_that_the_scanner_finds_clean_is_taken_and_marked(
    part: Part, settings: Any, daemon: Callable[[bytes], str]
) -> None:
    settings.JALON = settings.JALON.model_copy(update={"clamd": daemon(b"stream: OK\0")})
    assert put(part).scanned


@pytest.mark.parametrize(
    "answer", [b"stream: Eicar-Test-Signature FOUND\0", b"INSTREAM size limit exceeded. ERROR\0", b"", b"OK\0"]
)
def test_anything_but_ok_is_not_safe(part: Part, settings: Any, daemon: Callable[[bytes], str], answer: bytes) -> None:
    settings.JALON = settings.JALON.model_copy(update={"clamd": daemon(answer)})
    with pytest.raises(Unsafe):
        put(part)
    assert _files(part) == []


@pytest.mark.parametrize("where", ["127.0.0.1:1", "/nulle/part/clamd.sock"])
def test_a_scanner_that_is_away_is_not_safe(part: Part, settings: Any, where: str) -> None:
    settings.JALON = settings.JALON.model_copy(update={"clamd": where})
    with pytest.raises(Unsafe, match="ne répond pas"):
        put(part)
    assert not StoredFile.objects.exists()
