"""A document as three files: numbered once, its notes in the order of reading, no text run as a formula or a markup."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import docx as word
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jalon.reports.document import (
    Column,
    Document,
    Entry,
    Figure,
    Labels,
    Note,
    Pair,
    Pairs,
    Paragraph,
    Points,
    Remark,
    Row,
    Run,
    Section,
    Style,
    Table,
    finished,
    runs,
)  # fmt: skip
from jalon.reports.docx import docx
from jalon.reports.pdf import pdf
from jalon.reports.xlsx import xlsx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("contents", "sources", "source", "cited", "see", "page", "texts", "about", "number", "section", "text", "place", "address", "uncovered")  # fmt: skip
LABELS = Labels(**{name: name for name in NAMES} | {"see": "voir note %(n)s"})
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"><rect width="20" height="20"/></svg>'
NASTY = '=1+1 <w:t>&amp; {{ 7*7 }} {% for x in y %} "’'


def note(number: int, source: str, place: str) -> Note:
    return Note(number, source, f"{source}.example", "/p", f"https://{source}.example/p", f"Titre {source}", place)


NOTES = {7: note(7, "a", "p. 1"), 3: note(3, "b", "p. 2"), 9: note(9, "a", "p. 3"), 4: note(4, "c", "")}


def document(**changes: object) -> Document:
    """One of each block; notes 9 and 7 are of one source; 4 is borne by nothing."""
    values = Table(
        "Valeurs",
        (Column("Quoi"), Column("Combien", numeric=True)),
        (Row((say(NASTY), say("12", 7))),),
        (say("Sur 45."),),
    )
    blocks = (
        Paragraph(say("Premier", 9)),
        Remark(say("Sans numéro")),
        Paragraph((Run("lu", Style.QUOTE, notes=(3, 9)), Run("read", Style.SUMMARY, lang="en"))),
        Points((say("un"), say("deux"))),
        values,
        Figure(say("Dessin"), "légende", SVG, "ce que dit le dessin", 40, 20, values),
    )
    made = Document(
        title="Rapport", kind="État des lieux", lang="fr", made=datetime(2026, 1, 20, 12, tzinfo=UTC), identity="Version abc",
        front=Pairs("Front", (Pair("Plan", (say("Plan"),)),)),
        sections=(Section(say("Un"), blocks), Section(say("Deux"), (Entry("16", say("Mesure"), (say("Pilote : non lu"),)), values), 1, wide=True)),
        labels=LABELS, subtitle=say("Plan"), author="Organisme",
    )  # fmt: skip
    return replace(finished(made, NOTES), **changes)  # type: ignore[arg-type]


def say(text: str, *notes: int) -> tuple[Run, ...]:
    return (Run(text, notes=notes),)


def test_notes_are_numbered_in_the_order_of_reading_and_those_that_nothing_bears_are_left_out() -> None:
    made = document()
    assert [(n.number, n.source, n.place, n.first) for n in made.notes] == [
        (1, "a", "p. 3", 0),
        (2, "b", "p. 2", 0),
        (3, "a", "p. 1", 1),
    ]
    seen = [number for run in runs(made) for number in run.notes]
    assert list(dict.fromkeys(seen)) == [1, 2, 3]


def test_paragraphs_are_numbered_through_the_whole_document() -> None:
    numbers = [b.number for s in document().sections for b in s.blocks if isinstance(b, Paragraph)]
    assert numbers == [1, 2]


@pytest.mark.parametrize("write", [pdf, docx, xlsx])
def test_the_same_document_gives_the_same_bytes(write: object) -> None:
    assert write(document()) == write(document())  # type: ignore[operator]


# --- PDF


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def elements(reader: PdfReader) -> list[dict[str, object]]:
    """Every structure element of the tag tree, the root's first."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop().get_object()
        kids = item.get("/K", []) if isinstance(item, dict) else []
        if isinstance(item, dict) and "/S" in item:
            found.append(item)
        waiting += [k for k in (kids if isinstance(kids, list) else [kids]) if not isinstance(k, int)]
    return found


def test_the_pdf_says_that_it_is_accessible_in_which_language_and_under_which_title() -> None:
    reader = read(pdf(document()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title == "Rapport"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert [item.title for item in reader.outline if not isinstance(item, list)][-3:] == ["Un", "Deux", "sources"]


def test_the_pdf_is_tagged_with_headings_tables_notes_and_words_for_drawings() -> None:
    reader = read(pdf(document()))
    found = elements(reader)
    kinds = {str(item["/S"]) for item in found}
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Note", "/Figure", "/L"} <= kinds
    alts = [str(item["/Alt"]) for item in found if item["/S"] == "/Figure"]
    assert alts == ["ce que dit le dessin"]
    content = b"".join(page.get_contents().get_data() for page in reader.pages)  # type: ignore[union-attr]
    assert b"/Lang(en)" in content and b"/Lang(fr)" in content
    heads = [item for item in found if item["/S"] == "/TH"]
    assert len(heads) == 6


def test_every_font_of_the_pdf_is_inside_it_and_ours() -> None:
    names = set()
    for page in read(pdf(document())).pages:
        for font in page["/Resources"]["/Font"].values():
            for inner in font.get_object()["/DescendantFonts"]:
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
                names.add(str(descriptor["/FontName"]).partition("+")[2])
    assert names and all(name.startswith("Jalon-") for name in names)


def test_watermark_and_banner_are_on_every_page_of_the_pdf() -> None:
    pages = read(pdf(document(watermark="Document de travail", banner="Données inventées"))).pages
    for page in pages:
        text = page.extract_text()
        assert "Données inventées" in text
        assert "DOCUMENT DE TRAVAIL" in text


@pytest.mark.parametrize("odd", ["漢字", "\U0001f600", "עברית", "\x00\x07", "\ud7ff\ue000"])
def test_letters_that_no_font_holds_are_printed_by_their_code_and_said(odd: str) -> None:
    made = document()
    first = replace(made.sections[0], title=say(f"Titre {odd} reste"))
    text = " ".join(
        page.extract_text() for page in read(pdf(replace(made, sections=(first, *made.sections[1:])))).pages
    )
    assert "Titre" in text and "reste" in text
    if odd == "漢字":
        assert "[U+6F22][U+5B57]" in text.replace("\n", "")
        assert "uncovered" in text


# --- DOCX


def part(data: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(f"word/{name}.xml"))


def test_the_docx_has_real_footnotes_one_for_each_place_in_a_source() -> None:
    data = docx(document())
    notes = {n.get(f"{W}id"): "".join(t.text or "" for t in n.iter(f"{W}t")) for n in part(data, "footnotes")}
    assert notes.keys() == {"-1", "0", "1", "2", "3"}
    assert "a.example/p" in notes["1"] and "p. 3" in notes["1"]
    assert "voir note 1" in notes["3"]
    body = part(data, "document")
    assert [r.get(f"{W}id") for r in body.iter(f"{W}footnoteReference")] == ["1", "2", "3"]
    fields = "".join(i.text or "" for i in body.iter(f"{W}instrText"))
    assert fields.count("NOTEREF _note1") == 1


def test_word_reads_the_docx_with_its_styles_numbered_paragraphs_tables_and_pages_turned() -> None:
    read_ = word.Document(io.BytesIO(docx(document())))
    styles = {p.style.name for p in read_.paragraphs if p.style}
    assert {"Title", "Heading 1", "Jalon Paragraph", "Jalon Measure", "Jalon List", "Caption"} <= styles
    assert [s.orientation for s in read_.sections] == [0, 1, 0]
    assert len(read_.inline_shapes) == 1
    assert read_.core_properties.title == "Rapport"
    rows = [
        t.rows[0]._tr.trPr is not None and t.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
        for t in read_.tables[1:]
    ]
    assert rows == [True] * 3


def test_no_text_of_the_docx_is_markup_or_a_template() -> None:
    body = part(docx(document()), "document")
    assert NASTY in {t.text for t in body.iter(f"{W}t")}


@pytest.mark.parametrize("odd", ["\x00\x0b", "\ud800", "\ufffe", "漢字 \U0001f600"])
def test_what_xml_forbids_does_not_break_the_docx(odd: str) -> None:
    made = document(title=f"Titre {odd}", banner=odd, author=odd)
    word.Document(io.BytesIO(docx(made)))


def test_a_text_in_another_language_says_so_in_the_docx() -> None:
    langs = {lang.get(f"{W}val") for lang in part(docx(document()), "document").iter(f"{W}lang")}
    assert langs == {"en-GB"}


def test_the_watermark_and_the_banner_are_in_the_header_of_the_docx() -> None:
    header = zipfile.ZipFile(io.BytesIO(docx(document(watermark='Document "A"', banner="Inventé")))).read(
        "word/header.xml"
    )
    assert b"v:textpath" in header and "Inventé".encode() in header
    ElementTree.fromstring(header)


# --- XLSX


def test_the_xlsx_has_a_sheet_for_each_table_and_its_sources() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(document())))
    assert book.sheet_names[1:] == ["texts", "Valeurs", "Valeurs 2", "Valeurs 3", "sources"]
    assert book.get_sheet_by_name("Valeurs").to_python()[1] == [NASTY, 12.0, "3"], "a number counts"
    assert [row[0] for row in book.get_sheet_by_name("sources").to_python()[1:]] == ["1", "3", "2"]


def test_no_cell_of_the_xlsx_is_a_formula() -> None:
    archive = zipfile.ZipFile(io.BytesIO(xlsx(document())))
    sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets and not any(b"<f>" in sheet for sheet in sheets)


def test_two_tables_of_one_long_name_get_sheets_of_their_own() -> None:
    long = "Une légende bien plus longue que ce qu’un nom de feuille peut être [1/2]"
    table = Table(long, (Column("A"),), (Row((say("1"),)),))
    made = document(sections=(Section(say("S"), (table, table)),))
    names = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(made))).sheet_names
    assert len(set(names)) == len(names) and all(len(name) <= 31 for name in names)
