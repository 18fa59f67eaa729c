"""The fields of a table of observations, in rows (a period each) or with periods as columns, French and English."""

from functools import lru_cache

from jalon.exchange.headers import Field, Header
from jalon.exchange.values import squeezed
from jalon.facts.common import When
from jalon.facts.problems import N_
from jalon.facts.series import ObservationStatus, Precision
from jalon.methods.dates import parse_printed
from jalon.methods.text import fold

SERIES, CODE, NAME, PRODUCER, UNIT = "series", "indicator", "name", "producer", "unit"
PERIOD, PRINTED, VALUE, VALUE_AT = "period", "printed", "value", "value_at"
PRECISION, STATUS, MISSING, SAID = "precision", "status", "missing", "said"
NUMERATOR, DENOMINATOR, NOTE = "numerator", "denominator", "note"
SOURCE, LOCATOR, QUOTE = "source", "locator", "quote"
DIMENSION = "dimension"
NAMING = "dimension :"
"""How the title of a column may begin that holds a breakdown: « Dimension : sexe »."""

STATES: dict[str, ObservationStatus] = {
    **dict.fromkeys(("p", "prov", "prov.", "provisoire", "provisional", "preliminary"), ObservationStatus.PROVISIONAL),
    **dict.fromkeys(("r", "rev", "rev.", "revise", "revisee", "revised", "semi-definitif"), ObservationStatus.REVISED),
    **dict.fromkeys(("d", "def", "def.", "definitif", "definitive", "final", "finale"), ObservationStatus.FINAL),
}
PRECISIONS: dict[str, Precision] = {
    **dict.fromkeys(("exact", "exacte"), Precision.EXACT),
    **dict.fromkeys(("arrondi", "arrondie", "rounded"), Precision.ROUNDED),
    **dict.fromkeys(("au moins", "plus de", "minimum", "at least", "at_least", "more than", ">=", "≥"), Precision.AT_LEAST),
    **dict.fromkeys(("environ", "env.", "approximatif", "approximative", "about", "around", "~", "≈"), Precision.ABOUT),
}  # fmt: skip
WHOLE = frozenset(
    ("ensemble", "total", "tous", "toutes", "tout", "tous confondus", "toutes confondues", "all", "both", "both sexes", "overall")
)  # fmt: skip
"""Words of a breakdown that break down nothing: the value is that of the whole."""
TARGETS = ("objectif", "cible", "attendu", "prevision", "valeur prevue", "target", "expected", "planned", "goal")
"""What a group above columns of years says when these hold no observations."""


@lru_cache(maxsize=4096)
def period_title(title: str) -> tuple[When, str | None] | None:
    """The period that a column's title is, and its state: « 2024 », « T1 2024 », « Année 2023 », « 2024 (p) »."""
    bare, state = marked(squeezed(title))
    words = (
        bare[6:]
        if fold(bare).startswith(("annee ", "exerc. "))
        else bare[5:]
        if fold(bare).startswith("year ")
        else bare
    )
    if not any(sign.isdigit() for sign in words) or len(words) > 40:
        return None
    edtf, _recurrence = parse_printed(words)
    if edtf is None:
        return None
    said = str(edtf)
    return When(edtf=said, printed=None if said == words else words), state


def marked(text: str) -> tuple[str, str | None]:
    """The text without the « (p) », « (r) » or « (provisoire) » that ends it, and what this says."""
    bare, bracket, mark = text.removesuffix(")").rpartition("(") if text.endswith(")") else (text, "", "")
    state = STATES.get(fold(mark.strip())) if bracket else None
    return (bare.strip(), state.value) if state is not None else (text, None)


def _is_period(title: str) -> bool:
    return period_title(title) is not None


def _is_dimension(title: str) -> bool:
    return fold(title).startswith(NAMING)


OBSERVATION_FIELDS: tuple[Field, ...] = (
    Field(CODE, N_("Code de l’indicateur"), ("code", "code indicateur", "identifiant", "identifiant de l'indicateur", "identifiantReferentiel", "id indicateur", "indicateur (code)", "indicator code", "indicator id", "code of the indicator")),
    Field(NAME, N_("Intitulé de l’indicateur"), ("indicateur", "intitulé", "libellé", "nom de l'indicateur", "titre", "indicator", "indicator name", "title of the indicator", "title", "name")),
    Field(SERIES, N_("Série"), ("series", "série d'observations", "clé de la série", "series key")),
    Field(PRODUCER, N_("Producteur"), ("organisme producteur", "produit par", "producer", "published by")),
    Field(UNIT, N_("Unité"), ("unité de mesure", "unit")),
    Field(PERIOD, N_("Période"), ("année", "an", "annee civile", "exercice", "date", "date de la valeur", "temps", "mois", "trimestre", "period", "year", "time", "time_period", "time period", "reference period")),
    Field(PRINTED, N_("Période telle qu’imprimée"), ("period as printed",)),
    Field(VALUE, N_("Valeur"), ("value", "obs_value", "valeur observée", "résultat", "résultats", "réalisé", "nombre", "effectif", "effectifs", "result", "actual", "count")),
    Field(VALUE_AT, N_("Valeur à la période que dit le titre"), many=True, matches=_is_period),
    Field(PRECISION, N_("Précision"), ("precision", "qualité de la valeur")),
    Field(STATUS, N_("État de la valeur"), ("état", "statut", "statut de la donnée", "obs_status", "state", "status", "state of the value")),
    Field(MISSING, N_("Raison de l’absence"), ("motif", "motif d'absence", "donnée manquante", "missing", "reason", "missing reason", "reason for absence")),
    Field(SAID, N_("Dit le"), ("publié le", "date de publication", "communiqué le", "said", "published", "published on", "said on", "publication date")),
    Field(NUMERATOR, N_("Numérateur"), ("numerator",)),
    Field(DENOMINATOR, N_("Dénominateur"), ("denominator",)),
    Field(NOTE, N_("Note"), ("notes", "remarque", "remarques", "commentaire", "commentaires", "précisions", "comment", "comments")),
    Field(SOURCE, N_("Source"), ("sources", "source de la donnée", "origine", "url", "source of the figure")),
    Field(LOCATOR, N_("Endroit dans la source"), ("page", "endroit", "locator", "place in the source")),
    Field(QUOTE, N_("Citation"), ("extrait", "quote")),
    Field(DIMENSION, N_("Ventilation (le titre de la colonne la nomme)"), ("sexe", "genre", "âge", "tranche d'âge", "classe d'âge", "région", "département", "territoire", "zone", "nationalité", "profil", "forme d'exploitation", "forme", "type de public", "public", "catégorie", "modalité", "sex", "age", "age group", "region", "territory", "nationality", "form of exploitation", "category", "breakdown"), many=True, matches=_is_dimension),
)  # fmt: skip


def usable(header: Header) -> bool:
    """The columns say of which indicator or series, and either of which period and what, or hold periods."""
    given = {column.field for column in header.columns}
    rows = bool(given & {PERIOD, PRINTED}) and bool(given & {VALUE, MISSING})
    return bool(given & {SERIES, CODE, NAME}) and (rows or VALUE_AT in given)


def dimension_of(title: str) -> tuple[str, bool]:
    """The breakdown that a column's title names, and whether it was written so by an export: its words are kept."""
    bare = title.partition("#")[0]
    return (bare[len(NAMING) :].strip(), True) if _is_dimension(bare) else (bare.strip(), False)
