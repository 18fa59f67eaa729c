"""Evaluations in the office, by their forms: from preparation to publication, unseen ratings, evidence, private notes."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from jalon.core.models import User
from jalon.evaluation import actions
from jalon.evaluation.models import Assessment, Claim, Crosswalk, Evaluation, EvidenceItem, Note, Rating, Scale
from jalon.facts.common import Known, OrgRef
from jalon.facts.standard_scales import DONE
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
ROOT = f"/bureau/evaluations/parties/{SLUG}/"
ONE, TWO = synthetic.measure_uid(1), synthetic.measure_uid(2)
ROWS = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0"}


def started(client: Client) -> Evaluation:
    """An evaluation made by the form."""
    values = {
        "own": "1", "plan_uid": synthetic.PLAN, "evaluator": "Évaluateur fictif", "title": "Évaluation fictive",
        "title_lang": "fr", "title_wording": "verbatim", "state": "published", "kind": "", "scale_uid": DONE.uid,
        "method": "Lecture fictive", "method_wording": "summary", "confidence": "stated", **ROWS,
    }  # fmt: skip
    answer = client.post(f"{ROOT}nouvelle/", values)
    assert answer.status_code == 302, answer.content.decode()[:6000]
    return Evaluation.objects.get(slug="evaluation-fictive")


@pytest.fixture
def row(house: House) -> Evaluation:
    """A draft of the editor, without a team."""
    return actions.add_evaluation(
        part=house.part, by=house.editor, slug="essai", plan_uid=UUID(synthetic.PLAN),
        evaluator=OrgRef(name="Évaluateur fictif"), title=synthetic.text("Évaluation fictive"), scale_uid=UUID(DONE.uid),
    )  # fmt: skip


def at(row: Evaluation, path: str = "") -> str:
    """An address of the evaluation."""
    return f"{ROOT}{row.uid}/{path}"


def fresh(row: Evaluation) -> str:
    """The revision that a form is filled on."""
    row.refresh_from_db()
    return str(row.revision)


def said(**values: str) -> dict[str, str]:
    """What the form of an assessment sends."""
    return {"level": "done", "no_verdict": "", "evidence_known": "not_looked_at", "link": "stated", "confidence": "stated", "depart": "{}", **ROWS} | values  # fmt: skip


def test_an_evaluation_is_made_assessed_and_counted_with_what_is_not_assessed(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    made = started(client)
    answer = client.post(
        at(made, f"apprecier/{ONE}/"), said(text="Faite.", page="12", text_wording="verbatim"), follow=True
    )
    assert answer.status_code == 200
    found = Assessment.objects.get()
    assert (found.level, found.page, found.text.value) == ("done", "12", "Faite.")
    assert "sans preuve" in answer.content.decode()
    shown = client.get(at(made)).content.decode()
    assert "pas encore appréciée" in shown
    assert "sans preuve" in shown


def test_a_level_and_a_reason_for_none_are_refused_together_and_nothing_is_lost(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    answer = sign_in(house.editor).post(at(row, f"apprecier/{ONE}/"), said(no_verdict="not_examined", text="Ma phrase"))
    assert answer.status_code == 422
    assert "Ma phrase" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_two_who_write_one_assessment_see_both_texts(house: House, sign_in: SignIn, row: Evaluation) -> None:
    client = sign_in(house.editor)
    client.post(at(row, f"apprecier/{ONE}/"), said(text="Au départ"))
    found = Assessment.objects.get()
    where = at(row, f"appreciations/{found.uid}/modifier/")
    client.post(where, said(text="Le premier texte", expected_revision="1"))
    answer = client.post(where, said(text="Le second texte", expected_revision="1"))
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "premier" in words
    assert "Le second texte" in words
    found.refresh_from_db()
    assert found.text.value == "Le premier texte"


def test_evidence_is_added_by_its_kind_and_withdrawn_with_a_reason(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    client = sign_in(house.editor)
    client.post(at(row, f"apprecier/{ONE}/"), said())
    found = Assessment.objects.get()
    where = at(row, f"appreciations/{found.uid}/")
    assert (
        client.post(f"{where}preuves/page/", {"url": "https://exemple.fr/a"}).status_code == 422
    )  # not seen on any day
    assert (
        client.post(f"{where}preuves/page/", {"url": "https://exemple.fr/a", "seen": "21/11/2026"}).status_code == 302
    )
    assert client.post(f"{where}preuves/testimony/", {"reference": "Jeanne D."}).status_code == 422
    item = EvidenceItem.objects.get()
    shown = client.get(where).content.decode()
    assert "https://exemple.fr/a" in shown
    assert "sans preuve</p>" not in shown
    gone = client.post(f"{ROOT}fiches/preuve/{item.uid}/retirer/", {"reason": "page fausse", "expected_revision": "1"})
    assert gone.status_code == 302
    item.refresh_from_db()
    assert item.withdrawn_at is not None


def test_the_private_note_stays_in_the_office(house: House, sign_in: SignIn, row: Evaluation) -> None:
    client = sign_in(house.editor)
    client.post(at(row, f"apprecier/{ONE}/"), said())
    where = at(row, f"appreciations/{Assessment.objects.get().uid}/")
    assert client.post(f"{where}note/", {"text": "Rappeler", "expected_revision": "0"}).status_code == 302
    assert Note.objects.get().text == "Rappeler"
    assert "Rappeler" in client.get(where).content.decode()
    late = client.post(f"{where}note/", {"text": "Autre", "expected_revision": "0"})
    assert late.status_code == 409
    assert "Rappeler" in late.content.decode()
    assert "Rappeler" not in client.get(f"/bureau/parties/{SLUG}/historique/").content.decode()


def test_nobody_sees_anothers_rating_before_reconciliation(house: House, sign_in: SignIn, row: Evaluation) -> None:
    lead, other = sign_in(house.editor), sign_in(house.second_editor)
    added = lead.post(
        at(row, "equipe/ajouter/"), {"people": str(house.second_editor.uid), "expected_revision": fresh(row)}
    )
    assert added.status_code == 302
    people = [str(house.editor.uid), str(house.second_editor.uid)]
    shared = lead.post(at(row, "repartir/"), {"subjects": [ONE], "people": people, "blind": "on", "expected_revision": fresh(row)})  # fmt: skip
    assert shared.status_code == 302, shared.content.decode()[:4000]
    rating = {"no_verdict": "", "text_wording": "summary", "give": "on", "expected_revision": "0"}
    given = lead.post(
        at(row, f"avis/{ONE}/"), {**rating, "level": "done", "text": "SECRET A", "private_note": "PRIVE A"}
    )
    assert given.status_code == 302, given.content.decode()[:4000]
    for path in ("", f"avis/{ONE}/", "concilier/"):
        assert "SECRET A" not in other.get(at(row, path)).content.decode()
    assert other.get(at(row, f"concilier/{ONE}/")).status_code == 404
    other.post(at(row, f"avis/{ONE}/"), {**rating, "level": "partial", "text": "AVIS B", "private_note": ""})
    assert Rating.objects.filter(given_at__isnull=False).count() == 2
    opened = lead.post(at(row, "concilier/"), {"subjects": [ONE], "expected_revision": fresh(row)}, follow=True)
    words = opened.content.decode()
    assert "Pas de coefficient" in words  # one measure judged twice: a table, no number
    read = other.get(at(row, f"concilier/{ONE}/")).content.decode()
    assert "SECRET A" in read
    assert "PRIVE A" not in read
    revision = str(row.reconciliations.get().revision)
    agreed = {
        "level": "partial",
        "no_verdict": "",
        "dissents_0_level": "done",
        "dissents_0_shown": "hidden",
        "expected_revision": revision,
    }
    assert other.post(at(row, f"concilier/{ONE}/"), agreed).status_code == 302
    found = Assessment.objects.get()
    assert (found.level, found.blind, found.dissents[0].level, found.dissents[0].name) == ("partial", ("done", "partial"), "done", None)  # fmt: skip


def test_from_preparation_to_publication_with_a_body_that_never_replies(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    editor, signs = sign_in(house.editor), sign_in(house.signatory)

    def move(client: Client, code: str) -> int:
        return client.post(at(row, f"etape/{code}/"), {"expected_revision": fresh(row)}).status_code

    assert [move(editor, code) for code in ("collect", "draft", "reply")] == [302] * 3
    reply = {"opened": "01/11/2026", "closes": "2099", "invited": "Ministère fictif", "expected_revision": fresh(row)}
    assert editor.post(at(row, "cours/droit-de-reponse/"), reply).status_code == 302
    assert move(editor, "adopt") == 302
    votes = {"body": "Assemblée", "votes_for": "40", "votes_against": "1", "abstentions": "2", "votes": "50"}
    wrong = editor.post(at(row, "cours/adoption/"), {**votes, "expected_revision": fresh(row)})
    assert wrong.status_code == 422
    right = editor.post(at(row, "cours/adoption/"), {**votes, "votes": "43", "expected_revision": fresh(row)})
    assert right.status_code == 302
    signature = {"body": "Autre organisme", "choice": "abstained", "expected_revision": fresh(row)}
    assert editor.post(at(row, "cours/cosignature/"), signature).status_code == 302
    assert move(editor, "publish") == 403
    assert move(signs, "publish") == 302
    row.refresh_from_db()
    assert (row.stage, row.adoption.votes_for, row.signatures[0].state) == ("publish", 40, "abstained")


def test_what_a_body_answers_to_the_draft_is_kept_in_its_words_while_the_right_is_open(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    client, said = sign_in(house.editor), {"body": "Ministère fictif", "text": "Nous contestons ce point.", "text_wording": "verbatim", "subject": str(ONE)}  # fmt: skip
    early = client.post(at(row, "cours/reponse/"), {**said, "expected_revision": fresh(row)})
    assert early.status_code == 422 and "Nous contestons ce point." in early.content.decode()
    for code in ("collect", "draft", "reply"):
        client.post(at(row, f"etape/{code}/"), {"expected_revision": fresh(row)})
    opened = {"opened": "01/11/2026", "closes": "2099", "invited": "Ministère fictif", "expected_revision": fresh(row)}
    client.post(at(row, "cours/droit-de-reponse/"), opened)
    assert client.get(at(row, "cours/reponse/")).status_code == 200
    assert client.post(at(row, "cours/reponse/"), {**said, "expected_revision": fresh(row)}).status_code == 302
    row.refresh_from_db()
    (answer,) = row.reply.responses
    assert (answer.body.name, answer.text.value, answer.subject) == ("Ministère fictif", said["text"], str(ONE))
    assert said["text"] in client.get(at(row)).content.decode()


def test_an_evaluation_that_is_not_shared_keeps_its_dated_requests(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    known = actions.add_evaluation(
        part=house.part, by=house.editor, own=False, slug="connue", plan_uid=UUID(synthetic.PLAN), state="known_not_shared",  # type: ignore[arg-type]
        evaluator=OrgRef(name="Inspection fictive"), title=synthetic.text("Rapport fictif"), source_to_find=True,
    )  # fmt: skip
    asked = {"asked": "3 mars 2025", "to": "Inspection fictive", "expected_revision": fresh(known)}
    assert client.post(at(known, "cours/demande/"), asked).status_code == 302
    later = {**asked, "reminded_0_when": "5 mai 2025", "silent_until": "20/11/2026", "expected_revision": fresh(known)}
    assert client.post(at(known, "demandes/0/"), later).status_code == 302
    known.refresh_from_db()
    assert len(known.requests) == 1
    assert known.requests[0].reminded[0].edtf == "2025-05-05"
    assert "toujours sans réponse" in client.get(at(known)).content.decode()


def test_counts_scales_and_crosswalks_are_written_by_forms(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    scale = {
        "title": "Échelle fictive", "slug": "echelle-fictive", "owner": "Évaluateur fictif", **ROWS,
        "levels_0_code": "oui", "levels_0_fr": "faite", "levels_0_en": "done", "levels_0_mark": "", "levels_0_known": "given",
        "levels_1_code": "non", "levels_1_fr": "pas faite", "levels_1_en": "not done", "levels_1_mark": "", "levels_1_known": "not_looked_at",
    }  # fmt: skip
    answer = client.post(f"{ROOT}fiches/echelle/nouvelle/", scale)
    assert answer.status_code == 302, answer.content.decode()[:5000]
    assert Scale.objects.get().levels[0].definition_known is Known.NOT_LOOKED_AT  # « given », and nothing given
    pairs = {
        "slug": "lecture", "from_uid": str(Scale.objects.get().uid), "to_uid": DONE.uid, "author": "Évaluateur fictif",
        "when": "2026", "pairs_0_of": "oui", "pairs_0_to": "done", "pairs_0_reason": "même sens", **ROWS,
    }  # fmt: skip
    assert client.post(f"{ROOT}fiches/correspondance/nouvelle/", {**pairs, "pairs_0_reason": ""}).status_code == 422
    assert client.post(f"{ROOT}fiches/correspondance/nouvelle/", pairs).status_code == 302
    claim = {"said_by": "Gouvernement fictif", "counts": "engagées : 50", "total": "60", "definition_known": "not_found",
             "confidence": "stated", "source_to_find": "on", **ROWS}  # fmt: skip
    assert client.post(f"{ROOT}fiches/decompte/nouvelle/", claim).status_code == 302
    assert (Claim.objects.get().total, Crosswalk.objects.get().pairs[0].to) == (60, "done")
    shown = client.get(ROOT).content.decode()
    assert "50 engagées" in shown
    assert "sur 60" in shown


def test_a_draft_is_not_there_for_a_colleague_outside_its_team(house: House, sign_in: SignIn, row: Evaluation) -> None:
    actions.add_member(evaluation=row, user=house.editor, by=house.editor, expected_revision=row.revision)
    assert sign_in(house.second_editor).get(at(row)).status_code == 404
    assert sign_in(house.reader).get(at(row)).status_code == 404
    assert "essai" not in sign_in(house.reader).get(ROOT).content.decode()
    assert sign_in(house.signatory).get(at(row)).status_code == 200
