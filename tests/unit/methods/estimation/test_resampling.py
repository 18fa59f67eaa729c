"""Replicates: the same by seed, whoever draws them and in however many sittings."""

import json

import numpy as np
import pytest

from jalon.methods.estimation import Bootstrap, MainEffects, Replicates, SettingError, Stepwise, estimate, replicate
from jalon.methods.estimation.resampling import BLOCK, draw, jackknife, totals
from tests.unit.methods.estimation.reference import table

DATA = table("UKdat_4")


def test_the_same_seed_gives_the_same_replicates_and_another_gives_others() -> None:
    assert replicate(DATA, Stepwise(), 300, 7) == replicate(DATA, Stepwise(), 300, 7)
    assert replicate(DATA, Stepwise(), 300, 7).totals[0] != replicate(DATA, Stepwise(), 300, 8).totals[0]


def test_a_replicate_draws_as_many_people_from_the_histories_that_were_observed() -> None:
    drawn = draw(DATA, 1, 0)
    assert drawn.shape == (BLOCK, 16)
    assert set(drawn.sum(axis=1)) == {DATA.observed}
    assert drawn[:, np.setdiff1d(np.arange(16), DATA.histories)].max() == 0
    assert drawn.mean(axis=0)[DATA.histories] == pytest.approx(DATA.counts, rel=0.2, abs=1.0)


def test_a_run_that_is_saved_and_goes_on_is_the_run_that_never_stopped() -> None:
    steps: list[tuple[int, int]] = []
    saved: list[str] = []
    whole = replicate(DATA, Stepwise(), 600, 5, progress=lambda *at: steps.append(at))
    replicate(DATA, Stepwise(), 260, 5, save=lambda run: saved.append(json.dumps(run.as_dict())))
    assert len(saved) == 2
    first = Replicates.from_dict(json.loads(saved[0]))
    assert len(first.totals) == BLOCK
    assert replicate(DATA, Stepwise(), 600, 5, saved=first) == whole
    assert steps == [(250, 600), (500, 600), (600, 600)]
    again = estimate(DATA, Stepwise(), Bootstrap(600, seed=5), saved=whole)
    assert again == estimate(DATA, Stepwise(), Bootstrap(600, seed=5))


def test_a_saved_run_of_anything_else_is_refused() -> None:
    run = replicate(DATA, Stepwise(), 250, 5)
    for other in (
        {"table": table("UKdat_5"), "procedure": Stepwise(), "seed": 5},
        {"table": DATA, "procedure": Stepwise(0.05), "seed": 5},
        {"table": DATA, "procedure": Stepwise(), "seed": 6},
    ):
        with pytest.raises(SettingError, match="another table, procedure or seed"):
            replicate(replicates=250, saved=run, **other)  # type: ignore[arg-type]
    for broken in ({}, {"of": "x", "seed": 1, "totals": 3}, {"of": "x", "seed": 1, "totals": [1.0]}):
        with pytest.raises(SettingError, match="saved run"):
            Replicates.from_dict(broken)


@pytest.mark.parametrize("backend", ["threading", "sequential"])
def test_workers_change_nothing(backend: str) -> None:
    alone = replicate(DATA, MainEffects(), 750, 3)
    assert replicate(DATA, MainEffects(), 750, 3, workers=2, backend=backend) == alone


def test_the_jackknife_leaves_one_person_of_each_history_out() -> None:
    found = jackknife(DATA, MainEffects().bind(DATA))
    for place, history in enumerate(DATA.histories):
        cells = DATA.full().astype(float)
        cells[history] -= 1
        assert found[place] == pytest.approx(totals(MainEffects().bind(DATA), cells[None])[0])
