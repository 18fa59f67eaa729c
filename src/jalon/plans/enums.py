"""Labels for people of this room's codes: the codes are those of `jalon.facts`, a test keeps them equal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatementKind(models.TextChoices):
    """What a dated statement is about."""

    COORDINATOR = "coordinator", _("coordination")
    LEAD = "lead", _("pilote")
    CO_LEAD = "co_lead", _("copilote")
    PARTNER = "partner", _("partenaire")
    DEADLINE = "deadline", _("échéance")
    PHASE = "phase", _("étape")
    PROGRESS = "progress", _("avancement")
    ASKED = "asked", _("demandé")
    PROMISED = "promised", _("promis")
    OUTCOME = "outcome", _("constat")
    JUDGED = "judged", _("jugé")


class Basis(models.TextChoices):
    """How one knows that a body leads or takes part."""

    NAMED_IN_PLAN = "named_in_plan", _("nommé dans le plan")
    SEEN_ACTING = "seen_acting", _("vu à l’œuvre")
    SAID_BY_THIRD_PARTY = "said_by_third_party", _("dit par un tiers")


class Known(models.TextChoices):
    """Unknown is not no."""

    GIVEN = "given", _("donné")
    STATED_ABSENT = "stated_absent", _("absent, dit la source")
    NOT_FOUND = "not_found", _("cherché, non trouvé")
    NOT_LOOKED_AT = "not_looked_at", _("non lu")


class Link(models.TextChoices):
    """Who ties a statement to its subject."""

    STATED = "stated", _("lien fait par la source")
    PROPOSED = "proposed", _("lien proposé par la rédaction")


class Confidence(models.TextChoices):
    """Whether the source states it."""

    STATED = "stated", _("dit par la source")
    INFERRED = "inferred", _("déduit par la rédaction")


class Wording(models.TextChoices):
    """How a text stands to its source."""

    VERBATIM = "verbatim", _("texte lu")
    SUMMARY = "summary", _("résumé")
    TRANSLATION = "translation", _("traduction")


class Visibility(models.TextChoices):
    """Who may see."""

    PUBLIC = "public", _("public")
    COMMITTEE = "committee", _("comité de suivi")
    BODY = "body", _("organisme")
    TEAM = "team", _("équipe")


class MeasureKind(models.TextChoices):
    """Whether the number in the plan is known."""

    MEASURE = "measure", _("mesure")
    ATTESTED_ITEM = "attested_item", _("élément attesté")


class MeansKind(models.TextChoices):
    """The budget stage of an amount."""

    PLANNED = "planned", _("prévu")
    VOTED = "voted", _("voté")
    COMMITTED = "committed", _("engagé")
    PAID = "paid", _("payé")
    UNSPECIFIED = "unspecified", _("stade budgétaire non dit")
    AMENDMENT = "amendment", _("amendement")
    PRINCIPLE = "principle", _("principe de financement")
    FINDING = "finding", _("constat sans montant")


class Precision(models.TextChoices):
    """How exact a published value is."""

    EXACT = "exact", _("exact")
    ROUNDED = "rounded", _("arrondi")
    AT_LEAST = "at_least", _("au moins")
    ABOUT = "about", _("environ")


class Family(models.TextChoices):
    """What a series counts."""

    POLICE = "police", _("police et gendarmerie")
    JUSTICE = "justice", _("justice")
    SURVEY = "survey", _("enquêtes auprès des associations")
    FOREIGN_REPORT = "foreign_report", _("rapports d’un État étranger")
    SERVICE = "service", _("services et dispositifs")
    OFFICIAL_ESTIMATE = "official_estimate", _("estimations officielles")
    FOLLOW_UP = "follow_up", _("suivi des plans")
    OTHER = "other", _("autres comptes")


class ObservationStatus(models.TextChoices):
    """Where a value stands in its producer's revisions."""

    PROVISIONAL = "provisional", _("provisoire")
    REVISED = "revised", _("révisé")
    FINAL = "final", _("définitif")


class IndicatorKind(models.TextChoices):
    """What an indicator tells of (OHCHR)."""

    STRUCTURAL = "structural", _("de structure")
    PROCESS = "process", _("de processus")
    OUTCOME = "outcome", _("de résultat")


class ResultLevel(models.TextChoices):
    """How far along the chain of results (IATI)."""

    OUTPUT = "output", _("réalisation")
    OUTCOME = "outcome", _("résultat")
    IMPACT = "impact", _("effet")


class ValueKind(models.TextChoices):
    """What values are."""

    NUMBER = "number", _("nombre")
    ORDINAL = "ordinal", _("niveaux ordonnés")
    YES_NO = "yes_no", _("oui ou non")
    MILESTONE = "milestone", _("étape atteinte ou non")


class Direction(models.TextChoices):
    """Which way is better."""

    INCREASE = "increase", _("hausse")
    DECREASE = "decrease", _("baisse")
    MAINTAIN = "maintain", _("maintien")
    AT_LEAST = "at_least", _("au moins")
    AT_MOST = "at_most", _("au plus")


class Accumulation(models.TextChoices):
    """Whether values add."""

    PERIODIC = "periodic", _("de la période")
    CUMULATIVE = "cumulative", _("depuis le début")


class AnswerKind(models.TextChoices):
    """What a body answers to another's indicator."""

    ADOPTED = "adopted", _("repris")
    REFUSED = "refused", _("refusé")


class OutputType(models.TextChoices):
    """What kind of thing was carried out."""

    TRAINING = "training", _("formation")
    CAMPAIGN = "campaign", _("campagne")
    INFORMATION_KIT = "information_kit", _("kit d’information")
    REFLEX_SHEET = "reflex_sheet", _("fiche réflexe")
    AGREEMENT = "agreement", _("convention")
    CALL_FOR_PROJECTS = "call_for_projects", _("appel à projets")
    GRANT = "grant", _("subvention")
    PLACES_OPENED = "places_opened", _("places ouvertes")
    PLACES_CLOSED = "places_closed", _("places fermées")
    PROPERTY_ASSIGNED = "property_assigned", _("bien confisqué affecté")
    INSPECTION = "inspection", _("contrôle")
    OPERATION = "operation", _("opération")
    MEETING = "meeting", _("réunion")
    PUBLICATION = "publication", _("publication")
    LAW = "law", _("loi")
    CIRCULAR = "circular", _("circulaire")


class Quantity(models.TextChoices):
    """What an output is counted in."""

    PARTICIPANTS = "participants", _("participants")
    SESSIONS = "sessions", _("sessions")
    HOURS = "hours", _("heures")
    COPIES = "copies", _("exemplaires")
    REACH = "reach", _("personnes touchées")
    PLACES = "places", _("places")
    INSPECTIONS = "inspections", _("contrôles")
    ITEMS = "items", _("unités")
