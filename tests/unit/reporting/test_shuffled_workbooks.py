"""Order, sorting, hiding and renaming never change what a workbook says; only its accidents tell of them."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.reporting.merging.layout import all_columns
from jalon.reporting.merging.model import NOTHING
from jalon.reporting.merging.moving import longest_rise
from tests.unit.reporting.sheets import COLUMNS, Sheet, kinds, template, without_places

KEYS = [f"KEY{number}" for number in range(1, 5)]
ASKED = [column.key for column in COLUMNS]
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "phase": st.sampled_from(["en cours", "achevée", "presque finie"]),
        "progress": st.text("abcé 12.", min_size=1, max_size=20),
        "deadline": st.sampled_from(["31/12/2026", "mi-novembre 2026", "décembre 2026", "bientôt"]),
        "indicator:1": st.one_of(st.integers(0, 10**6), st.sampled_from(["1\u202f250,5", "N/A", "voir description"])),
        NOTHING: st.just("oui"),
    },
)
ANSWERS = st.dictionaries(st.sampled_from(KEYS), CELLS, max_size=4)


@settings(max_examples=60)
@given(
    answers=ANSWERS,
    order=st.permutations(KEYS),
    columns=st.permutations([column.key for column in all_columns(COLUMNS)]),
    renamed=st.sets(st.sampled_from([*ASKED, NOTHING])),
    hidden_columns=st.sets(st.sampled_from(ASKED)),
    hidden_rows=st.sets(st.sampled_from(KEYS)),
)
def test_what_people_do_to_the_sheet_does_not_change_what_it_says(
    answers: dict[str, dict[str, Any]],
    order: list[str],
    columns: list[str],
    renamed: set[str],
    hidden_columns: set[str],
    hidden_rows: set[str],
) -> None:
    plain = Sheet(template(), answers).merged()
    headings = {key: f"Colonne {place}" for place, key in enumerate(sorted(renamed))}
    worked_on = Sheet(
        template(), answers, order=order, columns=columns, headings=headings, hidden_columns=sorted(hidden_columns),
        hidden_rows=sorted(hidden_rows),
    ).merged()  # fmt: skip
    assert without_places(worked_on) == without_places(plain)
    assert kinds(worked_on).count("column_renamed") == len(renamed)
    assert kinds(worked_on).count("column_hidden") == len(hidden_columns)
    assert kinds(worked_on).count("row_hidden") == len(hidden_rows)


def test_a_line_that_was_moved_is_named_and_a_sorted_sheet_is_told_once() -> None:
    moved = Sheet(template(), order=["KEY2", "KEY3", "KEY4", "KEY1"]).merged()
    [accident] = moved.accidents
    assert (accident.kind.value, accident.line, accident.was) == ("row_moved", "KEY1", "1")
    assert accident.address == "Réponses!A6:H6"
    assert kinds(Sheet(template(), order=list(reversed(KEYS))).merged()) == ["row_moved"] * 3


@given(st.lists(st.integers(0, 50), unique=True, max_size=30))
def test_what_was_not_moved_rises_and_nothing_longer_does(numbers: list[int]) -> None:
    kept = sorted(longest_rise(numbers))
    chosen = [numbers[place] for place in kept]
    assert chosen == sorted(chosen)
    best = [1] * len(numbers)
    for place, number in enumerate(numbers):
        before = [best[other] for other in range(place) if numbers[other] < number]
        best[place] += max(before, default=0)
    assert len(kept) == max(best, default=0)
