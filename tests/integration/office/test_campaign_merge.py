"""Returned workbooks through the screens: deposited, decided, written, undone, set aside; what is refused leaves nothing."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.plans.models import Statement
from jalon.reporting import actions
from jalon.reporting.models import Campaign, Return
from tests.integration.office.campaigns import at, campaign, given, house, team
from tests.integration.reporting.conftest import (
    House,
    ask_of,
    edited,
    put,
)

__all__ = ["campaign", "house", "team"]

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_workbook_is_deposited_decided_for_all_of_a_kind_and_written(
    house: House, team: Client, campaign: Campaign
) -> None:
    def fill(sheet: object) -> None:
        put(sheet, 3, progress="Trois centres ouverts", deadline="mi-novembre 2024")
        put(sheet, 4, deadline="mi-mars 2025")

    file = SimpleUploadedFile("retour.xlsx", edited(ask_of(campaign, "B"), fill), XLSX)
    answer = team.post(at(campaign, "depot"), {"file": file, "sent_by": "par courriel"})
    ret = Return.objects.get()
    assert answer.headers["Location"] == at(campaign, "retours", ret.uid)
    page = team.get(at(campaign, "retours", ret.uid)).content.decode()
    assert "Il y a 2 problèmes" in page
    revision = {"expected_revision": ret.revision}
    kind = re.search(r'name="(tous-[a-z_]+)"', page)
    assert kind is not None
    refused = team.post(at(campaign, "retours", ret.uid), {**revision, "do": "write"})
    assert refused.status_code == 422
    assert not Statement.objects.filter(
        part=house.part, said_by__isnull=False, text__icontains="Trois centres"
    ).exists()
    taken = team.post(at(campaign, "retours", ret.uid), {**revision, "do": "write", kind[1]: "text_only"})
    assert taken.status_code == 302
    ret.refresh_from_db()
    assert ret.written_at is not None
    assert {cell.decision for cell in ret.cells.filter(column="deadline")} == {"text_only"}


def test_what_is_decided_is_written_and_the_rest_waits(house: House, team: Client, campaign: Campaign) -> None:
    def fill(sheet: object) -> None:
        put(sheet, 3, progress="Trois centres ouverts", deadline="mi-novembre 2024")

    ret = given(campaign, house, fill)
    answer = team.post(at(campaign, "retours", ret.uid), {"expected_revision": ret.revision, "do": "write_decided"})
    assert answer.status_code == 302
    ret.refresh_from_db()
    assert ret.written_at is None
    assert ret.cells.filter(written=True).count() == 1
    assert "1 différence à trancher" in team.get(at(campaign)).content.decode().replace("\u00a0", " ")


def test_a_form_filled_on_an_older_merge_keeps_its_choices_and_says_what_the_other_chose(
    house: House, team: Client, campaign: Campaign
) -> None:
    ret = given(campaign, house, lambda sheet: put(sheet, 3, deadline="mi-novembre 2024"))
    cell = ret.cells.exclude(choices=[]).get()
    old = ret.revision
    actions.decide(ret=ret, decisions={cell.pk: "before"}, by=house.editor, expected_revision=old)
    fields = {"expected_revision": old, "do": "write", f"cell-{cell.pk}": "text_only"}
    answer = team.post(at(campaign, "retours", ret.uid), fields)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert "une autre personne a choisi" in words
    assert 'value="text_only" checked' in words
    assert f'name="expected_revision" value="{old + 1}"' in words
    cell.refresh_from_db()
    assert cell.decision == "before"


def test_a_merge_is_undone_and_a_return_set_aside_with_a_reason(house: House, team: Client, campaign: Campaign) -> None:
    ret = given(campaign, house, lambda sheet: put(sheet, 3, progress="Trois centres"))
    before = Statement.objects.live().count()
    team.post(at(campaign, "retours", ret.uid), {"expected_revision": ret.revision, "do": "write"})
    assert Statement.objects.live().count() == before + 1
    ret.refresh_from_db()
    team.post(at(campaign, "retours", ret.uid, "geste", "defaire"), {"expected_revision": ret.revision})
    assert Statement.objects.live().count() == before
    ret.refresh_from_db()
    aside = at(campaign, "retours", ret.uid, "geste", "ecarter")
    assert team.post(aside, {"expected_revision": ret.revision, "reason": ""}).status_code == 422
    assert team.post(aside, {"expected_revision": ret.revision, "reason": "un essai"}).status_code == 302
    ret.refresh_from_db()
    assert ret.withdrawn_reason == "un essai"


@pytest.mark.parametrize(("name", "data"), [("x.xlsx", b"rien"), ("x.txt", b"a;b"), ("x.xlsx", b"")])
def test_a_file_that_is_no_workbook_is_refused_and_leaves_nothing(
    house: House, team: Client, campaign: Campaign, name: str, data: bytes
) -> None:
    answer = team.post(at(campaign, "depot"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert not Return.objects.exists()


def test_the_file_is_given_back_exactly_as_received(house: House, team: Client, campaign: Campaign) -> None:
    data = edited(ask_of(campaign, "B"), lambda sheet: put(sheet, 3, nothing="oui"))
    ret = actions.receive_workbook(campaign=campaign, data=data, name="retour.xlsx", by=house.editor)
    answer = team.get(at(campaign, "retours", ret.uid, "fichier"))
    assert b"".join(answer.streaming_content) == data  # type: ignore[attr-defined]
    answer.close()


def test_a_cell_merged_over_two_lines_needs_no_answer_and_is_copied_to_the_second_by_a_choice(
    house: House, team: Client, campaign: Campaign
) -> None:
    def merge(sheet: Any) -> None:
        place = {str(cell.value).removeprefix("jalon:"): cell.column_letter for cell in sheet[1]}["progress"]
        put(sheet, 3, progress="Pour les deux", deadline="mi-novembre 2024")
        sheet.merge_cells(f"{place}3:{place}4")

    ret = given(campaign, house, merge)
    where = at(campaign, "retours", ret.uid)
    page = team.get(where).content.decode()
    assert "2 accidents, 1 demande une réponse" in page
    copied = ret.cells.get(note="merged")
    assert f'href="#d-{copied.pk}"' in page and "le copier à cette ligne" in page
    answered = lambda: list(ret.lines.filter(answered=True).values_list("line__order", flat=True))
    assert len(answered()) == 1
    date = ret.cells.get(column="deadline", trouble="text_date")
    fields = {f"cell-{copied.pk}": "returned", f"cell-{date.pk}": "text_only"}
    team.post(where, {"expected_revision": ret.revision, "do": "keep", **fields})
    ret.refresh_from_db()
    assert len(answered()) == 2
    assert "2 accidents, aucun ne demande de réponse" in team.get(where).content.decode()
    actions.undecide(ret=ret, cells=[copied.pk], by=house.editor, expected_revision=ret.revision)
    assert len(answered()) == 1


def test_texts_of_merged_cells_are_copied_to_all_their_lines_at_once(
    house: House, team: Client, campaign: Campaign
) -> None:
    def merge(sheet: Any) -> None:
        place = {str(cell.value).removeprefix("jalon:"): cell.column_letter for cell in sheet[1]}["progress"]
        put(sheet, 3, progress="Pour les trois")
        sheet.merge_cells(f"{place}3:{place}5")

    ret = given(campaign, house, merge)
    held = {f"cell-{cell.pk}": cell.decision for cell in ret.cells.all()}
    page = team.get(at(campaign, "retours", ret.uid)).content.decode()
    assert "textes de cellules fusionnées (2)" in page
    fields = {**held, "expected_revision": ret.revision, "do": "write", "tous-merged": "returned"}
    assert team.post(at(campaign, "retours", ret.uid), fields).status_code == 302
    said = Statement.objects.live().filter(text__icontains="Pour les trois")
    assert said.values("subject_uid").distinct().count() == 3
