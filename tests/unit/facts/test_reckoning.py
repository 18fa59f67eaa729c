"""What can be said of an indicator from its facts: the last said stands, sums keep their bounds, late needs a later value."""

from dataclasses import replace
from datetime import date

import pytest

from jalon.demo.fictional.indicators import of_mission, series
from jalon.demo.fictional.makings import on
from jalon.demo.fictional.outputs import outputs
from jalon.facts import reckoning
from jalon.facts.indicator import Expected
from jalon.facts.output import Counted, OutputType, Quantity
from jalon.facts.series import Observation, Precision
from jalon.methods.dates import Answer
from jalon.methods.progress import Lateness, Reason

TRAINED, DELAY = of_mission()[:2]
A, B = series()[:2]
TODAY = date(2028, 6, 1)


def seen(when: str, value: str | None, precision: Precision = Precision.EXACT) -> Observation:
    return Observation(when=on(when), value=value, precision=precision, missing=None if value else "non compté")


def test_of_two_values_of_one_day_the_last_said_stands() -> None:
    stands = {stand.now.when.edtf: stand for stand in reckoning.whole(reckoning.standing(A.observations))}
    assert stands["2025-12-31"].now.value == "205"
    assert [item.value for item in stands["2025-12-31"].before] == ["210"]


def test_values_with_a_breakdown_are_not_the_whole() -> None:
    assert all(not stand.now.dimensions for stand in reckoning.whole(reckoning.standing(A.observations)))


def test_the_target_is_the_final_value() -> None:
    target = reckoning.target(TRAINED)
    assert target is not None
    assert target.value == "600"
    assert reckoning.target(replace(TRAINED, expected=())) is None


@pytest.mark.parametrize(
    ("observations", "answer", "why"),
    [
        ([seen("2027-12-31", "600")], Answer.YES, None),
        ([seen("2027-12-31", "599")], Answer.NO, None),
        ([seen("2027-12-31", "700", Precision.AT_LEAST)], Answer.YES, None),
        ([seen("2027-12-31", "500", Precision.AT_LEAST)], Answer.UNKNOWN, Reason.APPROXIMATE),
        ([seen("2027-12-31", "600", Precision.ABOUT)], Answer.UNKNOWN, Reason.NOT_BOUNDED),
        ([seen("2027-12-31", None)], Answer.UNKNOWN, Reason.OBSERVATION_MISSING),
    ],
)
def test_reached_or_not_or_why_it_cannot_be_said(
    observations: list[Observation], answer: Answer, why: Reason | None
) -> None:
    verdict = reckoning.verdict(TRAINED, observations, TODAY)
    assert verdict is not None
    assert (verdict.progress.reached, verdict.progress.why) == (answer, why)


def test_late_only_with_a_value_after_the_due_date() -> None:
    before = reckoning.verdict(TRAINED, [seen("2026-01-01", "200")], TODAY)
    after = reckoning.verdict(TRAINED, [seen("2026-01-01", "200"), seen("2027-01-01", "250")], TODAY)
    assert before is not None
    assert after is not None
    assert before.late[0][1].lateness is Lateness.CANNOT_BE_SAID
    assert after.late[0][1].lateness is Lateness.LATE


@pytest.mark.parametrize("members", [{"direction": None}, {"expected": ()}])
def test_without_a_direction_or_a_target_there_is_no_verdict(members: dict[str, None]) -> None:
    assert reckoning.verdict(replace(TRAINED, **members), A.observations, TODAY) is None  # type: ignore[arg-type]


def test_a_sum_of_outputs_is_at_least_what_is_said() -> None:
    found = reckoning.counted(Counted(type=OutputType.TRAINING, quantity=Quantity.PARTICIPANTS), outputs())
    assert found.number is not None
    assert (found.number.value, found.number.high, found.known, len(found.outputs)) == (127, None, 3, 5)


def test_a_sum_that_nobody_says_is_not_zero() -> None:
    found = reckoning.counted(Counted(type=OutputType.TRAINING, quantity=Quantity.HOURS), outputs())
    assert found.number is None


def test_each_output_counts_once_and_by_profession() -> None:
    twice = (*outputs(), *outputs())
    assert reckoning.counted(Counted(type=OutputType.TRAINING), twice).known == 5
    assert reckoning.counted(Counted(type=OutputType.TRAINING, professions=("justice",)), twice).known == 0


def test_a_decrease_is_reached_below_its_target() -> None:
    verdict = reckoning.verdict(DELAY, [seen("2027", "15")], TODAY)
    assert verdict is not None
    assert verdict.progress.reached is Answer.YES


def test_an_expected_value_without_a_date_that_can_be_read_is_never_late() -> None:
    odd = replace(TRAINED, expected=(Expected(when=replace(on("2026"), edtf=None, printed="bientôt"), value="1"),))
    verdict = reckoning.verdict(odd, A.observations, TODAY)
    assert verdict is not None
    assert verdict.late == ()
