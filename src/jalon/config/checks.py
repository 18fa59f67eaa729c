"""What `jalon check` looks at: settings, database, publication, disk."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection

from jalon.config.environment import Environment
from jalon.core.errors import JalonError
from jalon.core.upgrade import refuse_behind

LOW_DISK = 1_000_000_000  # bytes
OWN_VARIABLES = ("JALON_BACKUP_PASSPHRASE",)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `state`: ok, watch or wrong."""

    about: str
    state: str
    words: str


def findings() -> list[Finding]:
    """Everything, in the order of what would be mended first."""
    return [*_variables(), *_database(), *_release(), *_disk()]


def _variables() -> Iterator[Finding]:
    known = {f"JALON_{name.upper()}" for name in Environment.model_fields} | set(OWN_VARIABLES)
    unknown = sorted(name for name in os.environ if name.startswith("JALON_") and name not in known)
    for name in unknown:
        yield Finding("settings", "wrong", f"{name} is no setting: see docs/deployment.md for the names")
    if not unknown:
        yield Finding("settings", "ok", "every JALON_* variable is known")
    if settings.DEBUG:
        yield Finding("settings", "watch", "JALON_DEBUG shows the insides of errors to everybody")


def _database() -> Iterator[Finding]:
    if settings.JALON.rooms == "portal":
        yield Finding("database", "ok", "none: this is a portal of its own")
        return
    try:
        connection.ensure_connection()
        refuse_behind()
    except (DatabaseError, JalonError) as problem:
        yield Finding("database", "wrong", str(problem).strip())
        return
    yield Finding("database", "ok", f"{connection.vendor}, of this version")
    if connection.vendor == "sqlite" and not settings.JALON.loopback:
        yield Finding("database", "watch", "SQLite is for trying out: PostgreSQL in service")


def _release() -> Iterator[Finding]:
    from jalon.publication.reader import open_reader

    try:
        release = open_reader().release
    except (JalonError, OSError) as problem:
        yield Finding("publication", "watch", str(problem))
        return
    yield Finding("publication", "ok", f"Release {release.id[:12]} of {release.created_at}")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.JALON.var_dir).free
    state = "ok" if free > LOW_DISK else "watch"
    yield Finding("disk", state, f"{free / 1e9:.1f} GB free in {settings.JALON.var_dir}")
