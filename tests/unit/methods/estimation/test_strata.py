"""Strata and their total; lists that were not there; a covariate that a list does not record."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.estimation import (
    AllTwoWay,
    Bootstrap,
    CaptureTable,
    Kind,
    MainEffects,
    Model,
    NoEstimateError,
    SettingError,
    Stepwise,
    Stratum,
    TableError,
    Wald,
    estimate,
    estimate_strata,
)
from jalon.methods.estimation.covariates import PartlyRecorded, estimate_partly_recorded
from tests.unit.methods.estimation.reference import table

RESAMPLED = Bootstrap(250, seed=3)


def population(people: int, reach: tuple[float, ...]) -> CaptureTable:
    """Independent lists without chance: expected counts, rounded."""
    cells = [
        people * np.prod([p if h >> n & 1 else 1 - p for n, p in enumerate(reach)]) for h in range(1, 1 << len(reach))
    ]
    counts = np.array(cells).round().astype(np.int64)
    kept = np.flatnonzero(counts)
    return CaptureTable(tuple("ABCD"[: len(reach)]), kept + 1, counts[kept])


WOMEN, MEN = population(4_000, (0.3, 0.2, 0.1)), population(9_000, (0.1, 0.3, 0.2))
STRATA = (Stratum("women", WOMEN), Stratum("men", MEN))


@pytest.mark.parametrize("interval", [Wald(), RESAMPLED, Bootstrap(250, 3, kind=Kind.PERCENTILE)])
@pytest.mark.parametrize("name", ["UKdat_5", "NewOrl_5"])
def test_one_stratum_is_no_stratum(name: str, interval: Wald | Bootstrap) -> None:
    alone = estimate(table(name), Stepwise(), interval)
    total = estimate_strata([Stratum("all", table(name))], Stepwise(), interval).total
    assert total.estimate == alone.estimate and total.observed == alone.observed
    assert total.interval is not None and alone.interval is not None
    assert total.interval.low == pytest.approx(alone.interval.low, rel=1e-9)
    assert total.interval.high == pytest.approx(alone.interval.high, rel=1e-9)


@pytest.mark.parametrize("interval", [Wald(), RESAMPLED])
def test_names_and_order_of_strata_change_nothing(interval: Wald | Bootstrap) -> None:
    first = estimate_strata(STRATA, MainEffects(), interval)
    other = estimate_strata([Stratum("x", MEN), Stratum("y", WOMEN)], MainEffects(), interval)
    assert other.total.estimate == pytest.approx(first.total.estimate, rel=1e-12)
    assert other.total.interval is not None and first.total.interval is not None
    assert other.total.interval.low == pytest.approx(first.total.interval.low, rel=1e-9)
    assert other.strata[0].answer == first.strata[1].answer


def test_the_truth_is_found_in_each_stratum_and_lost_without_strata() -> None:
    found = estimate_strata(STRATA, MainEffects())
    assert [one.answer.estimate for one in found.strata] == pytest.approx([4_000, 9_000], rel=2e-3)
    pooled = CaptureTable(WOMEN.lists, WOMEN.histories, WOMEN.counts + MEN.counts)
    assert abs(estimate(pooled, MainEffects()).estimate - 13_000) > 500


@pytest.mark.parametrize("interval", [Wald(), RESAMPLED])
def test_limits_of_the_total_are_narrower_than_the_sum_of_limits_and_wider_than_each(
    interval: Wald | Bootstrap,
) -> None:
    found = estimate_strata(STRATA, MainEffects(), interval)
    limits = [one.answer.interval for one in found.strata]
    total = found.total.interval
    assert total is not None and all(limits)
    widths = [one.high - one.low for one in limits if one]
    assert max(widths) < total.high - total.low < sum(widths)
    # Of independent strata the widths add as squares.
    assert total.high - total.low == pytest.approx(float(np.sqrt(np.square(widths).sum())), rel=0.15)


def test_identical_strata_do_not_share_their_random_numbers() -> None:
    twice = estimate_strata([Stratum("a", WOMEN), Stratum("b", WOMEN)], MainEffects(), RESAMPLED)
    first, second = (one.answer.interval for one in twice.strata)
    assert first != second


def test_a_list_that_did_not_exist_is_left_out_and_said() -> None:
    wider = CaptureTable(("A", "B", "C", "D"), WOMEN.histories, WOMEN.counts)
    found = estimate_strata([Stratum.of("2019", wider, absent=["D"]), Stratum("2020", MEN)], MainEffects())
    assert found.strata[0].answer.lists == ("A", "B", "C")
    assert [(c.code, c.values["lists"]) for c in found.total.warnings] == [("list-absent", "D")]
    assert found.strata[0].answer.estimate == estimate(WOMEN, MainEffects()).estimate


def test_somebody_on_a_list_that_did_not_exist_is_refused() -> None:
    with pytest.raises(TableError, match="said not to exist"):
        Stratum.of("2019", WOMEN, absent=["A"])
    with pytest.raises(TableError, match="no list is named"):
        Stratum.of("2019", WOMEN, absent=["Z"])


SPARSE = CaptureTable.from_csv("A,B,C,count\n1,0,0,4\n0,1,0,3\n0,0,1,2\n")
FEW = CaptureTable.from_csv("A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,5\n0,1,1,4\n1,0,1,6\n")


def test_sparse_strata_are_merged_and_the_result_says_which() -> None:
    found = estimate_strata([Stratum("x", SPARSE), Stratum("big", WOMEN), Stratum("few", FEW)], MainEffects())
    assert [one.name for one in found.strata] == ["x + few", "big"]
    assert found.strata[0].merged == ("x", "few")
    caution = next(c for c in found.total.warnings if c.code == "strata-merged")
    assert caution.values["strata"] == "x, few"
    assert found.total.observed == sum(one.observed for one in (SPARSE, WOMEN, FEW))


def test_ordered_strata_are_merged_with_a_neighbour() -> None:
    years = [Stratum("2018", FEW), Stratum("2019", WOMEN), Stratum("2020", SPARSE)]
    found = estimate_strata(years, MainEffects(), ordered=True)
    assert [one.name for one in found.strata] == ["2018", "2019 + 2020"]


def test_a_stratum_without_estimate_is_refused_by_name_where_none_may_be_merged() -> None:
    with pytest.raises(NoEstimateError, match="stratum x: "):
        estimate_strata([Stratum("x", SPARSE), Stratum("big", WOMEN)], MainEffects(), merge=False)


@pytest.mark.parametrize(("strata", "said"), [((), "no stratum"), ((STRATA[0], STRATA[0]), "two strata")])
def test_no_stratum_or_two_of_one_name_are_refused(strata: tuple[Stratum, ...], said: str) -> None:
    with pytest.raises(TableError, match=said):
        estimate_strata(strata)


def test_json_holds_the_total_and_each_stratum() -> None:
    kept = json.loads(json.dumps(estimate_strata(STRATA, MainEffects()).as_dict(), allow_nan=False))
    assert kept["settings"]["strata"] == 2 and [s["stratum"] for s in kept["strata"]] == ["women", "men"]
    assert kept["estimate"] == pytest.approx(sum(s["estimate"] for s in kept["strata"]))


@given(st.lists(st.integers(1, 60), min_size=7, max_size=7), st.lists(st.integers(1, 60), min_size=7, max_size=7))
@settings(max_examples=20, deadline=None)
def test_the_total_is_the_sum_of_strata_whatever_the_counts(one: list[int], other: list[int]) -> None:
    cells = np.arange(1, 8)
    strata = [Stratum(str(n), CaptureTable(("A", "B", "C"), cells, np.array(c))) for n, c in enumerate((one, other))]
    found = estimate_strata(strata, MainEffects())
    assert found.total.estimate == pytest.approx(sum(s.answer.estimate for s in found.strata))
    assert found.total.interval is not None
    assert found.total.interval.low <= found.total.estimate <= found.total.interval.high


def hidden(women: CaptureTable, men: CaptureTable, *unrecording: str) -> PartlyRecorded:
    """The sex of who is on these lists only is taken away."""
    closed = ~sum(1 << women.lists.index(name) for name in unrecording)
    known = {}
    for name, whole in (("women", women), ("men", men)):
        kept = (whole.histories & closed) != 0
        known[name] = CaptureTable(whole.lists, whole.histories[kept], whole.counts[kept])
    lost = women.full() + men.full()
    lost[(np.arange(len(lost)) & closed) != 0] = 0
    cells = np.flatnonzero(lost)
    return PartlyRecorded("sex", known, CaptureTable(women.lists, cells, lost[cells]), unrecording)


def test_a_covariate_that_a_list_does_not_record_is_shared_as_it_was() -> None:
    """Exactly independent lists: EM finds the same totals as if the covariate had been recorded."""
    interval = Bootstrap(100, kind=Kind.PERCENTILE)
    found = estimate_partly_recorded(hidden(WOMEN, MEN, "A"), interval=interval)
    assert [one.answer.estimate for one in found.strata] == pytest.approx([4_000, 9_000], rel=5e-3)
    assert found.total.observed == WOMEN.observed + MEN.observed
    assert {"covariate-unknown"} <= {caution.code for caution in found.total.warnings}
    for one, truth in zip((*found.strata,), (4_000, 9_000), strict=True):
        assert one.answer.interval is not None
        assert one.answer.interval.low < truth < one.answer.interval.high


def test_not_recording_widens_the_strata() -> None:
    interval = Bootstrap(250, kind=Kind.PERCENTILE)
    recorded = estimate_strata(STRATA, MainEffects(), interval)
    found = estimate_partly_recorded(hidden(WOMEN, MEN, "A"), interval=interval)
    for whole, part in zip(recorded.strata, found.strata, strict=True):
        assert whole.answer.interval is not None and part.answer.interval is not None
        assert part.answer.interval.high - part.answer.interval.low > 0.9 * (
            whole.answer.interval.high - whole.answer.interval.low
        )


def test_a_model_that_what_is_recorded_cannot_tell_is_refused() -> None:
    data = hidden(WOMEN, MEN, "A", "B")
    with pytest.raises(NoEstimateError, match="not identifiable"):
        estimate_partly_recorded(data, Model.order_at_most(3, 2))


def test_people_of_unknown_stratum_on_a_list_that_records_it_are_refused() -> None:
    with pytest.raises(TableError, match="on B"):
        PartlyRecorded("sex", {"women": WOMEN, "men": MEN}, population(50, (0.1, 0.2, 0.1)), ("A", "C"))


def test_bca_is_refused_for_shared_people() -> None:
    with pytest.raises(SettingError, match="jackknife"):
        estimate_partly_recorded(hidden(WOMEN, MEN, "A"), interval=Bootstrap(100))


def test_all_pairs_need_every_history() -> None:
    found = estimate_strata(STRATA, AllTwoWay())
    assert all(one.answer.model == "[12,13,23]" for one in found.strata)
