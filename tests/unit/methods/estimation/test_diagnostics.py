"""Chains must show that they found the posterior before an interval is printed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from jalon.methods.estimation.diagnostics import convergence, effective_size
from jalon.methods.estimation.errors import SettingError

Floats = NDArray[np.float64]


def _autoregression(correlation: float, chains: int, draws: int, seed: int) -> Floats:
    """Stationary chains whose effective size for the mean is draws (1 - r) / (1 + r)."""
    noise = np.random.default_rng(seed).standard_normal((chains, draws))
    values = noise.copy()
    for n in range(1, draws):
        values[:, n] = correlation * values[:, n - 1] + np.sqrt(1 - correlation**2) * noise[:, n]
    return values


@pytest.mark.parametrize("correlation", [-0.3, 0.0, 0.5, 0.9])
def test_the_effective_size_of_an_autoregression_is_the_known_one(correlation: float) -> None:
    found = effective_size(_autoregression(correlation, 4, 5000, seed=1))
    assert found == pytest.approx(20000 * (1 - correlation) / (1 + correlation), rel=0.15)


def test_independent_draws_are_trusted() -> None:
    found = convergence(np.random.default_rng(2).standard_normal((4, 1000)))
    assert found.trusted and not found.cautions()
    assert found.rhat < 1.01
    assert 3000 < found.bulk < 5000 and 3000 < found.tail < 5000


def test_a_chain_with_one_unique_draw_gets_no_interval() -> None:
    found = convergence(np.full((1, 10000), 1533.0268934003))  # R's bayesthresh on NewOrl: all five quantiles are this
    assert not found.trusted
    assert found.unique == 1 and found.bulk == 1.0
    (caution,) = found.cautions()
    assert caution.code == "no_convergence" and "stuck" in caution.text and "10000" in caution.text
    assert None in found.as_values().values()  # the infinite R-hat: nothing infinite reaches JSON


def test_chains_each_stuck_elsewhere_are_refused() -> None:
    found = convergence(np.repeat([[1.0], [2.0], [3.0], [4.0]], 500, axis=1))
    assert found.rhat > 1000 and not found.trusted


def test_a_slow_chain_is_refused_with_its_effective_size() -> None:
    found = convergence(_autoregression(0.995, 1, 1000, seed=3))
    assert found.bulk < 30
    assert "effective draws" in found.cautions()[0].text


def test_chains_around_different_values_disagree() -> None:
    apart = np.random.default_rng(4).standard_normal((4, 1000)) + np.array([[0.0], [0.0], [0.0], [3.0]])
    found = convergence(apart)
    assert found.rhat > 1.2
    assert any("disagree" in fault for fault in found.faults())


def test_chains_of_different_spread_disagree_although_their_centres_agree() -> None:
    spread = np.random.default_rng(5).standard_normal((4, 1000)) * np.array([[1.0], [1.0], [1.0], [8.0]])
    assert convergence(spread).rhat > 1.1


def test_a_chain_that_drifts_disagrees_with_itself() -> None:
    drift = np.random.default_rng(6).standard_normal((1, 1000)) + np.linspace(0, 6, 1000)
    assert convergence(drift).rhat > 1.5


def test_slight_disagreement_leaves_the_interval_with_a_caution() -> None:
    apart = np.random.default_rng(7).standard_normal((4, 4000)) + np.array([[0.0], [0.0], [0.3], [0.3]])
    found = convergence(apart)
    assert found.trusted and [caution.code for caution in found.cautions()] == ["weak_convergence"]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(8, 60))
def test_ranks_only_matter_and_chains_have_no_order(seed: int, chains: int, draws: int) -> None:
    values = np.random.default_rng(seed).standard_normal((chains, draws))
    found, grown = convergence(values), convergence(np.exp(values)[::-1])
    assert grown.bulk == pytest.approx(found.bulk) and grown.tail == pytest.approx(found.tail)
    assert 1.0 <= found.bulk < np.inf and found.rhat > 0


@pytest.mark.parametrize("draws", [np.zeros((4, 7)), np.zeros(100), np.full((4, 100), np.nan)])
def test_draws_that_are_no_chains_are_refused(draws: Floats) -> None:
    with pytest.raises(SettingError):
        convergence(draws)
