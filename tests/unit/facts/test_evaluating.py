"""The rules of evaluations: levels of their own scale, votes that add up, evidence, crosswalks; and statements they make."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.checking import problems_of_fact
from jalon.facts.codec import decode, encode
from jalon.facts.common import Count, OrgRef, Text, When
from jalon.facts.crosswalks import contradictions
from jalon.facts.evaluating import MAY, MEMBERS, NEEDS
from jalon.facts.evaluation import (
    Adoption,
    Assessed,
    EvaluationState,
    Evidence,
    EvidenceKind,
    NoVerdict,
    Reliance,
)
from jalon.facts.known import NOTHING
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.said import statements_of
from jalon.facts.standard_scales import DONE, ENGAGED, OGP_COMPLETION, STANDARD
from jalon.facts.validation import validate
from tests.unit.facts.making_evaluations import PLAN, assessment, claim, crosswalk, evaluation, uid

HEADER = PartHeader(uid=uid("part"), slug="essai", kind=PartKind.EVALUATION, title="Essai", owner=OrgRef(name="A"))
KNOWN = replace(NOTHING, plans=frozenset({PLAN}), measures=frozenset({uid("m1"), uid("m2")}))


def faults(fact: object) -> list[str]:
    return [problem.where for problem in problems_of_fact(fact)]


votes = st.integers(0, 200)


@given(votes, votes, votes, st.integers(-3, 3))
def test_votes_add_up_or_are_refused(for_: int, against: int, abstentions: int, off: int) -> None:
    total = for_ + against + abstentions + off
    item = Adoption(body="plénière", votes_for=for_, votes_against=against, abstentions=abstentions, votes=total)
    assert (faults(item) == []) == (off == 0 and against <= for_)


def test_a_vote_that_is_only_printed_is_kept_as_printed() -> None:
    assert faults(Adoption(body="plénière", printed="à l’unanimité et une abstention", abstentions=1)) == []
    assert faults(Adoption(body="plénière", abstentions=3, votes=2)) == ["$.votes"]


@pytest.mark.parametrize("kind", list(EvidenceKind))
def test_each_kind_of_evidence_needs_what_it_shows_and_says_nothing_else(kind: EvidenceKind) -> None:
    assert set(NEEDS[kind]) | set(MAY[kind]) <= set(MEMBERS)
    assert faults(Evidence(kind=kind)) != []


def test_a_level_of_another_scale_cannot_be_signed() -> None:
    one = evaluation("one")
    facts = PartFacts(header=HEADER, evaluations=(one,), assessments=(assessment(one, "m1", "engaged"),))
    (problem,) = validate(facts, KNOWN)
    assert problem.where == "$.facts[0].level" and "done, partial, not_done" in str(problem)


def test_a_measure_that_left_the_plan_cannot_be_signed() -> None:
    one = evaluation("one")
    facts = PartFacts(header=HEADER, evaluations=(one,), assessments=(assessment(one, "m9", "done"),))
    assert [problem.where for problem in validate(facts, KNOWN)] == ["$.facts[0].subjects[0]"]


def test_an_evaluation_that_nobody_read_has_neither_scale_nor_vote() -> None:
    assert faults(evaluation("one", state=EvaluationState.KNOWN_NOT_SHARED)) == ["$.state"]
    assert faults(evaluation("one", None, state=EvaluationState.KNOWN_NOT_SHARED)) == []


def test_circles_of_crosswalks_are_found_and_inverse_readings_too() -> None:
    there = crosswalk("there", ENGAGED, DONE, {"engaged": "partial"})
    back = crosswalk("back", DONE, ENGAGED, {"partial": "engaged"})
    assert [params for _item, _words, params in contradictions([there, back])] == [{"loop": "there → back"}]
    assert list(contradictions([there, crosswalk("on", DONE, OGP_COMPLETION, {"done": "complete"})])) == []


def test_a_third_scale_may_not_lead_elsewhere() -> None:
    ways = [
        crosswalk("one", ENGAGED, DONE, {"engaged": "partial"}),
        crosswalk("two", DONE, OGP_COMPLETION, {"partial": "limited"}),
        crosswalk("straight", ENGAGED, OGP_COMPLETION, {"engaged": "complete"}),
    ]
    ((item, _words, params),) = contradictions(ways)
    assert (item.slug, params["one"], params["other"]) == ("straight", "complete", "limited")


def test_a_crosswalk_that_turns_the_order_round_cannot_be_signed() -> None:
    turned = crosswalk("turned", ENGAGED, DONE, {"engaged": "not_done", "not_engaged": "done"})
    assert [p.where for p in validate(PartFacts(header=HEADER, crosswalks=(turned,)), KNOWN)] == ["$.facts.pairs"]


def test_documents_come_back_as_they_went() -> None:
    one = evaluation("one", rests_on=(Reliance(words="auditions"),))
    said = (assessment(one, "m1", "done", evidence=(Evidence(kind=EvidenceKind.TESTIMONY, reference="T-1"),)),)
    assert decode("evaluation", encode(one)) == one
    assert decode("assessments", encode(said)) == said
    assert [decode("scale", encode(scale)) for scale in STANDARD] == list(STANDARD)


def test_a_verdict_is_a_statement_under_its_uid_and_no_verdict_is_none() -> None:
    one = evaluation(
        "one", rests_on=(Reliance(words="auditions"),), adoption=Adoption(body="plénière", printed="unanime")
    )
    judged, silent = assessment(one, "m1", "done"), assessment(one, "m2", no_verdict=NoVerdict.NOT_EXAMINED)
    (said,) = statements_of([one], {DONE.uid: DONE}, [judged, silent])
    assert (said.uid, said.subject, said.outcome, said.scale) == (judged.uid, uid("m1"), "done", DONE.printed)
    assert said.text == Text(value="réalisée")
    assert said.note == Text(value="adoptée en plénière, unanime ; repose sur : auditions")


def test_a_verdict_on_a_group_is_said_of_each_of_its_measures_once() -> None:
    one = evaluation("one")
    item = assessment(one, "m1", "done", object=Assessed.GROUP, subjects=(uid("m1"), uid("m2")), topic="mineurs")
    found = list(statements_of([one], {DONE.uid: DONE}, [item]))
    assert [statement.subject for statement in found] == [uid("m1"), uid("m2")]
    assert found[0].uid == item.uid != found[1].uid


def test_a_claim_is_a_count_of_the_plan() -> None:
    item = claim(counts=(Count(label="engagée", value=50),), total=60, scale=ENGAGED.uid, said=When(edtf="2024-12-12"))
    (said,) = statements_of([], {ENGAGED.uid: ENGAGED}, [], [item])
    assert (said.subject, said.counts, said.total, said.scale) == (PLAN, item.counts, 60, ENGAGED.printed)
    assert item.numerator == 50
