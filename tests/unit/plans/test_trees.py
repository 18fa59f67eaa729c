"""Sections form trees: levels come from the top, circles are refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.core.errors import Invalid
from jalon.facts.plan import Section
from jalon.plans.trees import by_level, lies_under


def section(number: int, parent: int | None) -> Section:
    above = None if parent is None else f"s{parent}"
    return Section(uid=f"s{number}", plan="p", order=number, label=f"Axe {number}", parent=above)


def test_parents_come_before_their_children() -> None:
    levels = list(by_level([section(3, 2), section(2, 1), section(1, None)]))
    assert [[s.uid for s in level] for level in levels] == [["s1"], ["s2"], ["s3"]]


def test_a_circle_is_refused_with_the_names_in_it() -> None:
    with pytest.raises(Invalid) as refused:
        list(by_level([section(1, 2), section(2, 1), section(3, None)]))
    assert "Axe 1, Axe 2" in refused.value.problems["parent"]


def test_a_section_that_contains_itself_is_refused() -> None:
    with pytest.raises(Invalid):
        list(by_level([section(1, 1)]))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=10))
def test_what_comes_out_is_what_went_in_and_each_parent_is_there_already(parents: list[int]) -> None:
    sections = [section(n, parent if parent < n else None) for n, parent in enumerate(parents)]
    placed: set[str] = set()
    for level in by_level(reversed(sections)):
        assert all(s.parent is None or s.parent in placed for s in level)
        placed |= {s.uid for s in level}
    assert placed == {s.uid for s in sections}


def test_lying_under_is_being_it_or_hanging_below() -> None:
    parents = {"a": None, "b": "a", "c": "b"}
    assert lies_under("c", "a", parents)
    assert lies_under("a", "a", parents)
    assert not lies_under("a", "c", parents)
