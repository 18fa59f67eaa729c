"""A signature is made once the database holds it: its version waits beside its part until then, and a process that dies
between the two leaves it to the next one."""

import time

from jalon.publication import aside, releases
from jalon.publication.errors import NoRelease
from jalon.publication.models import SignedVersion
from jalon.publication.reader import default_store, open_reader

FORGOTTEN_AFTER = 3600
"""Seconds after which a version that the database does not know was refused by it: no transaction lasts so long."""


def finish_signed(part_uid: str | None = None) -> None:
    """Make current the versions (of one part, or of all) that the database holds; forget those that it refused."""
    store = default_store()
    for version, written in aside.laid_aside(store):
        if part_uid not in (None, version.part):
            continue
        if SignedVersion.objects.filter(part_uid=version.part, hash=version.hash).exists():
            aside.finish(store, version.part, version.hash)
        elif time.time() - written > FORGOTTEN_AFTER:
            aside.forget(store, version)


def is_published(version_hash: str) -> bool:
    """Whether the current Release holds this version of a part: it does within a minute of the signature."""
    try:
        return any(part.hash == version_hash for part in open_reader().parts())
    except NoRelease:
        return False


def is_withdrawn() -> bool:
    """Whether all that was ever withdrawn has left every index, so that no public page shows it: it does within a
    minute of the withdrawal."""
    return not releases.unpurged(default_store())
