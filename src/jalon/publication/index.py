"""The derived index of a Release: one SQLite file with every fact and a full-text index, written once, then read only.

It holds nothing that the blobs do not say, and can be rebuilt from them at any time. Observations stay in their blobs.
"""

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jalon.facts import codec
from jalon.facts.common import Citation, OrgRef, Statement, StatementKind, When
from jalon.facts.kinds import BY_NAME, Kind, kind_of_path
from jalon.facts.lineage import is_confirmed
from jalon.facts.output import Output
from jalon.facts.parliament import AnswerStatement
from jalon.facts.plan import Document, PlanEvent, Step
from jalon.facts.promise import DueDate
from jalon.facts.schema import SCHEMA
from jalon.facts.series import Series
from jalon.facts.walking import inside
from jalon.methods.text import search_text
from jalon.publication import concerned, deriving, held
from jalon.publication.entries import SEARCHED, entry_of
from jalon.publication.parts import PartVersion
from jalon.publication.search import row_of

INDEX = 9
"""Rises when the tables change: an older index is rebuilt when it is opened."""

SHARED = frozenset({"sources", "organisations", "vocabularies", "territories"})
"""Kinds that several parts may carry alike: the first part in order is the one that is read."""

_YEAR = re.compile(r"\d{4}(-|[?~%]|$)")
Progress = Callable[[int, int, str], None]
Fetch = Callable[[str], bytes]

_TABLES = (
    """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE part (uid TEXT PRIMARY KEY, slug TEXT, hash TEXT, signed_at TEXT, signer TEXT, key TEXT, is_foreign INTEGER,
                   previous TEXT, header TEXT);
CREATE TABLE fact (id INTEGER PRIMARY KEY, uid TEXT, kind TEXT, part TEXT, plan TEXT, subject TEXT, slug TEXT, number TEXT,
                   sort TEXT, body TEXT);
CREATE TABLE series (fact INTEGER PRIMARY KEY, blob TEXT, count INTEGER, first TEXT, last TEXT);
CREATE TABLE output (fact INTEGER PRIMARY KEY, type TEXT, territory TEXT, year TEXT);
CREATE TABLE concerns (subject TEXT, fact INTEGER);
CREATE TABLE mention (organisation TEXT, fact INTEGER);
CREATE TABLE cited (source TEXT, fact INTEGER);
CREATE TABLE piece (uid TEXT, fact INTEGER);
CREATE TABLE file (sha256 TEXT, fact INTEGER, title TEXT, lang TEXT, media_type TEXT, size INTEGER);
CREATE TABLE entry (id INTEGER PRIMARY KEY, lang TEXT, title TEXT, text TEXT);
CREATE TABLE found (id INTEGER PRIMARY KEY, fact INTEGER);
CREATE TABLE tombstone (part TEXT, path TEXT, uid TEXT, reason TEXT, words TEXT, at TEXT);
CREATE VIRTUAL TABLE search USING fts5(title, text, content='', tokenize='unicode61');
"""
    + deriving.TABLES
)
_INDEXES = """
CREATE INDEX fact_uid ON fact (uid);
CREATE INDEX fact_plan ON fact (kind, plan, sort, uid);
CREATE INDEX fact_subject ON fact (kind, subject, sort, uid);
CREATE INDEX fact_slug ON fact (kind, slug);
CREATE INDEX output_territory ON output (territory);
CREATE INDEX concerns_subject ON concerns (subject);
CREATE INDEX mention_organisation ON mention (organisation);
CREATE INDEX cited_source ON cited (source);
CREATE INDEX piece_uid ON piece (uid);
CREATE INDEX file_sha256 ON file (sha256);
CREATE INDEX tombstone_uid ON tombstone (uid);
"""
_SUBJECTS_FIND_THEIR_PLAN = """
UPDATE fact SET plan = (SELECT CASE s.kind WHEN 'plan' THEN s.uid ELSE s.plan END FROM fact s
    WHERE s.uid = fact.subject AND s.kind IN ('plan', 'sections', 'measure'))
    WHERE kind IN ('statements', 'indicator', 'recommendation', 'promise')
"""
_OF_MORE = {
    "statements": "subject", "indicator": "subject", "answers": "indicator", "series": "of", "recommendation": "subject",
    "recommendation_answers": "recommendation", "recommendation_reviews": "recommendation", "promise": "subject",
    "promise_views": "promise", "session": "committee", "decisions": "session", "assessments": "subject",
}  # fmt: skip
"""Kinds whose facts are about another fact, and the member that names it. Other kinds: `measure`, if they have it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One part version as it enters an index; `withdrawn` blobs are left out."""

    version: PartVersion
    foreign: bool
    withdrawn: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grave:
    """One withdrawn document, as the index tells of it."""

    part: str
    path: str
    reason: str
    words: str
    at: str

    @property
    def uid(self) -> str | None:
        """What the document was about; nothing for a file."""
        if self.path.startswith(f"{held.FOLDER}/"):
            return None
        kind = kind_of_path(self.path)
        return self.path.partition("/")[2].removesuffix(".json") if kind.folder else None


def build(
    path: Path, members: Iterable[Member], fetch: Fetch, graves: Iterable[Grave] = (), progress: Progress | None = None
) -> None:
    """Write the index of these part versions to a new file. `fetch` gives a blob, checked, by its hash.

    Facts stream through: memory is that of the largest document.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        fill(connection, list(members), fetch, graves, progress)
        connection.execute("PRAGMA optimize")
    finally:
        connection.close()


def fill(
    connection: sqlite3.Connection,
    members: list[Member],
    fetch: Fetch,
    graves: Iterable[Grave] = (),
    progress: Progress | None = None,
) -> None:
    """Make the tables and fill them; also used on a database in memory."""
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + _TABLES)
    connection.execute("BEGIN")
    writer = _Writer(connection, fetch, progress, sum(len(member.version.manifest) for member in members))
    for member in _in_order(members):
        writer.part(member)
    rows = ((g.part, g.path, g.uid, g.reason, g.words, g.at) for g in graves)
    connection.executemany("INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", _made_for().items())
    connection.execute("CREATE INDEX fact_uid_first ON fact (uid)")
    writer.derive()
    connection.execute(_SUBJECTS_FIND_THEIR_PLAN)
    connection.execute("DROP INDEX fact_uid_first")
    connection.execute("COMMIT")
    connection.executescript(_INDEXES)
    connection.execute("INSERT INTO search(search) VALUES ('optimize')")


def replace_part(connection: sqlite3.Connection, member: Member, fetch: Fetch) -> None:
    """Put another version of one part into an index in memory (previews): what it said before is no longer found.

    Its words stay in the full-text index without anything to lead to, which no file on a disk should hold.
    """
    part = (member.version.part,)
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM fact").fetchone()
    for table in ("series", "output", "concerns", "mention", "cited", "piece", "file"):
        connection.execute(f"DELETE FROM {table} WHERE fact IN (SELECT id FROM fact WHERE part = ?)", part)
    for table, fact in (("entry", "id"), ("found", "fact")):
        connection.execute(f"DELETE FROM {table} WHERE {fact} IN (SELECT id FROM fact WHERE part = ?)", part)
    connection.execute("DELETE FROM fact WHERE part = ?", part)
    connection.execute("DELETE FROM part WHERE uid = ?", part)
    writer = _Writer(connection, fetch, None, len(member.version.manifest)).resume(after=last)
    writer.part(member)
    writer.derive()
    connection.execute(_SUBJECTS_FIND_THEIR_PLAN)


def _in_order(members: list[Member]) -> list[Member]:
    """Whose words win when two parts carry one organisation or address: own before foreign, then by uid (by age)."""
    return sorted(members, key=lambda member: (member.foreign, member.version.part))


class _Writer:
    """Writes facts into the tables of one index."""

    def __init__(self, connection: sqlite3.Connection, fetch: Fetch, progress: Progress | None, total: int) -> None:
        self._db = connection
        self._fetch = fetch
        self._progress = progress
        self._done, self._total = 0, total
        self._next = 1
        self._shared: set[str] = set()
        self._slugs: set[tuple[str, str]] = set()

    def resume(self, after: int) -> "_Writer":
        """Go on in an index that holds other parts already, `after` the highest number that a fact of it had: words of
        facts that are gone still bear their numbers."""
        self._next = after + 1
        shared = ", ".join(f"'{kind}'" for kind in sorted(SHARED))
        self._shared = {uid for (uid,) in self._db.execute(f"SELECT uid FROM fact WHERE kind IN ({shared})")}
        query = "SELECT kind, slug FROM fact WHERE slug IS NOT NULL UNION SELECT 'part', slug FROM part"
        self._slugs = set(self._db.execute(query))
        return self

    def part(self, member: Member) -> None:
        """All documents of one part version."""
        version = member.version
        for path in sorted(version.manifest):
            digest = version.manifest[path]
            if digest not in member.withdrawn:
                self._document(member, path, digest)
            self._tick(path)

    def _document(self, member: Member, path: str, digest: str) -> None:
        kind = kind_of_path(path)
        doc = codec.read_document(path, self._fetch(digest))
        if kind.name == "part":
            self._header(member, doc)
            return
        for fact in doc if kind.many else (doc,):
            if is_confirmed(fact) and (kind.name not in SHARED or fact.uid not in self._shared):
                self._fact(member, kind, fact, digest)

    def _header(self, member: Member, header: Any) -> None:
        said = member.version
        slug = self._own_slug("part", header.slug, header.uid)
        row = (said.part, slug, said.hash, said.signed_at, said.signer, said.signature.key)
        body = codec.canonical(replace(header, slug=slug)).decode()
        self._db.execute(
            "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, member.foreign, said.previous, body)
        )

    def _fact(self, member: Member, kind: Kind, fact: Any, digest: str) -> None:
        number, self._next = self._next, self._next + 1
        if kind.name in SHARED:
            self._shared.add(fact.uid)
        self._links(number, fact)
        self._concerns(number, concerned.by(fact))
        if kind.name == "series":
            self._series(number, fact, digest)
            fact = replace(fact, observations=())
        if isinstance(fact, Output):
            self._output(number, fact)
        fact = self._addressed(kind, fact)
        self._row(number, kind, member.version.part, fact)
        self._entry(number, kind, fact)

    def _series(self, number: int, series: Series, digest: str) -> None:
        said = [item.when.edtf for item in series.observations if item.when.edtf]
        ends = (min(said, default=None), max(said, default=None))
        row = (number, digest, len(series.observations), *ends)
        self._db.execute("INSERT INTO series VALUES (?, ?, ?, ?, ?)", row)

    def _output(self, number: int, output: Output) -> None:
        row = (number, output.type.value, output.territory, year_of(output.when))
        self._db.execute("INSERT INTO output VALUES (?, ?, ?, ?)", row)

    def _concerns(self, number: int, subjects: Iterable[str]) -> None:
        self._db.executemany("INSERT INTO concerns VALUES (?, ?)", [(uid, number) for uid in dict.fromkeys(subjects)])

    def derive(self) -> None:
        """What the facts say in the form that pages of plans and measures read, once all parts are there."""
        deriving.forget(self._db)
        for part, statement in deriving.statements(self._db):
            number, self._next = self._next, self._next + 1
            self._row(number, BY_NAME["statements"], part, statement)
            self._db.execute("INSERT INTO derived VALUES (?)", (number,))
            self._mentions(number, statement)
            if statement.kind is StatementKind.JUDGED:  # others are found as what they come from
                self._entry(number, BY_NAME["statements"], statement)
        deriving.overlaps(self._db)

    def _mentions(self, number: int, statement: Statement) -> None:
        named = {ref.uid for ref in (statement.said_by, statement.organisation) if ref and ref.uid}
        self._db.executemany("INSERT INTO mention VALUES (?, ?)", [(uid, number) for uid in sorted(named)])

    def _row(self, number: int, kind: Kind, part: str, fact: Any) -> None:
        row = (number, fact.uid, kind.name, part, *_columns(kind, fact), codec.canonical(fact).decode())
        self._db.execute("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _addressed(self, kind: Kind, fact: Any) -> Any:
        """The fact with a slug of its own: the later of two that want one address gets its uid's end added."""
        slug = getattr(fact, "slug", None)
        if slug is None:
            return fact
        own = self._own_slug(kind.name, slug, fact.uid)
        return fact if own == slug else replace(fact, slug=own)

    def _own_slug(self, kind: str, slug: str, uid: str) -> str:
        own = slug if (kind, slug) not in self._slugs else f"{slug}-{uid[-12:]}"
        self._slugs.add((kind, own))
        return own

    def _links(self, number: int, fact: Any) -> None:
        """Bodies named, sources cited, and pieces with a uid of their own, anywhere in the fact."""
        found: dict[str, set[str]] = {"mention": set(), "cited": set(), "piece": set()}
        for item in inside(fact):
            if isinstance(item, Citation):
                found["cited"].add(item.source)
            elif isinstance(item, OrgRef):
                found["mention"].update({item.uid} if item.uid else ())
            elif isinstance(item, Step | Document | PlanEvent | DueDate | AnswerStatement):
                found["piece"].add(item.uid)
        rows = [
            (item.sha256, number, item.title.value, item.title.lang, item.media_type, item.size)
            for item in held.public_documents(fact)
        ]
        self._db.executemany("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", rows)
        for table, uids in found.items():
            if uids:
                self._db.executemany(f"INSERT INTO {table} VALUES (?, ?)", [(uid, number) for uid in sorted(uids)])

    def _entry(self, number: int, kind: Kind, fact: Any) -> None:
        entry = entry_of(fact)
        if entry is None:
            return
        self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (number, entry.lang, entry.title, entry.text))
        row = row_of(kind.name, number)
        self._db.execute("INSERT INTO found VALUES (?, ?)", (row, number))
        words = (row, search_text(entry.title, entry.lang), search_text(entry.text, entry.lang))
        self._db.execute("INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", words)

    def _tick(self, path: str) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total, path)


def _columns(kind: Kind, fact: Any) -> tuple[str | None, str | None, str | None, str | None, str]:
    """(plan, subject, slug, number, sort) of a fact."""
    plan = getattr(fact, "plan", None)
    subject = getattr(fact, _OF_MORE.get(kind.name, "measure"), None)
    return plan, subject, getattr(fact, "slug", None), getattr(fact, "number", None), _sort(kind, fact)


def year_of(when: When) -> str | None:
    """The year of a date as it was read, four digits; None when it spans several or was not read."""
    found = {end[:4] for end in (when.edtf or "").split("/") if _YEAR.match(end)}
    return found.pop() if len(found) == 1 else None


_DATED = {
    "outputs": "when", "acts": "when", "state": "session", "promise": "made", "promise_views": "done", "decisions": "due",
}  # fmt: skip
"""The member by which the facts of a kind are ordered, if it is not `said`, else `when`."""


def _sort(kind: Kind, fact: Any) -> str:
    """Text whose order is the order of lists: plans by rank, sections and measures by order, the said by date."""
    if kind.name == "plan":
        return f"{fact.rank:012d}"
    if kind.name in {"sections", "measure"}:
        return f"{fact.order:012d}"
    when = getattr(fact, _DATED.get(kind.name, "said"), None) or getattr(fact, "when", None)
    said = when.edtf if when else None
    return str(said or getattr(fact, "recorded_at", "") or getattr(fact, "slug", ""))


def graves(withdrawals: Iterable[Any]) -> Iterator[Grave]:
    """One grave for each withdrawn path, and for each file that went with it."""
    for item in withdrawals:
        for path in (*item.paths, *(f"{held.FOLDER}/{sha}" for sha in item.files)):
            yield Grave(item.part, path, item.reason, item.words, item.at)


def _made_for() -> dict[str, str]:
    """What an index says of the program that made it. The rows of a search are told apart by the kinds' order."""
    return {"index": str(INDEX), "schema": str(SCHEMA), "searched": " ".join(SEARCHED)}


def is_current(path: Path) -> bool:
    """Whether the file is an index that this program reads."""
    try:
        connection = open_read_only(path)
    except sqlite3.Error:
        return False
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.Error:
        return False
    finally:
        connection.close()
    return meta == _made_for()


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that takes no lock and cannot write: the file never changes under its name."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)


class Connections:
    """One read-only connection per thread on an index file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def __call__(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = open_read_only(self._path)
        return connection
