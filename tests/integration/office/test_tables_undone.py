"""The table of an evaluation is undone by its page: by its team alone, in words, and written again if one wants."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from jalon.core import keeping, taken
from jalon.core.models import AuditEvent, Part, User
from jalon.evaluation import actions
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Assessment, Evaluation, Member, Note
from jalon.facts.common import Text
from jalon.office import assessor_workbooks as workbooks
from jalon.plans.models.importing import ImportRun
from tests import synthetic
from tests.integration.office.conftest import House
from tests.integration.office.test_assessor_workbooks import filled
from tests.integration.office.test_evaluation_tables import address, home, new, posted
from tests.integration.office.test_undoing import last, undo, where

__all__ = ["home"]

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
TABLE = "N°;Mesure;Bilan;Texte;Note privée\n1;;réalisée;Rien n’est vrai ici;motsecretnote\n2;;non réalisée;;\n"
OVER = "N°;Mesure;Bilan;Texte;Note privée\n1;;non réalisée;Texte fictif revu;motsecretautre\n"


@pytest.fixture
def client(house: House, sign_in: SignIn, home: Part) -> Client:
    return sign_in(house.editor)


def written(client: Client, home: Part, table: str = TABLE, **more: str) -> ImportRun:
    """A table that was handed in and written."""
    answer = client.post(address(home), new(pasted=table, own="own") | more)
    assert answer.status_code == 302, answer.context["problems"]
    run = ImportRun.objects.latest("id")
    view = client.get(address(home, run)).context["view"]
    posted(client, home, run, "choose", **{one.name: "table" for one in view.clashes})
    assert posted(client, home, run, "write").status_code == 302
    return run


def levels() -> dict[str, str | None]:
    return {row.subjects[0]: row.level for row in Assessment.objects.live()}


def test_a_table_and_the_evaluation_that_it_made_are_undone_redone_and_written_again(
    client: Client, home: Part
) -> None:
    run = written(client, home)
    event, after = last(), levels()
    assert event.action == "evaluation.take_evaluation" and len(after) == 2
    page = client.get(where(event)).content.decode()
    assert "Défaire le tableau" in page and "motsecret" not in page
    english = client.get(f"/en{where(event)}").content.decode()
    assert "Undo the table" in english
    answer = client.post(where(event), {"expected_revision": Evaluation.objects.get().revision, "reason": "erreur"})
    assert answer.status_code == 302 and "Défait." in client.get(answer["Location"]).content.decode()
    assert levels() == {} and not Evaluation.objects.live().exists()
    assert "Déjà défait" in undo(client, event)[1]
    assert undo(client, last())[0] == 302
    assert (levels(), Evaluation.objects.live().count()) == (after, 1)
    assert undo(client, last())[0] == 302
    assert [one.uid for one in client.get(address(home)).context["runs"]] == [run.uid]
    assert posted(client, home, run, "write").status_code == 302  # corrected or not, the same table is written anew
    assert (levels(), Evaluation.objects.live().count()) == (after, 1)
    assert Evaluation.objects.count() == 2 and Note.objects.get(assessment__in=Assessment.objects.live()).text


def test_a_table_over_an_evaluation_is_undone_with_its_notes_and_what_was_changed_since_is_named(
    client: Client, home: Part, house: House
) -> None:
    written(client, home)
    before, row = levels(), Evaluation.objects.get()
    written(client, home, OVER, evaluation=str(row.uid))
    event = last()
    assert event.action == "evaluation.take_assessments" and levels() != before
    one = Assessment.objects.get(subjects=(synthetic.measure_uid(1),))
    assert (one.level, one.team_note.text) == ("not_done", "motsecretautre")
    actions.edit_assessment(assessment=one, by=house.editor, expected_revision=one.revision, text=Text(value="Autre"))
    status, page = undo(client, event)
    said = re.search(r"Changées depuis l’import \(1\)[^<]*", page)
    assert status == 422 and said and re.search(r"Appréciation.: 1 \w", said[0]), said
    assert undo(client, last())[0] == 302  # the text is as the table left it
    assert undo(client, event)[0] == 302
    one = Assessment.objects.get(subjects=(synthetic.measure_uid(1),))
    assert levels() == before and one.team_note.text == "motsecretnote"
    assert "motsecret" not in str([keeping.public(changes) for changes in AuditEvent.objects.values_list("changes", flat=True)])  # fmt: skip
    trace = client.get(f"/bureau/parties/{home.slug}/historique/").content.decode()
    assert "tableau d’appréciations défait" in trace and "motsecret" not in trace


def test_another_team_neither_sees_it_nor_undoes_it_and_what_is_published_stays(
    client: Client, home: Part, house: House, sign_in: SignIn
) -> None:
    written(client, home)
    row, event = Evaluation.objects.get(), last()
    actions.add_member(evaluation=row, user=house.editor, by=house.editor, expected_revision=row.revision)
    other, listing = sign_in(house.second_editor), f"/bureau/parties/{home.slug}/defaire/"
    assert where(event) in sign_in(house.editor).get(listing).content.decode()
    assert other.get(where(event)).status_code == 404
    assert "Essai d’évaluation" not in other.get(listing).content.decode()
    Evaluation.objects.update(own=False, stage=Stage.PUBLISH)  # recorded: others read it
    page = other.get(listing).content.decode()
    assert "Seule l’équipe de l’évaluation le défait." in page and where(event) not in page
    assert "Seule l’équipe" in undo(other, event)[1]
    revision = Evaluation.objects.get().revision
    assert other.post(where(event), {"expected_revision": revision, "reason": "x"}).status_code == 200
    Evaluation.objects.update(own=True)
    for language, words in (("", "Elle est publiée"), ("/en", "It is published")):
        page = sign_in(house.editor).get(f"{language}{where(event)}").content.decode()
        assert words in page and 'name="expected_revision"' not in page
    assert Member.objects.exists() and len(levels()) == 2


def test_a_workbook_that_came_back_is_undone_and_an_older_or_larger_table_says_why_not(
    client: Client, home: Part, house: House
) -> None:
    written(client, home)
    row, before = Evaluation.objects.get(), levels()
    sent = workbooks.send_workbook(evaluation=row, by=house.editor)
    data = filled(sent, {"level": "partiellement réalisée"}, "2")
    ret = workbooks.receive_workbook(evaluation=row, data=data, name="rendu.xlsx", by=house.editor)
    state = workbooks.preview(ret, house.editor).state
    workbooks.write_return(run=ret, decisions={}, by=house.editor, expected_revision=ret.revision, state=state, write=True)  # fmt: skip
    event = last()
    assert event.action == "evaluation.take_assessments" and levels() != before
    assert undo(client, event)[0] == 302 and levels() == before
    kept = event.changes
    for changes, words in (({taken.REF: "x", taken.TAKEN: None}, "trop grand"), ({"added": 1}, "date d’une version")):
        event.changes = changes
        event.save()
        AuditEvent.objects.filter(pk__gt=event.pk).delete()
        assert re.search(words, undo(client, event)[1])
    event.changes = kept | {keeping.PERSONAL: None}
    event.save()
    assert "trente jours" in undo(client, event)[1]
