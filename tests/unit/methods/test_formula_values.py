"""Values of formulas: missing is not zero, approximate stays approximate, and what lacks is named."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.methods.formula import Computed, Known, NoValue, NoValueReason, Outcome, Question, evaluate, parse
from jalon.methods.quantities import NOT_APPLICABLE, Missing, Number, Precision, number
from tests.unit.methods.progress_strategies import numbers

LACKS = Missing("no answer")


def outcome(text: str, **values: str | Number | Missing) -> Outcome:
    read = {name: number(value) if isinstance(value, str) else value for name, value in values.items()}
    return evaluate(parse(text), Known(values=read))


def test_values_are_read_exactly() -> None:
    assert outcome("val(a)/val(b)*1000", a="1", b="3") == Computed(Number(*[Fraction(1000, 3)] * 3))


def test_a_needed_value_that_is_missing_leaves_none_and_all_are_named() -> None:
    assert outcome("val(a)+val(b)+val(c)", b="2") == NoValue(NoValueReason.MISSING, ("a", "c"))
    assert outcome("val(a)/val(b)*1000", a=LACKS) == NoValue(NoValueReason.MISSING, ("a", "b"))


def test_an_optional_value_that_is_missing_is_left_out_and_named() -> None:
    found = outcome("val(a)+opt_val(b)+opt_val(c)", a="5", c="2")
    assert isinstance(found, Computed)
    assert (found.number.value, found.left_out) == (7, ("b",))


def test_left_out_is_not_zero_the_sum_keeps_no_bound_that_does_not_hold() -> None:
    known = Known(values={"a": number("5")})
    found = evaluate(parse("val(a)+opt_val(b)"), known)
    assert found == Computed(Number(Fraction(5), None, None, Precision.UNKNOWN), ("b",))
    counts = evaluate(parse("val(a)+opt_val(b)"), Known(values=known.values, never_negative={"b"}))
    assert counts == Computed(Number(Fraction(5), Fraction(5), None, Precision.AT_LEAST), ("b",))
    less = evaluate(parse("val(a)-opt_val(b)"), Known(values=known.values, never_negative={"b"}))
    assert less == Computed(Number(Fraction(5), None, Fraction(5), Precision.AT_MOST), ("b",))


def test_a_sum_whose_every_part_is_missing_is_missing() -> None:
    assert outcome("opt_val(a)+opt_val(b)", a=LACKS) == NoValue(NoValueReason.ALL_LEFT_OUT, ("a", "b"))
    assert outcome("-opt_val(a)") == NoValue(NoValueReason.ALL_LEFT_OUT, ("a",))


def test_a_sum_of_zeros_is_zero() -> None:
    assert outcome("opt_val(a)+opt_val(b)", a="0", b="0") == Computed(number("0"))


def test_an_absent_sum_within_a_sum_is_left_out_of_it() -> None:
    found = outcome("(opt_val(a)-opt_val(b))+opt_val(c)", c="3")
    assert isinstance(found, Computed)
    assert (found.number.value, found.left_out) == (3, ("a", "b"))


def test_a_part_that_is_not_applicable_counts_as_nothing_exactly() -> None:
    found = outcome("val(a)+opt_val(b)", a="5", b=Missing(NOT_APPLICABLE))
    assert found == Computed(number("5"))
    assert outcome("val(b)", b=Missing(NOT_APPLICABLE)) == NoValue(NoValueReason.MISSING, ("b",))


@pytest.mark.parametrize("text", ["opt_val(a)", "opt_val(a)*2", "2/opt_val(a)", "si opt_val(a) < 1 alors 1 sinon 2"])
def test_outside_a_sum_an_optional_value_is_needed(text: str) -> None:
    assert outcome(text) == NoValue(NoValueReason.MISSING, ("a",))


def test_an_absent_sum_cannot_be_multiplied() -> None:
    assert outcome("(opt_val(a)+opt_val(b))*2") == NoValue(NoValueReason.ALL_LEFT_OUT, ("a", "b"))


def test_division_by_zero_is_refused_and_the_divisor_named() -> None:
    assert outcome("val(a)/val(b)", a="1", b="0") == NoValue(NoValueReason.DIVISION_BY_ZERO, ("b",))
    assert outcome("1/(val(a)-val(b))", a="2", b="2") == NoValue(NoValueReason.DIVISION_BY_ZERO, ("a", "b"))


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("val(exact)+val(about)", Precision.ABOUT),
        ("val(exact)+val(least)", Precision.AT_LEAST),
        ("val(exact)-val(least)", Precision.AT_MOST),
        ("val(least)-val(least)", Precision.UNKNOWN),
        ("val(least)/val(exact)*1000", Precision.AT_LEAST),
        ("val(exact)*2", Precision.EXACT),
    ],
)
def test_the_result_is_as_exact_as_what_it_is_made_of(text: str, precision: Precision) -> None:
    found = outcome(text, exact="4", about=number("3", Precision.ABOUT), least=number("300", Precision.AT_LEAST))
    assert isinstance(found, Computed)
    assert found.number.precision is precision


DOM = Question("identite", ("localisation", "DOM"))
HYDRO = Question("reponse", ("potentiel", "OUI"))
CHOICE = parse("si identite(localisation, DOM) alors 75 sinon si reponse(potentiel, OUI) alors 40 sinon 16")


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({DOM: True}, "75"),
        ({DOM: False, HYDRO: True}, "40"),
        ({DOM: False, HYDRO: False}, "16"),
    ],
)
def test_a_choice_follows_the_answers(answers: dict[Question, bool], found: str) -> None:
    assert evaluate(CHOICE, Known(answers=answers)) == Computed(number(found))


def test_a_fact_that_is_not_known_is_named_and_is_not_no() -> None:
    found = evaluate(CHOICE, Known())
    assert found == NoValue(NoValueReason.NOT_ANSWERED, ("identite(localisation, DOM)",))


def test_a_fact_that_changes_nothing_need_not_be_known() -> None:
    same = parse("si identite(localisation, DOM) alors 40 sinon 40")
    assert evaluate(same, Known()) == Computed(number("40"))
    settled = parse("si identite(localisation, DOM) ou 1 < 2 alors 40 sinon 50")
    assert evaluate(settled, Known()) == Computed(number("40"))


def test_a_case_for_which_nothing_is_defined_has_no_value() -> None:
    formula = parse("si identite(localisation, DOM) alors 0")
    assert evaluate(formula, Known(answers={DOM: False})) == NoValue(NoValueReason.NO_BRANCH)


def test_values_too_approximate_to_compare_decide_nothing() -> None:
    formula = parse("si val(a) >= 250 alors 1 sinon 2")
    assert evaluate(formula, Known(values={"a": number("300", Precision.AT_LEAST)})) == Computed(number("1"))
    found = evaluate(formula, Known(values={"a": number("300", Precision.ABOUT)}))
    assert found == NoValue(NoValueReason.UNDECIDED)


@pytest.mark.parametrize(("sign", "holds"), [("=", False), ("<", True), ("<=", True), (">", False), (">=", False)])
def test_comparisons(sign: str, holds: bool) -> None:
    assert outcome(f"si val(a) {sign} val(b) alors 1 sinon 0", a="1", b="2") == Computed(number(str(int(holds))))


@given(st.integers(-3, 3), st.integers(-3, 3), st.sampled_from(["=", "<", "<=", ">", ">="]))
def test_exact_comparisons_are_those_of_numbers(a: int, b: int, sign: str) -> None:
    holds = {"=": a == b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]
    assert outcome(f"si val(a) {sign} val(b) alors 1 sinon 0", a=str(a), b=str(b)) == Computed(number(str(int(holds))))


def test_targets_and_limits_are_read_apart_from_values() -> None:
    known = Known({"a": number("1")}, {"a": number("20")}, {"a": number("300")})
    assert evaluate(parse("val(a)+cible(a)+limite(a)"), known) == Computed(number("321"))


def test_digits_cannot_grow_without_end() -> None:
    formula = parse("*".join(["val(a)"] * 200))
    assert evaluate(formula, Known({"a": number("9" * 30)})) == NoValue(NoValueReason.TOO_LARGE)


SHAPES = ["val(a)+opt_val(b)", "val(a)-opt_val(b)*2", "val(a)/val(b)", "si val(a) < val(b) alors val(a) sinon 1"]


@given(st.sampled_from(SHAPES), numbers() | st.just(LACKS), numbers() | st.just(LACKS))
def test_there_is_a_finite_number_within_its_bounds_or_a_reason(
    text: str, a: Number | Missing, b: Number | Missing
) -> None:
    found = outcome(text, a=a, b=b)
    if isinstance(found, Computed):
        assert isinstance(found.number.value, Fraction)
        assert found.number.low is None or found.number.low <= found.number.value
    else:
        assert found.reason in NoValueReason
