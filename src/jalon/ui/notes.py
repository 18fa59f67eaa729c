"""Sources of one page: numbered in the order in which they are first cited, printed section after section."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from jalon.facts.common import Citation, Source

PATH_SHOWN = 64
"""Characters of a source's path that are printed; the link keeps it whole."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A source marker: its number on the page and what a screen reader says."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Note:
    """A source as printed. `again`: it was printed earlier, and only new places in it are added here."""

    number: int
    host: str
    path: str = ""
    url: str | None = None
    title: str = ""
    places: tuple[str, ...] = ()
    remark: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one section; false when there is none."""

    items: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def label(self) -> str:
        """What names the list: « Source 4 », « Sources 4 à 7 »."""
        first, last = self.items[0].number, self.items[-1].number
        if first == last:
            return _("Source %(n)d") % {"n": first}
        return _("Sources %(first)d à %(last)d") % {"first": first, "last": last}


class Notebook:
    """Hands out markers and, at the end of each section, the notes that the section was the first to need."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        first: dict[tuple[str, str], str] = {}
        self._same = {uid: first.setdefault(_printed_as(one), uid) for uid, one in sources.items()}
        """Two parts may cite one address, each under a uid of its own: the page prints it once."""
        self._numbers: dict[str, int] = {}
        self._printed: dict[str, set[str]] = {}
        self._waiting: dict[str, list[str]] = {}
        self._markers: dict[tuple[str, str | None], Ref] = {}

    def refs(self, *groups: Iterable[Citation]) -> tuple[Ref, ...]:
        """Markers of these citations in order, each address once. A source that is not known is left out."""
        found: dict[str, Ref] = {}
        for group in groups:
            for citation in group:
                uid, place = self._same.get(citation.source), citation.locator
                if uid is not None:
                    found.setdefault(uid, self._markers.get((uid, place)) or self._cite(uid, place))
        return tuple(found.values())

    def turn(self) -> Notes:
        """The notes of the section that ends here, in order of number."""
        waiting, self._waiting = self._waiting, {}
        notes = [self._note(uid, tuple(places)) for uid, places in waiting.items()]
        for uid, places in waiting.items():
            self._printed.setdefault(uid, set()).update(places)
        return Notes(tuple(sorted(notes, key=lambda note: note.number)))

    def _cite(self, uid: str, place: str | None) -> Ref:
        """The first time that this place of the source is cited: its section prints it."""
        number = self._numbers.setdefault(uid, len(self._numbers) + 1)
        if uid not in self._printed:
            self._waiting.setdefault(uid, [])
        if place and place not in self._printed.get(uid, ()) and place not in self._waiting.get(uid, ()):
            self._waiting.setdefault(uid, []).append(place)
        return self._marker(uid, number, place)

    def _marker(self, uid: str, number: int, place: str | None) -> Ref:
        """Made once for each place that is cited: a table may cite one in every cell."""
        host = split_address(self._sources[uid])[0]
        words = _("source %(n)d, %(host)s") % {"n": number, "host": host}
        made = self._markers[uid, place] = Ref(number, f"{words}, {place}" if place else words)
        return made

    def _note(self, uid: str, places: tuple[str, ...]) -> Note:
        source = self._sources[uid]
        host, path = split_address(source)
        number, again = self._numbers[uid], uid in self._printed
        if again:
            return Note(number, host, places=places, again=True)
        return Note(number, host, path, source.url, source.title or "", places, source.note or "")


def _printed_as(source: Source) -> tuple[str, str]:
    """What a note is made of; an address that is missing is nobody else's."""
    return source.address or source.uid, source.note or ""


def split_address(source: Source) -> tuple[str, str]:
    """Host and path of a source as printed; an address in words is printed whole."""
    parts = urlsplit(source.url or "")
    if not parts.hostname:
        return source.address or source.key, ""
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    shown = path if len(path) <= PATH_SHOWN else f"{path[: PATH_SHOWN - 1]}…"
    return parts.hostname.removeprefix("www."), "" if shown == "/" else shown
