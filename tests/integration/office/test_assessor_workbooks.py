"""Workbooks of assessors: out with locked keys and no private note, back cell by cell, conflicts chosen by a person."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.models import AuditEvent, Part, User
from jalon.evaluation import actions
from jalon.evaluation.models import Assessment, Evaluation
from jalon.exchange.sheets import read_workbook
from jalon.facts.common import OrgRef, Text
from jalon.facts.evaluation import Assessed, NoVerdict
from jalon.facts.standard_scales import DONE
from jalon.office import assessor_workbooks as workbooks
from jalon.plans.import_runs import content_of
from jalon.plans.models.importing import ImportRun
from tests import synthetic
from tests.integration.office.conftest import House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
NOTE = "Note privée fictive, à ne montrer à personne"


@pytest.fixture
def evaluation(house: House) -> Evaluation:
    """A draft of the mission with one assessment and its private note."""
    home = Part.objects.create(slug="evaluations-fictives", kind="evaluation", title="Essai", owner=house.part.owner)
    made = actions.add_evaluation(
        part=home, by=house.editor, slug="essai", plan_uid=UUID(synthetic.PLAN), evaluator=OrgRef(name="Fictif"),
        title=Text(value="Essai"), scale_uid=UUID(DONE.uid),
    )  # fmt: skip
    row = actions.assess(
        evaluation=made, object=Assessed.MEASURE, subjects=(synthetic.measure_uid(1),), by=house.editor, level="partial",
        text=Text(value="Texte fictif de départ"), page="9",
    )  # fmt: skip
    actions.write_note(assessment=row, text=NOTE, by=house.editor, expected_revision=0)
    made.refresh_from_db()
    return made


def send(evaluation: Evaluation, by: User, **more: Any) -> ImportRun:
    return workbooks.send_workbook(evaluation=evaluation, by=by, **more)


def filled(run: ImportRun, cells: dict[str, str], measure: str = "1") -> bytes:
    """The workbook with cells of one measure's line written over, saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(content_of(run)))
    sheet = book.worksheets[1]
    codes = {str(cell.value).removeprefix("jalon:"): cell.column for cell in sheet[1]}
    row = next(row for row in range(3, sheet.max_row + 1) if str(sheet.cell(row, codes["number"]).value) == measure)
    for name, text in cells.items():
        sheet.cell(row, codes[name]).value = text or None
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def receive(evaluation: Evaluation, data: bytes, by: User) -> ImportRun:
    return workbooks.receive_workbook(evaluation=evaluation, data=data, name="rendu.xlsx", by=by)


def write(run: ImportRun, by: User, **decisions: str) -> int:
    run.refresh_from_db()
    state = workbooks.preview(run, by).state
    return workbooks.write_return(
        run=run, decisions=decisions, by=by, expected_revision=run.revision, state=state, write=True
    )


def first() -> Assessment:
    row: Assessment = Assessment.objects.get(subjects=(synthetic.measure_uid(1),))
    return row


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_workbook_holds_what_stands_and_no_private_note(house: House, evaluation: Evaluation, form: str) -> None:
    run = send(evaluation, house.editor, form=form)
    book = read_workbook(content_of(run), run.file.name)
    said = {str(value) for sheet in book.sheets for row in sheet.rows() for value in row.values if value is not None}
    assert {"Texte fictif de départ", "partiellement réalisée"} <= said
    if form == "xlsx":  # ODS keeps its lists in the columns' own rules
        assert {"réalisée", "non examinée"} <= said
    assert not any(NOTE in words for words in said)


def test_keys_are_locked_and_answers_are_not(house: House, evaluation: Evaluation) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content_of(send(evaluation, house.editor))))
    sheet = book.worksheets[1]
    assert sheet.protection.sheet
    locked = {str(cell.value).removeprefix("jalon:"): sheet.cell(3, cell.column).protection.locked for cell in sheet[1]}
    assert locked == {
        "line": True, "number": True, "title": True, "level": False, "no_verdict": False, "text": False, "page": False,
        "paragraph": False,
    }  # fmt: skip


def test_what_only_the_assessor_changed_is_taken_in_one_event(house: House, evaluation: Evaluation) -> None:
    sent = send(evaluation, house.editor)
    ret = receive(evaluation, filled(sent, {"level": "réalisée", "text": "Texte fictif revu"}), house.editor)
    assert write(ret, house.editor) == 1
    row = first()
    assert (row.level, row.page) == ("done", "9")
    assert row.text is not None and row.text.value == "Texte fictif revu"
    assert AuditEvent.objects.filter(action="evaluation.take_assessments").count() == 1


def test_an_empty_line_that_is_filled_becomes_an_assessment(house: House, evaluation: Evaluation) -> None:
    sent = send(evaluation, house.editor)
    ret = receive(evaluation, filled(sent, {"no_verdict": "pas encore due"}, "2"), house.editor)
    assert write(ret, house.editor) == 1
    row = Assessment.objects.get(subjects=(synthetic.measure_uid(2),))
    assert row.no_verdict == NoVerdict.NOT_YET_DUE and row.level is None


def test_a_level_takes_the_place_of_a_reason_and_the_other_way_round(house: House, evaluation: Evaluation) -> None:
    sent = send(evaluation, house.editor)
    ret = receive(evaluation, filled(sent, {"level": "", "no_verdict": "non examinée"}), house.editor)
    emptied = next(
        name for name in map(workbooks.name_of, workbooks.preview(ret, house.editor).cells) if "level" in name
    )
    write(ret, house.editor, **{emptied: workbooks.TAKE})
    assert (first().level, first().no_verdict) == (None, NoVerdict.NOT_EXAMINED)


def test_what_changed_on_both_sides_is_shown_and_waits_for_a_choice(
    house: House, evaluation: Evaluation, sign_in: SignIn
) -> None:
    sent = send(evaluation, house.editor)
    row = first()
    actions.edit_assessment(
        assessment=row, by=house.second_editor, expected_revision=row.revision, text=Text(value="Texte de l’équipe")
    )
    ret = receive(evaluation, filled(sent, {"text": "Texte de l’évaluatrice"}), house.editor)
    client = sign_in(house.editor)
    address = f"/bureau/evaluations/parties/{ret.part.slug}/retours/{ret.uid}/"
    page = client.get(address)
    view = page.context["view"]
    assert [(one.table, one.here, one.before) for one in view.asked] == [
        ("Texte de l’évaluatrice", "Texte de l’équipe", "Texte fictif de départ")
    ]
    assert view.writes == 0
    data = {"revision": ret.revision, "state": page.context["shown"].state, "do": "write"}
    assert client.post(address, data).status_code == 422
    kept = first().text
    assert kept is not None and kept.value == "Texte de l’équipe"
    data |= {"revision": ret.revision + 1, view.asked[0].name: workbooks.TAKE}
    ret.refresh_from_db()
    data["revision"] = ret.revision
    assert client.post(address, data).status_code == 302
    taken = first().text
    assert taken is not None and taken.value == "Texte de l’évaluatrice"


def test_a_word_that_is_no_level_is_never_written(house: House, evaluation: Evaluation) -> None:
    ret = receive(evaluation, filled(send(evaluation, house.editor), {"level": "engagée"}), house.editor)
    (cell,) = workbooks.preview(ret, house.editor).cells
    run = ImportRun.objects.get(pk=ret.pk)
    with pytest.raises(Exception, match="Aucune cellule"):
        write(run, house.editor, **{workbooks.name_of(cell): workbooks.TAKE})
    assert first().level == "partial"


def test_a_workbook_of_another_evaluation_and_a_file_that_is_none_are_refused(
    house: House, evaluation: Evaluation, sign_in: SignIn
) -> None:
    other = actions.add_evaluation(
        part=evaluation.part, by=house.editor, slug="autre", plan_uid=UUID(synthetic.PLAN), title=Text(value="Autre"),
        evaluator=OrgRef(name="Fictif"), scale_uid=UUID(DONE.uid),
    )  # fmt: skip
    data = content_of(send(other, house.editor))
    client = sign_in(house.editor)
    address = f"/bureau/evaluations/parties/{evaluation.part.slug}/{evaluation.uid}/classeurs/"
    for content in (data, b"PK\x03\x04", b" "):
        answer = client.post(address, {"file": SimpleUploadedFile("rendu.xlsx", content)})
        assert answer.status_code == 422
    assert not ImportRun.objects.filter(choices__kind=workbooks.RETURNED).exists()


def test_measures_judged_blind_are_in_no_workbook(house: House, evaluation: Evaluation) -> None:
    for user in (house.editor, house.second_editor):
        evaluation.refresh_from_db()
        actions.add_member(evaluation=evaluation, user=user, by=house.editor, expected_revision=evaluation.revision)
    unseen = {synthetic.measure_uid(2): (house.editor, house.second_editor)}
    for shares, blind in ((unseen, True), ({synthetic.measure_uid(1): (house.editor,)}, False)):
        evaluation.refresh_from_db()
        actions.share_out(
            evaluation=evaluation, shares=shares, blind=blind, by=house.editor, expected_revision=evaluation.revision
        )
    for assessor in (str(house.editor.uid), ""):
        lines = workbooks.subjects_of(evaluation, assessor, house.editor)
        assert synthetic.measure_uid(2) not in {line.subject for line in lines}
        assert synthetic.measure_uid(1) in {line.subject for line in lines}
    assert workbooks.subjects_of(evaluation, str(house.second_editor.uid), house.editor) == ()


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("stranger", 404), ("operator", 404), ("editor", 200)])
def test_who_may_open_the_pages(house: House, evaluation: Evaluation, sign_in: SignIn, who: str, status: int) -> None:
    sent = send(evaluation, house.editor)
    ret = receive(evaluation, filled(sent, {"page": "10"}), house.editor)
    base = f"/bureau/evaluations/parties/{evaluation.part.slug}/"
    client = sign_in(getattr(house, who))
    for rest in (f"{evaluation.uid}/classeurs/", f"classeurs/{sent.uid}/", f"retours/{ret.uid}/"):
        assert client.get(base + rest).status_code == status
