"""Finds the messages of a room in its Python files and templates."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

_SHAPES: dict[str, tuple[int, ...]] = {
    "gettext": (0,),
    "gettext_noop": (0,),
    "ngettext": (0, 1),
    "pgettext": (-1, 0),
    "npgettext": (-1, 0, 1),
}
"""Arguments of each function, in order: -1 is the context, 0 the message, 1 its plural."""
_IN_TEMPLATES = {
    "gettext": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A message: its context and plural are empty when it has none."""

    one: str
    many: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """As a catalogue names it."""
        return (self.one, self.many) if self.many else self.one


def messages_of(room: Path) -> set[Found]:
    """Every message of a room."""
    found = set[Found]()
    for suffix, reader in _READERS.items():
        for path in room.rglob(f"*{suffix}"):
            found.update(reader(path.read_text(encoding="utf-8"), str(path)))
    return found


def in_python(source: str, name: str) -> Iterator[Found]:
    """Messages of calls of Django's translation functions, under whatever name the file imports them."""
    tree = ast.parse(source, name)
    aliases = dict(_aliases(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := _function(node.func, aliases)):
            found = _message(node, _SHAPES[function])
            if found:
                yield found


def in_template(source: str, name: str) -> Iterator[Found]:
    """Messages of tags and of `_("…")`, in attributes of components too."""
    code = "\n".join(line.strip() for line in templatize(source, origin=name).splitlines())
    for _line, found, _comments, context in extract("python", BytesIO(code.encode()), keywords=_IN_TEMPLATES):
        one, many = (found[0], found[-1]) if isinstance(found, tuple) else (found, "")
        yield Found(context=context or "", one=one, many=many if many != one else "")


def _aliases(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((item.asname or item.name, item.name.removesuffix("_lazy")) for item in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "jalon.facts.problems":
            yield "N_", "gettext_noop"  # facts know no Django: they mark, other rooms translate
        elif isinstance(node, ast.FunctionDef) and node.name == "N_":
            yield "N_", "gettext_noop"


def _function(called: ast.expr, aliases: dict[str, str]) -> str:
    if isinstance(called, ast.Name):
        found = aliases.get(called.id, "")
    elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "translation":
        found = called.attr.removesuffix("_lazy")
    else:
        found = ""
    return found if found in _SHAPES else ""


def _message(call: ast.Call, shape: tuple[int, ...]) -> Found | None:
    """The message of a call, or None when it is computed (then some other call names it)."""
    texts = [
        arg.value for arg in call.args[: len(shape)] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    if len(texts) < len(shape):
        return None
    said = dict(zip(shape, texts, strict=True))
    return Found(context=said.get(-1, ""), one=said[0], many=said.get(1, ""))


_READERS: dict[str, Callable[[str, str], Iterator[Found]]] = {
    ".py": in_python,
    ".html": in_template,
    ".txt": in_template,
}
