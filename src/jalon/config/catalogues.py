"""Compiles gettext catalogues with Babel: a bare machine has no msgfmt. Also run alone: python -m jalon.config.catalogues."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


class CatalogueProblem(ValueError):
    """A catalogue has untranslated or doubtful messages; the message lists them."""


def catalogues(room: Path) -> list[Path]:
    """Every .po file under the package."""
    return sorted(room.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_all(room: Path, *, check: bool = False) -> Iterator[Path]:
    """Writes the .mo beside each .po that is newer, and gives its path; `check` refuses gaps and broken placeholders."""
    for source in catalogues(room):
        compiled = source.with_suffix(".mo")
        if check or not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled, check=check)
        yield compiled


def _compile(source: Path, compiled: Path, *, check: bool) -> None:
    from babel.messages.mofile import write_mo  # here: most starts have nothing to compile
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    if check and (problems := list(_problems(source, catalogue))):
        raise CatalogueProblem("\n".join(problems))
    part = compiled.with_suffix(f".mo.part{os.getpid()}")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.replace(compiled)  # atomic, and each its own: two processes at once never read half a file, nor miss theirs


def _problems(source: Path, catalogue: object) -> Iterator[str]:
    for message in catalogue:  # type: ignore[attr-defined]  # typeshed does not say that a catalogue iterates
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, tuple | list) else [message.string]
        if not all(texts):
            yield f"{source}:{message.lineno}: not translated: {message.id!r}"
        if message.fuzzy:
            yield f"{source}:{message.lineno}: marked fuzzy: {message.id!r}"
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        # The singular may leave the number out: only the last form is held to its places.
        if texts[-1] and _places(texts[-1]) != _places(ids[-1]):
            yield f"{source}:{message.lineno}: placeholders differ: {ids[-1]!r} / {texts[-1]!r}"


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text)) - {"%%"}


def main() -> int:
    """Compiles; with --check also refuses gaps. Exit code 1 with the list of problems."""
    room = Path(__file__).resolve().parent.parent
    try:
        count = len(list(compile_all(room, check="--check" in sys.argv)))
    except CatalogueProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{count} catalogues compiled", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
