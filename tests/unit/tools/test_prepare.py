"""Preparing the environment: nothing twice, everything said clearly."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import prepare


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with lists of its own, and every step noted instead of installed."""
    (tmp_path / "requirements").mkdir()
    for name in ("base", "dev", "build"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[build-system]\nrequires = []\n[tool.ruff]\nline-length = 1\n'
    )
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "STAMP": venv / "jalon-stamp.json",
        "LISTS": tmp_path / "requirements",
        "PYTHON": Path(sys.executable),
    }.items():
        monkeypatch.setattr(prepare, name, value)
    venv.mkdir()

    def note(name: str) -> None:
        path = tmp_path / "installed"
        path.write_text("\n".join([*installed(tmp_path), name]))

    monkeypatch.setattr(prepare, "install", note)
    return tmp_path


def installed(project: Path) -> list[str]:
    path = project / "installed"
    return path.read_text().split() if path.exists() else []


def test_a_second_call_installs_nothing(project: Path) -> None:
    prepare.prepare("base")
    prepare.prepare("base")
    assert installed(project) == ["base"]


def test_who_can_test_can_run(project: Path) -> None:
    prepare.prepare("dev")
    prepare.prepare("base")
    assert installed(project) == ["dev"]


def test_who_can_run_cannot_test_yet(project: Path) -> None:
    prepare.prepare("base")
    prepare.prepare("dev")
    assert installed(project) == ["base", "dev"]


@pytest.mark.parametrize("name", ["base.txt", "build.txt"])
def test_a_changed_list_is_installed(project: Path, name: str) -> None:
    prepare.prepare("base")
    (project / "requirements" / name).write_text("other==2\n")
    prepare.prepare("base")
    assert installed(project) == ["base", "base"]


def test_a_changed_lint_rule_installs_nothing(project: Path) -> None:
    prepare.prepare("base")
    described = (project / "pyproject.toml").read_text()
    (project / "pyproject.toml").write_text(described.replace("line-length = 1", "line-length = 2"))
    prepare.prepare("base")
    assert installed(project) == ["base"]


def test_an_installation_that_was_cut_is_done_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(name: str) -> None:
        raise prepare.CannotPrepare("cut")

    works = prepare.install
    monkeypatch.setattr(prepare, "install", cut)
    with pytest.raises(prepare.CannotPrepare):
        prepare.prepare("base")
    assert not prepare.STAMP.exists()
    monkeypatch.setattr(prepare, "install", works)
    prepare.prepare("base")
    assert json.loads(prepare.STAMP.read_text()) == {"base": prepare.key("base")}


def test_a_python_without_venv_names_debian_s_package(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "PYTHON", project / "absent")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(prepare.CannotPrepare, match=r"sudo apt-get install python3\.\d+-venv"):
        prepare.make_venv()


def test_a_failed_step_is_named() -> None:
    with pytest.raises(prepare.CannotPrepare, match="this step failed"):
        prepare.run(sys.executable, "-c", "raise SystemExit(1)")


def test_an_unknown_list_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, str(Path(prepare.__file__)), "all"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and done.stderr == "jalon: say which list: base or dev\n"
