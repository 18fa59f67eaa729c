"""One form a measure: all forms of a sheet are read, and all that a label says in one of them."""

from typing import Any

from jalon.exchange.headers import Profile
from jalon.exchange.plans_in import PlanRead, read_plan
from jalon.exchange.sheets import read_workbook
from tests.unit.exchange.about import ABOUT
from tests.unit.exchange.odd_books import workbook


def read(*rows: tuple[str, ...], **options: str) -> PlanRead:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    profile = Profile("x", options=tuple(options.items())) if options else None
    return read_plan(read_workbook(workbook(fill), "fiches.xlsx"), ABOUT, profile)


def form(number: int, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("Numéro", str(number)), ("Mesure", f"Mesure {number}"), ("Pilote", "MI"), ("Échéance", "2026"), *more)


def test_a_sheet_of_many_forms_is_read_to_its_end() -> None:
    found = read(*(line for number in range(1, 521) for line in form(number)))
    assert [one.number for one in found.facts.measures[-2:]] == ["519", "520"]
    assert len(found.facts.measures) == 520


def test_a_label_written_twice_in_a_form_says_both() -> None:
    found = read(*form(1, ("Pilote", "MJ")), *form(2, ("Pilote", "MI")))
    said = [one.organisation.name for one in found.facts.statements if one.organisation]
    assert said == ["MI", "MJ", "MI"]


def test_labels_beside_the_number_of_a_form_are_read() -> None:
    found = read(("Fiche action n° 7", "Pilote", "MI"), ("Mesure", "Loger"), ("Statut", "En cours"), layout="fiches")
    assert [(one.number, one.titles[0].text.value) for one in found.facts.measures] == [("7", "Loger")]
    assert {one.kind.value for one in found.facts.statements} == {"lead", "phase"}
