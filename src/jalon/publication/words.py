"""Names of the members of facts, and values as people read them, in the active language (French or English)."""

from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Citation, Count, OrgRef, Source, Statement, StatementKind, Text, When
from jalon.facts.directory import DatedName, Office, Organisation, Term, Territory, Vocabulary
from jalon.facts.parliament import Act
from jalon.facts.part import PartHeader
from jalon.facts.plan import (
    Document,
    LevelName,
    Means,
    Measure,
    MeasureKind,
    Overlap,
    Plan,
    PlanEvent,
    Section,
    StatedNumber,
    Step,
    Title,
)
from jalon.facts.series import Dimension, Observation, Series
from jalon.methods.dates import DateError, format_date, parse

SHOWN = 160
"""Characters of a value that are read aloud in a difference."""

FIELDS: dict[str, Promise] = {
    "acronym": lazy("sigle"),
    "address": lazy("adresse"),
    "amount": lazy("montant"),
    "answered": lazy("date de réponse"),
    "answers": lazy("réponses"),
    "asked": lazy("ce qui est demandé"),
    "author": lazy("auteur"),
    "basis": lazy("comment on le sait"),
    "body": lazy("organe"),
    "broader": lazy("terme plus large"),
    "chamber": lazy("chambre"),
    "change": lazy("évolution"),
    "citations": lazy("sources"),
    "code": lazy("code"),
    "confidence": lazy("dit ou déduit"),
    "counts": lazy("décompte"),
    "country": lazy("pays"),
    "currency": lazy("monnaie"),
    "dimensions": lazy("ventilation"),
    "do_not_add": lazy("à ne pas additionner"),
    "documents": lazy("documents"),
    "done": lazy("date d’atteinte"),
    "due": lazy("échéance"),
    "edtf": lazy("date lue"),
    "en": lazy("nom anglais"),
    "events": lazy("dates du plan"),
    "family": lazy("famille de statistiques"),
    "fate": lazy("sort"),
    "fictional": lazy("organisme fictif"),
    "field": lazy("champ"),
    "financing": lazy("financement"),
    "forms": lazy("formes d’exploitation"),
    "fr": lazy("nom français"),
    "group": lazy("groupe"),
    "holder": lazy("titulaire"),
    "in_kind": lazy("moyens en nature"),
    "indicator": lazy("indicateur"),
    "item": lazy("objet"),
    "key": lazy("repère"),
    "keywords": lazy("mots-clés"),
    "kind": lazy("genre"),
    "kind_printed": lazy("genre imprimé"),
    "known": lazy("ce qu’on en sait"),
    "known_until": lazy("connu jusqu’à"),
    "label": lazy("repère dans le plan"),
    "lang": lazy("langue"),
    "level": lazy("niveau"),
    "levels": lazy("noms des niveaux"),
    "link": lazy("lien"),
    "locator": lazy("endroit dans la source"),
    "measure": lazy("mesure"),
    "measures": lazy("mesures"),
    "media_type": lazy("format"),
    "missing": lazy("raison de l’absence"),
    "multiple": lazy("plusieurs réponses possibles"),
    "name": lazy("nom"),
    "names": lazy("noms"),
    "note": lazy("remarque"),
    "notes": lazy("remarques"),
    "number": lazy("numéro"),
    "observations": lazy("valeurs"),
    "offices": lazy("fonctions"),
    "order": lazy("rang"),
    "organisation": lazy("organisme nommé"),
    "other_measure": lazy("mesure de l’autre plan"),
    "other_plan": lazy("autre plan"),
    "outcome": lazy("constat"),
    "overlaps": lazy("recoupements avec d’autres plans"),
    "owner": lazy("responsable"),
    "parent": lazy("niveau supérieur"),
    "period": lazy("période"),
    "period_notes": lazy("remarques sur la période"),
    "plan": lazy("plan"),
    "planned": lazy("ce qui est prévu"),
    "posts": lazy("postes"),
    "precision": lazy("exactitude"),
    "predecessors": lazy("prédécesseurs"),
    "preparation": lazy("préparation"),
    "printed": lazy("date imprimée"),
    "producer": lazy("producteur"),
    "programme": lazy("programme budgétaire"),
    "quote": lazy("citation"),
    "rank": lazy("rang"),
    "reason": lazy("raison de la version"),
    "recorded_at": lazy("enregistré le"),
    "recurrence": lazy("périodicité"),
    "said": lazy("date du propos"),
    "said_by": lazy("auteur du propos"),
    "scale": lazy("échelle"),
    "section": lazy("section"),
    "section_confidence": lazy("section dite ou déduite"),
    "section_words": lazy("section, en ses termes"),
    "sha256": lazy("empreinte du fichier"),
    "since": lazy("depuis"),
    "size": lazy("taille"),
    "slug": lazy("adresse lisible"),
    "source": lazy("source"),
    "stated_numbers": lazy("nombres de mesures annoncés"),
    "stated_sections": lazy("nombre d’axes annoncé"),
    "steps": lazy("étapes"),
    "subject": lazy("sujet"),
    "superseded_by": lazy("remplacée par"),
    "synthetic": lazy("données inventées"),
    "target_groups": lazy("publics visés"),
    "terms": lazy("termes"),
    "text": lazy("texte"),
    "text_read": lazy("texte du plan lu"),
    "title": lazy("intitulé"),
    "titles": lazy("intitulés"),
    "topic": lazy("thème"),
    "total": lazy("total"),
    "uid": lazy("identifiant"),
    "unit": lazy("unité"),
    "until": lazy("jusqu’à"),
    "url": lazy("adresse internet"),
    "vacant": lazy("poste dit vacant"),
    "valid_until": lazy("valable jusqu’à"),
    "value": lazy("valeur"),
    "version": lazy("version"),
    "vintage": lazy("édition"),
    "visibility": lazy("visibilité"),
    "when": lazy("date dite"),
    "wording": lazy("nature du texte"),
}

CODES: dict[str, Promise] = {
    "about": lazy("environ"),
    "amendment": lazy("amendement"),
    "at_least": lazy("au moins"),
    "attested_item": lazy("élément attesté sans numéro"),
    "body": lazy("organisme"),
    "committed": lazy("engagé"),
    "committee": lazy("comité"),
    "exact": lazy("exact"),
    "finding": lazy("constat sans montant"),
    "given": lazy("donné"),
    "inferred": lazy("déduit"),
    "measure": lazy("mesure numérotée"),
    "named_in_plan": lazy("nommé dans le plan"),
    "not_found": lazy("cherché, non trouvé"),
    "not_looked_at": lazy("non lu"),
    "paid": lazy("payé"),
    "planned": lazy("prévu"),
    "principle": lazy("principe de financement"),
    "proposed": lazy("proposé par le rédacteur"),
    "public": lazy("public"),
    "rounded": lazy("arrondi"),
    "said_by_third_party": lazy("dit par un tiers"),
    "seen_acting": lazy("vu à l’œuvre"),
    "stated": lazy("dit par la source"),
    "stated_absent": lazy("absent, dit la source"),
    "summary": lazy("résumé"),
    "team": lazy("équipe"),
    "translation": lazy("traduction"),
    "unspecified": lazy("stade budgétaire non dit"),
    "verbatim": lazy("texte lu"),
    "voted": lazy("voté"),
}

STATEMENTS: dict[StatementKind, Promise] = {
    StatementKind.COORDINATOR: lazy("coordination"),
    StatementKind.LEAD: lazy("pilote"),
    StatementKind.CO_LEAD: lazy("copilote"),
    StatementKind.PARTNER: lazy("partenaire"),
    StatementKind.DEADLINE: lazy("échéance"),
    StatementKind.PHASE: lazy("étape"),
    StatementKind.PROGRESS: lazy("avancement"),
    StatementKind.ASKED: lazy("demande faite"),
    StatementKind.PROMISED: lazy("promesse faite"),
    StatementKind.OUTCOME: lazy("constat"),
    StatementKind.JUDGED: lazy("jugement"),
}


def label(name: str) -> str:
    """The name of a member of a fact."""
    return str(FIELDS.get(name, name))


def value_words(value: Any) -> str:
    """Any value of a fact as a short text, without quotation marks."""
    words = _words(value)
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, StatementKind):
        return str(STATEMENTS[value])
    if isinstance(value, Enum):
        return str(CODES.get(value.value, value.value))
    if isinstance(value, tuple):
        return ", ".join(_words(item) for item in value)
    said = _FACTS.get(type(value))
    return said(value) if said else str(value)


def date_words(when: When | None) -> str:
    """A date as said: in words when it could be read, as printed otherwise."""
    if when is None:
        return ""
    if when.edtf is None:
        return when.printed or when.recurrence or ""
    try:
        return format_date(parse(when.edtf), (get_language() or "fr")[:2])
    except DateError:
        return when.edtf


def fact_name(fact: Any) -> str:
    """What a fact is called in a sentence: « mesure 16 », « plan « … » », « série « … » »."""
    name = _NAMES.get(type(fact))
    return name(fact) if name else value_words(fact)


def _measure(measure: Measure) -> str:
    if measure.kind is MeasureKind.MEASURE and measure.number:
        return _("mesure %s") % measure.number
    return _("élément attesté « %s »") % _first_title(measure.titles)


def _first_title(titles: tuple[Title, ...]) -> str:
    return value_words(titles[0].text.value) if titles else "–"


def _statement(statement: Statement) -> str:
    who = statement.said_by or statement.organisation
    words = [str(STATEMENTS[statement.kind]), who.name if who else "", date_words(statement.said)]
    return _("déclaration (%s)") % ", ".join(word for word in words if word)


def _section(section: Section) -> str:
    return _("section %s") % (section.label or (section.title.value if section.title else section.order))


def _organisation(organisation: Organisation) -> str:
    return _("organisme « %s »") % organisation.names[-1].value


_NAMES: dict[type[Any], Any] = {
    PartHeader: lambda header: _("présentation de la partie"),
    Plan: lambda plan: _("plan « %s »") % _first_title(plan.titles),
    Section: _section,
    Measure: _measure,
    Statement: _statement,
    Means: lambda means: _("moyens « %s »") % value_words(means.item.value),
    Act: lambda act: _("acte « %s »") % " ".join(word for word in (act.kind_printed, act.number, act.author) if word),
    Series: lambda series: _("série « %s »") % value_words(series.title.value),
    Organisation: _organisation,
    Vocabulary: lambda vocabulary: _("vocabulaire « %s »") % _either(vocabulary),
    Territory: lambda territory: _("territoire « %s »") % territory.name,
    Source: lambda source: _("source « %s »") % value_words(source.title or source.address),
}


def _either(named: LevelName | Term | Vocabulary) -> str:
    """The name in the active language."""
    return named.en if (get_language() or "fr").startswith("en") else named.fr


def _observation(item: Observation) -> str:
    where = ", ".join(dimension.value for dimension in item.dimensions)
    said = item.value if item.value is not None else item.missing or ""
    return f"{date_words(item.when)}{f', {where}' if where else ''} : {said}"


_FACTS: dict[type[Any], Any] = {
    Text: lambda text: text.value,
    When: date_words,
    OrgRef: lambda ref: ref.name,
    Title: lambda title: title.text.value,
    Citation: lambda citation: citation.quote or citation.locator or _("source citée"),
    Count: lambda count: f"{count.label} {count.value}",
    DatedName: lambda name: name.value,
    Office: lambda office: office.title.value,
    Term: _either,
    LevelName: _either,
    StatedNumber: lambda stated: str(stated.value),
    PlanEvent: lambda event: f"{date_words(event.when)} : {event.text.value}",
    Overlap: lambda overlap: overlap.other_plan.value,
    Step: lambda step: step.title.value,
    Document: lambda document: document.title.value,
    Dimension: lambda dimension: f"{dimension.name} = {dimension.value}",
    Observation: _observation,
}
