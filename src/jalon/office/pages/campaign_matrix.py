"""Bodies by measures: who is asked what and what came back, and the boxes by which the asking team changes it.

A form carries what it started from, so that only what the person changed is written: a body that somebody else changed
meanwhile is shown as it stands, with the person's own changes over it.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from jalon.facts.common import Text
from jalon.portal import paging
from jalon.reporting.enums import AskState
from jalon.reporting.selectors.pages import AskRow, CampaignPage, LineRow
from jalon.reporting.subjects import Subject
from jalon.ui.pieces import Blank, Option, Pages

T = TypeVar("T")
ROWS, COLUMNS = 60, 12
"""Measures and bodies of one page: what a person can read, and fewer fields than a form may hold."""
CASE, SEEN, ROW = "case", "vu", "ligne"
ASKED = "demandees"


@dataclass(frozen=True, slots=True)
class Box:
    """One measure at one body. `kept`: something was returned of it, it stays asked. `note`: what changed meanwhile."""

    body: str
    value: str
    asked: bool
    kept: bool = False
    words: str = ""
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One element of the plan, at each body. `whole`: it is the plan itself, which has no number to read."""

    uid: str
    number: str
    title: Text
    whole: bool
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class MatrixBody:
    """A body at the head of a column. `seen` goes back with the form: what it starts from, boxes that are closed left out."""

    uid: str
    name: str
    fictional: bool
    asked: int
    seen: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """A page of the table, in the order of the campaign and of the plan. `total` elements, `bodies_total` bodies in all."""

    bodies: tuple[MatrixBody, ...]
    rows: tuple[MatrixRow, ...]
    total: int
    bodies_total: int
    blanks: tuple[Blank, ...]
    pages: Pages | None
    body_pages: Pages | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form asks of one body: the elements shown that it started from, those ticked, the revision it knew."""

    revision: int
    start: frozenset[uuid.UUID]
    ticked: frozenset[uuid.UUID]

    def over(self, current: Collection[uuid.UUID]) -> list[uuid.UUID]:
        """The person's own changes over what stands now, in a fixed order."""
        gone, new = self.start - self.ticked, self.ticked - self.start
        return [*(uid for uid in current if uid not in gone), *sorted(new - set(current))]

    @property
    def changes(self) -> bool:
        """The person changed something."""
        return self.start != self.ticked


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was sent; `met`: the bodies that somebody else changed meanwhile."""

    wishes: Mapping[str, Wish] = field(default_factory=dict)
    met: frozenset[str] = frozenset()


def build(
    page: CampaignPage,
    known: Mapping[uuid.UUID, Subject],
    kept: Collection[tuple[str, str]],
    query: Mapping[str, str],
    path: str,
    filled: Filled | None = None,
) -> Matrix:
    """The table. `kept`: uids of body and element of which something was returned; `filled`: what a form brings."""
    shown = ASKED if query.get("montrer") == ASKED else ""
    lines = _lines(page)
    heads = _heads(lines, known, shown)
    asks, number, last = _cut(page.asks, query.get("organismes"), COLUMNS)
    rows, row_number, row_last = _cut(heads, query.get("page"), ROWS)
    uids = [uuid.UUID(uid) for uid, _number, _title in rows]
    columns = [_Column(ask, lines.get(ask.uid, {}), kept, (filled or Filled())) for ask in asks]
    return Matrix(
        bodies=tuple(column.head(uids) for column in columns),
        rows=tuple(
            MatrixRow(uid, number_, title, uid == page.plan, tuple(column.box(uid) for column in columns)) for uid, number_, title in rows
        ),
        total=len(heads), bodies_total=len(page.asks), blanks=_blanks(shown),
        pages=paging.links(row_number, row_last, dict(query), path),
        body_pages=_body_pages(number, last, query, path),
    )  # fmt: skip


def _lines(page: CampaignPage) -> dict[str, dict[str, LineRow]]:
    return {ask.uid: {line.subject: line for line in ask.line_rows} for ask in page.asks}


def _heads(
    lines: Mapping[str, Mapping[str, LineRow]], known: Mapping[uuid.UUID, Subject], shown: str
) -> list[tuple[str, str, Text]]:
    """The rows: the plan's elements in its order, then what is asked about and is in the plan no more."""
    asked = {subject: line for held in lines.values() for subject, line in held.items()}
    found = [(str(uid), one.number, one.title) for uid, one in known.items() if not shown or str(uid) in asked]
    listed = {uid for uid, _number, _title in found}
    return found + [(uid, line.number, line.title) for uid, line in asked.items() if uid not in listed]


def _cut(rows: Sequence[T], wanted: str | None, size: int) -> tuple[Sequence[T], int, int]:
    last = max(1, -(-len(rows) // size))
    number = min(int(wanted), last) if wanted and wanted.isdecimal() and len(wanted) < 6 else 1
    number = max(1, number)
    return rows[(number - 1) * size : number * size], number, last


class _Column:
    """One body's column."""

    def __init__(
        self,
        ask: AskRow,
        lines: Mapping[str, LineRow],
        kept: Collection[tuple[str, str]],
        filled: Filled,
    ) -> None:
        self.ask, self.lines, self.kept = ask, lines, kept
        self.current = {uuid.UUID(uid) for uid in lines}
        self.wish = filled.wishes.get(ask.uid)
        self.met = ask.uid in filled.met
        self.wanted = set(self.wish.over(self.current)) if self.wish else self.current

    def head(self, uids: Sequence[uuid.UUID]) -> MatrixBody:
        held = self.current - {uuid.UUID(subject) for body, subject in self.kept if body == self.ask.uid}
        places = ",".join(str(place) for place, uid in enumerate(uids) if uid in held)
        seen = f"{self.ask.uid}:{self.ask.revision}:{places}"
        return MatrixBody(self.ask.uid, self.ask.body, self.ask.fictional, len(self.wanted), seen)

    def box(self, uid: str) -> Box:
        line, subject = self.lines.get(uid), uuid.UUID(uid)
        box = Box(self.ask.body, f"{self.ask.uid}.{uid}", subject in self.wanted, (self.ask.uid, uid) in self.kept)
        if line is not None:
            words, mark = said_of(self.ask, line)
            box = replace(box, words=words, mark=mark)
        return replace(box, note=self._note(subject))

    def _note(self, subject: uuid.UUID) -> str:
        if not self.met or self.wish is None or (subject in self.current) == (subject in self.wish.start):
            return ""
        if subject in self.current:
            return _("demandée entre-temps par une autre personne")
        return _("retirée entre-temps par une autre personne")


def said_of(row: AskRow, line: LineRow) -> tuple[str, str]:
    """What became of one measure at one body, in words, and its mark."""
    if line.nothing:
        return _("rien à signaler"), "sq-none"
    if line.returned and row.validated_at is not None:
        return _("validé"), "sq-full"
    if line.returned:
        return _("rendu"), "sq-half"
    if row.state is AskState.SILENT:
        return _("silence"), "sq-unk"
    return (_("pas rendu") if row.asked_at else _("pas encore demandé")), "sq-unk"


def _blanks(shown: str) -> tuple[Blank, ...]:
    words = {"": _("tous les éléments du plan"), ASKED: _("ceux qui sont demandés")}
    options = tuple(Option(code, label, code == shown) for code, label in words.items())
    return (Blank(_("Montrer"), "montrer", _("Quels éléments"), options),)


def _body_pages(number: int, last: int, query: Mapping[str, str], path: str) -> Pages | None:
    """Pages of bodies: their own word in the address, beside that of the rows."""
    kept = {name: value for name, value in query.items() if name not in {"organismes", "page"}}
    pages = paging.links(number, last, kept | {"rang": query.get("page", "")}, path)
    if pages is None:
        return None
    links = tuple(replace(link, url=_renamed(link.url)) for link in pages.links)
    return Pages(links, _renamed(pages.previous), _renamed(pages.following))


def _renamed(url: str) -> str:
    return url.replace("page=", "organismes=").replace("rang=", "page=")


# --- what a form brings ----------------------------------------------------------------------------------------------


def read(posted: QueryDict) -> dict[str, Wish]:
    """What a form asks of each body, by uid. What is not ours in it is left out."""
    rows = [found for text in posted.getlist(ROW) if (found := _uid(text)) is not None]
    ticked: dict[str, set[uuid.UUID]] = {}
    for text in posted.getlist(CASE):
        body, _dot, subject = text.partition(".")
        uid = _uid(subject)
        if uid is not None and uid in rows:
            ticked.setdefault(body, set()).add(uid)
    wishes = {}
    for text in posted.getlist(SEEN):
        body, revision, places = (text.split(":") + ["", ""])[:3]
        if revision.isdecimal() and len(revision) < 10:
            start = frozenset(rows[int(place)] for place in places.split(",") if _is_place(place, rows))
            wishes[body] = Wish(int(revision), start, frozenset(ticked.get(body, ())))
    return wishes


def _is_place(text: str, rows: Sequence[uuid.UUID]) -> bool:
    return text.isdecimal() and len(text) < 5 and int(text) < len(rows)


def _uid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
