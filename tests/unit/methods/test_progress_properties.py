"""Progress of numbers, as laws: they hold for every value, exact or not."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jalon.methods.dates import Answer
from jalon.methods.progress import Aim, Case, Movement, Progress, Reason, percent, progress, progress_of
from jalon.methods.quantities import Number, add, multiply, negated
from tests.unit.methods.progress_strategies import EXACT, cases, exact, inside, numbers, ways

OPPOSITE = {
    Aim.INCREASE: Aim.DECREASE,
    Aim.DECREASE: Aim.INCREASE,
    Aim.NOT_BELOW: Aim.NOT_ABOVE,
    Aim.NOT_ABOVE: Aim.NOT_BELOW,
    Aim.MAINTAIN: Aim.MAINTAIN,
}


@st.composite
def number_cases(draw: st.DrawFn, of: st.SearchStrategy[Number]) -> Case:
    aim = draw(st.sampled_from(Aim))
    tolerance = draw(st.integers(0, 3).map(Fraction)) if aim is Aim.MAINTAIN else Fraction(0)
    return Case(aim, draw(of), draw(of), draw(of), tolerance)


@given(number_cases(numbers()))
def test_a_decrease_is_an_increase_of_the_opposites(case: Case) -> None:
    assert isinstance(case.target, Number) and isinstance(case.observation, Number)
    assert isinstance(case.baseline, Number)
    turned = Case(
        OPPOSITE[case.aim],
        negated(case.target),
        negated(case.observation),
        negated(case.baseline),
        case.tolerance,
    )
    assert progress_of(turned) == progress_of(case)


@given(number_cases(EXACT), st.integers(1, 1000), st.integers(-1000, 1000))
def test_another_unit_changes_nothing_but_the_distances(case: Case, scale: int, origin: int) -> None:
    def changed(one: object) -> Number:
        assert isinstance(one, Number)
        return add(multiply(one, exact(scale)), exact(origin))

    converted = Case(
        case.aim,
        changed(case.target),
        changed(case.observation),
        changed(case.baseline),
        case.tolerance * scale,
    )
    before, after = progress_of(case), progress_of(converted)
    assert replace(after, numerator=before.numerator, denominator=before.denominator) == before
    assert before.numerator is None or after.numerator == before.numerator * scale


@given(number_cases(EXACT), st.integers(0, 100))
def test_a_better_observation_never_gives_less(case: Case, more: int) -> None:
    assume(case.aim is not Aim.MAINTAIN)
    assert isinstance(case.observation, Number)
    step = more if case.aim in (Aim.INCREASE, Aim.NOT_BELOW) else -more
    better = replace(case, observation=add(case.observation, exact(step)))
    first, second = progress_of(case), progress_of(better)
    assert not (first.reached is Answer.YES and second.reached is not Answer.YES)
    if first.ratio is not None:
        assert first.ratio.low is not None
        assert second.ratio is not None and second.ratio.low is not None
        assert first.ratio.low <= second.ratio.low


@given(EXACT, EXACT, EXACT)
def test_an_exact_increase_is_reached_just_when_its_ratio_is_one_or_more(
    baseline: Number, target: Number, observation: Number
) -> None:
    assume(target.value > baseline.value)
    found = progress(Aim.INCREASE, baseline=baseline, target=target, observation=observation)
    assert found.ratio is not None
    assert found.ratio.low is not None
    assert found.ratio.low == found.ratio.high == found.stated
    assert (found.reached is Answer.YES) == (found.ratio.low >= 1)
    assert found.reached is not Answer.UNKNOWN


@settings(max_examples=200)
@given(st.data(), number_cases(numbers()) | ways())
def test_whatever_the_true_values_are_the_answer_holds(data: st.DataObject, case: Case) -> None:
    assert isinstance(case.target, Number) and isinstance(case.observation, Number)
    assert isinstance(case.baseline, Number)
    truth = progress_of(
        replace(
            case,
            target=exact(data.draw(inside(case.target))),
            observation=exact(data.draw(inside(case.observation))),
            baseline=exact(data.draw(inside(case.baseline))),
        )
    )
    said = progress_of(case)
    assert said.reached in (truth.reached, Answer.UNKNOWN)
    assert said.movement in (truth.movement, Movement.UNKNOWN)
    if said.ratio is not None:
        assert truth.stated is not None
        assert said.ratio.low is None or said.ratio.low <= truth.stated
        assert said.ratio.high is None or truth.stated <= said.ratio.high


@given(ways())
def test_the_ends_of_the_ratio_are_taken_at_corners_so_none_is_wider_than_needed(case: Case) -> None:
    found = progress_of(case)
    ratios = [
        (o - b) / (t - b)
        for b in _corners(case.baseline)
        for t in _corners(case.target)
        for o in _corners(case.observation)
    ]
    assert found.ratio is not None
    assert (found.ratio.low, found.ratio.high) == (min(ratios), max(ratios))


def _corners(one: object) -> list[Fraction]:
    assert isinstance(one, Number) and one.low is not None and one.high is not None
    return [one.low, one.high]


@given(cases())
def test_every_case_has_an_answer_and_a_reason_for_what_it_lacks(case: Case) -> None:
    found = progress_of(case)
    assert (found.why is None) == (found.reached is not Answer.UNKNOWN)
    assert (found.why_no_ratio is None) == (found.ratio is not None)
    assert all(isinstance(one, Fraction) for one in _fractions(found))


def _fractions(found: Progress) -> list[Fraction]:
    ends = [] if found.ratio is None else [found.ratio.low, found.ratio.high]
    return [one for one in (*ends, found.numerator, found.denominator, found.stated) if one is not None]


@given(cases())
def test_without_a_baseline_there_is_no_ratio_and_the_verdict_is_the_same(case: Case) -> None:
    with_baseline, without = progress_of(case), progress_of(replace(case, baseline=None))
    if with_baseline.why not in (Reason.KINDS_DIFFER, Reason.SCALES_DIFFER):
        assert without.reached is with_baseline.reached
    if isinstance(case.target, Number):
        assert without.ratio is None


@given(st.fractions(max_denominator=1000), st.integers(0, 3))
def test_a_percentage_never_says_one_hundred_before_the_target(ratio: Fraction, places: int) -> None:
    shown = Fraction(percent(ratio, places))
    assert abs(shown) <= abs(ratio * 100) < abs(shown) + Fraction(1, 10**places)
    assert (shown >= 100) == (ratio >= 1)
    assert not percent(ratio, places).startswith("-0") or shown


@pytest.mark.parametrize(
    ("ratio", "places", "shown"),
    [("0.996", 0, "99"), ("0.996", 2, "99.60"), ("1.25", 0, "125"), ("-0.5", 0, "-50"), ("-0.001", 0, "0")],
)
def test_percentages(ratio: str, places: int, shown: str) -> None:
    assert percent(Fraction(ratio), places) == shown
