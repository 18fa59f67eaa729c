"""Keeps a Release of this version as a fixture that every later version must read.

    python -m tests.keep_release 0.1.0 synthetic      the invented parts
    python -m tests.keep_release 0.1.0 france         the French demonstration

Run it once at each landing, before the version number rises; never write over an older one. The key is thrown away.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from jalon.facts.part import PartFacts
from jalon.publication.keys import instance_key
from jalon.publication.store import Store
from tests.publishing import Publisher
from tests.synthetic import database_parts

FIXTURES = Path(__file__).parent / "fixtures" / "releases"


def keep(version: str, name: str) -> str:
    """Publish into tests/fixtures/releases/<version>/<name>, without the derived index; returns the Release's id."""
    folder = FIXTURES / version / name
    if folder.exists():
        raise SystemExit(f"{folder} is there already: a kept Release never changes.")
    with tempfile.TemporaryDirectory() as keys:
        publisher = Publisher(Store(folder), instance_key(Path(keys)))
        info = publisher.release(*_parts(name))
    (folder / "lock").unlink()
    (folder / "releases" / info.id / "index.sqlite3").unlink()
    return info.id


def _parts(name: str) -> tuple[PartFacts, ...]:
    if name == "synthetic":
        return database_parts()
    if name == "france":
        from jalon.demo.france import parts

        return parts()
    raise SystemExit(f"synthetic or france, not {name}.")


def copied(folder: Path, to: Path) -> Store:
    """A kept Release where it can be written to: its index is made when it is read."""
    return Store(Path(shutil.copytree(folder, to)))


if __name__ == "__main__":
    print(keep(sys.argv[1], sys.argv[2]))
