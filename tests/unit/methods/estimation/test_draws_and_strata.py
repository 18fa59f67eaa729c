"""Several linked versions of the same lists, and tables by stratum."""

import numpy as np
import pandas
import pytest

from jalon.methods.estimation import (
    Bootstrap,
    CaptureTable,
    Kind,
    MainEffects,
    Profile,
    SettingError,
    Stepwise,
    TableError,
    Wald,
    estimate,
    estimate_over_draws,
    linkage_draws,
)
from tests.unit.methods.estimation.reference import table

TWO = (table("NewOrl"), table("NewOrl_185"))


def test_equal_draws_give_the_interval_of_one() -> None:
    alone = estimate(table("UKdat_4"), MainEffects())
    pooled = estimate_over_draws([table("UKdat_4")] * 3, MainEffects())
    assert pooled.estimate == pytest.approx(alone.estimate)
    assert alone.interval is not None and pooled.interval is not None
    assert (pooled.interval.low, pooled.interval.high) == pytest.approx((alone.interval.low, alone.interval.high))


def test_draws_that_differ_widen_the_interval_by_rubin_s_rules() -> None:
    draws = [table("UKdat_4"), table("UKdat_5").drop("LA").merge(["GO", "GP"], "X"), table("UKdat_4")]
    with pytest.raises(TableError, match=r"draw 2: its lists are NG, PFNCA, X, not LA, NG, PFNCA, GO\."):
        estimate_over_draws(draws, MainEffects())
    cells = table("UKdat_4").full()
    moved = cells.copy()
    moved[[1, 2, 3]] += [-10, -10, 10]  # ten more people found to be the same on two lists
    draws = [table("UKdat_4"), CaptureTable.from_full(table("UKdat_4").lists, moved)]
    found, single = estimate_over_draws(draws, MainEffects()), estimate(draws[0], MainEffects())
    logs = np.log([estimate(draw, MainEffects()).estimate - draw.observed for draw in draws])
    assert found.estimate == pytest.approx(np.mean([estimate(draw, MainEffects()).estimate for draw in draws]))
    assert found.interval is not None and single.interval is not None
    assert found.interval.high / found.interval.low > single.interval.high / single.interval.low
    middle = np.mean([draw.observed for draw in draws]) + np.exp(logs.mean())
    assert found.interval.low < middle < found.interval.high
    assert (found.details["lowest_observed"], found.details["highest_observed"]) == (2418, 2428)


def test_replicates_of_all_draws_are_pooled() -> None:
    found = estimate_over_draws(TWO, Stepwise(), Bootstrap(400, seed=3, kind=Kind.PERCENTILE))
    assert found == estimate_over_draws(TWO, Stepwise(), Bootstrap(400, seed=3, kind=Kind.PERCENTILE))
    assert found.settings["draws"] == 2
    assert found.estimate == pytest.approx((1110.488 + 1183.692) / 2, abs=0.01)
    assert found.interval is not None and found.interval.method == "percentile"
    assert "interval-forgets-choice" not in [caution.code for caution in found.warnings]
    assert "interval-forgets-choice" in [caution.code for caution in estimate_over_draws(TWO, Stepwise()).warnings]


def test_what_cannot_be_pooled_is_refused() -> None:
    for interval in (Profile(), Bootstrap(100)):
        with pytest.raises(SettingError, match="cannot be pooled"):
            estimate_over_draws(TWO, Stepwise(), interval)
    with pytest.raises(TableError, match="fewer than two linked versions"):
        linkage_draws(TWO[:1])
    assert estimate_over_draws(TWO, Stepwise(), Wald(0.8)).level == 0.8


def test_strata_add_up_to_the_table() -> None:
    text = "year,A,B,C,count\n2013,1,0,0,5\n2014,1,0,0,7\n2013,1,1,0,2\n2014,0,1,0,3\n2014,0,0,1,4\n2013,0,1,0,1\n"
    found = CaptureTable.by_stratum(text, "year")
    assert list(found) == ["2013", "2014"]
    assert found["2013"].full().tolist() == [0, 5, 1, 2, 0, 0, 0, 0]
    assert found["2014"].sizes == (7, 3, 4)
    together = CaptureTable.from_csv(text, lists=["A", "B", "C"])
    assert (sum(one.full() for one in found.values()) == together.full()).all()
    assert estimate(found["2013"], MainEffects()).estimate == pytest.approx(10.5)  # nobody on C says nothing


def test_a_stratum_that_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TableError, match="row 2, column sex: the stratum is missing. Unknown is a stratum of its own"):
        CaptureTable.by_stratum("sex,A,B,count\nf,1,0,5\n,1,1,7\n", "sex")
    with pytest.raises(TableError, match="no column is named « age »"):
        CaptureTable.by_stratum(pandas.DataFrame({"A": [1], "B": [1], "count": [2]}), "age")
