"""Pieces of several page models: a line of a list of facts, and a filter sentence."""

from dataclasses import dataclass

from jalon.portal.pieces import Link, Phrase
from jalon.ui.pieces import Blank


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the list of facts: a label with its values, or with the words for « unknown »."""

    label: str
    values: tuple[Phrase, ...] = ()
    unknown: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """The filter sentence. `active` when it narrows the list; `kept` are the two times, sent along."""

    blanks: tuple[Blank, ...]
    kept: tuple[tuple[str, str], ...]
    active: bool
    reset: str
    result: str
