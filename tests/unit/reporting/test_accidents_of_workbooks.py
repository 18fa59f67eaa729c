"""What happens to files on their way is told with its place, and nothing of it is taken for an answer."""

from typing import Any

import pytest

from jalon.exchange.problems import Refused
from jalon.reporting.merging.model import NOTHING, Choice, Note, Trouble
from tests.unit.reporting.sheets import Sheet, entry, kinds, line, template


def test_a_row_without_a_key_is_left_aside() -> None:
    def add(sheet: Any) -> None:
        sheet.append([None, None, "Une autre action", "en cours"])

    merged = Sheet(template(), change=add).merged()
    [accident] = merged.accidents
    assert (accident.kind.value, accident.address) == ("row_without_key", "Réponses!A7:H7")
    assert merged.changed == ()


def test_a_hidden_row_without_a_key_is_told_as_such() -> None:
    def add(sheet: Any) -> None:
        sheet.append([None, None, "test"])
        sheet.row_dimensions[7].hidden = True

    assert kinds(Sheet(template(), change=add).merged()) == ["row_hidden"]


def test_a_row_whose_key_was_erased_is_known_by_its_title() -> None:
    def erase(sheet: Any) -> None:
        sheet["A3"] = None

    merged = Sheet(template(), {"KEY1": {"progress": "Fait"}}, change=erase).merged()
    assert kinds(merged) == ["row_by_title"]
    assert [cell.line for cell in merged.changed] == ["KEY1"]


def test_without_any_key_columns_and_lines_are_known_by_their_words() -> None:
    merged = Sheet(template(), {"KEY2": {"progress": "Fait"}}, keys=False).merged()
    assert kinds(merged).count("keys_lost") == 1 and kinds(merged).count("row_by_title") == 4
    assert [cell.line for cell in merged.changed] == ["KEY2"]


def test_a_key_met_twice_asks_only_where_the_rows_differ() -> None:
    def copy(sheet: Any) -> None:
        sheet.append(["KEY1", "1", "Former les enquêteurs", "en cours", "Quinze"])

    answers = {"KEY1": {"phase": "en cours", "progress": "Douze"}}
    merged = Sheet(template(), answers, change=copy).merged()
    [cell] = merged.undecided
    assert cell.trouble is Trouble.DUPLICATE_KEY
    assert cell.returned is not None and cell.returned.text == "Douze"
    assert cell.proposed is not None and cell.proposed.text == "Quinze"
    assert kinds(merged) == ["duplicate_key"]


def test_a_sheet_sorted_without_its_hidden_keys_gives_each_line_the_answer_beside_its_title() -> None:
    def sort(sheet: Any) -> None:
        seen = [[cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=3)]
        for number, values in enumerate(reversed(seen), start=3):
            for place, value in enumerate(values, start=2):
                sheet.cell(number, place).value = value

    answers = {"KEY1": {"progress": "De la première"}, "KEY4": {"progress": "De la dernière"}}
    merged = Sheet(template(), answers, change=sort).merged()
    said = {cell.line: cell.returned.text for cell in merged.changed if cell.returned}
    assert said == {"KEY1": "De la première", "KEY4": "De la dernière"}
    told = [one for one in merged.accidents if one.kind.value == "key_of_another"]
    assert (told[0].address, told[0].found, told[0].was) == (
        "Réponses!A3:H3", "Kit pour étrangers", "Former les enquêteurs",
    )  # fmt: skip
    assert len(told) == 4


def test_a_title_copied_over_another_line_is_asked_and_the_line_below_is_told_missing() -> None:
    def copy(sheet: Any) -> None:
        sheet["C4"] = sheet["C3"].value

    merged = Sheet(template(), {"KEY1": {"progress": "Un"}, "KEY2": {"progress": "Deux"}}, change=copy).merged()
    [cell] = merged.undecided
    assert (cell.line, cell.trouble, cell.proposed and cell.proposed.text) == ("KEY1", Trouble.DUPLICATE_KEY, "Deux")
    assert kinds(merged) == ["key_of_another", "duplicate_key", "row_missing"]


def test_a_copy_of_the_sheet_is_read_too_and_asked_where_it_says_otherwise() -> None:
    def copy(sheet: Any) -> None:
        other = sheet.parent.copy_worksheet(sheet)
        other["E3"], other["E4"] = "Dans la copie", "Dans la copie seule"
        sheet.delete_rows(6)

    merged = Sheet(template(), {"KEY1": {"progress": "Dans la première"}}, change=copy).merged()
    asked = {
        cell.line: (cell.returned and cell.returned.text, cell.proposed and cell.proposed.text)
        for cell in merged.undecided
    }
    assert asked == {"KEY1": ("Dans la copie", "Dans la première"), "KEY2": ("Dans la copie seule", None)}
    assert kinds(merged) == ["duplicate_key"] * 2  # the copy holds a line that the first sheet lost: it is read first
    assert len(merged.lines) == 4


def test_the_sheet_of_another_body_pasted_in_is_told_and_not_read() -> None:
    def paste(sheet: Any) -> None:
        other = sheet.parent.copy_worksheet(sheet)
        for number in range(3, 7):
            other.cell(number, 1).value, other.cell(number, 5).value = f"OTHER{number}", "D’un autre"

    merged = Sheet(template(), change=paste).merged()
    assert kinds(merged) == ["other_sheet"] and merged.changed == ()


def test_a_key_lent_by_a_merged_cell_is_not_that_of_the_second_line() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A3:A4")

    merged = Sheet(template(), {"KEY2": {"progress": "Fait"}}, change=merge).merged()
    assert kinds(merged) == ["row_by_title"] and [cell.line for cell in merged.changed] == ["KEY2"]


def test_words_beside_the_table_are_told_with_their_place() -> None:
    def write(sheet: Any) -> None:
        sheet["L4"] = "Voir avec la DGCS"

    [accident] = Sheet(template(), change=write).merged().accidents
    assert (accident.kind.value, accident.address, accident.found) == (
        "column_added",
        "Réponses!L4",
        "Voir avec la DGCS",
    )


def test_headings_repeated_in_the_middle_are_a_header_and_keys_in_small_letters_are_keys() -> None:
    def repeat(sheet: Any) -> None:
        sheet.insert_rows(5)
        for place in range(1, 9):
            sheet.cell(5, place).value = sheet.cell(2, place).value
        sheet["A3"] = "key1"

    merged = Sheet(template(), {"KEY1": {"progress": "Fait"}}, change=repeat).merged()
    assert kinds(merged) == ["header_added"] and [cell.line for cell in merged.changed] == ["KEY1"]


def test_a_missing_line_is_no_answer() -> None:
    merged = Sheet(template(), order=["KEY1", "KEY2", "KEY3"]).merged()
    assert kinds(merged) == ["row_missing"]
    assert [found.line for found in merged.lines] == ["KEY1", "KEY2", "KEY3"]


def test_a_missing_column_says_nothing_of_what_stood_there() -> None:
    sent = template(line(1, entry("progress", "Deux sessions")))
    columns = ["line", "number", "title", "phase", "deadline", "indicator:1", NOTHING]
    merged = Sheet(sent, columns=columns).merged()
    assert kinds(merged) == ["column_missing"]
    assert merged.changed == ()


def test_a_second_header_row_is_no_line() -> None:
    def head(sheet: Any) -> None:
        sheet.insert_rows(3)
        sheet["C3"], sheet["D3"] = "Ministère", "(à remplir)"

    assert kinds(Sheet(template(), change=head).merged()) == ["header_added"]


def test_a_header_row_over_the_keys_changes_nothing() -> None:
    def head(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "Ministère, retour au 13 novembre"

    merged = Sheet(template(), {"KEY1": {"progress": "Fait"}}, change=head).merged()
    assert [(cell.address, cell.line) for cell in merged.changed] == [("Réponses!E4", "KEY1")]


def test_a_merged_cell_is_that_of_its_first_line_and_is_offered_to_the_second() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("E3:E4")

    merged = Sheet(template(), {"KEY1": {"progress": "Pour les deux"}}, change=merge).merged()
    assert kinds(merged) == ["merged_cells"]
    first, second = merged.changed
    assert (first.line, first.chosen) == ("KEY1", Choice.RETURNED)
    assert (second.line, second.chosen, second.note) == ("KEY2", Choice.BEFORE, Note.MERGED)
    assert Choice.RETURNED in second.choices
    assert [line.line for line in merged.lines if line.answered] == ["KEY1"]


def test_a_changed_title_does_not_change_the_plan() -> None:
    def rename(sheet: Any) -> None:
        sheet["C3"] = "Former tout le monde"

    [accident] = Sheet(template(), change=rename).merged().accidents
    assert (accident.kind.value, accident.was) == ("title_changed", "Former les enquêteurs")


def test_a_column_that_was_added_is_not_read() -> None:
    def add(sheet: Any) -> None:
        sheet["I2"], sheet["I3"] = "Remarques internes", "à ne pas diffuser"

    merged = Sheet(template(), change=add).merged()
    assert kinds(merged) == ["column_added"]
    assert merged.changed == ()


def test_nothing_to_report_is_a_state_of_its_line() -> None:
    merged = Sheet(template(), {"KEY3": {NOTHING: "oui"}}).merged()
    assert [(found.line, found.nothing) for found in merged.lines if found.answered] == [("KEY3", True)]
    assert merged.changed == ()


@pytest.mark.parametrize("typed", ["OUI ", "RAS", "Rien à signaler.", "néant", True, 1])
def test_nothing_to_report_is_understood_as_people_write_it(typed: Any) -> None:
    merged = Sheet(template(), {"KEY3": {NOTHING: typed}}).merged()
    assert [found.line for found in merged.lines if found.nothing] == ["KEY3"] and merged.accidents == ()


@pytest.mark.parametrize("typed", ["oui, voir le courriel", "?", "=TRUE()"])
def test_another_word_for_nothing_to_report_is_asked_and_not_left(typed: str) -> None:
    merged = Sheet(template(), {"KEY3": {NOTHING: typed, "progress": "Fait"}}).merged()
    [cell] = merged.undecided
    assert (cell.column, cell.trouble, cell.address) == (NOTHING, Trouble.NOT_IN_LIST, "Réponses!H5")
    assert kinds(merged) == ["not_in_list"]


def test_nothing_to_report_beside_an_answer_is_asked() -> None:
    merged = Sheet(template(), {"KEY3": {NOTHING: "x", "progress": "Une session"}}).merged()
    [cell] = merged.undecided
    assert cell.trouble is Trouble.NOTHING_AND_VALUES


def test_lines_left_as_they_were_sent_are_no_answers() -> None:
    merged = Sheet(template(line(1, entry("progress", "Deux sessions")), line(2))).merged()
    assert not any(found.answered for found in merged.lines)


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ({"campaign": "OTHER", "ask": "ASK", "template": "1"}, "autre campagne"),
        ({"campaign": "CAMPAIGN", "ask": "OTHER", "template": "1"}, "autre organisme"),
        ({"campaign": "CAMPAIGN", "ask": "ASK", "template": "0"}, "modèle 0"),
    ],
)
def test_the_workbook_of_another_campaign_body_or_version_is_refused_by_name(
    identity: dict[str, str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        Sheet(template(), {"KEY1": {"progress": "Fait"}}, identity=identity).merged()


def test_a_workbook_whose_hidden_sheet_is_gone_is_known_by_its_lines() -> None:
    merged = Sheet(template(), {"KEY1": {"progress": "Fait"}}, identity={}).merged()
    assert len(merged.changed) == 1


def test_any_other_workbook_is_refused() -> None:
    def empty(sheet: Any) -> None:
        sheet.delete_rows(1, 10)
        sheet["A1"] = "Budget"

    with pytest.raises(Refused, match="Aucune feuille"):
        Sheet(template(), identity={}, change=empty).merged()
