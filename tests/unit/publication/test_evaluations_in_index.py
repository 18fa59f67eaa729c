"""A Release of evaluations: read as what they are, and as the statements that pages of plans and measures show."""

from dataclasses import replace

from jalon.facts.common import OrgRef
from jalon.facts.evaluation import NoVerdict
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.uids import stable_uid
from jalon.publication.reader import open_reader
from tests.publishing import Publisher
from tests.synthetic import PLAN, measure_uid, plan_part
from tests.unit.facts.making_evaluations import assessment, claim, evaluation

ONE = evaluation("one", plan=PLAN, body="Évaluateur fictif")
JUDGED = assessment(ONE, "m1", "done", subjects=(measure_uid(1),))
SILENT = assessment(ONE, "m2", subjects=(measure_uid(2),), no_verdict=NoVerdict.NOT_EXAMINED)
SAID = claim(plan=PLAN, total=60, evaluation=ONE.uid)


def part() -> PartFacts:
    owner = OrgRef(name="Évaluateur fictif")
    header = PartHeader(
        uid=stable_uid("test/part"), slug="eval", kind=PartKind.EVALUATION, title="Évaluation", owner=owner
    )
    return PartFacts(header=header, evaluations=(ONE,), assessments=(JUDGED, SILENT), claims=(SAID,))


def test_they_are_read_by_plan_by_subject_and_by_evaluation(publisher: Publisher) -> None:
    reader = open_reader(publisher.release(plan_part(), part()).id, publisher.store)
    assert reader.evaluations_of_plan(PLAN) == (ONE,)
    assert set(reader.assessments_of_plan(PLAN)) == {JUDGED, SILENT}
    assert reader.assessments_of([measure_uid(1)]) == (JUDGED,)
    assert set(reader.assessments_in(ONE.uid)) == {JUDGED, SILENT}
    assert reader.claims_of_plan(PLAN) == (SAID,)
    assert reader.scale(str(ONE.scale)) in reader.scales()


def test_a_verdict_is_also_a_statement_of_its_measure_found_by_search(publisher: Publisher) -> None:
    reader = open_reader(publisher.release(plan_part(), part()).id, publisher.store)
    said = [s for s in reader.statements([measure_uid(1)])[measure_uid(1)] if s.outcome == "done"]
    assert [statement.uid for statement in said] == [JUDGED.uid]
    place = reader.place(JUDGED.uid)
    assert place is not None and place.measure == measure_uid(1)
    assert JUDGED.uid in {hit.place.uid for hit in reader.search("évaluateur réalisée").hits}
    assert measure_uid(2) not in {uid for uid, found in reader.statements([measure_uid(2)]).items() for s in found if s.uid == SILENT.uid}  # fmt: skip


def test_another_part_may_refer_to_them(publisher: Publisher) -> None:
    reader = open_reader(publisher.release(plan_part(), part()).id, publisher.store)
    known = reader.known()
    assert known.evaluations == {ONE.uid: ONE.scale}
    assert {JUDGED.uid, SAID.uid} <= known.statements


def test_a_release_with_the_level_changed_says_so_in_words(publisher: Publisher) -> None:
    from jalon.publication.diff import difference

    before = publisher.release(plan_part(), part())
    after = publisher.release(plan_part(), replace(part(), assessments=(replace(JUDGED, level="not_done"), SILENT)))
    (change,) = difference(publisher.store, before.id, after.id).changes
    assert change.uid == JUDGED.uid and "niveau" in change.sentences[0]
