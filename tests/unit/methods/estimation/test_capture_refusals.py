"""Bad input: what is wrong, where, what to do; never a figure."""

import numpy as np
import pandas
import pytest

from jalon.methods.estimation import (
    Averaged,
    Best,
    Bootstrap,
    CaptureTable,
    Downhill,
    EstimationError,
    Fixed,
    MainEffects,
    Model,
    ModelError,
    NoEstimateError,
    SettingError,
    Stepwise,
    TableError,
    Wald,
    estimate,
    fit_many,
    hierarchical_models,
)
from tests.unit.methods.estimation.reference import table

GOOD = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("40", "-4"), r"row 1, count: the count « -4 » is negative\."),
        (GOOD.replace("30", "3.5"), r"row 2, count: the count « 3.5 » is no whole number of people\."),
        (GOOD.replace("20", ""), r"row 3, count: the count is missing\. Missing is not zero"),
        (GOOD.replace("20", "NaN"), r"row 3, count: the count is missing"),
        (GOOD.replace("20", "inf"), r"« inf » is no whole number"),
        (GOOD.replace("20", "2e1"), r"« 2e1 » is no whole number"),
        (GOOD.replace("20", "٢٠"), r"is no whole number"),
        (GOOD.replace("20", "9" * 30), r"is no whole number"),
        (GOOD.replace("20", "9007199254740992"), r"more than 10,000,000,000 people"),
        (GOOD.replace("\n1,0,0", "\n2,0,0"), r"row 1, list A: « 2 » is neither 0 nor 1\."),
        (GOOD.replace("\n1,0,0", "\n,0,0"), r"row 1, list A: «  » is neither 0 nor 1\. Missing is not zero"),
        (GOOD + "0,0,0,5\n", r"row 5: people on no list\. .*remove the row"),
        ("A,B,C,count\n1,0,0,40\n1,1,0,6\n0,1,0,3\n", r"C: nobody is on this list\. Drop it"),
        ("A,count\n1,40\n", r"A: one list only\. Overlaps between at least two lists"),
        ("A,B,C,count\n1,1,0,40\n0,0,1,6\n1,1,1,2\n", r"A, B: exactly the same people are on both\. Keep one"),
        ("A,B,C\n1,0,0\n0,1,1\n", r"header A, B, C: no column is named « count ».*count=None"),
        ("A,B,count,n\n", r"nobody is on any list"),
        ("A,B,count\n1,0,0\n", r"nobody is on any list"),
        ("A,A,count\n1,0,3\n", r"header: 2 columns named « A »"),
        ("A,,count\n1,0,3\n", r"header: 1 columns named «  »"),
        (GOOD + "1,0,0\n", r"line 6: 3 values, the header has 4"),
        ("", "the CSV is empty"),
        (b"A,B,count\n1,0,\xff\n", "byte 15: the CSV is not UTF-8"),
        (",".join(f"L{n}" for n in range(20)) + ",count\n", r"20 lists, at most 16.*Merge lists"),
        (7, "a CSV is a text or an open text file, not int"),
    ],
)
def test_bad_csv(text: object, message: str) -> None:
    source = text if not isinstance(text, bytes) else type("File", (), {"read": lambda self: text})()
    with pytest.raises(TableError, match=message):
        CaptureTable.from_csv(source)


def test_bad_rows_people_and_frames() -> None:
    with pytest.raises(TableError, match="row 2: 2 values, expected 3"):
        CaptureTable.from_rows("AB", [[1, 0, 3], [0, 1]])
    with pytest.raises(TableError, match="person 2: on « C », which is none of A, B"):
        CaptureTable.from_people([["A"], ["B", "C"]], lists=["A", "B"])
    with pytest.raises(TableError, match="row 2: people on no list"):
        CaptureTable.from_people([["A"], [], ["B"]])
    with pytest.raises(TableError, match="no list"):
        CaptureTable.from_people([])
    with pytest.raises(TableError, match="a int is no frame"):
        CaptureTable.from_frame(3)
    with pytest.raises(TableError, match="row 2, count: the count is missing"):
        CaptureTable.from_frame(pandas.DataFrame({"A": [1, 0], "B": [0, 1], "count": [3, None]}))
    with pytest.raises(TableError, match="no column is named « Z »"):
        CaptureTable.from_frame({"A": [1], "B": [0], "count": [3]}, lists=["A", "Z"])
    with pytest.raises(TableError, match="not a Parquet file"):
        CaptureTable.from_parquet("/nowhere/at-all.parquet")


@pytest.mark.parametrize(
    ("text", "message"),
    [("[12,6]", "« 6 » is no list between 1 and 3"), ("[1x]", "« x » is no list"), ("[0]", "« 0 » is no list")],
)
def test_bad_models(text: str, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        Model.parse(text, 3)


def test_a_model_that_is_not_hierarchical_is_refused() -> None:
    with pytest.raises(ModelError, match="not hierarchical: 12 is missing"):
        Model(3, (1, 2, 4, 7))
    with pytest.raises(ModelError, match="a main effect stays"):
        Model.main(3).without(1)


def test_models_over_other_lists_than_the_table_are_refused() -> None:
    with pytest.raises(ModelError, match="over other lists"):
        estimate(table("UKdat"), Fixed(Model.main(5)))
    with pytest.raises(ModelError, match="not over as many lists"):
        fit_many(table("UKdat"), [Model.main(5)])
    with pytest.raises(ModelError, match="different numbers of lists"):
        fit_many(table("UKdat"), [Model.main(5), Model.main(6)])


def test_too_many_models_are_refused_before_any_is_fitted() -> None:
    with pytest.raises(ModelError, match="more than 1,000,000 hierarchical models of order 2 on 8 lists.*downhill"):
        estimate(table("NewOrl"), Best(order=2))
    with pytest.raises(ModelError, match="order 0"):
        hierarchical_models(3, 0)


@pytest.mark.parametrize("procedure", [MainEffects(), Stepwise(), Best(), Downhill()])
def test_lists_that_share_nobody_at_all_have_no_estimate(procedure: MainEffects | Stepwise | Best | Downhill) -> None:
    apart = CaptureTable.from_rows("ABC", [[1, 0, 0, 5], [0, 1, 0, 6], [0, 0, 1, 7]])
    with pytest.raises(NoEstimateError, match="merge lists, or drop one"):
        estimate(apart, procedure)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, 95.0, float("nan")])
def test_levels_out_of_range_are_refused(level: float) -> None:
    with pytest.raises(SettingError, match="level"):
        estimate(table("UKdat_4"), MainEffects(), Wald(level))


def test_settings_out_of_range_are_refused() -> None:
    for wrong in (0.0, 1.0, float("nan")):
        with pytest.raises(SettingError, match="threshold"):
            Stepwise(wrong)
    with pytest.raises(SettingError, match="replicates is 0"):
        estimate(table("UKdat_4"), MainEffects(), Bootstrap(0))
    with pytest.raises(SettingError, match="seed is -1"):
        estimate(table("UKdat_4"), MainEffects(), Bootstrap(10, seed=-1))
    with pytest.raises(SettingError, match="top is 0"):
        Best(top=0)
    with pytest.raises(SettingError, match="order is 0"):
        Downhill(order=0)
    for procedure in (Best, Averaged, Downhill):
        with pytest.raises(SettingError, match="« dic » is none of aic, aicc, bic"):
            procedure(criterion="dic")  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="« normal » is none of bca, percentile"):
        Bootstrap(kind="normal")  # type: ignore[arg-type]
    for workers, backend in ((0, None), (2, "abacus")):
        with pytest.raises(SettingError, match="backend"):
            estimate(table("UKdat_4"), MainEffects(), Bootstrap(500, workers=workers, backend=backend))


def test_every_refusal_is_an_estimation_error_with_its_parts() -> None:
    with pytest.raises(EstimationError) as caught:
        CaptureTable.from_csv(GOOD.replace("40", "-4"))
    assert (caught.value.what, caught.value.where) == ("the count « -4 » is negative", "row 1, count")
    assert issubclass(EstimationError, ValueError)
    assert np.all([issubclass(one, EstimationError) for one in (TableError, ModelError, NoEstimateError, SettingError)])
