"""Tables of measures in the layouts that administrations give them: read without code of their own, nothing made up."""

from typing import Any

import pytest

from jalon.exchange.headers import Profile
from jalon.exchange.plan_rows import RowReader
from jalon.exchange.plans_in import PlanRead, find_tables, read_plan
from jalon.exchange.problems import Severity
from jalon.exchange.sheets import read_workbook
from jalon.facts.common import Known, StatementKind
from tests.unit.exchange.about import ABOUT
from tests.unit.exchange.odd_books import table, workbook


def read(
    *rows: tuple[object, ...], merges: tuple[str, ...] = (), profile: Profile | None = None, **options: str
) -> PlanRead:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)
        for merge in merges:
            sheet.merge_cells(merge)

    if options:
        profile = Profile("x", options=tuple(sorted(options.items())))
    return read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT, profile)


def titles(found: PlanRead) -> list[str]:
    return [one.titles[0].text.value for one in found.facts.measures]


def axes(found: PlanRead) -> list[str]:
    """The axis of each measure, from the top."""
    known = {one.uid: one for one in found.facts.sections}
    paths = []
    for measure in found.facts.measures:
        path: list[str] = []
        section = known.get(measure.section or "")
        while section is not None:
            path.insert(0, section.title.value if section.title else "")
            section = known.get(section.parent or "")
        paths.append(" / ".join(path))
    return paths


def money(found: PlanRead) -> list[tuple[str, str | None, str, str | None]]:
    return [(one.item.value, one.amount, one.currency, one.when.edtf) for one in found.facts.means]


def notes(found: PlanRead) -> list[str]:
    return [one.note.value if one.note else "" for one in found.facts.measures]


def dues(found: PlanRead) -> list[tuple[str | None, str | None]]:
    said = [one.due for one in found.facts.statements if one.kind is StatementKind.DEADLINE and one.due]
    return [(due.edtf, due.printed) for due in said]


def told(found: PlanRead, severity: Severity) -> list[str]:
    return [one.address for one in found.problems if one.severity is severity]


# --- headers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("merges", [("A1:A2", "B1:B2", "C1:D1", "E1:E2"), ("C1:D1",)])
def test_titles_over_two_rows_are_one_header_merged_or_not(merges: tuple[str, ...]) -> None:
    found = read(
        ("N°", "Intitulé de l’action", "Acteurs", None, "Échéance"), (None, None, "Pilote", "Partenaires", None),
        (1, "Former", "ENM", "ONG", "2025"), (2, "Loger", "DGCS", None, "2026"), merges=merges,
    )  # fmt: skip
    assert (found.headers[0].row, found.rows, titles(found)) == (2, 2, ["Former", "Loger"])
    assert [column.field for column in found.headers[0].columns] == ["number", "title", "lead", "partner", "due"]


def test_a_group_and_its_title_are_read_together() -> None:
    found = read((None, None, "Moyens", None), ("Mesure", "Pilote", "Humains", "Financiers (€)"), ("Former", "ENM", "2 ETP", 500), merges=("C1:D1",))  # fmt: skip
    assert [one.in_kind.value if one.in_kind else one.amount for one in found.facts.means] == ["500", "2 ETP"]


def test_columns_sheets_and_cells_that_are_not_read_are_told() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(("Mesure", "Pilote", "R", None))
        sheet.append(("Former", "ENM", "x", "sous aucun titre"))
        sheet.parent.create_sheet("Notice").append(("Lire ceci",))

    found = read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT)
    said = {one.place: one.params for one in found.problems if one.severity is Severity.NOTE}
    assert said == {
        "Feuille!A1": {"columns": "C « R »"}, "Feuille!D2": {"cells": "D2"}, "": {"sheets": "Notice"},
    }  # fmt: skip


def test_a_profile_finds_a_header_far_down_and_shows_one_in_another_language() -> None:
    rows = [(f"Nota {number}",) for number in range(59)]
    head, data = ("Medida", "Organismo responsable", "Plazo"), ("Campaña", "Ministerio", "2025")
    shown = read(*rows, head, data, profile=Profile("es", header_row=60))
    assert (shown.headers[0].row, [one.title for one in shown.headers[0].columns]) == (60, list(head))
    assert "Feuille!A60" in [one.place for one in shown.errors] and not shown.facts.measures
    mapping = tuple(zip(head, ("title", "lead", "due"), strict=True))
    found = read(*rows, head, data, profile=Profile("es", mapping, header_row=60))
    assert (titles(found), dues(found), found.errors) == (["Campaña"], [("2025", None)], ())


def test_counts_of_measures_make_no_table_of_measures() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(("Mesure", "Pilote"))
        sheet.append(("Former", "ENM"))
        pivot = sheet.parent.create_sheet("TCD")
        pivot.append(("Étiquettes de lignes", "Nombre de Mesure"))
        pivot.append(("ENM", 1))

    found = read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT)
    assert (titles(found), found.errors) == (["Former"], ())


# --- axes ------------------------------------------------------------------------------------------------------------


def test_an_axis_written_once_holds_until_the_next_and_it_is_said() -> None:
    rows = (("Axe", "Objectif", "Mesure"), ("Axe 1 : A", "O1", "m1"), (None, None, "m2"), (None, "O2", "m3"), ("Axe 2 : B", None, "m4"))  # fmt: skip
    assert axes(read(*rows)) == ["A / O1", "A / O1", "A / O2", "B"]
    assert told(read(*rows), Severity.NOTE) == ["A3"]
    assert axes(read(*rows, fill="no")) == ["A / O1", "", "O2", "B"]


def test_an_axis_repeated_on_lines_leaves_an_empty_one_without_axis() -> None:
    assert axes(read(("Axe", "Mesure"), ("A", "m1"), ("A", "m2"), (None, "m3"))) == ["A", "A", ""]


def test_headings_in_the_column_of_titles_are_axes_and_measures_are_counted_without_them() -> None:
    head = ("Mesure", "Pilote", "Échéance")
    found = read(
        head,
        ("I. PRÉVENIR",),
        ("Mesure 1 : a", "x"),
        ("II. PROTÉGER",),
        ("Objectif 2.1 : loger",),
        ("Mesure 2 : b", "y"),
    )
    assert (found.rows, axes(found)) == (2, ["PRÉVENIR", "PROTÉGER / loger"])
    merged = read(head, ("Sensibiliser",), ("a", "x", "2025"), merges=("A2:C2",))
    assert axes(merged) == ["Sensibiliser"]


def test_bands_merged_over_the_table_are_axes_of_two_levels_even_under_the_header() -> None:
    found = read(
        ("PLAN 2024-2027",), ("N°", "Mesure", "Pilote", "Échéance"), ("OBJECTIF 1 : PRÉVENIR",), ("Sensibiliser",),
        (1, "a", "SIG", "2025"), ("Former",), (2, "b", "ENM", "2026"), ("OBJECTIF 2 : PROTÉGER",), (3, "c", "DGCS", "2027"),
        merges=("A1:D1", "A3:D3", "A4:D4", "A6:D6", "A8:D8"),
    )  # fmt: skip
    assert axes(found) == ["PRÉVENIR / Sensibiliser", "PRÉVENIR / Former", "PROTÉGER"]
    assert (found.rows, found.errors) == (3, ())


def test_a_number_over_those_of_measures_is_that_of_their_axis() -> None:
    head = ("N°", "Mesure", "Pilote")
    found = read(head, ("I", "PRÉVENIR", None), ("I.1", "a", "SIG"), ("II.", "PROTÉGER", None), ("II.1", "b", "DGCS"))
    assert ([one.number for one in found.facts.measures], axes(found)) == (["I.1", "II.1"], ["PRÉVENIR", "PROTÉGER"])
    led = read(head, ("1", "a", "SIG"), ("1.1", "b", "DGCS"))
    assert [one.number for one in led.facts.measures] == ["1", "1.1"]


def test_an_axis_above_the_table_or_in_the_name_of_its_sheet_is_that_of_its_measures() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(("AXE 1 : PRÉVENIR",))
        sheet.append(("N°", "Mesure", "Pilote"))
        sheet.append((1, "a", "x"))
        other = sheet.parent.create_sheet("Axe 2 - Protéger")
        other.append(("N°", "Mesure", "Pilote"))
        other.append((2, "b", "y"))

    assert axes(read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT)) == ["PRÉVENIR", "Protéger"]


# --- lines -----------------------------------------------------------------------------------------------------------


def test_totals_are_no_measures_and_their_amounts_count_nowhere() -> None:
    found = read(("Mesure", "Budget (€)"), ("a", 10), ("b", 20), ("TOTAL", 30), ("Total général", 30), ("Totaliser", 1))
    assert titles(found) == ["a", "b", "Totaliser"]
    assert told(found, Severity.NOTE) == ["A4", "A5"]


def test_a_second_table_with_its_columns_in_another_order_is_read_by_its_own_header() -> None:
    found = read(
        ("N°", "Mesure", "Pilote", "Échéance"), (1, "a", "SIG", "2025"), (), ("N°", "Mesure", "Échéance", "Pilote"),
        (2, "b", "2027", "DGCS"),
    )  # fmt: skip
    assert (dues(found), found.errors) == ([("2025", None), ("2027", None)], ())
    leads = [one.organisation.name for one in found.facts.statements if one.organisation]
    assert leads == ["SIG", "DGCS"]


def test_the_rest_of_a_title_on_a_line_of_its_own_is_refused_at_its_cell() -> None:
    found = read(("N°", "Mesure", "Pilote"), (1, "Organiser une campagne", "SIG"), (None, "de sensibilisation", None))
    assert ([one.address for one in found.errors], titles(found)) == (["B3"], ["Organiser une campagne"])


def test_a_sub_action_numbered_under_its_measure_needs_no_warning_and_keeps_its_number() -> None:
    found = read(("N°", "Action", "Sous-action"), ("1.1", "Campagne", None), ("1.1.a", None, "Écrire"))
    assert [step.title.value for step in found.facts.measures[0].steps] == ["1.1.a Écrire"]
    assert found.problems == ()


def test_actions_beside_measures_are_sub_actions_where_measures_have_several_lines() -> None:
    several = read(("Mesure", "Action"), ("A", "a1"), ("A", "a2"), ("B", "b1"))
    assert [[step.title.value for step in one.steps] for one in several.facts.measures] == [["a1", "a2"], ["b1"]]
    one_each = read(("Mesure", "Action"), ("A", "a1"), ("B", "b1"))
    assert [one.planned.value if one.planned else "" for one in one_each.facts.measures] == ["a1", "b1"]


# --- what is ticked --------------------------------------------------------------------------------------------------


def test_ticked_years_and_quarters_are_a_calendar_and_no_deadline() -> None:
    found = read((None, None, "Calendrier", None), ("Mesure", "Pilote", 2025, "2026"), ("a", "x", "X", "●"), ("b", "y", None, "–"), merges=("C1:D1",))  # fmt: skip
    assert (notes(found), dues(found)) == (["Calendrier : 2025, 2026", ""], [])
    gantt = read(("Actions", "Pilote", 2025, None, 2026), (None, None, "T1", "T2", "T1"), ("a", "x", None, "x", "x"), merges=("A1:A2", "B1:B2", "C1:D1"))  # fmt: skip
    assert notes(gantt) == ["Calendrier : T2 2025, T1 2026"]


def test_a_number_under_a_year_stays_under_it_and_is_no_amount() -> None:
    found = read(("Mesure", "Pilote", "2025", "2026"), ("a", "x", 12, 0))
    assert (notes(found), found.facts.means) == (["2025 : 12"], ())


def test_a_ticked_stage_is_the_title_of_its_column_and_two_are_an_error() -> None:
    head = ((None, "État d’avancement", None), ("Mesure", "Réalisée", "En cours"))
    found = read(*head, ("a", "X", None), ("b", None, "x"), ("c", "x", "x"), merges=("B1:C1",))
    phases = [one.text.value for one in found.facts.statements if one.text]
    assert (phases, [one.address for one in found.errors]) == (["Réalisée", "En cours"], ["C5"])


def test_bodies_of_a_matrix_are_read_when_the_profile_says_so() -> None:
    profile = Profile("x", (("Mesure", "title"), ("MI", "body_at"), ("MJ", "body_at")))
    found = read(("Mesure", "MI", "MJ"), ("a", "P", "A"), ("b", None, "x"), profile=profile)
    said = [(one.kind.value, one.organisation.name) for one in found.facts.statements if one.organisation]
    assert said == [("lead", "MI"), ("partner", "MJ"), ("partner", "MJ")]


def test_a_dash_in_the_column_of_stages_is_no_stage() -> None:
    found = read(("Mesure", "Statut"), ("a", "-"), ("b", "En cours"))
    assert [(one.kind, one.known) for one in found.facts.statements] == [
        (StatementKind.PHASE, Known.STATED_ABSENT), (StatementKind.PHASE, Known.GIVEN),
    ]  # fmt: skip


# --- figures ---------------------------------------------------------------------------------------------------------


def test_the_unit_and_currency_of_a_title_or_of_its_group_multiply_its_amounts() -> None:
    found = read(("Mesure", "Coût (en k€)", "Budget (M€)", "Cost (USD)"), ("a", "1,5", 2, "3 k$"))
    assert [(amount, currency) for _item, amount, currency, _when in money(found)] == [
        ("1500", "EUR"), ("2000000", "EUR"), ("3000", "USD"),
    ]  # fmt: skip
    years = read((None, "Crédits (en M€)", None), ("Mesure", 2025, 2026), ("a", "0,1", 2), merges=("B1:C1",))
    assert money(years) == [
        ("Crédits (en M€) : 2025", "100000", "EUR", "2025"), ("Crédits (en M€) : 2026", "2000000", "EUR", "2026"),
    ]  # fmt: skip


def test_a_cell_with_its_currency_under_a_title_in_thousands_is_not_taken_for_thousands() -> None:
    rows = (("Mesure", "Budget (k€)", "Coût (kMDL)"), ("a", "30 000 €", None), ("b", "30 k€", 5), ("c", None, "7 MDL"))
    found = read(*rows)
    assert [one.address for one in found.errors if one.address] == ["B2", "C4"]
    assert [(amount, currency) for _i, amount, currency, _w in money(found)] == [("30000", "EUR"), ("5000", "MDL")]
    assert money(read(*rows, unit="k"))[0][1:3] == ("30000000", "EUR")


def test_thousands_and_millions_of_any_currency_are_read_in_titles() -> None:
    heads = (
        "Budget (M MDL)",
        "Coût (mille RON)",
        "Cost MDL'000",
        "Budget '000 €",
        "Budget, mln MDL",
        "Budget M allocated (EUR)",
    )
    found = read(("Mesure", *heads), ("a", 1, 1, 1, 1, 1, 1))
    assert [amount for _i, amount, _c, _w in money(found)] == ["1000000", "1000", "1000", "1000", "1000000", "1"]


def test_years_of_amounts_are_those_of_their_titles_and_a_total_beside_them_counts_once() -> None:
    found = read(("Mesure", "Budget 2025 (k€)", "Budget 2026-2027 (k€)", "Total (k€)"), ("a", 1, 2, 3))
    assert [(amount, when) for _item, amount, _currency, when in money(found)] == [
        ("1000", "2025"),
        ("2000", "2026/2027"),
    ]
    assert notes(found) == ["Total (k€) : 3"]


def test_budget_stages_under_a_year_are_amounts_of_that_year() -> None:
    found = read((None, 2025, None), ("Mesure", "AE (M€)", "CP (M€)"), ("a", 1, "0,5"), merges=("B1:C1",))
    assert money(found) == [("AE (M€) 2025", "1000000", "EUR", "2025"), ("CP (M€) 2025", "500000", "EUR", "2025")]


def test_a_currency_that_is_not_known_is_asked_for_and_never_taken_for_euros() -> None:
    rows = (("Mesure", "Budget (thousand lei)"), ("a", 100))
    assert [one.address for one in read(*rows).errors if one.address] == ["B2"]
    assert money(read(*rows, currency="MDL"))[0][1:3] == ("100000", "MDL")
    assert money(read(("Mesure", "Budget (MDL)"), ("a", "5 000"), ("b", "20 RON")))[0][1:3] == ("5000", "MDL")


def test_thousands_and_decimals_are_not_guessed() -> None:
    head, row = ("Mesure", "Budget"), ("a", "50,000 EUR")
    assert [one.address for one in read(head, row).errors if one.address] == ["B2"]
    assert [amount for _i, amount, _c, _w in money(read(head, row, decimal="."))] == ["50000"]
    assert [amount for _i, amount, _c, _w in money(read(head, row, lang="en"))] == ["50000"]
    assert [amount for _i, amount, _c, _w in money(read(head, ("a", "1.500"), decimal=","))] == ["1500"]


def test_words_that_say_who_pays_are_kept_and_others_are_errors_unless_the_profile_keeps_them() -> None:
    head = ("Mesure", "Budget", "Échéance")
    assert notes(read(head, ("a", "Crédits existants", None))) == ["Budget : Crédits existants"]
    rows = (head, ("a", "entre 10 et 20", "bientôt"))
    assert [one.address for one in read(*rows).errors if one.address] == ["C2", "B2"]
    kept = read(*rows, unread="keep")
    assert (notes(kept), dues(kept), told(kept, Severity.WARNING)) == (["Budget : entre 10 et 20"], [(None, "bientôt")], ["C2", "B2"])  # fmt: skip


def test_a_calendar_in_words_is_a_deadline_only_when_no_column_is_one() -> None:
    alone = read(("Mesure", "Calendrier"), ("a", "T2 2026"), ("b", "selon les besoins"))
    assert dues(alone) == [("2026-04/2026-06", "T2 2026"), (None, "selon les besoins")]
    assert told(alone, Severity.WARNING) == ["B3"]
    beside = read(("Mesure", "Calendrier", "Échéance"), ("a", "T2 2026", 2027))
    assert (dues(beside), notes(beside)) == ([("2027", None)], ["Calendrier : T2 2026"])


def test_shares_are_told_as_they_are_shown_under_their_title() -> None:
    def fill(sheet: Any) -> None:
        for row in (("Mesure", "% d’avancement"), ("a", 0.45), ("b", 0.45), ("c", "45 %"), ("d", "presque fini")):
            sheet.append(row)
        sheet["B2"].number_format = "0%"

    found = read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT)
    assert [one.text.value for one in found.facts.statements if one.text] == [
        "% d’avancement : 45 %", "% d’avancement : 0.45", "% d’avancement : 45 %", "presque fini",
    ]  # fmt: skip


# --- other ways ------------------------------------------------------------------------------------------------------


def test_a_form_a_measure_on_sheets_of_their_own_is_read_with_the_addresses_of_its_cells() -> None:
    def form(sheet: Any, number: int, title: str, due: str) -> None:
        for row in ((f"FICHE ACTION N° {number}",), ("Axe", "Axe 1 : Prévenir"), ("Intitulé de l’action", title), ("Pilote :", "SIG"),
                    ("Partenaires", "ONG"), (None, "Préfets"), ("Gouvernance locale", "Rien"), ("Échéance", due), ("Statut : En cours",)):  # fmt: skip
            sheet.append(row)

    def fill(sheet: Any) -> None:
        form(sheet, 1, "Campagne", "2025")
        form(sheet.parent.create_sheet("Fiche 2"), 2, "Former", "bientôt")

    found = read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT)
    assert [(one.number, one.titles[0].text.value) for one in found.facts.measures] == [("1", "Campagne")]
    assert [one.place for one in found.errors] == ["Fiche 2!B8"]
    said = {(one.kind.value, one.citations[0].locator) for one in found.facts.statements}
    assert said == {("lead", "Feuille!B4"), ("partner", "Feuille!B5"), ("deadline", "Feuille!B8"), ("phase", "Feuille!A9")}  # fmt: skip
    assert (
        next(one.params["columns"] for one in found.problems if "columns" in one.params) == "A « Gouvernance locale »"
    )


def test_titles_without_anything_beside_them_are_no_forms() -> None:
    found = read(("N°", "Pilote", "Statut", "Échéance"), ("Mesure", None, None, None))
    assert found.headers == ()


def test_an_english_table_of_commitments_is_read_without_a_profile() -> None:
    head = ("Goal", "No.", "Action", "Lead Department/Agency", "Supporting Partners", "Timeframe", "KPI", "Status")
    row = ("Goal 1: Prevent", "1.1", "Run a campaign", "DoJ", "NGOs", "Q4 2025", "Campaign run", "Ongoing")
    found = read(head, row)
    assert [one.field for one in found.headers[0].columns] == [
        "section1", "number", "title", "lead", "partner", "due", "note", "phase",
    ]  # fmt: skip
    assert (found.facts.measures[0].number, dues(found)) == ("1.1", [("2025-10/2025-12", "Q4 2025")])


def test_a_csv_that_tells_its_separator_begins_at_its_header() -> None:
    data = "sep=;\r\nNuméro;Mesure;Pilote\r\n1;Été;\r\n".encode("cp1252")
    found = read_plan(read_workbook(data, "plan.csv"), ABOUT)
    assert (found.headers[0].row, titles(found)) == (1, ["Été"])


def test_the_number_printed_before_a_title_is_read_whole() -> None:
    found = read(("Activity", "Lead"), ("1.1 Campaign", "x"), ("1.2 Training", "y"))
    assert [(one.number, one.titles[0].text.value) for one in found.facts.measures] == [("1.1", "Campaign"), ("1.2", "Training")]  # fmt: skip


def test_lines_are_read_alike_after_an_interruption() -> None:
    book = read_workbook(table(("Axe", "Mesure", "Pilote"), ("A", "m1", "x"), (None, "m2", "y"), (None, "m3", "z")), "p.xlsx")  # fmt: skip
    (sheet, header), profile = find_tables(book)[0], Profile("x")
    whole = list(RowReader(sheet, header, profile).batches())
    assert [line for line in whole if line[0] > 3] == list(RowReader(sheet, header, profile).batches(after=3))
    assert whole[-1][1][0].sections == (("A", "A2"),)
