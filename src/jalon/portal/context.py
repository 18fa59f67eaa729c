"""What every page is built from: the Release being read, the two times, the language, the addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from jalon.facts.common import Citation, OrgRef
from jalon.facts.directory import Organisation
from jalon.portal.asof import AsOf
from jalon.portal.links import Links
from jalon.portal.pieces import Link, Notebook
from jalon.publication.reader import Reader


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
        return Link(self.links.to("organisation", body.slug) if body else "", ref.name)

    def named(self, uid: str) -> Link:
        """A body by its last name, linked."""
        body = self.by_uid.get(uid)
        return Link(self.links.to("organisation", body.slug), last_name(body)) if body else Link("", uid)


def last_name(body: Organisation) -> str:
    """The name in use last, acronym first when there is one."""
    if not body.names:
        return body.slug
    name = next((n for n in reversed(body.names) if n.until is None), body.names[-1])
    return name.acronym or name.value


def cited(value: object) -> Iterator[str]:
    """The uids of all sources that a fact, or a bundle of facts, cites."""
    if isinstance(value, Citation):
        yield value.source
    elif isinstance(value, (tuple, list, frozenset, set)):
        for item in value:
            yield from cited(item)
    elif isinstance(value, dict):
        yield from cited(tuple(value.values()))
    elif is_dataclass(value):
        for name in _members(value.__class__):
            yield from cited(getattr(value, name))


@cache
def _members(cls: type[Any]) -> tuple[str, ...]:
    """Names of the members that may hold citations: every one that is not plain text or number."""
    plain = {"str", "str | None", "int", "int | None", "bool", str, int, bool}
    return tuple(field.name for field in fields(cls) if field.type not in plain)
