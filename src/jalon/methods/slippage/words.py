"""The sentences that go with a curve of promises, or take its place, in French and English."""

from jalon.methods.dates.names import Language, language
from jalon.methods.slippage.following import LeftOut
from jalon.methods.slippage.keeping import Finding, Told, TooFew

_FINDINGS: dict[Language, dict[Finding, str]] = {
    "fr": {
        Finding.POINTWISE: "L’intervalle vaut pour chaque jour pris à part, non pour la courbe entière.",
        Finding.NOT_DRAWN: (
            "Les {promises} engagements n’ont pas été tirés au sort : l’intervalle n’est pas une marge d’erreur de sondage. Il dit "
            "ce qu’un petit nombre d’engagements laisse au hasard."
        ),
        Finding.OPEN_AS_OTHERS: (
            "Non tenus au dernier regard, sans suite connue : {open} sur {promises}. La courbe suppose qu’ils seront tenus "
            "comme les autres ; les bornes ne le supposent pas."
        ),
        Finding.TWO_READINGS: (
            "Engagements dont une date est approximative : {approximate} sur {promises}. Une courbe lit chaque date au plus "
            "tôt, l’autre au plus tard."
        ),
        Finding.IN_PART: (
            "Engagements tenus en partie : {in_part}. Ils comptent comme non tenus au jour où ils ont été vus."
        ),
        Finding.LEFT_OUT: ("Engagements hors de la courbe, chacun avec sa raison : {left_out} sur {promises}."),
    },
    "en": {
        Finding.POINTWISE: "The interval holds for each day taken apart, not for the whole curve.",
        Finding.NOT_DRAWN: (
            "The {promises} promises were not drawn at random: the interval is not a sampling error. It says what a small number of "
            "promises leaves to chance."
        ),
        Finding.OPEN_AS_OTHERS: (
            "Not kept when last seen, nothing known since: {open} of {promises}. The curve takes them to be kept like the others; "
            "the bounds do not."
        ),
        Finding.TWO_READINGS: (
            "Promises with an approximate date: {approximate} of {promises}. One curve reads each date at its earliest, the "
            "other at its latest."
        ),
        Finding.IN_PART: ("Promises kept in part: {in_part}. They count as not kept on the day they were seen."),
        Finding.LEFT_OUT: ("Promises that are not in the curve, each with its reason: {left_out} of {promises}."),
    },
}
_LEFT_OUT: dict[Language, dict[LeftOut, str]] = {
    "fr": {
        LeftOut.NO_MADE_DATE: "sans date de promesse lue",
        LeftOut.ENDED_BEFORE_MADE: "tenu ou vu avant d’avoir été promis : à vérifier",
        LeftOut.NEVER_SEEN: "personne n’a regardé depuis",
        LeftOut.RECURRING: "à tenir à chaque échéance, et non une fois",
    },
    "en": {
        LeftOut.NO_MADE_DATE: "no date of promise read",
        LeftOut.ENDED_BEFORE_MADE: "kept or seen before it was made: to be checked",
        LeftOut.NEVER_SEEN: "nobody has looked since",
        LeftOut.RECURRING: "to be kept at each due date, not once",
    },
}


def told_in_words(told: Told, lang: str) -> str:
    """The sentence of a finding. `lang`: a tag of French or English, any other raises `ValueError`."""
    text = _FINDINGS[language(lang)][told.code].format_map(dict(told.values))
    return _spaced(text) if language(lang) == "fr" else text


def left_out_in_words(why: LeftOut, lang: str) -> str:
    """Why a promise is not in the curve."""
    text = _LEFT_OUT[language(lang)][why]
    return _spaced(text) if language(lang) == "fr" else text


def too_few_in_words(refusal: TooFew, lang: str) -> str:
    """Why there is a list and no curve."""
    if language(lang) == "fr":
        return f"Pas de courbe\u00a0: il faut {refusal.needed} engagements suivis, il y en a {refusal.at_risk}. Leur liste les montre."
    return f"No curve: it takes {refusal.needed} promises followed, there are {refusal.at_risk}. The list shows them."


def _spaced(text: str) -> str:
    """No-break spaces before French signs."""
    return text.replace(" :", "\u00a0:").replace(" ;", "\u202f;")
