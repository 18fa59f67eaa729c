"""Matrices of recommendations in layouts that were not foreseen: other words, places and merged cells."""

import copy
import io
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from jalon.exchange.problems import Refused
from jalon.exchange.recommendations_docx import ReadMatrix, read_matrix
from jalon.facts.recommendation import Position

PLAN = "Adopt a national plan to fight trafficking in persons (Chad);"
JUDGES = "Train judges and prosecutors on trafficking (Peru);"
HEAD = ("Recommendation", "Position", "Full list of themes")
BOX = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
    "<mc:Choice><w:drawing><w:txbxContent/></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent/></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)


def table(made: Any, *rows: tuple[str, ...] | str) -> Any:
    """A table added to a document; a row of one text goes across it."""
    added = made.add_table(rows=0, cols=max(len(row) for row in rows if not isinstance(row, str)))
    for row in rows:
        cells = added.add_row().cells
        if isinstance(row, str):
            cells[0].merge(cells[-1]).text = row
        else:
            for cell, text in zip(cells, row, strict=False):
                cell.text = text
    return added


def read(made: Any) -> ReadMatrix:
    kept = io.BytesIO()
    made.save(kept)
    return read_matrix(kept.getvalue())


def of(*rows: tuple[str, ...] | str) -> ReadMatrix:
    made = Document()
    table(made, *rows)
    return read(made)


def test_french_headings_repeated_on_each_page_and_themes_that_no_word_announces() -> None:
    head = (
        "N°",
        "Thème",
        "Recommandation",
        "État(s) auteur(s)",
        "Position de l’État",
        "Personnes concernées",
        "ODD",
        "Mise en œuvre",
    )
    found = of(
        head, ("Traite des personnes", *[""] * 7), ("146.1", "Traite", "Adopter un plan", "Tchad", "Acceptée", "femmes", "ODD 5, 8", ""),
        head, ("Justice", *[""] * 7), ("146.2", "Juges", "Former les magistrats", "Pérou", "Prise en note", "", "16", "En cours"),
    )  # fmt: skip
    assert (found.rows, found.headings, found.themes, found.continued, found.unread) == (6, 2, 2, 0, [])
    first, second = found.recommendations
    assert (first.paragraph, first.theme, first.themes, first.states) == (
        "146.1",
        "Traite des personnes",
        ["Traite"],
        ["Tchad"],
    )
    assert (first.position, first.affected, first.sdgs) == (Position.SUPPORTED, ["femmes"], ["5", "8"])
    assert (second.theme, second.position, second.comment) == ("Justice", Position.NOTED, "En cours")


def test_a_position_may_be_a_ticked_column_under_one_row_of_headings_or_two() -> None:
    one = of(
        ("Recommendation", "Supported", "Noted", "Themes"),
        (f"1.1 {PLAN}", "x", "", "T"),
        (f"1.2 {JUDGES}", "\u2610", "\u2612", "T"),
    )
    two = of(("Recommendation", "Response", "Response", "Themes"), ("", "Supported", "Noted", ""), (f"1.1 {PLAN}", "X", "", "T"),
             (f"1.2 {JUDGES}", "", "X", "T"))  # fmt: skip
    for found in (one, two):
        assert [r.position for r in found.recommendations] == [
            Position.SUPPORTED,
            Position.NOTED,
        ] and not found.problems


def test_a_theme_merged_downwards_holds_for_all_its_rows() -> None:
    made = Document()
    added = table(
        made, ("Theme", "Rec. No.", *HEAD[:2]), ("Trafficking", "1", PLAN, "Noted"), ("", "2", JUDGES, "Supported")
    )
    added.cell(1, 0).merge(added.cell(2, 0))
    assert [(r.paragraph, r.themes) for r in read(made).recommendations] == [
        ("1", ["Trafficking"]),
        ("2", ["Trafficking"]),
    ]


def test_several_recommendations_of_one_cell_are_several() -> None:
    found = of(
        HEAD, (f"1.1 {PLAN}\n1.2 {JUDGES}", "Supported\nNoted", "D27"), (f"1.3 {PLAN}\n1.4 {JUDGES}", "Noted", "D27")
    )
    assert [(r.paragraph, r.states, r.position) for r in found.recommendations] == [
        ("1.1", ["Chad"], Position.SUPPORTED), ("1.2", ["Peru"], Position.NOTED),
        ("1.3", ["Chad"], Position.NOTED), ("1.4", ["Peru"], Position.NOTED),
    ]  # fmt: skip


def test_tables_split_by_theme_take_the_heading_above_and_one_split_by_a_page_goes_on() -> None:
    made = Document()
    for theme, number, words in (("Norms", "6.1", PLAN), ("Trafficking", "6.2", JUDGES)):
        made.add_heading(theme, 2)
        table(made, HEAD[:2], (f"{number} {words}", "Supported"))
    table(made, (f"6.3 {PLAN}", "Noted"))
    table(made, ("S", "supported", "N"))
    found = read(made)
    assert [(r.paragraph, r.theme) for r in found.recommendations] == [
        ("6.1", "Norms"),
        ("6.2", "Trafficking"),
        ("6.3", "Trafficking"),
    ]
    assert (found.rows, found.unread) == (5, [])


def test_a_title_above_the_headings_is_no_theme_and_unknown_columns_are_said() -> None:
    found = of(
        "Third cycle – Slovenia", (*HEAD, "Lead ministry"), "Theme: X", (f"1.1 {PLAN}", "Supported", "X", "Justice")
    )
    assert (found.headings, found.themes, found.recommendations[0].theme) == (2, 1, "X")
    assert "Lead ministry" in found.problems[0].words()


def test_columns_that_no_row_names_are_known_by_what_they_hold_and_it_is_said() -> None:
    found = of((f"1.1 {PLAN}", "Supported", "T"), (f"1.2 {JUDGES}", "Noted", "T"))
    assert [r.paragraph for r in found.recommendations] == ["1.1", "1.2"] and "Aucune ligne" in found.problems[
        0
    ].words()


def test_a_text_box_is_read_once() -> None:
    made = Document()
    added = table(made, HEAD, (f"1.1 {PLAN}", "Supported", "X"))._tbl
    box = parse_xml(BOX)
    added.addprevious(box)
    first, second = box.iter(qn("w:txbxContent"))
    second.append(copy.deepcopy(added))
    first.append(added)
    assert (read(made).rows, len(read(made).recommendations)) == (2, 1)


def test_numbered_paragraphs_are_read_where_the_document_says_that_they_are_recommendations() -> None:
    made = Document()
    made.add_paragraph("6. The following recommendations enjoy the support of the State:")
    for line in (f"6.1 {PLAN}", f"6.2 {JUDGES}", "Annex"):
        made.add_paragraph(line)
    found = read(made)
    assert [(r.paragraph, r.position, r.comment[:2]) for r in found.recommendations] == [
        ("6.1", None, "6."),
        ("6.2", None, "6."),
    ]
    assert len(found.problems) == 1
    other = Document()
    for line in ("2.1 Objectives of the project", "2.2 Means"):
        other.add_paragraph(line)
    with pytest.raises(Refused, match="aucun tableau"):
        read(other)
