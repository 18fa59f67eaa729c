"""Tables of an evaluation, read: every row is matched, asked or kept aside, and nothing is guessed."""

import io
from collections.abc import Sequence
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from jalon.exchange.assessment_levels import WORDS_ONLY, LevelReader, level_key
from jalon.exchange.assessment_numbers import Named, number_key, read_number
from jalon.exchange.assessment_tables import MOST_PASTED, AssessmentTable, pasted, read_table, with_columns
from jalon.exchange.assessments_in import (
    ASIDE,
    THEME,
    AssessedRow,
    Decisions,
    MeasureRef,
    ReadAssessments,
    Standing,
    read_assessments,
)
from jalon.exchange.problems import Refused
from jalon.facts.evaluation import Assessed, NoVerdict
from jalon.facts.standard_scales import DONE, HUMAN_RIGHTS_COMMITTEE, STANDARD

TITLES = ("Informer le public invente", "Creer un site fictif", "Former les agents imaginaires", "Une journee d’essai")


def measure(number: str, title: str = "", *, gone: bool = False) -> MeasureRef:
    return MeasureRef(f"uid-{number}", number, title or f"Mesure inventee numero {number}", gone)


PLAN = [measure(str(number), title) for number, title in enumerate(TITLES, 1)]
PLAN += [measure(str(number)) for number in range(5, 15)] + [measure("15", gone=True), measure("16 bis")]


def word(rows: Sequence[Sequence[str]], merge: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A Word document with one table; `merge`: (row, column) to (row, column)."""
    document = Document()
    document.add_paragraph("Tableau fictif")
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    for top, left, bottom, right in merge:
        text = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = text
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def read(text: str, **said: Any) -> ReadAssessments:
    return of_table(read_table(pasted(text), "colle.csv"), **said)


def of_table(table: AssessmentTable, **said: Any) -> ReadAssessments:
    return read_assessments(table, PLAN, LevelReader(DONE, STANDARD), Decisions(**said))


def only(text: str, **said: Any) -> AssessedRow:
    """The one row of a table whose columns are number, level, page."""
    (row,) = read(f"N°;Niveau;Page\n{text}", **said).rows
    return row


@pytest.mark.parametrize(
    ("words", "keys"),
    [("12", ["12"]), ("12.", ["12"]), ("n°12", ["12"]), ("Mesure n° 12", ["12"]), ("mesure 12 bis", ["12 bis"]),
     ("12BIS", ["12 bis"]), ("012", ["12"]), ("3.04", ["3.04"]), ("#7", ["7"]), ("7)", ["7"])],
)  # fmt: skip
def test_a_number_is_read_in_its_usual_forms(words: str, keys: list[str]) -> None:
    found = read_number(words)
    assert found.named is Named.ONE
    assert list(found.keys) == keys


@pytest.mark.parametrize("words", ["12 et 13", "12, 13", "12/13", "12 & 13", "12\n13", "mesures 12 et 13"])
def test_two_measures_in_a_cell_are_several(words: str) -> None:
    assert read_number(words) == read_number("12 et 13")
    assert read_number(words).named is Named.SEVERAL


def test_a_range_names_all_its_measures_and_a_title_after_the_number_is_kept() -> None:
    assert read_number("12-14").keys == read_number("12 à 14").keys == ("12", "13", "14")
    assert read_number("14-12").keys == ("14", "12")
    assert read_number("12. Créer un site").rest == "Créer un site"
    assert read_number("Mesures mineurs").named is Named.NONE


@given(st.integers(min_value=0, max_value=9999), st.sampled_from(["", " bis", "bis", " TER"]))
def test_a_number_and_its_key_name_the_same_measure(number: int, suffix: str) -> None:
    key = number_key(f"{number}{suffix}")
    assert number_key(key) == key
    assert read_number(f"Mesure n° {number}{suffix}.").keys == (key,)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader_of_numbers(text: str) -> None:
    assert read_number(text).named in Named


@pytest.mark.parametrize(
    ("words", "code"),
    [("Réalisée", "done"), ("réalisé", "done"), ("REALISEES", "done"), ("Partiellement réalisés", "partial"),
     ("non-réalisée", "not_done"), ("not done", "not_done"), ("partial", "partial")],
)  # fmt: skip
def test_a_level_is_read_whatever_its_gender_and_number(words: str, code: str) -> None:
    assert LevelReader(DONE).read(words).level == code


def test_a_grade_is_read_by_its_letter_and_an_unknown_letter_is_not() -> None:
    assert LevelReader(HUMAN_RIGHTS_COMMITTEE).read("B").level == "b"
    assert LevelReader(DONE).read("P").fault is not None
    assert LevelReader(DONE).read("P", "partial").level == "partial"
    assert LevelReader(DONE).read("P", "engaged").level is None


def test_a_level_of_another_scale_is_refused_at_its_row_with_what_the_scale_has() -> None:
    row = only("3;engagée;9", levels={level_key("engagée"): "done"})
    assert row.standing is Standing.MATCHED
    assert row.level.foreign and row.level.level is None and not row.ready
    assert row.level.fault is not None
    said = row.level.fault.expected.format_map(dict(row.level.fault.params))
    assert "engagée" in said and DONE.printed in said
    assert only("3;engagée;9", row_levels={2: "not_done"}).level.level == "not_done"


def test_a_reason_for_no_verdict_is_read_and_an_empty_level_is_asked() -> None:
    assert only("3;non examinée;").level.no_verdict is NoVerdict.NOT_EXAMINED
    assert only("3;;9").level.fault is not None
    assert only("3;N/A;9").level.fault is not None
    assert only("3;;9", levels={"": "not_yet_due"}).ready
    assert not only("3;;9", levels={"": WORDS_ONLY}).ready  # there are no words


def test_every_row_stands_once_and_what_the_table_does_not_speak_of_is_told() -> None:
    found = read(
        "N°\tMesure\tBilan\tp.\n1\tInformer le public invente\tréalisée\tp. 9\n12 et 13\t\tréalisée\t\n46\t\tréalisée\t"
    )
    assert [row.standing for row in found.rows] == [Standing.MATCHED, Standing.ASKED, Standing.ASIDE]
    assert sum(found.count(one) for one in Standing) == len(found.rows) == 3
    assert found.rows[0].page == "9"
    assert len(found.unspoken) == len(PLAN) - 2  # one that is spoken of, one that left the plan


def test_two_measures_in_a_row_are_asked_and_then_written_as_two() -> None:
    row = only("12 et 13;réalisée;")
    assert row.standing is Standing.ASKED
    assert [len(one.measures) for one in row.options] == [2, 2, 1, 1, 0, 0]  # one each, or one of both
    chosen = only("12 et 13;réalisée;", rows={2: row.options[0].value})
    assert chosen.subjects == ("uid-12", "uid-13") and chosen.ready


def test_twelve_bis_is_asked_unless_the_plan_has_it() -> None:
    row = only("12 bis;réalisée;")
    assert row.standing is Standing.ASKED
    assert row.options[0].value == "uid-12"
    assert only("16 bis;réalisée;").subjects == ("uid-16 bis",)


def test_a_measure_that_left_the_plan_or_never_was_is_said_at_its_row() -> None:
    for words, said in (("15", "n’est plus"), ("46", "n’a pas")):
        row = only(f"{words};réalisée;")
        assert row.standing is Standing.ASIDE
        assert row.why is not None and said in row.why.expected
    assert only("15;réalisée;", rows={2: "uid-15"}).standing is Standing.ASIDE


def test_a_title_of_another_measure_than_its_number_is_asked() -> None:
    found = read("N°;Mesure;Niveau\n2;Former les agents imaginaires;réalisée")
    assert found.rows[0].standing is Standing.ASKED
    assert {one.value for one in found.rows[0].options} >= {"uid-2", "uid-3", ASIDE}


def test_a_row_without_number_is_found_by_its_very_title_and_asked_when_it_resembles() -> None:
    found = read("N°;Mesure;Niveau\n;Creer un site fictif;réalisée\n;Creer un site;réalisée\n;Mesures mineurs;réalisée")
    assert found.rows[0].subjects == ("uid-2",)
    assert found.rows[1].standing is Standing.ASKED
    assert found.rows[2].standing is Standing.ASIDE
    assert [one.value for one in read("N°;Mesure;Niveau\n;;réalisée").rows[0].options] == [
        ASIDE
    ]  # no words for a theme
    theme = read("N°;Mesure;Niveau\n;Mesures mineurs;réalisée", rows={2: THEME})
    assert theme.rows[0].object is Assessed.THEME and theme.rows[0].ready


def test_one_measure_on_two_rows_is_asked_at_both_until_one_is_put_aside() -> None:
    rows = "N°;Niveau\n4;réalisée\n4;non réalisée"
    asked = read(rows).rows
    assert [row.standing for row in asked] == [Standing.ASKED] * 2
    assert all(ASIDE in {one.value for one in row.options} for row in asked)
    decided = read(rows, rows={3: ASIDE})
    assert [row.standing for row in decided.rows] == [Standing.MATCHED, Standing.ASIDE]


@pytest.mark.parametrize(
    "text",
    ["N°\tNiveau\n1\tréalisée\n2\tréalisée", "N°;Niveau\n1;réalisée\n2;réalisée", "N°|Niveau\n1|réalisée\n2|réalisée",
     "| N° | Niveau |\n|----|:---|\n| 1 | réalisée |\n| 2 | réalisée |"],
)  # fmt: skip
def test_a_pasted_table_is_read_under_its_separator(text: str) -> None:
    assert [row.subjects for row in read(text).rows] == [("uid-1",), ("uid-2",)]


def test_pasted_quotes_are_words_and_what_is_no_table_is_refused() -> None:
    found = read('N°\tNiveau\tTexte\n1\tréalisée\t"Un site" est ouvert\n2\tréalisée\t« Rien »')
    assert found.rows[0].text == '"Un site" est ouvert'
    for text in ("", "une phrase", "x" * (MOST_PASTED + 1)):
        with pytest.raises(Refused):
            pasted(text)


def test_scripts_and_formulas_stay_text() -> None:
    words = '<script>alert(1)</script> =HYPERLINK("http://exemple.fr")'
    assert read(f"N°\tNiveau\tTexte\n1\tréalisée\t{words}").rows[0].text == words
    assert read("N°;Niveau;Texte\n1;réalisée;=1+1").rows[0].text == "=1+1"


def test_columns_without_headings_are_shown_and_can_be_said() -> None:
    table = read_table(pasted("1;réalisée;9\n2;non réalisée;11\n3;réalisée;12"), "colle.csv")
    assert not table.headings and len(table.rows) == 3
    assert table.columns[0].field == "number"
    found = of_table(with_columns(table, {1: "level", 2: "page"}))
    assert [row.level.level for row in found.rows] == ["done", "not_done", "done"]


def test_observations_are_not_taken_for_the_adopted_sentence() -> None:
    table = read_table(pasted("N°;Niveau;Observations\n1;réalisée;à revoir"), "colle.csv")
    assert [one.field for one in table.columns] == ["number", "level", ""]


def test_a_word_table_is_read_with_its_merged_cells_told() -> None:
    rows = [["N°", "Mesure", "Bilan", "Page"], ["1", "Informer le public invente", "réalisée", "9"],
            ["2", "Creer un site fictif", "", "10"], ["3", "Former les agents imaginaires", "non réalisée", "11"]]  # fmt: skip
    table = read_table(word(rows, [(1, 2, 2, 2)]), "tableau.docx")
    found = of_table(table)
    assert [row.level.level for row in found.rows] == ["done", "done", "not_done"]
    assert found.rows[1].notes and not found.rows[0].notes
    assert any("fusionnées" in note.expected for note in table.notes)


def test_a_merged_number_is_asked() -> None:
    rows = [["N°", "Niveau", "Page"], ["5", "réalisée", "9"], ["", "non réalisée", "10"]]
    found = of_table(read_table(word(rows, [(1, 0, 2, 0)]), "tableau.docx"))
    assert found.rows[1].standing is Standing.ASKED


def test_of_several_tables_the_one_with_headings_is_read_and_another_can_be_chosen() -> None:
    document = Document()
    first = document.add_table(rows=1, cols=2)
    first.cell(0, 0).text, first.cell(0, 1).text = "Rédigé par", "Personne fictive"
    second = document.add_table(rows=2, cols=2)
    for at, words in enumerate((("N°", "Niveau"), ("1", "réalisée"))):
        second.cell(at, 0).text, second.cell(at, 1).text = words
    held = io.BytesIO()
    document.save(held)
    assert read_table(held.getvalue(), "deux.docx").place == 1
    assert read_table(held.getvalue(), "deux.docx", 0).place == 0


def test_a_document_without_table_is_refused() -> None:
    held = io.BytesIO()
    Document().save(held)
    with pytest.raises(Refused, match="aucun tableau"):
        read_table(held.getvalue(), "vide.docx")
