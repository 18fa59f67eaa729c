"""What every page is built from: the Release being read, the two times, the language, the addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

from jalon.facts.common import Citation, OrgRef
from jalon.facts.directory import Organisation
from jalon.portal.asof import AsOf
from jalon.portal.links import Links
from jalon.portal.pieces import Link, Notebook
from jalon.publication.reader import Reader

PLAIN = (str, int, bool, date, NoneType, Ellipsis)
"""Types that hold no citation."""


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every builder. `today` is the day of the Release, or of « as of »: no page asks the clock."""

    reader: Reader
    asof: AsOf
    lang: str
    links: Links
    today: date

    def notebook(self, *facts: object) -> Notebook:
        """Source markers for a page that shows these facts: one query."""
        return Notebook(self.reader.sources(sorted(set(cited(facts)))))

    def bodies(self) -> "Bodies":
        """The directory: one query."""
        return Bodies(self.links, {body.uid: body for body in self.reader.organisations()})


@dataclass(frozen=True, slots=True)
class Bodies:
    """Organisations by uid, to link the bodies that sources name."""

    links: Links
    by_uid: dict[str, Organisation]

    def link(self, ref: OrgRef | None) -> Link | None:
        """A body as the source names it, linked to its page when it is in the directory."""
        if ref is None:
            return None
        body = self.by_uid.get(ref.uid or "")
        return Link(self.links.to("organisation", body.slug) if body else "", ref.name, name_language(ref.name, body))

    def named(self, uid: str) -> Link:
        """A body by its last name, linked."""
        body = self.by_uid.get(uid)
        if body is None:
            return Link("", uid)
        name = last_name(body)
        return Link(self.links.to("organisation", body.slug), name, name_language(name, body))


def name_language(name: str, body: Organisation | None) -> str | None:
    """The language of a body's name as the directory gives it; None for a body that is not in it."""
    if body is None or not body.names:
        return None
    return next((n.lang for n in body.names if name in (n.value, n.acronym)), body.names[-1].lang)


def last_name(body: Organisation) -> str:
    """The name in use last, acronym first when there is one."""
    if not body.names:
        return body.slug
    name = next((n for n in reversed(body.names) if n.until is None), body.names[-1])
    return name.acronym or name.value


def cited(value: object) -> Iterator[str]:
    """The uids of all sources that a fact, or a bundle of facts, cites."""
    waiting: list[Any] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Citation):
            yield item.source
        elif isinstance(item, (tuple, list, frozenset, set)):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
        else:
            waiting.extend([getattr(item, name) for name in _members(item.__class__)])


@cache
def _members(cls: type[Any]) -> tuple[str, ...]:
    """Names of the members that may hold citations; none of what is no dataclass."""
    if not is_dataclass(cls):
        return ()
    hints = get_type_hints(cls)
    return tuple(field.name for field in fields(cls) if _may_cite(hints[field.name], frozenset({cls})))


def _may_cite(hint: Any, above: frozenset[type[Any]]) -> bool:
    """Whether a value of this type may hold a citation. `above`: the classes around it, which may hold themselves."""
    if hint in PLAIN or (isinstance(hint, type) and issubclass(hint, Enum)):
        return False
    if hint in above:
        return False
    if isinstance(hint, type) and is_dataclass(hint) and hint is not Citation:
        inner = get_type_hints(hint)
        return any(_may_cite(inner[field.name], above | {hint}) for field in fields(hint))
    held = get_args(hint)
    return any(_may_cite(one, above) for one in held) if held else True
