"""Counting outputs: each once, missing never zero, the sum a lower bound; of revised values the last said stands."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.common import Text, When
from jalon.facts.output import Amount, Counted, Output, OutputType, Quantity
from jalon.facts.reckoning import counted, standing, whole
from jalon.facts.series import Dimension, Observation, Precision
from jalon.facts.uids import stable_uid

PARTICIPANTS = Counted(type=OutputType.TRAINING, quantity=Quantity.PARTICIPANTS)
values = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False).map(lambda d: format(d.normalize(), "f"))
precisions = st.sampled_from(Precision)


@st.composite
def outputs(draw: st.DrawFn, precision: st.SearchStrategy[Precision] = precisions) -> tuple[Output, ...]:
    """Trainings and meetings; some do not say how many came."""
    found = []
    for place in range(draw(st.integers(0, 8))):
        said = draw(st.none() | values)
        amount = Amount(quantity=Quantity.PARTICIPANTS, value=said or "0", precision=draw(precision))
        hours = Amount(quantity=Quantity.HOURS, value=draw(values))
        found.append(
            Output(
                uid=stable_uid(f"counting/{place}"), title=Text(value="x"), when=When(edtf="2024"),
                type=draw(st.sampled_from((OutputType.TRAINING, OutputType.MEETING))),
                professions=draw(st.sampled_from(((), ("magistrats",), ("magistrats", "greffiers")))),
                amounts=(hours,) if said is None else (amount, hours),
            )
        )  # fmt: skip
    return tuple(found)


def said_of(found: tuple[Output, ...]) -> list[Amount]:
    """The participants that trainings say, each output once."""
    once = {item.uid: item for item in found if item.type is OutputType.TRAINING}.values()
    return [amount for item in once for amount in item.amounts if amount.quantity is Quantity.PARTICIPANTS]


@given(outputs())
def test_the_sum_is_that_of_what_is_said_digit_for_digit(found: tuple[Output, ...]) -> None:
    result, said = counted(PARTICIPANTS, found), said_of(found)
    assert result.known == len(said)
    if not said:
        assert result.number is None, "nobody said: that is not zero"
    else:
        assert result.number is not None
        assert result.number.value == sum(Fraction(Decimal(amount.value)) for amount in said)


@given(outputs(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_anything(found: tuple[Output, ...], random: object) -> None:
    shuffled = [*found, *found]
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    one, two = counted(PARTICIPANTS, found), counted(PARTICIPANTS, shuffled)
    assert (one.number, one.known, len(one.outputs)) == (two.number, two.known, len(two.outputs))


@given(outputs())
def test_an_output_that_does_not_say_changes_the_denominator_alone(found: tuple[Output, ...]) -> None:
    silent = Output(uid=stable_uid("silent"), type=OutputType.TRAINING, title=Text(value="x"), when=When(edtf="2024"))
    one, two = counted(PARTICIPANTS, found), counted(PARTICIPANTS, (*found, silent))
    assert (two.number, two.known, len(two.outputs)) == (one.number, one.known, len(one.outputs) + 1)


@given(outputs())
def test_a_training_of_nobody_is_known_and_adds_nothing(found: tuple[Output, ...]) -> None:
    empty = Output(
        uid=stable_uid("empty"), type=OutputType.TRAINING, title=Text(value="x"), when=When(edtf="2024"),
        amounts=(Amount(quantity=Quantity.PARTICIPANTS, value="0"),),
    )  # fmt: skip
    one, two = counted(PARTICIPANTS, found), counted(PARTICIPANTS, (*found, empty))
    assert two.known == one.known + 1 and two.number is not None
    assert two.number.value == (one.number.value if one.number else 0)


@given(outputs(st.sampled_from((Precision.EXACT, Precision.AT_LEAST))))
def test_the_sum_is_never_bounded_from_above_and_holds_from_below(found: tuple[Output, ...]) -> None:
    number = counted(PARTICIPANTS, found).number
    if number is not None:
        assert number.high is None, "there may be outputs that nobody wrote down"
        assert number.low == number.value


@given(outputs(st.just(Precision.ABOUT)))
def test_a_sum_of_about_has_no_bound_at_all(found: tuple[Output, ...]) -> None:
    number = counted(PARTICIPANTS, found).number
    assert number is None or (number.low, number.high) == (None, None)


@given(outputs())
def test_counting_takes_each_output_of_the_sort_once_and_professions_only_narrow_it(found: tuple[Output, ...]) -> None:
    every = counted(Counted(type=OutputType.TRAINING), found)
    some = counted(Counted(type=OutputType.TRAINING, professions=("greffiers", "magistrats")), found)
    assert len(every.outputs) == len({item.uid for item in found if item.type is OutputType.TRAINING})
    assert set(some.outputs) == {item for item in every.outputs if item.professions}
    assert every.number is not None and every.number.value == len(every.outputs)


@st.composite
def observations(draw: st.DrawFn) -> tuple[Observation, ...]:
    """Values of two years, said on distinct days, some by sex."""
    days = draw(st.lists(st.dates(), unique=True, max_size=8))
    kinds = st.sampled_from(((), (Dimension(name="sexe", value="F"),)))
    return tuple(
        Observation(
            when=When(edtf=draw(st.sampled_from(("2023", "2024")))), value=draw(values), dimensions=draw(kinds),
            said=When(edtf=day.isoformat()),
        )
        for day in days
        if day.year > 999
    )  # fmt: skip


@given(observations())
def test_the_last_said_stands_whatever_the_order_and_nothing_is_lost(found: tuple[Observation, ...]) -> None:
    for ordered in (found, tuple(reversed(found))):
        stands = standing(ordered)
        assert sorted(str(one) for stand in stands for one in (*stand.before, stand.now)) == sorted(map(str, found))
        for stand in stands:
            same = [one for one in found if (one.when, one.dimensions) == (stand.now.when, stand.now.dimensions)]
            assert stand.now.said == max((one.said for one in same if one.said), key=lambda when: when.edtf or "")


@given(observations())
def test_a_value_without_a_day_of_saying_never_replaces_one_that_has_it(found: tuple[Observation, ...]) -> None:
    undated = tuple(replace(one, said=None) for one in found)
    for stand in standing((*found, *undated)):
        assert stand.now.said is not None


@given(observations())
def test_the_whole_is_never_made_of_its_parts(found: tuple[Observation, ...]) -> None:
    assert all(not stand.now.dimensions for stand in whole(standing(found)))
