"""What `pipx install .` installs: a wheel with everything that the instance needs, built without network."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.integration.operations.conftest import clean_environ

pytestmark = pytest.mark.sqlite
ROOT = Path(__file__).resolve().parents[3]
NOT_IN_IT = ("tests/", "benchmarks/", "tools/", ".sqlite3", "__pycache__")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by the very backend that an installer calls."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        env=clean_environ(PYTHONWARNINGS="default"),
        check=True,
        capture_output=True,
    )
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_templates_styles_data_and_compiled_catalogues(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    sources = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/jalon").rglob("*.po")}
    assert sources, "no catalogue in the source"
    assert {name.removesuffix("po") + "mo" for name in sources} <= set(names)
    for end in (".html", ".css", ".woff2", ".json"):
        there = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/jalon").rglob(f"*{end}")}
        assert there <= set(names) and there
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_nothing_else_is_in_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if any(part in name for part in NOT_IN_IT)] == []


def test_the_installed_command_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """The wheel before the source on the path, from an empty folder: nothing of the repository is needed."""
    script = "import jalon, sys; assert '.whl' in jalon.__file__; sys.argv = ['jalon', '--version'];"
    script += "from jalon.config.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=clean_environ(PYTHONPATH=str(wheel)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and done.stdout.startswith("jalon, version "), done.stderr
