"""The table of the shared cache: what a limit counts must be seen by every worker."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def _create(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(_create, migrations.RunPython.noop)]
