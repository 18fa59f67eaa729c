"""Files into records, on SQLite as on PostgreSQL: exports come back without a difference, tables add, nothing is lost."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from jalon.core import parts
from jalon.core.errors import Conflict
from jalon.core.models import AuditEvent, Part
from jalon.demo import france
from jalon.exchange.merging import Merged, merge, problems_of
from jalon.exchange.plans_in import read_plan
from jalon.exchange.plans_out import csv_of, facts_of_plan, plan_book, read_exported
from jalon.exchange.sheets import read_workbook
from jalon.exchange.write_ods import write_ods
from jalon.exchange.write_xlsx import write_xlsx
from jalon.exchange.writing import Book
from jalon.facts.codec import normalised
from jalon.facts.known import NOTHING
from jalon.facts.part import PartFacts
from jalon.plans import actions
from jalon.plans.models import Measure, Statement
from tests import synthetic
from tests.integration.plans.conftest import loaded
from tests.unit.exchange.about import ABOUT

pytestmark = pytest.mark.django_db
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
WORKBOOKS = Path(__file__).parents[2] / "fixtures" / "workbooks"
Writer = Callable[[Book], bytes]


def said(facts: PartFacts, part: Part) -> PartFacts:
    return replace(facts, **parts.collect(part))


def taken(part: Part, merged: Merged) -> None:
    part.refresh_from_db()
    actions.import_facts(
        part=part, facts=merged.changes, file="plan.xlsx", sha256="0" * 64, counts={"added": dict(merged.added)},
        by=None, expected_revision=part.revision,
    )  # fmt: skip


@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "p.xlsx"), (write_ods, "p.ods"), (csv_of, "p.csv")])
@pytest.mark.parametrize("facts", [*france.parts(), synthetic.plan_part()], ids=lambda facts: facts.header.slug)
def test_what_is_exported_imports_without_a_difference(facts: PartFacts, write: Writer, name: str) -> None:
    part = loaded(facts)
    before = said(facts, part)
    for plan in before.plans:
        read = read_exported(read_workbook(write(plan_book(facts_of_plan(before, plan.uid), MADE)), name))
        assert read is not None
        assert merge(before, read.facts, complete=True).empty


@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "p.xlsx"), (write_ods, "p.ods"), (csv_of, "p.csv")])
def test_a_plan_that_was_lost_comes_back_from_its_export(write: Writer, name: str) -> None:
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=(), acts=(), series=())
    before = said(facts, loaded(facts))
    exported = write(plan_book(facts_of_plan(before, synthetic.PLAN), MADE))
    part = Part.objects.get(uid=facts.header.uid)
    kept = facts_of_plan(before, synthetic.OLDER)
    parts.load(part, replace(kept, statements=(), means=before.means), None)
    read = read_exported(read_workbook(exported, name))
    assert read is not None
    taken(part, merge(said(facts, part), read.facts, complete=True))
    assert normalised(said(facts, part)) == normalised(before)


@pytest.mark.parametrize("path", sorted(WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_every_workbook_is_taken_in_and_twice_is_the_same(path: Path) -> None:
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=(), acts=(), series=())
    part = loaded(facts)
    read = read_plan(read_workbook(path.read_bytes(), path.name), ABOUT)
    merged = merge(said(facts, part), vars(read.facts), complete=False)
    assert problems_of(merged, NOTHING, read.places) == ()
    taken(part, merged)
    assert normalised(said(facts, part)) == normalised(merged.whole)
    assert merge(said(facts, part), vars(read.facts), complete=False).empty
    assert Measure.objects.filter(plan__uid=ABOUT.uid).count() == len(read.facts.measures)


def test_a_line_of_means_that_an_exported_workbook_makes_wrong_is_told() -> None:
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=(), acts=(), series=())
    before = said(facts, loaded(facts))
    exported = plan_book(facts_of_plan(before, synthetic.PLAN), MADE)
    read = read_exported(read_workbook(write_xlsx(exported), "p.xlsx"))
    assert read is not None and read.facts["means"]
    wrong = {**read.facts, "means": tuple(replace(one, currency="euros") for one in read.facts["means"])}
    merged = merge(before, wrong, complete=True)
    assert "euros" in {one.found for one in problems_of(merged, NOTHING.with_part(before), {})}


def test_a_table_of_a_known_plan_keeps_what_it_does_not_say() -> None:
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=(), acts=(), series=())
    part = loaded(facts)
    about = replace(ABOUT, uid=synthetic.PLAN, existing=True)
    table = b"Num\xc3\xa9ro;Mesure;Statut\n1;Former les enqu\xc3\xaateurs;En cours\n7;Loger;\n"
    read = read_plan(read_workbook(table, "suivi.csv"), about)
    taken(part, merge(said(facts, part), vars(read.facts), complete=False))
    first = Measure.objects.get(plan__uid=synthetic.PLAN, number="1")
    assert str(first.uid) == synthetic.measure_uid(1)
    assert first.forms == ("labour",)
    assert [title.text.value for title in first.measuretitles.all()] == [
        "Former les enquêteurs à l’identification des victimes",
        "Former les enquêteurs",
    ]
    assert Statement.objects.filter(subject_uid=first.uid).count() == 3
    assert Measure.objects.filter(plan__uid=synthetic.PLAN, number="7").exists()


def test_what_is_withdrawn_stays_withdrawn_and_can_be_given_back() -> None:
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=(), acts=(), series=())
    part = loaded(facts)
    gone = Measure.objects.get(uid=synthetic.measure_uid(2))
    actions.withdraw(record=gone, reason="doublon", by=None, expected_revision=gone.revision)
    read = read_plan(
        read_workbook("N°;Mesure\n7;Loger\n".encode(), "p.csv"), replace(ABOUT, uid=synthetic.PLAN, existing=True)
    )
    taken(part, merge(said(facts, part), vars(read.facts), complete=False))
    gone.refresh_from_db()
    assert gone.withdrawn_reason == "doublon"


def test_an_import_is_one_event_with_the_hash_and_the_counts() -> None:
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=(), acts=(), series=())
    part = loaded(facts)
    before = AuditEvent.objects.count()
    read = read_plan(read_workbook("N°;Mesure\n7;Loger\n".encode(), "p.csv"), ABOUT)
    taken(part, merge(said(facts, part), vars(read.facts), complete=False))
    event = AuditEvent.objects.latest("id")
    assert AuditEvent.objects.count() == before + 1
    assert event.changes["sha256"] == "0" * 64
    assert event.changes["added"] == {"sources": 1, "plans": 1, "measures": 1}


def test_a_part_that_changed_meanwhile_is_a_conflict_and_nothing_is_written() -> None:
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=(), acts=(), series=())
    part = loaded(facts)
    read = read_plan(read_workbook("N°;Mesure\n7;Loger\n".encode(), "p.csv"), ABOUT)
    merged = merge(said(facts, part), vars(read.facts), complete=False)
    with pytest.raises(Conflict):
        actions.import_facts(
            part=part, facts=merged.changes, file="p.csv", sha256="0" * 64, counts={}, by=None,
            expected_revision=part.revision - 1,
        )  # fmt: skip
    assert not Measure.objects.filter(plan__uid=ABOUT.uid).exists()
