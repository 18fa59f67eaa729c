"""Rows into facts, one behaviour a test: what is said, what is not, duplicates, orphans, merged cells."""

from typing import Any

import pytest

from jalon.exchange.plan_rows import PlanRow, numbered
from jalon.exchange.plans_in import PlanRead, assemble, read_plan
from jalon.exchange.problems import Severity
from jalon.exchange.sheets import read_workbook
from jalon.facts.common import Known, Statement, StatementKind, Wording
from tests.unit.exchange.about import ABOUT
from tests.unit.exchange.odd_books import table, workbook

HEAD = ("N°", "Axe", "Mesure", "Sous-action", "Pilote", "Partenaires", "Statut", "Échéance", "Budget", "Notes")


def read(*rows: tuple[object, ...]) -> PlanRead:
    return read_plan(read_workbook(table(HEAD, *rows), "plan.xlsx"), ABOUT)


def of_kind(found: PlanRead, kind: StatementKind) -> list[Statement]:
    return [one for one in found.facts.statements if one.kind is kind]


def errors(found: PlanRead) -> list[tuple[str, str]]:
    return [(one.address, one.expected) for one in found.errors]


def test_an_empty_cell_is_no_statement() -> None:
    found = read((1, None, "Former", None, None, " ", None, None, None, None))
    assert found.facts.statements == found.facts.means == ()
    assert found.facts.measures[0].note is None


def test_what_a_row_says_becomes_dated_statements_in_its_words() -> None:
    found = read((1, "Axe 1. Prévenir", "Former", None, "DGCS, MIPROF", "Préfets", "En cours", "T4 2026", "3 M€", None))
    leads = of_kind(found, StatementKind.LEAD)
    assert [one.organisation.name for one in leads if one.organisation] == ["DGCS", "MIPROF"]
    deadline, phase = of_kind(found, StatementKind.DEADLINE)[0], of_kind(found, StatementKind.PHASE)[0]
    assert deadline.due is not None
    assert (deadline.due.edtf, deadline.due.printed) == ("2026-10/2026-12", "T4 2026")
    assert phase.text is not None
    assert (phase.text.value, phase.text.wording) == ("En cours", Wording.VERBATIM)
    assert {(one.said, one.said_by) for one in found.facts.statements} == {(ABOUT.said, ABOUT.said_by)}
    assert [(one.amount, one.currency) for one in found.facts.means] == [("3000000", "EUR")]
    assert phase.citations[0].locator == "Feuille!G2"


def test_said_absent_is_not_unsaid() -> None:
    found = read((1, None, "Former", None, "n.c.", None, None, "à définir", "voir description", None))
    assert [(one.kind, one.known) for one in found.facts.statements] == [
        (StatementKind.LEAD, Known.STATED_ABSENT),
        (StatementKind.DEADLINE, Known.STATED_ABSENT),
    ]
    assert found.facts.means == ()
    note = found.facts.measures[0].note
    assert note is not None
    assert "Budget : voir description" in note.value


def test_zero_is_an_amount() -> None:
    assert [one.amount for one in read((1, None, "Former", None, None, None, None, None, 0, None)).facts.means] == ["0"]


def test_a_duplicate_number_is_named_with_both_cells() -> None:
    found = read((1, None, "Former", *[None] * 7), (1, None, "Loger", *[None] * 7))
    assert [(one.address, one.params["first"]) for one in found.errors] == [("C3", "Feuille!C2")]
    assert [one.titles[0].text.value for one in found.facts.measures] == ["Former"]
    assert found.refused == 1


def test_an_orphan_sub_action_is_an_error_and_one_under_a_measure_a_warning() -> None:
    found = read(
        (None, None, None, "Écrire", *[None] * 6),
        (1, None, "Former", *[None] * 7),
        (None, None, None, "Relire", *[None] * 6),
    )
    assert [(one.address, one.severity) for one in found.problems] == [("D2", Severity.ERROR), ("D4", Severity.WARNING)]
    assert [step.title.value for step in found.facts.measures[0].steps] == ["Relire"]


def test_sub_actions_under_their_measures_are_told_once_with_their_number() -> None:
    others = [(None, None, None, f"Action {number}", *[None] * 6) for number in range(30)]
    found = read((1, None, "Former", *[None] * 7), *others, (2, None, "Loger", *[None] * 7), *others)
    (told,) = found.problems
    assert (told.address, dict(told.params)) == ("D3", {"count": "60", "title": "Former"})
    assert [len(one.steps) for one in found.facts.measures] == [30, 30]


def test_sub_actions_that_repeat_their_measure_are_its_steps() -> None:
    found = read((1, None, "Former", "Écrire", *[None] * 6), (1, None, "Former", "Relire", *[None] * 6))
    assert [[step.title.value for step in one.steps] for one in found.facts.measures] == [["Écrire", "Relire"]]
    assert found.errors == ()


def test_what_is_said_of_a_sub_action_keeps_it_as_topic() -> None:
    found = read((1, None, "Former", "Écrire", "DGCS", None, "Fait", "2026", None, None))
    assert {one.topic for one in found.facts.statements} == {"Écrire"}
    assert [one.due.edtf for one in found.facts.measures[0].steps if one.due] == ["2026"]
    assert of_kind(found, StatementKind.DEADLINE) == []


def test_a_row_with_an_error_is_left_out_and_its_cell_named() -> None:
    found = read(
        (1, None, "Former", None, None, None, None, "bientôt", "beaucoup", None), (2, None, "Loger", *[None] * 7)
    )
    assert [one.address for one in found.errors] == ["H2", "I2"]
    assert [one.number for one in found.facts.measures] == ["2"]


def test_a_row_without_title_is_said_and_not_read() -> None:
    found = read((1, "Axe", None, None, "DGCS", *[None] * 5), (2, None, "Loger", *[None] * 7))
    assert [(one.address, one.severity) for one in found.problems] == [("A2", Severity.WARNING)]


def test_a_merged_axis_holds_for_all_its_rows_and_a_merged_amount_counts_once() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(HEAD)
        sheet.append([1, "Axe A", "Former", None, None, None, None, None, 500])
        sheet.append([2, None, "Loger"])
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("I2:I3")

    found = read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT)
    assert len({one.section for one in found.facts.measures}) == 1
    assert [one.amount for one in found.facts.means] == ["500"]


def test_a_heading_row_is_the_axis_of_what_follows() -> None:
    found = read(("Axe 2 – Protéger", *[None] * 9), (3, None, "Loger", *[None] * 7))
    assert [(one.label, one.title.value if one.title else "") for one in found.facts.sections] == [("2", "Protéger")]
    assert found.facts.measures[0].section == found.facts.sections[0].uid


def test_two_header_rows_and_several_sheets_are_read() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Plan fictif"])
        sheet.append([None, "Acteurs"])
        sheet.append(["Mesure", "Pilote"])
        sheet.append(["Former", "DGCS"])
        other = sheet.parent.create_sheet("Axe 2")
        other.append(["Pilote", "Mesure"])
        other.append(["DPJJ", "Loger"])

    found = read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT)
    assert [one.titles[0].text.value for one in found.facts.measures] == ["Former", "Loger"]
    assert [header.row for header in found.headers] == [3, 1]


def test_a_detailed_budget_and_its_total_are_not_counted_twice() -> None:
    head = ("Mesure", "Financeur 1", "Montant € HT", "Budget prévisionnel total € HT")
    data = table(head, ("Former", "État", 100, 250), ("Loger", None, None, 70))
    found = read_plan(read_workbook(data, "plan.xlsx"), ABOUT)
    assert [(one.item.value, one.amount) for one in found.facts.means] == [
        ("Montant € HT (État)", "100"),
        ("Budget prévisionnel total € HT", "70"),
    ]


def test_a_workbook_without_measures_says_what_is_expected() -> None:
    found = read_plan(read_workbook(table(("a", "b"), (1, 2)), "plan.xlsx"), ABOUT)
    assert "ligne d’en-tête" in found.errors[0].words()


def test_reading_twice_gives_the_same_identities() -> None:
    rows = [(1, "Axe", "Former", None, "DGCS", None, "En cours", "2026", 5, "x")]
    assert read(*rows).facts == read(*rows).facts


@pytest.mark.parametrize(
    ("title", "number", "rest"),
    [
        ("Action 2 - Former", "2", "Former"),
        ("Fiche Action 12. Former", "12", "Former"),
        ("1.2.3. Former", "1.2.3", "Former"),
        ("Mesure n° 4 : Former", "4", "Former"),
        ("10bis) Former", "10bis", "Former"),
        ("2024 - Former", "", "2024 - Former"),
        ("100 places ouvertes", "", "100 places ouvertes"),
        ("2-3 réunions", "", "2-3 réunions"),
    ],
)
def test_numbers_at_the_head_of_titles(title: str, number: str, rest: str) -> None:
    assert numbered(title) == (number, rest)


def test_a_row_survives_json() -> None:
    row = PlanRow(
        "Feuille", 3, "1", "Former", "C3", subtitle=("a", "D3"), due=("2026", None, None, "H3"), keywords=("é",)
    )
    assert PlanRow.from_json(row.to_json()) == row
    assert assemble([PlanRow.from_json(row.to_json())], ABOUT).facts == assemble([row], ABOUT).facts


def test_amounts_of_one_sub_action_on_two_lines_are_two_lines_of_means_also_on_a_sheet_without_a_name() -> None:
    first = PlanRow("", 2, "1", "Loger", "B2", subtitle=("s", "C2"), amounts=(("100", "EUR", "Budget", "", "", "D2"),))
    second = PlanRow("", 3, subtitle=("s", "C3"), amounts=(("250", "EUR", "Budget", "", "", "D3"),))
    found = assemble([first, second], ABOUT).facts.means
    assert [(one.amount, one.citations[0].locator) for one in found] == [("100", "!D2"), ("250", "!D3")]
