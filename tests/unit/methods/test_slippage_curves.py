"""Curves of time to keep, against published examples, another algorithm and laws."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.slippage import Curve, End, curve, still_open

# Freireich et al. (1963), weeks of remission of 21 patients on 6-MP, as in Kleinbaum and Klein, Survival Analysis, table 1.1;
# « + » is still in remission when last seen.
REMISSION = "6 6 6 7 10 13 16 22 23 6+ 9+ 10+ 11+ 17+ 19+ 20+ 25+ 32+ 32+ 34+ 35+"
REMISSION_PRINTED = {
    6: (21, 0.8571, 0.0764),
    7: (17, 0.8067, 0.0869),
    10: (15, 0.7529, 0.0963),
    13: (12, 0.6902, 0.1068),
    16: (11, 0.6275, 0.1141),
    22: (7, 0.5378, 0.1282),
    23: (6, 0.4482, 0.1346),
}
# Satagopan et al. (2004), A note on competing risks in survival data analysis, Br J Cancer 91, table 2: the first nine of 305
# patients; printed are at risk, open just before in per cent, and the increment of the incidence in per cent.
BREAST = [(7, 0), (10, 1), (14, 0), (16, 1), (18, 2), (23, 1), (24, 0), (26, 2), (27, 1)] + [(30, 0)] * 296
BREAST_PRINTED = {10: (304, 100.0, 0.3), 16: (302, 99.7, 0.3), 23: (300, 99.0, 0.3), 27: (297, 98.3, 0.3)}

FOLLOWED = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(End)), min_size=1, max_size=30)
Rows = Sequence[tuple[int, int]]


def of(rows: Rows) -> Curve:
    return curve([days for days, _ in rows], [End(end) for _, end in rows])


def redistributed(rows: Rows, day: int) -> dict[End, Fraction]:
    """Efron's redistribution to the right: each promise weighs the same, and one lost from sight hands its weight to those after."""
    line = sorted(rows, key=lambda row: (row[0], row[1] == End.OPEN))
    weights = [Fraction(1, len(line))] * len(line)
    held = dict.fromkeys(End, Fraction(0))
    for place, (days, end) in enumerate(line):
        after = len(line) - place - 1
        if end == End.OPEN and after:
            weights[place + 1 :] = [weight + weights[place] / after for weight in weights[place + 1 :]]
        elif days <= day:
            held[End(end)] += weights[place]
    return held


def test_the_product_limit_is_that_of_the_remissions() -> None:
    rows = [(int(text.rstrip("+")), not text.endswith("+")) for text in REMISSION.split()]
    product = dict(still_open([days for days, _ in rows], [ended for _, ended in rows]))
    assert {day: round(share, 4) for day, share in product.items()} == {d: p[1] for d, p in REMISSION_PRINTED.items()}


def test_without_a_competing_risk_the_error_is_greenwoods() -> None:
    found = of([(int(text.rstrip("+")), End.OPEN if text.endswith("+") else End.KEPT) for text in REMISSION.split()])
    printed = {p.days: (p.at_risk, round(1 - p.incidence, 4), round(p.error, 4)) for p in found.points}
    assert printed == REMISSION_PRINTED
    assert found.until == 35


def test_the_incidence_is_that_of_the_patients() -> None:
    found = of(BREAST)
    before = {point.days: 1 - point.incidence - point.given_up for point in found.points}
    open_before, held, shares = 100.0, 0.0, {}
    for point in found.points:
        shares[point.days] = (point.at_risk, round(open_before, 1), round(100 * (point.incidence - held), 1))
        open_before, held = 100 * before[point.days], point.incidence
    assert {day: shares[day] for day in BREAST_PRINTED} == BREAST_PRINTED
    assert [point.days for point in found.points if point.dropped] == [18, 26]


def test_error_and_limits_are_those_of_a_library_run_once() -> None:
    """AalenJohansenFitter of lifelines 0.30, which was run on these rows; no day has two ends."""
    rows = [(3, 1), (5, 0), (6, 2), (8, 1), (11, 0), (12, 1), (14, 2), (17, 1), (20, 0), (25, 1), (31, 0), (40, 1)]
    point = of(rows).at(25)
    assert point is not None and point.limits is not None
    assert (point.incidence, point.error**2) == pytest.approx((0.5242063492, 0.0283386735))
    assert (point.limits.low, point.limits.high) == pytest.approx((0.18059713, 0.78369587))


@given(FOLLOWED)
@settings(max_examples=40, deadline=None)
def test_a_curve_is_the_weight_handed_to_the_right(rows: Rows) -> None:
    found = of(rows)
    for point in found.points:
        held = redistributed(rows, point.days)
        assert point.incidence == pytest.approx(float(held[End.KEPT]))
        assert point.given_up == pytest.approx(float(held[End.DROPPED]))


@given(FOLLOWED)
@settings(max_examples=40, deadline=None)
def test_shares_rise_and_never_pass_the_whole(rows: Rows) -> None:
    found = of(rows)
    for one, other in pairwise(found.points):
        assert one.incidence <= other.incidence and one.given_up <= other.given_up
    for point in found.points:
        assert 0 <= point.incidence and 0 <= point.given_up and point.incidence + point.given_up <= 1 + 1e-12
        assert point.error >= 0
        if point.limits:
            assert 0 <= point.limits.low <= point.incidence <= point.limits.high <= 1


@given(FOLLOWED)
@settings(max_examples=40, deadline=None)
def test_without_dropped_promises_the_incidence_is_what_the_product_limit_leaves(rows: Rows) -> None:
    alone = [(days, End.OPEN if end is End.DROPPED else end) for days, end in rows]
    product = dict(still_open([days for days, _ in alone], [end is End.KEPT for _, end in alone]))
    assert {point.days: pytest.approx(1 - point.incidence) for point in of(alone).points} == product


@given(FOLLOWED)
@settings(max_examples=40, deadline=None)
def test_kept_and_dropped_change_places_and_nothing_else(rows: Rows) -> None:
    turned = [(days, {End.KEPT: End.DROPPED, End.DROPPED: End.KEPT}.get(End(end), end)) for days, end in rows]
    for one, other in zip(of(rows).points, of(turned).points, strict=True):
        assert (one.days, one.at_risk, one.kept) == (other.days, other.at_risk, other.dropped)
        assert one.incidence == pytest.approx(other.given_up)


@given(FOLLOWED, st.integers(2, 5))
@settings(max_examples=40, deadline=None)
def test_the_same_promises_several_times_give_the_same_shares_and_smaller_errors(rows: Rows, times: int) -> None:
    for one, other in zip(of(rows).points, of([*rows] * times).points, strict=True):
        assert one.incidence == pytest.approx(other.incidence)
        assert other.at_risk == one.at_risk * times
        assert other.error <= one.error + 1e-9


def test_a_curve_that_ends_at_one_but_for_rounding_has_no_limits_there() -> None:
    """Seven of seven kept on seven days: the sum of their shares is not exactly 1."""
    last = of([(day, End.KEPT) for day in range(7)]).points[-1]
    assert last.incidence == pytest.approx(1)
    assert last.limits is None


def test_nothing_is_known_after_the_longest_follow_up() -> None:
    found = of([(10, End.KEPT), (20, End.OPEN), (30, End.OPEN)])
    assert found.at(31) is None and found.at(-1) is None
    last, first = found.at(30), found.at(9)
    assert last is not None and last.days == 10
    assert first is not None and (first.incidence, first.at_risk) == (0.0, 3)


@pytest.mark.parametrize(
    ("days", "ends", "level"), [([], [], 0.95), ([1], [], 0.95), ([-1], [End.KEPT], 0.95), ([1], [End.KEPT], 1.0)]
)
def test_what_is_no_follow_up_is_refused(days: list[int], ends: list[End], level: float) -> None:
    with pytest.raises(ValueError):
        curve(days, ends, level)
