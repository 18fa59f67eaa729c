"""Outputs that bodies tell of become outputs of the ledger by a person; what stands of a line is corrected here."""

import re

import pytest
from django.test import Client

from jalon.core.citing import cited
from jalon.core.models import AuditEvent
from jalon.plans import actions as plans
from jalon.plans.models import Output
from jalon.reporting import actions
from jalon.reporting.models import Campaign, OutputDecision, ReturnedCell
from tests.integration.office.campaigns import at, campaign, given, house, team
from tests.integration.reporting.calls import Start
from tests.integration.reporting.conftest import House, ask_of, put, subjects

__all__ = ["campaign", "house", "team"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(house: House, campaign: Campaign) -> ReturnedCell:
    """« Deux formations à Lyon », by body C, written."""
    return Start(house, campaign).told()


def fields(page: str) -> dict[str, str]:
    """The fields of a form as a browser would send them, boxes and lists left out."""
    texts = dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page))
    inputs = re.findall(r'<input (?=[^>]*type="(?:hidden|text)")(?=[^>]*name="([^"]+)")(?:[^>]*value="([^"]*)")?', page)
    chosen = re.findall(r'<select name="([^"]+)"(?:(?!</select>).)*?<option value="([^"]*)" selected', page, re.DOTALL)
    radios = re.findall(
        r'<input (?=[^>]*type="radio")(?=[^>]*name="([^"]+)")(?=[^>]*value="([^"]*)")[^>]* checked', page
    )
    return {**dict(inputs), **texts, **dict(chosen), **dict(radios)}


def test_what_a_body_told_becomes_an_output_that_cites_its_return(
    house: House, team: Client, campaign: Campaign, told: ReturnedCell
) -> None:
    before = Output.objects.count()
    page = team.get(at(campaign, "realisations")).content.decode()
    assert "Deux formations à Lyon" in page and Output.objects.count() == before
    where = at(campaign, "realisations", told.pk)
    start = team.get(where).content.decode()
    assert "Deux formations à Lyon" in start and f'value="{subjects(2)[0]}" selected' in start
    sent = fields(start) | {"type": "training", "subjects": str(subjects(2)[0]), "faire": "enregistrer"}
    answer = team.post(where, sent)
    assert answer.status_code == 422 and Output.objects.count() == before  # no date is presumed
    date = next(name for name in sent if name.startswith("when"))
    assert team.post(where, sent | {date: "juin 2026"}).status_code == 302
    made = Output.objects.order_by("-id")[0]
    assert (made.title.value, made.when.edtf, made.said_by.name) == ("Deux formations à Lyon", "2026-06", "Organisme C")
    assert [c.source for c in cited(house.part, [made.uid])[made.uid]] == [str(told.ret.source_uid)]
    page = team.get(at(campaign, "realisations")).content.decode()
    assert "En tirer une autre réalisation" in page and str(made.uid) in page
    plans.withdraw(record=made, reason="erreur", by=house.editor, expected_revision=made.revision)
    assert "En tirer une autre" not in team.get(at(campaign, "realisations")).content.decode()


def test_two_people_who_take_the_same_words_up_do_not_both_write(
    house: House, team: Client, campaign: Campaign, told: ReturnedCell
) -> None:
    where = at(campaign, "realisations", told.pk)
    sent = fields(team.get(where).content.decode()) | {"type": "training", "faire": "enregistrer"}
    sent[next(name for name in sent if name.startswith("when"))] = "juin 2026"
    actions.dismiss_output(cell=told, reason="un projet", by=house.editor, expected_revision=0)
    before = Output.objects.count()
    answer = team.post(where, sent)
    assert answer.status_code in {409, 422} and "entre-temps" in answer.content.decode()
    assert Output.objects.count() == before
    assert 'name="expected_revision" value="1"' in answer.content.decode()


def test_a_proposal_is_put_aside_with_its_reason_and_proposed_again(
    team: Client, campaign: Campaign, told: ReturnedCell
) -> None:
    where = at(campaign, "realisations", told.pk, "ecarter")
    assert team.post(where, {"expected_revision": "0", "reason": " "}).status_code == 422
    assert team.post(where, {"expected_revision": "0", "reason": "un projet seulement"}).status_code == 302
    page = team.get(at(campaign, "realisations")).content.decode()
    assert "un projet seulement" in page and "<b>0</b>" in page
    again = at(campaign, "realisations", told.pk, "proposer")
    assert team.post(again, {"expected_revision": "1"}).status_code == 302
    assert OutputDecision.objects.get().dismissed_at is None
    assert team.get(again).status_code == 404
    assert AuditEvent.objects.filter(action="reporting.propose_output_again").count() == 1


def test_a_return_that_is_not_written_gives_no_output(
    house: House, team: Client, campaign: Campaign, told: ReturnedCell
) -> None:
    ret = told.ret
    ret.refresh_from_db()
    actions.undo_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    answer = team.get(at(campaign, "realisations", told.pk))
    assert answer.headers["Location"] == at(campaign, "retours", ret.uid)
    assert "écrivez-le d’abord" in team.get(at(campaign, "realisations")).content.decode()


def test_what_stands_is_corrected_and_a_return_that_says_otherwise_meets_it(
    house: House, team: Client, campaign: Campaign
) -> None:
    ask = ask_of(campaign, "B")
    line = ask.lines.order_by("order")[0]
    where = at(campaign, "lignes", line.uid, 1)
    assert where in team.get(at(campaign, "organismes", ask.uid, "lignes")).content.decode()
    assert team.post(where, {"expected_revision": line.revision, "text": "Dix, dit la mission"}).status_code == 302
    assert "Dix, dit la mission" in team.get(at(campaign, "organismes", ask.uid, "lignes")).content.decode()
    ret = given(campaign, house, lambda sheet: put(sheet, 3, progress="Douze"))
    assert ret.cells.get(column="progress").trouble == "changed_here"


def test_a_correction_on_an_older_text_shows_both_and_one_that_is_no_date_is_refused(
    house: House, team: Client, campaign: Campaign
) -> None:
    line = ask_of(campaign, "B").lines.order_by("order")[0]
    where = at(campaign, "lignes", line.uid, 1)
    actions.correct_line(line=line, column="progress", text="Dix", by=house.editor, expected_revision=1)
    answer = team.post(where, {"expected_revision": 1, "text": "Onze"})
    assert answer.status_code == 409
    assert "Onze" in answer.content.decode() and re.search(r"versus.*Dix", answer.content.decode(), re.DOTALL)
    refused = team.post(at(campaign, "lignes", line.uid, 2), {"expected_revision": 2, "text": "quand on pourra"})
    assert refused.status_code == 422 and "ne se lit pas comme une date" in refused.content.decode()
    assert team.get(at(campaign, "lignes", line.uid, 9)).status_code == 404


def test_a_decision_is_taken_back_and_what_else_was_chosen_is_kept(
    house: House, team: Client, campaign: Campaign
) -> None:
    def fill(sheet: object) -> None:
        put(sheet, 3, deadline="mi-novembre 2024")
        put(sheet, 4, deadline="mi-mars 2025")

    ret = given(campaign, house, fill)
    one, two = ret.cells.filter(trouble="text_date").order_by("order")
    where = at(campaign, "retours", ret.uid)
    team.post(where, {"expected_revision": 1, "do": "keep", f"cell-{one.pk}": "text_only"})
    page = team.get(where).content.decode()
    assert f'value="reprendre-{one.pk}"' in page and f'value="reprendre-{two.pk}"' not in page
    sent = {"expected_revision": 2, f"cell-{one.pk}": "text_only", f"cell-{two.pk}": "before"}
    assert team.post(where, {**sent, "do": f"reprendre-{one.pk}"}).status_code == 302
    assert dict(ret.cells.filter(trouble="text_date").values_list("pk", "decision")) == {one.pk: "", two.pk: "before"}
    ret.refresh_from_db()
    team.post(where, {"expected_revision": ret.revision, "do": "reprendre-"})
    assert set(ret.cells.filter(trouble="text_date").values_list("decision", flat=True)) == {""}
