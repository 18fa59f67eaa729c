"""Facts to canonical JSON and back.

Canonical means: RFC 8785 (keys in the order of their UTF-16 code units, no blanks, shortest escapes), texts in NFC,
no floating-point number at all (decimals are strings), integers within ±(2^53 - 1), members that hold their default
left out. The same facts give the same bytes, hence the same SHA-256, on every machine.

A blob is an envelope: {"facts": …, "kind": "measure", "schema": 1}.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass, make_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from jalon.facts import (
    committee,
    common,
    directory,
    evaluation,
    indicator,
    lineage,
    output,
    parliament,
    part,
    plan,
    promise,
    recommendation,
    series,
    state,
)
from jalon.facts.kinds import BY_CLASS, BY_NAME, KINDS, PART, Kind, documents, kind_of_path
from jalon.facts.part import PartFacts
from jalon.facts.problems import N_, FactsError, Problem, shown
from jalon.facts.reading import problems_of
from jalon.facts.schema import SCHEMA, SCHEMAS, Json, Schemas
from jalon.facts.steps import Steps

__all__ = ["SCHEMA", "FactsError", "Problem", "canonical", "decode", "encode", "join", "normalised", "plain", "split"]

T = TypeVar("T")

LARGEST = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493)."""


def _make_strict(cls: Any) -> None:
    """Have pydantic refuse unknown members and wrong types when it reads this dataclass."""
    cls.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)


MODULES = (
    committee, common, directory, evaluation, indicator, lineage, output, parliament, part, plan, promise, recommendation, series, state,
)  # fmt: skip
"""The modules that hold facts."""

for _module in MODULES:
    for _cls in vars(_module).values():
        if is_dataclass(_cls):
            _make_strict(_cls)


# --- writing ---------------------------------------------------------------------------------------------------------


class _Refused(Exception):
    """A value that canonical JSON cannot hold; the place is gathered on the way out."""

    def __init__(self, expected: str, found: object) -> None:
        super().__init__(expected)
        self.expected, self.found, self.place = expected, shown(found), ""


def canonical(value: Any, path: str = "") -> bytes:
    """Canonical JSON of plain values, dataclasses or a mix. `path` names the document in errors."""
    return json.dumps(plain(value, path), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def plain(value: Any, path: str = "") -> Any:
    """The plain values of canonical JSON: texts in NFC, members in order, defaults left out. `FactsError` as `canonical`."""
    try:
        return _plain(value)
    except _Refused as refused:
        remedy = N_("Corrigez cette valeur avant de signer ou d’exporter.")
        raise FactsError([Problem(path, f"${refused.place}", refused.expected, remedy, refused.found)]) from None


def encode(doc: Any, path: str = "") -> bytes:
    """The blob of one document: a fact, or a non-empty tuple of facts of one list kind."""
    sample = doc[0] if isinstance(doc, tuple) and doc else doc
    kind = BY_CLASS.get(type(sample))
    if kind is None or kind.many != isinstance(doc, tuple):
        raise TypeError(f"{type(sample).__name__} is no document of a part; documents are {', '.join(BY_NAME)}.")
    return canonical({"facts": doc, "kind": kind.name, "schema": SCHEMA}, path)


def _plain(value: Any) -> Any:
    return (_WRITERS.get(type(value)) or _writer(type(value)))(value)


def _text(value: str) -> str:
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _Refused(N_("Un texte Unicode valable est attendu (demi-caractère isolé)."), value) from None
    return unicodedata.normalize("NFC", value)


def _integer(value: int) -> int:
    if -LARGEST <= value <= LARGEST:
        return value
    raise _Refused(N_("Un nombre entier d’au plus 15 chiffres est attendu."), value)


def _list(value: Sequence[Any]) -> list[Any]:
    out = []
    for index, item in enumerate(value):
        try:
            out.append(_plain(item))
        except _Refused as refused:
            refused.place = f"[{index}]{refused.place}"
            raise
    return out


def _object(value: Mapping[str, Any]) -> dict[str, Any]:
    named = {_text(key): inner for key, inner in value.items()}
    if len(named) < len(value):
        raise _Refused(N_("Deux membres portent le même nom."), list(value))
    out = {}
    for key in sorted(named, key=lambda key: key.encode("utf-16-be")):
        try:
            out[key] = _plain(named[key])
        except _Refused as refused:
            refused.place = f".{key}{refused.place}"
            raise
    return out


def _fact_writer(cls: type[Any]) -> Callable[[Any], dict[str, Any]]:
    """A writer for one dataclass: its members in canonical order, those equal to their default left out."""
    members = sorted((field.name, field.default) for field in fields(cls) if field.default_factory is MISSING)

    def write(fact: Any) -> dict[str, Any]:
        out = {}
        for name, default in members:
            value = getattr(fact, name)
            if value is default or (default is not MISSING and value == default):
                continue
            try:
                out[name] = (_WRITERS.get(type(value)) or _writer(type(value)))(value)
            except _Refused as refused:
                refused.place = f".{name}{refused.place}"
                raise
        return out

    return write


def _unwritable(value: Any) -> Any:
    raise _Refused(
        N_("Un texte, un entier, vrai ou faux est attendu ; les décimaux sont des textes."),
        value,
    )


def _writer(cls: type[Any]) -> Callable[[Any], Any]:
    if is_dataclass(cls):
        found: Callable[[Any], Any] = _fact_writer(cls)
    elif issubclass(cls, Enum):
        found = {member: member.value for member in cls}.__getitem__
    else:
        return _unwritable
    _WRITERS[cls] = found
    return found


_WRITERS: dict[type[Any], Callable[[Any], Any]] = {
    str: _text,
    int: _integer,
    bool: lambda value: value,
    type(None): lambda value: value,
    tuple: _list,
    list: _list,
    Steps: _list,
    dict: _object,
}


# --- reading ---------------------------------------------------------------------------------------------------------


def decode(kind: str, data: bytes, path: str = "", schemas: Schemas = SCHEMAS) -> Any:
    """The fact, or tuple of facts, in a blob of any schema up to today's.

    Raises `FactsError`: a newer schema, another kind, broken JSON, unknown or missing members, wrong types.
    """
    known = BY_NAME[kind]
    path = path or kind
    if not data.endswith(b',"schema":%d}' % schemas.current):
        data = _upcasted(known, data, path, schemas)
    try:
        return envelope_of(known).validate_json(data).facts
    except ValidationError as error:
        raise FactsError(problems_of(error, path)) from None


@cache
def envelope_of(kind: Kind) -> TypeAdapter[Any]:
    """What reads the document of a kind: its facts between its kind and its schema number."""
    facts = tuple[kind.cls, ...] if kind.many else kind.cls  # type: ignore[name-defined]
    members = [("schema", int), ("kind", Literal[kind.name]), ("facts", facts)]
    cls = make_dataclass(f"{kind.name}_envelope", members, frozen=True, kw_only=True)
    _make_strict(cls)
    return TypeAdapter(cls)


def _upcasted(kind: Kind, data: bytes, path: str, schemas: Schemas) -> bytes:
    envelope = read_json(data, path)
    if not isinstance(envelope, dict) or not {"schema", "kind", "facts"} <= envelope.keys():
        expected = N_("Une enveloppe avec « schema », « kind » et « facts » est attendue.")
        raise FactsError([Problem(path, "$", expected, N_("Redemandez ce document."), shown(envelope))])
    schema = schemas.check(envelope["schema"], path)
    facts = schemas.upcast(kind.name, schema, envelope["facts"])
    return json.dumps({**envelope, "facts": facts, "schema": schemas.current}, ensure_ascii=False).encode()


def decode_bodies(cls: type[T], bodies: Iterable[str]) -> tuple[T, ...]:
    """Facts of one class from canonical JSON of today's schema without envelopes, as an index keeps them."""
    facts: tuple[T, ...] = _bodies(BY_CLASS[cls]).validate_json("[" + ",".join(bodies) + "]")
    return facts


@cache
def _bodies(kind: Kind) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[kind.cls, ...])  # type: ignore[name-defined]


def read_json(data: bytes, path: str) -> Json:
    """Plain JSON with every float refused; `FactsError` when the bytes are no JSON."""
    remedy = N_("Le fichier est abîmé ou n’est pas du JSON en UTF-8 ; redemandez-le.")
    try:
        value: Json = json.loads(data, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise FactsError([Problem(path, "$", N_("Du JSON est attendu."), remedy, shown(str(error)))]) from None
    return value


def _no_float(text: str) -> float:
    raise ValueError(f"floating-point number {text[:40]}")


# --- whole parts -----------------------------------------------------------------------------------------------------


def normalised(facts: PartFacts) -> PartFacts:
    """The same facts in canonical order (by document, then by uid): what `join(split(facts))` gives back."""
    return _gathered(list(documents(facts)))


def split(facts: PartFacts) -> dict[str, bytes]:
    """Every document of a part, encoded: {path: blob}."""
    blobs: dict[str, bytes] = {}
    for path, doc in documents(facts):
        if path in blobs:
            raise FactsError([twice(path)])
        blobs[path] = encode(doc, path)
    return blobs


def join(blobs: Mapping[str, bytes], schemas: Schemas = SCHEMAS) -> PartFacts:
    """The facts in the documents of a part. `FactsError` gathers the problems of all documents."""
    problems: list[Problem] = []
    read: list[tuple[str, Any]] = []
    for path in sorted(blobs):
        try:
            read.append((path, read_document(path, blobs[path], schemas)))
        except FactsError as error:
            problems.extend(error.problems)
    if PART.path() not in blobs:
        expected = N_("Le document « part.json » est attendu.")
        problems.append(Problem(PART.path(), "", expected, N_("Redemandez la partie entière.")))
    if problems:
        raise FactsError(problems)
    return _gathered(read)


def read_document(path: str, data: bytes, schemas: Schemas = SCHEMAS) -> Any:
    """Decode the document at `path`, which says its kind and names what it holds."""
    kind = kind_of_path(path)
    doc = decode(kind.name, data, path, schemas)
    facts = doc if kind.many else (doc,)
    for index, fact in enumerate(facts):
        if kind.path(kind.key_of(fact)) != path:
            raise FactsError([_misplaced(path, index if kind.many else None, kind.key_of(fact))])
    return doc


def _gathered(read: list[tuple[str, Any]]) -> PartFacts:
    found: dict[str, list[Any]] = {kind.attribute: [] for kind in KINDS}
    for path, doc in read:
        kind = kind_of_path(path)
        found[kind.attribute].extend(doc if kind.many else (doc,))
    header = found.pop(PART.attribute)[0]
    return PartFacts(header=header, **{name: tuple(facts) for name, facts in found.items()})


def twice(path: str) -> Problem:
    """Two facts want the document of this path."""
    expected = N_("Deux documents portent le même identifiant.")
    return Problem(path, "$.uid", expected, N_("Donnez à chaque objet son propre identifiant."))


def _misplaced(path: str, index: int | None, key: str) -> Problem:
    where = "$.facts" if index is None else f"$.facts[{index}]"
    expected = N_("Le contenu ne correspond pas au nom du document.")
    return Problem(
        path,
        where,
        expected,
        N_("Redemandez la partie à l’instance qui l’a produite."),
        shown(key),
    )
