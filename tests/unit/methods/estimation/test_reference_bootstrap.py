"""R's own replicates: the same total on each, and the same BCa limits from them to the printed digit."""

from typing import Any

import numpy as np
import pytest

from jalon.methods.estimation import Best, Criterion, Stepwise
from jalon.methods.estimation.bootstrap import acceleration, bca
from jalon.methods.estimation.choices import Procedure
from jalon.methods.estimation.resampling import jackknife, totals
from tests.unit.methods.estimation import reference
from tests.unit.methods.estimation.reference import table

RUNS = {
    "bootreps_SparseMSE_UKdat_n100_seed1234": ("UKdat", "SparseMSE::estimatepopulation", Stepwise()),
    "bootreps_SparseMSE_UKdat_5_n200_seed1234": ("UKdat_5", "SparseMSE::estimatepopulation", Stepwise()),
    "bootreps_SparseMSE_NewOrl_5_n1000_seed1234": ("NewOrl_5", "SparseMSE::estimatepopulation", Stepwise()),
    "bootreps_SparseMSE_NewOrl_185_n40_seed1234": ("NewOrl_185", "SparseMSE::estimatepopulation", Stepwise()),
    "bootreps_MultipleSystemsEstimation_UKdat_n40_seed1234": (
        "UKdat", "MSE::estimate_population_stepwise+boot", Stepwise(),
    ),
    "bicboot_UKdat_5_mo3_ntop100_n50_seed1234": (
        "UKdat_5", "MSE::estimate_population_bic+BCa", Best(Criterion.BIC, order=3, top=100),
    ),
}  # fmt: skip


def _printed(method: str, of: str) -> dict[str, Any]:
    return next(r for r in reference.results(method) if r["dataset"] == of and "nboot" in r["settings"])


@pytest.mark.parametrize("run", RUNS)
def test_every_replicate_has_r_s_total(run: str) -> None:
    of, _, procedure = RUNS[run]
    counts, expected = reference.samples(run, of)
    assert totals(procedure.bind(table(of)), counts) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("run", RUNS)
def test_the_limits_from_r_s_replicates_are_those_it_printed(run: str) -> None:
    of, method, procedure = RUNS[run]
    printed, left_out = _printed(method, of), _left_out(of, procedure)
    assert acceleration(left_out, table(of).counts) == pytest.approx(printed["ahat"], abs=1e-9)
    replicates = reference.samples(run, of)[1]
    for level, key in ((0.95, "ci"), (0.8, "ci80")):
        found = bca(replicates, printed["estimate"], left_out, table(of).counts, level).interval
        assert found is not None
        assert (found.low, found.high) == pytest.approx(tuple(printed[key]), rel=1e-8)


def test_the_acceleration_of_the_netherlands_is_r_s() -> None:
    left_out = _left_out("Ned", Stepwise())
    assert acceleration(left_out, table("Ned").counts) == pytest.approx(
        _printed("SparseMSE::estimatepopulation", "Ned")["ahat"], abs=1e-9
    )


def _left_out(of: str, procedure: Procedure) -> np.ndarray[Any, np.dtype[np.float64]]:
    return jackknife(table(of), procedure.bind(table(of)))
