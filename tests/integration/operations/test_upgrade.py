"""`jalon upgrade`: from the database of every landing, and refused on one of a newer version."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jalon import __version__
from tests.integration.operations.conftest import Instance

pytestmark = pytest.mark.sqlite
DATABASES = Path(__file__).resolve().parents[2] / "fixtures" / "databases"


def kept(var: Path, name: str) -> Instance:
    """An instance whose database is that of a landing."""
    var.mkdir()
    with closing(sqlite3.connect(var / "jalon.sqlite3")) as connection:
        connection.executescript((DATABASES / name).read_text(encoding="utf-8"))
    return Instance(var)


def columns(database: Path) -> set[tuple[str, ...]]:
    """(table, column, type, may be null, key) of every table."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            (table, *map(str, row[1:4]), str(row[5]))
            for table in tables
            for row in connection.execute(f'PRAGMA table_info("{table}")')
        }


HELD = {
    "0.1.0.sql": ["7", "5", "50"],
    "0.2.0.sql": ["11", "6", "54"],
    "0.3.0.sql": ["12", "6", "54"],
    "0.4.0.sql": ["12", "6", "54"],
    "0.5.0.sql": ["12", "6", "54"],
    "0.5.1.sql": ["12", "6", "54"],
}
"""Parts, accounts and measures of each landing's demonstration."""


def test_the_database_of_this_version_is_kept() -> None:
    assert (DATABASES / f"{__version__}.sql").exists(), "run: python -m tools.keep_database"


@pytest.mark.parametrize("name", sorted(path.name for path in DATABASES.glob("*.sql")))
def test_the_database_of_a_landing_is_brought_to_this_version(tmp_path: Path, template: Instance, name: str) -> None:
    instance = kept(tmp_path / "var", name)
    instance.run("upgrade")
    assert columns(instance.var / "jalon.sqlite3") == columns(template.var / "jalon.sqlite3")
    found = instance.json("check")
    assert [finding["about"] for finding in found if finding["state"] == "wrong"] == []
    done = instance.python(
        "from jalon.core.models import Part, User\n"
        "from jalon.publication.selectors import facts_of_part, problems_of_part\n"
        "parts = list(Part.objects.order_by('slug'))\n"
        "print(len(parts), User.objects.count(), sum(len(facts_of_part(part).measures) for part in parts))"
    )
    assert done.stdout.split() == HELD[name], done.stderr


def test_the_database_of_a_newer_version_is_refused_and_left_alone(instance: Instance) -> None:
    database = instance.var / "jalon.sqlite3"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', '2030-01-01')"
        )
    refused = instance.run("upgrade", code=1)
    assert "newer version (core.9999_later)" in refused.stderr and "Nothing was changed" in refused.stderr
    assert instance.accounts() == ["one@example.org"]
    assert "9999_later" in instance.run("check", code=1).stdout
