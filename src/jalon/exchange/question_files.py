"""Files of open data as nested objects: JSON as it is, XML as the JSON that is made of it, archives file by file.

XML with a document type is refused, so that no entity is ever resolved; archives that unfold without end too.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from jalon.exchange.guards import MEGABYTE, Limits
from jalon.exchange.problems import Refused, refusal
from jalon.exchange.senate_questions import rows_of
from jalon.exchange.text_tables import decode
from jalon.exchange.xml_walk import local
from jalon.facts.problems import N_

LIMITS = Limits(bytes=300 * MEGABYTE, unfolded=3_000 * MEGABYTE, members=300_000)
"""A legislature has some 50,000 questions, each in a file of a few kilobytes."""
MEMBER = 100 * MEGABYTE
DEEPEST = 60
KEPT_AS_HTML = frozenset({"texte"})
"""Elements whose markup is part of their text."""


def documents_of(data: bytes, name: str) -> Iterator[tuple[str, Any]]:
    """(place, document) of a file or of every .json and .xml of an archive; a member that cannot be read gives why.

    `Refused` when the file itself is none of the three, or too big.
    """
    if not data.strip():
        raise refusal(N_("Ce fichier est vide."), N_("Vérifiez que vous avez choisi le bon fichier."))
    if not data.startswith(b"PK"):
        yield name, parsed(data)
        return
    with _opened(data) as archive:
        members = [one for one in archive.infolist() if one.filename.lower().endswith((".json", ".xml", ".csv"))]
        if not members:
            raise refusal(N_("Cette archive ne contient ni fichier JSON, ni XML, ni CSV."), N_("Choisissez l’archive des questions telle que publiée."))  # fmt: skip
        for member in members:
            yield member.filename, _member(archive, member)


def parsed(data: bytes) -> Any:
    """JSON, XML or the Sénat's table as nested dicts, lists and strings. `Refused` for anything else."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return _xml(data)
    if start not in (b"{", b"[") and (rows := rows_of(decode(data)[0])):
        return {"questions": rows}
    try:
        return json.loads(decode(data)[0].lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise refusal(
            N_("Ce fichier n’est ni du JSON, ni du XML, ni le tableau des questions du Sénat."),
            N_("Reprenez-le tel que publié, ou dans son archive .zip."),
        ) from error


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise refusal(
            N_("Cette archive est abîmée : elle ne peut pas être ouverte."), N_("Téléchargez-la à nouveau.")
        ) from error
    members = archive.infolist()
    big = [one for one in members if one.file_size > 5 * MEGABYTE]
    bomb = any(one.file_size > LIMITS.ratio * max(one.compress_size, 1) or one.file_size > MEMBER for one in big)
    whole = sum(one.file_size for one in members)
    if bomb or len(data) > LIMITS.bytes or whole > LIMITS.unfolded or len(members) > LIMITS.members:
        raise refusal(N_("Cette archive est trop grande une fois dépliée."), N_("Coupez-la en plusieurs."))
    return archive


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Any:
    try:
        return parsed(archive.read(member))
    except Refused as refused:
        return refused
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return refusal(N_("Ce fichier de l’archive est abîmé ou chiffré."), N_("Téléchargez l’archive à nouveau."))


def _xml(data: bytes) -> Any:
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise refusal(N_("Ce fichier XML est abîmé."), N_("Reprenez-le tel que publié.")) from error
    return builder.root


class _Builder:
    """Elements as dicts: a child that comes again makes a list, text alone is a string, nil and empty are None."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self._open: list[tuple[str, dict[str, Any], list[str]]] = [("", self.root, [])]
        self._markup = 0

    def start(self, name: str, attrs: dict[str, str]) -> None:
        if self._markup or local(self._open[-1][0]) in KEPT_AS_HTML:
            self._markup += 1
            self._open[-1][2].append(f"<{local(name)}>")
            return
        if len(self._open) > DEEPEST:
            raise refusal(N_("Ce fichier XML est imbriqué sans fin."), N_("Reprenez-le tel que publié."))
        nil = any(local(key) == "nil" and value in ("true", "1") for key, value in attrs.items())
        self._open.append((local(name), {"@xsi:nil": "true"} if nil else {}, []))

    def end(self, name: str) -> None:
        if self._markup:
            self._markup -= 1
            self._open[-1][2].append(f"</{local(name)}>")
            return
        held, children, pieces = self._open.pop()
        value: Any = children or "".join(pieces).strip() or None
        parent = self._open[-1][1]
        if held not in parent:
            parent[held] = value
        elif isinstance(parent[held], list):
            parent[held].append(value)
        else:
            parent[held] = [parent[held], value]

    def text(self, text: str) -> None:
        self._open[-1][2].append(text)


def _refuse_doctype(*_args: Any) -> None:
    raise refusal(
        N_("Ce fichier XML déclare un type de document : il est refusé."),
        N_("Reprenez-le tel que publié, sans « DOCTYPE »."),
    )
