"""Each workbook of the fixtures is read with at most a profile; what it does not say is not made up."""

from pathlib import Path

import pytest

from jalon.exchange.headers import Profile
from jalon.exchange.plans_in import PlanRead, read_plan
from jalon.exchange.sheets import read_workbook
from jalon.facts.codec import normalised
from jalon.facts.common import StatementKind
from jalon.facts.validation import validate
from tests.unit.exchange.about import ABOUT, part_of

FOLDER = Path(__file__).parents[2] / "fixtures" / "workbooks"


def read(name: str) -> PlanRead:
    path = FOLDER / f"{name}.profile.json"
    profile = Profile.from_json(path.read_text("utf-8")) if path.exists() else None
    data = (FOLDER / f"{name}.xlsx").read_bytes()
    return read_plan(read_workbook(data, f"{name}.xlsx"), ABOUT, profile)


@pytest.mark.parametrize(
    ("name", "measures", "sections", "steps", "amounts"),
    [
        ("complex_plan", 29, 22, 29, 3),
        ("nouveau-plan-valide", 7, 10, 1, 9),
        ("one_fiche_plan", 1, 3, 1, 3),
        ("plan_sans_axes", 46, 0, 0, 9),
        ("plan_with_sous_actions", 4, 3, 3, 0),
    ],
)
def test_every_sound_workbook_is_read_whole(name: str, measures: int, sections: int, steps: int, amounts: int) -> None:
    found = read(name)
    assert found.errors == ()
    assert len(found.facts.measures) == measures
    assert len(found.facts.sections) == sections
    assert sum(len(measure.steps) for measure in found.facts.measures) == steps
    assert sum(one.amount is not None for one in found.facts.means) == amounts


def test_the_example_row_of_an_empty_form_is_read_with_a_warning() -> None:
    found = read("modele-import-pa")
    assert len(found.facts.measures) == 1
    told = [one for one in found.problems if "exemple" in one.words()]
    assert [(one.address, one.severity.value) for one in told] == [("A5", "warning")]
    assert "Exemple de saisie conforme" in told[0].words()


def test_a_row_that_begins_with_the_word_example_is_none_and_one_that_speaks_of_examples_is() -> None:
    table = "N°;Mesure;Pilote\nExemple;Former;DGCS\n1;Exemples de bonnes pratiques;DGCS\n".encode()
    found = read_plan(read_workbook(table, "t.csv"), ABOUT)
    assert [one.titles[0].text.value for one in found.facts.measures] == ["Exemples de bonnes pratiques"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xlsx")), ids=lambda path: path.stem)
def test_what_is_read_can_be_signed(path: Path) -> None:
    part = part_of(read(path.stem).facts)
    assert validate(part) == []
    assert normalised(part)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.xlsx")), ids=lambda path: path.stem)
def test_every_fact_cites_a_cell_that_is_not_empty(path: Path) -> None:
    book = read_workbook(path.read_bytes(), path.name)
    cells = {
        f"{sheet.name}!{row.address(column)}"
        for sheet in book.sheets
        for row in sheet.rows()
        for column, value in enumerate(row.values)
        if value is not None
    }
    facts = read(path.stem).facts
    for fact in (*facts.sections, *facts.measures, *facts.statements, *facts.means):
        assert {citation.locator for citation in fact.citations} <= cells


def test_no_person_enters_the_register() -> None:
    for path in FOLDER.glob("*.xlsx"):
        facts = read(path.stem).facts
        assert "Personne " not in str((facts.measures, facts.statements))


def test_the_duplicate_action_is_named_with_both_places() -> None:
    found = read("plan_with_duplicate_actions")
    assert [(one.place, one.params["first"]) for one in found.errors] == [("Plan!D5", "Plan!D4")]
    assert len(found.facts.measures) == 1


def test_without_its_profile_a_date_written_month_first_is_refused_at_its_cell() -> None:
    path = FOLDER / "nouveau-plan-valide.xlsx"
    found = read_plan(read_workbook(path.read_bytes(), path.name), ABOUT)
    assert [one.address for one in found.errors] == ["AA4", "AB4"]


def test_dates_of_days_counted_in_a_column_of_dates_are_read() -> None:
    dues = [one.due for one in read("complex_plan").facts.statements if one.kind is StatementKind.DEADLINE]
    assert len(dues) == 29
    assert {due.edtf for due in dues if due} >= {"2030-09-01", "2026-06-01"}


def test_a_number_printed_in_the_title_is_the_number() -> None:
    measures = read("plan_sans_axes").facts.measures
    assert [measure.number for measure in measures] == [str(number) for number in range(1, 47)]
    assert measures[1].titles[0].text.value == "Plan de Mobilité Simplifié"
