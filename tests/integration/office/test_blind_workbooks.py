"""Workbooks of measures judged blind: one assessor's alone, and what comes back is that assessor's own rating."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.errors import Forbidden
from jalon.core.models import AuditEvent, Part, User
from jalon.evaluation import actions
from jalon.evaluation.models import Assessment, Evaluation, Rating
from jalon.exchange.sheets import read_workbook
from jalon.facts.common import OrgRef, Text
from jalon.facts.standard_scales import DONE
from jalon.office import assessor_workbooks as workbooks
from jalon.office import blind_workbooks as blind
from jalon.plans.import_runs import content_of
from jalon.plans.models.importing import ImportRun
from tests import synthetic
from tests.integration.office.conftest import House, person
from tests.integration.office.test_assessor_workbooks import filled

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
ONE, TWO = synthetic.measure_uid(1), synthetic.measure_uid(2)
MINE, THEIRS = "Avis fictif de la rédactrice", "Avis fictif du rédacteur"


@pytest.fixture
def evaluation(house: House) -> Evaluation:
    """A draft whose two measures are judged blind by two people; each rated the first one online."""
    home = Part.objects.create(slug="evaluations-fictives", kind="evaluation", title="Essai", owner=house.part.owner)
    made = actions.add_evaluation(
        part=home, by=house.editor, slug="essai", plan_uid=UUID(synthetic.PLAN), evaluator=OrgRef(name="Fictif"),
        title=Text(value="Essai"), scale_uid=UUID(DONE.uid),
    )  # fmt: skip
    for user in (house.editor, house.signatory, house.second_editor):
        made.refresh_from_db()
        actions.add_member(evaluation=made, user=user, by=house.editor, expected_revision=made.revision)
    made.refresh_from_db()
    people = (house.editor, house.second_editor)
    actions.share_out(
        evaluation=made, shares={ONE: people, TWO: people}, blind=True, by=house.editor, expected_revision=made.revision
    )
    for user, level, words in ((house.editor, "done", MINE), (house.second_editor, "not_done", THEIRS)):
        rate(made, user, ONE, level=level, text=Text(value=words), private_note="note de travail")
    made.refresh_from_db()
    return made


def rate(evaluation: Evaluation, user: User, subject: str, **fields: Any) -> Rating:
    held = Rating.objects.filter(evaluation=evaluation, user=user, subject_uid=subject).first()
    revision = held.revision if held else 0
    return actions.rate(evaluation=evaluation, subject=subject, by=user, expected_revision=revision, **fields)


def send(evaluation: Evaluation, by: User, to: User, form: str = "xlsx") -> ImportRun:
    return blind.send_blind(evaluation=evaluation, by=by, assessor=str(to.uid), form=form)


def base(evaluation: Evaluation) -> str:
    return f"/bureau/evaluations/parties/{evaluation.part.slug}/"


def hand_in(client: Client, evaluation: Evaluation, data: bytes) -> Any:
    file = SimpleUploadedFile("rendu.xlsx", data)
    return client.post(f"{base(evaluation)}{evaluation.uid}/classeurs/", {"file": file})


def words_in(run: ImportRun) -> str:
    book = read_workbook(content_of(run), run.file.name)
    return " ".join(str(value) for sheet in book.sheets for row in sheet.rows() for value in row.values if value)


def test_a_workbook_carries_nobody_else_s_ratings(house: House, evaluation: Evaluation, sign_in: SignIn) -> None:
    own = send(evaluation, house.editor, house.editor, "ods")
    for_other = send(evaluation, house.editor, house.second_editor)
    by_lead = send(evaluation, house.signatory, house.editor)
    assert MINE in words_in(own) and THEIRS not in words_in(own) and "note de travail" not in words_in(own)
    for run in (for_other, by_lead):
        assert MINE not in words_in(run) and THEIRS not in words_in(run)
        assert str(run.choices["before"]).count("{}") == 2
    # the ordinary workbook of the same person has none of these measures
    with pytest.raises(Exception, match="Aucune mesure"):
        workbooks.send_workbook(evaluation=evaluation, by=house.editor, assessor=str(house.editor.uid))
    for user, run, status in ((house.editor, own, 200), (house.second_editor, own, 404), (house.signatory, own, 404),
                              (house.signatory, by_lead, 200), (house.second_editor, by_lead, 404)):  # fmt: skip
        assert sign_in(user).get(f"{base(evaluation)}classeurs/{run.uid}/").status_code == status


def test_what_comes_back_is_the_assessor_s_rating_beside_what_was_rated_online(
    house: House, evaluation: Evaluation, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    form = {"assessor": str(house.editor.uid), "blind": "on", "form": "xlsx"}
    assert client.post(f"{base(evaluation)}{evaluation.uid}/classeurs/", form).status_code == 302
    sent = ImportRun.objects.get(choices__kind=blind.SENT)
    rate(evaluation, house.editor, ONE, level="done", text=Text(value="Revu en ligne"), private_note="note de travail")
    data = filled(sent, {"level": "non réalisée", "text": "Revu hors ligne"})
    answer = hand_in(client, evaluation, data)
    page = client.get(answer["Location"])
    view, shown = page.context["view"], page.context["shown"]
    assert [(one.table, one.here, one.before) for one in view.asked] == [("Revu hors ligne", "Revu en ligne", MINE)]
    assert [(one.table, one.why) for one in view.safe] == [("non réalisée", "")]
    assert THEIRS not in page.content.decode() and "Votre avis donné en ligne" in page.content.decode()
    run = ImportRun.objects.get(choices__kind=blind.RETURNED)
    asked = {"revision": run.revision, "state": shown.state, "do": "write", "give": "1"}
    assert client.post(answer["Location"], asked | {view.asked[0].name: workbooks.TAKE}).status_code == 302
    rating = Rating.objects.get(user=house.editor, subject_uid=ONE)
    assert (rating.level, rating.text and rating.text.value) == ("not_done", "Revu hors ligne")
    assert rating.given_at is not None and rating.private_note == "note de travail"
    assert Rating.objects.get(user=house.second_editor).level == "not_done" and not Assessment.objects.exists()
    assert "Revu hors ligne" not in str(list(AuditEvent.objects.values()))


def test_who_hands_in_for_another_neither_reads_nor_writes_it(
    house: House, evaluation: Evaluation, sign_in: SignIn
) -> None:
    sent = send(evaluation, house.signatory, house.editor)
    data = filled(sent, {"no_verdict": "non examinée", "text": "Seule elle le lit"}, "2")
    lead = sign_in(house.signatory)
    answer = hand_in(lead, evaluation, data)
    home = f"{base(evaluation)}{evaluation.uid}/classeurs/"
    assert answer["Location"] == home
    run = ImportRun.objects.get(choices__kind=blind.RETURNED)
    address = f"{base(evaluation)}retours/{run.uid}/"
    for user in (house.signatory, house.second_editor):
        client = sign_in(user)
        assert client.get(address).status_code == client.post(address, {"do": "write"}).status_code == 404
        assert str(run.uid) not in client.get(home).content.decode()
        assert client.get(f"/bureau/parties/{run.part.slug}/importer/{run.uid}/").status_code == 404
        with pytest.raises(Forbidden):
            blind.write_blind(run=run, decisions={}, by=user, expected_revision=run.revision, state="", write=True)
    mine = sign_in(house.editor)
    page = mine.get(address)
    assert "Seule elle le lit" in page.content.decode() and str(run.uid) in mine.get(home).content.decode()
    data_ = {"revision": run.revision, "state": page.context["shown"].state, "do": "write"}
    assert mine.post(address, data_).status_code == 302
    rating = Rating.objects.get(user=house.editor, subject_uid=TWO)
    assert rating.no_verdict == "not_examined" and rating.given_at is None


def test_nothing_is_written_once_reconciliation_opened_or_when_it_was_rated_meanwhile(
    house: House, evaluation: Evaluation, sign_in: SignIn
) -> None:
    sent = send(evaluation, house.editor, house.editor)
    client = sign_in(house.editor)
    answer = hand_in(client, evaluation, filled(sent, {"level": "non réalisée"}))
    run = ImportRun.objects.get(choices__kind=blind.RETURNED)
    seen = client.get(answer["Location"]).context["shown"].state
    rate(evaluation, house.editor, ONE, level="partial", give=True)
    late = client.post(answer["Location"], {"revision": run.revision, "state": seen, "do": "write"})
    assert late.status_code == 409
    rate(evaluation, house.second_editor, ONE, level="done", give=True)
    evaluation.refresh_from_db()
    actions.open_reconciliation(
        evaluation=evaluation, subjects=[ONE], by=house.editor, expected_revision=evaluation.revision
    )
    page = client.get(answer["Location"])
    assert page.context["shown"].closed == ("1",) and page.context["view"].writes == 0
    assert Rating.objects.get(user=house.editor, subject_uid=ONE).level == "partial"


def test_only_who_judges_blind_gets_such_a_workbook(house: House, evaluation: Evaluation, sign_in: SignIn) -> None:
    home = f"{base(evaluation)}{evaluation.uid}/classeurs/"
    client = sign_in(house.editor)
    for assessor in ("", str(house.signatory.uid)):
        answer = client.post(home, {"assessor": assessor, "blind": "on", "form": "xlsx"})
        assert answer.status_code == 422 and "en aveugle" in answer.content.decode()
    other = person("autre", None)
    with pytest.raises(Forbidden):
        send(evaluation, other, house.editor)
