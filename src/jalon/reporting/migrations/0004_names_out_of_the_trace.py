"""Names and addresses of contacts that 0.3.0 wrote in the trace: what stays is that they changed."""

from typing import Any

from django.db import migrations

PERSONAL = ("contact", "contact_name", "superior", "validated_by")


def forget_names(apps: Any, _schema_editor: Any) -> None:
    """Put « … » in the place of each."""
    for event in apps.get_model("core", "AuditEvent").objects.filter(action__startswith="reporting.").iterator():
        told = {name: _hidden(value) for name, value in event.changes.items() if name in PERSONAL}
        if any(event.changes[name] != value for name, value in told.items()):
            event.changes = event.changes | told
            event.save(update_fields=["changes"])


def _hidden(value: Any) -> Any:
    if isinstance(value, list):
        return [_hidden(one) for one in value]
    return "…" if value else value


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0003_output_decision"),
        ("core", "0006_parts_of_commitments_and_evaluation"),
    ]

    operations = [migrations.RunPython(forget_names, migrations.RunPython.noop)]
