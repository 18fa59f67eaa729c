"""What was published stays said: an erratum corrects it, another evaluation succeeds it, by the forms, to the public page."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from jalon.core.models import AuditEvent, Part, User
from jalon.evaluation import actions
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Evaluation
from jalon.evaluation.selectors import evaluation_page
from jalon.facts.common import Text
from jalon.facts.evaluation import Assessed
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.reader import default_store
from jalon.publication.selectors import facts_of_part, own_key
from tests import synthetic
from tests.integration.office.conftest import House
from tests.integration.office.test_evaluating import ONE, ROOT, ROWS, at, fresh, row

__all__ = ["row"]

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignIn = Callable[[User | None], Client]


def published(made: Evaluation, house: House, words: str, client: Client) -> None:
    """One measure assessed, the others not; every stage, then the signature of the part."""
    actions.assess(
        evaluation=made, object=Assessed.MEASURE, subjects=(ONE,), level="done", text=Text(value=words), by=house.editor
    )
    for stage in (Stage.COLLECT, Stage.DRAFT, Stage.ADOPT):
        made.refresh_from_db()
        actions.move_stage(evaluation=made, to=stage, by=house.editor, expected_revision=made.revision)
    page = client.get(at(made, "etape/publish/")).content.decode()
    assert "pas encore appréciées" in page
    for stage in ("publish", "adopt", "publish"):  # until the signature, it may go back
        assert client.post(at(made, f"etape/{stage}/"), {"expected_revision": fresh(made)}).status_code == 302
    sign(house.part)


def sign(part: Part) -> None:
    part.refresh_from_db()
    now, key = datetime.now(UTC), own_key()
    versions.sign_off(default_store(), facts_of_part(part), signer="Mission", at=now, key=key)
    releases.build(default_store(), key=key, at=now)


def prepared(client: Client, row: Evaluation, words: str, title: str) -> Evaluation:
    """The evaluation that the page of a published one offers to prepare."""
    page = client.get(at(row)).content.decode()
    link = re.search(rf'href="([^"]+)">{words}', page)
    assert link is not None, page
    form = client.get(link[1].replace("&amp;", "&")).context["form"]
    start = {name: str(form[name].value() or "") for name in ("plan_uid", "scale_uid", "corrects_uid", "follows_uid")}
    values = {**start, **ROWS, "own": "1", "evaluator": "Évaluateur fictif", "title": title, "title_lang": "fr",
              "title_wording": "verbatim", "state": "published", "kind": "", "confidence": "stated"}  # fmt: skip
    answer = client.post(f"{ROOT}nouvelle/", values)
    assert answer.status_code == 302, answer.content.decode()[:4000]
    return Evaluation.objects.get(title__value=title)


def test_a_published_evaluation_is_corrected_and_succeeded_and_its_words_stay_readable(
    house: House, sign_in: SignIn, row: Evaluation
) -> None:
    editor, signs = sign_in(house.editor), sign_in(house.signatory)
    published(row, house, "Phrase publiée par erreur", signs)
    said = evaluation_page(str(row.uid), house.editor)
    assert len(said.not_assessed([ONE, synthetic.measure_uid(2)])) == 1  # it did not keep it from being published
    where = f"{ROOT}fiches/evaluation/{row.uid}/retirer/"
    page = editor.get(where).content.decode()
    assert "erratum" in page and 'name="reason"' not in page
    editor.post(where, {"reason": "x", "expected_revision": fresh(row)})
    row.refresh_from_db()
    assert row.withdrawn_at is None
    stays = "est dans la version publiée"  # the next signature would drop it from the public page, unsaid
    assert "etape/adopt/" not in signs.get(at(row)).content.decode()
    assert stays in signs.get(at(row, "etape/adopt/")).content.decode()
    back = signs.post(at(row, "etape/adopt/"), {"expected_revision": fresh(row)})
    assert back.status_code == 422 and stays in back.content.decode()
    moved = AuditEvent.objects.filter(action="evaluation.move_stage", subject_uid=row.uid).latest("pk")
    undone = signs.post(f"/bureau/parties/{house.part.slug}/defaire/{moved.pk}/", {"expected_revision": fresh(row)})
    assert stays in undone.content.decode()
    row.refresh_from_db()
    assert row.stage == Stage.PUBLISH
    added = AuditEvent.objects.get(action="evaluation.add_evaluation", subject_uid=row.uid)
    undoing = {"expected_revision": fresh(row), "reason": "x"}
    refused = editor.post(f"/bureau/parties/{house.part.slug}/defaire/{added.pk}/", undoing)
    assert "publiée" in refused.content.decode()
    row.refresh_from_db()
    assert row.withdrawn_at is None
    erratum = prepared(editor, row, "Préparer un erratum", "Erratum fictif")
    assert (erratum.corrects_uid, erratum.plan_uid, erratum.scale_uid) == (row.uid, row.plan_uid, row.scale_uid)
    published(erratum, house, "Phrase corrigée", signs)
    after = prepared(editor, row, "Préparer celle qui lui succède", "Suite fictive")
    assert (after.follows_uid, after.corrects_uid) == (row.uid, None)
    published(after, house, "Phrase suivante", signs)
    visitor = Client()
    old = visitor.get(f"/evaluations/{row.slug}/").content.decode()
    assert "Phrase publiée par erreur" in old
    assert "Corrigée par" in old and f"/evaluations/{erratum.slug}/" in old
    assert "Suivie de" in old and f"/evaluations/{after.slug}/" in old
    new = visitor.get(f"/evaluations/{erratum.slug}/").content.decode()
    assert "Phrase corrigée" in new and "Corrige" in new and f"/evaluations/{row.slug}/" in new
