"""Workbooks out and back: what is sent reads as it was written, and what may not be merged leaves no trace."""

import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from jalon.core import storage
from jalon.core.errors import Invalid
from jalon.core.models import StoredFile
from jalon.exchange.sheets import read_workbook
from jalon.facts.common import OrgRef, StatementKind, Text, Wording
from jalon.plans.models import Statement
from jalon.reporting import actions, selectors
from jalon.reporting.merging.merge import merge_workbook
from jalon.reporting.models import Campaign, Return
from jalon.reporting.templates import template_of
from jalon.reporting.workbook import workbook_bytes
from tests.integration.reporting.conftest import House, ask_of, edited, make_campaign, put, subjects

NOW = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)


def receive(house: House, campaign: Campaign, data: bytes, name: str = "retour.xlsx", **more: Any) -> Return:
    """A file that came back."""
    return actions.receive_workbook(campaign=campaign, data=data, name=name, by=house.editor, now=NOW, **more)


def refusal(house: House, campaign: Campaign, data: bytes, **more: Any) -> str:
    """Why a file is refused; nothing of it is kept."""
    before = (Return.objects.count(), StoredFile.objects.count(), Statement.objects.count())
    with pytest.raises(Invalid) as caught:
        receive(house, campaign, data, **more)
    assert (Return.objects.count(), StoredFile.objects.count(), Statement.objects.count()) == before
    return caught.value.problems["file"]


def declared(kind: StatementKind) -> list[Statement]:
    """What the bodies of the campaign declared."""
    rows = Statement.objects.filter(kind=kind, withdrawn_at=None).order_by("id")
    return [row for row in rows if row.said_by and row.said_by.name.startswith("Organisme")]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_workbook_that_comes_back_as_it_was_sent_says_nothing(campaign: Campaign, form: str) -> None:
    b = ask_of(campaign, "B")
    merged = merge_workbook(read_workbook(workbook_bytes(b, form), f"b.{form}"), template_of(b))
    assert merged.changed == () and merged.accidents == ()
    assert len(merged.lines) == 3 and not any(line.answered for line in merged.lines)


def test_a_workbook_says_that_it_is_invented_and_how_to_fill_it_in(house: House, campaign: Campaign) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(ask_of(campaign, "B"))))
    words = "\n".join(str(cell.value) for cell in book["Consignes"]["A"])
    assert "Données fictives" in words and "25 novembre 2026" in words
    sheet = book["Réponses (fictif)"]
    assert sheet.protection.sheet and sheet.row_dimensions[1].hidden and sheet.column_dimensions["A"].hidden
    assert not sheet["D3"].protection.locked and sheet["C3"].protection.locked
    assert len(sheet.data_validations.dataValidation) == 2


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_is_returned_becomes_a_dated_declaration_of_that_body(house: House, campaign: Campaign, form: str) -> None:
    a = ask_of(campaign, "B")
    data = edited(a, lambda sheet: put(sheet, 3, phase="en cours", progress="Douze personnes formées"))
    if form == "ods":
        data = as_ods(campaign)
    ret = receive(house, campaign, data, f"retour.{form}")
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    [said] = declared(StatementKind.PROGRESS)
    assert said.text == Text(value="Douze personnes formées", wording=Wording.VERBATIM)
    assert said.said_by == OrgRef(name="Organisme B")  # no directory describes it
    assert said.said is not None and said.said.edtf == "2026-11-13"
    source = house.part.sources.get(uid=Return.objects.get().source_uid)
    assert ret.sha256 in (source.note or "") and "13 novembre 2026" in (source.title or "")
    with storage.open_file(ret.file, by=house.editor) as held:  # type: ignore[arg-type]
        assert held.read() == data


def as_ods(campaign: Campaign) -> bytes:
    """The ODS of body B with the same two answers, written where its cells are empty."""
    import zipfile

    b = ask_of(campaign, "B")
    held, out = io.BytesIO(workbook_bytes(b, "ods")), io.BytesIO()
    with zipfile.ZipFile(held) as archive, zipfile.ZipFile(out, "w") as copy:
        for member in archive.infolist():
            text = archive.read(member)
            if member.filename == "content.xml":
                text = filled(text.decode(), b.lines.order_by("order")[0].key, "en cours", "Douze personnes formées")
            copy.writestr(member, text)
    return out.getvalue()


def filled(xml: str, key: str, *answers: str) -> bytes:
    """The XML with texts in the first empty cells of the row of a key."""
    start = xml.index(key)
    end = xml.index("</table:table-row>", start)
    row = xml[start:end]
    for answer in answers:
        place = row.index("<table:table-cell", row.rindex("</table:table-cell>"))
        close = row.index("/>", place)
        repeated = "table:number-columns-repeated" in row[place:close]
        assert not repeated
        cell = row[place:close] + f' office:value-type="string"><text:p>{answer}</text:p></table:table-cell>'
        row = row[:place] + cell + row[close + 2 :]
    return (xml[:start] + row + xml[end:]).encode()


def test_the_same_file_is_merged_once(house: House, campaign: Campaign) -> None:
    data = edited(ask_of(campaign, "B"), lambda sheet: put(sheet, 3, progress="Douze"))
    ret = receive(house, campaign, data)
    assert "déjà été reçu le 13 novembre 2026" in refusal(house, campaign, data)
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    assert "déjà été fusionné" in refusal(house, campaign, data)


def test_the_workbook_of_another_body_is_refused_for_this_one(house: House, campaign: Campaign) -> None:
    data = edited(ask_of(campaign, "B"), lambda sheet: put(sheet, 3, progress="Douze"))
    assert "autre organisme" in refusal(house, campaign, data, ask=ask_of(campaign, "C"))


def test_the_workbook_of_another_campaign_is_refused(house: House, campaign: Campaign) -> None:
    other = make_campaign(house, slug="session-de-juin")
    actions.add_ask(
        campaign=other, body=house.bodies["B"], subjects=subjects(1), by=house.editor, contact="b@exemple.fr"
    )
    other.refresh_from_db()
    actions.open_campaign(campaign=other, by=house.editor, expected_revision=other.revision)
    data = edited(ask_of(other, "B"), lambda sheet: put(sheet, 3, progress="Douze"))
    assert "autre campagne" in refusal(house, campaign, data)
    assert "autre campagne" in refusal(house, campaign, data, ask=ask_of(campaign, "B"))


def test_an_old_version_of_the_workbook_is_refused(house: House, campaign: Campaign) -> None:
    b = ask_of(campaign, "B")
    data = edited(b, lambda sheet: put(sheet, 3, progress="Douze"))
    actions.set_subjects(ask=b, subjects=subjects(1), by=house.editor, expected_revision=b.revision)
    assert "modèle 1" in refusal(house, campaign, data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"%PDF-1.7", b"nom;valeur\n1;2\n"])
def test_what_is_no_workbook_of_ours_is_refused_with_words(house: House, campaign: Campaign, data: bytes) -> None:
    assert refusal(house, campaign, data)


def test_a_difference_that_is_not_decided_keeps_the_rest_from_nothing(house: House, campaign: Campaign) -> None:
    b = ask_of(campaign, "B")
    data = edited(b, lambda sheet: put(sheet, 3, progress="Douze", deadline="mi-novembre 2026"))
    ret = receive(house, campaign, data)
    with pytest.raises(Invalid):
        actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    assert declared(StatementKind.PROGRESS) == []
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision, only_decided=True)
    assert len(declared(StatementKind.PROGRESS)) == 1 and ret.written_at is None
    [cell] = [row for row in selectors.merge_page(str(ret.uid), house.editor).cells if row.undecided]
    actions.decide(ret=ret, decisions={cell.id: "proposed"}, by=house.editor, expected_revision=ret.revision)
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    [due] = declared(StatementKind.DEADLINE)
    assert due.due is not None and (due.due.edtf, due.due.printed) == ("2026-11", "mi-novembre 2026")
    assert len(declared(StatementKind.PROGRESS)) == 1 and ret.written_at is not None


def test_a_merge_is_undone_and_done_again(house: House, campaign: Campaign) -> None:
    data = edited(ask_of(campaign, "B"), lambda sheet: put(sheet, 3, progress="Douze", phase="achevée"))
    ret = receive(house, campaign, data)
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    actions.undo_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    assert declared(StatementKind.PROGRESS) == declared(StatementKind.PHASE) == []
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    assert len(declared(StatementKind.PROGRESS)) == len(declared(StatementKind.PHASE)) == 1


def test_a_second_file_gives_way_to_nothing_that_was_written(house: House, campaign: Campaign) -> None:
    b = ask_of(campaign, "B")
    first = receive(house, campaign, edited(b, lambda sheet: put(sheet, 3, progress="Douze")))
    second = receive(house, campaign, edited(b, lambda sheet: put(sheet, 3, progress="Treize")))
    actions.write_return(ret=second, by=house.editor, expected_revision=second.revision)
    actions.write_return(ret=first, by=house.editor, expected_revision=first.revision)
    assert [said.text.value for said in declared(StatementKind.PROGRESS) if said.text] == ["Treize"]


def test_two_writers_of_one_cell_meet_and_both_texts_are_kept(house: House, campaign: Campaign) -> None:
    b = ask_of(campaign, "B")
    line = b.lines.order_by("order")[0]
    actions.correct_line(line=line, column="progress", text="Dix, dit la mission", by=house.editor, expected_revision=1)
    ret = receive(house, campaign, edited(b, lambda sheet: put(sheet, 3, progress="Douze")))
    [cell] = selectors.merge_page(str(ret.uid), house.editor).cells
    assert cell.here is not None and cell.here.value.text == "Dix, dit la mission" and cell.here.by == "Mission"
    actions.decide(ret=ret, decisions={cell.id: "both"}, by=house.editor, expected_revision=ret.revision)
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    [said] = declared(StatementKind.PROGRESS)
    assert said.text is not None and said.text.value == "Douze"
    sentence = campaign.consolidated.get(subject_uid=line.subject_uid).text
    assert sentence == Text(value="Dix, dit la mission", wording=Wording.SUMMARY)
