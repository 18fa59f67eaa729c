"""Evaluations in the office: what was written is edited, withdrawn, given back; its history; what stays said for good."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.models import User
from jalon.evaluation import actions, models
from jalon.evaluation.models import Assessment, Crosswalk, Evaluation, EvidenceItem, Reconciliation, Scale
from jalon.facts.common import Known, OrgRef, Text, When
from jalon.facts.evaluation import Assessed, Criterion, CrosswalkPair, Evidence, EvidenceKind, Finding
from jalon.facts.standard_scales import DONE, ENGAGED
from tests import synthetic
from tests.integration.office.conftest import SLUG, House
from tests.integration.office.test_evaluating import ONE, ROOT, ROWS, TWO, at, fresh, row, said

__all__ = ["row"]

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
BODY = OrgRef(name="Évaluateur fictif")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def assessed(row: Evaluation, house: House, subject: str = ONE, **fields: Any) -> Assessment:
    """An assessment of a measure."""
    given: dict[str, Any] = {"level": "done"} | fields
    return actions.assess(evaluation=row, object=Assessed.MEASURE, subjects=(subject,), by=house.editor, **given)


def of(code: str, record: Any, what: str = "retirer") -> str:
    """The address where a record is withdrawn or given back, or of its history."""
    return f"{ROOT}fiches/{code}/{record.uid}/{what}/"


def test_findings_on_the_plan_are_written_edited_and_withdrawn(house: House, sign_in: SignIn, row: Evaluation) -> None:
    client = sign_in(house.editor)
    whole = {"object": "plan", "subjects": [synthetic.PLAN], "text": "Aucun pilote nommé.", "text_wording": "verbatim"}
    found = {"findings_0_criterion": "lead", "findings_0_known": "stated_absent", "findings_1_criterion": "cost", "findings_1_known": "not_found"}  # fmt: skip
    twice = client.post(at(row, "apprecier/"), said(level="", **whole, **found | {"findings_1_criterion": "lead"}))  # type: ignore[arg-type]
    assert twice.status_code == 422 and "qu’une fois" in twice.content.decode()
    assert client.post(at(row, "apprecier/"), said(level="", **whole, **found)).status_code == 302  # type: ignore[arg-type]
    made = Assessment.objects.get()
    assert made.findings == (
        Finding(criterion=Criterion.LEAD),
        Finding(criterion=Criterion.COST, known=Known.NOT_FOUND),
    )
    where = at(row, f"appreciations/{made.uid}/")
    shown = client.get(where).content.decode()
    assert "Constat : pilote" in shown and "cherché dans le plan, non trouvé" in shown
    edited = said(level="", text="Aucun pilote nommé.", text_wording="verbatim", expected_revision="1", findings_0_criterion="cost", findings_0_known="given")  # fmt: skip
    assert client.post(f"{where}modifier/", edited).status_code == 302
    made.refresh_from_db()
    assert made.findings == (Finding(criterion=Criterion.COST, known=Known.GIVEN),)
    bare = {name: value for name, value in edited.items() if not name.startswith("findings")}
    assert client.post(f"{where}modifier/", {**bare, "expected_revision": "2"}).status_code == 302
    made.refresh_from_db()
    assert made.findings == ()


def test_a_questionnaire_gets_its_reminders_answer_or_silence_and_a_wrong_date_is_mended(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    client, made = sign_in(house.editor), assessed(row, house)
    asked = {"to": "Ministère fictif", "asked": "2 mars 2026", "reminded_0_when": "2 avril 2026"}
    where = at(row, f"appreciations/{made.uid}/preuves/questionnaire/")
    assert client.post(where, {**asked, "text": "Vingt questions", "text_wording": "summary"}).status_code == 302
    item = EvidenceItem.objects.get()
    edit = at(row, f"preuves/{item.uid}/modifier/")
    assert "2 avril 2026" in client.get(edit).content.decode()
    later = {**asked, "reminded_0_when": "3 avril 2026", "reminded_1_when": "4 mai 2026", "expected_revision": "1"}
    both = client.post(edit, {**later, "answered": "5 mai 2026", "silent_until": "6 mai 2026"})
    assert both.status_code == 422 and "3 avril 2026" in both.content.decode()
    assert client.post(edit, {**later, "silent_until": "20 novembre 2026"}).status_code == 302
    item.refresh_from_db()
    inquiry = item.fact.inquiry
    assert [one.edtf for one in inquiry.reminded] == ["2026-04-03", "2026-05-04"]
    assert (inquiry.silent_until.edtf, item.fact.text) == ("2026-11-20", None)
    met = client.post(edit, {**later, "answered": "7 mai 2026"})
    assert met.status_code == 409 and "Deux personnes ont écrit" in met.content.decode()


def test_the_file_of_evidence_keeps_its_hash_and_its_type_while_the_rest_is_edited(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    client, made = sign_in(house.editor), assessed(row, house)
    where = at(row, f"appreciations/{made.uid}/preuves/file/")
    lies = client.post(where, {"file": SimpleUploadedFile("note.pdf", b"pas un PDF")})
    assert lies.status_code == 422 and not EvidenceItem.objects.exists()
    assert client.post(where, {"file": SimpleUploadedFile("note.pdf", PDF)}).status_code == 302
    item = EvidenceItem.objects.get()
    before = item.fact
    edit = at(row, f"preuves/{item.uid}/modifier/")
    assert 'type="file"' not in client.get(edit).content.decode()
    quote = {"quote": "Trois postes", "quote_wording": "verbatim", "expected_revision": "1"}
    assert client.post(edit, quote).status_code == 422  # a quotation has its page
    other = SimpleUploadedFile("autre.pdf", PDF + b"x")
    assert client.post(edit, {**quote, "page": "4", "file": other, "sha256": "0" * 64}).status_code == 302
    item.refresh_from_db()
    kept = ("kind", "sha256", "size", "media_type", "name")
    assert [getattr(item.fact, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (item.fact.page, item.fact.quote.value) == ("4", "Trois postes")


EDITED: tuple[tuple[Evidence, dict[str, str], tuple[str, Any]], ...] = (
    (Evidence(kind=EvidenceKind.PAGE, url="https://a.example/", seen=When(edtf="2026-01-01")),
     {"url": "https://b.example/", "seen": "2026-02-01", "name": "Page"}, ("url", "https://b.example/")),
    (Evidence(kind=EvidenceKind.HEARING, body=BODY, when=When(edtf="2026-01-01")),
     {"body": "Autre organisme", "when": "2026-01-02"}, ("body", OrgRef(name="Autre organisme"))),
    (Evidence(kind=EvidenceKind.TESTIMONY, reference="T-1"), {"reference": "T-2"}, ("reference", "T-2")),
    (Evidence(kind=EvidenceKind.STATEMENT, of=TWO), {"of": TWO, "page": "9"}, ("page", "9")),
    (Evidence(kind=EvidenceKind.INDICATOR, of=TWO), {"of": TWO, "page": "9"}, ("page", "9")),
    (Evidence(kind=EvidenceKind.OUTPUT, of=TWO), {"of": TWO, "page": "9"}, ("page", "9")),
)  # fmt: skip


def test_evidence_of_every_kind_is_edited_by_who_writes(house: House, sign_in: SignIn, row: Evaluation) -> None:
    client, reader, made = sign_in(house.editor), sign_in(house.reader), assessed(row, house)
    for evidence, sent, (name, now) in EDITED:
        item = actions.add_evidence(assessment=made, evidence=evidence, by=house.editor)
        edit = at(row, f"preuves/{item.uid}/modifier/")
        assert client.post(edit, {**sent, "expected_revision": "1"}).status_code == 302, evidence.kind
        item.refresh_from_db()
        assert getattr(item.fact, name) == now
        assert reader.post(edit, sent).status_code == 403
    assert {one.kind for one, _sent, _now in EDITED} | {"questionnaire", "file"} == set(EvidenceKind)


def test_each_dissent_has_its_side_its_words_and_its_name_or_stays_with_the_team(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    client = sign_in(house.editor)
    opened = Reconciliation.objects.create(evaluation=row, subject_uid=ONE, opened_at="2026-01-01T00:00Z")
    where = at(row, f"concilier/{ONE}/")
    three = {
        "level": "done", "no_verdict": "", "expected_revision": "1",
        "dissents_0_level": "partial", "dissents_0_text": "Deux lignes\nde mots", "dissents_0_name": "Alice", "dissents_0_shown": "named",
        "dissents_1_level": "", "dissents_1_text": "Sans nom", "dissents_1_name": "Bruno", "dissents_1_shown": "hidden",
        "dissents_2_level": "not_done", "dissents_2_text": "", "dissents_2_name": "Chloé", "dissents_2_shown": "kept",
    }  # fmt: skip
    nameless = client.post(where, {**three, "dissents_0_name": ""})
    assert (
        nameless.status_code == 422 and "Ligne 1" in nameless.content.decode() and "Chloé" in nameless.content.decode()
    )
    wrong = client.post(where, {**three, "dissents_2_level": "ailleurs"})
    assert wrong.status_code == 422 and "n’est pas un niveau" in wrong.content.decode()
    assert client.post(where, three).status_code == 302
    found = Assessment.objects.get()
    assert [(one.level, one.name) for one in found.dissents] == [("partial", "Alice"), (None, None)]
    opened.refresh_from_db()
    assert [one.name for one in opened.kept] == ["Chloé"]
    form = client.get(where).content.decode()
    assert "Chloé" in form and "Bruno" not in form and "Deux lignes\nde mots" in form
    assert "Chloé" not in client.get(at(row, f"appreciations/{found.uid}/")).content.decode()
    actions.withdraw(record=found, reason="x", by=house.editor, expected_revision=found.revision)
    again = {**three, "dissents_1_name": "", "expected_revision": str(opened.revision)}
    assert client.post(where, again).status_code == 302
    assert Assessment.objects.live().get() == found  # said anew, it stands again


# --- withdrawn and given back ----------------------------------------------------------------------------------------


def test_each_kind_of_record_is_withdrawn_with_a_reason_listed_given_back_and_has_its_history(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    client = sign_in(house.editor)
    made = assessed(row, house)
    proof = actions.add_evidence(assessment=made, evidence=EDITED[0][0], by=house.editor)
    claim = actions.add_claim(
        part=house.part, by=house.editor, said_by=BODY, text=Text(value="50"), source_to_find=True
    )
    scale = actions.add_scale(part=house.part, by=house.editor, slug="e", owner=BODY, title=Text(value="Échelle E"), levels=DONE.levels)  # fmt: skip
    walk = actions.add_crosswalk(part=house.part, by=house.editor, slug="c", from_uid=UUID(ENGAGED.uid), to_uid=UUID(DONE.uid), author=BODY, when=When(edtf="2026"))  # fmt: skip
    listed = {"preuve": at(row), "appreciation": at(row)}
    kinds = {
        "preuve": proof,
        "appreciation": made,
        "decompte": claim,
        "echelle": scale,
        "correspondance": walk,
        "evaluation": row,
    }
    for code, record in kinds.items():
        where = of(code, record)
        assert client.post(where, {"reason": "", "expected_revision": str(record.revision)}).status_code == 422
        answer = client.post(where, {"reason": f"raison {code}", "expected_revision": str(record.revision)})
        assert answer.status_code == 302, (code, answer.content.decode()[:3000])
        record.refresh_from_db()
        assert record.withdrawn_reason == f"raison {code}"
        shown = client.get(listed.get(code, ROOT)).content.decode()
        assert f"raison {code}" in shown and where in shown, code
        assert client.post(where, {"expected_revision": "0"}).status_code == 409
        assert client.post(where, {"expected_revision": str(record.revision)}).status_code == 302
        record.refresh_from_db()
        assert record.withdrawn_at is None
        history = client.get(of(code, record, "historique"))
        assert f"raison {code}" in history.content.decode() and len(history.context["found"].events) > 2, code
    assert client.get(of("promesse", row)).status_code == 404


def test_what_the_part_still_names_is_kept_and_a_place_taken_meanwhile_is_not_taken_back(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    client = sign_in(house.editor)
    scale = actions.add_scale(part=house.part, by=house.editor, slug="e", owner=BODY, title=Text(value="E"), levels=DONE.levels)  # fmt: skip
    actions.edit_evaluation(evaluation=row, by=house.editor, expected_revision=row.revision, scale_uid=scale.uid)
    page = client.get(of("echelle", scale)).content.decode()
    assert "se sert de cette échelle" in page and 'name="reason"' not in page
    assert client.post(of("echelle", scale), {"reason": "x", "expected_revision": "1"}).status_code == 200
    scale.refresh_from_db()
    assert scale.withdrawn_at is None
    first = assessed(row, house)
    actions.withdraw(record=first, reason="x", by=house.editor, expected_revision=1)
    assessed(row, house, level="partial")
    taken = client.post(of("appreciation", first), {"expected_revision": "2"})
    assert taken.status_code == 422 and "a déjà son appréciation" in taken.content.decode()
    models.Evaluation.objects.filter(pk=row.pk).update(stage="adopt")
    assert "Le texte est adopté" in client.get(of("appreciation", Assessment.objects.live().get())).content.decode()


def test_a_draft_s_records_history_and_trace_are_its_team_s_alone(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    made = assessed(row, house)
    proof = actions.add_evidence(assessment=made, evidence=EDITED[0][0], by=house.editor)
    claim = actions.add_claim(part=house.part, by=house.editor, said_by=BODY, text=Text(value="50"), evaluation_uid=row.uid, source_to_find=True)  # fmt: skip
    actions.edit_assessment(
        assessment=made, by=house.editor, expected_revision=1, text=Text(value="PHRASE DU BROUILLON")
    )
    actions.add_member(evaluation=row, user=house.editor, by=house.editor, expected_revision=row.revision)
    mine, other = sign_in(house.editor), sign_in(house.second_editor)
    for code, record in {"evaluation": row, "appreciation": made, "preuve": proof, "decompte": claim}.items():
        for what in ("retirer", "historique"):
            assert mine.get(of(code, record, what)).status_code == 200
            assert other.get(of(code, record, what)).status_code == 404
    assert "PHRASE DU BROUILLON" in mine.get(of("appreciation", made, "historique")).content.decode()
    where = f"/bureau/parties/{SLUG}/historique/"
    assert "PHRASE DU BROUILLON" in mine.get(where).content.decode()
    assert "PHRASE DU BROUILLON" not in other.get(where).content.decode()
    assert sign_in(house.reader).get(of("evaluation", row)).status_code == 403  # nor does who only reads withdraw


# --- scales, votes, publication --------------------------------------------------------------------------------------


def test_circles_of_scales_are_refused_by_the_form_and_a_level_without_equivalent_stays_without(
    house: House, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    where = f"{ROOT}fiches/correspondance/nouvelle/"
    one = {"slug": "aller", "from_uid": ENGAGED.uid, "to_uid": DONE.uid, "author": "Évaluateur fictif", "when": "2026", **ROWS,
           "pairs_0_of": ENGAGED.levels[0].code, "pairs_0_to": "", "pairs_0_reason": "« engagée » ne dit pas si c’est fait"}  # fmt: skip
    assert client.post(where, one).status_code == 302
    made = Crosswalk.objects.get()
    assert made.pairs == (
        CrosswalkPair(of=ENGAGED.levels[0].code, reason=Text(value="« engagée » ne dit pas si c’est fait")),
    )
    back = one | {"slug": "retour", "from_uid": DONE.uid, "to_uid": ENGAGED.uid, "pairs_0_of": "done"}
    circle = client.post(where, back)
    words = circle.content.decode()
    assert circle.status_code == 422 and "ne dit pas si c’est fait" in words and 'value="retour"' in words
    assert client.post(where, one | {"slug": "soi", "to_uid": ENGAGED.uid}).status_code == 422
    assert client.post(where, one | {"slug": "faux", "pairs_0_of": "ailleurs"}).status_code == 422
    assert Crosswalk.objects.get() == made
    actions.withdraw(record=made, reason="x", by=house.editor, expected_revision=1)
    assert client.post(where, back).status_code == 302
    again = client.post(of("correspondance", made), {"expected_revision": "2"})
    assert again.status_code == 422  # given back, it would close the circle
    assert Scale.objects.count() == 0


def test_votes_that_do_not_add_up_say_so_and_keep_what_was_typed(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    votes = {"body": "Assemblée plénière", "when": "12 janvier 2026", "votes_for": "40", "votes_against": "1",
             "abstentions": "2", "votes": "50", "printed": "adopté, 40 voix", "expected_revision": fresh(row)}  # fmt: skip
    answer = sign_in(house.editor).post(at(row, "cours/adoption/"), votes)
    words = answer.content.decode()
    assert answer.status_code == 422 and "font 43, et le total dit 50" in words
    for typed in ("Assemblée plénière", "12 janvier 2026", "adopté, 40 voix", 'value="40"', 'value="50"'):
        assert typed in words
    row.refresh_from_db()
    assert row.adoption is None


def test_a_source_is_to_be_found_only_of_what_is_recorded_from_elsewhere_without_one(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    told = {"part": house.part, "by": house.editor, "plan_uid": UUID(synthetic.PLAN), "evaluator": BODY, "own": False}
    bare = actions.add_evaluation(slug="sans", title=Text(value="Sans"), source_to_find=True, **told)  # type: ignore[arg-type]
    cited = actions.add_evaluation(slug="avec", title=Text(value="Avec"), citations=synthetic.cited(), **told)  # type: ignore[arg-type]
    client, said_here = sign_in(house.editor), assessed(row, house)
    asked = [
        client.get(address).context["to_find"]
        for address in (at(bare, "modifier/"), at(cited, "modifier/"), at(row, "modifier/"),
                        at(row, f"appreciations/{said_here.uid}/modifier/"))
    ]  # fmt: skip
    assert asked == [True, False, False, False]
    actions.cite(record=row, citations=synthetic.cited(), by=house.editor, expected_revision=row.revision)
    assert not client.get(at(row, "modifier/")).context["to_find"]
