"""Writes about outputs that a body told of in words: a person writes them in the ledger, or says why not."""

from typing import Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core import keeping, revisions, writing
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.errors import Conflict, Invalid
from jalon.core.models import User
from jalon.core.permissions import Permission
from jalon.plans import actions as plans
from jalon.plans.fields import OutputFields
from jalon.plans.models import Output
from jalon.reporting.actions.common import require_campaign, trace, write
from jalon.reporting.columns import OUTPUTS
from jalon.reporting.models import OutputDecision, ReturnedCell


@action(Permission.EDIT)
def take_output(
    *,
    cell: ReturnedCell,
    by: User | None,
    expected_revision: int,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[OutputFields],
) -> Output:
    """Write in the ledger one output that the words of `cell` tell of; they may tell of several, taken one by one.

    `expected_revision` is that of what was decided of these words (0: nothing yet). `Invalid` while their return is not
    written: an output cites it.
    """
    require_campaign(by, cell.ret.ask.campaign)
    row = _decision(cell, expected_revision)
    if cell.ret.source_uid is None:
        message = _("Écrivez d’abord ce retour\u00a0: la réalisation le cite comme sa source.")
        raise Invalid({"return": message})
    output = plans.add_output(
        part=cell.ret.part, by=by, citations=citations, source_to_find=source_to_find, **fields
    )  # fmt: skip
    row.outputs = (*row.outputs, str(output.uid))
    row.dismissed_at, row.reason = None, ""
    row.save(update_fields=["outputs", "dismissed_at", "reason", "updated_at"])
    trace(row, by, "take_output", {"output": str(output), "_output": str(output.uid)})
    return output


@action(Permission.EDIT)
def dismiss_output(*, cell: ReturnedCell, reason: str, by: User | None, expected_revision: int) -> OutputDecision:
    """Say that nothing of these words goes into the ledger, and why. They stay the body's declaration."""
    require_campaign(by, cell.ret.ask.campaign)
    if not reason.strip():
        raise Invalid({"reason": _("Dites pourquoi\u00a0: la raison reste avec la fiche.")})
    row = _decision(cell, expected_revision)
    row.dismissed_at, row.reason = timezone.now(), reason.strip()
    row.save(update_fields=["dismissed_at", "reason", "updated_at"])
    trace(row, by, "dismiss_output", {"reason": reason})
    return row


@action(Permission.EDIT)
def propose_output_again(*, decision: OutputDecision, by: User | None, expected_revision: int) -> OutputDecision:
    """Undo a dismissal."""
    require_campaign(by, decision.cell.ret.ask.campaign)
    if decision.dismissed_at is None:
        raise Invalid({"output": _("Cette proposition n’est pas écartée.")})
    changes = write(decision, expected_revision, {"dismissed_at": None, "reason": ""})
    trace(decision, by, "propose_output_again", keeping.private(changes))
    return decision


def _decision(cell: ReturnedCell, expected_revision: int) -> OutputDecision:
    """What was decided of the words, claimed on the revision that the form knew."""
    if cell.column != OUTPUTS or cell.superseded_by_id is not None or cell.ret.withdrawn_at is not None:
        writing.refuse({"output": _("Ces mots ne sont plus ceux de l’organisme\u00a0: rechargez la page.")})
    row, made = OutputDecision.objects.get_or_create(cell=cell)
    if made and expected_revision != 0:
        raise Conflict(expected=expected_revision, current=0)
    if not made:
        revisions.claim(row, expected_revision)
    return row
