"""Labels of codes in the forms and pages of this room; those of the portal are used where they exist."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jalon.core.enums import Role
from jalon.facts.common import Confidence, Known, Link, Visibility
from jalon.facts.plan import MeasureKind
from jalon.facts.series import Precision
from jalon.portal.words import ACT, BASIS, CHAMBER, FAMILY, MEANS, ORGANISATION, OUTCOME, PART, STATEMENT, label

__all__ = [
    "ACT", "BASIS", "CHAMBER", "CONFIDENCE", "FAMILY", "KNOWN", "LINK", "MEANS", "MEASURE", "ORGANISATION", "OUTCOME", "PART",
    "PRECISION", "ROLE_NOTES", "STATEMENT", "VISIBILITY", "label",
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
ROLE_NOTES: dict[Role, Label] = {
    Role.SIGNATORY: _("publie au nom de l’organisme, gère l’équipe"),
    Role.EDITOR: _("écrit, ne publie pas"),
    Role.READER: _("lit les brouillons"),
    Role.COMMITTEE: _("voit ce qui est partagé avec le comité, aucun brouillon"),
    Role.OPERATOR: _("tient la machine et les comptes, ne lit aucun brouillon"),
}
