"""A body answers by its link or by account: nothing typed is lost, nothing is sent before it is returned."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jalon.reporting import actions
from jalon.reporting.models import Campaign, Return
from tests.integration.reporting.answering import Browser, by_account, by_link, open_today
from tests.integration.reporting.conftest import House, ask_of, edited, put


@pytest.fixture
def campaign(house: House) -> Campaign:
    return open_today(house)


@pytest.fixture(params=["link", "account"])
def writer(request: pytest.FixtureRequest, house: House, campaign: Campaign) -> Browser:
    return by_link(campaign, "B") if request.param == "link" else by_account(house, campaign, "A")


def text(writer: Browser, path: str = "") -> str:
    answer = writer.client.get(writer.base + path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_looking_is_not_opening_the_button_is(writer: Browser) -> None:
    assert "Commencer" in text(writer)
    writer.ask.refresh_from_db()
    assert writer.ask.opened_at is None
    answer = writer.client.post(writer.base)
    assert answer.headers["Location"] == writer.base + "reponses/"
    writer.ask.refresh_from_db()
    assert writer.ask.opened_at is not None


def test_a_draft_is_kept_as_typed_and_nothing_is_returned(writer: Browser) -> None:
    assert writer.send("save", progress="Douze\r\nsessions", deadline="courant 2027, si possible").status_code == 302
    assert writer.draft()["progress"] == "Douze\nsessions"
    page = text(writer, "reponses/?enregistre=1")
    assert "courant 2027, si possible" in page and "Il n’est pas rendu" in page
    assert not Return.objects.filter(ask=writer.ask).exists()


def test_a_second_save_goes_on_from_the_first(writer: Browser) -> None:
    writer.send("save", progress="Un")
    writer.send("save", progress="Deux")
    assert writer.draft()["progress"] == "Deux"


def test_what_is_returned_is_on_the_receipt_with_its_date(writer: Browser) -> None:
    answer = writer.send("return", progress="Douze sessions", phase="en cours", sent_by="x")
    assert answer.headers["Location"] == writer.base + "recu/?nouveau=1"
    page = text(writer, "recu/")
    assert "Douze sessions" in page and "en cours" in page
    writer.ask.refresh_from_db()
    assert writer.ask.returned_at is not None


def test_words_in_a_date_are_kept_and_said_to_be_words(writer: Browser) -> None:
    writer.send("return", deadline="quand les crédits seront là")
    assert "Gardé en toutes lettres" in text(writer, "recu/")
    assert "quand les crédits seront là" in text(writer, "recu/")


def test_nothing_to_report_on_all_lines_keeps_what_was_typed(writer: Browser) -> None:
    writer.send("nothing", progress="Douze")
    page = writer.client.get(writer.base + "reponses/").content.decode()
    lines = writer.ask.lines.count()
    assert page.count('_rien" checked') == lines - 1
    writer.send("return", progress="Douze")
    assert "Douze" in text(writer, "recu/")


def test_an_empty_form_is_not_returned_and_says_what_to_do(writer: Browser) -> None:
    answer = writer.send("return")
    assert answer.status_code == 422
    assert "rien à signaler" in answer.content.decode()


def test_a_correction_after_the_return_is_a_second_return(writer: Browser) -> None:
    writer.send("return", progress="Douze")
    writer.send("return", progress="Treize")
    assert Return.objects.filter(ask=writer.ask).count() == 2
    assert "Treize" in text(writer, "recu/")


def test_a_text_that_is_too_long_is_refused_at_its_field_and_kept_in_the_form(writer: Browser) -> None:
    answer = writer.send("save", progress="mot " * 5001)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#r1c2"' in page and 'id="r1c2_erreur"' in page and page.count("mot mot") > 100


def test_two_people_who_fill_other_fields_both_keep_theirs(writer: Browser) -> None:
    carried = writer.carried()
    writer.send("save", carried, progress="De l’une")
    assert writer.send("save", carried, deadline="mars 2027").status_code == 302
    assert writer.draft()["progress"] == "De l’une"
    assert writer.draft()["deadline"] == "mars 2027"


def test_two_people_who_fill_one_field_see_both_texts_and_choose(writer: Browser) -> None:
    carried = writer.carried()
    writer.send("save", carried, progress="De l’une")
    answer = writer.send("save", carried, progress="De l’autre")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "De l’une" in page and "De l’autre" in page
    assert writer.draft()["progress"] == "De l’une"
    writer.send("save", progress="De l’autre")
    assert writer.draft()["progress"] == "De l’autre"


def test_the_other_text_can_be_taken(writer: Browser) -> None:
    writer.send("save", writer.carried(), progress="De l’une")
    posted = {**writer.carried(), writer.field("progress"): "De l’autre", "autre": writer.field("progress")}
    writer.client.post(writer.base + "reponses/", {**posted, "do": "save"})
    assert writer.draft()["progress"] == "De l’une"


def test_a_form_that_was_tampered_with_changes_nothing_it_does_not_name(writer: Browser) -> None:
    writer.send("save", progress="Douze")
    for wrong in ({"depart": "[]"}, {"depart": "{"}, {"expected_revision": "x"}, {"autre": "inconnu"}):
        answer = writer.client.post(writer.base + "reponses/", {**wrong, "do": "save"})
        assert answer.status_code in {302, 409}
    assert writer.draft()["progress"] == "Douze"


def test_a_null_character_is_left_out(writer: Browser) -> None:
    assert writer.send("save", progress="a\0b").status_code == 302
    assert writer.draft()["progress"] == "ab"


@pytest.mark.parametrize("code", ["xlsx", "ods"])
def test_the_workbook_is_given_and_no_other_kind(writer: Browser, code: str) -> None:
    answer = writer.client.get(f"{writer.base}classeur/{code}/")
    assert answer.status_code == 200 and f".{code}" in answer.headers["Content-Disposition"]
    assert writer.client.get(writer.base + "classeur/exe/").status_code == 404


def test_the_workbook_downloaded_there_is_filled_and_given_back_there(writer: Browser) -> None:
    book = openpyxl.load_workbook(io.BytesIO(writer.client.get(writer.base + "classeur/xlsx/").content))
    put(book["Réponses (fictif)"], 3, progress="Par classeur")
    held = io.BytesIO()
    book.save(held)
    answer = writer.client.post(writer.base + "deposer/", {"file": SimpleUploadedFile("b.xlsx", held.getvalue())})
    assert answer.status_code == 302
    assert "Par classeur" in text(writer, "recu/") and "b.xlsx" in text(writer, "recu/")


@pytest.mark.parametrize("data", [b"", b"pas un classeur", b"PK\x03\x04", b"\0" * 2000])
def test_a_file_that_is_no_workbook_is_refused_in_words(writer: Browser, data: bytes) -> None:
    answer = writer.client.post(writer.base + "deposer/", {"file": SimpleUploadedFile("b.xlsx", data)})
    assert answer.status_code == 422
    assert 'class="errors"' in answer.content.decode()
    assert not Return.objects.filter(ask=writer.ask).exists()


def test_no_file_at_all_is_said(writer: Browser) -> None:
    answer = writer.client.post(writer.base + "deposer/", {})
    assert answer.status_code == 422 and "Choisissez le fichier" in answer.content.decode()


def test_the_workbook_of_another_body_is_refused(campaign: Campaign) -> None:
    other = edited(ask_of(campaign, "C"), lambda sheet: put(sheet, 3, progress="Le sien"))
    mine = by_link(campaign, "B")
    answer = mine.client.post(mine.base + "deposer/", {"file": SimpleUploadedFile("c.xlsx", other)})
    assert answer.status_code == 422
    assert not Return.objects.exists()


def test_the_hierarchy_validates_by_name_and_function(house: House) -> None:
    made = open_today(house, validation=True)
    writer = by_link(made, "B")
    assert writer.client.get(writer.base + "valider/").status_code == 302
    writer.send("return", progress="Douze")
    page = text(writer, "valider/")
    assert "Douze" in page
    revision = {"expected_revision": str(ask_of(made, "B").revision)}
    assert writer.client.post(writer.base + "valider/", revision).status_code == 422
    old = writer.client.post(writer.base + "valider/", {"expected_revision": "99", "name": "N", "function": "f"})
    assert old.status_code == 422
    done = writer.client.post(writer.base + "valider/", {**revision, "name": "Mme Exemple", "function": "directrice"})
    assert done.status_code == 302
    ask = ask_of(made, "B")
    assert (ask.validated_by, ask.validated_as) == ("Mme Exemple", "directrice")
    assert "directrice" in text(writer, "recu/") and "Mme Exemple" not in text(writer, "recu/")


def test_once_the_state_is_frozen_the_page_says_so_and_takes_nothing(house: House, campaign: Campaign) -> None:
    writer = by_link(campaign, "B")
    carried = writer.carried()
    actions.freeze_state(campaign=campaign, by=house.editor, expected_revision=campaign.revision)
    assert "ne prend plus de réponses" in text(writer)
    assert writer.send("save", carried, progress="Tard").status_code == 302
    assert writer.client.post(writer.base).status_code == 200


def test_long_forms_have_pages_and_the_return_is_of_all_of_them(
    house: House, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jalon.office.pages.answering.MOST_LINES", 2)
    writer = by_link(campaign, "B")
    answer = writer.send("next", progress="Première")
    assert answer.headers["Location"].endswith("reponses/?page=2&enregistre=1")
    posted = {"expected_revision": writer.carried()["expected_revision"], writer.field("progress", 2): "Dernière"}
    writer.client.post(writer.base + "reponses/?page=2", {**posted, "do": "return"})
    page = text(writer, "recu/")
    assert "Première" in page and "Dernière" in page
    assert writer.client.get(writer.base + "reponses/?page=99").status_code == 200
    assert writer.client.get(writer.base + "reponses/?page=x").status_code == 200


def test_every_page_is_there_in_english(writer: Browser) -> None:
    writer.send("return", progress="Douze")
    for path in ("", "reponses/", "deposer/", "recu/"):
        page = writer.client.get("/en" + writer.base + path)
        assert page.status_code == 200
        assert 'lang="en"' in page.content.decode()
