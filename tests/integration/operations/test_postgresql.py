"""Operations on PostgreSQL: roles, backup, restore in one transaction."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.integration.operations.conftest import Instance

pytestmark = pytest.mark.postgres
# docs/deployment.md gives the same commands.
ROLES = """
CREATE ROLE {name}_migrator LOGIN PASSWORD 'migrator';
CREATE ROLE {name}_app LOGIN PASSWORD 'app';
CREATE DATABASE {name} OWNER {name}_migrator;
"""
GRANTS = """
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO {name}_migrator;
GRANT USAGE ON SCHEMA public TO {name}_app;
ALTER DEFAULT PRIVILEGES FOR ROLE {name}_migrator IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}_app;
ALTER DEFAULT PRIVILEGES FOR ROLE {name}_migrator IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO {name}_app;
"""


def server(database: str) -> psycopg.Connection[tuple[str, ...]]:
    parts = urlsplit(os.environ["JALON_TEST_DATABASE_URL"])
    return psycopg.connect(parts._replace(path=f"/{database}").geturl(), autocommit=True)


@pytest.fixture(scope="module")
def name(worker_id: str) -> Iterator[str]:
    """A database of its own with the two roles of the deployment guide."""
    name = f"jalon_operations_{worker_id}"
    with server("postgres") as connection:
        _drop(connection, name)
        for command in ROLES.format(name=name).strip().split("\n"):
            connection.execute(command)
    with server(name) as connection:
        connection.execute(GRANTS.format(name=name))
    yield name
    with server("postgres") as connection:
        _drop(connection, name)


def _drop(connection: psycopg.Connection[tuple[str, ...]], name: str) -> None:
    connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    for role in ("migrator", "app"):
        connection.execute(f"DROP ROLE IF EXISTS {name}_{role}")


def instance_as(name: str, role: str, var: Path) -> Instance:
    parts = urlsplit(os.environ["JALON_TEST_DATABASE_URL"])
    place = f"{parts.hostname}:{parts.port or 5432}"
    return Instance(var, {"JALON_DATABASE_URL": f"postgresql://{name}_{role}:{role}@{place}/{name}"})


@pytest.fixture(scope="module")
def instances(name: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Instance, Instance]:
    """The same instance as its migrator and as its application."""
    var = tmp_path_factory.mktemp("postgresql") / "var"
    migrator, app = instance_as(name, "migrator", var), instance_as(name, "app", var)
    migrator.run("upgrade")
    app.run("accounts", "create-operator", "one@example.org")
    return migrator, app


def accounts(name: str) -> list[str]:
    with server(name) as connection:
        return [row[0] for row in connection.execute("SELECT email FROM core_user ORDER BY email")]


def test_the_application_s_role_works_and_cannot_change_tables(name: str, instances: tuple[Instance, Instance]) -> None:
    _migrator, app = instances
    app.run("check")
    done = app.python("from django.db import connection\nconnection.cursor().execute('DROP TABLE core_user')")
    assert "must be owner of table core_user" in done.stderr
    assert "one@example.org" in accounts(name)


def test_an_application_before_its_migrations_says_what_to_run(name: str, instances: tuple[Instance, Instance]) -> None:
    _migrator, app = instances
    with server(name) as connection:
        connection.execute("CREATE TABLE kept AS SELECT * FROM django_migrations WHERE app = 'publication'")
        connection.execute("DELETE FROM django_migrations WHERE app = 'publication'")
    try:
        refused = app.run("check", code=1)
        assert "jalon upgrade" in refused.stdout
    finally:
        with server(name) as connection:
            connection.execute("INSERT INTO django_migrations SELECT * FROM kept")
            connection.execute("DROP TABLE kept")


def test_a_restore_is_one_transaction(name: str, instances: tuple[Instance, Instance], tmp_path: Path) -> None:
    migrator, app = instances
    path = tmp_path / "backup.tar"
    app.run("backup", str(path), "--plain")
    app.run("accounts", "create-operator", "two@example.org")
    migrator.run("restore", str(path), "--yes")
    assert accounts(name) == ["one@example.org"]
    app.run("check")  # its rights came back with the tables

    app.run("accounts", "create-operator", "three@example.org")
    with server(name) as connection:  # a name that is taken: the restore's script fails half-way
        connection.execute("ALTER TABLE core_outbox RENAME TO core_outbox_kept")
        connection.execute("CREATE VIEW core_outbox AS SELECT 1 AS one")
    refused = migrator.run("restore", str(path), "--yes", code=1)
    assert "core_outbox" in refused.stderr and "The database is as it was" in refused.stderr
    with server(name) as connection:
        connection.execute("DROP VIEW core_outbox")
        connection.execute("ALTER TABLE core_outbox_kept RENAME TO core_outbox")
    assert accounts(name) == ["one@example.org", "three@example.org"]


def test_without_pg_dump_the_missing_package_is_named(instances: tuple[Instance, Instance], tmp_path: Path) -> None:
    _migrator, app = instances
    refused = app.run("backup", str(tmp_path / "b.tar"), "--plain", code=1, PATH=str(tmp_path))
    assert "sudo apt-get install postgresql-client" in refused.stderr
    assert not (tmp_path / "b.tar").exists()


def test_a_truncated_backup_leaves_the_database(
    name: str, instances: tuple[Instance, Instance], tmp_path: Path
) -> None:
    migrator, app = instances
    path = tmp_path / "backup.tar"
    app.run("backup", str(path), "--plain")
    before = accounts(name)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])  # the last 10 kB of a tar may be nothing but padding
    assert "Nothing was changed" in migrator.run("restore", str(path), "--yes", code=1).stderr
    assert accounts(name) == before
