"""Labels of what is asked, promised and decided: recommendations, promises, committees, overlaps, lineage."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jalon.facts.committee import DecisionState, Group, Presence, SessionState
from jalon.facts.common import OrgRef
from jalon.facts.coverage import Age, Cover
from jalon.facts.lineage import LineageKind, OverlapNature
from jalon.facts.promise import PromiseView, Verdict
from jalon.facts.recommendation import Position, RecommendationKind, Relation
from jalon.portal import words
from jalon.portal.words import Label

COVER: dict[Cover, Label] = {
    Cover.ANSWERED: lazy("une mesure répond"),
    Cover.IN_PART: lazy("une mesure répond en partie"),
    Cover.AGAINST: lazy("une mesure va contre"),
    Cover.PROPOSED: lazy("lien proposé, non décidé"),
    Cover.REVIEWED_NONE: lazy("examinée : aucune mesure ne répond"),
    Cover.NO_LINK: lazy("aucun lien enregistré"),
    Cover.LATER: lazy("faite après la fin du plan"),
    Cover.NOT_READ: lazy("document connu, texte non lu"),
}
KIND: dict[RecommendationKind, Label] = {
    RecommendationKind.RECOMMENDATION: lazy("recommandation"),
    RecommendationKind.OBLIGATION: lazy("obligation de droit"),
}
RELATION: dict[Relation, Label] = {
    Relation.ANSWERS: lazy("répond"),
    Relation.IN_PART: lazy("répond en partie"),
    Relation.WORKS_AGAINST: lazy("va contre"),
    Relation.UNRELATED: lazy("sans rapport"),
}
POSITION: dict[Position, Label] = {
    Position.SUPPORTED: lazy("acceptée"),
    Position.NOTED: lazy("notée"),
    Position.PARTLY: lazy("acceptée en partie"),
}
VERDICT: dict[Verdict, Label] = {
    Verdict.KEPT: lazy("tenu"),
    Verdict.IN_PART: lazy("tenu en partie"),
    Verdict.NOT_KEPT: lazy("non tenu"),
    Verdict.DROPPED: lazy("abandonné"),
    Verdict.UNKNOWN: lazy("ne peut être dit"),
}
NATURE: dict[OverlapNature, Label] = {
    OverlapNature.SAME_ACTION: lazy("même action"),
    OverlapNature.SAME_MONEY: lazy("même argent"),
    OverlapNature.SAME_BODY: lazy("même organisme"),
}
LINEAGE: dict[LineageKind, Label] = {
    LineageKind.IDENTICAL: lazy("reprise à l’identique"),
    LineageKind.REWORDED: lazy("reprise en d’autres mots"),
    LineageKind.SPLIT: lazy("scindée"),
    LineageKind.MERGED: lazy("fusionnée"),
    LineageKind.DROPPED: lazy("abandonnée"),
    LineageKind.NEW: lazy("nouvelle"),
}
SESSION: dict[SessionState, Label] = {
    SessionState.PLANNED: lazy("prévue"),
    SessionState.HELD: lazy("tenue"),
    SessionState.POSTPONED: lazy("reportée sans nouvelle date"),
}
GROUP: dict[Group, Label] = {
    Group.ADMINISTRATION: lazy("administrations"),
    Group.ASSOCIATION: lazy("associations"),
    Group.UNION: lazy("syndicats"),
    Group.COMPANY: lazy("entreprises"),
    Group.OTHER: lazy("autres"),
}
PRESENCE: dict[Presence, Label] = {
    Presence.PRESENT: lazy("présent"),
    Presence.EXCUSED: lazy("excusé"),
    Presence.ABSENT: lazy("absent"),
}
DECISION: dict[DecisionState, Label] = {
    DecisionState.DONE: lazy("faite"),
    DecisionState.UNDER_WAY: lazy("en cours"),
    DecisionState.NOT_DONE: lazy("non faite"),
    DecisionState.DROPPED: lazy("abandonnée"),
    DecisionState.UNKNOWN: lazy("ne peut être dit"),
}


NOT_YET = "not_yet_when_seen"
"""The source's own word for what was not done yet when somebody looked: it does not say that the promise was broken."""


def pending(view: PromiseView) -> bool:
    """Whether a view says no more than that it was not done yet on the day when somebody looked."""
    return view.verdict is Verdict.NOT_KEPT and view.outcome == NOT_YET


def verdict(view: PromiseView) -> str:
    """What a view found, in words."""
    return str(words.OUTCOME[NOT_YET] if pending(view) else VERDICT[view.verdict])


def sayer(said_by: OrgRef | None) -> str:
    """Who says it; what the register's desk writes says so."""
    return said_by.name if said_by else _("la rédaction du registre")


def age(found: Age | None) -> str:
    """« 13 ans », « 12 ou 13 ans »; empty when its date is not known."""
    if found is None:
        return ""
    if found.high < 1:
        return _("moins d’un an")
    if found.low == found.high:
        return ngettext("%(n)s an", "%(n)s ans", found.low) % {"n": words.number(found.low)}
    shown = {"low": words.number(found.low), "high": words.number(found.high)}
    return ngettext("%(low)s ou %(high)s an", "%(low)s ou %(high)s ans", found.high) % shown


def recommendations(count: int) -> str:
    """« 69 recommandations »."""
    return ngettext("%(n)s recommandation", "%(n)s recommandations", count) % {"n": words.number(count)}


def repeated(times: int) -> str:
    """How many other recommendations say the same words; empty when none is known to."""
    if not times:
        return ""
    return ngettext("dite aussi dans %(n)s autre texte", "dite aussi dans %(n)s autres textes", times) % {
        "n": words.number(times)
    }
