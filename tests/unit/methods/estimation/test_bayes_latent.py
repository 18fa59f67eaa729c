"""Latent classes: the sampler draws from its model, agrees with R's LCMCR, and refuses what it did not find."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from jalon.methods.estimation.bayes_latent import LatentClasses, lcmcr, sample, start
from jalon.methods.estimation.diagnostics import effective_size
from jalon.methods.estimation.errors import SettingError
from jalon.methods.estimation.tables import CaptureTable
from tests.unit.methods.estimation.reference import results, table

Floats = NDArray[np.float64]
QUICK = LatentClasses(burn_in=2000, draws=200, thinning=20)
SEEN, LISTS, CLASSES, PRIOR = 12, 3, 4, (2.0, 2.0)


def _prior(rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    alpha = rng.gamma(PRIOR[0], 1 / PRIOR[1])
    taken = np.append(rng.beta(1.0, alpha, CLASSES - 1), 1.0)
    shares = taken * np.cumprod(np.append(1.0, 1 - taken[:-1]))
    return rng.random((LISTS, CLASSES)), shares, np.array([alpha])


def _histories(presence: Floats, shares: Floats) -> Floats:
    """(2^t,) probability of each history."""
    marks = np.arange(1 << LISTS)[:, None] >> np.arange(LISTS) & 1
    within = np.where(marks[:, :, None] == 1, presence, 1 - presence).prod(axis=1)
    return np.asarray(within @ shares)


def _summary(presence: Floats, shares: Floats, alpha: Floats, unseen: int) -> list[float]:
    never = float(_histories(presence, shares)[0])
    return [never, np.log(alpha[0]), *shares[:3], presence[0, 0], presence[1, 0] * presence[1, 1], np.log1p(unseen)]


def _simulated(rng: np.random.Generator, draws: int) -> Floats:
    """From the prior itself; given n people seen, the unseen are negative binomial whatever the parameters."""
    found = []
    for _ in range(draws):
        presence, shares, alpha = _prior(rng)
        never = _histories(presence, shares)[0]
        found.append(_summary(presence, shares, alpha, int(rng.negative_binomial(SEEN, 1 - never))))
    return np.array(found)


def _alternated(rng: np.random.Generator, draws: int) -> Floats:
    """New data given the parameters, one sweep given the data, and again (Geweke, JASA 99, 2004)."""
    from jalon.methods.estimation.bayes_latent_kernel import sweep

    state, found = _prior(rng), []
    marks = (np.arange(1, 1 << LISTS)[:, None] >> np.arange(LISTS) & 1).astype(np.uint8)
    for _ in range(draws):
        seen = _histories(state[0], state[1])[1:]
        counts = rng.multinomial(SEEN, seen / seen.sum())
        unseen, occupied = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
        before = [part.copy() for part in state]
        sweep(rng, counts, marks, *state, PRIOR, 0, 1, unseen, occupied)
        found.append(_summary(*before, int(unseen[0])))
    return np.array(found)


def test_one_sweep_after_another_leaves_the_prior_as_it_is() -> None:
    rng = np.random.default_rng(11)
    direct, alternated = _simulated(rng, 8_000), _alternated(rng, 12_000)
    for column, power in ((c, p) for c in range(direct.shape[1]) for p in (1, 2)):
        one, other = direct[:, column] ** power, alternated[:, column] ** power
        error = np.hypot(one.std() / len(one) ** 0.5, other.std() / effective_size(other[None]) ** 0.5)
        assert abs(one.mean() - other.mean()) < 4 * error, (column, power)


@pytest.mark.parametrize("name", ["NewOrl_5", "NewOrl", "UKdat_4"])
def test_the_posterior_is_that_of_r_s_lcmcr_within_monte_carlo_error(name: str) -> None:
    (r,) = [result for result in results("LCMCR::lcmCR") if result["dataset"] == name]
    settings = LatentClasses(burn_in=5000, draws=400, thinning=50)
    drawn = sample(table(name), settings)
    shown = drawn.convergence
    error = drawn.totals.std() * np.hypot(r["ess"] ** -0.5, shown.bulk**-0.5)
    assert abs(drawn.totals.mean() - r["posterior_mean"]) < 4 * error
    low, high = np.quantile(drawn.totals, [0.025, 0.975])
    assert [low, high] == pytest.approx(r["ci"], rel=0.1)


def test_chains_change_the_order_of_their_classes_and_so_give_more_draws_than_r_s() -> None:
    (r,) = [result for result in results("LCMCR::lcmCR") if result["dataset"] == "UKdat_4"]
    settings = LatentClasses(burn_in=5000, draws=400, thinning=50)
    per_sweep = sample(table("UKdat_4"), settings).convergence.bulk / (4 * 400 * 50)
    assert per_sweep > 1.5 * r["ess"] / 100_000


def test_ned_5_s_chains_do_not_meet_and_get_no_interval() -> None:
    found = lcmcr(table("Ned_5"), LatentClasses(burn_in=2000, draws=200, thinning=50))
    assert found.interval is None
    (caution,) = found.warnings
    assert caution.code == "no_convergence" and "effective draws" in caution.text
    assert found.details["bulk_ess"] < 100  # R has one chain and 6 effective draws, and prints an interval


def test_a_result_says_how_it_was_made() -> None:
    found = lcmcr(table("NewOrl_5"), QUICK, level=0.9)
    assert found.method == "lcmcr" and found.lists == ("A", "BEFG", "C", "D", "H")
    assert found.settings["burn_in"] == 2000 and found.settings["classes"] == 10 and found.settings["seed"] == 1
    assert found.interval is not None and found.interval.level == 0.9
    assert found.observed == 186 < found.interval.low < found.estimate < found.interval.high


def test_the_same_seed_gives_the_same_draws_and_chains_differ() -> None:
    one, again = sample(table("NewOrl_5"), QUICK), sample(table("NewOrl_5"), QUICK)
    other = sample(table("NewOrl_5"), LatentClasses(seed=2, burn_in=2000, draws=200, thinning=20))
    assert np.array_equal(one.totals, again.totals)
    assert not np.array_equal(one.totals, other.totals)
    assert not np.array_equal(one.totals[0], one.totals[1])


def test_too_few_classes_are_said() -> None:
    found = lcmcr(table("UKdat_4"), LatentClasses(classes=2, burn_in=1000, draws=100, thinning=10))
    assert "classes_all_used" in [caution.code for caution in found.warnings]


def test_chains_begin_apart() -> None:
    rng = np.random.default_rng(1)
    begun = [start(table("UKdat_4"), QUICK, rng) for _ in range(50)]
    assert all(shares.sum() == pytest.approx(1) for _, shares, _ in begun)
    assert np.std([shares[0] for _, shares, _ in begun]) > 0.2


def test_lists_in_another_order_give_the_same_posterior() -> None:
    one = table("NewOrl_5")
    found, other = (
        sample(t, LatentClasses(burn_in=2000, draws=500, thinning=20)) for t in (one, one.reordered(one.lists[::-1]))
    )
    error = found.totals.std() * np.hypot(found.convergence.bulk**-0.5, other.convergence.bulk**-0.5)
    assert abs(found.totals.mean() - other.totals.mean()) < 4 * error


def test_lists_that_share_nobody_overflow_nothing() -> None:
    apart = CaptureTable.from_full(("A", "B", "C"), np.array([0, 5, 4, 0, 3, 0, 0, 0]))
    found = lcmcr(apart, LatentClasses(burn_in=500, draws=200, thinning=5))
    assert np.isfinite(found.estimate) and found.estimate >= 12


@pytest.mark.parametrize(
    "wrong",
    [
        {"classes": 1},
        {"classes": 101},
        {"chains": 0},
        {"draws": 7},
        {"thinning": 0},
        {"burn_in": -1},
        {"alpha_rate": 0},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SettingError):
        LatentClasses(**wrong)


def test_a_level_out_of_range_is_refused() -> None:
    with pytest.raises(SettingError, match="between 0 and 1"):
        lcmcr(table("NewOrl_5"), QUICK, level=95)


WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
import numpy as np
from jalon.methods.estimation import CaptureTable
from jalon.methods.estimation.bayes_latent import lcmcr
try:
    lcmcr(CaptureTable.from_full(("A", "B"), np.array([0, 5, 4, 1])))
except Exception as error:
    print(type(error).__name__, error)
"""


def test_without_numba_it_says_what_to_install_and_imports_nothing_before() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT_NUMBA], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("SettingError") and 'pip install "jalon[estimation]"' in run.stdout
