"""How a campaign's workbook is laid out: what is written when it is sent and looked for when it comes back."""

from jalon.exchange.sheets import Workbook
from jalon.exchange.values import plain
from jalon.reporting.merging.model import NOTHING, Column, ColumnKind

IDENTITY = "jalon"
"""Name of the hidden sheet that says which campaign, body and version the workbook is of."""
MARK = "jalon:"
"""Cells of the hidden row of keys begin so."""
KEY, NUMBER, TITLE = "line", "number", "title"
"""Columns that are locked: the hidden key, the number and the title of each line."""
LOCKED = (
    Column(key=KEY, kind=ColumnKind.TEXT, fr="Clé (ne pas modifier)", en="Key (do not change)"),
    Column(key=NUMBER, kind=ColumnKind.TEXT, fr="N°", en="No."),
    Column(key=TITLE, kind=ColumnKind.TEXT, fr="Mesure", en="Measure"),
)
NOTHING_COLUMN = Column(key=NOTHING, kind=ColumnKind.TEXT, fr="Rien à signaler", en="Nothing to report")
NOTHING_WORDS = {"fr": "oui", "en": "yes"}
NOTHING_SAID = frozenset({"rien a signaler", "ras", "r.a.s", "rien", "neant", "nothing to report", "nothing", "none"})
"""What people write in that column instead of yes, folded, without a final point."""
NOT_ASKED = "—"
"""Stands in the cell of a line to which a column does not apply."""
FIELDS = ("campaign", "ask", "template", "language")


def all_columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Every column of the sheet of answers, in its order."""
    return (*LOCKED, *columns, NOTHING_COLUMN)


def identity_of(workbook: Workbook) -> dict[str, str]:
    """What the hidden sheet says: campaign, ask, template, language. Empty when it is gone."""
    sheet = workbook.sheet(IDENTITY)
    if sheet is None:
        return {}
    found = {}
    for row in sheet.rows():
        name = plain(row.value(0))
        if row.number > 50:
            break
        if name.startswith(MARK) and name.removeprefix(MARK) in FIELDS:
            found[name.removeprefix(MARK)] = plain(row.value(1))
    return found
