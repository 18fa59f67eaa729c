"""Makes an instance ready to be served: database, static files, and for a demonstration its data and accounts."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from jalon.config.django_start import django_started
from jalon.config.environment import Environment, environment

PACKAGE = Path(__file__).resolve().parent.parent


def set_up(*, demo: bool, say: Callable[[str], None]) -> None:
    """Does what is missing. When nothing changed since the last call, Django is not even started."""
    key = _key(environment(), demo=demo)
    if _stamp().get("key") != key:
        with django_started():
            _bring_up_to_date(demo=demo, say=say)
        _write_stamp(_key(environment(), demo=demo))
    if demo:
        from jalon.config.demonstration import announce_accounts

        announce_accounts(say)


def _bring_up_to_date(*, demo: bool, say: Callable[[str], None]) -> None:
    upgrade(say)
    if demo:
        from jalon.config.demonstration import ensure_demonstration

        ensure_demonstration(say)


def upgrade(say: Callable[[str], None]) -> list[str]:
    """Database, static files and derived files of this version; returns the migrations applied. Django is started."""
    from django.conf import settings

    from jalon.core.upgrade import upgrade_database

    applied = upgrade_database(say) if settings.DATABASES.get("default") else []
    _collect_static(say)
    _rebuild_index(say)
    return applied


def _collect_static(say: Callable[[str], None]) -> None:
    """Gathers, names and compresses the static files; a stamp in their folder tells that nothing changed since."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".made-of"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    say("static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest.hexdigest(), encoding="ascii")


def _rebuild_index(say: Callable[[str], None]) -> None:
    """The index of the current Release is derived: an older shape of it is made again from the blobs."""
    from jalon.publication import releases
    from jalon.publication.reader import default_store

    store = default_store()
    if (current := releases.current_id(store)) is not None:
        releases.ensure_index(store, current)


def _key(values: Environment, *, demo: bool) -> str:
    """Changes with the program, the place of the data, and whether they are there."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            stat = path.stat()
            digest.update(f"{path}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    present = [(values.var_dir / name).exists() for name in ("jalon.sqlite3", "static", "publication/current")]
    digest.update(json.dumps([demo, values.database_url, *present]).encode())
    return digest.hexdigest()


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads((environment().var_dir / "setup.json").read_text(encoding="ascii")))
    except (OSError, ValueError):
        return {}


def _write_stamp(key: str) -> None:
    (environment().var_dir / "setup.json").write_text(json.dumps({"key": key}), encoding="ascii")
