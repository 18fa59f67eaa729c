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
