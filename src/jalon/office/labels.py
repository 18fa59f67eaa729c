"""Labels of codes in the forms and pages of this room; those of the portal are used where they exist."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jalon.core.enums import Role
from jalon.facts.common import Confidence, Known, Link, Visibility
from jalon.facts.plan import MeasureKind
from jalon.facts.series import Precision
from jalon.plans import enums
from jalon.portal.words import ACT, BASIS, CHAMBER, FAMILY, MEANS, ORGANISATION, OUTCOME, PART, STATEMENT, label

__all__ = [
    "ACCUMULATION", "ACT", "ANSWER", "BASIS", "CHAMBER", "CONFIDENCE", "DIRECTION", "FAMILY", "INDICATOR", "KNOWN", "LEVEL",
    "LINK", "MEANS", "MEASURE", "ORGANISATION", "OUTCOME", "OUTPUT", "PART", "PRECISION", "QUANTITY", "ROLE_NOTES", "STATEMENT",
    "STATUS", "VALUES", "VISIBILITY", "label",
]  # fmt: skip

Label = str | Promise

CONFIDENCE: dict[Confidence, Label] = {
    Confidence.STATED: _("l’énonce"),
    Confidence.INFERRED: _("permet de le déduire"),
}
KNOWN: dict[Known, Label] = {
    Known.GIVEN: _("l’information est donnée"),
    Known.STATED_ABSENT: _("la source, lue, dit qu’il n’y en a pas"),
    Known.NOT_FOUND: _("cherchée dans les sources, pas trouvée"),
    Known.NOT_LOOKED_AT: _("pas encore cherchée"),
}
LINK: dict[Link, Label] = {
    Link.STATED: _("la source nomme elle-même la mesure"),
    Link.PROPOSED: _("nous proposons ce lien"),
}
MEASURE: dict[MeasureKind, Label] = {
    MeasureKind.MEASURE: _("mesure numérotée"),
    MeasureKind.ATTESTED_ITEM: _("élément attesté, numéro inconnu"),
}
VISIBILITY: dict[Visibility, Label] = {
    Visibility.TEAM: _("l’équipe"),
    Visibility.BODY: _("tout l’organisme"),
    Visibility.COMMITTEE: _("le comité de suivi"),
    Visibility.PUBLIC: _("le public, à la prochaine signature"),
}
PRECISION: dict[Precision, Label] = {
    Precision.EXACT: _("exacte"),
    Precision.ROUNDED: _("arrondie"),
    Precision.AT_LEAST: _("au moins"),
    Precision.ABOUT: _("environ"),
}
INDICATOR: dict[str, Label] = dict(enums.IndicatorKind.choices)
LEVEL: dict[str, Label] = dict(enums.ResultLevel.choices)
VALUES: dict[str, Label] = dict(enums.ValueKind.choices)
DIRECTION: dict[str, Label] = dict(enums.Direction.choices)
ACCUMULATION: dict[str, Label] = dict(enums.Accumulation.choices)
ANSWER: dict[str, Label] = dict(enums.AnswerKind.choices)
OUTPUT: dict[str, Label] = dict(enums.OutputType.choices)
QUANTITY: dict[str, Label] = dict(enums.Quantity.choices)
STATUS: dict[str, Label] = dict(enums.ObservationStatus.choices)
ROLE_NOTES: dict[Role, Label] = {
    Role.SIGNATORY: _("publie au nom de l’organisme, gère l’équipe"),
    Role.EDITOR: _("écrit, ne publie pas"),
    Role.READER: _("lit les brouillons"),
    Role.COMMITTEE: _("voit ce qui est partagé avec le comité, aucun brouillon"),
    Role.OPERATOR: _("tient la machine et les comptes, ne lit aucun brouillon"),
}
