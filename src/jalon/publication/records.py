"""Small frozen records that readers get besides facts."""

from dataclasses import dataclass, field

from django.utils.text import slugify

from jalon.core.filetypes import ALLOWED
from jalon.facts.common import OrgRef, Text
from jalon.facts.part import PartHeader
from jalon.facts.series import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseInfo:
    """A Release: its id is the SHA-256 of its manifest. `parts` and `documents` are counts; times are UTC strings."""

    id: str
    created_at: str
    parts: int
    documents: int
    previous: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartInfo:
    """A signed part in a Release. `hash` is the version's; `key` is the id of the key that signed.

    `foreign`: signed by another instance. `previous` is the hash of the version before.
    """

    header: PartHeader
    hash: str
    signed_at: str
    signer: str
    key: str
    foreign: bool = False
    previous: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesHead:
    """A series without its observations, for lists. `first` and `last` are EDTF strings as said."""

    uid: str
    slug: str
    title: Text
    producer: OrgRef
    indicator: str
    unit: str
    family: Family
    vintage: str | None
    multiple: bool
    do_not_add: bool
    note: Text | None
    of: str | None
    part: str
    count: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A document withdrawn by its owner: answered by 410. `uid` is that of the plan, measure… it was about."""

    part: str
    path: str
    uid: str | None
    reason: str  # error | privacy | court
    words: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFile:
    """The file of a public document. `title` is the document's, in `lang`; `size` in bytes."""

    sha256: str
    title: str
    lang: str
    media_type: str | None
    size: int | None

    @property
    def name(self) -> str:
        """The name that it is given to people who take it: the document's title, and the suffix of its type."""
        suffix = next((end for end, media in ALLOWED.items() if media == self.media_type), "")
        return (slugify(self.title)[:80].strip("-") or "document") + suffix

    @property
    def served_as(self) -> str:
        """Its type if it is one that is taken in here, else bytes without a type."""
        return next((media for media in ALLOWED.values() if media == self.media_type), "application/octet-stream")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a uid is shown: enough to make its address. `plan` is a slug; `measure` the uid of its measure."""

    uid: str
    kind: str
    part: str
    plan: str | None = None
    measure: str | None = None
    number: str | None = None
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text; `marked` pieces are what was searched."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One thing found: where it is shown, its title and an extract, both in pieces to be escaped by the template."""

    place: Place
    title: tuple[Segment, ...]
    extract: tuple[Segment, ...]
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """One page of hits; `kinds` counts all hits by kind, whatever the kind asked for, up to `search.COUNTED` of each:
    there are more of those in `beyond`. `total` sums what was counted; when there are more (`more`), the pages hold the
    first `total`. `ranked`: the best come first; else there are too many, and those whose title holds all the words do.
    """

    query: str
    hits: tuple[SearchHit, ...] = ()
    total: int = 0
    page: int = 1
    pages: int = 1
    kinds: tuple[tuple[str, int], ...] = field(default=())
    beyond: frozenset[str] = frozenset()
    more: bool = False
    ranked: bool = True
