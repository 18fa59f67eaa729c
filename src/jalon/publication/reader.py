"""The only door of public pages to what was published: reads the publication directory, never the Django database.

Every answer is one or two queries on the Release's index, whatever the size of the Release. Facts are frozen, so
answers are kept and shared between threads; each thread has its own connection.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, TypeVar

from django.conf import settings

from jalon.facts import codec
from jalon.facts.common import Source, Statement
from jalon.facts.directory import Organisation, Territory, Vocabulary
from jalon.facts.kinds import BY_CLASS, Kind
from jalon.facts.known import Known
from jalon.facts.parliament import Act
from jalon.facts.part import PartHeader
from jalon.facts.plan import Means, Measure, Plan, Section
from jalon.facts.series import Series
from jalon.publication import held, referable, releases
from jalon.publication.committed import Committed
from jalon.publication.errors import BlobMissing
from jalon.publication.evaluated import Evaluated
from jalon.publication.index import Connections
from jalon.publication.placing import FOUND_UNDER, HUNG_ON, OF_PLAN
from jalon.publication.records import HeldFile, PartInfo, Place, ReleaseInfo, SearchPage, SeriesHead, Tombstone
from jalon.publication.search import search
from jalon.publication.store import Store, is_hash

T = TypeVar("T")
Row = tuple[Any, ...]

KEPT = 256
"""Answers of each sort that a reader keeps."""

_HEADS = """SELECT f.body, f.part, s.count, s.first, s.last FROM fact f JOIN series s ON s.fact = f.id
    ORDER BY f.slug, f.id"""
_PLACES = f"""SELECT f.uid, f.kind, f.part, p.slug, CASE WHEN m.kind = 'measure' THEN m.uid END, m.number, {FOUND_UNDER}
    FROM fact f LEFT JOIN fact m ON m.uid = {HUNG_ON}
    LEFT JOIN fact p ON p.kind = 'plan' AND p.uid = {OF_PLAN}
    WHERE f.uid = ? ORDER BY f.kind NOT IN ('recommendation', 'promise'), f.kind <> 'statements', f.id"""

_FILES = """SELECT file.sha256, file.title, file.lang, file.media_type, file.size
    FROM file JOIN fact ON fact.id = file.fact JOIN part ON part.uid = fact.part
    WHERE file.sha256 IN ({marks}) AND NOT part.is_foreign ORDER BY file.fact"""


class Reader(Committed, Evaluated):
    """What one Release says. Single look-ups give None for what it does not hold; lists are tuples, in reading order."""

    def __init__(
        self,
        release: ReleaseInfo,
        connect: Callable[[], sqlite3.Connection],
        fetch: Callable[[str], bytes],
        listed: Callable[[], tuple[ReleaseInfo, ...]] = tuple,
        stamp: str = "",
        files: Store | None = None,
    ) -> None:
        self.release = release
        self._files = files
        self.stamp = stamp or release.id
        """Changes when the Release or what may be shown of it changes: part of every cache key."""
        self._connect = connect
        self._fetch = fetch
        self._listed = listed
        self._kept_facts = lru_cache(maxsize=KEPT)(self._read_facts)
        self._series = lru_cache(maxsize=16)(self._read_series)

    # --- Releases and parts

    def releases(self) -> tuple[ReleaseInfo, ...]:
        """All Releases, latest first."""
        return self._listed()

    def parts(self) -> tuple[PartInfo, ...]:
        """The signed parts of this Release."""
        return self._parts("SELECT * FROM part ORDER BY slug")

    def part(self, slug: str) -> PartInfo | None:
        """The part of this address."""
        return _first(self._parts("SELECT * FROM part WHERE slug = ?", slug))

    def owner_of(self, uid: str) -> PartHeader | None:
        """Which part says the fact of this uid."""
        query = "SELECT p.* FROM fact f JOIN part p ON p.uid = f.part WHERE f.uid = ? ORDER BY f.id LIMIT 1"
        found = _first(self._parts(query, uid))
        return found.header if found else None

    def tombstones(self) -> tuple[Tombstone, ...]:
        """What owners withdrew."""
        return self._tombstones("SELECT * FROM tombstone ORDER BY at, part, path")

    def tombstone(self, uid: str) -> Tombstone | None:
        """The tombstone over a plan, measure or series; None when it is shown or was never there."""
        query = (
            "SELECT * FROM tombstone WHERE uid = ? AND NOT EXISTS (SELECT 1 FROM fact WHERE fact.uid = tombstone.uid)"
        )
        return _first(self._tombstones(query, uid))

    def place(self, uid: str) -> Place | None:
        """Where a uid is shown, for its permanent address: a step or document is shown with its measure."""
        query = _PLACES.replace("f.uid = ?", "f.uid = ? OR f.id IN (SELECT fact FROM piece WHERE uid = ?)")
        row = _first(self._rows(query, uid, uid))
        return Place(**dict(zip(Place.__dataclass_fields__, row, strict=True))) if row else None

    # --- plans

    def plans(self) -> tuple[Plan, ...]:
        """All plans by rank."""
        return self._facts(Plan, "1 ORDER BY sort, uid")

    def plan(self, slug: str) -> Plan | None:
        """The plan of this address."""
        return _first(self._facts(Plan, "slug = ?", slug))

    def plan_named(self, name: str) -> Plan | None:
        """The plan of this address, code or uid, as people and scripts name it; None when no plan or several are."""
        if found := self.plan(name):
            return found
        named = [plan for plan in self.plans() if name in (plan.code, plan.uid)]
        return named[0] if len(named) == 1 else None

    def plan_counts(self) -> dict[str, tuple[int, int]]:
        """For each plan that has some: its measures with a number, and its other measures and items."""
        query = "SELECT plan, count(number), count(*) - count(number) FROM fact WHERE kind = 'measure' GROUP BY plan"
        return {plan: (numbered, other) for plan, numbered, other in self._rows(query)}

    def plan_by_uid(self, uid: str) -> Plan | None:
        """The plan of this uid."""
        return _first(self._facts(Plan, "uid = ?", uid))

    def sections(self, plan_uid: str) -> tuple[Section, ...]:
        """The sections of a plan, in its order, all levels."""
        return self._facts(Section, "plan = ? ORDER BY sort, uid", plan_uid)

    def measures(self, plan_uid: str) -> tuple[Measure, ...]:
        """The measures and attested items of a plan, in its order."""
        return self._facts(Measure, "plan = ? ORDER BY sort, uid", plan_uid)

    def measure(self, uid: str) -> Measure | None:
        """The measure or attested item of this uid."""
        return _first(self._facts(Measure, "uid = ?", uid))

    def measures_by_uid(self, uids: Iterable[str]) -> dict[str, Measure]:
        """The measures and attested items of these uids."""
        return {item.uid: item for item in self._of_uids(Measure, uids)}

    def measure_by_number(self, plan_uid: str, number: str) -> Measure | None:
        """The measure of this number in a plan."""
        return _first(self._facts(Measure, "plan = ? AND number = ? ORDER BY sort, uid", plan_uid, number))

    def statements(self, subject_uids: Iterable[str]) -> dict[str, tuple[Statement, ...]]:
        """Statements by subject (plan, section or measure), of all parts, by date said; subjects without any are left out."""
        where = f"subject IN ({_marks(subject_uids := tuple(subject_uids))}) ORDER BY sort, uid"
        return _by_subject(self._facts(Statement, where, *subject_uids))

    def statements_of_plan(self, plan_uid: str) -> dict[str, tuple[Statement, ...]]:
        """All statements about a plan, its sections and its measures, by subject."""
        return _by_subject(self._facts(Statement, "plan = ? ORDER BY sort, uid", plan_uid))

    def statements_all(self) -> tuple[Statement, ...]:
        """All statements of the Release, by date said (large: for downloads)."""
        return self._read_facts(BY_CLASS[Statement], "1 ORDER BY sort, uid")

    def statements_naming(self, organisation_uid: str) -> tuple[Statement, ...]:
        """Statements that a body made, or that name it, by date said."""
        where = "id IN (SELECT fact FROM mention WHERE organisation = ?) ORDER BY sort, uid"
        return self._facts(Statement, where, organisation_uid)

    def means(self, plan_uid: str | None) -> tuple[Means, ...]:
        """The means of a plan; None: those that belong to no plan."""
        return self._facts(Means, "plan IS ? ORDER BY sort, uid", plan_uid)

    def means_of_measure(self, measure_uid: str) -> tuple[Means, ...]:
        """The means of one measure."""
        return self._facts(Means, "subject = ? ORDER BY sort, uid", measure_uid)

    def means_all(self) -> tuple[Means, ...]:
        """All means."""
        return self._facts(Means, "1 ORDER BY sort, uid")

    def acts(self) -> tuple[Act, ...]:
        """All parliamentary acts by date."""
        return self._facts(Act, "1 ORDER BY sort, uid")

    # --- directory, statistics, sources

    def organisations(self) -> tuple[Organisation, ...]:
        """All bodies, by address."""
        return self._facts(Organisation, "1 ORDER BY slug, uid")

    def organisation(self, slug: str) -> Organisation | None:
        """The body of this address."""
        return _first(self._facts(Organisation, "slug = ?", slug))

    def organisations_by_uid(self, uids: Iterable[str]) -> dict[str, Organisation]:
        """The bodies of these uids."""
        return {item.uid: item for item in self._of_uids(Organisation, uids)}

    def vocabularies(self) -> tuple[Vocabulary, ...]:
        """All vocabularies."""
        return self._facts(Vocabulary, "1 ORDER BY slug, uid")

    def territories(self) -> tuple[Territory, ...]:
        """All territories."""
        return self._facts(Territory, "1 ORDER BY uid")

    def series(self) -> tuple[SeriesHead, ...]:
        """All series without their observations, by address."""
        return self._heads

    def series_by_slug(self, slug: str) -> Series | None:
        """The series of this address with all its observations."""
        return self._series("f.slug = ?", slug)

    def series_by_slugs(self, slugs: Iterable[str]) -> tuple[Series, ...]:
        """The series of these addresses with all their observations, in the order of their addresses: one query."""
        wanted = tuple(sorted(set(slugs)))
        query = f"""SELECT s.blob, f.uid FROM fact f JOIN series s ON s.fact = f.id
            WHERE f.kind = 'series' AND f.slug IN ({_marks(wanted)}) ORDER BY f.slug"""
        rows = self._rows(query, *wanted)
        return tuple(codec.decode("series", self._fetch(blob), f"series/{uid}.json") for blob, uid in rows)

    def series_by_uid(self, uid: str) -> Series | None:
        """The series of this uid with all its observations."""
        return self._series("f.uid = ?", uid)

    def sources(self, uids: Iterable[str]) -> dict[str, Source]:
        """The sources of these uids."""
        return {item.uid: item for item in self._of_uids(Source, uids)}

    def all_sources(self) -> tuple[Source, ...]:
        """All sources, in the order of their keys."""
        return tuple(sorted(self._facts(Source, "1 ORDER BY uid"), key=lambda source: (source.key, source.uid)))

    def citation_counts(self) -> Mapping[str, int]:
        """How many facts cite each source."""
        return self._citation_counts

    def citing(self, source_uid: str) -> tuple[Place, ...]:
        """What cites a source."""
        query = _PLACES.replace("f.uid = ?", "f.id IN (SELECT fact FROM cited WHERE source = ?)")
        return tuple(
            Place(**dict(zip(Place.__dataclass_fields__, row, strict=True))) for row in self._rows(query, source_uid)
        )

    # --- search

    def search(self, q: str, lang: str = "fr", kind: str | None = None, page: int = 1) -> SearchPage:
        """One page of what holds all the words, best first. `kind` narrows to one kind of `facts.kinds`."""
        return search(self._connect(), q, lang, kind, page)

    # --- files of documents

    def file(self, sha256: str, name: str = "") -> HeldFile | None:
        """The file of this hash, if it is here and a public document of this Release names it: that of this name, or
        the first."""
        found = self.files((sha256,))
        return next((file for file in found if file.name == name), _first(found))

    def files(self, hashes: Iterable[str]) -> tuple[HeldFile, ...]:
        """Those of these files that are here, once for each public document of this Release that names them."""
        store = self._files
        here = tuple(sha for sha in sorted(set(hashes)) if is_hash(sha) and store and held.has(store, sha))
        rows = self._rows(_FILES.format(marks=_marks(here)), *here) if here else []
        names = HeldFile.__dataclass_fields__
        return tuple(HeldFile(**dict(zip(names, row, strict=True))) for row in rows)

    def open_file(self, file: HeldFile) -> BinaryIO:
        """Its content, checked. `BlobMissing` or `BlobBroken` when the directory has lost or changed it."""
        if self._files is None:
            raise BlobMissing(file.sha256)
        return held.open_file(self._files, file.sha256)

    def tombstone_of_file(self, sha256: str) -> Tombstone | None:
        """What is said of a file that its owner withdrew."""
        return _first(self._tombstones("SELECT * FROM tombstone WHERE path = ?", f"{held.FOLDER}/{sha256}"))

    # --- for signing

    def known(self, *besides: str) -> Known:
        """What the parts of this Release say, but those of these uids: what they may refer to. Two queries."""
        return referable.known(self._rows, self._facts, besides)

    def _rows(self, query: str, *values: Any) -> list[Row]:
        return self._connect().execute(query, values).fetchall()

    def _facts(self, cls: type[T], where: str, *values: Any) -> tuple[T, ...]:
        found: tuple[T, ...] = self._kept_facts(BY_CLASS[cls], where, *values)
        return found

    def _read_facts(self, kind: Kind, where: str, *values: Any) -> tuple[Any, ...]:
        rows = self._rows(f"SELECT body FROM fact WHERE kind = ? AND {where}", kind.name, *values)
        return codec.decode_bodies(kind.cls, (row[0] for row in rows))

    def _of_uids(self, cls: type[T], uids: Iterable[str]) -> tuple[T, ...]:
        wanted = tuple(sorted(set(uids)))
        return self._facts(cls, f"uid IN ({_marks(wanted)})", *wanted)

    def _read_series(self, where: str, value: str) -> Series | None:
        query = f"SELECT s.blob, f.uid, f.slug FROM fact f JOIN series s ON s.fact = f.id WHERE f.kind = 'series' AND {where}"
        row = _first(self._rows(query, value))
        series: Series | None = codec.decode("series", self._fetch(row[0]), f"series/{row[1]}.json") if row else None
        return series

    @cached_property
    def _citation_counts(self) -> Mapping[str, int]:
        """Counted once: a Release never changes, and has citations by the hundred thousand."""
        return MappingProxyType(dict(self._rows("SELECT source, count(*) FROM cited GROUP BY source")))

    @cached_property
    def _heads(self) -> tuple[SeriesHead, ...]:
        rows = self._rows(_HEADS)
        facts = codec.decode_bodies(Series, (row[0] for row in rows))
        return tuple(_head(fact, *row[1:]) for fact, row in zip(facts, rows, strict=True))

    def _parts(self, query: str, *values: Any) -> tuple[PartInfo, ...]:
        rows = self._rows(query, *values)
        headers = codec.decode_bodies(PartHeader, (row[-1] for row in rows))
        return tuple(_part(header, row) for header, row in zip(headers, rows, strict=True))

    def _tombstones(self, query: str, *values: Any) -> tuple[Tombstone, ...]:
        names = ("part", "path", "uid", "reason", "words", "at")
        return tuple(Tombstone(**dict(zip(names, row, strict=True))) for row in self._rows(query, *values))


def open_reader(release_id: str | None = None, store: Store | None = None) -> Reader:
    """A reader of a Release, the current one by default, or by the beginning of its id. `NoRelease` when there is none.

    Readers are shared between threads and kept until the Release, or what may be shown of it, changes.
    """
    store = store or default_store()
    digest = releases.resolved(store, release_id)
    return _kept_reader(store, digest, _stamp(releases.index_path(store, digest)))


def _stamp(path: Path) -> int:
    """Changes when the index is rebuilt, as it is after a withdrawal."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def default_store() -> Store:
    """The publication directory of this instance."""
    return Store(Path(settings.JALON.publication_dir))


@lru_cache(maxsize=8)
def _kept_reader(store: Store, release_id: str, stamp: int) -> Reader:
    release = releases.info(store, release_id)
    path = releases.ensure_index(store, release_id)
    stamped = f"{release_id[:16]}-{stamp:x}"
    return Reader(release, Connections(path), store.get, lambda: releases.listed(store), stamp=stamped, files=store)


def _first(items: Iterable[T]) -> T | None:
    return next(iter(items), None)


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _by_subject(statements: tuple[Statement, ...]) -> dict[str, tuple[Statement, ...]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        found[statement.subject].append(statement)
    return {subject: tuple(items) for subject, items in found.items()}


def _part(header: PartHeader, row: Row) -> PartInfo:
    _uid, _slug, digest, signed_at, signer, key, foreign, previous, _body = row
    said = {"hash": digest, "signed_at": signed_at, "signer": signer, "key": key, "previous": previous}
    return PartInfo(header=header, foreign=bool(foreign), **said)


def _head(series: Series, part: str, count: int, first: str | None, last: str | None) -> SeriesHead:
    said = {name: getattr(series, name) for name in Series.__dataclass_fields__ if name != "observations"}
    return SeriesHead(**said, part=part, count=count, first=first, last=last)
