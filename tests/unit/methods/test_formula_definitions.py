"""The formulas of a file of 730 published definitions: each is evaluated, or has no value for a stated reason."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from jalon.methods.formula import (
    Computed,
    Formula,
    Known,
    NoValue,
    NoValueReason,
    Question,
    dependencies,
    evaluate,
    evaluate_all,
    find_cycle,
    parse,
    questions,
)
from jalon.methods.quantities import Number, number

FILE = Path(__file__).parents[2] / "fixtures" / "indicators" / "import-indicateur-definitions.csv"
COUNTS = {"valeurCalcule": 77, "exprCible": 61, "exprSeuil": 49}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _formulas(rows: list[dict[str, str]], column: str) -> dict[str, Formula]:
    return {row["identifiantReferentiel"]: parse(row[column]) for row in rows if row[column].strip()}


@pytest.mark.parametrize(("column", "count"), COUNTS.items())
def test_every_formula_of_the_file_is_read(rows: list[dict[str, str]], column: str, count: int) -> None:
    assert len(rows) == 730
    assert len(_formulas(rows, column)) == count


def test_every_indicator_that_is_named_is_defined_and_there_is_no_cycle(rows: list[dict[str, str]]) -> None:
    formulas = _formulas(rows, "valeurCalcule")
    defined = {row["identifiantReferentiel"] for row in rows}
    assert set().union(*map(dependencies, formulas.values())) <= defined
    assert find_cycle(formulas) is None


def test_with_all_values_given_all_77_have_the_value_of_the_same_sum_in_plain_python(
    rows: list[dict[str, str]],
) -> None:
    formulas = _formulas(rows, "valeurCalcule")
    given = {row["identifiantReferentiel"]: index for index, row in enumerate(rows, 1)}
    declared = {name: number(str(index)) for name, index in given.items()}
    found = evaluate_all(formulas, Known(values=declared))
    for name, formula in formulas.items():
        assert found[name] == Computed(_exact(_plainly(formula.text, given)))


def _plainly(text: str, given: dict[str, int]) -> Fraction:
    """An oracle for sums and quotients without parentheses: the texts of the file have no others."""
    total = Fraction(0)
    for term in text.strip().split("+"):
        first, *rest = term.replace("*", "/*").split("/")
        part = _read(first, given)
        for factor in rest:
            part = part * _read(factor[1:], given) if factor.startswith("*") else part / _read(factor, given)
        total += part
    return total


def _read(word: str, given: dict[str, int]) -> Fraction:
    name = word.strip().removeprefix("opt_").removeprefix("val(").removesuffix(")")
    return Fraction(name) if name.isdigit() else Fraction(given[name])


def _exact(value: Fraction) -> Number:
    return Number(value, value, value)


def test_without_values_none_of_the_77_has_one_and_each_says_what_it_lacks(rows: list[dict[str, str]]) -> None:
    found = evaluate_all(_formulas(rows, "valeurCalcule"), Known())
    for outcome in found.values():
        assert isinstance(outcome, NoValue)
        assert outcome.reason in (NoValueReason.MISSING, NoValueReason.ALL_LEFT_OUT)
        assert outcome.names


@pytest.mark.parametrize("column", ["exprCible", "exprSeuil"])
def test_without_knowing_the_territory_a_target_is_a_number_or_names_what_it_asks(
    rows: list[dict[str, str]], column: str
) -> None:
    outcomes = {name: evaluate(formula, Known()) for name, formula in _formulas(rows, column).items()}
    asking = {name for name, formula in _formulas(rows, column).items() if questions(formula)}
    assert asking
    for name, outcome in outcomes.items():
        if name in asking:
            assert isinstance(outcome, NoValue)
            assert outcome.reason is NoValueReason.NOT_ANSWERED
            assert outcome.names
        else:
            assert isinstance(outcome, Computed)


@pytest.mark.parametrize(
    ("column", "name", "place", "value"),
    [
        ("exprCible", "cae_26", {"plus_de_100000", "Metropole"}, "40"),
        ("exprCible", "cae_26", {"plus_de_50000", "DOM"}, "120"),
        ("exprCible", "cae_38", {"moins_de_50000"}, "0.25"),
        ("exprCible", "cae_23", {"te"}, "20"),
        ("exprCible", "cae_23", set(), "10"),
        ("exprCible", "cae_15.a_dom", {"DOM"}, "0"),
        ("exprSeuil", "cae_46", set(), "32"),
    ],
)
def test_a_target_follows_the_territory(
    rows: list[dict[str, str]], column: str, name: str, place: set[str], value: str
) -> None:
    formula = _formulas(rows, column)[name]
    assert evaluate(formula, Known(answers=_answers(formula, place))) == Computed(number(value))


def test_a_territory_for_which_no_target_is_defined_has_none(rows: list[dict[str, str]]) -> None:
    formula = _formulas(rows, "exprCible")["cae_15.a_dom"]
    found = evaluate(formula, Known(answers=_answers(formula, {"Metropole"})))
    assert found == NoValue(NoValueReason.NO_BRANCH)


def _answers(formula: Formula, place: set[str]) -> dict[Question, bool]:
    """Yes to each fact whose last word is among those of the place."""
    return {question: question.arguments[-1] in place for question in questions(formula)}
