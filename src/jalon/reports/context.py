"""The context that page models are built from, for paper: one book of sources for the whole report."""

from dataclasses import dataclass, field
from datetime import date

from jalon.portal.asof import AsOf
from jalon.portal.context import Context, cited
from jalon.portal.links import Links
from jalon.portal.pieces import Notebook
from jalon.publication.reader import Reader
from jalon.reports.footbook import Footbook


@dataclass(frozen=True, slots=True)
class PaperContext(Context):
    """As for a page; every section cites in the same book."""

    book: Footbook = field(default_factory=Footbook)

    def notebook(self, *facts: object) -> Notebook:
        """The book of the report, which learns the sources of these facts: one query."""
        return self.book.learn(self.reader.sources(sorted(set(cited(facts)))))


def paper_context(reader: Reader, lang: str, at: date | None = None) -> PaperContext:
    """What a report says is what was so on the day `at`; None: all that the Release holds, whose day is today."""
    made = date.fromisoformat(reader.release.created_at[:10])
    return PaperContext(reader, AsOf(state=at), lang, Links(), at or made)
