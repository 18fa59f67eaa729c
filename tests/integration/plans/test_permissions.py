"""Every action of the room asks for the right to edit its part: nobody outside the owner's writers has it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from jalon.core.acting import MARK
from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Forbidden
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, Membership, Part
from jalon.exchange.headers import Profile
from jalon.plans import actions, import_runs, models
from jalon.plans.choices import Choices
from jalon.plans.selectors import measure_page, my_plans, plan_page, statement_history, text_history
from tests.integration.core.permission_matrix import every_action
from tests.integration.plans.calls import every_call
from tests.integration.plans.conftest import People, person

pytestmark = pytest.mark.once

ACTIONS = sorted(name for name in actions.__all__ if hasattr(getattr(actions, name), MARK))
IMPORTS = ("choose", "confirm", "open_run", "save_profile")
"""Actions on files being imported: they stand with the runs, outside the package of the others."""
REFUSED = ("reader", "committee", "operator", "outsider", "nobody", "anonymous")


def _attempt(part: Part, name: str, by: Any) -> Any:
    call, given = every_call(part)[name]
    return call(by=by, **given)


def test_every_public_write_is_an_action_that_asks_to_edit() -> None:
    assert sorted(actions.__all__) == ACTIONS
    assert {getattr(getattr(actions, name), MARK) for name in ACTIONS} == {(Permission.EDIT,)}


def test_the_tests_call_every_action(part: Part) -> None:
    assert sorted(every_call(part)) == ACTIONS


def test_no_write_of_the_room_is_left_out() -> None:
    found = {name.rpartition(".")[2] for name, _call in every_action() if name.startswith("jalon.plans.")}
    assert found == {*ACTIONS, *IMPORTS}


@pytest.mark.parametrize("name", IMPORTS)
def test_others_import_nothing(part: Part, people: People, name: str) -> None:
    table = BytesIO("Numéro;Titre\n1;Mesure\n".encode())
    run = import_runs.open_run(part=part, name="plan.csv", stream=table, by=None)
    on_run = {"run": run, "expected_revision": run.revision}
    given: dict[str, dict[str, Any]] = {
        "open_run": {"part": part, "name": "autre.csv", "stream": BytesIO(b"a;b")},
        "choose": {**on_run, "choices": Choices()},
        "confirm": {**on_run, "valid_rows_only": False},
        "save_profile": {"part": part, "name": "Profil", "profile": Profile("Profil")},
    }
    before = (AuditEvent.objects.count(), models.ImportRun.objects.count(), models.ImportProfile.objects.count())
    for who in REFUSED:
        by: Any = AnonymousUser() if who == "anonymous" else getattr(people, who)
        with pytest.raises(Forbidden), transaction.atomic():
            getattr(import_runs, name)(by=by, **given[name])
    run.refresh_from_db()
    assert (
        AuditEvent.objects.count(),
        models.ImportRun.objects.count(),
        models.ImportProfile.objects.count(),
    ) == before
    assert run.revision == on_run["expected_revision"]


@pytest.mark.parametrize("name", ACTIONS)
def test_others_are_refused_and_nothing_changes(part: Part, people: People, name: str) -> None:
    call, given = every_call(part)[name]
    part.refresh_from_db()
    before = (part.revision, AuditEvent.objects.count())
    for who in REFUSED:
        by: Any = AnonymousUser() if who == "anonymous" else getattr(people, who)
        with pytest.raises(Forbidden), transaction.atomic():
            call(by=by, **given)
    part.refresh_from_db()
    assert (part.revision, AuditEvent.objects.count()) == before


@pytest.mark.parametrize("name", ACTIONS)
def test_an_editor_of_the_owner_writes_once_with_one_event(part: Part, people: People, name: str) -> None:
    call, given = every_call(part)[name]
    part.refresh_from_db()
    before = (part.revision, AuditEvent.objects.count())
    call(by=people.editor, **given)
    part.refresh_from_db()
    assert (part.revision, AuditEvent.objects.count()) == (before[0] + 1, before[1] + 1)
    event = AuditEvent.objects.order_by("-id").first()
    assert event is not None and event.part_uid == part.uid and event.actor_uid == people.editor.uid


def test_an_editor_of_one_other_part_of_the_body_is_refused(part: Part) -> None:
    other = Part.objects.create(slug="other", kind="plan", title="Autre", owner=part.owner)
    narrow = person("narrow@example.org")
    Membership.objects.create(
        user=narrow, organisation=part.owner, role=Role.EDITOR, scope=ScopeKind.PART, scope_uid=other.uid
    )
    with pytest.raises(Forbidden):
        _attempt(part, "add_section", narrow)


def test_a_role_that_has_ended_writes_no_more(part: Part, people: People) -> None:
    people.editor.memberships.update(ended_at="2026-01-01T00:00:00Z")
    with pytest.raises(Forbidden):
        _attempt(part, "add_section", people.editor)


@pytest.mark.parametrize("who", ["committee", "operator", "outsider", "nobody"])
def test_drafts_are_not_seen_by_others(part: Part, people: People, who: str) -> None:
    user = getattr(people, who)
    measure = models.Measure.objects.get(number="1")
    statement = models.Statement.objects.filter(subject_uid=measure.uid)[0]
    assert my_plans(user) == ()
    reads: list[tuple[Callable[[], object], type[Exception]]] = [
        (lambda: plan_page("plan-fictif-2", user), models.Plan.DoesNotExist),
        (lambda: measure_page("plan-fictif-2", "1", user), models.Measure.DoesNotExist),
        (lambda: statement_history(str(statement.uid), user), models.Statement.DoesNotExist),
    ]
    for read, refused in reads:
        with pytest.raises(refused):
            read()
    assert text_history(str(measure.measuretitles.get().uid), user) == ()


@pytest.mark.parametrize("who", ["editor", "signatory", "reader"])
def test_the_team_sees_its_drafts(part: Part, people: People, who: str) -> None:
    user = getattr(people, who)
    page = plan_page("plan-fictif-2", user)
    assert page.part.may_edit == (who != "reader")
    assert [line.slug for line in my_plans(user)] == ["plan-fictif-1", "plan-fictif-2"]
