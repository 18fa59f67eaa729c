"""Audit of a plan: four states a criterion and a measure; what nobody looked at is never told as lacking."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.auditing import NAMED_BY, Audit, Cell, audit
from jalon.facts.common import Basis, Known, StatementKind, When
from jalon.facts.evaluation import Assessed, Assessment, Criterion, Finding
from jalon.facts.indicator import Baseline, Expected, Indicator
from jalon.facts.plan import Means, MeansKind, MeasureKind, Plan, Step
from jalon.facts.uids import stable_uid
from tests.synthetic import PLAN, SECTION, SUBSECTION, measure, measure_uid, plan_part, statement, text

MEASURES = (measure(1, "Former"), measure(2, "Héberger", SUBSECTION), measure(3, "Informer", None))
SECTIONS = tuple(section for section in plan_part().sections if section.plan == PLAN)
THE_PLAN: Plan = next(plan for plan in plan_part().plans if plan.uid == PLAN)


def finding(*criteria: Criterion, subject: str = PLAN, known: Known = Known.STATED_ABSENT) -> Assessment:
    """What an evaluator found of a subject."""
    return Assessment(
        uid=stable_uid(f"finding/{subject}/{known}/{criteria}"),
        evaluation=stable_uid("evaluation"),
        object=Assessed.GAP,
        recorded_at="2026-01-15T09:00:00Z",
        subjects=(subject,),
        findings=tuple(Finding(criterion=criterion, known=known) for criterion in criteria),
    )


def indicator(subject: str, **fields: object) -> Indicator:
    return Indicator(
        uid=stable_uid(f"i/{subject}"), slug="i", subject=subject, title=text("Indicateur"), unit="n", **fields
    )  # type: ignore[arg-type]


def means(number: int, kind: MeansKind = MeansKind.PLANNED, **fields: object) -> Means:
    said: dict[str, object] = {"item": text("Ligne"), "when": When(edtf="2024"), "measure": measure_uid(number)}
    return Means(uid=stable_uid(f"m/{number}/{kind}/{fields}"), kind=kind, **(said | fields))  # type: ignore[arg-type]


def audited(**said: object) -> Audit:
    return audit(THE_PLAN, MEASURES, sections=SECTIONS, **said)  # type: ignore[arg-type]


def cell(found: Audit, number: int, criterion: Criterion) -> Cell:
    return next(row for row in found.measures if row.number == str(number)).cells[criterion]


def test_of_a_plan_of_which_nothing_is_said_nothing_is_told_as_lacking() -> None:
    for tally in audited().criteria:
        assert (tally.given, tally.stated_absent, tally.looked_not_found, tally.not_looked_at) == (0, 0, 0, 3)


def test_a_finding_on_the_plan_holds_for_every_measure_of_which_nothing_else_is_known() -> None:
    found = audited(
        assessments=(finding(Criterion.LEAD, Criterion.MEANS),),
        statements=(statement("lead", measure_uid(1), StatementKind.LEAD, basis=Basis.NAMED_IN_PLAN),),
    )
    lead = next(tally for tally in found.criteria if tally.criterion is Criterion.LEAD)
    assert (lead.given, lead.stated_absent) == (1, 2)
    given = cell(found, 1, Criterion.LEAD)
    assert given.state is Known.GIVEN and given.against == (finding(Criterion.LEAD, Criterion.MEANS).uid,)
    assert cell(found, 2, Criterion.LEAD).rests_on == given.against


def test_a_finding_on_a_section_holds_for_what_is_under_it_only() -> None:
    found = audited(assessments=(finding(Criterion.COST, subject=SECTION),))
    states = [cell(found, number, Criterion.COST).state for number in (1, 2, 3)]
    assert states == [Known.STATED_ABSENT, Known.STATED_ABSENT, Known.NOT_LOOKED_AT]


def test_the_nearest_finding_holds() -> None:
    near = finding(Criterion.COST, subject=measure_uid(1), known=Known.NOT_FOUND)
    found = audited(assessments=(finding(Criterion.COST), near))
    assert cell(found, 1, Criterion.COST).state is Known.NOT_FOUND
    assert cell(found, 2, Criterion.COST).state is Known.STATED_ABSENT


def test_what_is_said_to_lack_without_an_object_is_a_finding_of_the_plan_counted_for_no_measure() -> None:
    gap = replace(finding(Criterion.FORMS), uid=stable_uid("gap"), subjects=())
    gone = replace(gap, uid=stable_uid("gone"), superseded_by=gap.uid)
    theme = replace(gap, uid=stable_uid("theme"), object=Assessed.THEME)
    found = audited(gaps=(gap, gone, theme, finding(Criterion.COST, subject=measure_uid(1))))
    assert found.findings == ((Criterion.FORMS, gap.uid, Known.STATED_ABSENT),)
    assert {cell(found, number, Criterion.FORMS).state for number in (1, 2, 3)} == {Known.NOT_LOOKED_AT}


@pytest.mark.parametrize("basis", [Basis.SEEN_ACTING, Basis.SAID_BY_THIRD_PARTY])
def test_a_body_seen_acting_is_not_a_lead_named_by_the_plan(basis: Basis) -> None:
    found = cell(
        audited(statements=(statement("l", measure_uid(1), StatementKind.LEAD, basis=basis),)), 1, Criterion.LEAD
    )
    assert found.state is Known.NOT_LOOKED_AT and found.elsewhere and not found.rests_on


def test_a_replaced_statement_and_a_replaced_finding_count_for_nothing() -> None:
    old = replace(statement("d", measure_uid(1), StatementKind.DEADLINE), superseded_by=stable_uid("later"))
    gone = replace(finding(Criterion.COST), superseded_by=stable_uid("later"))
    found = audited(statements=(old,), assessments=(gone,))
    assert cell(found, 1, Criterion.DEADLINE).state is cell(found, 1, Criterion.COST).state is Known.NOT_LOOKED_AT


def test_a_deadline_that_a_source_says_there_is_none_of_is_stated_absent() -> None:
    said = statement("d", measure_uid(2), StatementKind.DEADLINE, known=Known.STATED_ABSENT)
    assert cell(audited(statements=(said,)), 2, Criterion.DEADLINE).state is Known.STATED_ABSENT


@pytest.mark.parametrize(
    ("line", "given"),
    [
        (means(1, amount="1000"), {Criterion.COST, Criterion.MEANS}),
        (means(1, MeansKind.VOTED, amount="1000", programme="P137"), {Criterion.MEANS, Criterion.FUNDING}),
        (means(1, MeansKind.PRINCIPLE), {Criterion.FUNDING}),
        (means(1, MeansKind.AMENDMENT, amount="1000"), set()),
        (means(1, MeansKind.FINDING), set()),
        (means(1, MeansKind.PLANNED, posts="2"), {Criterion.MEANS}),
    ],
)
def test_a_line_of_means_gives_what_its_kind_gives(line: Means, given: set[Criterion]) -> None:
    row = audited(means=(line,)).measures[0]
    assert {criterion for criterion, found in row.cells.items() if found.state is Known.GIVEN} == given


def test_an_indicator_without_baseline_was_looked_at_and_its_baseline_not_found() -> None:
    plain = audited(indicators=(indicator(measure_uid(1)),))
    assert cell(plain, 1, Criterion.INDICATOR).state is Known.GIVEN
    assert cell(plain, 1, Criterion.BASELINE).state is cell(plain, 1, Criterion.TARGET).state is Known.NOT_FOUND
    whole = indicator(
        measure_uid(1),
        baseline=Baseline(when=When(edtf="2023"), value="0"),
        expected=(Expected(when=When(edtf="2027"), value="10", final=True),),
    )
    found = audited(indicators=(whole,))
    assert cell(found, 1, Criterion.BASELINE).state is cell(found, 1, Criterion.TARGET).state is Known.GIVEN
    assert cell(found, 2, Criterion.BASELINE).state is Known.NOT_LOOKED_AT


def test_steps_forms_and_groups_are_read_from_the_measure() -> None:
    step = Step(uid=stable_uid("step"), title=text("Étape"))
    told = replace(MEASURES[0], steps=(step,), forms=("slavery",), target_groups=("women",))
    cells = audit(THE_PLAN, (told, replace(MEASURES[1], target_groups=("men",)))).measures
    assert cells[0].cells[Criterion.DETAIL].state is cells[0].cells[Criterion.FORMS].state is Known.GIVEN
    assert cells[0].cells[Criterion.MEN_AND_BOYS].state is Known.NOT_FOUND
    assert cells[1].cells[Criterion.MEN_AND_BOYS].state is Known.GIVEN


def test_an_attested_item_is_listed_and_not_identified() -> None:
    item = replace(MEASURES[2], kind=MeasureKind.ATTESTED_ITEM, number=None)
    found = audit(THE_PLAN, (*MEASURES[:2], item))
    assert (found.identified, found.attested) == (2, 1)
    assert [row.number for row in found.measures] == ["1", "2", None]


def test_a_section_that_turns_in_circles_ends() -> None:
    looped = tuple(replace(section, parent=SUBSECTION) for section in SECTIONS)
    assert audit(THE_PLAN, MEASURES, sections=looped).identified == 3


def test_every_criterion_names_who_asked_for_it() -> None:
    assert set(NAMED_BY) == set(Criterion) and all(NAMED_BY.values())


subjects = st.sampled_from([PLAN, SECTION, SUBSECTION, *(measure_uid(n) for n in (1, 2, 3)), stable_uid("elsewhere")])
findings = st.builds(finding, st.sampled_from(Criterion), subject=subjects, known=st.sampled_from(Known))


@given(st.lists(findings, max_size=6), st.lists(st.sampled_from(MEASURES), unique=True, max_size=3))
def test_the_four_states_of_a_criterion_add_up_to_the_measures_listed(
    said: list[Assessment], listed: list[object]
) -> None:
    found = audit(THE_PLAN, listed, sections=SECTIONS, assessments=said)  # type: ignore[arg-type]
    assert {tally.listed for tally in found.criteria} == {len(listed)}
    absent = {f.criterion for item in said for f in item.findings if f.known is not Known.NOT_LOOKED_AT}
    for row in found.measures:
        assert {c for c, held in row.cells.items() if held.state is not Known.NOT_LOOKED_AT} <= absent
