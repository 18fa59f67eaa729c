"""Undoing of what was added to plans and commitments, withdrawn, removed, given back, or put in the place of another."""

import uuid
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.commitments import actions as commitments
from jalon.commitments.mapping import BY_MODEL
from jalon.core import keeping
from jalon.core.actions import sources
from jalon.core.models import Source
from jalon.office.fiches import FICHES
from jalon.office.undoing.reversal import Refused, Reversal, Undo, found
from jalon.plans import actions
from jalon.plans.actions.undo import PIECES
from jalon.plans.models import Output, Series, Statement

ROOMS = ("plans.", "commitments.")
ADDING = ("add_", "create_plan", "make_statement", "answer_indicator", "restore", "put_back_piece")
BY_MISTAKE = lazy("Défait\u00a0: rendue par erreur")


def _record(do: Undo) -> Any:
    """The record of an event, of whatever kind."""
    models = dict.fromkeys([*(fiche.model for fiche in FICHES.values()), *BY_MODEL])
    rows = (model.objects.of_part(do.part).filter(uid=do.subject).first() for model in models)
    return found(next((row for row in rows if row is not None), None))


def _take_out(do: Undo, row: Any) -> None:
    if row._meta.label in PIECES:
        actions.remove_piece(piece=row, **do.options)
    elif row._meta.app_label == "commitments":
        commitments.withdraw(record=row, reason=do.reason, **do.options)
    else:
        actions.withdraw(record=row, reason=do.reason, **do.options)


def _give_back(do: Undo, row: Any) -> None:
    room: Any = commitments if row._meta.app_label == "commitments" else actions
    room.restore(record=row, **do.options)


ADD = Reversal(lazy("Retirer"), "record", _record, _take_out, on=True, why=lazy("Défait\u00a0: ajouté par erreur"))
WITHDRAW = Reversal(lazy("Rendre"), "record", _record, _give_back, on=False)


def _gone(do: Undo) -> None:
    """What was deleted has no record any more."""


def _kept(do: Undo) -> dict[str, Any]:
    """All that a deleted record said, in plain values."""
    kept = do.event.changes.get(keeping.BEFORE)
    if not isinstance(kept, dict):
        raise Refused(_("Ce qui est supprimé n’a pas été gardé en entier\u00a0: ajoutez-le à nouveau."))
    return dict(kept)


def _put_back(do: Undo, _row: None) -> None:
    kept, model = _kept(do), str(do.event.changes.get(keeping.MODEL))
    cites = keeping.citations_read(kept.pop(keeping.CITATIONS))
    try:
        fields = keeping.read(PIECES[model], kept)
    except keeping.Lost:
        raise Refused(_("Ce vers quoi la fiche renvoyait n’existe plus.")) from None
    actions.put_back_piece(part=do.part, model=model, uid=do.subject, fields=fields, citations=cites, by=do.by)


def _source(do: Undo) -> Any:
    return found(Source.objects.filter(part=do.part, uid=do.subject).first())


def _source_back(do: Undo, _row: None) -> None:
    kept = {name: value for name, value in _kept(do).items() if name not in {"part", keeping.CITATIONS}}
    sources.put_back(part=do.part, uid=do.subject, by=do.by, **kept)


SOURCE_OUT = Reversal(
    lazy("Supprimer la source"), "source", _source, lambda do, row: sources.remove(source=row, **do.options)
)


def _series(do: Undo) -> Any:
    return found(Series.objects.of_part(do.part).live().filter(uid=do.subject).first())


def _one(run: Callable[..., Any]) -> Callable[[Undo, Any], Any]:
    def call(do: Undo, row: Any) -> Any:
        more = {"reason": do.reason} if run is actions.withdraw_observation else {}
        return run(series=row, order=do.event.changes["observation"], **do.options, **more)

    return call


OBSERVATION_BACK = Reversal(
    lazy("Rendre l’observation"), "observation", _series, _one(actions.restore_observation), on=False,
    several="observation",
)  # fmt: skip
OBSERVATION_OUT = Reversal(
    lazy("Retirer l’observation"), "observation", _series, _one(actions.withdraw_observation), on=True, why=BY_MISTAKE,
    several="observation",
)  # fmt: skip


def _added(do: Undo) -> dict[str, Any]:
    """Which observations an event added at once."""
    told = do.event.changes
    if "_first" not in told:
        raise Refused(_("La place de ces observations n’a pas été gardée\u00a0: retirez-les une à une."))
    return {"first": told["_first"], "count": told.get("_count", told["observations"])}


OBSERVATIONS_OUT = Reversal(
    lazy("Retirer ces observations"), "observations", _series,
    lambda do, row: actions.withdraw_observations(series=row, reason=do.reason, **_added(do), **do.options),
    on=True, why=lazy("Défait\u00a0: ajoutées par erreur"), several="_first",
)  # fmt: skip
OBSERVATIONS_BACK = Reversal(
    lazy("Rendre ces observations"), "observations", _series,
    lambda do, row: actions.restore_observations(series=row, at=do.event.changes["_at"], **_added(do), **do.options),
    on=False, several="_first",
)  # fmt: skip


def _statement(do: Undo) -> Any:
    return found(Statement.objects.of_part(do.part).filter(uid=do.subject).first())


def _replaced_again(do: Undo, row: Any) -> None:
    old = do.event.changes.get("_stands")
    rows = Statement.objects.of_part(do.part).filter(uid=uuid.UUID(old)) if old else Statement.objects.none()
    actions.replace_again(statement=row, old=found(rows.first()), **do.options)


SUPERSEDED = Reversal(
    lazy("Remettre l’ancienne déclaration"), "statement", _statement,
    lambda do, row: actions.take_back_statement(statement=row, reason=do.reason, **do.options),
    why=lazy("Défait\u00a0: remplacée par erreur"),
)  # fmt: skip
TAKEN_BACK = Reversal(lazy("Remplacer à nouveau"), "statement", _statement, _replaced_again)


def _output(do: Undo) -> Any:
    """The output that was taken from a body's words."""
    uid = do.event.changes.get("_output")
    rows = Output.objects.of_part(do.part).filter(uid=uuid.UUID(uid)) if uid else Output.objects.none()
    return found(rows.first())


TAKEN = Reversal(
    lazy("Retirer la réalisation"), "record", _output, _take_out, on=True, why=lazy("Défait\u00a0: ajouté par erreur"),
    about="_output",
)  # fmt: skip
OTHERS: dict[str, Reversal] = {
    "plans.add_observations": OBSERVATIONS_OUT,
    "plans.restore_observations": OBSERVATIONS_OUT,
    "plans.withdraw_observations": OBSERVATIONS_BACK,
    "plans.withdraw_observation": OBSERVATION_BACK,
    "plans.restore_observation": OBSERVATION_OUT,
    "plans.supersede_statement": SUPERSEDED,
    "plans.replace_again": SUPERSEDED,
    "plans.take_back_statement": TAKEN_BACK,
    "plans.remove_piece": Reversal(lazy("Remettre"), "record", _gone, _put_back, on=False),
    "reporting.take_output": TAKEN,
    "source.add": SOURCE_OUT,
    "source.put_back": SOURCE_OUT,
    "source.remove": Reversal(lazy("Remettre la source"), "source", _gone, _source_back),
}


def reversal(code: str) -> Reversal | None:
    """How an event of these rooms is undone; None: not here."""
    if code in OTHERS:
        return OTHERS[code]
    room, _dot, name = code.partition(".")
    if f"{room}." not in ROOMS:
        return None
    if name.startswith("withdraw"):
        return WITHDRAW
    return ADD if name.startswith(ADDING) else None
