"""What is exported comes back without a difference, whatever was done to the file that does not change what it says."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.demo import france
from jalon.exchange.plans_out import csv_of, facts_of_plan, plan_book, read_exported
from jalon.exchange.sheets import read_workbook
from jalon.exchange.write_ods import write_ods
from jalon.exchange.write_xlsx import write_xlsx
from jalon.exchange.writing import Book
from jalon.facts.codec import normalised
from jalon.facts.common import Citation, Statement, StatementKind, Text, When
from jalon.facts.part import PartFacts
from jalon.facts.plan import Means, MeansKind, Measure, Step, Title
from jalon.facts.rules import text as rule_of_texts
from jalon.facts.uids import stable_uid
from tests import synthetic

MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Writer = Callable[[Book], bytes]
WRITERS = [(write_xlsx, "plan.xlsx"), (write_ods, "plan.ods"), (csv_of, "plan.csv")]
PLANS = [(part, plan.uid) for part in [*france.parts(), synthetic.plan_part()] for plan in part.plans]


def back(facts: PartFacts, data: bytes, name: str) -> PartFacts:
    read = read_exported(read_workbook(data, name))
    assert read is not None
    assert read.refused == 0
    return normalised(replace(facts, **read.facts))


@pytest.mark.parametrize(("write", "name"), WRITERS, ids=["xlsx", "ods", "csv"])
@pytest.mark.parametrize(("part", "uid"), PLANS, ids=lambda value: getattr(getattr(value, "header", None), "slug", ""))
def test_every_plan_comes_back_as_it_left(part: PartFacts, uid: str, write: Writer, name: str) -> None:
    facts = normalised(facts_of_plan(part, uid))
    assert back(facts, write(plan_book(facts, MADE)), name) == facts


WORDS = st.text(min_size=1, max_size=30).filter(lambda text: rule_of_texts(text) is None and "\r" not in text)
TEXT = st.builds(Text, value=WORDS, lang=st.sampled_from(["fr", "en"]))


def uids(kind: str) -> st.SearchStrategy[str]:
    """Uids of one kind: a part uses each once."""
    return st.integers(0, 10_000).map(lambda number: stable_uid(f"synthetic/{kind}/{number}"))


WHEN = st.builds(When, edtf=st.sampled_from(["2026", "2026-10/2026-12", "2025-06~"]), printed=st.none() | WORDS)
CITES = st.lists(st.builds(Citation, source=st.just(synthetic.SOURCE), locator=st.none() | WORDS), max_size=2).map(
    tuple
)
MEASURES = st.lists(
    st.builds(
        Measure,
        uid=uids("measure"),
        plan=st.just(synthetic.PLAN),
        order=st.integers(0, 500),
        number=st.none() | WORDS,
        titles=st.lists(st.builds(Title, text=TEXT, citations=CITES), min_size=1, max_size=3).map(tuple),
        planned=st.none() | TEXT,
        keywords=st.lists(WORDS, max_size=3, unique=True).map(tuple),
        steps=st.lists(st.builds(Step, uid=uids("step"), title=TEXT, due=st.none() | WHEN), max_size=2, unique_by=lambda s: s.uid).map(tuple),
        citations=CITES,
    ),
    max_size=3,
    unique_by=lambda measure: measure.uid,
)  # fmt: skip
SAID = st.builds(
    Statement, uid=uids("statement"), kind=st.sampled_from(StatementKind), subject=st.just(synthetic.PLAN),
    recorded_at=st.just("2026-01-01T00:00:00Z"), text=st.none() | TEXT, said=st.none() | WHEN, citations=CITES,
)  # fmt: skip
MEANS = st.builds(
    Means, uid=uids("means"), item=TEXT, kind=st.sampled_from(MeansKind), when=WHEN, plan=st.just(synthetic.PLAN),
    amount=st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15).map(lambda d: format(d, "f")),
)  # fmt: skip


@pytest.mark.parametrize(("write", "name"), WRITERS, ids=["xlsx", "ods", "csv"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # plans are large
@given(
    measures=MEASURES,
    said=st.lists(SAID, max_size=2, unique_by=lambda s: s.uid),
    means=st.lists(MEANS, max_size=2, unique_by=lambda m: m.uid),
)
def test_any_facts_come_back(
    write: Writer, name: str, measures: list[Measure], said: list[Statement], means: list[Means]
) -> None:
    whole = facts_of_plan(synthetic.plan_part(), synthetic.PLAN)
    facts = normalised(replace(whole, measures=tuple(measures), statements=tuple(said), means=tuple(means)))
    same = back(facts, write(plan_book(facts, MADE)), name) == facts  # not compared in words: that takes minutes
    assert same


def edited(change: Callable[[openpyxl.Workbook], None]) -> tuple[PartFacts, bytes]:
    facts = normalised(facts_of_plan(synthetic.plan_part(), synthetic.PLAN))
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(plan_book(facts, MADE))))
    change(book)
    held = io.BytesIO()
    book.save(held)
    return facts, held.getvalue()


def test_moved_columns_new_titles_and_sheet_names_change_nothing() -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Mesures"]
        for row in sheet.iter_rows():
            row[2].value, row[4].value = row[4].value, row[2].value
        sheet["A2"] = "Autre titre"
        sheet.insert_cols(2)
        sheet.title = "Mes mesures"
        sheet.column_dimensions["C"].hidden = True

    facts, data = edited(change)
    assert back(facts, data, "plan.xlsx") == facts


def test_rows_in_another_order_change_nothing() -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Mesures"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        sheet.delete_rows(3, len(rows))
        for row in reversed(rows):
            sheet.append(row)

    facts, data = edited(change)
    assert back(facts, data, "plan.xlsx") == facts


def test_a_new_row_needs_no_key_and_a_changed_cell_is_the_change() -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Mesures"]
        codes = [cell.value for cell in sheet[1]]
        sheet.cell(3, codes.index("title1.text.value") + 1).value = "Former mieux"
        wanted = {"plan": synthetic.PLAN, "order": 950, "number": "3", "title1.text.value": "Loger"}
        sheet.append([wanted.get(code) for code in codes])

    facts, data = edited(change)
    read = read_exported(read_workbook(data, "plan.xlsx"))
    assert read is not None
    titles = [measure.titles[0].text.value for measure in read.facts["measures"]]
    assert "Former mieux" in titles
    assert "Loger" in titles
    assert len(titles) == len(facts.measures) + 1


def test_a_term_that_is_none_is_named_at_its_cell_and_only_its_row_is_left_out() -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Déclarations"]
        codes = [cell.value for cell in sheet[1]]
        sheet.cell(3, codes.index("kind") + 1).value = "pilote"

    facts, data = edited(change)
    read = read_exported(read_workbook(data, "plan.xlsx"))
    assert read is not None
    errors = [problem for problem in read.problems if problem.severity == "error"]
    assert errors[0].sheet == "Déclarations"
    assert "lead, co_lead" in errors[0].words()
    assert len(read.facts["statements"]) == len(facts.statements) - 1


def test_a_piece_whose_owner_is_gone_is_said() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Mesures"].delete_rows(3)

    _facts, data = edited(change)
    read = read_exported(read_workbook(data, "plan.xlsx"))
    assert read is not None
    assert any("dépend d’un objet absent" in problem.words() for problem in read.problems)


def test_any_other_workbook_is_none_of_ours() -> None:
    assert read_exported(read_workbook(b"Mesure;Pilote\nFormer;DGCS\n", "plan.csv")) is None
