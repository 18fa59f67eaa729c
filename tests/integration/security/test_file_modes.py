"""Files that hold drafts are read by the instance's own account."""

import os
import stat
from pathlib import Path

import pytest

from jalon.config.environment import Environment


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_new_database_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        name = Path(str(Environment(var_dir=tmp_path / "var", database_url="").database()["NAME"]))
    finally:
        os.umask(before)
    assert stat.S_IMODE(name.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_the_database_of_an_earlier_program_is_closed_to_others_when_it_is_opened(tmp_path: Path) -> None:
    files = [tmp_path / f"jalon.sqlite3{end}" for end in ("", "-wal", "-shm")]
    for path in files:
        path.touch()
        path.chmod(0o644)
    Environment(var_dir=tmp_path, database_url="").database()
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600] * 3
