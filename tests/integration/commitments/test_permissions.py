"""Every write asks for the right to edit its part, leaves one trace, meets a conflict on an older revision."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from jalon.commitments import actions
from jalon.core.acting import MARK
from jalon.core.errors import Conflict, Forbidden
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, Part, User
from tests.integration.commitments.calls import every_call
from tests.integration.plans.conftest import People

pytestmark = pytest.mark.once


def test_every_action_is_called_here_and_asks_to_edit(part: Part) -> None:
    assert sorted(every_call(part)) == sorted(actions.__all__)
    assert {getattr(getattr(actions, name), MARK) for name in actions.__all__} == {(Permission.EDIT,)}


@pytest.mark.parametrize("name", actions.__all__)
def test_others_are_refused_and_an_editor_leaves_one_event(part: Part, people: People, name: str) -> None:
    call, given = every_call(part)[name]
    before = AuditEvent.objects.count()
    others: list[Any] = [people.reader, people.committee, people.operator, people.outsider, AnonymousUser()]
    for by in others:
        with pytest.raises(Forbidden), transaction.atomic():
            call(by=by, **given)
    assert AuditEvent.objects.count() == before
    revision = Part.objects.get(pk=part.pk).revision
    call(by=people.editor, **given)
    assert AuditEvent.objects.count() == before + 1
    assert Part.objects.get(pk=part.pk).revision > revision


def test_a_write_on_an_older_revision_meets_a_conflict_and_changes_nothing(part: Part, editor: User) -> None:
    for name, (call, given) in every_call(part).items():
        if "expected_revision" in given:
            stale = {**given, "expected_revision": given["expected_revision"] + 7}
            with pytest.raises(Conflict), transaction.atomic():
                call(by=editor, **stale)
            assert name
