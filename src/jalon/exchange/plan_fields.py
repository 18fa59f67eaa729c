"""The fields of a table of measures, and how headers name them in French and English."""

import re

from jalon.exchange.header_columns import Field, term_key
from jalon.exchange.money import unit_of
from jalon.exchange.observation_fields import period_title
from jalon.facts.problems import N_
from jalon.methods.text import fold

NUMBER, TITLE, SUBTITLE = "number", "title", "subtitle"
SECTIONS = ("section1", "section2", "section3")
PLANNED, NOTE, KEYWORDS = "planned", "note", "keywords"
LEAD, CO_LEAD, PARTNER = "lead", "co_lead", "partner"
PHASE, PROGRESS = "phase", "progress"
START, DUE = "start", "due"
AMOUNT, FUNDER, IN_KIND = "amount", "funder", "in_kind"
PERSON = "person"
TEXTS = frozenset(
    {NUMBER, TITLE, SUBTITLE, *SECTIONS, PLANNED, NOTE, KEYWORDS, LEAD, CO_LEAD, PARTNER, PHASE, PROGRESS, IN_KIND}
)
"""Fields whose cells are read as texts."""
PERHAPS = 0.78
"""The certainty of « Actions » beside « Mesure »: sub-actions, or what the measure plans."""
_PERIODS = (
    "calendrier", "calendrier de réalisation", "calendrier prévisionnel", "calendrier de mise en œuvre",
    "période de réalisation", "période de mise en œuvre", "période", "timeline", "timeframe", "time frame", "timescale",
    "timing", "implementation period", "implementation timeframe", "when",
)  # fmt: skip
IN_WORDS = frozenset(map(term_key, _PERIODS))
"""Titles of columns whose cells are words as often as dates."""
PHASE_AT, YEAR_AT, BODY_AT = "phase_at", "year_at", "body_at"
"""Columns that are ticked: what is said is their title."""
STAGES = frozenset(
    [
        "a venir",
        "a lancer",
        "a demarrer",
        "a faire",
        "non demarre",
        "non demarree",
        "non engage",
        "non engagee",
        "non commence",
        "non commencee",
        "non realise",
        "non realisee",
        "prevu",
        "prevue",
        "engage",
        "engagee",
        "lance",
        "lancee",
        "demarre",
        "demarree",
        "en cours",
        "en retard",
        "en attente",
        "partiellement realise",
        "partiellement realisee",
        "realise",
        "realisee",
        "termine",
        "terminee",
        "acheve",
        "achevee",
        "fait",
        "faite",
        "abandonne",
        "abandonnee",
        "annule",
        "annulee",
        "reporte",
        "reportee",
        "suspendu",
        "suspendue",
        "planned",
        "not started",
        "not yet started",
        "ongoing",
        "in progress",
        "under way",
        "started",
        "on track",
        "delayed",
        "partially achieved",
        "partly done",
        "achieved",
        "completed",
        "complete",
        "done",
        "implemented",
        "cancelled",
        "abandoned",
        "postponed",
        "suspended",
    ]
)
"""Titles of columns that are ticked to say a stage, folded."""
_STAGE = re.compile(r"(?:etat|statut|stade|avancement|niveau|status|state|progress|stage)\b")
_MONEY = re.compile(
    r"\b(?:budget|credits?|cout|couts|montants?|depenses?|financements?|finances?|moyens financiers|costs?|amounts?|funding|expenditure|ae|cp)\b"
)
_TOTAL = re.compile(r"(?:cout |montant |budget )?total\b")


def _is_period(title: str, group: str) -> bool:
    return len(title) <= 40 and (period_title(title) is not None or period_title(f"{title} {group}") is not None)


def _is_amount(title: str, group: str) -> bool:
    """A year under « Crédits (M€) », « AE (M€) », or a total whose unit is money."""
    if _MONEY.search(fold(group)) and _is_period(title, group):
        return True
    named = _TOTAL.match(term_key(title)) or _MONEY.search(fold(title))
    return named is not None and unit_of(f"{title} {group}").money


def _is_stage(title: str, group: str) -> bool:
    return term_key(title) in STAGES and _STAGE.match(fold(group)) is not None


PLAN_FIELDS: tuple[Field, ...] = (
    Field(
        TITLE,
        N_("Intitulé de la mesure"),
        (
            "mesures et actions", "intitulé de la fiche", "intitulé de la fiche action", "fiche action", "intitulé des actions",
            "intitulé des mesures", "libellé des mesures", "description de la mesure ou de l'action", "commitments",
            "activities", "action point", "action points", "action item", "planned activity", "planned activities",
            "action description", "name of the measure", "name of the activity",
            "titre de l'action", "titre de la fiche action", "titre de la mesure", "intitulé", "intitulé de l'action",
            "mesure", "mesures", "action", "actions", "titre", "libellé", "libellé de la mesure", "libellé de l'action",
            "nom de l'action", "nom de la mesure", "title", "measure", "action title", "commitment", "activity",
        ),
        required=True,
    ),
    Field(
        NUMBER,
        N_("Numéro"),
        ("numéro de mesure", "numéro de fiche", "numéro de l'action", "n° d'action", "n° d'ordre", "n° de fiche", "numéro d'action", "action no", "action number", "activity no", "ref no", "s/n", "nr", "nr.", "#", "n°", "no", "num", "numéro de la mesure", "n° de la mesure", "n° mesure", "mesure n°", "n° de l'action",
            "n° action", "n° fiche", "référence", "réf", "code", "id", "number", "measure number", "ref",
        ),
    ),
    Field(SECTIONS[0], N_("Axe"), ("grand axe", "axe thématique", "volet", "domaine", "domaine d'intervention", "domaine d'action", "goal", "strategic goal", "high level goal", "strategic priority", "strategic objective", "strand", "component", "theme", "area", "area of action", "outcome", "axe (x)", "axes", "priorité stratégique", "pilier", "chantier", "axe stratégique", "axis", "pillar", "priority area", "chapitre", "thème", "thématique")),
    Field(SECTIONS[1], N_("Sous-axe"), ("objectifs stratégiques", "sous-objectif", "specific objective", "specific goal", "output", "expected output", "sub-goal", "sous-axe (x.x)", "sous axe", "objectif stratégique", "objectif", "orientation", "sub-axis", "objective", "sous-thématique")),
    Field(SECTIONS[2], N_("Sous-sous-axe"), ("objectifs opérationnels", "operational objective", "sous-sous axe (x.x.x)", "sous sous axe", "objectif opérationnel", "sub-objective")),
    Field(SUBTITLE, N_("Sous-action ou jalon"), ("sous-actions", "sous-mesures", "sub-activity", "sub-actions", "milestones", "tâche", "tâches", "task", "tasks", "titre de la sous-action", "sous-action", "sous action", "sous-mesure", "jalon", "jalons", "sub-action", "milestone", "step", "étape de réalisation"), weak=tuple((term, PERHAPS) for term in ("action", "actions", "activité", "activités", "activity", "activities"))),
    Field(PLANNED, N_("Ce qui est prévu"), ("descriptif", "description", "contenu", "détail", "détail de l'action", "présentation", "description de l'action", "description de la mesure", "planned", "modalités de mise en œuvre")),
    Field(LEAD, N_("Pilote"), ("pilote principal", "direction pilote", "ministère chef de file", "ministère(s) pilote(s)", "entité pilote", "entité responsable", "structure responsable", "service responsable", "organisme responsable", "institution responsable", "responsables", "porteurs", "owner", "action owner", "lead department", "lead department/agency", "lead body", "lead institution", "lead ministry", "lead partner", "lead responsibility", "responsible institution", "responsible institutions", "responsible authority", "responsible party", "responsible entity", "responsible agency", "responsibility", "implementing body", "implementing agency", "implementing entity", "structure pilote", "direction ou service pilote", "service pilote", "ministère pilote", "pilotes", "pilote(s)", "chef de file", "porteur", "porteur de l'action", "responsable", "organisme pilote", "pilotage", "lead", "lead agency", "lead organisation", "responsible", "responsible body"), many=True),
    Field(CO_LEAD, N_("Copilote"), ("co-pilotage", "copilotage", "co-porteur", "co-lead agency", "co-leads", "copilote", "co-pilote", "copilotes", "co-pilotes", "co-lead"), many=True),
    Field(PARTNER, N_("Partenaires"), ("acteurs concernés", "acteurs impliqués", "services associés", "ministère(s) associé(s)", "ministères associés", "administrations associées", "directions associées", "structures associées", "structures partenaires", "partenaires associés", "principaux partenaires", "supporting partners", "supporting agencies", "supporting bodies", "key partners", "other stakeholders", "stakeholders", "partner institutions", "implementing partners", "involved institutions", "in partnership with", "partenaire", "partenaire(s)", "acteurs associés", "organismes associés", "contributeurs", "partners", "partner"), many=True),
    Field(PHASE, N_("Étape ou statut"), ("état d'avancement de l'action", "état de mise en œuvre", "état de réalisation", "avancement de la mesure", "météo", "status of implementation", "implementation status", "rag", "rag status", "current status", "statut", "état d'avancement", "état", "avancement", "stade", "status", "state of progress", "phase")),
    Field(PROGRESS, N_("Avancement déclaré"), ("état des lieux", "suivi", "suivi de la mise en œuvre", "taux d'avancement", "taux de réalisation", "% d'avancement", "% avancement", "% réalisé", "% de réalisation", "avancement en %", "update", "progress update", "progress to date", "progress made", "implementation progress", "% complete", "% completion", "progress (%)", "notes de suivi", "bilan", "réalisations", "actions réalisées", "commentaire d'avancement", "point d'étape", "progress", "achievements"), many=True),
    Field(START, N_("Date de début"), ("date de début prévue", "début prévu", "date de démarrage", "from", "commencement", "début", "date de lancement", "lancement", "démarrage", "start", "start date")),
    Field(DUE, N_("Échéance"), ("échéances", "échéance prévue", "échéance de réalisation", "date cible", "date prévue", "date prévisionnelle", "date de fin prévue", "date de réalisation", "date de réalisation prévue", "fin prévue", "terme", "horizon", "horizon de réalisation", "délais", "délai de réalisation", "delivery date", "target date", "completion date", "by when", "deadline for implementation", "date of completion", "to be completed by", "time limit", "end date", "date de fin", "fin", "date d'échéance", "délai", "date limite", "date butoir", "deadline", "due", "due date", "end date", "end"), weak=tuple((term, 0.8) for term in _PERIODS)),
    Field(AMOUNT, N_("Montant"), ("coût estimé", "coût estimatif", "coût total", "montant total", "montant estimé", "estimation financière", "moyens financiers", "financiers", "estimated cost", "estimated budget", "total budget", "total cost", "budget estimate", "costs", "coûts", "budgets", "montants", "montant € ht", "montant €", "montant ttc", "budget", "budget prévisionnel", "budget prévisionnel total € ht", "budget total", "coût", "coût prévisionnel", "crédits", "amount", "cost"), many=True, within=_is_amount),
    Field(FUNDER, N_("Financeur"), ("financeur 1", "financeur 2", "financeur 3", "financeurs", "funder", "funding source", "source of funding", "sources of funding"), many=True),
    Field(IN_KIND, N_("Moyens humains et techniques"), ("moyens nécessaires", "ressources humaines", "human resources", "resources needed", "resources required", "moyens", "moyens humains", "moyens mobilisés", "ressources", "resources")),
    Field(KEYWORDS, N_("Mots-clés"), ("mots clés", "mot-clé", "tags", "étiquettes", "keywords")),
    Field(PERSON, N_("Personne nommée (non lue)"), ("personne pilote", "élu·e référent·e", "élu référent", "référent", "référente", "contact", "nom", "courriel", "e-mail", "téléphone", "agent", "person", "email", "phone"), many=True),
    Field(NOTE, N_("Note"), ("notes", "notes complémentaires", "remarques", "observations", "commentaires", "commentaire", "objectifs", "instances de gouvernance", "financements", "niveau de priorité", "indicateurs liés", "indicateurs", "résultats attendus", "cibles", "publics visés", "comments", "objectives", "livrable", "livrables", "produits", "indicateur de suivi", "indicateurs de suivi", "indicateurs de résultat", "indicateurs de réalisation", "source de vérification", "sources de vérification", "moyens de vérification", "risques", "risques et hypothèses", "hypothèses", "points de blocage", "freins", "freins et leviers", "leviers", "points de vigilance", "prochaines étapes", "étapes à venir", "étapes", "étapes de réalisation", "principales étapes", "steps", "suites à donner", "base juridique", "contexte", "constat", "enjeux", "bénéficiaires", "public cible", "territoire", "priorité", "degré de priorité", "priority", "priority level", "échéance actualisée", "échéance révisée", "nouvelle échéance", "date de réalisation effective", "programme", "kpi", "kpis", "key performance indicators", "output/kpi", "indicator", "indicators", "performance indicator", "performance indicators", "success indicators", "means of verification", "source of verification", "sources of verification", "risks", "risks and assumptions", "assumptions", "assumptions and risks", "deliverable", "deliverables", "expected results", "expected result", "expected outcome", "expected outcomes", "target group", "target groups", "beneficiaries", "next steps", "remarks", "notes/comments", "baseline", "target", "targets"), many=True, weak=(("calendrier", 0.76), ("calendrier de réalisation", 0.76), ("calendrier prévisionnel", 0.76), ("timeline", 0.76), ("timeframe", 0.76), ("output", 0.76), ("outputs", 0.76))),
    Field(PHASE_AT, N_("Statut coché (le titre de la colonne le dit)"), many=True, within=_is_stage, counted=False),
    Field(YEAR_AT, N_("Année ou trimestre coché (le titre de la colonne le dit)"), many=True, within=_is_period, counted=False),
    Field(BODY_AT, N_("Organisme coché (P : pilote, C : copilote, autre : partenaire)"), many=True, counted=False),
)  # fmt: skip
"""Columns of persons (« personne pilote », « élu référent ») are recognised and not read: a register of policy needs bodies."""
