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
