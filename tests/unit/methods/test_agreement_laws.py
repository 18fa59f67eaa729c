"""Laws of agreement: what must not change it, and what must."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jalon.methods.agreement import (
    Blind,
    Coefficient,
    Coverage,
    Interval,
    Measurement,
    Ratings,
    Weights,
    agreement,
    kappa_of_table,
)
from jalon.methods.agreement.coincidences import alphas, coincidences, level_counts, pairable
from tests.unit.methods.agreement_strategies import LEVELS, ratings, ratings_of, scale

ORDERED = st.sampled_from([Measurement.ORDINAL, Measurement.INTERVAL, Measurement.RATIO])
REPLICATES = 40


def alpha_of(given: Ratings, samples: int = 0) -> Coefficient:
    found = agreement(given, coverage=Coverage.ALL, blind=Blind.YES, samples=samples).alpha
    assume(isinstance(found, Coefficient))
    assert isinstance(found, Coefficient)
    return found


@given(ratings(), st.data())
@settings(max_examples=25, deadline=None)
def test_the_order_of_units_and_raters_changes_nothing(given: Ratings, data: st.DataObject) -> None:
    rows, columns = (data.draw(st.permutations(range(size))) for size in given.codes.shape)
    turned = ratings_of(given.codes[np.ix_(rows, columns)], given.scale)
    assert alpha_of(turned).value == pytest.approx(alpha_of(given).value, abs=1e-9)


@given(ratings(st.just(Measurement.NOMINAL)), st.permutations(range(len(LEVELS))))
@settings(max_examples=25, deadline=None)
def test_other_names_change_nothing_of_a_nominal_alpha(given: Ratings, names: list[int]) -> None:
    renamed = np.where(given.codes < 0, given.codes, np.asarray(names)[given.codes])
    assert alpha_of(ratings_of(renamed, given.scale)).value == pytest.approx(alpha_of(given).value, abs=1e-9)


@given(ratings(ORDERED.filter(lambda one: one is not Measurement.RATIO)))
@settings(max_examples=25, deadline=None)
def test_a_scale_read_from_its_other_end_changes_nothing(given: Ratings) -> None:
    values = tuple(-value for value in reversed(given.scale.values))
    turned = replace(given.scale, values=values)
    flipped = np.where(given.codes < 0, given.codes, len(LEVELS) - 1 - given.codes)
    assert alpha_of(ratings_of(flipped, turned)).value == pytest.approx(alpha_of(given).value, abs=1e-9)


@given(ratings())
@settings(max_examples=25, deadline=None)
def test_raters_who_agree_everywhere_reach_one(given: Ratings) -> None:
    first = given.codes.max(axis=1, keepdims=True)
    agreed = np.where(given.codes < 0, given.codes, first)
    found = alpha_of(ratings_of(agreed, given.scale), REPLICATES)
    assert found.value == 1
    if found.interval:
        assert (found.interval.low, found.interval.high) == (1, 1)


@given(ratings(), st.integers(1, 9), st.data())
@settings(max_examples=25, deadline=None)
def test_units_rated_once_or_never_change_nothing_to_the_last_digit(
    given: Ratings, more: int, data: st.DataObject
) -> None:
    lonely = np.full((more, len(given.raters)), -1)
    lonely[:, 0] = data.draw(st.lists(st.integers(-1, len(LEVELS) - 1), min_size=more, max_size=more))
    longer = ratings_of(np.vstack([given.codes, lonely]), given.scale)
    before, after = alpha_of(given, REPLICATES), alpha_of(longer, REPLICATES)
    assert before == after


@given(ratings(), st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_a_rater_who_rated_nothing_changes_nothing(given: Ratings, place: int) -> None:
    codes = np.insert(given.codes, min(place, given.codes.shape[1]), -1, axis=1)
    assert alpha_of(ratings_of(codes, given.scale), REPLICATES) == alpha_of(given, REPLICATES)


@given(ratings())
@settings(max_examples=25, deadline=None)
def test_an_interval_lies_where_a_coefficient_can(given: Ratings) -> None:
    found = alpha_of(given, REPLICATES)
    assert found.value <= 1
    if isinstance(found.interval, Interval):
        assert found.interval.low <= found.interval.high <= 1


@given(ratings(st.just(Measurement.NOMINAL)))
@settings(max_examples=25, deadline=None)
def test_only_the_correction_for_small_samples_depends_on_how_many_units_there_are(given: Ratings) -> None:
    """Krippendorff's correction for small samples is n - 1 of the n ratings; nothing else depends on their number."""
    once = pairable(level_counts(given.codes, len(LEVELS)))
    whole = once.sum()
    twice = np.vstack([once, once])
    size = len(LEVELS)
    one, other = (alphas(given.scale, coincidences(counts).sum(axis=0).reshape(size, size)) for counts in (once, twice))
    assume(not np.isnan(one))
    assert (1 - one) / (1 - 1 / whole) == pytest.approx((1 - other) / (1 - 1 / (2 * whole)))


@given(st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=2), min_size=2, max_size=2))
def test_weights_make_no_difference_between_two_levels(table: list[list[int]]) -> None:
    plain, linear, quadratic = (kappa_of_table(np.array(table), weights) for weights in Weights)
    assert plain == linear == quadratic


@given(ratings(ORDERED))
@settings(max_examples=25, deadline=None)
def test_kappa_of_ratings_is_that_of_their_table(given: Ratings) -> None:
    two = ratings_of(given.codes[:, :2], given.scale)
    found = agreement(two, coverage=Coverage.ALL, blind=Blind.YES, weights=Weights.QUADRATIC, samples=0).kappa
    assume(isinstance(found, Coefficient))
    assert isinstance(found, Coefficient)
    table = np.zeros((len(LEVELS), len(LEVELS)))
    for one, other in two.codes:
        if one >= 0 and other >= 0:
            table[one, other] += 1
    assert kappa_of_table(table, Weights.QUADRATIC) == pytest.approx(found.value)
    assert kappa_of_table(table.T, Weights.QUADRATIC) == pytest.approx(found.value)


def test_replicates_are_those_of_units_drawn_one_by_one() -> None:
    """The product of draws and coincidences against alpha computed anew on the drawn units."""
    from jalon.methods.agreement.resampling import _draws, replicates

    random = np.random.default_rng(5)
    given = ratings_of(random.integers(-1, 5, size=(25, 4)), scale(Measurement.ORDINAL))
    counts = pairable(level_counts(given.codes, len(LEVELS)))
    found = replicates(coincidences(counts), lambda tables: alphas(given.scale, tables), 20, seed=7)
    for value, drawn in zip(found, _draws(len(counts), 7, 0), strict=False):
        again = coincidences(np.repeat(counts, drawn.astype(int), axis=0)).sum(axis=0).reshape(5, 5)
        assert value == pytest.approx(float(alphas(given.scale, again)))
        assert drawn.sum() == len(counts)
