"""Finds what is to be translated in each room, in Python and in templates, and compares it with the catalogues.

    python -m tools.messages           adds what is missing, empty, to each room's English catalogue
    python -m tools.messages --check   lists what is missing or no longer used; exit code 1 if anything is

Source strings are French; a message may stand in any room's catalogue, since Django reads them together.
"""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOMS = Path(__file__).resolve().parent.parent / "src" / "jalon"
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str]
Found = dict[Key, tuple[str | tuple[str, ...], str, int]]


def found_in(room: Path) -> Found:
    """Every message of a room: (context, msgid) -> (msgid or plural pair, file, line)."""
    messages: Found = {}
    for path in sorted(room.rglob("*")):
        if (
            path.suffix in {".py", ".html", ".txt", ".xml", ".svg"}
            and path.is_file()
            and "/static/" not in path.as_posix()
        ):
            for line, ids, context in _messages(path):
                first = ids[0] if isinstance(ids, tuple) else ids
                messages.setdefault((context, first), (ids, path.relative_to(ROOMS).as_posix(), line))
    return messages


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        text = str(templatize(text, origin=str(path)))
    elif "gettext" not in text and "N_(" not in text:
        return
    for line, ids, _comments, context in extract(
        "python", BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"}
    ):
        if ids and (ids if isinstance(ids, str) else ids[0]):
            yield line, ids, context


def catalogue(room: Path) -> Path:
    """Where a room's English is kept."""
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read(path: Path) -> Catalog:
    """A catalogue, or an empty one."""
    if not path.exists():
        return Catalog(locale="en", domain="django", project="jalon", header_comment="", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en", domain="django", abort_invalid=True)


def translated(catalogues: list[Catalog]) -> set[Key]:
    """What has a translation somewhere."""
    return {
        (message.context, message.id[0] if isinstance(message.id, tuple | list) else message.id)
        for one in catalogues
        for message in one
        if message.id and all(message.string if isinstance(message.string, tuple | list) else [message.string])
    }


def rooms() -> list[Path]:
    """The folders of the rooms."""
    return sorted(path for path in ROOMS.iterdir() if path.is_dir() and path.name != "__pycache__")


def check() -> list[str]:
    """One line for each message without translation and each translation without message."""
    messages = {room: found_in(room) for room in rooms()}
    catalogues = {room: read(catalogue(room)) for room in rooms()}
    known, wanted = translated(list(catalogues.values())), {key for found in messages.values() for key in found}
    lines = [
        f"{file}:{line}: not translated: {ids!r}"
        for found in messages.values()
        for key, (ids, file, line) in found.items()
        if key not in known and not _library(key)
    ]
    for room, one in catalogues.items():
        unused = translated([one]) - wanted
        lines += [f"{room.name}: no longer used: {message!r}" for _context, message in sorted(unused, key=str)]
    return lines


def _library(key: Key) -> bool:
    """Whether it is a message without words: a pattern of signs and places is the same in both languages."""
    bare = key[1]
    for sign in "%(){}[]«»:;,.·–—-…/\u00a0 \n":
        bare = bare.replace(sign, "")
    return not bare


def add_missing() -> int:
    """Adds empty entries to each room's catalogue; returns how many."""
    known = {key for room in rooms() for key in _ids(read(catalogue(room)))}
    added = 0
    for room in rooms():
        path, one = catalogue(room), read(catalogue(room))
        missing = {key: value for key, value in found_in(room).items() if key not in known and not _library(key)}
        for (context, _first), (ids, file, line) in missing.items():
            one.add(ids, locations=[(file, line)], context=context)
        if missing:
            _write(path, one)
        known |= set(missing)
        added += len(missing)
    return added


def _ids(one: Catalog) -> set[Key]:
    return {(m.context, m.id[0] if isinstance(m.id, tuple | list) else m.id) for m in one if m.id}


def _write(path: Path, one: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    one.revision_date = datetime.now(UTC)
    with path.open("wb") as file:
        write_po(file, one, width=110, omit_header=False, ignore_obsolete=True)


def main() -> int:
    """See the module."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")  # templatize asks for settings
    if "--check" not in sys.argv:
        print(f"{add_missing()} messages added: translate them", file=sys.stderr)
        return 0
    lines = check()
    print("\n".join(lines), file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
