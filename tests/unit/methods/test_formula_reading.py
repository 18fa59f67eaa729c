"""Reading formulas: what is understood, and where and why the rest is refused."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.formula import (
    Computed,
    Field,
    FormulaError,
    FormulaProblem,
    Known,
    Question,
    Reference,
    dependencies,
    evaluate,
    parse,
    questions,
    references,
)


def value_of(text: str) -> Fraction:
    outcome = evaluate(parse(text), Known())
    assert isinstance(outcome, Computed)
    return outcome.number.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100", "100"),
        ("0.5", "1/2"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("100 / 10 / 5", "2"),
        ("7 / 3", "7/3"),
        ("-2 * -3", "6"),
        ("- - 2", "2"),
        ("2 - -3", "5"),
        ("0.1 + 0.2", "3/10"),
        ("si 1 < 2 alors 3 sinon 4", "3"),
        ("si 2 <= 1 alors 3 sinon si 2 = 2 alors 5 sinon 6", "5"),
        ("si 1 > 2 ou 2 >= 2 et 1 = 1 alors 3 sinon 4", "3"),
        ("si (1 > 2 ou 2 > 1) et 1 = 2 alors 3 sinon 4", "4"),
        ("1 + (si 1 < 2 alors 3 sinon 4)", "4"),
        ("  1\n+\t2  ", "3"),
    ],
)
def test_formulas_and_their_values(text: str, value: str) -> None:
    assert value_of(text) == Fraction(value)


def test_identifiers_may_hold_points_and_hyphens() -> None:
    read = references(parse("val(cae_49.f-hab) - opt_val( terr_1 ) + cible(x) + limite(x)"))
    assert read == (
        Reference(Field.VALUE, "cae_49.f-hab"),
        Reference(Field.VALUE, "terr_1", optional=True),
        Reference(Field.TARGET, "x"),
        Reference(Field.LIMIT, "x"),
    )


def test_dependencies_are_the_values_that_are_read() -> None:
    text = "si val(a) < cible(b) et identite(type, commune) alors val(c)/val(c) sinon opt_val(d)"
    assert dependencies(parse(text)) == {"a", "c", "d"}
    assert questions(parse(text)) == (Question("identite", ("type", "commune")),)


@pytest.mark.parametrize(
    ("text", "problem", "position", "read"),
    [
        ("", FormulaProblem.EMPTY, 0, ""),
        ("  \n", FormulaProblem.EMPTY, 0, ""),
        ("1 + ", FormulaProblem.EXPECTED_VALUE, 3, ""),
        ("1 + * 2", FormulaProblem.EXPECTED_VALUE, 4, "*"),
        ("1 2", FormulaProblem.LEFT_OVER, 2, "2"),
        ("(1 + 2", FormulaProblem.EXPECTED_SIGN, 6, ""),
        ("1)", FormulaProblem.LEFT_OVER, 1, ")"),
        ("0,5", FormulaProblem.DECIMAL_COMMA, 1, ","),
        ("1 000", FormulaProblem.LEFT_OVER, 2, "000"),
        ("1.2.3", FormulaProblem.NUMBER, 0, "1"),
        ("1e3", FormulaProblem.NUMBER, 0, "1"),
        ("2 ** 3", FormulaProblem.EXPECTED_VALUE, 3, "*"),
        ("2 ^ 3", FormulaProblem.CHARACTER, 2, "^"),
        ("__import__", FormulaProblem.UNKNOWN_FUNCTION, 0, "__import__"),
        ("val(a).real", FormulaProblem.CHARACTER, 6, "."),
        ("moyenne(a, b)", FormulaProblem.UNKNOWN_FUNCTION, 0, "moyenne"),
        ("val()", FormulaProblem.ARGUMENTS, 0, "val"),
        ("val(a, insee)", FormulaProblem.ARGUMENTS, 0, "val"),
        ("si identite(type) alors 1", FormulaProblem.ARGUMENTS, 16, ")"),
        ("si referentiel(te, x) alors 1", FormulaProblem.ARGUMENTS, 17, ","),
        ("si 1 alors 2", FormulaProblem.EXPECTED_CONDITION, 3, "1"),
        ("si 1 < 2 alors 2 = 2", FormulaProblem.NOT_A_NUMBER, 15, "2"),
        ("si 1 < 2 et 3 alors 2", FormulaProblem.EXPECTED_CONDITION, 12, "3"),
        ("si 3 et 1 < 2 alors 2", FormulaProblem.EXPECTED_CONDITION, 3, "3"),
        ("si 1 < 2 donc 2", FormulaProblem.EXPECTED_SIGN, 9, "donc"),
        ("1 + (2 < 3)", FormulaProblem.NOT_A_NUMBER, 4, "("),
        ("(2 < 3) * 2", FormulaProblem.NOT_A_NUMBER, 0, "("),
        ("1 < 2 < 3", FormulaProblem.LEFT_OVER, 6, "<"),
        ("1 < 2", FormulaProblem.NOT_A_NUMBER, 0, "1 < 2"),
        ("sinon", FormulaProblem.EXPECTED_VALUE, 0, "sinon"),
        ("9" * 31, FormulaProblem.NUMBER, 0, "9" * 31),
        ("1" + "+1" * 1000, FormulaProblem.TOO_LONG, 2000, "1"),
        ("1" + "+1" * 600, FormulaProblem.TOO_LONG, 1001, "+"),
        ("(" * 40 + "1" + ")" * 40, FormulaProblem.TOO_DEEP, 31, "("),
        ("-" * 40 + "1", FormulaProblem.TOO_DEEP, 31, "-"),
        ("si 1<2 alors " * 40 + "1", FormulaProblem.TOO_DEEP, 393, "1"),
    ],
)
def test_what_is_no_formula_is_refused_where_it_goes_wrong(
    text: str, problem: FormulaProblem, position: int, read: str
) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    found = refused.value
    assert (found.problem, found.read) == (problem, read)
    assert found.position == position


def test_an_unknown_function_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(FormulaError, match="opt_val") as refused:
        parse("somme(a)")
    assert "identite" in refused.value.expected


PIECES = [
    "val(a)",
    "opt_val(b)",
    "1",
    "2.5",
    "+",
    "-",
    "*",
    "/",
    "(",
    ")",
    "si",
    "alors",
    "sinon",
    "et",
    "ou",
    "<",
    "=",
]
NOISE = st.lists(st.sampled_from([*PIECES, "identite(type, x)", ",", "x", "é", "\x00", "1e9"]), max_size=30)


@settings(max_examples=300)
@given(NOISE.map(" ".join) | st.text(max_size=60))
def test_every_text_is_read_or_refused_at_a_place_in_it(text: str) -> None:
    try:
        formula = parse(text)
    except FormulaError as refused:
        assert 0 <= refused.position <= len(text)
    else:
        evaluate(formula, Known())
