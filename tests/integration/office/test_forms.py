"""Forms: errors first and at their fields, values kept, dates read, sources added on the way."""

from collections.abc import Callable

import pytest
from django.test import Client

from jalon.core.models import Source, User
from jalon.plans.models import Measure, MeasureTitle, Section, Statement, Step
from tests import synthetic
from tests.integration.office.conftest import SLUG, House
from tests.integration.office.test_journey import statement

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
PART = f"/bureau/parties/{SLUG}/"
NO_SOURCE = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "source_to_find": "on", "faire": "enregistrer"}


def said(sign_in: SignIn, house: House, **values: str) -> object:
    """Post a statement about the second measure."""
    subject = synthetic.measure_uid(2)
    sent = statement(subject=subject, source_to_find="on") | values
    return sign_in(house.editor).post(f"{PART}fiches/declaration/nouvelle/{subject}/", sent)


def test_errors_come_first_lead_to_their_fields_and_keep_what_was_typed(house: House, sign_in: SignIn) -> None:
    answer = said(sign_in, house, text="Des mots à garder", said="un de ces jours")
    html = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "<title>Erreur" in html
    assert '<a href="#id_said">' in html
    assert "Des mots à garder" in html and "un de ces jours" in html
    assert html.index('id="problemes"') < html.index("<h1")


def test_words_that_are_no_date_are_kept_when_asked(house: House, sign_in: SignIn) -> None:
    assert said(sign_in, house, text="Mots", said="à mi-parcours", said_mots="on").status_code == 302  # type: ignore[attr-defined]
    found = Statement.objects.latest("id").said
    assert found is not None and found.printed == "à mi-parcours" and found.edtf is None


def test_printed_words_are_kept_beside_their_reading(house: House, sign_in: SignIn) -> None:
    said(sign_in, house, text="Mots", said="fin 2018 = 2018-12~")
    found = Statement.objects.latest("id").said
    assert found is not None and (found.printed, found.edtf) == ("fin 2018", "2018-12~")


def test_a_rhythm_is_read_as_such(house: House, sign_in: SignIn) -> None:
    said(sign_in, house, kind="deadline", due="tous les ans")
    found = Statement.objects.latest("id").due
    assert found is not None and (found.recurrence, found.edtf) == ("yearly", None)


def test_how_dates_are_read_is_shown_without_saving(house: House, sign_in: SignIn) -> None:
    before = Statement.objects.count()
    html = said(sign_in, house, text="Mots", said="12 mars 2024", faire="lire").content.decode()  # type: ignore[attr-defined]
    assert "12 mars 2024 (2024-03-12)" in html
    assert Statement.objects.count() == before


def test_a_new_source_is_added_with_the_statement(house: House, sign_in: SignIn) -> None:
    row = {
        "sources-0-source": "new",
        "sources-0-new_address": "https://exemple.invalid/rapport",
        "sources-0-locator": "p. 4",
    }
    assert said(sign_in, house, text="Mots", **row).status_code == 302  # type: ignore[attr-defined]
    source = Source.objects.get(address="https://exemple.invalid/rapport")
    assert source.url == "https://exemple.invalid/rapport"
    assert source.citations.get().locator == "p. 4"


def test_nothing_is_written_of_a_form_that_is_refused_its_new_source_included(house: House, sign_in: SignIn) -> None:
    row = {"sources-0-source": "new", "sources-0-new_address": "https://exemple.invalid/rapport"}
    answer = said(sign_in, house, kind="progress", text="", **row)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not Source.objects.filter(address="https://exemple.invalid/rapport").exists()


def test_a_page_without_source_is_an_error(house: House, sign_in: SignIn) -> None:
    answer = said(sign_in, house, text="Mots", **{"sources-0-locator": "p. 4"})
    assert [problem.field for problem in answer.context["problems"]] == ["id_sources-0-source"]  # type: ignore[attr-defined]


def test_another_row_of_source_is_drawn_without_errors(house: House, sign_in: SignIn) -> None:
    answer = said(sign_in, house, faire="source")
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert 'name="sources-1-source"' in answer.content.decode()  # type: ignore[attr-defined]


def test_a_statement_without_source_needs_the_mark_that_it_waits_for_one(house: House, sign_in: SignIn) -> None:
    subject = synthetic.measure_uid(2)
    sent = statement(subject=subject, text="Mots")
    answer = sign_in(house.editor).post(f"{PART}fiches/declaration/nouvelle/{subject}/", sent)
    assert answer.status_code == 422


def test_a_body_known_by_name_gets_its_uid(house: House, sign_in: SignIn) -> None:
    said(sign_in, house, kind="lead", organisation=synthetic.MISSION.name, text="")
    found = Statement.objects.latest("id").organisation
    assert found == synthetic.MISSION


def test_a_replaced_statement_keeps_its_words(house: House, sign_in: SignIn) -> None:
    said(sign_in, house, text="Premiers mots")
    old = Statement.objects.latest("id")
    where = f"{PART}fiches/declaration/{old.uid}/"
    sent = statement(text="Mots corrigés", expected_revision="1", source_to_find="on")
    assert sign_in(house.editor).post(where, sent).status_code == 302
    old.refresh_from_db()
    assert old.text is not None and old.text.value == "Premiers mots"
    assert old.superseded_by is not None and old.superseded_by.text.value == "Mots corrigés"


def test_a_measure_is_added_under_its_section_with_its_title(house: House, sign_in: SignIn) -> None:
    sent = {"kind": "measure", "number": "3", "title": "Un intitulé", "title_wording": "verbatim", "title_lang": "fr", "section": synthetic.SECTION,
            "section_confidence": "stated", "confidence": "stated"} | NO_SOURCE  # fmt: skip
    assert sign_in(house.editor).post(f"{PART}fiches/mesure/nouvelle/{synthetic.PLAN}/", sent).status_code == 302
    made = Measure.objects.get(number="3", plan__uid=synthetic.PLAN)
    assert str(made.section.uid) == synthetic.SECTION  # type: ignore[union-attr]
    assert MeasureTitle.objects.get(measure=made).text.value == "Un intitulé"


def test_a_number_that_is_taken_is_said_at_the_number(house: House, sign_in: SignIn) -> None:
    sent = {
        "kind": "measure",
        "number": "2",
        "title": "Un intitulé",
        "section_confidence": "stated",
        "confidence": "stated",
    } | NO_SOURCE
    answer = sign_in(house.editor).post(f"{PART}fiches/mesure/nouvelle/{synthetic.PLAN}/", sent)
    assert "number" in answer.context["form"].errors


def test_a_step_is_withdrawn_with_its_reason_and_given_back(house: House, sign_in: SignIn) -> None:
    step = Step.objects.get()
    client, where = sign_in(house.editor), f"{PART}fiches/jalon/{step.uid}/retirer/"
    assert client.post(where, {"expected_revision": "1", "reason": ""}).status_code == 422
    assert client.post(where, {"expected_revision": "1", "reason": "doublon"}).status_code == 302
    step.refresh_from_db()
    assert step.withdrawn_reason == "doublon"
    assert client.post(where, {"expected_revision": "2"}).status_code == 302
    step.refresh_from_db()
    assert step.withdrawn_at is None


def test_a_measure_moves_to_another_section(house: House, sign_in: SignIn) -> None:
    where = f"{PART}fiches/mesure/{synthetic.measure_uid(2)}/deplacer/"
    sent = {"expected_revision": "1", "place": synthetic.SUBSECTION, "order": "7"}
    assert sign_in(house.editor).post(where, sent).status_code == 302
    moved = Measure.objects.get(uid=synthetic.measure_uid(2))
    assert (moved.section, moved.order) == (Section.objects.get(uid=synthetic.SUBSECTION), 7)


@pytest.mark.parametrize("code", ["inconnu", "acte-inconnu"])
def test_an_unknown_kind_of_record_is_not_there(house: House, sign_in: SignIn, code: str) -> None:
    assert sign_in(house.editor).get(f"{PART}fiches/{code}/nouvelle/").status_code == 404
