"""Full-text search of a Release: all words, accents and endings aside, in French or English; hits with marked words."""

import re
import sqlite3
from collections.abc import Iterable

from jalon.methods.text import stems
from jalon.publication.records import Place, SearchHit, SearchPage, Segment

PAGE = 20
LONGEST_QUERY = 200
EXTRACT = 240
"""Characters of an extract, about."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LANGS = ("fr", "en")
_HITS = """
SELECT e.title, e.text, e.lang, f.uid, f.kind, f.part, p.slug,
       CASE WHEN m.kind = 'measure' THEN m.uid END, m.number, f.slug, t.title
FROM search s JOIN entry e ON e.id = s.rowid JOIN fact f ON f.id = e.id
LEFT JOIN fact m ON m.id = (SELECT min(x.id) FROM fact x WHERE x.uid = CASE WHEN f.kind IN ('statements', 'means')
                                                                     THEN f.subject ELSE f.uid END)
LEFT JOIN fact p ON p.id = (SELECT min(x.id) FROM fact x WHERE x.kind = 'plan'
                            AND x.uid = CASE WHEN f.kind = 'plan' THEN f.uid ELSE f.plan END)
LEFT JOIN entry t ON t.id = m.id
WHERE search MATCH ? AND (? IS NULL OR e.kind = ?)
ORDER BY bm25(search, 5.0, 1.0), s.rowid LIMIT ? OFFSET ?
"""
_KINDS = "SELECT e.kind, count(*) FROM search s JOIN entry e ON e.id = s.rowid WHERE search MATCH ? GROUP BY e.kind"


def search(connection: sqlite3.Connection, q: str, lang: str, kind: str | None, page: int) -> SearchPage:
    """One page of hits: two queries, one of them for the counts by kind."""
    wanted = query_stems(q, lang)
    if not wanted:
        return SearchPage(query=q)
    match = match_expression(wanted)
    kinds = tuple(sorted(connection.execute(_KINDS, (match,))))
    total = sum(count for name, count in kinds if kind in (None, name))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = connection.execute(_HITS, (match, kind, kind, PAGE, PAGE * (page - 1))).fetchall()
    marked = frozenset(stem for forms in wanted for stem in forms)
    hits = tuple(_hit(row, marked) for row in rows)
    return SearchPage(query=q, hits=hits, total=total, page=page, pages=pages, kinds=kinds)


def query_stems(q: str, lang: str) -> tuple[tuple[str, ...], ...]:
    """For each word of the query, its stems in either language: content keeps its language whatever the page's is."""
    words = _WORD.findall(q[:LONGEST_QUERY])
    langs = (lang, *(other for other in _LANGS if other != lang))
    forms = (tuple(dict.fromkeys(stem for each in langs for stem in stems(word, each))) for word in words)
    return tuple(form for form in forms if form)


def match_expression(wanted: Iterable[tuple[str, ...]]) -> str:
    """The FTS5 expression: every word, in one of its forms. Stems hold no quotation mark, they are quoted all the same."""
    quoted = ((f'"{stem.replace(chr(34), "")}"' for stem in forms) for forms in wanted)
    return " AND ".join(f"({' OR '.join(forms)})" for forms in quoted)


def segments(text: str, wanted: frozenset[str], lang: str) -> tuple[Segment, ...]:
    """The text in pieces, the words that were searched marked. Joined, the pieces are the text."""
    pieces: list[Segment] = []
    end = 0
    for match in _WORD.finditer(text):
        if wanted.intersection(stems(match.group(), lang)):
            if match.start() > end:
                pieces.append(Segment(text[end : match.start()]))
            pieces.append(Segment(match.group(), marked=True))
            end = match.end()
    if end < len(text):
        pieces.append(Segment(text[end:]))
    return tuple(pieces)


def extract(text: str, wanted: frozenset[str], lang: str) -> str:
    """About 240 characters around the first word that was searched, cut between words."""
    first = next((m.start() for m in _WORD.finditer(text) if wanted.intersection(stems(m.group(), lang))), 0)
    start = text.rfind(" ", 0, max(0, first - EXTRACT // 3)) + 1 if first > EXTRACT // 2 else 0
    end = text.find(" ", start + EXTRACT)
    cut = text[start:] if end < 0 else text[start:end]
    return ("… " if start else "") + cut + (" …" if end >= 0 else "")


def _hit(row: tuple[str, ...], wanted: frozenset[str]) -> SearchHit:
    title, text, lang, uid, kind, part, plan, measure, number, slug, subject = row
    place = Place(uid=uid, kind=kind, part=part, plan=plan, measure=measure, number=number, slug=slug)
    shown = extract(text, wanted, lang)
    return SearchHit(
        place=place,
        title=segments(title or subject or "", wanted, lang),
        extract=segments(shown, wanted, lang),
        lang=lang,
    )
