"""Profile likelihood intervals where the arithmetic can be done otherwise."""

from math import inf, log

import pytest
from hypothesis import given, settings
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln
from scipy.stats import chi2

from jalon.methods.estimation import CaptureTable, Fixed, Model, Profile, Wald, estimate
from tests.unit.methods.estimation.estimation_strategies import tables
from tests.unit.methods.estimation.reference import table


def _two_lists(alone: int, other: int, both: int) -> CaptureTable:
    return CaptureTable.from_rows("AB", [[1, 0, alone], [0, 1, other], [1, 1, both]])


def _log_likelihood(total: float, a: int, b: int, seen: int) -> float:
    """Of N people on two independent lists of a and b people, `seen` of them on any (Darroch 1958), but for a constant."""
    found = gammaln(total + 1) - gammaln(total - seen + 1)
    for size in (a, b):
        found += size * (log(size / total))
        rest = total - size
        found += rest * log(rest / total) if rest > 0 else 0.0
    return float(found)


@pytest.mark.parametrize(("alone", "other", "both"), [(50, 40, 10), (300, 200, 25), (9, 7, 3)])
def test_two_lists_have_the_interval_of_the_binomial_likelihood(alone: int, other: int, both: int) -> None:
    a, b, seen = alone + both, other + both, alone + other + both
    found = estimate(_two_lists(alone, other, both), Fixed(Model.main(2)), Profile()).interval
    fine = minimize_scalar(lambda n: -_log_likelihood(n, a, b, seen), bounds=(seen + 1e-9, 20 * seen)).x
    drop = chi2.ppf(0.95, 1) / 2

    def over(total: float) -> float:
        return _log_likelihood(total, a, b, seen) - _log_likelihood(fine, a, b, seen) + drop

    assert found is not None
    assert found.low == pytest.approx(brentq(over, seen + 1e-9, fine), rel=1e-4)
    assert found.high == pytest.approx(brentq(over, fine, 100 * seen), rel=1e-4)


def test_lists_that_share_nearly_everybody_are_bounded_from_above_and_by_those_seen() -> None:
    found = estimate(_two_lists(1, 2, 4), Fixed(Model.main(2)), Profile()).interval
    assert found is not None
    assert found.low == pytest.approx(7, abs=0.01)
    assert 8 < found.high < 20


@settings(max_examples=15, deadline=None)
@given(tables(lists=3, empty=False))
def test_the_profile_holds_the_estimate_and_starts_at_those_seen(drawn: CaptureTable) -> None:
    found = estimate(drawn, Fixed(Model.main(3)), Profile())
    assert found.interval is not None
    assert drawn.observed <= found.interval.low <= found.estimate <= found.interval.high < inf


def test_a_higher_level_is_a_wider_interval() -> None:
    for kind in (Wald, Profile):
        limits = [estimate(table("UKdat_4"), Fixed(Model.main(4)), kind(level)).interval for level in (0.5, 0.8, 0.95)]
        lows, highs = [one.low for one in limits if one], [one.high for one in limits if one]
        assert lows == sorted(lows, reverse=True) and highs == sorted(highs)
