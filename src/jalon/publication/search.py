"""Full-text search of a Release: all words, accents and endings aside, in French or English; hits with marked words."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable

from jalon.methods.text import highlight, word_stems
from jalon.publication.records import Place, SearchHit, SearchPage, Segment

PAGE = 20
LONGEST_QUERY = 200
EXTRACT = 240
"""Characters of an extract, about."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
LANGS = ("fr", "en")
_HITS = """
SELECT e.title, e.text, e.lang, f.uid, f.kind, f.part, p.slug,
       CASE WHEN m.kind = 'measure' THEN m.uid END, m.number,
       CASE WHEN f.kind = 'answers' THEN m.slug ELSE f.slug END, t.title
FROM (SELECT rowid AS id, bm25(search, 5.0, 1.0) AS score FROM search
      WHERE search MATCH ? AND (? IS NULL OR (SELECT kind FROM entry WHERE id = search.rowid) = ?)
      ORDER BY score, rowid LIMIT ? OFFSET ?) hit
JOIN entry e ON e.id = hit.id JOIN fact f ON f.id = e.id
LEFT JOIN fact m ON m.id = (SELECT min(x.id) FROM fact x WHERE x.uid = CASE WHEN f.kind IN ('statements', 'means', 'answers')
                                                                     THEN f.subject ELSE f.uid END)
LEFT JOIN fact p ON p.id = (SELECT min(x.id) FROM fact x WHERE x.kind = 'plan'
                            AND x.uid = CASE WHEN f.kind = 'plan' THEN f.uid ELSE f.plan END)
LEFT JOIN entry t ON t.id = m.id
ORDER BY hit.score, hit.id
"""
_KINDS = "SELECT e.kind, count(*) FROM search s JOIN entry e ON e.id = s.rowid WHERE search MATCH ? GROUP BY e.kind"


def search(connection: sqlite3.Connection, q: str, lang: str, kind: str | None, page: int) -> SearchPage:
    """One page of hits: two queries, one of them for the counts by kind."""
    forms = query_forms(q, lang)
    if not forms:
        return SearchPage(query=q)
    match = match_expression(forms)
    kinds = tuple(sorted(connection.execute(_KINDS, (match,))))
    total = sum(count for name, count in kinds if kind in (None, name))
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    rows = connection.execute(_HITS, (match, kind, kind, PAGE, PAGE * (page - 1))).fetchall()
    hits = tuple(_hit(row, q) for row in rows)
    return SearchPage(query=q, hits=hits, total=total, page=page, pages=pages, kinds=kinds)


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


def _hit(row: tuple[str, ...], q: str) -> SearchHit:
    title, text, lang, uid, kind, part, plan, measure, number, slug, subject = row
    place = Place(uid=uid, kind=kind, part=part, plan=plan, measure=measure, number=number, slug=slug)
    return SearchHit(
        place=place,
        title=_segments(title or subject or "", q, lang),
        extract=_segments(extract(text, q, lang), q, lang),
        lang=lang,
    )
