"""Recommendations as a workbook or one CSV: what leaves comes back without a difference (`plans_out.read_exported`)."""

from datetime import datetime

from jalon.exchange.plans_out import csv_of, plan_book
from jalon.exchange.write_xlsx import write_xlsx
from jalon.facts.common import Citation
from jalon.facts.part import PartFacts
from jalon.facts.walking import inside

WRITTEN = ("xlsx", "csv")
"""Formats in which recommendations leave."""
_INSTRUCTIONS = (
    "Recommandations exportées : une ligne chacune, ses autres langues, positions et renvois dans leurs feuilles.",
    "Modifiez les cellules, ajoutez des lignes sans clé, triez ; réimportez ce classeur tel quel.",
    "La première ligne de chaque feuille, masquée, porte le code des colonnes : ne la supprimez pas.",
    "Supprimer une ligne n’efface rien dans le registre : retirez la fiche dans l’application.",
    "Une cellule vide ne dit rien. Les dates s’écrivent 2026, 2026-10, 2026-12-31 (EDTF).",
)


def export_recommendations(facts: PartFacts, kind: str, made: datetime) -> bytes:
    """XLSX or CSV of the recommendations of these facts, with the sources they cite. KeyError: no such format.

    `problems.Refused` when a text is longer than a cell.
    """
    cited = {one.source for fact in facts.recommendations for one in inside(fact) if isinstance(one, Citation)}
    sources = tuple(source for source in facts.sources if source.uid in cited)
    kept = PartFacts(header=facts.header, recommendations=facts.recommendations, sources=sources)
    synthetic = ("DONNÉES FICTIVES : rien ici ne parle de faits réels.",) if facts.header.synthetic else ()
    book = plan_book(
        kept, made, main="recommendation", instructions=(*_INSTRUCTIONS[:1], *synthetic, *_INSTRUCTIONS[1:])
    )
    return {"xlsx": write_xlsx, "csv": csv_of}[kind](book)
