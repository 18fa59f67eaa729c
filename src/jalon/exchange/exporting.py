"""A plan in the format asked for, and what that format cannot say."""

from datetime import datetime

from jalon.exchange.iati_out import iati_xml
from jalon.exchange.plans_out import csv_of, plan_book
from jalon.exchange.problems import CellProblem
from jalon.exchange.write_ods import write_ods
from jalon.exchange.write_xlsx import write_xlsx
from jalon.facts.part import PartFacts

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "iati": "application/xml",
}
"""Format → media type."""
SUFFIX = {"xlsx": ".xlsx", "ods": ".ods", "csv": ".csv", "iati": ".xml"}
INSTRUCTIONS = (
    "Plan exporté : une feuille par genre de fiches.",
    "Modifiez les cellules, ajoutez des lignes sans clé, triez, masquez ou renommez les colonnes ; réimportez ce classeur tel quel.",
    "La première ligne de chaque feuille, masquée, porte le code des colonnes : ne la supprimez pas.",
    "Supprimer une ligne n’efface rien dans le registre : retirez la fiche dans l’application.",
    "Une cellule vide ne dit rien ; zéro est une valeur. Les dates s’écrivent 2026, 2026-10, 2026-12-31, 2026-10/2026-12 (EDTF).",
)


def export_plan(
    facts: PartFacts, kind: str, made: datetime, owner_kind: str = ""
) -> tuple[bytes, tuple[CellProblem, ...]]:
    """The bytes, and notes on what was left out. `Refused` when the format cannot hold a text; KeyError: no such format."""
    if kind == "iati":
        return iati_xml(facts, made, owner_kind)
    book = plan_book(facts, made, instructions=_instructions(facts))
    return {"xlsx": write_xlsx, "ods": write_ods, "csv": csv_of}[kind](book), ()


def _instructions(facts: PartFacts) -> tuple[str, ...]:
    synthetic = ("DONNÉES FICTIVES : rien ici ne parle d’un plan réel.",) if facts.header.synthetic else ()
    return (*INSTRUCTIONS[:1], *synthetic, *INSTRUCTIONS[1:])
