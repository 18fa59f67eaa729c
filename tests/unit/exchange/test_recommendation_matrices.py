"""The thematic matrices of recommendations of the United Nations, whatever their layout."""

import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from jalon.exchange.problems import Refused
from jalon.exchange.recommendation_rows import language_of, position_of, states_of
from jalon.exchange.recommendations_docx import ReadMatrix, read_matrix
from jalon.facts.common import Wording
from jalon.facts.recommendation import Position

PUBLISHED = Path(__file__).parents[2] / "fixtures" / "recommendations"
SECOND = PUBLISHED / "UPR20__Slovenia_ThematicListRecommendations_E.docx"
THIRD = PUBLISHED / "UPR34_Slovenia_Thematic_list_of_Recommendations.docx"
HEAD = ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation")


def document(*rows: tuple[str, ...] | str, head: tuple[str, ...] = HEAD) -> Any:
    """A Word document of one table; a row of one text goes across it."""
    made = Document()
    table = made.add_table(rows=0, cols=len(head))
    for row in (head, *rows):
        cells = table.add_row().cells
        if isinstance(row, str):
            cells[0].merge(cells[-1]).text = row
        else:
            for cell, text in zip(cells, row, strict=False):
                cell.text = text
    return made


def saved(made: Any) -> bytes:
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def read(*rows: tuple[str, ...] | str, head: tuple[str, ...] = HEAD) -> ReadMatrix:
    return read_matrix(saved(document(*rows, head=head)))


@pytest.mark.parametrize(("file", "rows", "themes"), [(SECOND, 201, 37), (THIRD, 269, 53)])
def test_every_row_of_a_published_matrix_is_accounted_for(file: Path, rows: int, themes: int) -> None:
    found = read_matrix(file.read_bytes())
    assert (found.rows, found.headings, found.themes) == (rows, 1, themes)
    assert len(found.recommendations) == rows - 1 - themes
    assert not found.unread and not found.problems
    assert len({item.paragraph for item in found.recommendations}) == len(found.recommendations)
    assert all(item.states and item.position and item.themes and item.theme for item in found.recommendations)


def test_positions_of_the_published_matrices() -> None:
    counts = [Counter(r.position for r in read_matrix(f.read_bytes()).recommendations) for f in (SECOND, THIRD)]
    assert counts == [{Position.SUPPORTED: 142, Position.NOTED: 21}, {Position.SUPPORTED: 182, Position.NOTED: 33}]


def test_a_recommendation_is_read_whole() -> None:
    found = next(r for r in read_matrix(THIRD.read_bytes()).recommendations if r.paragraph == "121.1")
    assert found.states == ["France", "Lithuania"]
    assert found.position_source == "A/HRC/43/15 - Para 121"
    assert found.themes == ["Acceptance of international norms", "Enforced disappearances"]
    assert (found.sdgs, found.affected) == (["16"], ["Disappeared persons"])
    (text,) = found.texts
    assert text.lang == "en" and text.wording is Wording.VERBATIM and text.value.startswith("Ratify the International")


def test_columns_are_found_by_their_headings_in_any_order_and_more_of_them() -> None:
    head = ("Paragraph", "Themes", "Recommendation", "Recommending State/s", "Position", "SDGs", "Affected persons")
    row = ("32.", "Trafficking", "Adopt a national plan to fight trafficking", "Ghana", "Noted", "SDG 8", "- women")
    (found,) = read(row, head=head).recommendations
    assert (found.paragraph, found.states, found.position) == ("32", ["Ghana"], Position.NOTED)
    assert (found.themes, found.sdgs, found.affected) == (["Trafficking"], ["8"], ["women"])


def test_theme_rows_are_read_merged_or_not_and_repeated_headings_are_no_recommendation() -> None:
    rows = ("Theme: D26 Conditions of detention", ("1.1 Close the prison (Chad);", "Noted", "D26", ""), HEAD,
            ("Theme: Trafficking", "", "", ""), ("1.2 Train judges (Chad);", "Supported", "D27", ""))  # fmt: skip
    found = read(*rows)
    assert (found.headings, found.themes) == (2, 2)
    assert [r.theme for r in found.recommendations] == ["D26 Conditions of detention", "Trafficking"]


def test_a_recommendation_cut_across_rows_is_put_together() -> None:
    rows = (("1.1 Adopt a plan against", "Supported", "D27", ""), ("trafficking in persons (Chad);", "", "", ""),
            ("", "", "Affected persons:\n- women", ""))  # fmt: skip
    found = read(*rows)
    (whole,) = found.recommendations
    assert whole.words == ["Adopt a plan against trafficking in persons (Chad);"]
    assert (whole.states, whole.affected, whole.rows, found.continued) == (["Chad"], ["women"], [2, 3, 4], 2)


def test_a_cell_merged_downwards_is_one_recommendation() -> None:
    made = document(("1.1 Adopt a plan (Chad);", "Supported", "D27", ""), ("", "", "D28", ""))
    table = made.tables[0]
    table.cell(1, 0).merge(table.cell(2, 0))
    (found,) = read_matrix(saved(made)).recommendations
    assert found.themes == ["D27", "D28"]


def test_two_languages_of_one_cell_are_two_texts() -> None:
    words = "1.1 Adopt a plan to fight the trafficking of all persons (Chad);\n1.1 Adopter un plan de lutte contre la traite des personnes (Tchad);"
    (found,) = read((words, "Supported", "D27", "")).recommendations
    assert {text.lang: text.value[:9] for text in found.texts} == {"en": "Adopt a p", "fr": "Adopter u"}
    assert found.paragraph == "1.1"


def test_what_is_neither_theme_nor_recommendation_is_kept_and_said() -> None:
    found = read(("", "Supported", "", ""), ("1.1 Adopt a plan (Chad);", "Supported", "D27", ""))
    assert found.unread == [2] and len(found.recommendations) == 1
    (problem,) = found.problems
    assert problem.address == "l. 2" and "laissée de côté" in problem.words()


def test_empty_rows_and_empty_paragraphs_are_nothing() -> None:
    found = read(("", "", "", ""), ("\n\n1.1 Adopt a plan (Chad);\n\n", "Supported", "\nD27\n", ""))
    assert found.empty == 1 and found.recommendations[0].words == ["Adopt a plan (Chad);"]


def test_a_position_of_other_words_is_kept_as_printed() -> None:
    found = read(("1.1 Adopt a plan (Chad);", "Under consideration", "D27", ""))
    assert (
        found.recommendations[0].position is None and found.recommendations[0].position_printed == "Under consideration"
    )
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"PK\x03\x04 broken", "abîmé"),
        (b"%PDF-1.7", "pas un document Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".doc"),
        (saved(Document()), "aucun tableau"),
        (saved(document(("a", "b"), head=("Mesure", "Pilote"))), "colonne de recommandations"),
    ],
    ids=["empty", "broken", "pdf", "doc", "no table", "other columns"],
)  # fmt: skip
def test_another_document_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_matrix(data)


@pytest.mark.parametrize(
    ("words", "position"),
    [("Supported", Position.SUPPORTED), ("Noted.", Position.NOTED), ("Partially supported", Position.PARTLY),
     ("Not supported", Position.NOTED), ("Acceptée", Position.SUPPORTED), ("", None), ("Pending", None)],
)  # fmt: skip
def test_positions_in_words(words: str, position: Position | None) -> None:
    assert position_of(words) is position


@pytest.mark.parametrize(
    ("words", "states"),
    [("Act (Venezuela (Bolivarian Republic of));", ["Venezuela (Bolivarian Republic of)"]),
     ("Act (Chad) (Côte d’Ivoire);", ["Chad", "Côte d’Ivoire"]), ("Protocol, 1930 (No. 29) (Chad);", ["Chad"]),
     ("Act (the former Yugoslav Republic of Macedonia);", ["the former Yugoslav Republic of Macedonia"]),
     ("Sign the Convention (ICRMW), soon", [])],
)  # fmt: skip
def test_recommending_states_are_those_in_brackets(words: str, states: list[str]) -> None:
    assert states_of([words]) == states


def test_a_language_that_the_words_do_not_tell_is_not_guessed() -> None:
    assert language_of("Roma") == "" and language_of("Former les juges de la traite des êtres humains") == "fr"
