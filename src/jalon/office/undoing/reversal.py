"""The shape of an undoing, shared by all rooms."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jalon.core.models import AuditEvent, Part, User

MOST = 500
"""Characters beyond which the trace cuts a text: what it keeps is then no copy of it."""


class Refused(Exception):
    """The record is not, or no longer, in a state in which this can be undone; says why."""


@dataclass(frozen=True, slots=True)
class Undo:
    """One undoing asked for by a person: of which event, on which revision of the record, with which reason."""

    event: AuditEvent
    part: Part
    by: User
    revision: int = 0
    reason: str = ""

    @property
    def subject(self) -> uuid.UUID:
        """What the event is about."""
        if self.event.subject_uid is None:
            raise Refused(_("La fiche n’existe plus."))
        return self.event.subject_uid

    @property
    def options(self) -> dict[str, Any]:
        """Keywords that every action takes."""
        return {"by": self.by, "expected_revision": self.revision}


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """One field: what the record says now, what undoing puts back."""

    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What undoing would change, and `why` it cannot (empty: it can)."""

    pairs: tuple[TwoTexts, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reversal:
    """How one kind of event is undone. `family`: events of one family on one record make a switch, `on` or off; what set it
    as it stands is what can be undone. Without `on` each event writes over the one before: only the last is undone.

    `find` gives the record whose revision the form carries; `run` runs the action. `why`: the reason proposed, when the
    action asks for one.
    """

    label: str | Promise
    family: str
    find: Callable[[Undo], Any]
    run: Callable[[Undo, Any], Any]
    on: bool | None = None
    why: str | Promise = ""
    own: bool = False
    """Its author alone may undo it."""
    team: bool = False
    """The team of the evaluation that it is about alone may undo it."""
    several: str = ""
    """The key of the changes that tells records of one subject apart."""
    about: str = ""
    """The key of the changes that names the record when it is not the subject of the event."""
    shows: Callable[[Undo, Any], Shown] | None = None
    """Both texts of what undoing writes, from the event and the record as it stands."""

    def record(self, event: AuditEvent) -> str:
        """What the event is about, among those of its family."""
        return f"{self.family} {self.named(event)} {event.changes.get(self.several, '') if self.several else ''}"

    def named(self, event: AuditEvent) -> str:
        """The uid of the record that the event set."""
        return str(event.changes.get(self.about) or event.subject_uid)


def found(row: Any) -> Any:
    """The record, or `Refused`: it is there no more."""
    if row is None:
        raise Refused(_("La fiche n’existe plus."))
    return row


def exact(value: Any) -> str:
    """A text of the trace that is surely the one that stood; `Refused` for one that it cut or masked."""
    if not isinstance(value, str) or len(value) >= MOST or "…" in value:
        raise Refused(_("La trace n’a gardé ce texte qu’en partie\u00a0: remettez-le depuis l’historique de la fiche."))
    return value


def before(event: AuditEvent, name: str) -> str:
    """The text of a field as it stood before the event."""
    pair = event.changes.get(name)
    return exact(pair[0] if isinstance(pair, list) and len(pair) == 2 else None)
