"""Reading capture histories, and merging and dropping lists."""

import io

import duckdb
import numpy as np
import pandas
import pytest

from jalon.methods.estimation import CaptureTable, TableError
from tests.unit.methods.estimation import reference
from tests.unit.methods.estimation.reference import table

TEXT = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"


def test_histories_are_bitmasks_with_the_first_list_as_the_lowest_bit() -> None:
    found = CaptureTable.from_csv(TEXT)
    assert found.lists == ("A", "B", "C")
    assert found.histories.tolist() == [0b001, 0b010, 0b011, 0b100]
    assert found.counts.tolist() == [40, 30, 6, 20]
    assert (found.observed, found.sizes, found.overlap("A", "B")) == (96, (46, 36, 20), 6)
    assert found.full().tolist() == [0, 40, 30, 6, 20, 0, 0, 0]
    assert CaptureTable.from_full(found.lists, found.full()) == found


def test_text_file_semicolons_tabs_byte_order_mark_and_blank_lines_read_alike() -> None:
    expected = CaptureTable.from_csv(TEXT)
    for other in (
        io.StringIO(TEXT),
        io.BytesIO(b"\xef\xbb\xbf" + TEXT.encode()),
        "\ufeff" + TEXT.replace(",", ";").replace("\n", "\r\n"),
        TEXT.replace(",", "\t") + "\n\n",
        TEXT.replace("6", " 6.0 "),
        "count,A,B,C\n40,1,0,0\n30,0,1,0\n20,0,0,1\n6,1,1,0\n",
    ):
        assert CaptureTable.from_csv(other) == expected


def test_a_history_on_several_rows_adds_up_and_those_of_nobody_are_left_out() -> None:
    text = TEXT + "1,1,0,4\n1,1,1,0\n0,0,0,0\n"
    assert CaptureTable.from_csv(text).full().tolist() == [0, 40, 30, 10, 20, 0, 0, 0]


def test_rows_people_frames_duckdb_and_parquet_give_the_same_table(tmp_path: object) -> None:
    expected = table("UKdat_5")
    frame = pandas.read_csv(reference.FOLDER / "UKdat_5.csv")
    file = f"{tmp_path}/uk.parquet"
    duckdb.sql("SELECT * FROM frame").write_parquet(file)
    people = [
        [name for n, name in enumerate(expected.lists) if history >> n & 1]
        for history, count in zip(expected.histories.tolist(), expected.counts.tolist(), strict=True)
        for _ in range(count)
    ]
    one_a_row = frame.loc[frame.index.repeat(frame["count"])].drop(columns="count")
    assert CaptureTable.from_frame(frame) == expected
    assert CaptureTable.from_frame(frame.astype(float)) == expected
    assert CaptureTable.from_frame(frame.to_dict("list")) == expected
    assert CaptureTable.from_frame(duckdb.sql("SELECT * FROM frame")) == expected
    assert CaptureTable.from_parquet(file) == expected
    assert CaptureTable.from_people(people, lists=expected.lists) == expected
    assert CaptureTable.from_frame(one_a_row.astype(bool), count=None) == expected
    assert CaptureTable.from_rows(expected.lists, frame.to_numpy().tolist()) == expected


def test_merging_the_police_and_the_agency_is_the_published_table_of_five_lists() -> None:
    assert table("UKdat").merge(["PF", "NCA"], "PFNCA") == table("UKdat_5")
    assert table("Ned").merge(["O", "I"], "IO").reordered(table("Ned_5").lists) == table("Ned_5")
    assert table("NewOrl").merge(["B", "E", "F", "G"], "BEFG") == table("NewOrl_5")


def test_dropping_a_list_forgets_who_was_only_on_it() -> None:
    found = table("UKdat_5").drop("GP")
    assert found == table("UKdat_4")
    assert (table("UKdat_5").observed, found.observed) == (2744, 2428)


def test_a_table_cannot_be_changed_and_can_be_a_key() -> None:
    found = CaptureTable.from_csv(TEXT)
    assert {found: 1}[CaptureTable.from_csv(TEXT)] == 1
    with pytest.raises(ValueError, match="read-only"):
        found.counts[0] = 7


def test_what_is_no_table_is_refused_by_the_constructor() -> None:
    for histories, counts in (([2, 1], [1, 1]), ([0, 1], [1, 1]), ([1, 8], [1, 1]), ([1, 2], [1, 0]), ([1, 2], [1])):
        with pytest.raises(TableError):
            CaptureTable(("A", "B", "C"), np.array(histories), np.array(counts))
    with pytest.raises(TableError, match="integers"):
        CaptureTable(("A", "B"), np.array([1, 2]), np.array([1.5, 2.0]))


def test_merging_and_dropping_name_what_is_wrong() -> None:
    found = CaptureTable.from_csv(TEXT)
    with pytest.raises(TableError, match="no list is named « D ».*The lists are A, B, C"):
        found.drop("D")
    with pytest.raises(TableError, match="fewer than two lists to merge"):
        found.merge(["A", "A"], "X")
    with pytest.raises(TableError, match="two lists are named « C »"):
        found.merge(["A", "B"], "C")
    with pytest.raises(TableError, match="no list remains"):
        found.drop("A", "B", "C")
