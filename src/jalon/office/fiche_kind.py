"""What a kind of record is made of: its model, its form, and the actions that write it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise

from jalon.commitments import actions as commitments
from jalon.commitments.models import Act
from jalon.core.models import Part, User
from jalon.facts.common import Citation
from jalon.facts.part import PartKind
from jalon.office.forms.base import FactForm
from jalon.plans import actions

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Where:
    """Where a new record goes: the part, and the plan or measure that it belongs to."""

    part: Part
    owner: Any = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Sourced:
    """Who writes, and what supports it."""

    by: User
    citations: tuple[Citation, ...]
    source_to_find: bool = False

    def options(self) -> dict[str, Any]:
        """As keywords of an action."""
        return {"by": self.by, "citations": self.citations, "source_to_find": self.source_to_find}


Add = Callable[[Where, dict[str, Any], dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Fiche:
    """One kind of record. `owners`: the models that it can belong to. `name`: the keyword of its edit action."""

    code: str
    label: Label
    new: Label
    model: type[Any]
    form: type[FactForm]
    name: str
    add: Add
    edit: Callable[..., Any]
    owners: tuple[type[Any], ...] = ()
    end: str = "withdraw"  # withdraw | remove | ""
    cites: bool = True
    alone: bool = False  # may also belong to nothing
    kinds: frozenset[PartKind] = frozenset({PartKind.PLAN})
    about: str = ""  # the field that names what the record is about, of whatever body; empty: it belongs to an owner
    asks: frozenset[str] = frozenset()  # what its form chooses from (`jalon.office.around`)
    once: frozenset[str] = frozenset()  # of these, what only a new record chooses
    needs_source: Callable[[Any], bool] = lambda row: (
        True
    )  # whether a record without one keeps the part from being signed
    traced: bool = True  # its history has a page of its own

    def find(self, part: Part, uid: uuid.UUID) -> Any:
        """The record of this uid in the part; 404 otherwise."""
        row = self.model.objects.of_part(part).filter(uid=uid).first()
        if row is None:
            raise Http404
        return row

    def owner(self, part: Part, uid: uuid.UUID | None) -> Any:
        """The live plan or measure of the part that a new record belongs to; 404 when it is needed and not there."""
        for model in self.owners if uid else ():
            row = model.objects.of_part(part).live().filter(uid=uid).first()
            if row is not None:
                return row
        if self.owners and not (self.alone and uid is None):
            raise Http404
        return None

    def remove(self, row: Any, *, by: User, expected_revision: int) -> None:
        """Delete a piece of a description."""
        actions.remove_piece(piece=row, by=by, expected_revision=expected_revision)

    def withdraw(self, row: Any, *, by: User, expected_revision: int, reason: str) -> None:
        """Take the record out of what the part says."""
        if isinstance(row, Act):
            commitments.withdraw_act(act=row, by=by, expected_revision=expected_revision, reason=reason)
        elif _promised(row):
            commitments.withdraw(record=row, by=by, expected_revision=expected_revision, reason=reason)
        else:
            actions.withdraw(record=row, by=by, expected_revision=expected_revision, reason=reason)

    def restore(self, row: Any, *, by: User, expected_revision: int) -> None:
        """Give the record back."""
        if isinstance(row, Act):
            commitments.restore_act(act=row, by=by, expected_revision=expected_revision)
        elif _promised(row):
            commitments.restore(record=row, by=by, expected_revision=expected_revision)
        else:
            actions.restore(record=row, by=by, expected_revision=expected_revision)


def in_part(add: Callable[..., Any]) -> Add:
    """A record that belongs to the part itself."""
    return lambda where, values, sourced: add(part=where.part, **values, **sourced)


def _promised(row: Any) -> bool:
    """Whether the room of commitments writes it."""
    return bool(row._meta.app_label == "commitments")
