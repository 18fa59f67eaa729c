"""Traces of 0.3.0 lose the names and addresses that they told; the rest of them stays."""

from importlib import import_module

import pytest
from django.apps import apps

from jalon.core.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_names_of_contacts_leave_the_trace_and_nothing_else_does() -> None:
    told = {"contact_name": ["", "Lucie Martin"], "contact": ["l…@exemple.fr", ""], "due": ["1", "2"]}
    event = AuditEvent.objects.create(action="reporting.edit_ask", actor="Ana", subject="DGCS", changes=told)
    other = AuditEvent.objects.create(action="plans.edit_plan", actor="Ana", changes={"contact": ["a", "b"]})
    import_module("jalon.reporting.migrations.0004_names_out_of_the_trace").forget_names(apps, None)
    event.refresh_from_db()
    other.refresh_from_db()
    assert event.changes == {"contact_name": ["", "…"], "contact": ["…", ""], "due": ["1", "2"]}
    assert other.changes == {"contact": ["a", "b"]}
