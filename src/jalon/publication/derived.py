"""Files made of a Release when they are first asked for, and kept beside it: the portal names them, a room makes them.

    derived/<stamp of the Release>/<name>

A room registers what it makes; publication and the portal import none (ADR 6). The stamp changes with the Release and
with every withdrawal: what was made before goes away with the next file, and at once when something is withdrawn.
"""

import contextlib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from jalon.publication.files import locked, write_atomic
from jalon.publication.reader import Reader, default_store
from jalon.publication.store import Store

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
PATIENCE = 30.0
"""Seconds that a second visitor waits for a file that is being made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A file that can be had of a plan. `code` and `form` name it in its address; `words` says what it is."""

    code: str
    form: str
    words: str
    media: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a room makes: `offers(reader, plan, lang)` lists it; `make(reader, plan, lang, offer)` gives the bytes."""

    offers: Callable[[Reader, str, str], tuple[Offer, ...]]
    make: Callable[[Reader, str, str, Offer], bytes]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Called from a room's AppConfig.ready()."""
    _sources.append(source)


def offers(reader: Reader, plan: str, lang: str) -> tuple[Offer, ...]:
    """All files that can be had of a plan, with words in `lang`, which is active."""
    return tuple(offer for source in _sources for offer in source.offers(reader, plan, lang))


def file(reader: Reader, plan: str, lang: str, code: str, form: str, store: Store | None = None) -> tuple[Offer, bytes] | None:  # fmt: skip
    """A file of the current Release, made now if it never was; None when there is no such file.

    `StoreBusy` when somebody else takes too long to make one.
    """
    store = store or default_store()
    for source in _sources:
        found = next((o for o in source.offers(reader, plan, lang) if (o.code, o.form) == (code, form)), None)
        if found:
            make = partial(source.make, reader, plan, lang, found)
            return found, _kept(store, reader, f"{plan}-{code}-{lang}.{form}", make)
    return None


def _kept(store: Store, reader: Reader, name: str, make: Callable[[], bytes]) -> bytes:
    if not _NAME.fullmatch(name):
        return make()
    path = store.derived / reader.stamp / name
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    try:
        store.derived.mkdir(parents=True, exist_ok=True)
    except OSError:
        return make()  # a portal that may not write here makes them each time
    with locked(store.derived / "lock", PATIENCE):
        with contextlib.suppress(FileNotFoundError):
            return path.read_bytes()
        _sweep(store, reader.stamp)
        data = make()
        with contextlib.suppress(OSError):
            write_atomic(path, data)
        return data


def _sweep(store: Store, stamp: str) -> None:
    """Those of earlier Releases go."""
    for folder in store.derived.iterdir():
        if folder.is_dir() and folder.name != stamp:
            shutil.rmtree(folder, ignore_errors=True)
