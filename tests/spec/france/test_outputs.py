"""Outputs are those that the raw records attest: their numbers, dates and addresses are theirs, and nothing more."""

from typing import Any

from jalon.demo.france.outputs import LINES
from jalon.facts.common import Confidence
from jalon.facts.output import Output, OutputType
from jalon.facts.part import PartFacts


def outputs(by_slug: dict[str, PartFacts]) -> list[Output]:
    return [item for part in by_slug.values() for item in part.outputs]


def one(by_slug: dict[str, PartFacts], words: str) -> Output:
    found = [item for item in outputs(by_slug) if words in item.title.value]
    assert len(found) == 1, words
    return found[0]


def test_each_line_of_the_table_gives_one_output(by_slug: dict[str, PartFacts]) -> None:
    found = outputs(by_slug)
    assert len(found) == len(LINES) == len({item.uid for item in found})


def test_every_output_cites_an_address_of_the_records(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    known = str([raw.plan1, raw.plan2, raw.plan3, raw.budget, raw.commitments, raw.evaluations])
    for part in by_slug.values():
        addresses = {source.uid: source.address for source in part.sources}
        for item in part.outputs:
            assert item.citations
            assert all(addresses[citation.source] in known for citation in item.citations)


def test_money_is_that_of_the_budget_to_the_unit(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    amounts = {str(record["amount_eur"]) for record in raw.budget if record["kind"] == "budget"}
    paid = [item for item in outputs(by_slug) if item.money is not None]
    assert {item.money for item in paid} == {"3000000", "2600000", "234000", "240000", "563000"} <= amounts
    assert all(item.years for item in paid)


def test_the_call_of_three_million_is_for_three_years_of_the_third_plan(by_slug: dict[str, PartFacts]) -> None:
    call = one(by_slug, "enfants exploités, 3 ans")
    assert (call.type, call.money, call.when.edtf) == (OutputType.CALL_FOR_PROJECTS, "3000000", "2024/2027")
    assert call in by_slug["plan-3"].outputs


def test_a_training_that_is_only_promised_is_no_output(by_slug: dict[str, PartFacts]) -> None:
    trainings = [item for item in outputs(by_slug) if item.type is OutputType.TRAINING]
    assert sorted(str(item.when.edtf) for item in trainings) == ["2019-07-01/2019-07-05", "2024-06-11", "2024-07-04"]
    assert not any("Bordeaux" in item.title.value for item in trainings)
    assert [item.confidence for item in trainings if item.place] == [Confidence.INFERRED] * 2


def test_nobody_counts_people_that_no_record_counts(by_slug: dict[str, PartFacts]) -> None:
    said = [
        (item.when.edtf, amount.value, amount.precision.value) for item in outputs(by_slug) for amount in item.amounts
    ]
    assert sorted(said) == [("2024-03-21", "60", "about"), ("2025-06-16", "1", "exact")]


def test_publications_are_the_days_on_which_the_promise_was_kept(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    record = next(r for r in raw.commitments if "mesure 9" in r["commitment_fr"])
    kept = sorted(outcome["on"] for outcome in record["outcomes"])
    published = [item for item in outputs(by_slug) if item.type is OutputType.PUBLICATION]
    assert sorted(str(item.when.edtf) for item in published) == kept


def test_an_output_without_a_date_of_its_own_has_only_an_end(by_slug: dict[str, PartFacts]) -> None:
    agreement = one(by_slug, "plateformes d'hébergement touristique")
    assert (agreement.when.edtf, agreement.when.confidence) == ("../2024-12-12", Confidence.INFERRED)
    assert [body.name for body in agreement.counterparts] == ["Airbnb", "Gîtes de France"]
