"""Statements of tables are held close, and are the facts that they would be one by one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.common import Citation, Known, OrgRef, Statement, StatementKind, Text, When
from jalon.facts.sayings import Saying, Sayings
from jalon.facts.uids import is_uid, stable_bytes, stable_uid
from jalon.facts.validation import fact_problems, held_problems

SOURCE = stable_uid("source")
ODD = ("Pilote", "é" * 50_001, "\u202eenvers", "a\x00b", "")
texts = st.sampled_from(ODD) | st.text(max_size=5)
whens = st.builds(When, edtf=st.sampled_from(("2026", "2026-13", "hier", None)), printed=st.none() | texts)
saids = st.builds(
    Statement, uid=st.just(""), subject=st.just(""), kind=st.sampled_from(StatementKind), known=st.sampled_from(Known),
    recorded_at=st.sampled_from(("2026-11-22T10:00:00Z", "hier")), organisation=st.none() | st.builds(OrgRef, name=texts),
    text=st.none() | st.builds(Text, value=texts), due=st.none() | whens,
    citations=st.builds(Citation, source=st.sampled_from((SOURCE, "nulle"))).map(lambda cite: (cite,)),
)  # fmt: skip
subjects = st.sampled_from((stable_uid("m1"), stable_uid("m2"), "mesure"))
sayings = st.lists(
    st.tuples(st.integers(0, 8), subjects, st.none() | texts, st.none() | texts, st.integers(0, 2)), max_size=12
)


def held(rows: list[tuple[int, str, str | None, str | None, int]], said: list[Statement]) -> Sayings:
    return Sayings(
        Saying(stable_bytes(f"s{key}"), about, topic, at, said[which]) for key, about, topic, at, which in rows
    )


@given(sayings, st.lists(saids, min_size=3, max_size=3))
def test_each_is_the_fact_that_was_added_and_a_uid_is_held_once(
    rows: list[tuple[int, str, str | None, str | None, int]], said: list[Statement]
) -> None:
    expected: dict[str, Statement] = {}
    for key, about, topic, at, which in rows:
        uid, one = stable_uid(f"s{key}"), said[which]
        cites = (replace(one.citations[0], locator=at),)
        expected.setdefault(uid, replace(one, uid=uid, subject=about, topic=topic, citations=cites))
    found = held(rows, said)
    assert tuple(found) == tuple(expected.values())
    assert len(found) == len(expected) and found == Sayings(found.each())
    assert [one for piece in found.pieces(5) for one in piece] == list(found.each())
    assert found.subjects == {one.subject for one in expected.values()}


@given(sayings, st.lists(saids, min_size=3, max_size=3))
def test_what_is_wrong_is_what_is_wrong_with_the_facts_with_the_place_of_each(
    rows: list[tuple[int, str, str | None, str | None, int]], said: list[Statement]
) -> None:
    found = held(rows, said)
    expected = [
        (one.citations[0].locator, problem)
        for one in found
        for problem in fact_problems(one, f"statements/{one.subject}.json", "$.facts")
    ]
    assert list(held_problems(found)) == expected


def test_subjects_are_renamed_and_the_others_keep_their_uid() -> None:
    said = Statement(uid="", kind=StatementKind.LEAD, subject="", recorded_at="2026-11-22T10:00:00Z", citations=(Citation(source=SOURCE),))  # fmt: skip
    some = Sayings(Saying(stable_bytes(one), one, None, "A1", said) for one in ("a", "b"))
    assert [one.subject for one in some.of({"a": "c"})] == ["c", "b"]
    assert [one.uid for one in some.of({"a": "c"})] == [one.uid for one in some]
    assert some.of({"a": "a"}) is some


def test_one_is_looked_up_by_its_place() -> None:
    said = Statement(uid="", kind=StatementKind.LEAD, subject="", recorded_at="2026-11-22T10:00:00Z", citations=(Citation(source=SOURCE),))  # fmt: skip
    some = Sayings(Saying(stable_bytes(one), one, None, "A1", said) for one in "abc")
    assert (some[0].subject, some[-1].subject, [one.subject for one in some[1:]]) == ("a", "c", ["b", "c"])
    with pytest.raises(IndexError):
        some[3]
    assert some != () and Sayings() == ()


@given(st.text(min_size=1))
def test_the_bytes_of_a_stable_uid_are_its_digits(key: str) -> None:
    text = stable_uid(key.encode("utf-8", "ignore").decode() or "x")
    assert is_uid(text)
    assert stable_bytes(key.encode("utf-8", "ignore").decode() or "x").hex() == text.replace("-", "")
