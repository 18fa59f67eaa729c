"""Progress of numbers, case by case: what other systems get wrong, and what approximate values allow to say."""

from fractions import Fraction

import pytest

from jalon.methods.dates import Answer
from jalon.methods.progress import Aim, Case, Movement, Progress, Ratio, Reason, Value, progress, progress_of
from jalon.methods.quantities import Missing, Precision, number
from tests.unit.methods.progress_strategies import exact


def increase(observation: str, target: str = "300", baseline: str | None = "100") -> Progress:
    return progress(
        Aim.INCREASE,
        baseline=None if baseline is None else number(baseline),
        target=number(target),
        observation=number(observation),
    )


def ratio(value: str) -> Ratio:
    return Ratio(Fraction(value), Fraction(value))


def test_half_of_the_way_is_a_half_with_its_numerator_and_denominator() -> None:
    found = increase("200")
    assert found == Progress(
        Answer.NO, ratio=ratio("1/2"), movement=Movement.TOWARDS, numerator=Fraction(100), denominator=Fraction(200)
    )


def test_the_baseline_is_never_the_first_observation() -> None:
    assert increase("200", baseline=None).ratio is None
    assert increase("200", baseline=None).why_no_ratio is Reason.BASELINE_MISSING
    assert increase("300", baseline=None).reached is Answer.YES
    missing = progress(Aim.INCREASE, baseline=Missing("not counted"), target=number("3"), observation=number("1"))
    assert (missing.reached, missing.why_no_ratio) == (Answer.NO, Reason.BASELINE_MISSING)


def test_a_target_of_zero_is_a_target_like_any_other() -> None:
    def towards_zero(observation: str) -> Progress:
        return progress(Aim.DECREASE, baseline=number("40"), target=number("0"), observation=number(observation))

    assert towards_zero("10").ratio == ratio("3/4")
    assert towards_zero("0").ratio == ratio("1")
    assert towards_zero("0").reached is Answer.YES
    assert towards_zero("0.0001").reached is Answer.NO


def test_a_baseline_of_zero_is_a_baseline_like_any_other() -> None:
    assert increase("15", target="60", baseline="0").ratio == ratio("1/4")


def test_beyond_the_target_is_said_and_not_cut() -> None:
    found = increase("400")
    assert (found.reached, found.ratio) == (Answer.YES, ratio("3/2"))


def test_behind_the_baseline_is_said_and_not_cut() -> None:
    found = increase("50")
    assert (found.reached, found.ratio, found.movement) == (Answer.NO, ratio("-1/4"), Movement.AWAY)


def test_a_decrease_beyond_its_target_is_more_than_one_too() -> None:
    found = progress(Aim.DECREASE, baseline=number("100"), target=number("50"), observation=number("25"))
    assert (found.reached, found.ratio) == (Answer.YES, ratio("3/2"))


def test_nothing_moved() -> None:
    assert (increase("100").ratio, increase("100").movement) == (ratio("0"), Movement.NONE)


@pytest.mark.parametrize(("observation", "reached"), [("100", Answer.YES), ("99", Answer.NO)])
def test_a_target_that_is_the_baseline_has_no_way_to_cover(observation: str, reached: Answer) -> None:
    found = increase(observation, target="100")
    assert (found.reached, found.ratio, found.why_no_ratio) == (reached, None, Reason.TARGET_IS_BASELINE)


def test_a_target_against_the_aim_has_no_ratio() -> None:
    found = increase("60", target="50")
    assert (found.reached, found.ratio, found.why_no_ratio) == (Answer.YES, None, Reason.TARGET_AGAINST_AIM)


def test_a_missing_observation_keeps_its_reason() -> None:
    found = progress(Aim.INCREASE, target=number("3"), observation=Missing("the body did not answer"))
    assert (found.reached, found.why) == (Answer.UNKNOWN, Reason.OBSERVATION_MISSING)
    assert found.missing == "the body did not answer"


def test_without_a_target_nothing_is_reached_or_missed() -> None:
    found = progress(Aim.INCREASE, target=Missing("none was set"), observation=number("3"))
    assert (found.reached, found.why) == (Answer.UNKNOWN, Reason.TARGET_MISSING)


@pytest.mark.parametrize(
    ("target", "reached", "why"),
    [("250", Answer.YES, None), ("300", Answer.YES, None), ("400", Answer.UNKNOWN, Reason.APPROXIMATE)],
)
def test_at_least_300_reaches_what_lies_under_and_says_nothing_of_the_rest(
    target: str, reached: Answer, why: Reason | None
) -> None:
    found = progress(
        Aim.INCREASE, baseline=number("0"), target=number(target), observation=number("300", Precision.AT_LEAST)
    )
    assert (found.reached, found.why) == (reached, why)
    assert found.ratio == Ratio(Fraction(300, int(target)), None)


def test_at_least_300_misses_a_ceiling_of_250_and_may_keep_one_of_400() -> None:
    seen = number("300", Precision.AT_LEAST)
    assert progress(Aim.NOT_ABOVE, target=number("250"), observation=seen).reached is Answer.NO
    assert progress(Aim.NOT_ABOVE, target=number("400"), observation=seen).reached is Answer.UNKNOWN


def test_about_300_has_no_verdict_and_no_interval_but_what_was_stated() -> None:
    seen = number("300", Precision.ABOUT)
    found = progress(Aim.INCREASE, baseline=number("0"), target=number("400"), observation=seen)
    assert (found.reached, found.why, found.ratio) == (Answer.UNKNOWN, Reason.NOT_BOUNDED, None)
    assert found.stated == Fraction(3, 4)


def test_about_300_within_30_is_decided() -> None:
    seen = number("300", Precision.ABOUT, "30")
    found = progress(Aim.INCREASE, baseline=number("0"), target=number("400"), observation=seen)
    assert (found.reached, found.ratio) == (Answer.NO, Ratio(Fraction(270, 400), Fraction(330, 400)))


def test_a_rounded_value_near_the_target_is_not_said_to_reach_it() -> None:
    seen = number("1400", Precision.ROUNDED)
    assert progress(Aim.INCREASE, target=number("1380"), observation=seen).reached is Answer.UNKNOWN
    assert progress(Aim.INCREASE, target=number("1350"), observation=seen).reached is Answer.YES
    assert progress(Aim.INCREASE, target=number("1451"), observation=seen).reached is Answer.NO


def test_an_approximate_baseline_makes_the_ratio_an_interval() -> None:
    found = progress(
        Aim.INCREASE, baseline=number("100", Precision.ROUNDED), target=number("300"), observation=number("200")
    )
    assert found.ratio == Ratio(Fraction(50, 150), Fraction(150, 250))
    assert found.stated == Fraction(1, 2)


@pytest.mark.parametrize("precision", [Precision.AT_LEAST, Precision.ABOUT])
def test_a_baseline_without_bounds_leaves_no_ratio(precision: Precision) -> None:
    found = progress(Aim.INCREASE, baseline=number("100", precision), target=number("300"), observation=number("300"))
    assert (found.reached, found.why_no_ratio) == (Answer.YES, Reason.DISTANCE_UNSURE)


def test_baseline_and_target_that_may_be_the_same_leave_no_ratio() -> None:
    found = progress(
        Aim.INCREASE, baseline=number("100", Precision.ROUNDED), target=number("120"), observation=number("110")
    )
    assert found.why_no_ratio is Reason.DISTANCE_UNSURE


@pytest.mark.parametrize(
    ("observation", "reached"),
    [("50", Answer.YES), ("48", Answer.YES), ("52", Answer.YES), ("47.9", Answer.NO), ("52.1", Answer.NO)],
)
def test_a_level_is_kept_within_its_tolerance_on_both_sides(observation: str, reached: Answer) -> None:
    found = progress(Aim.MAINTAIN, target=number("50"), observation=number(observation), tolerance=Fraction(2))
    assert (found.reached, found.why_no_ratio) == (reached, Reason.NO_RATIO)


def test_a_level_known_as_at_least_is_not_said_to_be_kept() -> None:
    seen = number("50", Precision.AT_LEAST)
    found = progress(Aim.MAINTAIN, target=number("50"), observation=seen, tolerance=Fraction(2))
    assert (found.reached, found.why) == (Answer.UNKNOWN, Reason.APPROXIMATE)


@pytest.mark.parametrize(
    ("baseline", "movement"), [("60", Movement.TOWARDS), ("49", Movement.AWAY), ("52", Movement.NONE)]
)
def test_a_level_is_neared_or_left(baseline: str, movement: Movement) -> None:
    found = progress(Aim.MAINTAIN, target=number("50"), observation=number("48"), baseline=number(baseline))
    assert found.movement is movement


@pytest.mark.parametrize(
    ("aim", "observation", "reached"),
    [
        (Aim.NOT_BELOW, "30", Answer.YES),
        (Aim.NOT_BELOW, "29", Answer.NO),
        (Aim.NOT_ABOVE, "30", Answer.YES),
        (Aim.NOT_ABOVE, "31", Answer.NO),
    ],
)
def test_a_floor_and_a_ceiling_are_kept_or_not_and_have_no_ratio(aim: Aim, observation: str, reached: Answer) -> None:
    found = progress(aim, baseline=number("10"), target=number("30"), observation=number(observation))
    assert (found.reached, found.ratio, found.why_no_ratio) == (reached, None, Reason.NO_RATIO)


def test_a_share_of_an_increase_is_not_the_share_of_the_target() -> None:
    """From 100 to 300, 200 is half of the way; two thirds of the target is another figure."""
    assert increase("200").ratio == ratio("1/2")


@pytest.mark.parametrize(("aim", "tolerance"), [(Aim.INCREASE, 1), (Aim.MAINTAIN, -1)])
def test_a_tolerance_out_of_place_is_refused(aim: Aim, tolerance: int) -> None:
    with pytest.raises(ValueError, match="tolerance"):
        Case(aim, exact(1), exact(1), None, Fraction(tolerance))


@pytest.mark.parametrize("tolerance", [0.5, "1", 1])
def test_a_tolerance_is_a_fraction(tolerance: Fraction) -> None:
    with pytest.raises(TypeError, match="fraction"):
        Case(Aim.MAINTAIN, exact(1), exact(1), None, tolerance)


@pytest.mark.parametrize("value", ["300", 300, 300.0, None])
def test_text_or_a_bare_number_in_place_of_a_value_is_no_value(value: Value) -> None:
    found = progress_of(Case(Aim.INCREASE, number("300"), value))
    assert (found.reached, found.why) == (Answer.UNKNOWN, Reason.KINDS_DIFFER)
