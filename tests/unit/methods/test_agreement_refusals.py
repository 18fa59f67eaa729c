"""When there is no coefficient, what is shown instead, and what is said."""

import pytest

from jalon.methods.agreement import (
    Agreement,
    Blind,
    Coefficient,
    Coverage,
    Finding,
    Judgements,
    Measurement,
    Problem,
    Ratings,
    RatingsError,
    Reason,
    Refusal,
    Scale,
    Share,
    Statistic,
    Told,
    UnitRow,
    Weights,
    agreement,
    cross,
    judgements_of,
    most_disagreed,
    no_interval_in_words,
    refusal_in_words,
    told_in_words,
)

DONE = Scale(("non réalisée", "en partie", "réalisée"), Measurement.ORDINAL)
ENGAGED = Scale(("non engagée", "engagée"), Measurement.NOMINAL)
UNITS = tuple(str(number) for number in range(1, 13))


def rated(first: str, second: str, scale: Scale = DONE, units: tuple[str, ...] = UNITS) -> Ratings:
    """Two raters; each sign is the place of a level, « . » none."""
    given = [
        (unit, rater, None if sign == "." else scale.levels[int(sign)])
        for rater, signs in (("Anne", first), ("Bruno", second))
        for unit, sign in zip(units, signs, strict=True)
    ]
    return Ratings.of(scale, units, ("Anne", "Bruno"), given)


def judged(ratings: Ratings, **options: object) -> Agreement:
    return agreement(ratings, **({"coverage": Coverage.ALL, "blind": Blind.YES, "samples": 200} | options))  # type: ignore[arg-type]


def codes(answer: Agreement) -> list[Finding]:
    return [one.code for one in answer.told]


def test_under_ten_units_rated_twice_there_is_a_table_and_no_coefficient() -> None:
    answer = judged(rated("012012012...", "012012021222"), weights=Weights.LINEAR)
    assert isinstance(answer.alpha, Refusal) and isinstance(answer.kappa, Refusal)
    assert answer.alpha.reason is answer.kappa.reason is Reason.TOO_FEW_UNITS
    assert len(answer.rows) == answer.pairable == 9
    assert answer.rows[7] == UnitRow("8", ("en partie", "réalisée"))
    assert answer.raw is not None and answer.raw.units == Share(7, 9)
    assert "il y en a 9" in refusal_in_words(answer.alpha, "fr") and "takes 10" in refusal_in_words(answer.alpha, "en")


def test_ten_units_rated_twice_are_enough() -> None:
    answer = judged(rated("0120120120..", "012012021222"), weights=Weights.LINEAR)
    assert isinstance(answer.alpha, Coefficient) and isinstance(answer.kappa, Coefficient)
    assert answer.alpha.units == answer.kappa.units == 10
    assert answer.rows == ()


@pytest.mark.parametrize(
    "rests_on", [{"Bruno": ["Anne"]}, {"Bruno": ["Avis"], "Avis": ["Rapport"], "Rapport": ["Anne"]}]
)
def test_evaluations_of_which_one_rests_on_the_other_have_no_agreement(rests_on: dict[str, list[str]]) -> None:
    answer = judged(rated("012012012012", "012012012012"), rests_on=rests_on, weights=Weights.LINEAR)
    assert answer.alpha == Refusal(Statistic.ALPHA, Reason.RESTS_ON_THE_OTHER, {"one": "Bruno", "other": "Anne"})
    assert isinstance(answer.kappa, Refusal)
    assert answer.raw is None
    assert "Bruno s’appuie sur Anne" in refusal_in_words(answer.alpha, "fr")


def test_declarations_that_turn_in_a_circle_end() -> None:
    answer = judged(rated("012012012012", "012012012012"), rests_on={"X": ["Y"], "Y": ["X"], "Anne": ["X"]})
    assert isinstance(answer.alpha, Coefficient)


def test_a_source_that_both_rest_on_is_named() -> None:
    answer = judged(rated("012012012012", "012012012011"), rests_on={"Anne": ["Rapport"], "Bruno": ["Rapport"]})
    told = next(one for one in answer.told if one.code is Finding.COMMON_SOURCE)
    assert "Anne et Bruno s’appuient tous deux sur Rapport" in told_in_words(told, "fr")


def test_without_variation_a_coefficient_is_undefined() -> None:
    answer = judged(rated("1" * 12, "1" * 12), weights=Weights.QUADRATIC)
    assert isinstance(answer.alpha, Refusal) and answer.alpha.reason is Reason.NO_VARIATION
    assert isinstance(answer.kappa, Refusal) and answer.kappa.reason is Reason.NO_VARIATION
    assert answer.raw is not None and answer.raw.units == Share(12, 12)


def test_an_interval_that_rests_on_one_unit_is_refused() -> None:
    """One unit of twelve differs: a third of the resamples miss it and vary in nothing."""
    answer = judged(rated("1" * 12, "1" * 11 + "2"))
    assert isinstance(answer.alpha, Coefficient)
    assert answer.alpha.interval is None
    assert answer.alpha.why_no_interval is Reason.UNSTABLE
    assert no_interval_in_words(answer.alpha, "fr").startswith("Pas d’intervalle")
    assert codes(answer) == []


def test_kappa_is_of_two_raters_and_weighted_only_on_ordered_levels() -> None:
    nominal = judged(rated("010101010101", "010101010111", ENGAGED), weights=Weights.LINEAR)
    assert isinstance(nominal.kappa, Refusal) and nominal.kappa.reason is Reason.NO_ORDER
    plain = judged(rated("010101010101", "010101010111", ENGAGED), weights=Weights.NONE)
    assert isinstance(plain.kappa, Coefficient)
    three = Ratings.of(DONE, UNITS, ("A", "B", "C"), [(u, r, "réalisée") for u in UNITS for r in "ABC"])
    found = judged(three, weights=Weights.LINEAR).kappa
    assert isinstance(found, Refusal) and found.reason is Reason.NOT_TWO_RATERS


def test_one_rater_agrees_with_nobody() -> None:
    alone = Ratings.of(DONE, UNITS, ("Anne",), [(unit, "Anne", "réalisée") for unit in UNITS])
    found = judged(alone).alpha
    assert isinstance(found, Refusal) and found.reason is Reason.ONE_RATER


def test_an_interval_says_what_it_means() -> None:
    whole, part = rated("012012012012", "012012012011"), rated("012012012012", "01201201201.")
    assert codes(judged(whole)) == [Finding.ALL_UNITS_JUDGED]
    assert codes(judged(part)) == [Finding.UNITS_NOT_DRAWN, Finding.UNITS_LEFT_OUT]
    assert codes(judged(whole, coverage=Coverage.SAMPLE)) == [Finding.SAMPLE_OF_UNITS]
    assert codes(judged(whole, samples=0, blind=Blind.NO)) == [Finding.NOT_BLIND]
    assert codes(judged(whole, samples=0, blind=Blind.UNKNOWN)) == [Finding.BLIND_UNKNOWN]
    (told,) = judged(whole).told
    assert "n’est pas une marge d’erreur de sondage" in told_in_words(told, "fr")
    assert "not a sampling error" in told_in_words(told, "en")


VALUES = {
    "units": 1200, "left_out": 2, "replicates": 1000, "one": "A", "other": "B", "source": "C", "pairable": 3, "needed": 10,
    "raters": 3,
}  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en-GB"])
def test_every_code_has_its_sentence(lang: str) -> None:
    told = [told_in_words(Told(code, VALUES), lang) for code in Finding]
    refused = [refusal_in_words(Refusal(Statistic.ALPHA, reason, VALUES), lang) for reason in Reason]
    assert len(set(told + refused)) == len(Finding) + len(Reason)
    assert all(text.endswith(".") and "{" not in text for text in told + refused)
    assert any("1\u202f200" in text if lang == "fr" else "1,200" in text for text in told)


def test_the_same_seed_gives_the_same_interval_and_another_one_another() -> None:
    given = rated("012012012012", "012112010022")
    assert judged(given) == judged(given)
    assert judged(given).alpha != judged(given, seed=1).alpha


@pytest.mark.parametrize("wrong", [{"samples": -1}, {"samples": 200_000}, {"seed": -1}, {"level": 1.0}, {"level": 0.2}])
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        judged(rated("0" * 12, "1" * 12), **wrong)


def test_units_on_which_raters_differ_most_come_first() -> None:
    found = most_disagreed(rated("001122012012", "201122012010"))
    assert [(one.unit, one.steps, one.levels) for one in found] == [
        ("1", 2, ("non réalisée", "réalisée")),
        ("12", 2, ("réalisée", "non réalisée")),
    ]
    assert sum(one.share for one in found) == pytest.approx(1)
    assert (found[0].pairs, found[0].differing) == (1, 1)
    assert [one.unit for one in most_disagreed(rated("001122012012", "201122012010"), most=1)] == ["1"]
    assert most_disagreed(rated("0" * 12, "0" * 12)) == ()
    nominal = most_disagreed(rated("010101010101", "010101010111", ENGAGED))
    assert [(one.unit, one.steps) for one in nominal] == [("11", None)]
    with pytest.raises(ValueError):
        most_disagreed(rated("0" * 12, "0" * 12), most=0)


def test_two_scales_are_crossed_and_never_compared() -> None:
    first = Judgements("CNCDH", DONE, {"1": "réalisée", "2": "en partie", "3": None, "4": "réalisée", "6": None})
    second = Judgements("Mission", ENGAGED, {"1": "engagée", "2": "engagée", "3": "engagée", "5": "non engagée"})
    table = cross(first, second)
    assert table.counts == ((0, 0), (0, 1), (0, 1))
    assert table.cells[2][1] == ("1",)
    assert table.both == 2
    assert table.only_first == ((), (), ("4",))
    assert table.only_second == (("5",), ("3",))
    assert table.neither == ("6",)
    assert not table.same_scale
    every = [u for row in table.cells for cell in row for u in cell]
    every += [u for side in (table.only_first, table.only_second) for cell in side for u in cell]
    assert sorted([*every, *table.neither]) == ["1", "2", "3", "4", "5", "6"]


def test_two_raters_of_one_scale_are_crossed_too() -> None:
    given = rated("001122012012", "201122012010")
    table = cross(judgements_of(given, "Anne"), judgements_of(given, "Bruno"))
    assert table.same_scale
    assert table.counts == ((3, 0, 1), (0, 4, 0), (1, 0, 3))
    with pytest.raises(RatingsError):
        judgements_of(given, "Claire")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ([("1", "Anne", "engagée")], Problem.UNKNOWN_LEVEL),
        ([("1", "Anne", "réalisée"), ("1", "Anne", "en partie")], Problem.RATED_TWICE),
        ([("13", "Anne", "réalisée")], Problem.UNKNOWN_UNIT),
        ([("1", "Claire", "réalisée")], Problem.UNKNOWN_RATER),
    ],
)
def test_ratings_that_are_wrong_are_refused_where_they_stand(
    given: list[tuple[str, str, str]], problem: Problem
) -> None:
    with pytest.raises(RatingsError) as caught:
        Ratings.of(DONE, UNITS, ("Anne", "Bruno"), given)
    assert caught.value.problem is problem
    assert (caught.value.unit, caught.value.rater) == given[-1][:2]


def test_the_same_rating_said_twice_is_one() -> None:
    once = Ratings.of(DONE, UNITS, ("Anne",), [("1", "Anne", "réalisée")])
    twice = Ratings.of(DONE, UNITS, ("Anne",), [("1", "Anne", "réalisée")] * 2)
    assert (once.codes == twice.codes).all()


@pytest.mark.parametrize(
    ("levels", "measurement", "values", "problem"),
    [
        ((), Measurement.NOMINAL, (), Problem.NO_LEVELS),
        (("a", "a"), Measurement.NOMINAL, (), Problem.REPEATED_LEVEL),
        (tuple(map(str, range(60))), Measurement.NOMINAL, (), Problem.TOO_MANY_LEVELS),
        (("a", "b"), Measurement.INTERVAL, (), Problem.NO_VALUES),
        (("a", "b"), Measurement.INTERVAL, (2, 1), Problem.VALUES),
        (("a", "b"), Measurement.INTERVAL, (1, float("inf")), Problem.VALUES),
        (("a", "b"), Measurement.RATIO, (-1, 1), Problem.VALUES),
    ],
)
def test_scales_that_are_none_are_refused(
    levels: tuple[str, ...], measurement: Measurement, values: tuple[float, ...], problem: Problem
) -> None:
    with pytest.raises(RatingsError) as caught:
        Scale(levels, measurement, values)
    assert caught.value.problem is problem
