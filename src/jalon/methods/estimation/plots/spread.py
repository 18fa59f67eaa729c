"""Models against their BIC: models that fit as well say different totals."""

from collections.abc import Sequence
from decimal import Decimal

from jalon.methods.charts import ChartError, nice_ticks
from jalon.methods.estimation.assess_words import people
from jalon.methods.estimation.plots.rows import LEFT, RIGHT, tick_anchor
from jalon.methods.estimation.plots.svg import Drawing, Lang

HEAD, BODY, FOOT = 24, 240, 48
NEAR = 2.0  # of BIC: « barely worth mentioning » (Kass and Raftery, JASA 90, 1995)

_WORDS: dict[Lang, dict[str, str]] = {
    "fr": {
        "down": "BIC de plus que le meilleur : 0 à {most}",
        "across": "Total, personnes",
        "says": "{count} modèles. Les {near} à moins de {within} points de BIC du meilleur vont de {low} à {high} personnes.",
    },
    "en": {
        "down": "BIC above the best: 0 to {most}",
        "across": "Total, people",
        "says": "{count} models. The {near} within {within} points of BIC of the best go from {low} to {high} people.",
    },
}


def spread_plot(
    models: Sequence[tuple[float, float]], *, title: str, name: str, lang: Lang, hints: Sequence[str] = ()
) -> str:
    """The SVG. models: (BIC above the best one, total), both finite. hints: one a model, such as its generators.

    `ChartError` where there is none.
    """
    if not models:
        raise ChartError("no model: expected one at least")
    words, most = _WORDS[lang], max(1.0, *(above for above, _ in models))
    near = [total for above, total in models if above <= NEAR]
    marks = [float(mark) for mark in nice_ticks(Decimal(max(total for _, total in models)), whole=True)]
    description = words["says"].format(
        count=len(models),
        near=len(near),
        within=f"{NEAR:g}",
        low=people(min(near), lang),
        high=people(max(near), lang),
    )
    drawing = Drawing(name, title, description, HEAD + BODY + FOOT, lang)
    drawing.text(LEFT, 14, words["down"].format(most=f"{most:.0f}"))
    for mark in marks:
        x = _across(mark, marks[-1])
        drawing.line(x, HEAD, x, HEAD + BODY, kind="grid")
        drawing.text(x, HEAD + BODY + 18, people(mark, lang), anchor=tick_anchor(mark, marks[-1]))
    drawing.text(LEFT, HEAD + BODY + 40, words["across"])
    for place, (above, total) in enumerate(models):
        y = HEAD + 8 + (BODY - 16) * above / most
        drawing.dot(_across(total, marks[-1]), y, radius=3.5, hint=hints[place] if hints else "")
    return drawing.svg()


def _across(value: float, top: float) -> float:
    return LEFT + (RIGHT - LEFT) * value / top
