"""Every address of the office tried by every role. What another body drafts is not there: 404, not 403."""

import re
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import get_resolver

from jalon.core.actions import invitations, sources
from jalon.core.enums import Role
from jalon.core.guards import Page, pages
from jalon.core.matrix import Permission
from jalon.core.models import Membership, Organisation, Outbox, User
from jalon.evaluation import actions as evaluation
from jalon.facts.common import When
from jalon.facts.directory import DatedName, OrganisationKind
from jalon.facts.evaluation import Assessed, Evidence, EvidenceKind
from jalon.facts.output import OutputType
from jalon.facts.series import Observation
from jalon.facts.uids import stable_uid
from jalon.plans import actions
from jalon.plans.models import Measure
from jalon.reporting import actions as reporting
from jalon.reporting.columns import PROGRESS, standard
from jalon.reporting.merging.model import form_line
from jalon.reports import runs
from jalon.reports.kinds import Request
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignIn = Callable[[User | None], Client]

TEAM = {"signatory", "editor", "reader"}
MAY: dict[Permission, set[str]] = {
    Permission.VIEW_DRAFT: TEAM,
    Permission.EDIT: {"signatory", "editor"},
    Permission.SIGN_OFF: {"signatory"},
    Permission.INVITE: {"signatory"},
    Permission.SEE_INSTANCE: {"operator"},
    Permission.MANAGE_ACCOUNTS: {"operator"},
    Permission.MANAGE_ORGANISATIONS: {"operator"},
    Permission.OPEN_BODY: {"operator"},
}
SOMEWHERE: dict[Permission, set[str]] = {
    Permission.VIEW_DRAFT: {*TEAM, "stranger"},
    Permission.EDIT: {"signatory", "editor", "stranger"},
}
OPEN = frozenset({200, 302, 404, 405})
"""What a page answers to whom may open it: itself, its next step, or that this record has no such page."""


def office_pages() -> list[Page]:
    """Every address of this room and of the operator's tables."""
    return [page for page in pages(get_resolver()) if page.name.startswith(("office:", "admin:"))]


@pytest.fixture
def addresses(house: House) -> dict[str, str]:
    """An address of each page, about things that exist in the mission's part."""
    part, by = house.part, None
    series = {
        "slug": "serie-x",
        "title": synthetic.text("Série"),
        "producer": synthetic.MISSION,
        "indicator": "x",
        "unit": "x",
        "family": "police",
    }
    serie = actions.add_series(part=part, by=by, **series)  # type: ignore[arg-type]
    document = actions.add_document(
        owner=Measure.objects.get(uid=synthetic.measure_uid(1)),
        by=by,
        title=synthetic.text("Document"),
        source_to_find=True,
    )
    observed = [Observation(when=When(edtf="2024"), value="3")]
    actions.add_observations(series=serie, observations=observed, by=by, expected_revision=1, source_to_find=True)
    about = uuid.UUID(synthetic.measure_uid(1))
    indicator = actions.add_indicator(
        part=part, subject=about, by=by, slug="i", title=synthetic.text("I"), unit="x", source_to_find=True
    )
    output = actions.add_output(
        part=part, by=by, type=OutputType.LAW, title=synthetic.text("O"), when=When(edtf="2024"), source_to_find=True
    )
    source = sources.add(by=by, part=part, address="une adresse")
    letter = Outbox.objects.create(kind="x", recipient="a@exemple.fr", subject="x", due_at=house.part.created_at)
    invitation = invitations.invite(by=house.signatory, email="b@exemple.fr", role=Role.READER, organisation=part.owner)
    role = Membership.objects.get(user=house.reader)
    asked = runs.ask(part=house.part, request=Request(plan="plan-fictif-2"), by=house.reader)
    uids = {
        "edit": synthetic.measure_uid(1), "end": synthetic.measure_uid(1), "move": synthetic.measure_uid(1), "history": synthetic.measure_uid(1),
        "subject": synthetic.measure_uid(1), "file": document.uid, "series": serie.uid, "observe": serie.uid,
        "end_observation": serie.uid, "indicator": indicator.uid, "output": output.uid,
        "edit_source": source.uid, "remove_source": source.uid, "revoke": invitation.uid, "leave": role.uid,
        "close": house.reader.uid, "resend": letter.uid, "report_run": asked.uid, **campaign_uids(house),
        **evaluation_uids(house),
    }  # fmt: skip
    return {key(page): filled(page, uids) for page in office_pages()}


def campaign_uids(house: House) -> dict[str, object]:
    """A campaign that asked a body, which answered by telephone: the uids that its addresses name."""
    columns = (standard(PROGRESS),)
    fields = {"title": synthetic.text("Remontées"), "session": When(edtf="2026-12"), "period": When(edtf="2026")}
    made = reporting.create_campaign(
        part=house.part, plan=uuid.UUID(synthetic.PLAN), slug="remontees-fictives", closes=date(2099, 1, 1),
        columns=columns, by=house.editor, **fields,  # type: ignore[arg-type]
    )  # fmt: skip
    asked, other = (Organisation.objects.create(slug=f"organisme-{n}", kind="ministry", fictional=True) for n in (1, 2))
    about = uuid.UUID(synthetic.measure_uid(1))
    ask = reporting.add_ask(campaign=made, body=asked, subjects=[about], by=house.editor, contact="o@exemple.fr")
    reminder = reporting.plan_reminder(campaign=made, at=datetime(2098, 1, 1, tzinfo=UTC), by=house.editor)
    reporting.open_campaign(campaign=made, by=house.editor, expected_revision=made.revision)
    ask.refresh_from_db()
    said = (form_line(ask.lines.get().key, {PROGRESS: "Fait"}),)
    ret = reporting.note_answer(
        ask=ask, answers=said, sent_by="x", by=house.editor, expected_revision=ask.revision
    )  # fmt: skip
    names = ("edit_ask", "ask_subjects", "ask_letter", "ask_workbook", "ask_step", "ask_phone")
    return {
        **dict.fromkeys(names, ask.uid), **dict.fromkeys(("merge", "return_file", "return_step"), ret.uid),
        "consolidate": about, "reminder": reminder.uid, "add_ask": other.uid,
    }  # fmt: skip


def evaluation_uids(house: House) -> dict[str, object]:
    """An evaluation with one assessment and its evidence, a member, a measure judged unseen, a count."""
    part, by = house.part, house.signatory
    row = evaluation.add_evaluation(
        part=part, by=by, slug="e", plan_uid=uuid.UUID(synthetic.PLAN), evaluator=synthetic.MISSION, title=synthetic.text("E")
    )  # fmt: skip
    one, two = synthetic.measure_uid(1), synthetic.measure_uid(2)
    said = evaluation.assess(
        evaluation=row, object=Assessed.THEME, subjects=(), topic="t", by=by, text=synthetic.text("x")
    )
    proof = evaluation.add_evidence(
        assessment=said, evidence=Evidence(kind=EvidenceKind.TESTIMONY, reference="T-1"), by=by
    )
    everybody = (house.editor, house.second_editor, house.reader)
    for user in everybody:
        evaluation.add_member(evaluation=row, user=user, by=by, expected_revision=row.revision)
    evaluation.share_out(
        evaluation=row, shares={two: (by, house.editor)}, blind=True, by=by, expected_revision=row.revision
    )
    claim = evaluation.add_claim(
        part=part, by=by, said_by=synthetic.MISSION, text=synthetic.text("x"), source_to_find=True
    )
    member = row.members.get(user=house.reader)
    names = ("evaluation", "edit_evaluation", "evaluation_stage", "new_assessment", "assess", "assessment", "edit_assessment",
             "assessment_note", "add_evidence", "edit_evidence", "add_member", "end_member", "share_out", "rate",
             "reconciliations", "reconcile", "course_step", "edit_inquiry")  # fmt: skip
    about = ("assessment", "edit_assessment", "assessment_note", "add_evidence")
    return {
        **dict.fromkeys(names, row.uid), **{f"{name} sur": said.uid for name in about}, "edit_evidence sur": proof.uid,
        "end_member sur": member.uid, "rate sur": two, "assess sur": one, "reconcile sur": two,
        **dict.fromkeys(("edit_in_part", "end_evaluated", "evaluated_history"), claim.uid),
    }  # fmt: skip


CODES = {"evaluation_stage": "collect", "add_evidence": "page", "course_step": "adoption", "new_in_part": "decompte",
         **dict.fromkeys(("edit_in_part", "end_evaluated", "evaluated_history"), "decompte"),
         "ask_workbook": "xlsx", "ask_step": "valider", "campaign_step": "clore", "return_step": "ecarter"}  # fmt: skip
"""What the last word of an address is, where it is not a kind of record."""


def key(page: Page) -> str:
    """Two addresses may share a name."""
    return f"{page.name} {page.route}"


def filled(page: Page, uids: dict[str, object]) -> str:
    """The address with its blanks filled."""
    name = page.name.removeprefix("office:")
    body = "mission-fictive"
    uid = str(uids.get(name, stable_uid("nothing")))
    values = {
        "slug:slug": SLUG if "parties/" in page.route else body, "slug:plan": "plan-fictif-2", "slug:code": CODES.get(name, "mesure"), "slug:campaign": "remontees-fictives", "uuid:uid": uid,
        "uuid:sur": str(uids.get(f"{name} sur", synthetic.PLAN)), "path:rest": "plans/plan-fictif-2/", "path:object_id": "1", "int:order": "0", "path:url": "x",
    }  # fmt: skip
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda found: {"url": "x", "app_label": "core"}[found[1]], page.route)
    bare = plain.replace("^", "").replace("\\Z", "").replace("$", "")
    return "/" + re.sub(r"<([^>]+)>", lambda found: values[found[1]], bare)


def test_every_page_bears_a_guard() -> None:
    assert [page.name for page in office_pages() if page.guard is None] == []


def test_no_page_is_open_to_everybody() -> None:
    assert [page.name for page in office_pages() if page.guard and page.guard.kind == "public"] == []


def test_every_address_answers_each_role_as_the_matrix_says(
    house: House, sign_in: SignIn, addresses: dict[str, str]
) -> None:
    wrong = []
    for who, user in house.everybody().items():
        client = sign_in(user)
        for page in office_pages():
            status = status_of(client, addresses[key(page)])
            expected = expectation(page, who)
            if status not in expected:
                wrong.append((who, page.name, addresses[key(page)], status, sorted(expected)))
    assert wrong == []


def status_of(client: Client, address: str) -> int:
    """What an address answers. A file that it would send is closed."""
    with closing(client.get(address)) as answer:
        return answer.status_code


def expectation(page: Page, who: str) -> set[int]:
    """The statuses that this role may get."""
    assert page.guard is not None
    if who == "anonymous":
        return {302} if page.name != "office:file" else {302, 404}
    if page.guard.kind == "signed_in":
        return set(OPEN)
    assert page.guard.permission is not None
    if page.name.endswith(("_add", "_delete")):
        return {302} if who == "anonymous" else {403}  # the operator's tables are read-only
    table = SOMEWHERE if page.guard.kind == "somewhere" else MAY
    if who in table[page.guard.permission]:
        return set(OPEN)
    in_part = "parties/<slug:slug>/" in page.route
    return {404} if in_part and who not in TEAM else {403}


def test_the_team_opens_its_pages_for_real(house: House, sign_in: SignIn, addresses: dict[str, str]) -> None:
    """404 counts as open above because some records have no such page: these must be there."""
    client = sign_in(house.signatory)
    must = {"campaigns", "new_campaign", "campaign", "edit_campaign", "campaign_matrix", "send_campaign", "campaign_step", "plan_reminder",
            "reminder", "choose_body", "add_ask", "edit_ask", "ask_subjects", "ask_letter", "ask_workbook", "ask_step", "ask_phone",
            "deposit", "merge", "return_step", "consolidated", "consolidate", "freeze", "part", "plan", "subject", "edit", "end", "move", "history", "sign", "preview", "preview_page", "withdraw", "series", "observe", "end_observation", "indicator", "indicators", "output", "outputs",
            "evaluations", "part_evaluations", "new_evaluation", "new_in_part", "edit_in_part", "evaluation", "edit_evaluation",
            "evaluation_stage", "new_assessment", "assess", "assessment", "edit_assessment", "assessment_note",
            "add_evidence", "edit_evidence", "end_evaluated", "evaluated_history", "add_member", "end_member", "share_out", "rate", "reconciliations", "course_step",
            "edit_source", "team", "revoke", "leave", "acts", "committees", "part_committees", "series_list", "bodies", "part_sources", "subjects", "new_part", "home"}  # fmt: skip
    found = {page.name.removeprefix("office:"): status_of(client, addresses[key(page)]) for page in office_pages()}
    assert {name: found[name] for name in must if found[name] != 200} == {}


def test_a_stranger_learns_nothing_of_a_part_by_its_address(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.stranger)
    there = client.get(f"/bureau/parties/{SLUG}/")
    nowhere = client.get("/bureau/parties/il-n-y-a-rien/")
    assert there.status_code == nowhere.status_code == 404
    assert house.part.title not in there.content.decode()


def test_a_reader_cannot_write_by_posting(house: House, sign_in: SignIn) -> None:
    before = Measure.objects.count()
    answer = sign_in(house.reader).post(
        f"/bureau/parties/{SLUG}/fiches/mesure/nouvelle/{synthetic.PLAN}/", {"number": "9"}
    )
    assert answer.status_code == 403
    assert Measure.objects.count() == before


def test_an_editor_cannot_sign_by_posting(house: House, sign_in: SignIn) -> None:
    assert sign_in(house.editor).post(f"/bureau/parties/{SLUG}/signer/", {"reason": "x"}).status_code == 403


def test_the_operator_sees_no_draft_in_any_page_of_hers(
    house: House, sign_in: SignIn, addresses: dict[str, str]
) -> None:
    client = sign_in(house.operator)
    seen = [
        page.name
        for page in office_pages()
        if house.part.title in client.get(addresses[key(page)]).content.decode(errors="ignore")
    ]
    assert seen == []


def test_who_signs_for_a_body_needs_a_second_factor(house: House, sign_in: SignIn) -> None:
    house.signatory.demo = False
    house.signatory.save()
    answer = sign_in(house.signatory).get(f"/bureau/parties/{SLUG}/")
    assert answer.status_code == 302
    assert "second-facteur" in answer.headers["Location"]


def test_forms_refuse_posts_without_their_token(house: House) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.editor, backend="jalon.core.accounts.adapter.Backend")
    assert client.post(f"/bureau/parties/{SLUG}/titre/", {"title": "x", "expected_revision": "1"}).status_code == 403


def test_a_directory_part_shows_its_bodies_to_its_team_alone(house: House, sign_in: SignIn) -> None:
    from jalon.core.actions import organisations
    from jalon.core.models import Part

    part = Part.objects.create(slug="annuaire-mission", kind="directory", title="Annuaire", owner=house.part.owner)
    made = organisations.add(
        by=None, kind=OrganisationKind.SERVICE, names=(DatedName(value="Service encore secret"),), part=part
    )
    where = f"/bureau/parties/annuaire-mission/organismes/{made.uid}/"
    assert "Service encore secret" in sign_in(house.reader).get(where).content.decode()
    assert sign_in(house.stranger).get(where).status_code == 404
    form = sign_in(house.stranger).get("/bureau/parties/collectif/fiches/declaration/nouvelle/").content.decode()
    assert "Service encore secret" not in form
