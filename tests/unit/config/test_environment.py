"""The settings of an instance: read once, wrong ones refused with their name."""

from pathlib import Path

import pytest

from jalon.config.environment import Environment, EnvironmentProblem, environment


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [f"JALON_{field.upper()}" for field in Environment.model_fields]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JALON_VAR_DIR", str(tmp_path / "var"))
    environment.cache_clear()


def problem_of(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(EnvironmentProblem) as caught:
        environment()
    environment.cache_clear()
    return str(caught.value)


def test_nothing_needs_to_be_set() -> None:
    values = environment()
    assert (values.host, values.loopback, values.demo, values.outbound) == ("localhost", True, False, False)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("JALON_BASE_URL", "jalon.example.org", "https://jalon.example.org"),
        ("JALON_BASE_URL", "ftp://jalon.example.org", "https://"),
        ("JALON_TRUSTED_PROXIES", "-1", "greater than or equal to 0"),
        ("JALON_TRUSTED_PROXIES", "two", "valid integer"),
        ("JALON_MAX_UPLOAD_MB", "501", "less than or equal to 500"),
        ("JALON_DEBUG", "perhaps", "valid boolean"),
        ("JALON_ROOMS", "kitchen", "'all', 'portal' or 'office'"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    message = problem_of(monkeypatch, **{name: value})
    assert name in message and expected in message and value in message


def test_a_wrong_database_address_never_shows_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    message = problem_of(monkeypatch, JALON_DATABASE_URL="mysql://jalon:hunter2@db/jalon")
    assert "JALON_DATABASE_URL" in message and "postgresql://" in message and "hunter2" not in message


def test_several_problems_are_said_together(monkeypatch: pytest.MonkeyPatch) -> None:
    message = problem_of(monkeypatch, JALON_BASE_URL="x", JALON_MAX_UPLOAD_MB="0")
    assert "JALON_BASE_URL" in message and "JALON_MAX_UPLOAD_MB" in message


@pytest.mark.parametrize(
    "address", ["https://jalon.example.org", "http://192.0.2.7:8000", "http://localhost.example.org"]
)
def test_the_demonstration_is_refused_under_a_public_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    message = problem_of(monkeypatch, JALON_DEMO="1", JALON_BASE_URL=address)
    assert "known passwords" in message and "JALON_DEMO" in message


def test_the_demonstration_is_refused_with_a_public_host_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "JALON_ALLOWED_HOSTS" in problem_of(monkeypatch, JALON_DEMO="1", JALON_ALLOWED_HOSTS="jalon.example.org")


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1:9000", "http://[::1]:8000"])
def test_the_demonstration_is_served_on_this_machine(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("JALON_DEMO", "1")
    monkeypatch.setenv("JALON_BASE_URL", address)
    assert environment().demo


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", "postgresql://app:p%40ss@db:5433/jalon?sslmode=require")
    database = environment().database()
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"], database["NAME"]) == (
        "app",
        "p@ss",
        "db",
        5433,
        "jalon",
    )
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_a_portal_of_its_own_has_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_ROOMS", "portal")
    assert environment().database() == {}


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = environment().key()
    environment.cache_clear()
    assert environment().key() == key and len(key) > 50
    assert (tmp_path / "var/keys/secret_key").stat().st_mode & 0o077 == 0
