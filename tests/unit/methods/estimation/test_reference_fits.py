"""The same figures as R's SparseMSE, MultipleSystemsEstimation and Rcapture, to 1e-6."""

from typing import Any

import numpy as np
import pytest

from jalon.methods.estimation import (
    AllTwoWay,
    Best,
    CaptureTable,
    Downhill,
    Fit,
    Fixed,
    MainEffects,
    Model,
    ModelSet,
    Profile,
    Stepwise,
    check,
    estimate,
    fit,
    fit_many,
    hierarchical_models,
    rank,
)
from jalon.methods.estimation.models import members
from tests.unit.methods.estimation import reference
from tests.unit.methods.estimation.reference import table

SPARSE = [r for r in reference.results("SparseMSE::estimatepopulation.0") if "estimate" in r]
PROCEDURES = {"main": MainEffects(), "full": AllTwoWay(), "stepwise": Stepwise(0.02)}
close = pytest.approx


def _name(result: dict[str, Any]) -> str:
    return f"{result['dataset']} {result['method'].split('::')[1]} {result['settings'].get('maxorder', '')}"


def _pairs(of: CaptureTable, terms: tuple[int, ...]) -> set[str]:
    return {":".join(of.lists[n] for n in members(term)) for term in terms}


@pytest.mark.parametrize("result", SPARSE, ids=_name)
def test_main_effects_all_pairs_and_stepwise_are_those_of_sparse_mse(result: dict[str, Any]) -> None:
    data = table(result["dataset"])
    found = estimate(data, PROCEDURES[result["method"].split("(")[1].rstrip(")")])
    fitted = fit(data, Model.parse(found.model, len(data.lists)))
    assert found.estimate == close(result["estimate"], rel=1e-6)
    assert found.interval is not None
    # R's glm takes its standard errors from the step before the last: five digits.
    assert (found.interval.low, found.interval.high) == close(tuple(result["ci"]), rel=3e-5)
    assert (fitted.loglik, fitted.aic) == close((result["loglik"], result["aic"]), rel=1e-6)
    assert fitted.deviance == close(result["deviance"], rel=1e-6)
    assert np.log(fitted.dark_figure) == close(result["intercept"], rel=1e-6)
    empty = set(result["emptyoverlaps_minus_inf"])
    assert _pairs(data, fitted.minus_infinity) == empty
    assert _pairs(data, fitted.model.interactions) == set(result["interactions"]) | empty


@pytest.mark.parametrize("result", reference.results("MSE::estimate_population_stepwise"), ids=_name)
def test_stepwise_is_that_of_multiple_systems_estimation(result: dict[str, Any]) -> None:
    data = table(result["dataset"])
    found = estimate(data, Stepwise(0.02))
    assert found.estimate == close(result["estimate"], rel=1e-6)
    if "model" in result:
        fitted = fit(data, Model.parse(result["model"], len(data.lists)))
        assert found.model == result["model"]
        assert (fitted.bic, fitted.aic) == close((result["bic"], result["aic"]), rel=1e-6)
        assert fitted.deviance == close(result["deviance"], rel=1e-6)


@pytest.mark.parametrize(
    "result", [r for r in reference.results("MSE::estimate_population_bic") if "top10" in r], ids=_name
)
def test_the_ranking_by_bic_is_that_of_multiple_systems_estimation(result: dict[str, Any]) -> None:
    data = table(result["dataset"])
    found = rank(data, hierarchical_models(len(data.lists), result["settings"]["maxorder"]))
    assert (len(found.models), found.estimable) == (result["n_models_catalogue"], result["n_models_admissible"])
    first = result["top10"]
    assert [str(found.models[n]) for n in range(len(first))] == [row["model"] for row in first]
    assert found.estimates[: len(first)] == close([row["N"] for row in first], rel=1e-6)
    assert found.values[: len(first)] == close([row["bic"] for row in first], rel=1e-6)


def test_every_hierarchical_model_of_the_uk_s_five_lists_has_r_s_estimate_and_bic() -> None:
    data, of_r = table("UKdat_5"), reference.rows("bicmodels_UKdat_5_mo3")
    fits = fit_many(data, ModelSet.of(Model.parse(row["model"], 5) for row in of_r))
    found = [(one.estimate, one.bic) for one in fits if isinstance(one, Fit)]
    assert len(found) == 6084
    assert np.array(found) == close(np.array([(float(r["abundance"]), float(r["BIC"])) for r in of_r]), rel=1e-6)


def test_three_hundred_two_way_models_of_the_uk_s_six_lists_have_r_s_estimate_and_bic() -> None:
    lines = (reference.FOLDER / "r_bootstrap" / "six_sample_UKdat.csv").read_text(encoding="utf-8").splitlines()[1:]
    of_r = [(line.split('"')[1], *map(float, line.split('"')[2].split(",")[1:])) for line in lines]
    fits = fit_many(table("UKdat"), [Model.parse(str(row[0]), 6) for row in of_r])
    found = [(one.estimate, one.bic) for one in fits if isinstance(one, Fit)]
    assert len(found) == 300
    assert np.array(found) == close(np.array([row[1:] for row in of_r], dtype=float), rel=1e-6)


@pytest.mark.parametrize("result", reference.results("Rcapture::closedpMS"), ids=_name)
def test_the_best_model_and_its_profile_likelihood_are_those_of_rcapture(result: dict[str, Any]) -> None:
    data, order = table(result["dataset"]), result["settings"]["maxorder"]
    assert estimate(data, Best(order=order)).model == result["model"]
    fitted = fit(data, Model.parse(result["model"], len(data.lists)))
    assert (fitted.estimate, fitted.aic, fitted.bic) == close(
        (result["estimate"], result["aic"], result["bic"]), rel=1e-6
    )
    found = estimate(data, Fixed(fitted.model), Profile()).interval
    assert found is not None
    if result["ci"]:
        # Rcapture takes Stirling's formula for log N!, which shows on the smallest table.
        assert (found.low, found.high) == close(tuple(result["ci"]), rel=5e-6)


def test_published_values() -> None:
    assert round(estimate(table("UKdat"), Stepwise()).estimate) == 11418
    assert round(estimate(table("NewOrl_185"), Stepwise()).estimate) == 1184
    assert round(estimate(table("NewOrl_185"), MainEffects()).estimate) == 997
    assert round(estimate(table("NewOrl_5_185"), Stepwise()).estimate) == 1034
    assert round(estimate(table("UKdat_5"), Best(order=2)).estimate) == 22991
    assert round(estimate(table("UKdat_5"), Best(order=4)).estimate) == 25311
    assert round(estimate(table("NewOrl_5"), Best(order=4)).estimate) == 981


@pytest.mark.parametrize(("name", "total"), [("UKdat", 12350), ("UKdat_5", 12262), ("NewOrl", 1110)])
def test_published_downhill_searches(name: str, total: int) -> None:
    assert round(estimate(table(name), Downhill()).estimate) == total


@pytest.mark.parametrize(("generators", "status"), [("[12,3]", 1), ("[12,13,23]", 2), ("[13,23]", 0), ("[1,2,3]", 0)])
def test_the_verdicts_on_the_artificial_table(generators: str, status: int) -> None:
    assert check(table("Artificial_3"), Model.parse(generators, 3)) == status
