"""What is in a cell is never more than it says: words in numbers and dates are asked, nothing becomes zero."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jalon.reporting.merging.cells import read_cell
from jalon.reporting.merging.model import Cell, Choice, Note, Trouble, Value
from tests.unit.reporting.sheets import PROGRESS, TRAINED, Sheet, entry, kinds, line, template


def returned(column: str, typed: Any, *before: Any, here: Any = None) -> Cell:
    """The cell of the first line, as merged."""
    sent = template(line(1, *before, here=here), line(2))
    merged = Sheet(sent, {"KEY1": {column: typed}}).merged()
    [cell] = [found for found in merged.cells if found.line == "KEY1" and found.column == column]
    return cell


@pytest.mark.parametrize(
    ("typed", "number"),
    [(12, "12"), ("1 250,5", "1250.5"), ("1\u202f250", "1250"), ("1\u00a0250", "1250"), (0, "0"), ("0", "0"), (2.5, "2.5")],
)  # fmt: skip
def test_french_numbers_are_read(typed: Any, number: str) -> None:
    cell = returned(TRAINED.key, typed)
    assert cell.returned is not None and cell.returned.number == number
    assert cell.chosen is Choice.RETURNED


def test_a_comma_before_three_figures_is_asked_with_both_readings() -> None:
    cell = returned(TRAINED.key, "env. 1,250")
    assert cell.trouble is Trouble.WORD_IN_NUMBER and cell.undecided
    assert cell.proposed is not None and cell.proposed.number == "1250"
    assert cell.returned is not None and cell.returned.number == "1.25"
    assert cell.choices[:2] == (Choice.PROPOSED, Choice.RETURNED)


@pytest.mark.parametrize("typed", ["N/A", "n.c.", "voir description", "une douzaine", "12.345"])
def test_a_word_in_a_number_is_no_number_and_a_person_says_what_it_means(typed: str) -> None:
    cell = returned(TRAINED.key, typed)
    assert cell.trouble is Trouble.WORD_IN_NUMBER and cell.undecided
    assert cell.returned == Value(text=typed)
    assert {Choice.NOT_APPLICABLE, Choice.NOT_KNOWN, Choice.BEFORE} <= set(cell.choices)
    assert Choice.RETURNED not in cell.choices


@pytest.mark.parametrize("typed", [date(2026, 12, 31), "31/12/2026", "2026-12-31", "31 décembre 2026"])
def test_dates_as_text_in_three_styles_are_read_as_the_day_that_they_are(typed: Any) -> None:
    cell = returned("deadline", typed)
    assert cell.returned is not None and cell.returned.edtf == "2026-12-31"
    assert cell.chosen is Choice.RETURNED


@pytest.mark.parametrize(("typed", "edtf"), [("mi-novembre 2024", "2024-11"), ("fin 2026", "2026")])
def test_a_date_that_says_more_than_its_reading_is_asked_and_its_words_are_kept(typed: str, edtf: str) -> None:
    cell = returned("deadline", typed)
    assert cell.trouble is Trouble.TEXT_DATE and cell.undecided
    assert cell.proposed == Value(text=typed, edtf=edtf)
    assert cell.choices == (Choice.PROPOSED, Choice.TEXT_ONLY, Choice.BEFORE)


@pytest.mark.parametrize(("typed", "year"), [(date(1905, 7, 19), "2027"), (date(1900, 1, 12), None)])
def test_a_year_typed_in_a_cell_of_dates_is_not_taken_for_a_day_of_1905(typed: date, year: str | None) -> None:
    cell = returned("deadline", typed)
    assert cell.trouble is Trouble.TEXT_DATE and cell.undecided
    assert (cell.proposed.edtf if cell.proposed else None) == year


def test_words_that_are_no_date_stay_words() -> None:
    cell = returned("deadline", "dès que possible")
    assert cell.trouble is Trouble.TEXT_DATE and cell.proposed is None
    assert cell.returned == Value(text="dès que possible")


def test_a_month_in_its_own_name_is_a_month() -> None:
    cell = returned("deadline", "décembre 2026")
    assert cell.returned is not None and cell.returned.edtf == "2026-12" and cell.chosen is Choice.RETURNED


def test_what_is_added_at_the_end_and_what_only_changes_form_is_told() -> None:
    before = entry("progress", "Paris 11/06/2024")
    assert returned("progress", "Paris 11/06/2024, Bordeaux 29/01/2025", before).note is Note.APPENDED
    assert returned("progress", "PARIS  11/06/2024.", before).note is Note.FORM_ONLY
    assert returned("progress", "Paris 11/06/2024 ", before).choices == ()


def test_a_number_that_takes_the_place_of_another_is_asked() -> None:
    cell = returned(TRAINED.key, 7, entry(TRAINED.key, "1", number="1"))
    assert cell.trouble is Trouble.NUMBER_CHANGED and cell.undecided


def test_the_same_number_written_otherwise_is_unchanged() -> None:
    cell = returned(TRAINED.key, "1\u202f250,0", entry(TRAINED.key, "1250", number="1250"))
    assert cell.choices == ()


def test_signs_that_nobody_sees_are_no_answer_and_keep_none_from_being_written() -> None:
    assert returned("progress", "\u200b \ufeff").returned is None
    assert returned("progress", "\ufeffFait").returned == Value(text="Fait")


def test_a_text_that_no_declaration_holds_is_asked_with_its_first_words() -> None:
    read = read_cell(PROGRESS, "é" * 60_000)
    assert read.trouble is Trouble.UNREADABLE and read.choices == (Choice.BEFORE, Choice.ASK_AGAIN)
    assert read.value is not None and len(read.value.text) < 600


def test_an_emptied_cell_is_asked() -> None:
    cell = returned("progress", None, entry("progress", "Deux sessions"))
    assert cell.trouble is Trouble.EMPTIED and cell.undecided
    assert cell.returned is None


def test_what_both_changed_is_asked_with_both_texts() -> None:
    before = entry("progress", "annuel, 18 octobre")
    here = entry("progress", "annuel, publiée le 18 octobre")
    cell = returned("progress", "18 octobre", before, here=(here,))
    assert cell.trouble is Trouble.CHANGED_HERE and cell.here == here
    assert cell.choices[:2] == (Choice.BOTH, Choice.ASK_AGAIN)


def test_what_only_this_side_changed_stays() -> None:
    before = entry("progress", "annuel")
    cell = returned("progress", "annuel", before, here=(entry("progress", "semestriel"),))
    assert cell.choices == ()


def test_what_the_asking_body_wrote_over_it_becomes_the_body_s_word_when_it_returns_the_same() -> None:
    before, correction = entry("progress", "annuel"), replace(entry("progress", "semestriel"), corrected=True)
    cell = returned("progress", "semestriel", before, here=(before, correction))
    assert cell.chosen is Choice.RETURNED and cell.trouble is None
    declared = entry("progress", "semestriel")
    assert returned("progress", "semestriel", before, here=(declared,)).choices == ()


def test_a_term_outside_the_list_is_asked_and_one_in_english_is_the_same() -> None:
    assert returned("phase", "presque finie").trouble is Trouble.NOT_IN_LIST
    found = returned("phase", "Completed").returned
    assert found is not None and found.code == "done"


def test_a_formula_without_its_value_is_asked_and_one_with_it_is_read() -> None:
    cell = returned(TRAINED.key, "=1+1")
    assert cell.trouble is Trouble.UNREADABLE
    assert cell.choices == (Choice.BEFORE, Choice.ASK_AGAIN)


def test_a_share_in_a_column_that_counts_is_asked() -> None:
    assert returned(TRAINED.key, "45 %").trouble is Trouble.PERCENT


def test_a_column_of_one_line_is_not_read_elsewhere() -> None:
    only = replace(TRAINED, subject="subject-2")
    sent = template(line(1), line(2), columns=(PROGRESS, only))
    merged = Sheet(sent, {"KEY1": {only.key: 9}, "KEY2": {only.key: 4}}).merged()
    assert [(cell.line, cell.returned.number) for cell in merged.changed if cell.returned] == [("KEY2", "4")]
    assert kinds(merged) == ["not_asked"]
