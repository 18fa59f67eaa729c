"""Keeps the database of this version as a fixture that later versions are upgraded from.

    python -m tools.keep_database      at each landing that changes the version

A demonstration of one plan is set up, then written as SQL text: readable, small, and the same in every version of SQLite.
Passwords and keys of the throw-away instance stay out.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.serving import environ
from jalon import __version__

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "databases"
# Derived or private: emptied before the text is written.
EMPTIED = ("django_session", "core_cache", "axes_accessattempt", "axes_accesslog", "django_tasks_db_dbtaskresult")


def main() -> int:
    """Writes tests/fixtures/databases/<version>.sql."""
    target = FOLDER / f"{__version__}.sql"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        _set_up(var)
        target.write_text(dumped(var / "jalon.sqlite3"), encoding="utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
    return 0


def _set_up(var: Path) -> None:
    import subprocess

    subprocess.run([sys.executable, "-m", "jalon.config.cli", "setup", "--demo"], env=environ(var), check=True)


def dumped(database: Path) -> str:
    """The whole database as SQL, without what must not be kept."""
    with closing(sqlite3.connect(database)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        with connection:
            for table in tables.intersection(EMPTIED):
                connection.execute(f'DELETE FROM "{table}"')
            connection.execute("UPDATE core_user SET password = '!'")
        return "\n".join(connection.iterdump()) + "\n"


if __name__ == "__main__":
    sys.exit(main())
