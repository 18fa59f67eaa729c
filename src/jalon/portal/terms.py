"""Labels of what follows a plan: indicators, outputs, replies; and of what can be said of progress."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jalon.facts import computing
from jalon.facts.indicator import Accumulation, AnswerKind, Direction, Indicator, IndicatorKind, ResultLevel, ValueKind
from jalon.facts.output import OutputType, Quantity
from jalon.facts.series import ObservationStatus, Precision
from jalon.facts.state import ReplyState
from jalon.methods.dates import Answer
from jalon.methods.formula import FormulaProblem, NoValueReason
from jalon.methods.progress import Lateness, LateReason, Reason
from jalon.methods.quantities import Missing, Number
from jalon.methods.quantities import Precision as Exactness
from jalon.portal import words
from jalon.portal.words import Label

KIND: dict[IndicatorKind, Label] = {
    IndicatorKind.STRUCTURAL: lazy("de structure : règles et institutions adoptées"),
    IndicatorKind.PROCESS: lazy("de processus : ce qui est fait"),
    IndicatorKind.OUTCOME: lazy("de résultat : ce qui change pour les personnes"),
}
LEVEL: dict[ResultLevel, Label] = {
    ResultLevel.OUTPUT: lazy("réalisation"),
    ResultLevel.OUTCOME: lazy("résultat"),
    ResultLevel.IMPACT: lazy("effet"),
}
VALUES: dict[ValueKind, Label] = {
    ValueKind.NUMBER: lazy("nombre"),
    ValueKind.ORDINAL: lazy("niveaux ordonnés"),
    ValueKind.YES_NO: lazy("oui ou non"),
    ValueKind.MILESTONE: lazy("étape atteinte ou non"),
}
DIRECTION: dict[Direction, Label] = {
    Direction.INCREASE: lazy("hausse attendue"),
    Direction.DECREASE: lazy("baisse attendue"),
    Direction.MAINTAIN: lazy("maintien attendu"),
    Direction.AT_LEAST: lazy("au moins la valeur attendue"),
    Direction.AT_MOST: lazy("au plus la valeur attendue"),
}
ACCUMULATION: dict[Accumulation, Label] = {
    Accumulation.PERIODIC: lazy("chaque valeur compte sa période"),
    Accumulation.CUMULATIVE: lazy("chaque valeur compte depuis le début ; elles ne s’additionnent pas"),
}
ANSWER: dict[AnswerKind, Label] = {AnswerKind.ADOPTED: lazy("repris"), AnswerKind.REFUSED: lazy("refusé")}
STATUS: dict[ObservationStatus, Label] = {
    ObservationStatus.PROVISIONAL: lazy("provisoire"),
    ObservationStatus.REVISED: lazy("révisé"),
    ObservationStatus.FINAL: lazy("définitif"),
}
OUTPUT: dict[OutputType, Label] = {
    OutputType.TRAINING: lazy("formation"),
    OutputType.CAMPAIGN: lazy("campagne"),
    OutputType.INFORMATION_KIT: lazy("kit d’information"),
    OutputType.REFLEX_SHEET: lazy("fiche réflexe"),
    OutputType.AGREEMENT: lazy("convention"),
    OutputType.CALL_FOR_PROJECTS: lazy("appel à projets"),
    OutputType.GRANT: lazy("subvention"),
    OutputType.PLACES_OPENED: lazy("places ouvertes"),
    OutputType.PLACES_CLOSED: lazy("places fermées"),
    OutputType.PROPERTY_ASSIGNED: lazy("bien confisqué affecté"),
    OutputType.INSPECTION: lazy("contrôle"),
    OutputType.OPERATION: lazy("opération"),
    OutputType.MEETING: lazy("réunion"),
    OutputType.PUBLICATION: lazy("publication"),
    OutputType.LAW: lazy("loi"),
    OutputType.CIRCULAR: lazy("circulaire"),
}
QUANTITY: dict[Quantity, Label] = {
    Quantity.PARTICIPANTS: lazy("participants"),
    Quantity.SESSIONS: lazy("sessions"),
    Quantity.HOURS: lazy("heures"),
    Quantity.COPIES: lazy("exemplaires"),
    Quantity.REACH: lazy("personnes touchées"),
    Quantity.PLACES: lazy("places"),
    Quantity.INSPECTIONS: lazy("contrôles"),
    Quantity.ITEMS: lazy("unités"),
}
ONE: dict[Quantity, Label] = {
    Quantity.PARTICIPANTS: lazy("participant"),
    Quantity.SESSIONS: lazy("session"),
    Quantity.HOURS: lazy("heure"),
    Quantity.COPIES: lazy("exemplaire"),
    Quantity.REACH: lazy("personne touchée"),
    Quantity.PLACES: lazy("place"),
    Quantity.INSPECTIONS: lazy("contrôle"),
    Quantity.ITEMS: lazy("unité"),
}
"""The same of a single one."""
REPLY: dict[ReplyState, Label] = {
    ReplyState.SILENT: lazy("silence"),
    ReplyState.OPENED: lazy("ouvert, rien rendu"),
    ReplyState.RETURNED: lazy("rendu"),
    ReplyState.NOTHING_TO_REPORT: lazy("rien à signaler"),
    ReplyState.VALIDATED: lazy("validé par la hiérarchie"),
}
REACHED: dict[Answer, Label] = {
    Answer.YES: lazy("cible atteinte"),
    Answer.NO: lazy("cible non atteinte"),
    Answer.UNKNOWN: lazy("ne peut être dit"),
}
WHY: dict[Reason, Label] = {
    Reason.OBSERVATION_MISSING: lazy("la valeur manque"),
    Reason.TARGET_MISSING: lazy("la valeur attendue manque"),
    Reason.BASELINE_MISSING: lazy("la valeur de départ n’est pas donnée : aucune part du chemin n’est calculée"),
    Reason.TARGET_IS_BASELINE: lazy("la cible est la valeur de départ : il n’y a pas de chemin à parcourir"),
    Reason.TARGET_AGAINST_AIM: lazy("la cible va contre le sens dit"),
    Reason.DISTANCE_UNSURE: lazy("départ et cible sont trop approximatifs pour mesurer le chemin"),
    Reason.NOT_BOUNDED: lazy("la valeur est dite « environ », sans marge"),
    Reason.APPROXIMATE: lazy("la cible tombe dans ce que la valeur approximative peut être"),
    Reason.NO_RATIO: lazy("cette sorte d’indicateur est atteinte ou non, sans part du chemin"),
    Reason.KINDS_DIFFER: lazy("la valeur et la cible ne sont pas de même nature"),
    Reason.SCALES_DIFFER: lazy("les niveaux sont de deux échelles"),
    Reason.NOT_LOOKED: lazy("personne n’a regardé"),
}
LATENESS: dict[Lateness, Label] = {
    Lateness.NOT_DUE: lazy("pas encore dû"),
    Lateness.NOT_LATE: lazy("tenu"),
    Lateness.POSSIBLY_LATE: lazy("peut-être en retard"),
    Lateness.LATE: lazy("en retard"),
    Lateness.CANNOT_BE_SAID: lazy("ne peut être dit"),
}
LATE_WHY: dict[LateReason, Label] = {
    LateReason.NO_OBSERVATION_SINCE: lazy("date passée, aucune valeur depuis"),
    LateReason.REACHED_BEFORE_DUE: lazy("atteint avant l’échéance"),
    LateReason.PERIODS_OVERLAP: lazy("la valeur peut dater d’avant l’échéance"),
    LateReason.VALUES_UNSURE: lazy("valeurs trop approximatives pour être comparées"),
}
NO_VALUE: dict[NoValueReason, Label] = {
    NoValueReason.MISSING: lazy("valeurs qui manquent"),
    NoValueReason.ALL_LEFT_OUT: lazy("tout ce que la formule additionne manque"),
    NoValueReason.DIVISION_BY_ZERO: lazy("division par zéro"),
    NoValueReason.NOT_ANSWERED: lazy("la formule demande un fait qui n’est pas connu"),
    NoValueReason.UNDECIDED: lazy("valeurs trop approximatives pour choisir une branche de la formule"),
    NoValueReason.NO_BRANCH: lazy("aucune condition de la formule n’est remplie"),
    NoValueReason.TOO_LARGE: lazy("le nombre est trop grand"),
}

UNSETTLED: dict[Missing, Label] = {
    computing.SEVERAL_BODIES: lazy("plusieurs organismes l’observent, dont aucun ne le propose"),
    computing.SEVERAL_UNITS: lazy("ses séries ne sont pas dans la même unité"),
    computing.SEVERAL_VALUES: lazy("ses séries diffèrent, et rien ne dit laquelle a été dite en dernier"),
}


def lacking(names: Sequence[str], unsettled: Mapping[str, Missing]) -> str:
    """The codes of the indicators that a value lacks, with why where there are values and nobody can choose."""
    return ", ".join(f"{name} ({UNSETTLED[unsettled[name]]})" if name in unsettled else name for name in names)


def formula_problem(problem: FormulaProblem) -> str:
    """Why a formula cannot be read."""
    return _("la formule ne se lit pas (%(code)s)") % {"code": problem.value}


def fraction(value: Number) -> str:
    """A computed number with what is sure of it; decimals that do not end are cut at four, and said to be.

    « At least » is said of the bound: a quotient of two lower bounds is not at least their quotient.
    """
    match value.precision:
        case Exactness.AT_LEAST if value.low == value.value:
            return _("au moins %s") % _decimal(value.value)
        case Exactness.AT_MOST if value.high == value.value:
            return _("au plus %s") % _decimal(value.value)
        case Exactness.AT_LEAST if value.low is not None and value.low > 0:
            shown = {"value": _coarse(value.value), "bound": _coarse(value.low, ROUND_FLOOR)}
            return _("env. %(value)s d’après ce qui a été lu, au moins %(bound)s") % shown
        case Exactness.AT_MOST if value.high is not None:
            shown = {"value": _coarse(value.value), "bound": _coarse(value.high, ROUND_CEILING)}
            return _("env. %(value)s d’après ce qui a été lu, au plus %(bound)s") % shown
        case Exactness.ABOUT:
            return _("env. %s") % _coarse(value.value)
        case Exactness.ROUNDED:
            return _("%s, arrondi") % _coarse(value.value)
        case Exactness.EXACT:
            return _decimal(value.value)
    return _("env. %s d’après ce qui a été lu, sans borne connue") % _coarse(value.value)


def _coarse(value: Fraction, rounding: str = ROUND_HALF_EVEN) -> str:
    """A number that is not sure, with no more digits than it can bear: whole from ten on, else two significant digits.

    A bound is rounded away from the value, so that it stays one.
    """
    number = Decimal(value.numerator) / value.denominator
    unit = Decimal(1) if not number or abs(number) >= 10 else Decimal(1).scaleb(number.adjusted() - 1)
    return words.number(f"{number.quantize(unit, rounding=rounding).normalize():f}")


def _decimal(value: Fraction) -> str:
    top, under = value.numerator, value.denominator
    if 10**4 % under == 0:
        return words.number(_exact(top, under))
    cut = abs(top) * 10**4 // under
    sign = "-" if top < 0 else ""
    return _("%s (coupé à 4 décimales)") % words.number(f"{sign}{cut // 10**4}.{cut % 10**4:04d}")


def _exact(top: int, under: int) -> str:
    """The decimal string of a fraction whose decimals end within four digits."""
    places = next(n for n in range(5) if 10**n % under == 0)
    digits = abs(top) * 10**places // under
    sign = "-" if top < 0 else ""
    whole, rest = divmod(digits, 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def value(text: str, indicator: Indicator, precision: Precision = Precision.EXACT, lang: str = "") -> str:
    """A value of an indicator in words: its level, yes or no, reached or not, or the number with its exactness.

    `lang`: the active language, for those who write hundreds of values.
    """
    match indicator.value_kind:
        case ValueKind.YES_NO:
            return _("oui") if text == "1" else _("non")
        case ValueKind.MILESTONE:
            return _("atteinte") if text == "1" else _("non atteinte")
        case ValueKind.ORDINAL if text.isdigit() and int(text) < len(indicator.levels):
            level = indicator.levels[int(text)]
            return level.fr if words.tongue() == "fr" else level.en
    said = words.with_precision(text, precision, lang)
    return words.in_percent(said, lang) if indicator.unit.startswith("%") else said


def of_quantity(quantity: Quantity, value: str) -> str:
    """The name of what is counted: « 1 participant », « 2 participants »."""
    return str(ONE[quantity] if value == "1" else QUANTITY[quantity])


def outputs(count: int) -> str:
    """« 5 réalisations »."""
    return ngettext("%(n)s réalisation", "%(n)s réalisations", count) % {"n": words.number(count)}


def indicators(count: int) -> str:
    """« 3 indicateurs »."""
    return ngettext("%(n)s indicateur", "%(n)s indicateurs", count) % {"n": words.number(count)}


def declared(key: str) -> str:
    """The name of a field that bodies fill in; a key that this version does not know is shown as it is."""
    known = {
        "phase": _("étape"),
        "progress": _("ce qui a été fait"),
        "deadline": _("échéance"),
        "outputs": _("réalisations datées"),
    }
    kind, colon, rest = key.partition(":")
    if colon and kind == "indicator":
        return _("valeur d’un indicateur")
    if colon and kind == "question":
        return _("question %(n)s") % {"n": rest}
    return known.get(key, key.replace("_", " "))
