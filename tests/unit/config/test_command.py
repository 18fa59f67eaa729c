"""The command `jalon`: lazy, clear, with exit codes."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from jalon import __version__
from jalon.config.cli import COMMANDS, jalon

IMPORTED = "import sys; from jalon.config.cli import jalon\ntry:\n    jalon.main({arguments}, standalone_mode=False)\n"
IMPORTED += "finally:\n    print(sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)\n"


def modules_after(*arguments: str) -> str:
    code = IMPORTED.format(arguments=list(arguments))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), ("backup", "--help"), ("release", "--help"), ("import-evaluation", "--help")],
)
def test_help_starts_neither_django_nor_a_database(arguments: tuple[str, ...]) -> None:
    imported = modules_after(*arguments)
    assert "'click'" in imported
    for heavy in ("django", "psycopg", "pydantic", "cryptography", "granian"):
        assert f"'{heavy}'" not in imported


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(jalon, [name, "--help"])
    assert result.exit_code == 0 and result.output.startswith("Usage: ")


def test_the_version_is_the_package_s() -> None:
    assert __version__ in CliRunner().invoke(jalon, ["--version"]).output


def test_an_unknown_command_ends_with_2() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jalon.config.cli", "sreve"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "sreve" in done.stderr


def test_a_problem_is_one_message_on_stderr_and_ends_with_1() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jalon.config.cli", "check"],
        env={"JALON_BASE_URL": "nowhere", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and done.stdout == ""
    assert "JALON_BASE_URL" in done.stderr and "Traceback" not in done.stderr
