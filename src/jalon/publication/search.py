"""Full-text search of a Release: all words, accents and endings aside, in French or English; hits with marked words."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jalon.methods.text import highlight, word_stems
from jalon.publication.entries import SEARCHED
from jalon.publication.placing import FOUND_UNDER, HUNG_ON, OF_PLAN
from jalon.publication.records import Place, SearchHit, SearchPage, Segment

PAGE = 20
LONGEST_QUERY = 200
EXTRACT = 240
"""Characters of an extract, about."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
LANGS = ("fr", "en")
ROOM = 2**40
"""Rows that a kind has room for: the index keeps those of a kind together."""
_FOUND = """FROM search s JOIN found w ON w.id = s.rowid
    WHERE search MATCH :match AND s.rowid BETWEEN :low AND :high"""
_BEST = f"SELECT w.fact {_FOUND} ORDER BY bm25(search, 5.0, 1.0), w.fact LIMIT :limit OFFSET :skip"
_FIRST = f"SELECT w.fact {_FOUND} ORDER BY s.rowid LIMIT :limit OFFSET :skip"
_COUNT = f"SELECT count(*) FROM (SELECT 1 {_FOUND} LIMIT :limit)"
_SHOWN = f"""
SELECT e.id, e.title, e.text, e.lang, f.uid, f.kind, f.part, p.slug,
       CASE WHEN m.kind = 'measure' THEN m.uid END, m.number, {FOUND_UNDER}, t.title
FROM entry e JOIN fact f ON f.id = e.id
LEFT JOIN fact m ON m.id = (SELECT min(x.id) FROM fact x WHERE x.uid = {HUNG_ON})
LEFT JOIN fact p ON p.id = (SELECT min(x.id) FROM fact x WHERE x.kind = 'plan' AND x.uid = {OF_PLAN})
LEFT JOIN entry t ON t.id = m.id
WHERE e.id IN ({{marks}})
"""
COUNTED = 1000
"""Hits of a kind beyond which they are not counted: counting them all would cost more with each plan published."""
RANKED = 1000
"""Hits beyond which they are not ranked: words that so many documents hold tell none of them from the others (the weight
that BM25 gives to a word held by half of the documents is 0: Robertson and Zaragoza 2009, 3.3), and ranking them all
would cost more with each plan published."""


def row_of(kind: str, number: int) -> int:
    """The row of the full-text index for the fact of this number."""
    return SEARCHED.index(kind) * ROOM + number


def search(connection: sqlite3.Connection, q: str, lang: str, kind: str | None, page: int) -> SearchPage:
    """One page of hits: counts by kind, numbers of the hits, then what they show: five queries at most. Of more than RANKED, those whose title
    holds all the words come first, then the others by kind and in the order of the register."""
    forms = query_forms(q, lang)
    if not forms:
        return SearchPage(query=q)
    match = match_expression(forms)
    counts, beyond = _counts(connection, match)
    asked = set(counts) if kind is None else {kind}
    total, more = sum(counts.get(name, 0) for name in asked), bool(beyond & asked)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    ranked = total <= RANKED and not more
    skip = PAGE * (page - 1)
    numbers = _Numbers(connection, match, kind).page(skip, min(PAGE, total - skip), ranked)
    shown = connection.execute(_SHOWN.format(marks=", ".join("?" * len(numbers))), numbers)
    rows = {number: row for number, *row in shown}
    hits = tuple(_hit(rows[number], q) for number in numbers)
    return SearchPage(
        query=q, hits=hits, total=total, page=page, pages=pages, kinds=tuple(counts.items()), beyond=beyond, more=more,
        ranked=ranked,
    )  # fmt: skip


def _counts(connection: sqlite3.Connection, match: str) -> tuple[dict[str, int], frozenset[str]]:
    """Hits of each kind that has some, up to COUNTED, and the kinds that have more: one query."""
    each = (_COUNT.replace(":low", str(low)).replace(":high", str(high)) for low, high in map(_rows, SEARCHED))
    query = " UNION ALL ".join(each)
    found = [count for (count,) in connection.execute(query, {"match": match, "limit": COUNTED + 1})]
    beyond = frozenset(kind for kind, count in zip(SEARCHED, found, strict=True) if count > COUNTED)
    return {kind: min(count, COUNTED) for kind, count in zip(SEARCHED, found, strict=True) if count}, beyond


def _rows(kind: str | None) -> tuple[int, int]:
    """The first and last row that a kind may have; all for None, none for a kind that is not searched."""
    if kind is None:
        return 0, ROOM * len(SEARCHED)
    return (row_of(kind, 0), row_of(kind, ROOM - 1)) if kind in SEARCHED else (-1, -1)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of the documents found, a page at a time."""

    connection: sqlite3.Connection
    match: str
    kind: str | None

    def page(self, skip: int, size: int, ranked: bool) -> list[int]:
        if ranked:
            return self._ask(_BEST, self.match, size, skip)
        titled = f"{{title}} : ({self.match})"
        found = self._ask(_FIRST, titled, size, skip)
        if len(found) == size:
            return found
        above = self._ask(_COUNT, titled, skip + size, 0)[0]  # fewer than that: the page was not filled
        return found + self._ask(_FIRST, f"({self.match}) NOT ({titled})", size - len(found), max(0, skip - above))

    def _ask(self, query: str, match: str, limit: int, skip: int) -> list[int]:
        low, high = _rows(self.kind)
        values = {"match": match, "low": low, "high": high, "limit": limit, "skip": skip}
        return [number for (number,) in self.connection.execute(query, values)]


def query_forms(q: str, lang: str) -> tuple[tuple[str, ...], ...]:
    """For each word of the query, the forms it may have in either language: content keeps its language whatever the
    page's is. What an elision leaves (« l’ ») asks for nothing."""
    langs = (lang, *(other for other in LANGS if other != lang))
    words = _WORD.findall(unicodedata.normalize("NFC", q[:LONGEST_QUERY]))
    forms = (tuple(dict.fromkeys(stem for each in langs for stem in word_stems(word, each))) for word in words)
    return tuple(form for form in forms if form)


def match_expression(forms: Iterable[tuple[str, ...]]) -> str:
    """The FTS5 expression: every word, in one of its forms. Forms hold letters and digits only; quoted all the same."""
    return " AND ".join("(" + " OR ".join(f'"{form}"' for form in either) + ")" for either in forms)


def extract(text: str, q: str, lang: str) -> str:
    """About 240 characters around the first word that was searched, cut between words."""
    before = 0
    for segment in highlight(text, q, lang):
        if segment.hit:
            break
        before += len(segment.text)
    start = text.rfind(" ", 0, before - EXTRACT // 3) + 1 if EXTRACT // 2 < before < len(text) else 0
    end = text.find(" ", start + EXTRACT)
    return ("… " if start else "") + (text[start:] if end < 0 else text[start:end] + " …")


def _segments(text: str, q: str, lang: str) -> tuple[Segment, ...]:
    return tuple(Segment(piece.text, piece.hit) for piece in highlight(text, q, lang))


def _hit(row: Sequence[str], q: str) -> SearchHit:
    title, text, lang, uid, kind, part, plan, measure, number, slug, subject = row
    place = Place(uid=uid, kind=kind, part=part, plan=plan, measure=measure, number=number, slug=slug)
    return SearchHit(
        place=place,
        title=_segments(title or subject or "", q, lang),
        extract=_segments(extract(text, q, lang), q, lang),
        lang=lang,
    )
