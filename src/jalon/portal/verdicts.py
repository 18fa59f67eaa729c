"""Evaluations in words: labels of their codes, signs of their levels, and who said what when."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Known, Link
from jalon.facts.evaluation import (
    Assessed,
    Assessment,
    Criterion,
    Evaluation,
    EvaluationKind,
    EvaluationState,
    EvidenceKind,
    NoVerdict,
    Scale,
    ScaleLevel,
    SignatureState,
)
from jalon.facts.said import statement_uids
from jalon.portal import marks
from jalon.portal.pieces import day
from jalon.portal.words import Label

KEPT_BACK = "sq-kept-back"
KIND: dict[EvaluationKind, Label] = {
    EvaluationKind.EX_ANTE: lazy("avant la mise en œuvre"),
    EvaluationKind.STATE_OF_PLAY: lazy("état des lieux"),
    EvaluationKind.MID_TERM: lazy("à mi-parcours"),
    EvaluationKind.FINAL: lazy("finale"),
    EvaluationKind.EX_POST: lazy("après coup"),
}
NO_VERDICT: dict[NoVerdict, Label] = {
    NoVerdict.NOT_EXAMINED: lazy("non examinée"),
    NoVerdict.ASKED_NOT_ANSWERED: lazy("demandé, sans réponse"),
    NoVerdict.NOT_ENOUGH_INFORMATION: lazy("pas assez d’information"),
    NoVerdict.NOT_YET_DUE: lazy("pas encore due"),
    NoVerdict.NO_LONGER_APPLICABLE: lazy("n’a plus lieu d’être"),
}
OBJECT: dict[Assessed, Label] = {
    Assessed.PLAN: lazy("plan entier"),
    Assessed.SECTION: lazy("section"),
    Assessed.MEASURE: lazy("mesure"),
    Assessed.GROUP: lazy("groupe de mesures"),
    Assessed.THEME: lazy("thème"),
    Assessed.GAP: lazy("ce qui manque au plan"),
}
EVIDENCE: dict[EvidenceKind, Label] = {
    EvidenceKind.FILE: lazy("fichier"),
    EvidenceKind.PAGE: lazy("page internet"),
    EvidenceKind.INDICATOR: lazy("indicateur"),
    EvidenceKind.OUTPUT: lazy("réalisation"),
    EvidenceKind.STATEMENT: lazy("déclaration datée"),
    EvidenceKind.HEARING: lazy("audition"),
    EvidenceKind.QUESTIONNAIRE: lazy("questionnaire"),
    EvidenceKind.TESTIMONY: lazy("témoignage, sans donnée personnelle"),
}
SIGNED: dict[SignatureState, Label] = {
    SignatureState.SIGNED: lazy("a signé"),
    SignatureState.ABSTAINED: lazy("s’est abstenu"),
}
CRITERION: dict[Criterion, Label] = {
    Criterion.DEADLINE: lazy("échéance"),
    Criterion.DETAIL: lazy("mesure détaillée en étapes"),
    Criterion.INDICATOR: lazy("indicateur de suivi"),
    Criterion.COST: lazy("coût de la mesure"),
    Criterion.FUNDING: lazy("source de financement"),
    Criterion.LEAD: lazy("pilote"),
    Criterion.MEANS: lazy("moyens"),
    Criterion.FORMS: lazy("formes d’exploitation"),
    Criterion.MEN_AND_BOYS: lazy("hommes et garçons"),
    Criterion.TERRITORY: lazy("au-delà de l’Île-de-France"),
    Criterion.BASELINE: lazy("valeur de départ"),
    Criterion.TARGET: lazy("cible"),
}
DEFINED: dict[Known, Label] = {
    Known.GIVEN: lazy("définition publiée"),
    Known.STATED_ABSENT: lazy("sans définition, dit son auteur"),
    Known.NOT_FOUND: lazy("définition cherchée : aucune n’est publiée"),
    Known.NOT_LOOKED_AT: lazy("définition non cherchée"),
}
WITHOUT: dict[Known, Label] = {
    Known.GIVEN: lazy("sans preuve ici"),
    Known.STATED_ABSENT: lazy("sans preuve, dit la source"),
    Known.NOT_FOUND: lazy("preuve cherchée, non trouvée"),
    Known.NOT_LOOKED_AT: lazy("sans preuve lue"),
}
"""A verdict that shows nothing it rests on: whether anybody looked for some is said with it."""
Scales = Mapping[str, Scale]


def level_words(level: ScaleLevel, lang: str) -> str:
    """A level in its owner's words, or as they are put in English."""
    return level.fr if lang == "fr" else level.en


def level_of(item: Assessment, scale: Scale | None, code: str | None = None) -> ScaleLevel | None:
    """The level that an assessment gives, or that of `code` on its scale."""
    wanted = code or item.level
    return next((level for level in scale.levels if level.code == wanted), None) if scale else None


def said_level(item: Assessment, scale: Scale | None, lang: str) -> str:
    """The level in words; its code when the scale is not held."""
    level = level_of(item, scale)
    return level_words(level, lang) if level else item.level or ""


def mark_of(item: Assessment, scale: Scale | None) -> str:
    """The sign of an assessment: that of its level, three lines for words, a dotted square without verdict."""
    if not item.has_verdict:
        return marks.UNREAD
    level = level_of(item, scale)
    if level:
        return level.mark
    return "" if item.level else marks.OPINION


def reason(item: Assessment) -> str:
    """Why there is no level, in words; empty when there is a verdict."""
    if item.no_agreement:
        return _("pas d’accord entre les évaluateurs : c’est le résultat")
    return str(NO_VERDICT[item.no_verdict]) if item.no_verdict else ""


def flags(item: Assessment, *, evidence: bool = True, topic: bool = True) -> tuple[str, ...]:
    """What must be said beside a verdict wherever it is shown; less what the page says there in other words."""
    found = []
    if evidence and item.without_evidence:
        found.append(str(WITHOUT[item.evidence_known]))
    if item.link is Link.PROPOSED:
        found.append(_("lien proposé, à confirmer"))
    if topic and item.object in (Assessed.GROUP, Assessed.THEME):
        found.append(_("dit de : %(topic)s") % {"topic": item.topic} if item.topic else _("dit d’un groupe"))
    if item.dissents:
        found.append(_("avec dissidence"))
    return tuple(found)


def without_evidence(items: Iterable[Assessment]) -> dict[str, str]:
    """Statement -> the words for a verdict without evidence, for pages that show verdicts as statements."""
    bare = (item for item in items if item.without_evidence)
    return {uid: str(WITHOUT[item.evidence_known]) for item in bare for uid in statement_uids(item)}


def scale_words(item: Evaluation, scales: Scales, lang: str) -> str:
    """« réalisée / partiellement réalisée / non réalisée », the scale as printed, or that there is none."""
    scale = scales.get(item.scale or "")
    if scale:
        return " / ".join(level_words(level, lang) for level in scale.levels)
    return item.scale_printed or _("sans échelle")


def name(item: Evaluation, lang: str) -> str:
    """« CNCDH, 12 janv. 2023 »."""
    said = day(item.said, lang)
    return f"{item.evaluator.name}, {said.words if said else _('date non lue')}"


def kept_back(item: Evaluation) -> bool:
    """Whether it is known to exist and nobody outside has read it."""
    return item.state is EvaluationState.KNOWN_NOT_SHARED
