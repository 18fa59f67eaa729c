"""Words planted in what is private of an evaluation are sought behind every door that links lead to: of the public, of
another body, and of an editor of the same body who is not of the team."""

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jalon.core.models import User
from jalon.evaluation import actions
from jalon.evaluation.models import Claim, Evaluation, Reconciliation
from jalon.facts.common import OrgRef, Text
from jalon.facts.evaluation import Assessed, Dissent
from jalon.facts.standard_scales import DONE
from jalon.office.assessment_choices import TableChoices
from jalon.office.assessment_runs import open_table
from jalon.office.assessor_workbooks import send_workbook
from tests import synthetic
from tests.integration.office.conftest import SLUG, House, give_sources
from tests.integration.office.test_errata import published
from tests.integration.office.test_evaluating import ONE, ROOT, TWO, at, fresh, row

__all__ = ["row"]

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignIn = Callable[[User | None], Client]
PAGES = 260
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
ELSEWHERE = re.compile(
    r"^/(static|bureau/deconnexion|bureau/compte|bureau/exploitation|comptes|en/)|deconnexion|logout"
)
DRAFTED = ("motsecrettitre", "motsecretphrase", "motsecretavant", "motsecretraison", "motsecretfichier", "motsecretcompte", "motsecrettableau", "motsecretadresse")  # fmt: skip
TEAMS = ("motsecretnote", "motsecretavis", "motsecretreserve", "motsecretgarde")
OLD = ("motsecretancien",)


def words_of(body: bytes) -> bytes:
    """What a file says, unpacked when it is a workbook or a package."""
    if not body.startswith(b"PK"):
        return body.lower()
    with zipfile.ZipFile(io.BytesIO(body)) as found:
        return b"".join(found.read(name) for name in found.namelist()).lower()


def behind(client: Client, *starts: str) -> dict[str, bytes]:
    """What every address says that links lead to, one of each kind of question an address asks."""
    waiting, found, asked = list(starts), dict[str, bytes](), set[str]()
    while waiting and len(found) < PAGES:
        where = waiting.pop(0)
        kind = re.sub(r"=[^&]*", "=", where)
        if kind in asked or ELSEWHERE.search(where):
            continue
        asked.add(kind)
        answer = client.get(where)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        found[where] = words_of(body)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            waiting += [unescape(link) for link in LINK.findall(body.decode())]
    return found


def leaks(pages: dict[str, bytes], *planted: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where a planted word is read."""
    words = [word for group in planted for word in group]
    return [(where, word) for where, body in pages.items() for word in words if word.encode() in body]


def with_a_team(made: Evaluation, house: House) -> None:
    """The editor and the signatory, who rate the second measure unseen; both give, and one reservation is kept."""
    made.refresh_from_db()
    actions.add_member(evaluation=made, user=house.signatory, by=house.editor, expected_revision=made.revision)
    made.refresh_from_db()
    shares = {TWO: [house.editor, house.signatory]}
    actions.share_out(evaluation=made, shares=shares, blind=True, by=house.editor, expected_revision=made.revision)
    for user in (house.editor, house.signatory):
        actions.rate(
            evaluation=made, subject=TWO, by=user, expected_revision=0, level="done", text=Text(value="motsecretavis"),
            private_note="motsecretreserve", give=True,
        )  # fmt: skip
    made.refresh_from_db()
    actions.open_reconciliation(evaluation=made, subjects=[TWO], by=house.editor, expected_revision=made.revision)
    actions.reconcile(
        reconciliation=Reconciliation.objects.get(evaluation=made), by=house.editor, expected_revision=1, level="done",
        kept=(Dissent(level="partial", text=Text(value="motsecretgarde")),),
    )  # fmt: skip


def a_draft(house: House, client: Client) -> Evaluation:
    """A draft of another team of the body, with all that a draft may hold."""
    made = actions.add_evaluation(
        part=house.part, by=house.editor, slug="motsecretadresse", plan_uid=UUID(synthetic.PLAN), scale_uid=UUID(DONE.uid),
        evaluator=OrgRef(name="Évaluateur fictif"), title=Text(value="motsecrettitre"), method=Text(value="motsecrettitre"),
    )  # fmt: skip
    with_a_team(made, house)
    said = actions.assess(
        evaluation=made, object=Assessed.MEASURE, subjects=(ONE,), level="done", text=Text(value="motsecretavant"),
        by=house.editor,
    )  # fmt: skip
    words = Text(value="motsecretphrase")
    actions.edit_assessment(assessment=said, by=house.editor, expected_revision=said.revision, text=words)
    actions.write_note(assessment=said, text="motsecretnote", by=house.editor, expected_revision=0)
    held = SimpleUploadedFile("motsecretfichier.txt", b"motsecretfichier")
    sent = client.post(
        at(made, f"appreciations/{said.uid}/preuves/file/"), {"file": held, "name": "motsecretfichier.txt"}
    )
    assert sent.status_code == 302, sent.content.decode()[:3000]
    gap = actions.assess(evaluation=made, object=Assessed.GAP, subjects=(), topic="motsecretphrase", by=house.editor,
                         text=Text(value="motsecretphrase"))  # fmt: skip
    actions.withdraw(record=gap, reason="motsecretraison", by=house.editor, expected_revision=gap.revision)
    claim = actions.add_claim(
        part=house.part, by=house.editor, said_by=OrgRef(name="Mission fictive"), text=Text(value="motsecretcompte"),
        evaluation_uid=made.uid, plan_uid=UUID(synthetic.PLAN), source_to_find=True,
    )  # fmt: skip
    assert isinstance(claim, Claim)
    open_table(
        part=house.part, by=house.editor, choices=TableChoices(evaluation=str(made.uid)), text="", name="motsecrettableau.csv",
        data="Numéro;Phrase\n1;motsecrettableau\n".encode(),
    )  # fmt: skip
    send_workbook(evaluation=made, by=house.editor)  # named by the address of the draft
    return made


def test_planted_words_are_behind_no_door_that_is_not_the_teams(house: House, sign_in: SignIn, row: Evaluation) -> None:
    give_sources(house)
    editor, signs = sign_in(house.editor), sign_in(house.signatory)
    with_a_team(row, house)
    said = row.assessments.get(subjects=[TWO])
    for text in ("motsecretancien", "Texte adopté"):
        said.refresh_from_db()
        actions.edit_assessment(
            assessment=said, by=house.editor, expected_revision=said.revision, text=Text(value=text)
        )
    actions.write_note(assessment=said, text="motsecretnote", by=house.editor, expected_revision=0)
    published(row, house, "Phrase publiée", signs)
    draft = a_draft(house, editor)
    own = editor.get(at(draft)).content.decode() + editor.get(f"/bureau/parties/{SLUG}/historique/").content.decode()
    assert "motsecrettitre" in own  # the team itself reads it: words that nobody could find would prove nothing
    fresh(draft)
    public = behind(Client(), "/", f"/evaluations/{row.slug}/", "/recherche/?q=motsecret", "/sitemap.xml", "/donnees/")
    assert b"phrase publi" in b"".join(public.values()) and len(public) > 60
    assert leaks(public, DRAFTED, TEAMS, OLD) == []
    stranger = behind(sign_in(house.stranger), "/bureau/", f"/bureau/parties/{SLUG}/", at(draft), at(row), ROOT)
    assert leaks(stranger, DRAFTED, TEAMS, OLD) == []
    starts = ("/bureau/", f"/bureau/parties/{SLUG}/", f"/bureau/parties/{SLUG}/historique/", ROOT, at(row), at(draft))
    colleague = behind(sign_in(house.second_editor), *starts)
    assert b"phrase publi" in b"".join(colleague.values())
    found = leaks(colleague, DRAFTED, TEAMS)
    assert not found, "\n".join(map(str, found))
