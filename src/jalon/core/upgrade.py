"""Brings the database to this version: migrations, in order, with a clear refusal of a database of a newer version."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from jalon.core.errors import JalonError


class NewerDatabase(JalonError):
    """The database was written by a later version: nothing was touched."""


class DatabaseBehind(JalonError):
    """Migrations wait: the instance must not be served before `jalon upgrade`."""


def waiting_migrations(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The migrations that this version brings and the database has not had, as app.name, in order."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def unknown_migrations(alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Migrations that the database had and this version does not know, of the rooms that are still here."""
    executor = MigrationExecutor(connections[alias])
    known = set(executor.loader.disk_migrations) | set(executor.loader.graph.nodes) | set(executor.loader.replacements)
    rooms = {app for app, _name in executor.loader.disk_migrations}
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in rooms and (app, name) not in known)


def refuse_newer(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Raises NewerDatabase naming what is not known here."""
    if unknown := unknown_migrations(alias):
        raise NewerDatabase(
            f"This database was written by a newer version ({', '.join(unknown[:3])}): "
            "install that version, or restore a backup made with this one. Nothing was changed."
        )


def upgrade_database(say: Callable[[str], None], alias: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Applies what waits and returns it. Each migration is one transaction: a failed one leaves the ones before it."""
    refuse_newer(alias)
    waiting = waiting_migrations(alias)
    if waiting:
        say(f"database: {len(waiting)} migrations to apply")
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    return waiting


def refuse_behind(alias: str = DEFAULT_DB_ALIAS) -> None:
    """Raises DatabaseBehind when migrations wait, NewerDatabase when the database is ahead."""
    refuse_newer(alias)
    if waiting := waiting_migrations(alias):
        raise DatabaseBehind(f"{len(waiting)} migrations wait ({waiting[0]}…): run `jalon upgrade`, then start again.")
