"""Identified is not attested: only numbered measures enter « n of N »."""

import pytest

from jalon.facts.part import PartFacts
from jalon.facts.plan import MeasureKind


@pytest.mark.parametrize(
    ("slug", "identified", "attested", "stated"),
    [("plan-1", 8, 2, {23}), ("plan-2", 15, 6, {44, 45}), ("plan-3", 0, 19, {60})],
)
def test_identified_measures_attested_items_and_stated_numbers_reconcile(
    by_slug: dict[str, PartFacts], slug: str, identified: int, attested: int, stated: set[int]
) -> None:
    part = by_slug[slug]
    kinds = [measure.kind for measure in part.measures]
    assert kinds.count(MeasureKind.MEASURE) == identified
    assert kinds.count(MeasureKind.ATTESTED_ITEM) == attested
    assert {number.value for number in part.plans[0].stated_numbers} == stated


def test_a_measure_has_a_number_and_an_attested_item_has_none(by_slug: dict[str, PartFacts]) -> None:
    measures = [measure for part in by_slug.values() for measure in part.measures]
    assert all((measure.number is None) == (measure.kind is MeasureKind.ATTESTED_ITEM) for measure in measures)


def test_the_two_numbers_of_the_second_plan_are_said_by_different_bodies(by_slug: dict[str, PartFacts]) -> None:
    one, other = by_slug["plan-2"].plans[0].stated_numbers
    assert {one.value, other.value} == {44, 45}
    assert not {body.name for body in one.said_by} & {body.name for body in other.said_by}
    assert one.citations and other.citations


def test_the_two_numbers_of_victims_of_2016_stand_in_two_editions(by_slug: dict[str, PartFacts]) -> None:
    found = {
        (series.vintage, observation.value)
        for series in by_slug["statistiques"].series
        for observation in series.observations
        if series.indicator == "victimes enregistrées" and observation.when.edtf == "2016" and series.vintage
    }
    assert found == {("série publiée 2021/GRETA", "1401"), ("série révisée 2022", "1439")}


def test_sections_are_those_whose_place_was_read(by_slug: dict[str, PartFacts]) -> None:
    assert [len(by_slug[f"plan-{n}"].sections) for n in (1, 2, 3)] == [3, 6, 0]
    assert [by_slug[f"plan-{n}"].plans[0].stated_sections for n in (1, 2, 3)] == [None, 6, 6]
    unread = [section for section in by_slug["plan-1"].sections if section.title is None]
    assert [section.label for section in unread] == ["II"]
