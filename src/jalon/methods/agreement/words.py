"""The sentences that go with a coefficient or take its place, in French and English. Codes stay available beside them."""

from jalon.methods.agreement.model import Coefficient, Finding, Reason, Refusal, Told
from jalon.methods.dates.names import Language, language

_NBSP, _THIN = "\u00a0", "\u202f"

_FINDINGS: dict[Language, dict[Finding, str]] = {
    "fr": {
        Finding.ALL_UNITS_JUDGED: (
            "Toutes les mesures ({units}) ont été appréciées au moins deux fois : l’intervalle n’est pas une marge d’erreur "
            "de sondage, car rien n’a été tiré au sort. Il dit de combien le coefficient dépend des mesures que le plan se "
            "trouve contenir ; il ne dit rien d’autres évaluateurs, ni de la justesse des appréciations."
        ),
        Finding.UNITS_NOT_DRAWN: (
            "Les {units} mesures appréciées au moins deux fois n’ont pas été tirées au sort : l’intervalle n’est pas une marge "
            "d’erreur de sondage et ne vaut pas pour les autres mesures. Il dit de combien le coefficient dépend des mesures "
            "retenues."
        ),
        Finding.SAMPLE_OF_UNITS: (
            "Les {units} mesures appréciées au moins deux fois sont un échantillon : l’intervalle dit ce que ce tirage laisse "
            "d’incertain pour l’ensemble des mesures, avec les mêmes évaluateurs."
        ),
        Finding.NOT_BLIND: (
            "Les évaluateurs connaissaient les appréciations des autres : leur accord dit moins que s’ils les avaient ignorées."
        ),
        Finding.BLIND_UNKNOWN: "On ne sait pas si les évaluateurs connaissaient les appréciations des autres.",
        Finding.COMMON_SOURCE: (
            "{one} et {other} s’appuient tous deux sur {source} : une part de leur accord peut venir de là."
        ),
        Finding.UNITS_LEFT_OUT: (
            "Mesures qui n’ont pas été appréciées deux fois, hors du calcul : {left_out} sur {units}."
        ),
        Finding.REPLICATES_LEFT_OUT: (
            "Rééchantillonnages sans variation, hors de l’intervalle : {left_out} sur {replicates}."
        ),
    },
    "en": {
        Finding.ALL_UNITS_JUDGED: (
            "All measures ({units}) were judged at least twice: the interval is not a sampling error, since nothing was drawn "
            "at random. It says how much the coefficient depends on which measures the plan happens to hold; it says nothing "
            "of other assessors, nor of whether the judgements are right."
        ),
        Finding.UNITS_NOT_DRAWN: (
            "The {units} measures judged at least twice were not drawn at random: the interval is not a sampling error and "
            "does not extend to the other measures. It says how much the coefficient depends on which measures were judged."
        ),
        Finding.SAMPLE_OF_UNITS: (
            "The {units} measures judged at least twice are a sample: the interval says what this draw leaves uncertain for all "
            "measures, with the same assessors."
        ),
        Finding.NOT_BLIND: (
            "The assessors knew each other’s judgements: their agreement says less than if they had not known them."
        ),
        Finding.BLIND_UNKNOWN: "It is not known whether the assessors knew each other’s judgements.",
        Finding.COMMON_SOURCE: "{one} and {other} both rest on {source}: part of their agreement may come from there.",
        Finding.UNITS_LEFT_OUT: "Measures that were not judged twice, hence not counted: {left_out} of {units}.",
        Finding.REPLICATES_LEFT_OUT: "Resamples without variation, left out of the interval: {left_out} of {replicates}.",
    },
}

_REASONS: dict[Language, dict[Reason, str]] = {
    "fr": {
        Reason.TOO_FEW_UNITS: (
            "Pas de coefficient : il faut {needed} mesures appréciées deux fois, il y en a {pairable}. Le tableau les montre."
        ),
        Reason.RESTS_ON_THE_OTHER: (
            "Pas de coefficient : {one} s’appuie sur {other}. Leur ressemblance ne serait pas un accord entre deux avis."
        ),
        Reason.NO_VARIATION: (
            "Coefficient non défini : toutes les appréciations sont du même niveau, si bien qu’aucun désaccord n’était possible."
        ),
        Reason.NOT_TWO_RATERS: "Le kappa compare deux évaluateurs ; il y en a {raters}.",
        Reason.NO_ORDER: "Un kappa pondéré suppose des niveaux ordonnés ; ceux-ci ne le sont pas.",
        Reason.ONE_RATER: "Pas de coefficient : il faut deux évaluateurs au moins.",
        Reason.UNSTABLE: "Pas d’intervalle : trop de rééchantillonnages sont sans variation.",
    },
    "en": {
        Reason.TOO_FEW_UNITS: (
            "No coefficient: it takes {needed} measures judged twice; here, {pairable}. The table shows them."
        ),
        Reason.RESTS_ON_THE_OTHER: (
            "No coefficient: {one} rests on {other}. Their likeness would not be an agreement between two opinions."
        ),
        Reason.NO_VARIATION: (
            "Coefficient undefined: all judgements are of the same level, so that no disagreement was possible."
        ),
        Reason.NOT_TWO_RATERS: "Kappa compares two assessors; here, {raters}.",
        Reason.NO_ORDER: "A weighted kappa needs ordered levels; these have no order.",
        Reason.ONE_RATER: "No coefficient: two assessors at least are needed.",
        Reason.UNSTABLE: "No interval: too many resamples have no variation.",
    },
}


def told_in_words(told: Told, lang: str) -> str:
    """The sentence of a finding. `lang`: a tag of French or English, any other raises `ValueError`."""
    return _filled(_FINDINGS[language(lang)][told.code], dict(told.values), language(lang))


def refusal_in_words(refusal: Refusal, lang: str) -> str:
    """Why there is no coefficient."""
    return _filled(_REASONS[language(lang)][refusal.reason], dict(refusal.values), language(lang))


def no_interval_in_words(coefficient: Coefficient, lang: str) -> str:
    """Why a coefficient has no interval; empty where it has one or none was asked."""
    why = coefficient.why_no_interval
    return "" if why is None else _filled(_REASONS[language(lang)][why], {}, language(lang))


def _filled(template: str, values: dict[str, str | int], lang: Language) -> str:
    text = template.format_map({name: _shown(value, lang) for name, value in values.items()})
    return text.replace(" :", f"{_NBSP}:").replace(" ;", f"{_THIN};") if lang == "fr" else text


def _shown(value: str | int, lang: Language) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}".replace(",", _THIN) if lang == "fr" else f"{value:,}"
