"""Backup and restore of a whole instance."""

import shutil
import signal
import sys
from pathlib import Path

import pyrage
import pytest

from tests.integration.operations.conftest import Instance

pytestmark = [pytest.mark.sqlite, pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")]

BOTH = ["one@example.org", "two@example.org"]


@pytest.fixture(scope="session")
def aftermath(template: Instance, tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """An instance that was backed up with one account and one file; a second of each came after."""
    instance = template.copy(tmp_path_factory.mktemp("aftermath") / "var")
    instance.run("backup", str(instance.var.parent / "backup.tar"), "--plain")
    instance.run("accounts", "create-operator", "two@example.org")
    (instance.var / "files/ab/later").write_text("later")
    return instance


@pytest.fixture
def instance(aftermath: Instance, tmp_path: Path) -> Instance:
    """A copy of it, of this test alone."""
    copy = aftermath.copy(tmp_path / "var")
    assert copy.accounts() == BOTH
    return copy


@pytest.fixture
def saved(aftermath: Instance, tmp_path: Path) -> Path:
    """Its backup, to be spoilt."""
    return Path(shutil.copy(aftermath.var.parent / "backup.tar", tmp_path / "backup.tar"))


def test_a_restore_brings_back_what_the_backup_held(instance: Instance, saved: Path) -> None:
    secret = (instance.var / "keys/secret_key").read_text()
    instance.run("restore", str(saved), "--yes")
    assert instance.accounts() == ["one@example.org"]
    assert (instance.var / "files/ab/abc").read_text() == "content of files/ab/abc"
    assert not (instance.var / "files/ab/later").exists()
    assert (instance.var / "publication/blobs/cd/cde.json.z").exists()
    assert (instance.var / "keys/secret_key").read_text() == secret  # not in a plain backup: left as it is
    assert (instance.var / "before-restore/files/ab/later").read_text() == "later"


def test_a_backup_with_a_key_moves_an_instance_to_another_machine(instance: Instance, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# kept elsewhere\n{identity}\n")
    written = instance.json("backup", str(tmp_path / "b.age"), "--recipient", str(identity.to_public()))
    assert written["encrypted"] and written["keys"]
    other = Instance(tmp_path / "elsewhere")
    other.run("restore", str(tmp_path / "b.age"), "--identity", str(tmp_path / "key"), "--yes")
    assert other.accounts() == BOTH
    assert (other.var / "keys/secret_key").read_text() == (instance.var / "keys/secret_key").read_text()


def test_a_passphrase_closes_and_opens(instance: Instance, tmp_path: Path) -> None:
    path = str(tmp_path / "b.age")
    instance.run("backup", path, JALON_BACKUP_PASSPHRASE="correct horse")
    assert instance.json("restore", path, "--verify", JALON_BACKUP_PASSPHRASE="correct horse")["keys"]


def test_a_backup_is_never_written_over_another(instance: Instance, saved: Path) -> None:
    before = saved.read_bytes()
    assert "exists already" in instance.run("backup", str(saved), "--plain", code=1).stderr
    assert saved.read_bytes() == before


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_truncated_backup_leaves_the_instance_as_it_was(instance: Instance, saved: Path, share: float) -> None:
    saved.write_bytes(saved.read_bytes()[: int(saved.stat().st_size * share)])
    refused = instance.run("restore", str(saved), "--yes", code=1)
    assert "Nothing was changed" in refused.stderr and "backup.tar" in refused.stderr
    assert instance.accounts() == BOTH
    assert (instance.var / "files/ab/later").exists()


def test_a_tampered_member_is_named(instance: Instance, saved: Path) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content.replace(b"content of files/ab/abc", b"CONTENT of files/ab/abc"))
    refused = instance.run("restore", str(saved), "--yes", code=1)
    assert "files/ab/abc is changed" in refused.stderr
    assert instance.accounts() == BOTH


def test_a_backup_of_a_newer_version_is_refused(instance: Instance, saved: Path) -> None:
    done = instance.python(
        "import sys; from pathlib import Path; from jalon.core import archive, backup\n"
        "backup._about = lambda keys: {'version': '9.9', 'database': 'sqlite', 'keys': False,"
        " 'migrations': ['core.9999_later']}\n"
        "backup.back_up(Path(sys.argv[1]), archive.Locks())",
        str(saved.with_name("newer.tar")),
    )
    assert done.returncode == 0, done.stderr
    refused = instance.run("restore", str(saved.with_name("newer.tar")), "--yes", code=1)
    assert "newer version (9.9, core.9999_later)" in refused.stderr
    assert instance.accounts() == BOTH


KILL_AT_MEMBER = """
import os, signal, sys
from pathlib import Path
from jalon.core import archive, backup
add, left = archive._add, [int(sys.argv[2])]
def killing(*arguments):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return add(*arguments)
archive._add = killing
backup.back_up(Path(sys.argv[1]), archive.Locks())
"""


def test_a_backup_killed_in_the_middle_leaves_no_backup_and_the_next_one_works(
    instance: Instance, tmp_path: Path
) -> None:
    path = tmp_path / "killed.tar"
    assert instance.python(KILL_AT_MEMBER, str(path), "2").returncode == -signal.SIGKILL
    assert not path.exists()
    instance.run("backup", str(path), "--plain")
    assert instance.json("restore", str(path), "--verify")["members"] == 4
    assert not list((instance.var / "run/backup").iterdir())


KILL_AT_RENAME = """
import os, signal, sys
from pathlib import Path
from jalon.core import archive, backup
left = [int(sys.argv[2])]
def killing(move):
    def wrapper(*arguments):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return move(*arguments)
    return wrapper
Path.rename, Path.replace = killing(Path.rename), killing(Path.replace)
backup.restore(Path(sys.argv[1]), archive.Locks())
"""


@pytest.mark.parametrize("step", [2, 3, 5])
def test_a_restore_killed_in_the_middle_is_all_or_none(instance: Instance, saved: Path, step: int) -> None:
    """Steps 1 and 2 lay the content out, 3 decides, then the exchange itself is cut."""
    assert instance.python(KILL_AT_RENAME, str(saved), str(step)).returncode == -signal.SIGKILL
    instance.start()  # finishes what was decided
    later = (instance.var / "files/ab/later").exists()
    assert later == (step <= 3)
    assert instance.accounts() == (BOTH if later else ["one@example.org"])


def test_a_restore_is_refused_while_the_instance_is_served(instance: Instance, saved: Path) -> None:
    held = instance.python(
        "import subprocess, sys; from django.conf import settings; from jalon.core.alone import alone, serving\n"
        "with alone(serving(settings.JALON.var_dir), 'no'):\n"
        "    done = subprocess.run([sys.executable, '-m', 'jalon.config.cli', 'restore', sys.argv[1], '--yes'],"
        " capture_output=True, text=True)\n"
        "    print(done.stderr); sys.exit(done.returncode)",
        str(saved),
    )
    assert held.returncode == 1 and "stop `jalon serve` first" in held.stdout
    assert instance.accounts() == BOTH


def test_a_backup_of_another_kind_of_database_is_refused(instance: Instance, saved: Path, tmp_path: Path) -> None:
    shutil.copy(saved, tmp_path / "kind.tar")
    content = (tmp_path / "kind.tar").read_bytes()
    (tmp_path / "kind.tar").write_bytes(content.replace(b'"database": "sqlite"', b'"database": "mysqls"'))
    assert "mysqls database" in instance.run("restore", str(tmp_path / "kind.tar"), "--yes", code=1).stderr
