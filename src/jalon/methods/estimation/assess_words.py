"""What may and may not be concluded from an assessment, in plain French and English.

Sentences are data with places for figures; a test reads that both languages have every sentence and the same places.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jalon.methods.estimation.assess import Assessment

Lang = Literal["fr", "en"]
WIDE = 2.0  # as in `assess_warnings`

WHITEHEAD = (
    "Whitehead, J., Jackson, J., Balch, A., Francis, B. (2021). On the unreliability of multiple systems estimation for "
    "estimating the number of potential victims of modern slavery in the UK. Journal of Human Trafficking 7(1), 1-13."
)
BINETTE = (
    "Binette, O., Steorts, R. C. (2022). On the reliability of multiple systems estimation for the quantification of "
    "modern slavery. Journal of the Royal Statistical Society Series A 185(2), 640-676."
)
CRITICS = (WHITEHEAD, BINETTE)

SENTENCES: dict[str, dict[Lang, str]] = {
    "seen": {
        "fr": "{observed} personnes figurent sur au moins une des {lists} listes, dont {overlapping} sur plusieurs. "
        "Les autres, personne ne les a comptées.",
        "en": "{observed} people are on at least one of the {lists} lists, {overlapping} of them on several. "
        "Nobody counted the others.",
    },
    "band": {
        "fr": "Les {methods} méthodes défendables qui donnent une réponse situent le total entre {lowest} et {highest} ; "
        "leurs intervalles à {level} % vont, ensemble, de {low} à {high}.",
        "en": "The {methods} defensible methods that give an answer put the total between {lowest} and {highest}; "
        "their {level}% intervals together run from {low} to {high}.",
    },
    "unbounded": {
        "fr": "Les {methods} méthodes défendables qui donnent une réponse situent le total entre {lowest} et {highest} ; "
        "leurs limites à {level} % partent de {low} et rien ne borne le total par le haut pour au moins l’une d’elles.",
        "en": "The {methods} defensible methods that give an answer put the total between {lowest} and {highest}; "
        "their {level}% limits start at {low}, and for at least one of them nothing bounds the total from above.",
    },
    "failed": {
        "fr": "Sans réponse sur ces listes : {failed}.",
        "en": "Without an answer on these lists: {failed}.",
    },
    "lists": {
        "fr": "Sans l’une ou l’autre des listes, la même méthode va de {low} à {high}.",
        "en": "Without one list or another, the same method goes from {low} to {high}.",
    },
    "person": {
        "fr": "Une seule personne de plus ou de moins dans un croisement de listes suffit à la porter de {low} à {high}.",
        "en": "A single person more or less in one overlap is enough to take it from {low} to {high}.",
    },
    "person-none": {
        "fr": "Une seule personne de plus ou de moins dans un croisement de listes suffit à ce qu’il n’y ait plus "
        "d’estimation.",
        "en": "A single person more or less in one overlap is enough for there to be no estimate at all.",
    },
    "known": {
        "fr": "On a caché la taille connue de {tried} listes : les autres listes l’ont retrouvée, à l’intervalle près, "
        "pour {found} d’entre elles.",
        "en": "The known size of {tried} lists was hidden: the other lists found it again, within the interval, for "
        "{found} of them.",
    },
    "may": {
        "fr": "On peut conclure que des personnes échappent à toutes les listes et, si les hypothèses des méthodes "
        "tiennent, que le total est de l’ordre de la bande entière.",
        "en": "One may conclude that people are missed by every list and, if the assumptions of the methods hold, that "
        "the total is of the order of the whole band.",
    },
    "may-little": {
        "fr": "On peut conclure qu’au moins {observed} personnes sont concernées et que d’autres échappent sans doute à "
        "toutes les listes ; l’ordre de grandeur du total, lui, n’est pas établi.",
        "en": "One may conclude that at least {observed} people are concerned and that others are probably missed by "
        "every list; the order of magnitude of the total is not established.",
    },
    "may-not": {
        "fr": "On ne peut en tirer ni un chiffre à citer seul, ni une évolution d’une année à l’autre, ni une comparaison "
        "entre pays, ni l’effet d’une politique : chaque méthode suppose, sans que ces listes permettent de le vérifier, "
        "comment les listes dépendent les unes des autres.",
        "en": "One may not draw from it a figure to be quoted alone, a change from one year to the next, a comparison "
        "between countries, or the effect of a policy: each method assumes, and these lists cannot check, how the lists "
        "depend on each other.",
    },
    "critics": {
        "fr": "Whitehead, Jackson, Balch et Francis (2021), examinant l’estimation britannique, concluent que la "
        "méthode ne convient pas pour estimer le nombre de victimes potentielles ; Binette et Steorts (2022) "
        "confrontent ces méthodes à ce que l’on connaît et montrent comment des hypothèses fausses les biaisent.",
        "en": "Whitehead, Jackson, Balch and Francis (2021), examining the UK estimate, conclude that the method is "
        "not suitable for estimating numbers of potential victims; Binette and Steorts (2022) hold these methods "
        "against what is known and show how wrong assumptions bias them.",
    },
}


def paragraph(found: Assessment, lang: Lang) -> str:
    """The whole paragraph in one language."""
    return " ".join(SENTENCES[code][lang].format(**values) for code, values in _said(found, lang))


def people(value: float, lang: Lang) -> str:
    """A rounded number of people with the language's thousands separator; « no bound » in words where infinite."""
    if not isfinite(value):
        return {"fr": "sans borne", "en": "no bound"}[lang]
    return f"{value:,.0f}".replace(",", {"fr": "\u202f", "en": ","}[lang])


def _said(found: Assessment, lang: Lang) -> list[tuple[str, dict[str, str]]]:
    """The codes of the sentences in their order, with their figures."""
    seen = {"observed": people(found.observed, lang), "lists": str(len(found.lists))}
    said = [("seen", {**seen, "overlapping": people(found.overlapping, lang)}), _band(found, lang)]
    if found.failures:
        said.append(("failed", {"failed": ", ".join(failure.method for failure in found.failures)}))
    said += _moved(found, lang)
    judged = [one.within for one in found.predictions if one.within is not None]
    if judged:
        said.append(("known", {"tried": str(len(judged)), "found": str(sum(judged))}))
    said.append(("may", {}) if found.band.ratio <= WIDE else ("may-little", seen))
    return [*said, ("may-not", {}), ("critics", {})]


def _band(found: Assessment, lang: Lang) -> tuple[str, dict[str, str]]:
    band = found.band
    figures = {name: people(getattr(band, name), lang) for name in ("lowest", "highest", "low", "high")}
    level = f"{100 * found.settings.level:g}".replace(".", {"fr": ",", "en": "."}[lang])
    values = {**figures, "methods": str(band.methods), "level": level}
    return ("band" if isfinite(band.high) else "unbounded"), values


def _moved(found: Assessment, lang: Lang) -> list[tuple[str, dict[str, str]]]:
    """How far a list or a person moves the stepwise answer."""
    said = []
    totals = [variant.answer.estimate for variant in found.without_list if variant.answer]
    if len(totals) > 1:
        said.append(("lists", {"low": people(min(totals), lang), "high": people(max(totals), lang)}))
    nudged = [nudge.estimate for nudge in found.nudges]
    if all(map(isfinite, nudged)):
        said.append(("person", {"low": people(min(nudged), lang), "high": people(max(nudged), lang)}))
    else:
        said.append(("person-none", {}))
    return said
