"""Instances of their own, driven by the command as an operator would: no Django of this process is involved."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from jalon.core.alone import Taken, alone


def clean_environ(**more: str) -> dict[str, str]:
    """The machine's variables without those of the tests."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("JALON_", "DJANGO_", "PYTEST_", "COVERAGE"))}
    return {**kept, "PYTHONWARNINGS": "error", **more}


@dataclass
class Instance:
    """One var folder and the command on it."""

    var: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        return clean_environ(JALON_VAR_DIR=str(self.var), **self.variables)

    def run(self, *arguments: str, code: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        """`jalon …`; fails the test when it ends with another code."""
        done = subprocess.run(
            [sys.executable, "-m", "jalon.config.cli", *arguments],
            env=self.environ | more,
            cwd=self.var.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *arguments: str, **more: str) -> Any:
        """What the command answers with --json."""
        return json.loads(self.run(*arguments, "--json", **more).stdout)

    def python(self, code: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A script inside the instance."""
        start = "import django; django.setup()\n"
        return subprocess.run(
            [sys.executable, "-c", start + code, *arguments],
            env=self.environ | {"DJANGO_SETTINGS_MODULE": "jalon.config.settings", **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def start(self) -> None:
        """As far as any process of the instance comes before it opens anything: its settings."""
        subprocess.run([sys.executable, "-c", "import jalon.config.settings"], env=self.environ, check=True)

    def accounts(self) -> list[str]:
        """The addresses in the database, read past Django."""
        with closing(sqlite3.connect(f"file:{self.var / 'jalon.sqlite3'}?mode=ro", uri=True)) as connection:
            return sorted(row[0] for row in connection.execute("SELECT email FROM core_user"))

    def copy(self, target: Path) -> "Instance":
        """The same instance elsewhere."""
        shutil.copytree(self.var, target)
        return Instance(target, dict(self.variables))


def shared(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Instance], None]) -> Instance:
    """An instance that the first of the parallel workers makes and all use; nobody changes it."""
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    home.mkdir(exist_ok=True)
    instance = Instance(home / "var")
    with one_maker(home / "lock"):
        if not (home / "made").exists():
            make(instance)
            (home / "made").touch()
    return instance


@contextmanager
def one_maker(path: Path) -> Iterator[None]:
    """The others wait."""
    for _attempt in range(6000):
        try:
            with alone(path, "another worker is making it"):
                yield
                return
        except Taken:
            time.sleep(0.05)
    raise TimeoutError(path)


def _make_template(instance: Instance) -> None:
    instance.run("setup")
    instance.run("accounts", "create-operator", "one@example.org")
    for name in ("files/ab/abc", "publication/blobs/cd/cde.json.z"):
        path = instance.var / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """An instance that was set up once, with a file and a publication; tests copy it."""
    return shared(tmp_path_factory, "template", _make_template)


@pytest.fixture
def instance(template: Instance, tmp_path: Path) -> Iterator[Instance]:
    """A copy of the template, of this test alone."""
    yield template.copy(tmp_path / "var")
