"""A header printed again further down, with other columns: the lines that follow are read by it."""

from typing import Any

from jalon.exchange.headers import Profile
from jalon.exchange.plans_in import PlanRead, read_plan
from jalon.exchange.sheets import read_workbook
from tests.unit.exchange.about import ABOUT
from tests.unit.exchange.odd_books import workbook

NUMBERED = ("N°", "Mesure", "Pilote", "Échéance")
UNDER_AXES = ("Axe", "Mesure", "Pilote", "Échéance")
LATER = ("Pilote", "Mesure", "Échéance")


def read(*rows: tuple[str, ...], profile: Profile | None = None) -> PlanRead:
    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    return read_plan(read_workbook(workbook(fill), "plan.xlsx"), ABOUT, profile)


def titles(found: PlanRead) -> list[str]:
    return [one.titles[0].text.value for one in found.facts.measures]


def test_it_may_lack_the_numbers_of_the_first_one() -> None:
    lines = (("I", "PRÉVENIR"), ("I.1", "Former", "ENM", "2025"))
    found = read(NUMBERED, *lines, LATER, ("ENM", "Loger", "2026"))
    assert titles(found) == ["Former", "Loger"]


def test_it_may_lack_the_axes_that_the_first_one_writes_once() -> None:
    lines = (("A", "Former", "ENM", "2025"), ("B", "Former encore", "ENM", "2025"))
    profile = Profile("x", options=(("fill", "yes"),))
    found = read(UNDER_AXES, *lines, LATER, ("ENM", "Soigner", "2026"), profile=profile)
    assert titles(found) == ["Former", "Former encore", "Soigner"]
    assert [one.address for one in found.problems if "L’axe" in one.expected] == ["A5"]
