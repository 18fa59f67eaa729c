"""Overlaps of lists as an UpSet (Lex, Gehlenborg, Strobelt, Vuillemot and Pfister, IEEE TVCG 20, 2014), one row a history.

A Venn diagram of six lists cannot be read, and its areas would be of nothing.
"""

from collections.abc import Mapping, Sequence

from jalon.methods.charts import ChartError
from jalon.methods.estimation.assess_words import people
from jalon.methods.estimation.plots.svg import Drawing, Lang

LINE, ROW = 20, 22
DOTS, BARS, LONGEST = (3.0, 36.0), 40.0, 46.0  # percent
MOST_ROWS = 60  # what is left out is counted

_WORDS: dict[Lang, dict[str, str]] = {
    "fr": {
        "size": "{place} {name} : {people} personnes",
        "more": "et {rows} autres croisements, {people} personnes en tout",
        "says": "Personnes par croisement de listes. {top}",
        "alone": "{name} seule : {people}.",
        "both": "{names} : {people}.",
    },
    "en": {
        "size": "{place} {name}: {people} people",
        "more": "and {rows} other overlaps, {people} people in all",
        "says": "People by overlap of lists. {top}",
        "alone": "{name} only: {people}.",
        "both": "{names}: {people}.",
    },
}


def upset_plot(
    sizes: Mapping[str, int], histories: Sequence[tuple[Sequence[str], int]], *, title: str, name: str, lang: Lang
) -> str:
    """The SVG. sizes: people on each list. histories: (lists, people on exactly these), drawn by falling count.

    `ChartError` where a history names an unknown list or there is none.
    """
    order = sorted(histories, key=lambda one: (-one[1], len(one[0]), tuple(one[0])))
    if not order or any(found not in sizes for lists, _ in order for found in lists):
        raise ChartError("no overlap, or one of an unknown list: expected lists among " + ", ".join(sizes))
    shown, rest = order[:MOST_ROWS], order[MOST_ROWS:]
    words, top = _WORDS[lang], _header(len(sizes))
    height = top + ROW * len(shown) + (LINE if rest else 0) + 8
    drawing = Drawing(name, title, words["says"].format(top=" ".join(_said(*one, lang) for one in order)), height, lang)
    for place, (listed, size) in enumerate(sizes.items(), start=1):
        line = words["size"].format(place=place, name=listed, people=people(size, lang))
        drawing.text(2, LINE * place - 4, line)
        drawing.text(_column(place, len(sizes)), top - 4, str(place), anchor="middle", strong=True)
    for row, (lists, count) in enumerate(shown):
        _draw(drawing, list(sizes), lists, count, top + ROW * row, order[0][1], lang)
    if rest:
        counted = people(sum(count for _, count in rest), lang)
        drawing.text(2, height - 8, words["more"].format(rows=len(rest), people=counted))
    return drawing.svg()


def _header(lists: int) -> int:
    """Pixels of the key above the rows."""
    return LINE * (lists + 1) + 4


def _column(place: int, lists: int) -> float:
    return DOTS[0] + (DOTS[1] - DOTS[0]) * (place - 0.5) / lists


def _draw(
    drawing: Drawing, names: Sequence[str], lists: Sequence[str], count: int, y: int, most: int, lang: Lang
) -> None:
    middle, places = y + ROW / 2, [n for n, name in enumerate(names, start=1) if name in lists]
    columns = [_column(n, len(names)) for n in places]
    if len(columns) > 1:
        drawing.line(columns[0], middle, columns[-1], middle, kind="link", width=2)
    for place in range(1, len(names) + 1):
        drawing.dot(_column(place, len(names)), middle, radius=4, filled=place in places)
    end = BARS + max(0.3, LONGEST * count / most)
    drawing.bar(BARS, end, y + 5, ROW - 10)
    drawing.text(end + 1, middle + 5, people(count, lang))


def _said(lists: Sequence[str], count: int, lang: Lang) -> str:
    key = "alone" if len(lists) == 1 else "both"
    return _WORDS[lang][key].format(name=lists[0], names=" + ".join(lists), people=people(count, lang))
