"""What reports say of the French data: nothing more than the pages, each figure with its source, in both languages."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from jalon.demo import fictional, france
from jalon.portal.pages import promise_ledger
from jalon.portal.pages.asked import asked
from jalon.publication.keys import instance_key
from jalon.publication.reader import Reader, open_reader
from jalon.publication.store import Store
from jalon.reports import changes
from jalon.reports.context import paper_context
from jalon.reports.document import Document, Entry, Figure, Run, Style, Table, plain, runs
from jalon.reports.errors import ReportError
from jalon.reports.kinds import Format, Kind, Request
from jalon.reports.making import composed, made
from jalon.reports.pdf import pdf
from tests.publishing import NOON, Publisher

SECOND, THIRD = "plan-2-2019-2021", "plan-3-2024-2027"


@pytest.fixture
def reader(demonstration_var: Path, settings: Settings) -> Reader:
    settings.JALON = settings.JALON.model_copy(update={"var_dir": demonstration_var})
    return open_reader()


def told(reader: Reader, plan: str = SECOND, kind: Kind = Kind.STATE, lang: str = "fr", **more: object) -> Document:
    request = Request(plan=plan, kind=kind, lang=lang, **more)  # type: ignore[arg-type]
    with translation.override(lang):
        return composed(request, reader)


def text(document: Document) -> str:
    return "\n".join(run.text for run in runs(document)).replace("\u00a0", " ")


def test_only_identified_measures_are_counted_and_what_was_not_read_is_said(reader: Reader) -> None:
    found = text(told(reader))
    assert "15 mesures sur 45 sont identifiées par leur numéro." in found
    assert "n’entrent dans aucun décompte" in found
    assert "Le texte du plan n’a pas été lu" in found
    assert "non lu" in found


def test_the_title_page_says_both_times_and_the_release(reader: Reader) -> None:
    front = {pair.name: " ".join(plain(value) for value in pair.values) for pair in told(reader).front.items}
    assert reader.release.id in front["Version publiée"]
    assert front["Connu jusqu’à"] == "déc. 2025"
    assert front["Ce qui était vrai"] == "tout ce que contient cette version"
    dated = told(reader, at=date(2020, 6, 1))
    assert "2020" in plain({p.name: p.values[0] for p in dated.front.items}["Ce qui était vrai"])


@pytest.mark.parametrize("kind", [Kind.STATE, Kind.MIDTERM, Kind.FINAL, Kind.COMPARISON])
@pytest.mark.parametrize("plan", ["plan-1-2014-2016", SECOND, THIRD, "plan-fictif"])
def test_every_note_is_borne_and_every_one_borne_is_printed(reader: Reader, kind: Kind, plan: str) -> None:
    found = told(reader, plan, kind)
    borne = {number for run in runs(found) for number in run.notes}
    assert borne == {note.number for note in found.notes}
    assert [note.number for note in found.notes] == list(range(1, len(found.notes) + 1))


def test_a_summary_is_never_quoted(reader: Reader) -> None:
    plan = reader.plan(SECOND)
    assert plan is not None
    summaries = {s.text.value for group in reader.statements_of_plan(plan.uid).values() for s in group if s.text and s.text.wording.value == "summary"}  # fmt: skip
    quoted = {run.text for run in runs(told(reader, kind=Kind.FINAL)) if run.style is Style.QUOTE}
    assert summaries and not summaries & quoted


def test_conflicting_counts_stand_side_by_side(reader: Reader) -> None:
    found = text(told(reader))
    assert "45 mesures" in found and "44 mesures" in found
    assert "contredit une autre déclaration" in found


def test_every_drawing_has_its_values_in_a_table_or_in_words(reader: Reader) -> None:
    figures = [b for s in told(reader, kind=Kind.FINAL).sections for b in s.blocks if isinstance(b, Figure)]
    assert figures and all(figure.alt and (figure.table or figure.caption) for figure in figures)
    strip = next(figure for figure in figures if figure.table and "Numéros" in [c.title for c in figure.table.columns])
    assert strip.table is not None
    assert [plain(row.cells[1]) for row in strip.table.rows] == ["4", "2", "39"]


def test_a_final_report_draws_each_evaluation_once_and_says_whole_addresses(reader: Reader) -> None:
    found = told(reader, kind=Kind.FINAL)
    titles = [plain(b.title) for s in found.sections for b in s.blocks if isinstance(b, Figure)]
    assert len(titles) == len(set(titles))
    cut = [note for note in found.notes if note.path.endswith("…")]
    assert cut and all(note.url.startswith("http") and "…" not in note.url for note in cut)
    paper = PdfReader(io.BytesIO(pdf(found)))
    shown = re.sub(r"\s", "", "".join(page.extract_text() for page in paper.pages[-2:])).replace("\u00ad", "")
    assert all(note.url.split("//")[1] in shown for note in cut if not note.first)


def test_measures_bear_their_own_numbers_and_an_attested_item_none(reader: Reader) -> None:
    entries = [b for s in told(reader).sections for b in s.blocks if isinstance(b, Entry)]
    assert sum(entry.number != "" for entry in entries) == 15
    assert {entry.unread for entry in entries if not entry.number} == {"n° non lu"}


def test_english_reports_hold_french_words_only_where_they_say_so(reader: Reader) -> None:
    english = told(reader, lang="en", kind=Kind.FINAL)
    ours = " ".join(run.text for run in runs(english) if run.lang is None)
    assert not re.search(r"\b(mesures|échéance|déclaration|aucun|plusieurs)\b", ours)
    assert "What the plan is" in ours
    mixed = [run.text for run in runs(english) if run.lang is None and re.search(r"[ \u00a0][:;] ", run.text)]
    assert mixed == [], "French sets a space before these, English none"
    rhythm = {lang: text(told(reader, lang=lang)) for lang in ("fr", "en")}
    assert "chaque année" in rhythm["fr"] and "every year" in rhythm["en"] and "yearly" not in "".join(rhythm.values())


def test_invented_data_says_so_and_real_data_does_not(reader: Reader) -> None:
    assert told(reader, "plan-fictif").banner
    assert not told(reader).banner


def test_a_report_on_one_measure_holds_its_dates_promises_and_demands(reader: Reader) -> None:
    found = told(reader, kind=Kind.MEASURE, measure="16")
    titles = [plain(section.title) for section in found.sections]
    assert "Les dates, dans l’ordre" in titles and "Ce qui a été demandé" in titles
    assert "16 sur 45 ou 44" in text(found)
    assert "question écrite AN, n° 24191" in text(found) and "Phrase(" not in text(found)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"plan": "autre"}, "Aucun plan ne s’appelle"),
        ({"kind": Kind.MEASURE, "measure": "99"}, "mesures connues par leur numéro"),
        ({"kind": Kind.CHANGES, "since": "1999-01-01"}, "Rien n’était publié"),
        ({"kind": Kind.CHANGES, "since": "pas une date"}, "ni une version publiée"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(reader: Reader, more: dict[str, object], words: str) -> None:
    request = Request(**{"plan": SECOND, **more})  # type: ignore[arg-type]
    with translation.override("fr"), pytest.raises(ReportError, match=words):
        made(request, reader)


@pytest.mark.parametrize("form", list(Format))
def test_the_same_release_gives_the_same_bytes(reader: Reader, form: Format) -> None:
    request = Request(plan=THIRD, format=form)
    assert made(request, reader) == made(request, reader)


def test_what_changed_between_two_days_is_told_of_one_plan_alone(tmp_path: Path) -> None:
    publisher = Publisher(Store(tmp_path / "publication"), instance_key(tmp_path / "keys"))
    parts = france.parts()
    publisher.release(*parts, at=NOON)
    publisher.release(*parts, *fictional.parts(), at=datetime(2026, 3, 1, tzinfo=UTC))
    with translation.override("fr"):
        found = changes.between(publisher.store, "2026-02-01", plan="plan-fictif")
        other = changes.between(publisher.store, "2026-02-01", "2026-03-05", SECOND)
    data = found.as_json()
    assert data["before"]["created_at"].startswith("2026-01-20") and data["counts"]["added"] > 0
    assert data["changes"][0]["sentences"] == ["plan « Plan fictif » : nouveau dans cette version"] or data["changes"]
    assert other.changes == ()
    request = Request(plan="plan-fictif", kind=Kind.CHANGES, since="2026-02-01")
    data_ = made(request, open_reader(store=publisher.store), store=publisher.store)
    assert io.BytesIO(data_).read(5) == b"%PDF-"


def test_runs_hold_no_empty_language(reader: Reader) -> None:
    tables = [b for s in told(reader, kind=Kind.MIDTERM).sections for b in s.blocks if isinstance(b, Table)]
    assert all(len(row.cells) in (0, len(table.columns)) for table in tables for row in table.rows)
    assert {run.lang for run in runs(told(reader)) if isinstance(run, Run)} <= {None, "en", "fr"}


@pytest.mark.parametrize("kind", [Kind.STATE, Kind.MIDTERM, Kind.FINAL])
def test_what_was_recommended_promised_and_asked_in_parliament_is_as_on_the_pages(reader: Reader, kind: Kind) -> None:
    found = told(reader, THIRD, kind)
    tables = {b.caption: b for s in found.sections for b in s.blocks if isinstance(b, Table)}
    with translation.override("fr"):
        ctx = paper_context(reader, "fr")
        plan = reader.plan(THIRD)
        assert plan is not None
        total = asked(ctx).coverage.totals[plan.uid]
        (group,) = promise_ledger.listing(ctx, {"plan": THIRD}).groups
    last = [plain(cell) for cell in tables["Ce qui a été recommandé, et ce que le plan en reprend"].rows[-1].cells]
    assert (last[0], last[-1]) == ("Total", str(total.of)) and sum(map(int, last[1:-1])) == total.of > 50
    promised = tables["Promesses sur le plan et ses mesures"].rows
    assert len(promised) == len(group.rows)
    assert plain(promised[0].cells[2]).startswith("2022, puis 18 oct. 2023"), "each date that was named stays"
    assert "tenu, Collectif, 10 déc. 2023" in plain(promised[0].cells[3])
    assert "tenu, la rédaction du registre, 11 déc. 2023" in plain(promised[0].cells[3])


def test_an_act_says_its_answer_or_that_none_was_read(reader: Reader) -> None:
    acts = next(
        b for s in told(reader).sections for b in s.blocks if isinstance(b, Table) and "parlementaires" in b.caption
    )
    assert all(plain(row.cells[4]) for row in acts.rows) and "pas une absence de réponse" in plain(acts.foot[0])
    assert any("24191" in plain(row.cells[1]) for row in acts.rows)
