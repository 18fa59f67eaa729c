"""Tables of Word documents, read as rows of cells. Nothing is run, no link is followed, no picture is opened.

Merged cells stay what they are: a cell says how many columns it spans, and whether it only continues the one above.
Text that was inserted under tracked changes is read, deleted text is not: as Word shows the document once all
changes are accepted.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jalon.exchange.guards import MEGABYTE, OLE, Limits
from jalon.exchange.problems import refusal
from jalon.facts.problems import N_

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
HEADING_STYLES = ("heading", "titre", "title", "berschrift", "ttulo")
"""How the identifiers of heading styles begin, in the languages of Word that lose their accents."""
LIMITS = Limits(bytes=20 * MEGABYTE, unfolded=200 * MEGABYTE, rows=20_000, columns=60)


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell: its paragraphs without surrounding spaces, empty ones left out. `column` is its first one, from 0."""

    column: int
    width: int
    paragraphs: tuple[str, ...]
    continues: bool = False

    @property
    def text(self) -> str:
        """All paragraphs, a line each."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row, by its number in the table, from 1."""

    number: int
    cells: tuple[WordCell, ...]

    @property
    def empty(self) -> bool:
        """No cell holds text."""
        return not any(cell.paragraphs for cell in self.cells)

    def at(self, column: int) -> WordCell | None:
        """The cell that covers a column."""
        return next((cell for cell in self.cells if cell.column <= column < cell.column + cell.width), None)


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of the document, by its place in it, from 1. `above` is the last text before it.

    `headed`: that text is styled as a heading, and no other table stands between the two.
    """

    number: int
    rows: tuple[WordRow, ...]
    above: str = ""
    headed: bool = False


@dataclass(frozen=True, slots=True)
class WordDocument:
    """The tables of a document, and the paragraphs that stand in none of them, without the empty ones."""

    tables: tuple[WordTable, ...]
    paragraphs: tuple[str, ...]


def tables_of(data: bytes) -> tuple[WordTable, ...]:
    """The tables of a .docx, in order; those inside a cell come after the one they are in. Refuses as `word_document` does."""
    return word_document(data).tables


def word_document(data: bytes) -> WordDocument:
    """What a .docx holds, text boxes too. `Refused` for what is no Word document, is too big, or cannot be opened."""
    _refuse_unfit(data)
    body = _opened(data).element.body
    _without_fallbacks(body)
    tables, paragraphs, headed = list[WordTable](), list[str](), False
    for block in body.iter(_tag("p"), _tag("tbl")):
        if block.tag == _tag("tbl"):
            above = paragraphs[-1] if paragraphs else ""
            tables.append(WordTable(len(tables) + 1, tuple(_rows(block)), above, headed))
            headed = False
        elif not any(parent.tag == _tag("tbl") for parent in block.iterancestors()) and (text := _text(block)):
            paragraphs.append(text)
            headed = _is_heading(block)
    return WordDocument(tuple(tables), tuple(paragraphs))


def _without_fallbacks(body: Any) -> None:
    """A text box is written twice, once for older programs: only the first of the two is read."""
    for fallback in list(body.iter(f"{COMPATIBILITY}Fallback")):
        parent = fallback.getparent()
        if parent.find(f"{COMPATIBILITY}Choice") is not None:
            parent.remove(fallback)


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{_tag('pPr')}/{_tag('pStyle')}")
    return style is not None and str(style.get(_tag("val"), "")).casefold().startswith(HEADING_STYLES)


def _opened(data: bytes) -> Any:
    from docx import Document

    try:
        return Document(io.BytesIO(data))
    except Exception as problem:  # whatever a damaged archive or part makes the library raise
        raise _damaged() from problem


def _rows(table: Any) -> Iterator[WordRow]:
    rows = [row for row in table.iterchildren() if row.tag in (_tag("tr"), _tag("sdt"), _tag("ins"))]
    flat = [row for found in rows for row in ([found] if found.tag == _tag("tr") else found.iter(_tag("tr")))]
    if len(flat) > LIMITS.rows:
        raise refusal(
            N_("Ce tableau a {rows} lignes ; la limite est de {limit}."),
            N_("Coupez le document en plusieurs."),
            rows=str(len(flat)),
            limit=str(LIMITS.rows),
        )
    yield from (WordRow(number, tuple(_cells(row))) for number, row in enumerate(flat, 1))


def _cells(row: Any) -> Iterator[WordCell]:
    column = _number(row.find(f"{_tag('trPr')}/{_tag('gridBefore')}"), 0)
    for cell in row.iter(_tag("tc")):
        if next(cell.iterancestors(_tag("tr"))) is not row:
            continue
        properties = cell.find(_tag("tcPr"))
        width = 1 if properties is None else _number(properties.find(_tag("gridSpan")), 1)
        merge = None if properties is None else properties.find(_tag("vMerge"))
        continues = merge is not None and merge.get(_tag("val")) != "restart"
        yield WordCell(column, max(width, 1), tuple(_paragraphs(cell)), continues)
        column += max(width, 1)
        if column > LIMITS.columns:
            return


def _paragraphs(cell: Any) -> Iterator[str]:
    for paragraph in cell.iter(_tag("p")):
        if next(paragraph.iterancestors(_tag("tc"))) is cell:
            yield from filter(None, (line.strip() for line in _text(paragraph).split("\n")))


def _text(paragraph: Any) -> str:
    """The words of a paragraph; a break is a new line, unbreakable spaces are plain ones."""
    pieces = []
    for node in paragraph.iter(_tag("t"), _tag("tab"), _tag("br"), _tag("cr"), _tag("noBreakHyphen")):
        if next(node.iterancestors(_tag("p"))) is not paragraph:
            continue  # of a text box anchored here, which is read as paragraphs of its own
        if node.tag == _tag("t"):
            pieces.append(node.text or "")
        elif node.tag == _tag("noBreakHyphen"):
            pieces.append("-")
        elif node.getparent().tag == _tag("r"):  # a tab of the paragraph's properties is no text
            pieces.append(" " if node.tag == _tag("tab") else "\n")
    lines = "".join(pieces).replace("\u00a0", " ").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _number(node: Any, default: int) -> int:
    value = None if node is None else node.get(_tag("val"))
    return int(value) if value and value.isdecimal() else default


def _tag(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _refuse_unfit(data: bytes) -> None:
    remedy = N_("Ouvrez-le dans Word ou LibreOffice, puis enregistrez-le en .docx.")
    if not data.strip():
        raise refusal(N_("Ce fichier est vide."), N_("Vérifiez que vous avez choisi le bon fichier."))
    if data.startswith(OLE):
        raise refusal(N_("Ce document est chiffré, ou au format .doc (Word 97-2003) : il n’est pas lu."), remedy)
    if not data.startswith(b"PK"):
        raise refusal(N_("Ce fichier n’est pas un document Word (.docx)."), remedy)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as problem:
        raise _damaged() from problem
    if "word/document.xml" not in {member.filename for member in members}:
        raise refusal(N_("Ce fichier n’est pas un document Word (.docx)."), remedy)
    if len(data) > LIMITS.bytes or _unfolds(members):
        raise refusal(
            N_("Ce document est trop grand une fois déplié."), N_("Retirez les images, ou coupez-le en plusieurs.")
        )


def _unfolds(members: Sequence[zipfile.ZipInfo]) -> bool:
    return len(members) > LIMITS.members or sum(member.file_size for member in members) > LIMITS.unfolded


def _damaged() -> Exception:
    return refusal(
        N_("Ce document est abîmé : il ne peut pas être ouvert."),
        N_("Ouvrez-le dans Word ou LibreOffice, qui sait souvent réparer, puis enregistrez-le de nouveau."),
    )
