"""Sources on paper: one note for each place in a source, in the interface of the notebook that page models take."""

from collections.abc import Iterable, Mapping

from jalon.facts.common import Citation, Source
from jalon.portal.pieces import Notebook, Notes, Ref, split_address
from jalon.reports.document import Note


class Footbook(Notebook):
    """Hands out numbers for (source, place) over a whole report; `finished` renumbers them in the order of reading."""

    def __init__(self) -> None:
        super().__init__({})
        self._known: dict[str, Source] = {}
        self._first_of: dict[tuple[str, str], str] = {}
        self._places: dict[tuple[str, str], int] = {}
        self._given: dict[tuple[str, str], Ref] = {}

    def learn(self, sources: Mapping[str, Source]) -> "Footbook":
        """Sources that later citations may name. Two parts may cite one address, each under a uid of its own."""
        for uid, source in sources.items():
            if uid not in self._known:
                self._known[uid] = source
                self._first_of.setdefault((source.address, source.note or ""), uid)
        return self

    def refs(self, *groups: Iterable[Citation]) -> tuple[Ref, ...]:
        """Numbers of these citations, each place once. A source that is not known is left out."""
        found: dict[int, Ref] = {}
        for group in groups:
            for citation in group:
                if citation.source in self._known:
                    ref = self._ref(citation)
                    found.setdefault(ref.number, ref)
        return tuple(found.values())

    def _ref(self, citation: Citation) -> Ref:
        source = self._known[citation.source]
        key = (self._first_of[source.address, source.note or ""], citation.locator or "")
        if key not in self._given:
            self._given[key] = Ref(self._places.setdefault(key, len(self._places) + 1), "")
        return self._given[key]

    def turn(self) -> Notes:
        """Nothing is printed at the end of a section: notes are at the foot of the page."""
        return Notes()

    def notes(self) -> dict[int, Note]:
        """All that was cited, by number."""
        return {number: self._printed_note(number, uid, place) for (uid, place), number in self._places.items()}

    def _printed_note(self, number: int, uid: str, place: str) -> Note:
        source = self._known[uid]
        host, path = split_address(source)
        return Note(number, uid, host, path, source.url or "", source.title or "", place, source.note or "")
