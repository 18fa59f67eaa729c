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
    assert (call.confidence, call.when.confidence) == (Confidence.INFERRED, Confidence.INFERRED)
    assert call.note and "double compte" not in call.note.value  # a possible one waits for a person: see the overlaps


def test_a_training_that_is_only_promised_is_no_output(by_slug: dict[str, PartFacts]) -> None:
    trainings = [item for item in outputs(by_slug) if item.type is OutputType.TRAINING]
    assert sorted(str(item.when.edtf) for item in trainings) == ["2019-07-01/2019-07-05", "2024-06-11", "2024-07-04"]
    assert not any("Bordeaux" in item.title.value for item in trainings)
    assert {(item.confidence, item.when.confidence) for item in trainings} == {
        (Confidence.INFERRED, Confidence.INFERRED)
    }


def test_what_is_recorded_only_as_planned_is_inferred_and_says_why(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    planned = next(r["planned"] for r in raw.plan3["measures"] if "Mécanisme national" in r["title_fr"])
    assert "non tenue" in planned
    meeting = one(by_slug, "Première réunion sur le mécanisme")
    assert meeting.confidence is Confidence.INFERRED and meeting.note and "non tenue" in meeting.note.value
    assert len(meeting.citations) == 1  # the digital inquiry of its note is another matter


def test_nobody_is_said_to_have_held_a_meeting_that_the_record_gives_to_nobody(
    raw: Any, by_slug: dict[str, PartFacts]
) -> None:
    held = {item.when.edtf: item.carried_out_by for item in outputs(by_slug) if item.type is OutputType.MEETING}
    said = {r["date"]: r["event"] for r in [*raw.plan1["dates"], *raw.plan3["dates"]]}
    assert [body.name for body in held.pop("2016-10-18")] == ["MIPROF"] and "par la MIPROF" in said["2016-10-18"]
    assert set(held) == {"2024-03-21", "2024-12-12", "2025-06-27", "2024-04-30", "2024-04"}
    assert not any(held.values())


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


def test_conventions_that_no_record_says_to_be_signed_are_no_output(by_slug: dict[str, PartFacts]) -> None:
    assert not [item for item in outputs(by_slug) if item.type is OutputType.AGREEMENT]


def test_an_output_without_a_date_of_its_own_has_only_an_end(by_slug: dict[str, PartFacts]) -> None:
    call = one(by_slug, "réseau d’accueil")
    assert call.when.edtf == "../2024-06-28" and call.when.printed and "candidatures" in call.when.printed
    assert call.note and "ne le rattache pas" in call.note.value


def test_the_dwelling_is_given_to_its_receiver_and_not_to_a_giver_that_no_record_names(
    by_slug: dict[str, PartFacts],
) -> None:
    dwelling = one(by_slug, "logement confisqué")
    assert ([body.name for body in dwelling.beneficiaries], dwelling.carried_out_by) == (["AFJ"], ())
    assert dwelling.note and "7 affectations" in dwelling.note.value
