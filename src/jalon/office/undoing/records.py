"""Undoing of what is written about plans, indicators, outputs and acts: added, withdrawn, given back, changed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.actions import parts, sources
from jalon.core.models import Source
from jalon.office.fiches import FICHES, Fiche
from jalon.office.undoing.reversal import Refused, Reversal, Undo, before, exact, found
from jalon.plans import actions
from jalon.plans.models import Series, Statement

ROOMS = ("plans.", "commitments.")
ADDING = ("add_", "create_plan", "make_statement", "answer_indicator", "restore")
HISTORY = ("title", "section", "measure", "plan", "indicator")
"""Records (keywords of their edit actions) whose earlier texts are kept whole."""
OWN = {"plans.add_series", "plans.add_observations", "plans.restore_observation", "plans.withdraw_observation"}


def fiche_of(do: Undo) -> tuple[Fiche, Any]:
    """The record of an event with its kind; `Refused` when no form of this room writes it."""
    for fiche in FICHES.values():
        row = fiche.model.objects.of_part(do.part).filter(uid=do.subject).first()
        if row is not None:
            return fiche, row
    raise Refused(_("La fiche n’existe plus, ou ne s’écrit pas ici."))


def _record(do: Undo) -> Any:
    return fiche_of(do)[1]


def _take_out(do: Undo, row: Any) -> None:
    fiche, _row = fiche_of(do)
    if fiche.end == "remove":
        fiche.remove(row, **do.options)
    else:
        fiche.withdraw(row, reason=do.reason, **do.options)


def _give_back(do: Undo, row: Any) -> None:
    fiche_of(do)[0].restore(row, **do.options)


def _write_back(do: Undo, row: Any) -> None:
    """The fields that the event changed, as the record's history kept them."""
    fiche, _row = fiche_of(do)
    fiche.edit(**{fiche.name: row}, **do.options, **earlier_fields(do, fiche, row))


def earlier_fields(do: Undo, fiche: Fiche, row: Any) -> dict[str, Any]:
    """What the fields said before the event; `Refused` when that was not kept whole."""
    names = {name for name in do.event.changes if not name.startswith("_")}
    if "citations" in names:
        raise Refused(_("Les sources changées ne se remettent pas seules\u00a0: remettez-les dans la fiche."))
    versions = _versions(do, row) if fiche.name in HISTORY else []
    kept = {field.name for field in versions[0]._meta.concrete_fields} if versions else set()
    if len(versions) < 2 or not names or not names <= kept:
        raise Refused(_("L’ancien état n’a pas été gardé en entier\u00a0: ouvrez la fiche et remettez ce qui y était."))
    return {name: getattr(versions[1], name) for name in names}


def _versions(do: Undo, row: Any) -> list[Any]:
    """The record as the event left it, and as it stood before; fewer when its history does not reach so far."""
    rows = row.history.filter(history_date__lte=do.event.at)
    return list(rows.order_by("-history_date", "-history_id")[:2])


ADD = Reversal(lazy("Retirer"), "record", _record, _take_out, on=True, why=lazy("Défait\u00a0: ajouté par erreur"))
WITHDRAW = Reversal(lazy("Rendre"), "record", _record, _give_back, on=False)
EDIT = Reversal(lazy("Remettre comme avant"), "edit", _record, _write_back)


def _series(do: Undo) -> Any:
    return found(Series.objects.of_part(do.part).live().filter(uid=do.subject).first())


OBSERVATION_BACK = Reversal(
    lazy("Rendre l’observation"), "observation", _series,
    lambda do, row: actions.restore_observation(series=row, order=do.event.changes["observation"], **do.options),
    on=False, several="observation",
)  # fmt: skip
OBSERVATION_OUT = Reversal(
    lazy("Retirer l’observation"), "observation", _series,
    lambda do, row: actions.withdraw_observation(
        series=row, order=do.event.changes["observation"], reason=do.reason, **do.options
    ),
    on=True, why=lazy("Défait\u00a0: rendue par erreur"), several="observation",
)  # fmt: skip


def _statement(do: Undo) -> Any:
    return found(Statement.objects.of_part(do.part).filter(uid=do.subject).first())


SUPERSEDED = Reversal(
    lazy("Remettre l’ancienne déclaration"), "statement", _statement,
    lambda do, row: actions.take_back_statement(statement=row, reason=do.reason, **do.options),
    why=lazy("Défait\u00a0: remplacée par erreur"),
)  # fmt: skip


def _source(do: Undo) -> Any:
    return found(Source.objects.filter(part=do.part, uid=do.subject).first())


def _source_back(do: Undo, row: Any) -> None:
    pairs = {name: pair for name, pair in do.event.changes.items() if name in sources.COLUMNS}
    fields: dict[str, Any] = {name: None if pair[0] is None else exact(pair[0]) for name, pair in pairs.items()}
    sources.change(source=row, **do.options, **fields)


def _title_back(do: Undo, row: Any) -> None:
    fields: dict[str, Any] = {name: before(do.event, name) for name in do.event.changes}
    parts.change(part=row, **do.options, **fields)


def reversal(code: str) -> Reversal | None:
    """How an event of these rooms is undone; None: not here."""
    if code in OTHERS:
        return OTHERS[code]
    room, _dot, name = code.partition(".")
    if f"{room}." not in ROOMS or code in OWN - {"plans.add_series"}:
        return None
    if name.startswith("withdraw"):
        return WITHDRAW
    if name.startswith(ADDING):
        return ADD
    return EDIT if name.startswith(("edit_", "change_")) else None


OTHERS = {
    "plans.withdraw_observation": OBSERVATION_BACK,
    "plans.restore_observation": OBSERVATION_OUT,
    "plans.supersede_statement": SUPERSEDED,
    "source.add": Reversal(
        lazy("Supprimer la source"), "source", _source, lambda do, row: sources.remove(source=row, **do.options)
    ),
    "source.change": Reversal(lazy("Remettre comme avant"), "source", _source, _source_back),
    "part.change": Reversal(
        lazy("Remettre le titre d’avant"), "part", lambda do: do.part, _title_back
    ),
}  # fmt: skip
