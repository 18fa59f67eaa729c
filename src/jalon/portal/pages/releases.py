"""Versions: the list of Releases, one Release with its signed parts, and the difference between two in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.errors import NotFound
from jalon.portal.pages.head import Head
from jalon.portal.pages.sources import kind_words
from jalon.portal.pieces import Day, Link, day
from jalon.publication import diff
from jalon.publication.reader import default_store, open_reader
from jalon.publication.records import PartInfo, ReleaseInfo, Tombstone

SHOWN = 1000
"""Changes that one page of differences shows."""


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One Release in the list."""

    id: str
    url: str
    day: Day | None
    parts: int
    documents: int
    current: bool
    compare: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """All Releases, latest first."""

    head: Head
    rows: tuple[ReleaseRow, ...]
    changes_url: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A signed part with everything that lets one check it by hand."""

    uid: str
    title: str
    lang: str | None
    kind: str
    owner: str
    number: int
    hash: str
    key: str
    signer: str
    day: Day | None
    reason: str
    foreign: bool
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Grave:
    """A document that its owner withdrew."""

    words: str
    reason: str
    path: str
    day: Day | None


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One Release."""

    head: Head
    id: str
    day: Day | None
    documents: int
    current: bool
    parts: tuple[PartRow, ...]
    graves: tuple[Grave, ...]
    before: Link | None
    compare: str
    browse: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One fact that came, went or changed."""

    name: str
    url: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What the second Release says that the first did not, and the reverse."""

    head: Head
    before: ReleaseRow
    after: ReleaseRow
    counts: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[ChangeRow, ...]], ...]
    cut: int


def listing(ctx: Context) -> ListPage:
    """The list of Releases."""
    head = Head(title=_("Versions du registre"), section="", crumbs=(Link("", _("Versions")),), asof=False)
    return ListPage(head, tuple(_row(info, ctx) for info in ctx.reader.releases()), ctx.links.to("changes"))


def _row(info: ReleaseInfo, ctx: Context) -> ReleaseRow:
    current = ctx.reader.releases()[0].id == info.id
    compare = ctx.links.to("difference", info.previous[:12], info.id[:12]) if info.previous else ""
    return ReleaseRow(
        info.id,
        ctx.links.to("release", info.id[:12]),
        day(info.created_at[:10], ctx.lang),
        info.parts,
        info.documents,
        current,
        compare,
    )


def chosen(ctx: Context, prefix: str) -> ReleaseInfo:
    """The Release whose id starts so. Raises NotFound when none or several do."""
    found = [info for info in ctx.reader.releases() if info.id.startswith(prefix.lower())]
    if len(found) != 1:
        raise NotFound(prefix)
    return found[0]


def one(ctx: Context, prefix: str) -> ReleasePage:
    """One Release: its parts, and how to check it. Raises NotFound."""
    info = chosen(ctx, prefix)
    reader = open_reader(info.id)
    row = _row(info, ctx)
    crumbs = (Link(ctx.links.to("releases"), _("Versions")), Link("", info.id[:12]))
    made = day(info.created_at[:10], ctx.lang)
    head = Head(title=_("Version du %(date)s") % {"date": made.words if made else ""}, crumbs=crumbs, asof=False)
    before = Link(ctx.links.to("release", info.previous[:12]), info.previous[:12]) if info.previous else None
    return ReleasePage(
        head=head,
        id=info.id,
        day=made,
        documents=info.documents,
        current=row.current,
        parts=tuple(_part(part, ctx) for part in reader.parts()),
        graves=tuple(_grave(stone, ctx) for stone in reader.tombstones()),
        before=before,
        compare=row.compare,
        browse=ctx.links.to("overview") + ("" if row.current else f"?version={info.id[:12]}"),
    )


def _part(part: PartInfo, ctx: Context) -> PartRow:
    header = part.header
    return PartRow(
        uid=header.uid,
        title=header.title,
        lang=header.lang if header.lang != ctx.lang else None,
        kind=str(words.PART[header.kind]),
        owner=header.owner.name,
        number=header.version,
        hash=part.hash,
        key=part.key,
        signer=part.signer,
        day=day(part.signed_at[:10], ctx.lang),
        reason=header.reason,
        foreign=part.foreign,
        synthetic=header.synthetic,
    )


def _grave(stone: Tombstone, ctx: Context) -> Grave:
    return Grave(stone.words, reason_words(stone.reason), stone.path, day(stone.at[:10], ctx.lang))


def reason_words(reason: str) -> str:
    """Why a document was withdrawn."""
    return {"error": _("erreur"), "privacy": _("vie privée"), "court": _("décision de justice")}.get(reason, reason)


def difference(ctx: Context, first: str, second: str) -> DifferencePage:
    """From one Release to another, in words. Raises NotFound."""
    before, after = chosen(ctx, first), chosen(ctx, second)
    found = diff.difference(default_store(), before.id, after.id)
    crumbs = (Link(ctx.links.to("releases"), _("Versions")), Link("", _("Différence")))
    title = _("Ce qui a changé de %(a)s à %(b)s") % {"a": before.id[:7], "b": after.id[:7]}
    data = Link(ctx.links.to("changes_json") + f"?de={before.id[:12]}&a={after.id[:12]}", "JSON")
    head = Head(title=title, crumbs=crumbs, downloads=(data,), asof=False)
    return DifferencePage(
        head=head,
        before=_row(before, ctx),
        after=_row(after, ctx),
        counts=counts_of(found.counts()),
        groups=groups_of(found.changes, ctx),
        cut=max(0, len(found.changes) - SHOWN),
    )


def groups_of(changes: Iterable[diff.Change], ctx: Context) -> tuple[tuple[str, tuple[ChangeRow, ...]], ...]:
    """Changes by kind of fact, those that one page shows."""
    groups: dict[str, list[ChangeRow]] = defaultdict(list)
    for change in islice(changes, SHOWN):
        groups[kind_words().get(change.kind, _("Parties"))].append(_change(change, ctx))
    return tuple((kind, tuple(rows)) for kind, rows in groups.items())


def _change(change: diff.Change, ctx: Context) -> ChangeRow:
    url = ctx.links.to("permanent", change.uid) if change.uid and change.how in (diff.ADDED, diff.CHANGED) else ""
    return ChangeRow(change.name, url, change.sentences)


def counts_of(counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """How many facts came, went, changed, in words."""
    labels = {
        diff.ADDED: _("ajoutés"),
        diff.REMOVED: _("retirés"),
        diff.CHANGED: _("changés"),
        diff.WITHDRAWN: _("effacés à la demande de leur auteur"),
    }
    return tuple((labels[how], words.number(n)) for how, n in counts.items())
