"""Measures by evaluations: counts that add up, disagreement on one scale or through one published crosswalk only."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.common import Link
from jalon.facts.comparing import Change, compare, rests_on, rounds
from jalon.facts.evaluation import Assessed, EvaluationState, Evidence, EvidenceKind, NoVerdict, Reliance
from jalon.facts.standard_scales import DONE, ENGAGED, OGP_COMPLETION, STANDARD
from tests.unit.facts.making_evaluations import assessment, crosswalk, evaluation, uid

M1, M2, M3 = (uid(name) for name in ("m1", "m2", "m3"))


def test_every_measure_is_counted_once_with_those_that_were_not_assessed() -> None:
    one = evaluation("one")
    items = [assessment(one, "m1", "done"), assessment(one, "m2", no_verdict=NoVerdict.NOT_EXAMINED)]
    (column,) = compare([M1, M2, M3], [one], items, STANDARD).columns
    assert column.levels == {"done": 1, "partial": 0, "not_done": 0}
    assert (column.reasons, column.not_assessed, column.total) == ({"not_examined": 1}, 1, 3)
    assert (column.assessed, column.without_evidence) == (1, 1)


levels = st.sampled_from(["done", "partial", "not_done", None])
objects = st.sampled_from([Assessed.MEASURE, Assessed.GROUP, Assessed.THEME])


@given(st.lists(st.tuples(st.integers(0, 9), levels, objects), max_size=30))
def test_counts_always_add_up_to_the_measures(drawn: list[tuple[int, str | None, Assessed]]) -> None:
    one, measures = evaluation("one"), [uid(f"m{number}") for number in range(8)]
    items = [
        assessment(one, f"m{number}", level, object=kind, no_verdict=None if level else NoVerdict.NOT_YET_DUE)
        for number, level, kind in drawn
    ]
    (column,) = compare(measures, [one], items, STANDARD).columns
    parts = (column.words, column.no_agreement, column.in_group, column.not_assessed)
    assert sum(column.levels.values()) + sum(column.reasons.values()) + sum(parts) == len(measures)
    own = {number for number, level, kind in drawn if number < 8 and level and kind is Assessed.MEASURE}
    assert column.assessed == len(own)


def test_a_verdict_on_a_group_is_no_verdict_on_each_of_its_measures() -> None:
    one = evaluation("one")
    item = assessment(one, "m1", "done", object=Assessed.GROUP, subjects=(M1, M2))
    found = compare([M1, M2], [one], [item], STANDARD)
    assert (found.columns[0].assessed, found.columns[0].in_group) == (0, 2)
    assert found.cell(M2, one.uid) == (item,)
    assert found.level(M2, one.uid) is None


def test_two_evaluators_disagree_on_one_scale() -> None:
    one, two = evaluation("one"), evaluation("two")
    items = [assessment(one, "m1", "done"), assessment(two, "m1", "not_done"), assessment(one, "m2", "done")]
    found = compare([M1, M2], [one, two], [*items, assessment(two, "m2", "done")], STANDARD)
    assert set(found.disagreements) == {M1}
    assert [(reading.said, reading.read) for reading in found.disagreements[M1][0].readings] == [
        ("done", "done"), ("not_done", "not_done"),
    ]  # fmt: skip


def test_levels_of_two_scales_are_never_compared_without_a_crosswalk() -> None:
    one, two = evaluation("one"), evaluation("two", ENGAGED)
    items = [assessment(one, "m1", "done"), assessment(two, "m1", "not_engaged")]
    assert compare([M1], [one, two], items, STANDARD).disagreements == {}


def test_a_published_crosswalk_compares_and_is_named() -> None:
    one, two = evaluation("one"), evaluation("two", ENGAGED)
    items = [assessment(one, "m1", "done"), assessment(two, "m1", "not_engaged"), assessment(two, "m2", "engaged")]
    walk = crosswalk("walk", ENGAGED, DONE, {"not_engaged": "not_done", "engaged": None})
    found = compare([M1, M2], [one, two], [*items, assessment(one, "m2", "not_done")], STANDARD, [walk])
    (disagreement,) = found.disagreements[M1]
    assert (disagreement.crosswalk, disagreement.scale) == (walk, DONE.uid)
    assert [(reading.said, reading.read) for reading in disagreement.readings] == [
        ("done", "done"), ("not_engaged", "not_done"),
    ]  # fmt: skip
    assert M2 not in found.disagreements  # « engaged » has no equivalent, and stays without


def test_crosswalks_are_not_chained() -> None:
    one, two = evaluation("one"), evaluation("two", ENGAGED)
    items = [assessment(one, "m1", "not_done"), assessment(two, "m1", "engaged")]
    walks = [
        crosswalk("first", ENGAGED, OGP_COMPLETION, {"engaged": "complete"}),
        crosswalk("second", OGP_COMPLETION, DONE, {"complete": "done"}),
    ]
    assert compare([M1], [one, two], items, STANDARD, walks).disagreements == {}


def test_a_link_that_is_only_proposed_disagrees_with_nobody() -> None:
    one, two = evaluation("one"), evaluation("two")
    items = [assessment(one, "m1", "done"), assessment(two, "m1", "not_done", link=Link.PROPOSED)]
    found = compare([M1], [one, two], items, STANDARD)
    assert found.disagreements == {}
    assert found.cell(M1, two.uid)


def test_an_evaluator_does_not_disagree_with_its_own_past_but_changes() -> None:
    before, after = evaluation("before", body="A", year="2023"), evaluation("after", body="A", year="2025")
    items = [assessment(before, "m1", "not_done"), assessment(after, "m1", "done"), assessment(after, "m2", "done")]
    found = compare([M1, M2], [after, before], items, STANDARD)
    assert found.disagreements == {}
    assert found.latest == (after.uid,)
    assert found.changes(before.uid, after.uid) == (
        Change(subject=M1, before="not_done", after="done"),
        Change(subject=M2, before=None, after="done"),
    )
    assert rounds([after, before]) == {"A": (before, after)}


def test_rounds_on_two_scales_have_no_changes() -> None:
    before, after = evaluation("before", body="A"), evaluation("after", ENGAGED, body="A", year="2025")
    items = [assessment(before, "m1", "done"), assessment(after, "m1", "engaged")]
    assert compare([M1], [before, after], items, STANDARD).changes(before.uid, after.uid) == ()


def test_what_was_superseded_is_in_no_cell() -> None:
    one = evaluation("one")
    old = assessment(one, "m1", "done", superseded_by=uid("new"))
    new = assessment(one, "m1", "partial", uid=uid("new"))
    assert compare([M1], [one], [old, new], STANDARD).cell(M1, one.uid) == (new,)


def test_what_is_said_of_the_plan_stands_beside_the_measures() -> None:
    one = evaluation("one")
    item = assessment(one, "m9", "done", object=Assessed.PLAN)
    found = compare([M1], [one], [item], STANDARD)
    assert found.beside == {one.uid: (item,)}
    assert found.columns[0].not_assessed == 1


def test_dependence_reaches_through_others() -> None:
    one = evaluation("one")
    two = evaluation("two", rests_on=(Reliance(evaluation=one.uid),))
    three = evaluation("three", rests_on=(Reliance(evaluation=two.uid), Reliance(words="auditions")))
    assert rests_on([one, two, three])[three.uid] == {one.uid, two.uid}


def test_verdicts_that_show_nothing_are_counted() -> None:
    one = evaluation("one")
    shown = Evidence(kind=EvidenceKind.TESTIMONY, reference="T-2026-014")
    items = [assessment(one, "m1", "done", evidence=(shown,)), assessment(one, "m2", "done")]
    (column,) = compare([M1, M2], [one], items, STANDARD).columns
    assert column.without_evidence == 1
    assert Counter(item.without_evidence for item in items) == {True: 1, False: 1}


def test_an_evaluation_that_nobody_has_read_does_not_take_the_place_of_a_published_one() -> None:
    one, other = evaluation("a", year="2022"), evaluation("b", year="2023")
    hidden = evaluation("c", None, "2024", body="a", state=EvaluationState.KNOWN_NOT_SHARED)
    found = compare(
        [uid("m1")],
        [one, other, hidden],
        [assessment(one, "m1", "done"), assessment(other, "m1", "not_done")],
        STANDARD,
    )
    assert one.uid in found.latest and hidden.uid not in found.latest
    assert uid("m1") in found.disagreements
