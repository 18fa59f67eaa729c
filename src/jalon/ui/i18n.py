"""Messages of the interface: French in the code, English in one catalogue a room.

    python -m jalon.ui.i18n extract [room ...]  reads the rooms, writes their catalogues, keeps the translations
    python -m jalon.ui.i18n check [room ...]    fails on what is missing, not translated, doubtful or no longer used
    python -m jalon.ui.i18n missing [room ...]  lists what is still to be translated

One French catalogue, in this room, gives every message back unchanged: without it a message that happens to be an
English word of Django (« Note », « Code ») would come out in Django's French, and zero would be plural.
Compiling is `python -m jalon.config.catalogues`.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from jalon.ui.messages import Found, messages_of

PACKAGE = Path(__file__).resolve().parent.parent
ENGLISH = Path("locale/en/LC_MESSAGES/django.po")
FRENCH = PACKAGE / "ui" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
_DATED = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Language-Team')


def rooms(package: Path = PACKAGE) -> Iterator[Path]:
    """The folders of the rooms, in order."""
    yield from sorted(path for path in package.iterdir() if path.is_dir() and (path / "__init__.py").exists())


def english(room: Path) -> Catalog:
    """The English catalogue of a room as it stands; empty when there is none."""
    return _read(room / ENGLISH, "en")


def extract(package: Path = PACKAGE, only: tuple[str, ...] = ()) -> list[Path]:
    """Rewrites the catalogues after the code (of the rooms named, or all); gives the paths of those written."""
    written, everything, elsewhere = [], set[Found](), _translated(package)
    for room in rooms(package):
        found = messages_of(room)
        everything |= found
        if (found or (room / ENGLISH).exists()) and (not only or room.name in only):
            _write(room / ENGLISH, _renewed(english(room), found, elsewhere))
            written.append(room / ENGLISH)
    french = package / FRENCH.relative_to(PACKAGE)
    _write(french, _unchanged(everything))
    return [*written, french]


def problems(package: Path = PACKAGE, only: tuple[str, ...] = ()) -> Iterator[str]:
    """What stands between the code and both languages, a line each."""
    everything = set[Found]()
    for room in rooms(package):
        if not only or room.name in only:
            found = messages_of(room)
            everything |= found
            yield from _room_problems(room, found)
    french = package / FRENCH.relative_to(PACKAGE)
    known = {_key(message) for message in _read(french, "fr") if message.id}
    # One room counts them (« date », « dates »), another does not: the entry with a plural serves both.
    known |= {Found(context=message.context, one=message.one, many="") for message in known}
    yield from (f"{french}: run extract: {message.one!r}" for message in sorted(everything - known))


def _room_problems(room: Path, found: set[Found]) -> Iterator[str]:
    where, catalogue = room / ENGLISH, english(room)
    known = {_key(message): message for message in catalogue if message.id}
    yield from (f"{where}: run extract, missing: {message.one!r}" for message in sorted(found - known.keys()))
    yield from (f"{where}: run extract, no longer used: {message.one!r}" for message in sorted(known.keys() - found))
    yield from (f"{where}: no longer used: {identity!r}" for identity in catalogue.obsolete)
    for message in known.values():
        yield from (f"{where}: {fault}: {message.id!r}" for fault in _faults(message, catalogue))


def _faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    texts = _texts(message)
    if not all(texts):
        yield "not translated"
    if message.fuzzy:
        yield "marked fuzzy"
    if all(texts) and _placeholders(message.id) != _placeholders(texts):
        yield "its placeholders differ"
    yield from (str(error) for error in message.check(catalogue))


def _placeholders(texts: str | Iterable[str]) -> set[str]:
    together = texts if isinstance(texts, str) else "".join(texts)
    return set(re.findall(r"%\((\w+)\)", together))


def _key(message: Message) -> Found:
    one, many = (message.id[0], message.id[1]) if isinstance(message.id, tuple | list) else (message.id, "")
    return Found(context=message.context or "", one=one, many=many)


def _translated(package: Path) -> dict[Found, Message]:
    """What some room has translated already: the same words need no second translator."""
    every = (message for room in rooms(package) for message in english(room) if message.id)
    return {_key(message): message for message in every if all(_texts(message)) and not message.fuzzy}


def _texts(message: Message) -> list[str]:
    """The translation, or one for each form; empty where there is none."""
    said = message.string
    return [said or ""] if said is None or isinstance(said, str) else [text or "" for text in said]


def _renewed(old: Catalog, found: Iterable[Found], elsewhere: dict[Found, Message]) -> Catalog:
    """A catalogue of exactly these messages, with the translations that are known."""
    own = {_key(message): message for message in old if message.id and any(_texts(message))}
    known = {**elsewhere, **own}
    fresh = _catalogue("en")
    for message in sorted(found):
        before = known.get(message)
        string = before.string if before else ("", "") if message.many else ""
        flags = before.flags if before else ()
        fresh.add(message.id, string, context=message.context or None, flags=flags)
    return fresh


def _unchanged(found: Iterable[Found]) -> Catalog:
    fresh = _catalogue("fr")
    for message in sorted(found):
        fresh.add(message.id, message.id, context=message.context or None)
    return fresh


def _catalogue(locale: str) -> Catalog:
    return Catalog(
        locale=locale, project="Jalon", header_comment="# Written by python -m jalon.ui.i18n extract.", fuzzy=False
    )


def _read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return _catalogue(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def _write(path: Path, catalogue: Catalog) -> None:
    """Without dates: the same code gives the same bytes."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=118, no_location=True, sort_output=False)
    lines = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(_DATED)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))


def _missing(only: tuple[str, ...]) -> Iterator[str]:
    for room in rooms():
        for message in english(room) if not only or room.name in only else ():
            if message.id and not all(_texts(message)):
                yield f"{room.name}\t{message.id!r}"


def main(arguments: list[str]) -> int:
    """The command; exit code 1 when `check` finds something, 2 for an unknown word."""
    match arguments:
        case ["extract", *only]:
            print(f"{len(extract(only=tuple(only)))} catalogues written")
            return 0
        case ["check", *only]:
            found = list(problems(only=tuple(only)))
            print("\n".join(found) or "both languages are complete", file=sys.stderr if found else sys.stdout)
            return 1 if found else 0
        case ["missing", *only]:
            print("\n".join(_missing(tuple(only))))
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
