"""All formulas of a real table of definitions, from the file through the database to their values."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jalon.core.enums import Role
from jalon.methods.formula import Computed, Formula, parse, references
from jalon.methods.formula.model import Reference
from jalon.plans import models
from jalon.plans.choices import Choices
from jalon.plans.imports import compare, take
from jalon.plans.selectors.indicator import indicator_page
from tests import synthetic_following
from tests.integration.plans.conftest import empty_part, person

pytestmark = pytest.mark.django_db
NAME = re.compile(r"val\(\s*([\w.\-]+)\s*\)")
SUM = re.compile(r"\s*(?:opt_)?val\([^()]*\)(?:\s*\+\s*(?:opt_)?val\([^()]*\))+\s*")
FILE = Path(__file__).parents[2] / "fixtures" / "indicators" / "import-indicateur-definitions.csv"


def test_the_77_formulas_of_730_definitions_have_values_once_what_they_read_is_imported() -> None:
    part = empty_part(synthetic_following.following_part())
    definitions = compare(part, FILE.read_bytes(), FILE.name, Choices())
    assert definitions.errors == ()
    take(definitions, by=None, valid_rows_only=False)
    rows = {row.code: row for row in models.Indicator.objects.filter(part=part)}
    formulas = {code: parse(row.formula) for code, row in rows.items() if row.formula}
    assert (len(rows), len(formulas)) == (730, 77)
    names = {one.indicator for one in _all(formulas)}
    read = sorted(names - formulas.keys())
    lines = "".join(f"{code};2024;{number}\n" for number, code in enumerate(read, start=1))
    values = compare(part, f"Code;Période;Valeur\n{lines}".encode(), "valeurs.csv", Choices())
    assert values.errors == ()
    take(values, by=None, valid_rows_only=False)
    user = person("editrice@exemple.fr", Role.EDITOR, part.owner)
    outcomes = {
        code: next(
            one.outcome for one in indicator_page(rows[code].uid, user, date(2026, 1, 1)).computed if one.when == "2024"
        )
        for code in formulas
    }
    assert {code: str(one) for code, one in outcomes.items() if not isinstance(one, Computed)} == {}
    known = {code: Fraction(number) for number, code in enumerate(read, start=1)}
    known |= {code: one.number.value for code, one in outcomes.items() if isinstance(one, Computed)}
    sums = {code: rows[code].formula for code in formulas if SUM.fullmatch(rows[code].formula or "")}
    assert len(sums) > 20
    for code, text in sums.items():
        assert known[code] == sum(known[name] for name in NAME.findall(text)), code


def _all(formulas: dict[str, Formula]) -> list[Reference]:
    return [one for formula in formulas.values() for one in references(formula)]
