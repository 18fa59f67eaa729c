"""What the office's pages hold, in a number of queries that does not grow with the plan."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jalon.core.models import Part, User
from jalon.core.parts import load
from jalon.facts.common import Known, OrgRef, StatementKind, When
from jalon.facts.part import PartFacts
from jalon.facts.plan import Measure as MeasureFact
from jalon.plans import actions
from jalon.plans.models import Measure, Plan, Section, Statement
from jalon.plans.selectors import AsOf, counts, measure_page, my_plans, plan_page
from jalon.plans.selectors.pages import Identified
from tests import synthetic
from tests.integration.plans.conftest import bare, loaded

Assert = Callable[..., Any]

PLAN_QUERIES = 14
MEASURE_QUERIES = 14
MINE_QUERIES = 4


def _big(facts: PartFacts, count: int) -> PartFacts:
    """The facts with `count` measures in the second plan, each with a lead, a phase, a step and a section of its own."""
    base = facts.measures[0]
    sections = tuple(
        replace(facts.sections[1], uid=synthetic.stable_uid(f"s{n}"), order=n + 10, label=f"1.{n}")
        for n in range(count)
    )
    measures: tuple[MeasureFact, ...] = tuple(
        replace(
            base, uid=synthetic.measure_uid(n + 1), number=str(n + 1), order=n, section=sections[n].uid,
            steps=(replace(base.steps[0], uid=synthetic.stable_uid(f"step{n}")),),
        )
        for n in range(count)
    )  # fmt: skip
    said = tuple(
        synthetic.statement(
            f"{kind}{n}", synthetic.measure_uid(n + 1), kind, organisation=synthetic.MISSION, said=When(edtf="2020"),
            text=synthetic.text("lancée"), citations=synthetic.cited(),
        )
        for n in range(count)
        for kind in (StatementKind.LEAD, StatementKind.PHASE)
    )  # fmt: skip
    return replace(
        facts, sections=(*facts.sections, *sections), measures=measures, statements=said, acts=(), means=facts.means[1:]
    )


@pytest.fixture(params=[5, 60])
def sized(request: pytest.FixtureRequest, part: Part, facts: PartFacts) -> int:
    """A plan of 5 or 60 measures: the same counts of queries must do for both."""
    load(part, _big(facts, request.param), None)
    return int(request.param)


def test_a_plan_page_takes_the_same_queries_for_5_and_for_60_measures(
    sized: int, editor: User, django_assert_num_queries: Assert
) -> None:
    with django_assert_num_queries(PLAN_QUERIES):
        page = plan_page("plan-fictif-2", editor)
    assert len(page.measures) == sized
    assert all(row.lead.known is Known.GIVEN for row in page.measures)


def test_a_measure_page_takes_the_same_queries_for_5_and_for_60_measures(
    sized: int, editor: User, django_assert_num_queries: Assert
) -> None:
    with django_assert_num_queries(MEASURE_QUERIES):
        page = measure_page("plan-fictif-2", "3", editor)
    assert (page.before, page.after) == (synthetic.measure_uid(2), synthetic.measure_uid(4))


def test_the_list_of_plans_takes_the_same_queries_for_5_and_for_60_measures(
    sized: int, editor: User, django_assert_num_queries: Assert
) -> None:
    with django_assert_num_queries(MINE_QUERIES):
        lines = my_plans(editor)
    assert [line.identified.n for line in lines] == [0, sized]


def test_identified_is_not_attested(plan: Plan, editor: User, cites: Any) -> None:
    actions.add_stated_number(plan=plan, by=editor, citations=cites, value=45)
    actions.add_stated_number(plan=plan, by=editor, citations=cites, value=44)
    assert counts(plan) == Identified(n=2, of=(45, 44), attested=1)


def test_a_plan_of_which_nobody_said_the_number_has_no_denominator(part: Part) -> None:
    assert counts(Plan.objects.get(part=part, slug="plan-fictif-1")) == Identified(n=0, of=(), attested=0)


def test_sections_come_in_the_order_of_the_tree_with_their_measures(part: Part, editor: User, cites: Any) -> None:
    plan = Plan.objects.get(slug="plan-fictif-2")
    actions.add_section(plan=plan, by=editor, citations=cites, label="2")
    top = Section.objects.get(plan=plan, label="1")
    actions.add_section(plan=plan, by=editor, citations=cites, label="1.2", parent=top)
    page = plan_page("plan-fictif-2", editor)
    found = [(row.section.fact.label, row.depth, [m.number for m in row.measures]) for row in page.sections]
    assert found == [("1", 0, ["2"]), ("1.1", 1, ["1"]), ("1.2", 1, []), ("2", 0, [])]
    assert [row.number for row in page.unplaced] == [None]


def test_a_page_says_what_the_register_does_not_know(part: Part, editor: User) -> None:
    page = plan_page("plan-fictif-2", editor)
    rows = {row.number: row for row in page.measures}
    assert rows["1"].lead.known is Known.GIVEN
    assert rows["2"].lead.known is Known.NOT_LOOKED_AT
    assert rows["2"].deadline.known is Known.STATED_ABSENT


def test_a_page_as_of_a_day_leaves_out_what_was_said_later(part: Part, editor: User) -> None:
    page = plan_page("plan-fictif-2", editor, AsOf(valid=date(2019, 1, 1)))
    assert {row.number: row.lead.known for row in page.measures}["1"] is Known.NOT_LOOKED_AT


def test_an_attested_item_is_found_by_its_uid_and_a_measure_by_both(part: Part, editor: User) -> None:
    attested = synthetic.measure_uid(900)
    assert measure_page("plan-fictif-2", attested, editor).measure.fact.number is None
    by_uid = measure_page("plan-fictif-2", synthetic.measure_uid(1), editor)
    assert by_uid == measure_page("plan-fictif-2", "1", editor)


@pytest.mark.parametrize("key", ["99", "", "None", "../1", synthetic.stable_uid("nowhere")])
def test_a_measure_that_is_not_there_is_not_found(part: Part, editor: User, key: str) -> None:
    with pytest.raises(Measure.DoesNotExist):
        measure_page("plan-fictif-2", key, editor)


def test_each_form_gets_the_revision_it_will_send_back(part: Part, editor: User, measure: Measure) -> None:
    title = measure.measuretitles.get()
    actions.edit_title(title=title, by=editor, expected_revision=1, text=synthetic.text("Former"))
    page = measure_page("plan-fictif-2", "1", editor)
    assert [(t.uid, t.revision) for t in page.titles] == [(str(title.uid), 2)]
    assert page.measure.revision == 1
    assert [section.label for section in page.above] == ["1", "1.1"]


def test_drafts_of_another_body_are_not_on_the_page(part: Part, editor: User) -> None:
    loaded(bare(synthetic.declarations_part()))
    page = measure_page("plan-fictif-2", "2", editor)
    assert {row.part for row in page.statements} == {part.slug}


def test_a_lead_that_was_replaced_is_not_told_and_its_replacement_is(part: Part, editor: User, cites: Any) -> None:
    old = Statement.objects.get(part=part, subject_uid=synthetic.measure_uid(1), kind=StatementKind.LEAD)
    body = OrgRef(name="Autre service")
    actions.supersede_statement(
        statement=old, by=editor, expected_revision=old.revision, citations=cites, organisation=body
    )
    row = next(row for row in plan_page("plan-fictif-2", editor).measures if row.number == "1")
    assert [said.organisation for said in row.lead.statements] == [body]


def test_statements_without_a_source_are_counted_by_measure(part: Part, editor: User) -> None:
    before = {row.uid: (row.statements, row.unsourced) for row in plan_page("plan-fictif-2", editor).measures}
    for measure in (1, 1, 2):
        actions.make_statement(
            part=part, kind=StatementKind.PROGRESS, subject=uuid.UUID(synthetic.measure_uid(measure)), by=editor,
            text=synthetic.text("Fait"), source_to_find=True,
        )  # fmt: skip
    after = {row.uid: (row.statements, row.unsourced) for row in plan_page("plan-fictif-2", editor).measures}
    grown = {uid: (said - before[uid][0], bare - before[uid][1]) for uid, (said, bare) in after.items()}
    assert (grown[synthetic.measure_uid(1)], grown[synthetic.measure_uid(2)]) == ((2, 2), (1, 1))
