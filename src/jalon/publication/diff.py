"""What changed between two Releases: which facts came, went or changed, in words, member by member.

The difference is one of manifests: only documents whose hash differs are opened.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts import codec
from jalon.facts.committee import AgendaItem, Attendance, FollowUp, Member
from jalon.facts.common import Text, Wording
from jalon.facts.evaluation import Assessment
from jalon.facts.indicator import Expected
from jalon.facts.kinds import KINDS, kind_of_path
from jalon.facts.lineage import is_confirmed
from jalon.facts.output import Amount
from jalon.facts.part import PartHeader
from jalon.facts.plan import Title
from jalon.facts.problems import spaced
from jalon.facts.series import Observation
from jalon.facts.state import Reply, StateLine
from jalon.publication import releases
from jalon.publication.errors import BlobMissing
from jalon.publication.records import ReleaseInfo
from jalon.publication.store import Store
from jalon.publication.words import fact_name, label, value_words

Rank = tuple[str, int, int, str]
_KINDS = [kind.name for kind in KINDS]

ADDED, REMOVED, CHANGED, WITHDRAWN = "added", "removed", "changed", "withdrawn"

MOST_SAID = 5
"""Items of one long list (observations) that are said one by one."""

_SILENT = frozenset({"uid"})
_COUNTED = frozenset({(PartHeader, "version")})
"""Members that change with every version: no news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One fact that came, went or changed. `sentences` are whole ones, in the language that was active."""

    how: str
    part: str
    kind: str
    uid: str
    name: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """From one Release to another. `parts_added` and `parts_removed` are uids."""

    before: ReleaseInfo
    after: ReleaseInfo
    parts_added: tuple[str, ...]
    parts_removed: tuple[str, ...]
    changes: tuple[Change, ...]

    def counts(self) -> dict[str, int]:
        """How many facts were added, removed, changed, withdrawn."""
        return {how: sum(change.how == how for change in self.changes) for how in (ADDED, REMOVED, CHANGED, WITHDRAWN)}

    def of(self, uid: str) -> tuple[Change, ...]:
        """The changes of one fact."""
        return tuple(change for change in self.changes if change.uid == uid)


def difference(store: Store, before: str, after: str) -> Difference:
    """What the second Release says that the first did not, and the reverse."""
    old, new = releases.contents(store, before), releases.contents(store, after)
    return Difference(
        before=releases.info(store, before),
        after=releases.info(store, after),
        parts_added=tuple(sorted(new.parts.keys() - old.parts.keys())),
        parts_removed=tuple(sorted(old.parts.keys() - new.parts.keys())),
        changes=tuple(change for _rank, change in sorted(_changes(store, old.documents, new.documents), key=_by_rank)),
    )


def _by_rank(ranked: tuple[Rank, Change]) -> Rank:
    return ranked[0]


def _rank(part: str, kind: str, fact: Any) -> Rank:
    """The order of reading: by part, then plans, sections, measures…, each in its own order."""
    own = getattr(fact, "rank", None) or getattr(fact, "order", None) or 0
    return part, _KINDS.index(kind), own, getattr(fact, "uid", "")


class _Names:
    """What facts are called; an assessment by the measures or the plan that it judges, as the later Release names them."""

    def __init__(self, store: Store, *documents: dict[str, str]) -> None:
        self._store, self._documents = store, documents
        self._known: dict[str, str | None] = {}

    def of(self, fact: Any) -> str:
        """The name of a fact."""
        if isinstance(fact, Assessment) and fact.subjects:
            found = [self._subject(uid) for uid in fact.subjects]
            if all(found):
                return _("appréciation (%s)") % ", ".join(filter(None, found))
        return fact_name(fact)

    @cached_property
    def _places(self) -> dict[str, tuple[str, str]]:
        """The documents of plans and measures by uid: where, and their hash. The later Release is read last: it names."""
        found: dict[str, tuple[str, str]] = {}
        for documents in self._documents:
            for place, digest in documents.items():
                path = place.partition("/")[2]
                if path.startswith(("plans/", "measures/")):
                    found[path.rpartition("/")[2].removesuffix(".json")] = path, digest
        return found

    def _subject(self, uid: str) -> str | None:
        if uid not in self._known:
            self._known[uid] = self._read(uid)
        return self._known[uid]

    def _read(self, uid: str) -> str | None:
        try:
            fact = _facts(self._store, *self._places[uid]).get(uid)
        except (KeyError, BlobMissing):
            return None
        return fact_name(fact) if fact is not None else None


def _changes(store: Store, old: dict[str, str], new: dict[str, str]) -> Iterator[tuple[Rank, Change]]:
    names = _Names(store, old, new)
    for place in sorted(old.keys() | new.keys()):
        if old.get(place) != new.get(place):
            part, _slash, path = place.partition("/")
            try:
                was, now = (_facts(store, path, manifest.get(place)) for manifest in (old, new))
            except BlobMissing:
                kind = kind_of_path(path).name
                yield _rank(part, kind, None), Change(how=WITHDRAWN, part=part, kind=kind, uid="", name=path)
                continue
            yield from _between(part, kind_of_path(path).name, was, now, names)


def _facts(store: Store, path: str, digest: str | None) -> dict[str, Any]:
    """The facts of a document by uid; nothing when there is no document."""
    if digest is None:
        return {}
    doc = codec.read_document(path, store.get(digest))
    return {fact.uid: fact for fact in (doc if isinstance(doc, tuple) else (doc,)) if is_confirmed(fact)}


def _between(
    part: str, kind: str, was: dict[str, Any], now: dict[str, Any], names: _Names
) -> Iterator[tuple[Rank, Change]]:
    for uid in sorted(was.keys() | now.keys()):
        old, new = was.get(uid), now.get(uid)
        if old == new:
            continue
        how = ADDED if old is None else REMOVED if new is None else CHANGED
        name = names.of(old if new is None else new)
        said = sentences(old, new, name) if how == CHANGED else (_whole(how, name),)
        if said:
            change = Change(how=how, part=part, kind=kind, uid=uid, name=spaced(name), sentences=said)
            yield _rank(part, kind, old if new is None else new), change


def _whole(how: str, name: str) -> str:
    templates = {ADDED: _("%s : nouveau dans cette version"), REMOVED: _("%s : n’est plus dans cette version")}
    return spaced(templates[how] % name)


def sentences(old: Any, new: Any, name: str = "") -> tuple[str, ...]:
    """What changed in one fact, one sentence a member: « mesure 16 : échéance : juin 2020 devient juin 2021 »."""
    whole = _("%(fact)s : %(said)s")
    fact = name or fact_name(new)
    return tuple(spaced(whole % {"fact": fact, "said": said}) for said in members(old, new))


def members(old: Any, new: Any) -> Iterator[str]:
    """What changed in each member of a fact, without the fact's name."""
    for name in _members(new.__class__):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield from _member(name, was, now)


def _member(name: str, was: Any, now: Any) -> Iterator[str]:
    if isinstance(now, tuple):
        yield from _list(name, was, now)
    elif isinstance(now, Text) and isinstance(was, Text):
        yield _text(label(name), was, now)
    else:
        yield _value(label(name), was, now)


def _value(name: str, was: Any, now: Any) -> str:
    said = {"field": name, "old": value_words(was), "new": value_words(now)}
    if was in (None, "", ()):
        return _("%(field)s : « %(new)s » ajouté") % said
    if now in (None, "", ()):
        return _("%(field)s : « %(old)s » retiré") % said
    if said["old"] == said["new"]:
        return _("%(field)s : précisé (« %(new)s »)") % said
    return _("%(field)s : « %(old)s » devient « %(new)s »") % said


def _text(name: str, was: Text, now: Text) -> str:
    """A text that changed: that it was read at last matters more than its letters."""
    said = {"field": name, "new": value_words(now)}
    if was.wording is Wording.SUMMARY and now.wording is Wording.VERBATIM:
        return _("%(field)s lu remplace le résumé : « %(new)s »") % said
    if was.wording is Wording.VERBATIM and now.wording is Wording.SUMMARY:
        return _("%(field)s : un résumé remplace le texte lu (« %(new)s »)") % said
    return _value(name, was, now)


def _list(name: str, was: tuple[Any, ...], now: tuple[Any, ...]) -> Iterator[str]:
    if name == "titles" and len(was) == len(now) == 1:
        yield from _title(was[0], now[0])
        return
    old, new = _keyed(was), _keyed(now)
    gone = [old[key] for key in old if key not in new]
    come = [new[key] for key in new if key not in old]
    yield from _items(label(name), gone, come)
    for key in old.keys() & new.keys():
        if old[key] != new[key]:
            inner = _("%(field)s, « %(item)s » : %(said)s")
            said = {"field": label(name), "item": value_words(new[key])}
            yield from (inner % {**said, "said": words} for words in members(old[key], new[key]))
    if not gone and not come and list(old) != list(new):
        yield _("%s : ordre changé") % label(name)


def _title(was: Title, now: Title) -> Iterator[str]:
    if was.text != now.text:
        yield _text(label("title"), was.text, now.text)
    if was.citations != now.citations:
        yield from _list("citations", was.citations, now.citations)


def _items(name: str, gone: list[Any], come: list[Any]) -> Iterator[str]:
    if len(gone) == len(come) == 1:
        yield _value(name, gone[0], come[0])
        return
    if come:
        template = ngettext(
            "%(field)s : %(count)s ajout (%(items)s)", "%(field)s : %(count)s ajouts (%(items)s)", len(come)
        )
        yield template % {"field": name, "count": len(come), "items": _some(come)}
    if gone:
        template = ngettext(
            "%(field)s : %(count)s retrait (%(items)s)", "%(field)s : %(count)s retraits (%(items)s)", len(gone)
        )
        yield template % {"field": name, "count": len(gone), "items": _some(gone)}


def _some(items: list[Any]) -> str:
    said = [f"« {value_words(item)} »" for item in items[:MOST_SAID]]
    return ", ".join([*said, "…"] if len(items) > MOST_SAID else said)


_KEYS: dict[type[Any], Callable[[Any], Any]] = {
    Observation: lambda item: (item.when, item.dimensions, item.said),
    Expected: lambda item: (item.when, item.final),
    Amount: lambda item: item.quantity,
    StateLine: lambda item: item.subject,
    Reply: lambda item: (item.body.uid, item.body.name),
    Member: lambda item: (item.body.uid, item.body.name, item.since),
    Attendance: lambda item: (item.body.uid, item.body.name),
    FollowUp: lambda item: item.session,
    AgendaItem: lambda item: item.title,
}
"""What tells items without a uid apart. A revised value stands beside the one before: when it was said differs."""


def _keyed(items: Iterable[Any]) -> dict[Any, Any]:
    """Items by what makes them the same from one version to the next: their uid, what they are about, or all of them."""
    return {_key(item): item for item in items}


def _key(item: Any) -> Any:
    for name in ("uid", "code"):
        if isinstance(found := getattr(item, name, None), str):
            return found
    told_apart_by = _KEYS.get(type(item))
    return told_apart_by(item) if told_apart_by else item


@cache
def _members(cls: type[Any]) -> tuple[str, ...]:
    names = (item.name for item in fields(cls))
    return tuple(name for name in names if name not in _SILENT and (cls, name) not in _COUNTED)
