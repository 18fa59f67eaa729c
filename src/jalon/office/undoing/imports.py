"""Undoing of files that were taken in: all that one wrote, or nothing of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core import taken
from jalon.core.actions.imports import put_back_import
from jalon.core.models import Part
from jalon.office.undoing.reversal import Refused, Reversal, Undo


def _part(do: Undo) -> Part:
    """The part, if all that the import wrote over was kept."""
    if taken.REF not in do.event.changes:
        raise Refused(
            _(
                "Cet import date d’une version qui ne gardait pas l’ancien état\u00a0: retirez une à une les fiches qu’il a "
                "ajoutées, et importez à nouveau l’ancien tableau pour celles qu’il a changées."
            )
        )
    if not do.event.changes.get(taken.TAKEN):
        raise Refused(
            _(
                "Cet import est trop grand pour que l’ancien état ait été gardé\u00a0: retirez le plan ou les séries qu’il a "
                "ajoutés, et importez à nouveau l’ancien tableau pour ce qu’il a changé."
            )
        )
    return do.part


def _undo(again: bool) -> Any:
    def run(do: Undo, part: Part) -> None:
        put_back_import(part=part, kept=do.event.changes, again=again, reason=do.reason, **do.options)

    return run


IMPORTED = Reversal(
    lazy("Défaire l’import"), "import", _part, _undo(again=False), on=True, several=taken.REF,
    why=lazy("Défait\u00a0: importé par erreur"),
)  # fmt: skip
UNDONE = Reversal(
    lazy("Refaire l’import"), "import", _part, _undo(again=True), on=False, several=taken.REF,
    why=lazy("Refait\u00a0: défait par erreur"),
)  # fmt: skip
REVERSALS: dict[str, Reversal] = {
    "part.import": IMPORTED,
    "part.redo_import": IMPORTED,
    "commitments.import_recommendations": IMPORTED,
    "commitments.import_acts": IMPORTED,
    "part.undo_import": UNDONE,
}
