"""Plans as IATI 2.03: valid under the schema and the code lists, and claiming nothing that the facts do not say."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from jalon.demo import france
from jalon.exchange.iati_out import iati_xml, status_of
from jalon.exchange.plans_in import read_plan
from jalon.exchange.plans_out import facts_of_plan
from jalon.exchange.problems import Refused
from jalon.exchange.sheets import read_workbook
from jalon.facts.common import When
from jalon.facts.part import PartFacts
from jalon.facts.plan import Means, MeansKind
from jalon.facts.uids import stable_uid
from tests import synthetic
from tests.unit.exchange.about import ABOUT, part_of

FOLDER = Path(__file__).parents[2] / "fixtures" / "iati"
WORKBOOKS = Path(__file__).parents[2] / "fixtures" / "workbooks"
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SCHEMA = etree.XMLSchema(etree.parse(str(FOLDER / "xsd" / "iati-activities-schema.xsd")))
TABLE = (
    "N°;Mesure;Pilote;Statut;Date de début;Échéance\n"
    "1;Former;DGCS;En cours;2026-01;décembre 2026\n"
    "2;Loger;;En cours;;2027\n"
    "3;Aider;DGCS;un peu;;2027\n"
    "4;Compter;SSMSI;Réalisé;;\n"
)


def codes(name: str) -> set[str]:
    found = etree.parse(str(FOLDER / "codelists" / f"{name}.xml"))
    return {code.text or "" for code in found.iter("code")}


def wrong_codes(tree: etree._ElementTree) -> list[str]:
    """Values that the lists do not hold, by the mapping of the standard."""
    wrong = []
    for mapping in etree.parse(str(FOLDER / "codelists" / "mapping.xml")).iter("mapping"):
        path, name = mapping.findtext("path", ""), mapping.find("codelist").get("ref")  # type: ignore[union-attr]
        condition = mapping.findtext("condition")
        if condition is not None:
            continue  # on elements that are never written
        values = [
            str(value) for value in tree.xpath(path.replace("xml:lang", "@xml:lang") if path == "xml:lang" else path)
        ]
        known = codes(name) if values else set()
        wrong += [f"{path}: {value}" for value in values if value not in known]
    return wrong


def parsed(facts: PartFacts) -> etree._ElementTree:
    data, _notes = iati_xml(facts, MADE)
    tree = etree.ElementTree(etree.fromstring(data))
    SCHEMA.assertValid(tree)
    assert wrong_codes(tree) == []
    return tree


def from_table() -> PartFacts:
    return part_of(read_plan(read_workbook(TABLE.encode(), "plan.csv"), ABOUT).facts)


PLANS = [facts_of_plan(part, plan.uid) for part in france.parts() for plan in part.plans]


@pytest.mark.parametrize("facts", PLANS, ids=lambda facts: facts.plans[0].slug)
def test_the_french_plans_are_valid(facts: PartFacts) -> None:
    tree = parsed(facts)
    assert "ne dit pas que les mesures sont réalisées" in "".join(
        tree.xpath("//description[@type='4']/narrative/text()")
    )


@pytest.mark.parametrize("path", sorted(WORKBOOKS.glob("complex*.xlsx")), ids=lambda path: path.stem)
def test_a_plan_of_an_institution_is_valid_with_its_measures(path: Path) -> None:
    facts = part_of(read_plan(read_workbook(path.read_bytes(), path.name), ABOUT).facts)
    tree = parsed(facts)
    assert len(tree.xpath("//iati-activity[@hierarchy='2']")) == 28  # one of the 29 declares no stage


def test_only_measures_whose_status_date_and_lead_are_said_are_claimed() -> None:
    facts = from_table()
    _data, notes = iati_xml(facts, MADE)
    tree = parsed(facts)
    assert tree.xpath("//iati-activity[@hierarchy='2']/title/narrative/text()") == ["Former"]
    assert [(note.found, note.params["lacking"]) for note in notes] == [
        ("2 Loger", "pilote"),
        ("3 Aider", "étape déclarée"),
        ("4 Compter", "date"),
    ]


def test_a_measure_says_who_declared_its_status_and_how_exact_its_dates_are() -> None:
    tree = parsed(from_table())
    measure = tree.xpath("//iati-activity[@hierarchy='2']")[0]
    assert measure.xpath("activity-status/@code") == ["2"]
    assert "Statut déclaré par Mission fictive, 2026-02-28 : En cours" in measure.xpath("description/narrative/text()")
    assert [(one.get("type"), one.get("iso-date")) for one in measure.xpath("activity-date")] == [
        ("1", "2026-01-01"),
        ("3", "2026-12-31"),
    ]
    assert measure.xpath("activity-date[@type='3']/narrative/text()") == ["décembre 2026"]
    assert measure.xpath("participating-org/@role") == ["2"]


def test_plan_and_measures_name_each_other() -> None:
    tree = parsed(from_table())
    plan, measure = tree.xpath("//iati-activity")
    assert plan.xpath("related-activity[@type='2']/@ref") == measure.xpath("iati-identifier/text()")
    assert measure.xpath("related-activity[@type='1']/@ref") == plan.xpath("iati-identifier/text()")


def test_only_planned_and_voted_money_of_a_known_period_is_a_budget() -> None:
    facts = from_table()
    uid = facts.measures[0].uid
    kinds = (MeansKind.VOTED, MeansKind.AMENDMENT, MeansKind.UNSPECIFIED, MeansKind.PAID)
    means = tuple(
        Means(uid=stable_uid(f"m/{kind}"), item=synthetic.text("Crédits"), kind=kind, when=When(edtf="2026"), amount="10.5", measure=uid)
        for kind in kinds
    )  # fmt: skip
    tree = parsed(replace(facts, means=means))
    assert [(one.get("status"), one.findtext("value")) for one in tree.xpath("//budget")] == [("2", "10.5")]


def test_an_invented_plan_says_that_it_is() -> None:
    assert "DONNÉES FICTIVES" in "".join(parsed(from_table()).xpath("//description/narrative/text()"))


def test_a_plan_without_a_period_or_a_body_is_refused() -> None:
    with pytest.raises(Refused):
        iati_xml(facts_of_plan(synthetic.plan_part(), synthetic.OLDER), MADE)


@pytest.mark.parametrize(
    ("words", "code"), [("En cours", "2"), ("Réalisé", "4"), ("Bloqué ", "6"), ("À venir", "1"), ("presque", None)]
)
def test_words_of_a_stage_say_one_code_or_none(words: str, code: str | None) -> None:
    assert status_of(words) == code
