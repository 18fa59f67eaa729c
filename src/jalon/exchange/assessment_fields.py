"""The columns of a table of an evaluation: which measure, what is said of it, where that stands. French and English."""

from jalon.exchange.headers import Field
from jalon.facts.problems import N_

NUMBER, TITLE, LEVEL, TEXT = "number", "title", "level", "text"
PAGE, PARAGRAPH, SOURCE = "page", "paragraph", "source"
OBJECT, NOTE = "object", "note"

ASSESSMENT_FIELDS = (
    Field(NUMBER, N_("numéro de la mesure"), (
        "n°", "no", "num", "numéro", "number", "n° mesure", "n° de mesure", "mesure n°", "numéro de mesure",
        "measure no", "measure number", "no. of measure", "#", "réf", "ref", "action n°", "action no", "item",
    )),
    Field(TITLE, N_("intitulé (contrôle)"), (
        "mesure", "mesures", "intitulé", "intitulé de la mesure", "libellé", "libellé de la mesure", "titre", "measure",
        "measures", "title", "title of the measure", "action", "actions", "commitment", "recommandation",
    )),
    Field(LEVEL, N_("niveau"), (
        "niveau", "bilan", "évaluation", "appréciation", "verdict", "état", "statut", "avis", "réalisation",
        "état de réalisation", "niveau de réalisation", "level", "assessment", "rating", "status", "completion", "grade",
        "level of implementation", "degré de réalisation",
    )),
    Field(TEXT, N_("phrase adoptée"), (
        "phrase", "texte", "texte adopté", "commentaire", "commentaires", "analyse", "motivation", "justification",
        "text", "adopted text", "sentence", "comment", "comments", "analysis", "finding", "findings",
    )),
    Field(PAGE, N_("page"), ("p.", "pp.", "page", "pages", "p. du rapport", "page du rapport", "page of the report")),
    Field(PARAGRAPH, N_("paragraphe"), ("§", "par.", "para", "para.", "paragraphe", "paragraph", "alinéa")),
    Field(SOURCE, N_("source"), ("source", "sources", "référence", "reference", "lien", "link", "url", "document")),
    Field(OBJECT, N_("objet (plan, section, mesure, groupe, thème, lacune)"), (
        "objet", "type d’objet", "nature de l’objet", "object", "type of object",
    )),
    Field(NOTE, N_("note privée (ne sort jamais)"), (
        "note privée", "notes privées", "note interne", "notes internes", "note de l’équipe", "private note",
        "private notes", "internal note", "internal notes", "team note",
    )),
)  # fmt: skip
"""« Observations » is in none of them: whether it is the adopted sentence or a private note, only its author knows.
A private note is the team's: it goes into its own field, and from there nowhere."""
