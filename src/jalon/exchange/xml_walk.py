"""A walk over XML that cannot be led astray: no document type, so no entity; local names; early end."""

import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

from jalon.exchange.guards import chunks_of
from jalon.exchange.problems import Refused, refusal
from jalon.facts.problems import N_

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class Enough(Exception):
    """Raised by a handler that has seen what it came for."""


def local(name: str) -> str:
    """The name without its namespace prefix."""
    return name.rpartition(":")[2]


def walk(archive: zipfile.ZipFile, member: str, start: Start, end: End | None = None) -> Any:
    """Feed a member to the handlers piece by piece. `Refused` on a document type or on what is no XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if end is not None:
        parser.EndElementHandler = end
    bind: Any = getattr(start, "__self__", None)
    if hasattr(bind, "parser"):  # handlers that turn the reading of characters on and off
        bind.parser = parser
    try:
        for chunk in chunks_of(archive, member):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Enough:
        return
    except expat.ExpatError as error:
        raise _broken(member) from error


def attributes(attrs: Mapping[str, str]) -> dict[str, str]:
    """Attributes by local name."""
    return {local(name): value for name, value in attrs.items()}


def elements(archive: zipfile.ZipFile, member: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small member, in order; empty when there is no such member."""
    found: list[tuple[str, dict[str, str]]] = []
    if member in archive.namelist():
        walk(archive, member, lambda name, attrs: found.append((local(name), attributes(attrs))))
    return found


def texts(archive: zipfile.ZipFile, member: str, key: str = "name") -> list[tuple[dict[str, str], str]]:
    """The elements of a small member that bear a name (or another attribute), with their attributes and all the text in them."""
    found: list[tuple[dict[str, str], list[str]]] = []

    class Reader:
        parser: Any = None

        def start(self, _name: str, attrs: dict[str, str]) -> None:
            self.parser.CharacterDataHandler = lambda text: found[-1][1].append(text) if found else None
            if key in (held := attributes(attrs)):
                found.append((held, []))

    if member in archive.namelist():
        walk(archive, member, Reader().start)
    return [(attrs, "".join(parts)) for attrs, parts in found]


def _refuse_doctype(*_args: Any) -> None:
    raise refusal(
        N_("Ce classeur déclare un type de document XML : aucun tableur n’en écrit, il est refusé."),
        N_("Copiez les cellules dans un classeur neuf."),
    )


def _broken(member: str) -> Refused:
    return refusal(
        N_("Une partie de ce classeur est abîmée ({member})."),
        N_("Ouvrez-le dans un tableur, enregistrez-le à nouveau, puis redonnez-le."),
        member=member,
    )
