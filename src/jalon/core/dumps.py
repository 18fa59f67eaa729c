"""The database as a file: SQLite by its online backup, PostgreSQL by pg_dump. And back, all or nothing."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections

from jalon.core.archive import BackupProblem

SQLITE_NAME = "jalon.sqlite3"
POSTGRESQL_NAME = "jalon.pgdump"
PAGES = 1024  # pages of 4 kB copied between two looks at writers


def is_sqlite() -> bool:
    """Whether the instance keeps its database in a file of its own."""
    return connection.vendor == "sqlite"


def dump_name() -> str:
    """The member's name in a backup."""
    return SQLITE_NAME if is_sqlite() else POSTGRESQL_NAME


def dump(target: Path) -> None:
    """Copies the database as it is at one moment, while others may go on writing."""
    if is_sqlite():
        _sqlite_dump(target)
    else:
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def _sqlite_dump(target: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy, pages=PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, no -wal beside it


def check(path: Path) -> None:
    """Raises BackupProblem when the dump cannot be read back."""
    if path.name == POSTGRESQL_NAME:
        _run(["pg_restore", "--list", str(path)], quiet=True)
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as problem:
        found = [str(problem)]
    if found != ["ok"]:
        raise BackupProblem(f"the database in the backup is damaged: {found[0]}. Nothing was changed.")


def applied_migrations() -> list[str]:
    """app.name of each migration the database has had: a backup says which version can read it."""
    from django.db.migrations.recorder import MigrationRecorder

    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def load_postgresql(path: Path, scratch: Path) -> None:
    """Replaces every table of the database, in one transaction: it has all of the backup, or is as it was."""
    before, script = scratch / "before.sql", scratch / "restore.sql"
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()")
        tables = ", ".join(row[0] for row in cursor.fetchall())
    connections.close_all()
    before.write_text(f"DROP TABLE IF EXISTS {tables} CASCADE;\n" if tables else "", encoding="utf-8")
    _run(["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path)])
    # Files, not a pipe: a pipe that ends early would be taken for the end of the script, and committed.
    wait = "SET lock_timeout = '30s';"
    _run(
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        + ["--command", wait, f"--file={before}", f"--file={script}"]
    )


def _run(command: list[str], *, quiet: bool = False) -> None:
    """One of PostgreSQL's own programs, told by variables where the database is, never by its command line."""
    if shutil.which(command[0]) is None:
        raise BackupProblem(f"{command[0]} is not on this machine: sudo apt-get install postgresql-client.")
    done = subprocess.run(command, env=_postgresql_environ(), capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise BackupProblem(f"{command[0]} failed: {said[0] if said else done.returncode}. The database is as it was.")


def _postgresql_environ() -> dict[str, str]:
    known: dict[str, Any] = connection.settings_dict
    values = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    found = {variable: str(known[name]) for variable, name in values.items() if known.get(name)}
    options = known.get("OPTIONS", {})
    found |= {
        f"PG{name.upper()}": str(options[name]) for name in ("sslmode", "sslrootcert", "passfile") if name in options
    }
    return {**os.environ, **found}
