"""Means keep the stage that was said, or none; acts are tied to the measures that they name."""

from jalon.facts.part import PartFacts
from jalon.facts.plan import Means, MeansKind


def _means(by_slug: dict[str, PartFacts]) -> list[Means]:
    return [line for part in by_slug.values() for line in part.means]


def test_only_the_budget_bill_says_its_stage(by_slug: dict[str, PartFacts]) -> None:
    staged = {MeansKind.PLANNED, MeansKind.VOTED, MeansKind.COMMITTED, MeansKind.PAID}
    found = [(line.item.value, line.kind) for line in _means(by_slug) if line.kind in staged]
    assert found == [("Programme 137, total (PLF)", MeansKind.PLANNED)]


def test_lines_are_of_the_kind_that_the_record_gives(by_slug: dict[str, PartFacts]) -> None:
    kinds = [line.kind for line in _means(by_slug)]
    assert kinds.count(MeansKind.UNSPECIFIED) == 13
    assert kinds.count(MeansKind.AMENDMENT) == 5
    assert kinds.count(MeansKind.PRINCIPLE) == 1
    assert kinds.count(MeansKind.FINDING) == 2


def test_a_decrease_stays_negative(by_slug: dict[str, PartFacts]) -> None:
    line = next(line for line in _means(by_slug) if line.item.value == "Baisse supplémentaire")
    assert line.amount == "-400000"


def test_a_programme_is_given_only_where_it_is_said(by_slug: dict[str, PartFacts]) -> None:
    items = {line.item.value for line in _means(by_slug) if line.programme}
    assert items == {"Crédits prostitution/traite (P137)", "Programme 137, total (PLF)"}


def test_what_the_committee_asked_is_the_fate_of_an_amendment(by_slug: dict[str, PartFacts]) -> None:
    fates = {line.item.value: line.fate.value for line in _means(by_slug) if line.fate}
    assert fates == {"Amendement Sénat II-1154 : mécanisme national (02/12/2025)": "commission : demande de retrait"}
    act = next(act for act in by_slug["parlement"].acts if act.number == "II-1154")
    assert act.fate and act.fate.value == "commission : demande de retrait"


def test_a_line_stands_in_the_part_of_the_plan_that_it_names(by_slug: dict[str, PartFacts]) -> None:
    for slug in ("plan-1", "plan-2", "plan-3"):
        part = by_slug[slug]
        assert {line.plan for line in part.means} <= {part.plans[0].uid}
    assert [len(by_slug[slug].means) for slug in ("plan-1", "plan-2", "plan-3", "pays")] == [0, 1, 2, 19]


def test_acts_are_tied_to_the_measures_that_they_name(by_slug: dict[str, PartFacts]) -> None:
    numbers = {measure.uid: measure.number for measure in by_slug["plan-2"].measures}
    tied = {act.author: [numbers[uid] for uid in act.measures] for act in by_slug["parlement"].acts if act.measures}
    assert tied == {"Patrice Anato": ["16", "19"], "Anne Genetet": ["41"]}
