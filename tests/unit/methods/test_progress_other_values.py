"""Levels, answers and milestones: order without distance, counts without weight, unknown without no."""

from fractions import Fraction

import pytest

from jalon.methods.dates import Answer, parse
from jalon.methods.progress import Aim, Level, Milestone, Milestones, Movement, Ratio, Reason, YesNo, progress
from jalon.methods.quantities import Missing, number


def level(index: int, scale: str = "maturity") -> Level:
    return Level(scale, index, 4)


@pytest.mark.parametrize(
    ("aim", "seen", "reached", "movement"),
    [
        (Aim.INCREASE, 1, Answer.NO, Movement.NONE),
        (Aim.INCREASE, 2, Answer.YES, Movement.TOWARDS),
        (Aim.INCREASE, 0, Answer.NO, Movement.AWAY),
        (Aim.DECREASE, 3, Answer.NO, Movement.AWAY),
        (Aim.NOT_BELOW, 3, Answer.YES, Movement.TOWARDS),
        (Aim.MAINTAIN, 3, Answer.NO, Movement.NONE),
    ],
)
def test_levels_have_an_order(aim: Aim, seen: int, reached: Answer, movement: Movement) -> None:
    found = progress(aim, baseline=level(1), target=level(2), observation=level(seen))
    assert (found.reached, found.movement) == (reached, movement)


def test_levels_have_no_distance() -> None:
    found = progress(Aim.INCREASE, baseline=level(0), target=level(3), observation=level(1))
    assert (found.ratio, found.numerator, found.why_no_ratio) == (None, None, Reason.NO_RATIO)


def test_levels_of_two_scales_are_not_compared() -> None:
    found = progress(Aim.INCREASE, target=level(2), observation=level(2, "another"))
    assert (found.reached, found.why) == (Answer.UNKNOWN, Reason.SCALES_DIFFER)


@pytest.mark.parametrize(("scale", "index"), [("", 0), ("maturity", 4), ("maturity", -1)])
def test_a_level_off_its_scale_is_refused(scale: str, index: int) -> None:
    with pytest.raises(ValueError, match="expected 0 to 3"):
        Level(scale, index, 4)


@pytest.mark.parametrize(
    ("baseline", "seen", "reached", "movement"),
    [
        (False, True, Answer.YES, Movement.TOWARDS),
        (False, False, Answer.NO, Movement.NONE),
        (True, False, Answer.NO, Movement.AWAY),
    ],
)
def test_an_answer_is_the_wanted_one_or_not(baseline: bool, seen: bool, reached: Answer, movement: Movement) -> None:
    found = progress(Aim.INCREASE, baseline=YesNo(baseline), target=YesNo(True), observation=YesNo(seen))
    assert (found.reached, found.movement, found.ratio) == (reached, movement, None)


def test_no_answer_is_not_no() -> None:
    found = progress(Aim.INCREASE, target=YesNo(True), observation=Missing("nobody asked"))
    assert found.reached is Answer.UNKNOWN


@pytest.mark.parametrize("answer", ["yes", 1, None])
def test_words_are_no_answer(answer: bool) -> None:
    with pytest.raises(TypeError, match="True or False"):
        YesNo(answer)


def passed(*names: str, unseen: str = "") -> Milestones:
    reached = parse("2025-06")
    return Milestones(
        tuple(Milestone(name, reached if name in names else None, looked=name not in unseen) for name in "abcd")
    )


PLANNED = Milestones(tuple(Milestone(name) for name in "abcd"))


@pytest.mark.parametrize(
    ("seen", "reached", "ratio"),
    [
        (passed(), Answer.NO, Ratio(Fraction(0), Fraction(0))),
        (passed("a"), Answer.NO, Ratio(Fraction(1, 4), Fraction(1, 4))),
        (passed(*"abcd"), Answer.YES, Ratio(Fraction(1), Fraction(1))),
        (passed(*"abc", unseen="d"), Answer.UNKNOWN, Ratio(Fraction(3, 4), Fraction(1))),
        (passed("a", unseen="d"), Answer.NO, Ratio(Fraction(1, 4), Fraction(1, 2))),
        (Milestones((Milestone("a", parse("2025")),)), Answer.UNKNOWN, Ratio(Fraction(1, 4), Fraction(1))),
        (Milestones((Milestone("z", parse("2025")),)), Answer.UNKNOWN, Ratio(Fraction(0), Fraction(1))),
    ],
)
def test_milestones_are_counted_and_those_nobody_looked_at_stay_open(
    seen: Milestones, reached: Answer, ratio: Ratio
) -> None:
    found = progress(Aim.INCREASE, target=PLANNED, observation=seen)
    assert (found.reached, found.ratio, found.denominator) == (reached, ratio, 4)


def test_milestones_have_distinct_names() -> None:
    with pytest.raises(ValueError, match="distinct"):
        Milestones((Milestone("a"), Milestone("a")))
    with pytest.raises(ValueError, match="distinct"):
        Milestones(())


def test_a_milestone_reached_was_looked_at() -> None:
    with pytest.raises(ValueError, match="not looked at"):
        Milestone("a", parse("2025"), looked=False)


def test_values_of_two_kinds_are_not_compared() -> None:
    found = progress(Aim.INCREASE, target=YesNo(True), observation=number("1"))
    assert (found.reached, found.why) == (Answer.UNKNOWN, Reason.KINDS_DIFFER)
    found = progress(Aim.INCREASE, target=number("1"), observation=number("1"), baseline=level(1))
    assert found.why is Reason.KINDS_DIFFER
