"""Lineage: trees that end, circles found, shares with their bounds and denominators."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.common import Link, Text
from jalon.facts.descent import ancestry, carried_over, circle, progeny
from jalon.facts.lineage import Lineage, LineageKind
from jalon.facts.plan import Measure, MeasureKind, Title
from jalon.facts.uids import stable_uid
from tests.synthetic import RECORDED, text

P1, P2, P3 = "p1", "p2", "p3"


def measure(uid: str, plan: str, number: str | None = "1") -> Measure:
    kind = MeasureKind.MEASURE if number else MeasureKind.ATTESTED_ITEM
    return Measure(uid=uid, plan=plan, order=1, titles=(Title(text=text(uid)),), kind=kind, number=number)


def link(
    kind: LineageKind, earlier: str, later: str, plans: tuple[str, str] = (P1, P2), stated: bool = True
) -> Lineage:
    return Lineage(
        uid=stable_uid(f"{kind}/{earlier}/{later}"), kind=kind, earlier_plan=plans[0], later_plan=plans[1],
        recorded_at=RECORDED, earlier=tuple(earlier.split()), later=tuple(later.split()), text=Text(value="parce que"),
        link=Link.STATED if stated else Link.PROPOSED,
    )  # fmt: skip


CHAIN = (
    link(LineageKind.SPLIT, "a1", "b1 b2"),
    link(LineageKind.MERGED, "b1 b2", "c1", (P2, P3)),
    link(LineageKind.REWORDED, "a2", "b2x", stated=False),
)


def test_a_measure_leads_back_to_where_it_was_first_promised() -> None:
    up = ancestry("c1", CHAIN)
    assert [(step.ends, step.distance) for step in up] == [(("b1", "b2"), 1), (("a1",), 2)]
    assert [step.ends for step in progeny("a1", CHAIN)] == [("b1", "b2"), ("c1",)]
    assert [step.lineage.link for step in ancestry("b2x", CHAIN)] == [Link.PROPOSED]


def test_what_is_only_proposed_leads_no_further() -> None:
    chain = (
        link(LineageKind.REWORDED, "a1", "b1"),
        link(LineageKind.REWORDED, "b1", "c1", (P2, P3), stated=False),
        link(LineageKind.DROPPED, "c1", "", (P2, P3)),
    )
    assert [step.ends for step in ancestry("c1", chain)] == [("b1",)]
    assert [step.ends for step in progeny("a1", chain)] == [("b1",)]
    assert [step.ends for step in progeny("c1", chain)] == [()]


@pytest.mark.parametrize("size", [1, 2, 5000])
def test_a_circle_is_found_however_long(size: int) -> None:
    chain = [link(LineageKind.IDENTICAL, f"m{i}", f"m{i + 1}") for i in range(size)]
    assert circle(chain) == []
    loop = circle([*chain, link(LineageKind.IDENTICAL, f"m{size}", "m0")])
    assert loop[0] == loop[-1] and len(set(loop)) == size + 1


def test_a_circle_hangs_no_page() -> None:
    loop = [link(LineageKind.REWORDED, "a", "b"), link(LineageKind.REWORDED, "b", "a")]
    assert [step.ends for step in ancestry("a", loop)] == [("b",), ("a",)]


def test_many_ways_to_one_measure_are_walked_once() -> None:
    """Two hundred times split in two and merged again: 2 to the power of 200 ways."""
    chain = [link(LineageKind.SPLIT, f"m{i}", f"l{i} r{i}") for i in range(200)]
    chain += [link(LineageKind.MERGED, f"l{i} r{i}", f"m{i + 1}") for i in range(200)]
    assert len(progeny("m0", chain)) == 400


def test_the_share_counts_identified_measures_and_decisions_alone() -> None:
    measures = [measure(f"a{i}", P1) for i in range(3)] + [measure(f"b{i}", P2) for i in range(4)]
    measures += [measure("b-item", P2, None)]
    said = [
        link(LineageKind.REWORDED, "a0", "b0"), link(LineageKind.NEW, "", "b1"),
        link(LineageKind.REWORDED, "a1", "b2", stated=False), link(LineageKind.IDENTICAL, "a2", "b-item"),
        link(LineageKind.IDENTICAL, "a2", "b3", (P1, P3)),
    ]  # fmt: skip
    later, earlier = carried_over(measures, said, P1, P2)
    assert (later.carried, later.not_carried, later.undecided, later.proposed, later.of, later.attested) == (
        1,
        1,
        2,
        1,
        4,
        1,
    )
    assert (later.low, later.high) == (Fraction(1, 4), Fraction(3, 4))
    assert (earlier.carried, earlier.undecided, earlier.of) == (2, 1, 3)


def test_no_measure_identified_gives_no_share() -> None:
    later, _ = carried_over([measure("x", P2, None)], [], P1, P2)
    assert (later.low, later.high, later.of, later.attested) == (None, None, 0, 1)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=8))
def test_the_bounds_hold_whatever_is_decided_later(pairs: list[tuple[int, int, bool]]) -> None:
    measures = [measure(f"a{i}", P1) for i in range(5)] + [measure(f"b{i}", P2) for i in range(5)]
    said = [link(LineageKind.IDENTICAL, f"a{i}", f"b{j}", stated=stated) for i, j, stated in pairs]
    decided = [link(LineageKind.IDENTICAL, f"a{i}", f"b{j}") for i, j, _stated in pairs]
    before, after = carried_over(measures, said, P1, P2)[0], carried_over(measures, decided, P1, P2)[0]
    assert before.low is not None and before.high is not None and after.low is not None
    assert before.low <= after.low <= before.high
