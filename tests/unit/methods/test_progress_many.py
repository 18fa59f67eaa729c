"""Many indicators at once: the same answers as one by one, whatever the values."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.dates import Answer
from jalon.methods.progress import Aim, Case, progress_many, progress_of
from jalon.methods.progress.columns import MOST, columns
from jalon.methods.quantities import number
from tests.unit.methods.progress_strategies import cases, exact, ways


@settings(max_examples=300)
@given(st.lists(cases() | ways(), max_size=12))
def test_each_row_is_the_answer_to_its_case(some: list[Case]) -> None:
    many = progress_many(some)
    assert [many.row(index) for index in range(len(many))] == [progress_of(case) for case in some]


@given(st.lists(cases(), max_size=12))
def test_the_tally_counts_every_case_once(some: list[Case]) -> None:
    tally = progress_many(some).tally()
    assert tally == {answer: sum(progress_of(case).reached is answer for case in some) for answer in Answer}
    assert sum(tally.values()) == len(some)


def test_no_case_gives_no_row() -> None:
    assert len(progress_many([])) == 0
    assert set(progress_many([]).tally().values()) == {0}


def test_what_does_not_fit_into_64_bits_is_answered_all_the_same() -> None:
    huge = Case(Aim.INCREASE, exact(MOST * 4), exact(MOST * 3), exact(0))
    assert len(columns([huge]).rows) == 0
    assert progress_many([huge]).row(0).stated == Fraction(3, 4)


def test_the_greatest_numbers_that_fit_do_not_overflow() -> None:
    case = Case(Aim.INCREASE, exact(MOST), exact(-MOST), exact(-MOST + 1))
    assert len(columns([case]).rows) == 1
    assert progress_many([case]).row(0) == progress_of(case)


def test_decimals_are_whole_numbers_over_their_common_denominator() -> None:
    case = Case(Aim.DECREASE, number("0.25"), number("0.5"), number("1"))
    table = columns([case])
    assert (table.over[0], table.target.value[0], table.baseline.value[0]) == (4, 1, 4)


def test_exact_numbers_whose_difference_overflows_are_answered_all_the_same() -> None:
    case = Case(Aim.INCREASE, exact(2**62), exact(0), exact(-(2**62)))
    assert progress_many([case, case]).row(1).stated == Fraction(1, 2)
