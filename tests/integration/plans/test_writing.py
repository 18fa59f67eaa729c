"""Writes lose nothing and take nothing that a signed document would refuse."""

from typing import Any

import pytest

from jalon.core.errors import Conflict, Invalid
from jalon.core.keeping import public
from jalon.core.models import AuditEvent, Part, User
from jalon.core.parts import collect
from jalon.facts.common import Citation, Text, When, Wording
from jalon.facts.plan import MeansKind, MeasureKind
from jalon.plans import actions
from jalon.plans.models import Means, Measure, MeasureTitle, Plan, Section
from jalon.plans.selectors import text_history, unsourced, withdrawn

Cites = tuple[Citation, ...]
TEXT = Text(value="Ouvrir un centre")


# --- conflicts -------------------------------------------------------------------------------------------------------


def test_a_form_filled_on_an_older_revision_is_refused_with_both_texts(measure: Measure, editor: User) -> None:
    mine = Measure.objects.get(pk=measure.pk)
    actions.edit_measure(measure=measure, by=editor, expected_revision=1, note=Text(value="Le leur"))
    with pytest.raises(Conflict) as met:
        actions.edit_measure(measure=mine, by=editor, expected_revision=1, note=Text(value="Le mien"))
    assert [(f.field, f.current, f.submitted) for f in met.value.fields] == [("note", "Le leur", "Le mien")]
    assert Measure.objects.get(pk=measure.pk).note == Text(value="Le leur")


def test_the_trace_keeps_both_texts_of_a_change(measure: Measure, editor: User) -> None:
    title = measure.measuretitles.get()
    before = title.text.value
    actions.edit_title(title=title, by=editor, expected_revision=1, text=TEXT)
    event = AuditEvent.objects.order_by("-id")[0]
    assert (event.action, public(event.changes)) == ("plans.edit_title", {"text": [before, TEXT.value]})


def test_the_history_of_a_title_keeps_each_text_and_its_author(measure: Measure, editor: User) -> None:
    title = measure.measuretitles.get()
    before = title.text
    actions.edit_title(title=title, by=editor, expected_revision=1, text=TEXT)
    versions = text_history(str(title.uid), editor)
    assert [(v.texts["text"], v.by) for v in versions] == [(TEXT, str(editor)), (before, "")]


# --- sources ---------------------------------------------------------------------------------------------------------


def test_a_fact_without_a_source_is_refused_with_what_to_do(plan: Plan, editor: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_section(plan=plan, by=editor, label="3")
    assert "source à trouver" in refused.value.problems["citations"]


def test_a_source_to_find_is_taken_and_keeps_the_part_from_being_signed(plan: Plan, editor: User, cites: Cites) -> None:
    before = unsourced(plan.part)
    row = actions.add_section(plan=plan, by=editor, label="3", source_to_find=True)
    new = [item for item in unsourced(plan.part) if item not in before]
    assert [(item.kind, item.uid, item.label) for item in new] == [("section", str(row.uid), "3")]
    actions.cite(record=row, citations=cites, by=editor, expected_revision=1)
    assert unsourced(plan.part) == before


def test_sources_of_a_title_support_its_measure(plan: Plan, editor: User, cites: Cites) -> None:
    row = actions.add_measure(plan=plan, title=TEXT, by=editor, citations=cites, number="40")
    actions.cite(record=row, citations=(), by=editor, expected_revision=1, source_to_find=True)
    assert str(row.uid) not in {item.uid for item in unsourced(plan.part)}


def test_a_source_of_another_part_cannot_be_cited(plan: Plan, editor: User) -> None:
    stranger = Citation(source="00000000-0000-7000-8000-000000000000")
    with pytest.raises(Invalid, match="n’est pas dans la partie"):
        actions.add_section(plan=plan, by=editor, label="3", citations=(stranger,))
    assert not Section.objects.filter(label="3").exists()


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "1,5"), ("amount", "1e6"), ("amount", "9" * 31), ("amount", "dix"), ("posts", "2 postes"),
        ("currency", "euro"), ("when", When(edtf="2024-02-30")), ("item", Text(value="a" * 100_001)),
        ("item", Text(value="\u202ecaché")), ("item", Text(value="x", lang="français")), ("kind", "gift"),
    ],
)  # fmt: skip
def test_an_impossible_value_is_refused_by_its_field(
    part: Part, editor: User, cites: Cites, field: str, value: object
) -> None:
    given: dict[str, Any] = {"item": TEXT, "kind": MeansKind.PAID, "when": When(edtf="2024"), "amount": "1"}
    with pytest.raises(Invalid) as refused:
        actions.add_means(part=part, by=editor, citations=cites, **{**given, field: value})
    assert set(refused.value.problems) == {field}
    assert not Means.objects.filter(kind="paid").exists()


def test_an_amount_of_thirty_digits_is_kept_to_the_last(part: Part, editor: User, cites: Cites) -> None:
    amount = "-" + "123456789" * 3 + "12.3"
    row = actions.add_means(
        part=part, by=editor, citations=cites, item=TEXT, kind=MeansKind.PAID, when=When(edtf="2024"), amount=amount
    )
    assert {means.uid: means.amount for means in collect(part)["means"]}[str(row.uid)] == amount


@pytest.mark.parametrize("missing", ["slug", "rank", "period", "known_until"])
def test_a_plan_needs_its_address_rank_period_and_known_until(
    part: Part, editor: User, cites: Cites, missing: str
) -> None:
    given = {"slug": "p", "rank": 9, "period": When(edtf="2030"), "known_until": "2031"}
    del given[missing]
    with pytest.raises(Invalid) as refused:
        actions.create_plan(part=part, title=TEXT, by=editor, citations=cites, **given)  # type: ignore[arg-type]
    assert set(refused.value.problems) == {missing}


def test_an_address_belongs_to_the_first_comer(part: Part, editor: User, cites: Cites) -> None:
    with pytest.raises(Invalid) as refused:
        actions.create_plan(
            part=part, title=TEXT, by=editor, citations=cites,
            slug="plan-fictif-1", rank=9, period=When(edtf="2030"), known_until="2031",
        )  # fmt: skip
    assert set(refused.value.problems) == {"slug"}


# --- numbers and trees -----------------------------------------------------------------------------------------------


def test_two_measures_of_one_number_are_refused_and_both_are_named(plan: Plan, editor: User, cites: Cites) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_measure(plan=plan, title=TEXT, by=editor, citations=cites, number="2")
    message = refused.value.problems["number"]
    assert "Ouvrir des centres d’hébergement sûrs" in message
    assert TEXT.value in message


def test_renumbering_onto_another_measure_is_refused(measure: Measure, editor: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.edit_measure(measure=measure, by=editor, expected_revision=1, number="2")
    assert set(refused.value.problems) == {"number"}


def test_a_withdrawn_measure_leaves_its_number_and_cannot_take_it_back(
    plan: Plan, measure: Measure, editor: User, cites: Cites
) -> None:
    actions.withdraw(record=measure, reason="doublon", by=editor, expected_revision=1)
    actions.add_measure(plan=plan, title=TEXT, by=editor, citations=cites, number="1")
    with pytest.raises(Invalid) as refused:
        actions.restore(record=measure, by=editor, expected_revision=2)
    assert set(refused.value.problems) == {"number"}


def test_an_attested_item_has_no_number_and_a_measure_has_one(plan: Plan, editor: User, cites: Cites) -> None:
    attested = MeasureKind.ATTESTED_ITEM
    with pytest.raises(Invalid):
        actions.add_measure(plan=plan, title=TEXT, by=editor, citations=cites, kind=attested, number="9")
    with pytest.raises(Invalid):
        actions.add_measure(plan=plan, title=TEXT, by=editor, citations=cites)
    row = actions.add_measure(plan=plan, title=TEXT, by=editor, citations=cites, kind=attested)
    actions.edit_measure(measure=row, by=editor, expected_revision=1, kind=MeasureKind.MEASURE, number="9")
    assert Measure.objects.get(pk=row.pk).number == "9"


def test_a_section_cannot_go_under_itself_or_its_own(plan: Plan, editor: User) -> None:
    top, below = Section.objects.get(plan=plan, label="1"), Section.objects.get(plan=plan, label="1.1")
    for parent in (top, below):
        with pytest.raises(Invalid) as refused:
            actions.move_section(section=top, by=editor, expected_revision=1, parent=parent, order=1)
        assert set(refused.value.problems) == {"parent"}
    assert Section.objects.get(pk=top.pk).parent is None


def test_a_section_of_another_plan_holds_nothing_here(part: Part, plan: Plan, editor: User, cites: Cites) -> None:
    older = Plan.objects.get(part=part, slug="plan-fictif-1")
    stranger = Section.objects.create(plan=older, label="X")
    with pytest.raises(Invalid):
        actions.add_section(plan=plan, by=editor, parent=stranger, label="3", citations=cites)
    with pytest.raises(Invalid):
        actions.add_measure(plan=plan, title=TEXT, by=editor, citations=cites, number="40", section=stranger)


def test_a_section_that_holds_something_is_not_withdrawn(plan: Plan, editor: User) -> None:
    top = Section.objects.get(plan=plan, label="1")
    with pytest.raises(Invalid, match="contient encore"):
        actions.withdraw(record=top, reason="vide", by=editor, expected_revision=1)


# --- withdrawing -----------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_leaves_the_part_with_all_that_is_said_of_it_and_comes_back_whole(
    part: Part, measure: Measure, editor: User
) -> None:
    before = collect(part)
    actions.withdraw(record=measure, reason="doublon de la 2", by=editor, expected_revision=1)
    assert [(w.kind, w.uid, w.reason) for w in withdrawn(part)] == [("measure", str(measure.uid), "doublon de la 2")]
    gone = collect(part)
    assert str(measure.uid) not in {fact.uid for fact in gone["measures"]}
    assert str(measure.uid) not in {fact.subject for fact in gone["statements"]}
    actions.restore(record=measure, by=editor, expected_revision=2)
    assert collect(part) == before


def test_withdrawing_a_plan_takes_its_sections_measures_and_statements_along(
    part: Part, plan: Plan, editor: User
) -> None:
    actions.withdraw(record=plan, reason="essai", by=editor, expected_revision=1)
    found = collect(part)
    assert [fact.slug for fact in found["plans"]] == ["plan-fictif-1"]
    assert (found["sections"], found["measures"], found["statements"]) == ((), (), ())
    assert {fact.plan for fact in found["means"]} == {None}


def test_withdrawing_needs_a_reason(measure: Measure, editor: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.withdraw(record=measure, reason=" ", by=editor, expected_revision=1)
    assert set(refused.value.problems) == {"reason"}


def test_the_last_title_stays(measure: Measure, editor: User, cites: Cites) -> None:
    title = measure.measuretitles.get()
    with pytest.raises(Invalid) as refused:
        actions.remove_piece(piece=title, by=editor, expected_revision=1)
    assert set(refused.value.problems) == {"title"}
    read = Text(value="Intitulé lu", wording=Wording.VERBATIM)
    actions.add_title(owner=measure, text=read, by=editor, citations=cites)
    actions.remove_piece(piece=title, by=editor, expected_revision=1)
    assert [row.text for row in MeasureTitle.objects.filter(measure=measure)] == [read]
