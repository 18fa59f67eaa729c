"""The fields of a table of measures, and how headers name them in French and English."""

from jalon.exchange.headers import Field
from jalon.facts.problems import N_

NUMBER, TITLE, SUBTITLE = "number", "title", "subtitle"
SECTIONS = ("section1", "section2", "section3")
PLANNED, NOTE, KEYWORDS = "planned", "note", "keywords"
LEAD, CO_LEAD, PARTNER = "lead", "co_lead", "partner"
PHASE, PROGRESS = "phase", "progress"
START, DUE = "start", "due"
AMOUNT, FUNDER, IN_KIND = "amount", "funder", "in_kind"
PERSON = "person"

PLAN_FIELDS: tuple[Field, ...] = (
    Field(
        TITLE,
        N_("Intitulé de la mesure"),
        (
            "titre de l'action", "titre de la fiche action", "titre de la mesure", "intitulé", "intitulé de l'action",
            "mesure", "mesures", "action", "actions", "titre", "libellé", "libellé de la mesure", "libellé de l'action",
            "nom de l'action", "nom de la mesure", "title", "measure", "action title", "commitment", "activity",
        ),
        required=True,
    ),
    Field(
        NUMBER,
        N_("Numéro"),
        (
            "n°", "no", "num", "numéro de la mesure", "n° de la mesure", "n° mesure", "mesure n°", "n° de l'action",
            "n° action", "n° fiche", "référence", "réf", "code", "id", "number", "measure number", "ref",
        ),
    ),
    Field(SECTIONS[0], N_("Axe"), ("axe (x)", "axes", "priorité stratégique", "pilier", "chantier", "axe stratégique", "axis", "pillar", "priority area", "chapitre", "thème", "thématique")),
    Field(SECTIONS[1], N_("Sous-axe"), ("sous-axe (x.x)", "sous axe", "objectif stratégique", "objectif", "orientation", "sub-axis", "objective", "sous-thématique")),
    Field(SECTIONS[2], N_("Sous-sous-axe"), ("sous-sous axe (x.x.x)", "sous sous axe", "objectif opérationnel", "sub-objective")),
    Field(SUBTITLE, N_("Sous-action ou jalon"), ("titre de la sous-action", "sous-action", "sous action", "sous-mesure", "jalon", "jalons", "sub-action", "milestone", "step", "étape de réalisation")),
    Field(PLANNED, N_("Ce qui est prévu"), ("descriptif", "description", "contenu", "détail", "détail de l'action", "présentation", "description de l'action", "description de la mesure", "planned", "modalités de mise en œuvre")),
    Field(LEAD, N_("Pilote"), ("structure pilote", "direction ou service pilote", "service pilote", "ministère pilote", "pilotes", "pilote(s)", "chef de file", "porteur", "porteur de l'action", "responsable", "organisme pilote", "pilotage", "lead", "lead agency", "lead organisation", "responsible", "responsible body"), many=True),
    Field(CO_LEAD, N_("Copilote"), ("copilote", "co-pilote", "copilotes", "co-pilotes", "co-lead"), many=True),
    Field(PARTNER, N_("Partenaires"), ("partenaire", "partenaire(s)", "acteurs associés", "organismes associés", "contributeurs", "partners", "partner"), many=True),
    Field(PHASE, N_("Étape ou statut"), ("statut", "état d'avancement", "état", "avancement", "stade", "status", "state of progress", "phase")),
    Field(PROGRESS, N_("Avancement déclaré"), ("notes de suivi", "bilan", "réalisations", "actions réalisées", "commentaire d'avancement", "point d'étape", "progress", "achievements"), many=True),
    Field(START, N_("Date de début"), ("début", "date de lancement", "lancement", "démarrage", "start", "start date")),
    Field(DUE, N_("Échéance"), ("date de fin", "fin", "date d'échéance", "délai", "date limite", "date butoir", "deadline", "due", "due date", "end date", "end")),
    Field(AMOUNT, N_("Montant"), ("montant € ht", "montant €", "montant ttc", "budget", "budget prévisionnel", "budget prévisionnel total € ht", "budget total", "coût", "coût prévisionnel", "crédits", "amount", "cost"), many=True),
    Field(FUNDER, N_("Financeur"), ("financeur 1", "financeur 2", "financeur 3", "financeurs", "funder"), many=True),
    Field(IN_KIND, N_("Moyens humains et techniques"), ("moyens", "moyens humains", "moyens mobilisés", "ressources", "resources")),
    Field(KEYWORDS, N_("Mots-clés"), ("mots clés", "mot-clé", "tags", "étiquettes", "keywords")),
    Field(PERSON, N_("Personne nommée (non lue)"), ("personne pilote", "élu·e référent·e", "élu référent", "référent", "référente", "contact", "nom", "courriel", "e-mail", "téléphone", "agent", "person", "email", "phone"), many=True),
    Field(NOTE, N_("Note"), ("notes", "notes complémentaires", "remarques", "observations", "commentaires", "commentaire", "objectifs", "instances de gouvernance", "calendrier", "financements", "niveau de priorité", "indicateurs liés", "indicateurs", "résultats attendus", "cibles", "publics visés", "comments", "objectives", "timeline"), many=True),
)  # fmt: skip
"""Columns of persons (« personne pilote », « élu référent ») are recognised and not read: a register of policy needs bodies."""
