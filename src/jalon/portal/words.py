"""Labels of codes, numbers and counts as people read them, in the active language."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Basis, Known, StatementKind
from jalon.facts.directory import OrganisationKind
from jalon.facts.part import PartKind
from jalon.facts.plan import MeansKind
from jalon.facts.series import Family, Precision
from jalon.ui import formats

Label = str | Promise

KNOWN: dict[Known, Label] = {
    Known.GIVEN: lazy("donné"),
    Known.STATED_ABSENT: lazy("absent, dit la source"),
    Known.NOT_FOUND: lazy("cherché, non trouvé"),
    Known.NOT_LOOKED_AT: lazy("non lu"),
}
BASIS: dict[Basis, Label] = {
    Basis.NAMED_IN_PLAN: lazy("nommé dans le plan"),
    Basis.SEEN_ACTING: lazy("vu à l’œuvre"),
    Basis.SAID_BY_THIRD_PARTY: lazy("dit par un tiers"),
}
STATEMENT: dict[StatementKind, Label] = {
    StatementKind.COORDINATOR: lazy("Coordination"),
    StatementKind.LEAD: lazy("Pilote"),
    StatementKind.CO_LEAD: lazy("Copilote"),
    StatementKind.PARTNER: lazy("Partenaire"),
    StatementKind.DEADLINE: lazy("Échéance"),
    StatementKind.PHASE: pgettext_lazy("phase", "Étape"),  # a step of a measure has the same word
    StatementKind.PROGRESS: lazy("Avancement"),
    StatementKind.ASKED: lazy("Demandé"),
    StatementKind.PROMISED: lazy("Promis"),
    StatementKind.OUTCOME: lazy("Constat"),
    StatementKind.JUDGED: lazy("Jugé"),
}
MEANS: dict[MeansKind, Label] = {
    MeansKind.PLANNED: lazy("prévu"),
    MeansKind.VOTED: lazy("voté"),
    MeansKind.COMMITTED: lazy("engagé"),
    MeansKind.PAID: lazy("payé"),
    MeansKind.UNSPECIFIED: lazy("stade budgétaire non dit"),
    MeansKind.AMENDMENT: lazy("amendement"),
    MeansKind.PRINCIPLE: lazy("principe de financement"),
    MeansKind.FINDING: lazy("constat sans montant"),
}
FAMILY: dict[Family, Label] = {
    Family.POLICE: lazy("Police et gendarmerie"),
    Family.JUSTICE: lazy("Justice"),
    Family.SURVEY: lazy("Enquêtes auprès des associations"),
    Family.FOREIGN_REPORT: lazy("Rapports d’un État étranger"),
    Family.SERVICE: lazy("Services et dispositifs"),
    Family.OFFICIAL_ESTIMATE: lazy("Estimations officielles"),
    Family.FOLLOW_UP: lazy("Suivi des plans"),
    Family.OTHER: lazy("Autres comptes"),
}
ORGANISATION: dict[OrganisationKind, Label] = {
    OrganisationKind.MISSION: lazy("mission interministérielle"),
    OrganisationKind.MINISTRY: lazy("ministère"),
    OrganisationKind.SERVICE: lazy("service de l’État"),
    OrganisationKind.STATISTICS: lazy("service statistique"),
    OrganisationKind.RAPPORTEUR: lazy("rapporteur national"),
    OrganisationKind.PARLIAMENT: lazy("Parlement"),
    OrganisationKind.ASSOCIATION: lazy("association"),
    OrganisationKind.COALITION: lazy("collectif d’associations"),
    OrganisationKind.INTERNATIONAL: lazy("organe international"),
    OrganisationKind.FOREIGN_STATE: lazy("État étranger"),
    OrganisationKind.COMPANY: lazy("entreprise"),
    OrganisationKind.JUDICIAL: lazy("autorité judiciaire"),
    OrganisationKind.REGISTER: lazy("éditeur du registre"),
    OrganisationKind.OTHER: lazy("autre organisme"),
}
PART: dict[PartKind, Label] = {
    PartKind.PLAN: lazy("description d’un plan"),
    PartKind.DECLARATIONS: lazy("déclarations d’un organisme"),
    PartKind.STATISTICS: lazy("statistiques"),
    PartKind.INDICATORS: lazy("indicateurs d’un organisme"),
    PartKind.ACTS: lazy("actes parlementaires"),
    PartKind.COMMITMENTS: lazy("recommandations et engagements"),
    PartKind.EVALUATION: lazy("évaluations d’un organisme"),
    PartKind.DIRECTORY: lazy("annuaire"),
}
ACT: dict[str, Label] = {
    "question": lazy("question"),
    "amendment": lazy("amendement"),
    "report": lazy("rapport"),
    "letter": lazy("courrier"),
}
CHAMBER: dict[str, Label] = {"assemblee": lazy("Assemblée nationale"), "senat": lazy("Sénat")}
OUTCOME: dict[str, Label] = {
    "kept": lazy("tenu"),
    "in_part": lazy("tenu en partie"),
    "not_kept": lazy("non tenu"),
    "dropped": lazy("abandonné"),
    "not_kept_when_seen": lazy("non tenu à la date du constat"),
    "not_yet_when_seen": lazy("pas encore fait à la date du constat"),
    "closed": lazy("clos"),
    "examined": lazy("examiné"),
    "done": lazy("réalisée"),
    "partial": lazy("partiellement réalisée"),
    "not_done": lazy("non réalisée"),
    "exists_not_shared": lazy("évaluation que la source dit faite et non diffusée"),
    "evidence": lazy("réalisation attestée"),
}
NOT_READ: Label = lazy("non lu")


def clauses(parts: Iterable[str]) -> str:
    """Clauses of one sentence, with the semicolon of the reader's language: French sets a space before it."""
    return semicolon().join(parts)


def semicolon() -> str:
    """What stands between two clauses."""
    return "; " if get_language() == "en" else "\u00a0; "


def colon() -> str:
    """What stands between a name and what is said of it: French sets a no-break space before it."""
    return ": " if get_language() == "en" else "\u00a0: "


def in_percent(said: str, lang: str = "") -> str:
    """A number in words with its sign: French sets a no-break space before it."""
    return f"{said}\u00a0%" if (lang or tongue()) == "fr" else f"{said}%"


def label(labels: dict[str, Label], code: str | None) -> str:
    """The label of a code; a code that this version does not know is shown as it is."""
    return str(labels.get(code or "", code or ""))


def tongue() -> str:
    """The interface language: `fr` or `en`."""
    return (get_language() or "fr")[:2]


def number(value: str | int, lang: str = "") -> str:
    """A decimal string as people write it: « 1 401 », « 3,1 »; what is no number is shown as it is.

    `lang`: the active language, where it is known already: asking for it costs more than the number.
    """
    try:
        return formats.number(value, lang or tongue())
    except formats.NotANumber:
        return str(value)


def with_precision(value: str, precision: Precision, lang: str = "") -> str:
    """A published value with what its producer says of its exactness. `lang`: as for `number`."""
    lang = lang or tongue()
    return number(value, lang) if precision is Precision.EXACT else _approximate(value, precision, lang)


@lru_cache(maxsize=4096)
def _approximate(value: str, precision: Precision, _tongue: str) -> str:
    """In the active language, which the cache tells apart."""
    templates = {
        Precision.ROUNDED: _("%s, arrondi"),
        Precision.AT_LEAST: _("au moins %s"),
        Precision.ABOUT: _("env. %s"),
    }
    return templates[precision] % number(value)


def money(amount: str, currency: str) -> str:
    """An amount with its currency: « 1 700 000 € »."""
    try:
        return formats.money(amount, currency, tongue())
    except formats.NotANumber:
        return f"{amount} {currency}"


def n_of(known: int, total: int) -> str:
    """« 15 sur 45 »: a number never goes without its denominator."""
    return _("%(n)s sur %(total)s") % {"n": number(known), "total": number(total)}


def measures(count: int) -> str:
    """« 15 mesures »."""
    return ngettext("%(n)s mesure", "%(n)s mesures", count) % {"n": number(count)}


def attested(count: int) -> str:
    """« 6 éléments attestés »."""
    return ngettext("%(n)s élément attesté", "%(n)s éléments attestés", count) % {"n": number(count)}


def and_list(words: tuple[str, ...]) -> str:
    """« A, B et C »."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
