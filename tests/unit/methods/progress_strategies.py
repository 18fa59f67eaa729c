"""Hypothesis strategies of quantities and of progress, shared by their tests."""

from fractions import Fraction

from hypothesis import strategies as st

from jalon.methods.progress import Aim, Case, Level, Milestone, Milestones, Value, YesNo
from jalon.methods.quantities import Missing, Number, Precision, negated, number

DECIMALS = st.decimals(min_value=-1000, max_value=1000, places=1, allow_nan=False, allow_infinity=False)
SMALL = st.integers(-6, 6)
"""Few values, so that a target often is the baseline and an end often touches another."""


@st.composite
def numbers(draw: st.DrawFn) -> Number:
    value = draw(DECIMALS | SMALL)
    precision = draw(st.sampled_from(Precision))
    margin = draw(st.none() | st.integers(0, 5).map(str))
    return number(value, precision, margin if precision in (Precision.ROUNDED, Precision.ABOUT) else None)


def exact(value: int | Fraction) -> Number:
    same = Fraction(value)
    return Number(same, same, same)


EXACT = (DECIMALS | SMALL).map(number)


@st.composite
def inside(draw: st.DrawFn, one: Number) -> Fraction:
    """A value that the number may have."""
    low = one.value - 2000 if one.low is None else one.low
    high = one.value + 2000 if one.high is None else one.high
    share = Fraction(draw(st.integers(0, 8)), 8)
    return low + (high - low) * share


MISSING = st.sampled_from([Missing("not counted"), Missing("not_applicable")])
LEVELS = st.builds(Level, st.sampled_from(["GRETA", "house"]), st.integers(0, 2), st.just(3))
ANSWERS = st.booleans().map(YesNo)
MILESTONES = st.lists(
    st.builds(Milestone, st.sampled_from("abcd"), looked=st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.name,
).map(lambda items: Milestones(tuple(items)))
VALUES: st.SearchStrategy[Value] = numbers() | MISSING | LEVELS | ANSWERS | MILESTONES
HUGE = st.integers(2**58, 2**63).map(exact) | st.fractions(max_denominator=10**25).map(exact)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any case: mostly numbers, sometimes huge, sometimes of different kinds."""
    of_numbers = numbers() | EXACT | MISSING | HUGE
    kind = draw(st.sampled_from([of_numbers, of_numbers, of_numbers, LEVELS, ANSWERS, MILESTONES, VALUES]))
    aim = draw(st.sampled_from(Aim))
    tolerance = draw(st.integers(0, 3).map(Fraction)) if aim is Aim.MAINTAIN else Fraction(0)
    return Case(aim, draw(kind), draw(kind), draw(st.none() | kind), tolerance)


@st.composite
def boxes(draw: st.DrawFn, least: int, most: int) -> Number:
    """A number known to lie between two whole numbers, often the same."""
    low, high = sorted(draw(st.tuples(st.integers(least, most), st.integers(least, most))))
    return Number(Fraction(low), Fraction(low), Fraction(high))


@st.composite
def ways(draw: st.DrawFn) -> Case:
    """A case whose target certainly lies ahead of its baseline, none of its numbers exact."""
    baseline, target, observation = draw(boxes(-6, 0)), draw(boxes(1, 7)), draw(boxes(-9, 10))
    if draw(st.booleans()):
        return Case(Aim.DECREASE, negated(target), negated(observation), negated(baseline))
    return Case(Aim.INCREASE, target, observation, baseline)
