"""Undoing of what is done in campaigns and in comments."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.actions import comments
from jalon.core.models import Comment
from jalon.office.pages.comments import texts_of
from jalon.office.undoing.edits import kept_fields
from jalon.office.undoing.reversal import Refused, Reversal, Undo, before, exact, found
from jalon.reporting import actions
from jalon.reporting.enums import CampaignState, LetterKind
from jalon.reporting.models import (
    Ask,
    AskLine,
    Campaign,
    FrozenState,
    OutputDecision,
    Reminder,
    Return,
)

MISTAKE = lazy("Défait\u00a0: fait par erreur")


def _of(model: type[Any], *related: str) -> Callable[[Undo], Any]:
    """Finds the record of the event in the part."""

    def find(do: Undo) -> Any:
        rows = model.objects.of_part(do.part).filter(uid=do.subject)
        return found((rows.select_related(*related) if related else rows).first())

    return find


def _calls(run: Callable[..., Any], name: str, *, why: bool = False) -> Callable[[Undo, Any], Any]:
    """Runs an action on the record, under its keyword."""

    def call(do: Undo, row: Any) -> Any:
        more = {"reason": do.reason} if why else {}
        return run(**{name: row}, **do.options, **more)

    return call


ASK, RETURN = _of(Ask, "campaign__part__owner", "body"), _of(Return, "ask__campaign__part__owner", "ask__body")
CAMPAIGN, TOLD = _of(Campaign, "part__owner"), _of(OutputDecision, "cell__ret__ask__campaign__part__owner")


def _subjects_back(do: Undo, row: Any) -> None:
    held = do.event.changes.get("_before")
    if not held:
        raise Refused(_("Les mesures d’avant n’ont pas été gardées\u00a0: cochez-les à nouveau."))
    actions.set_subjects(ask=row, subjects=[uuid.UUID(uid) for uid in held], **do.options)


def _undecided(do: Undo, row: Any) -> None:
    held = do.event.changes.get("_before", {})
    empty, decided = (
        [int(pk) for pk, said in held.items() if not said],
        {int(p): said for p, said in held.items() if said},
    )
    if not held:
        raise Refused(_("Les choix d’avant n’ont pas été gardés\u00a0: reprenez-les sur la page du retour."))
    with transaction.atomic():
        if decided:
            actions.decide(ret=row, decisions=decided, by=do.by, expected_revision=do.revision)
        if empty:
            actions.undecide(ret=row, cells=empty, by=do.by, expected_revision=do.revision + bool(decided))


def _decided_again(do: Undo, row: Any) -> None:
    held = {int(pk): said for pk, said in do.event.changes.get("_decided", {}).items()}
    if not held:
        raise Refused(_("Les choix d’avant n’ont pas été gardés\u00a0: reprenez-les sur la page du retour."))
    actions.decide(ret=row, decisions=held, **do.options)


def _line_back(do: Undo, row: Any) -> None:
    kept = do.event.changes.get("_text")
    text = kept["before"] if kept else before(do.event, "text")
    actions.correct_line(line=row, column=exact(do.event.changes.get("_column")), text=text, **do.options)


def _validated_again(do: Undo, row: Any) -> None:
    said = _said(do, row, _("Qui avait validé n’est plus gardé dans la trace\u00a0: notez la validation à nouveau."))
    at, name, function = said["validated_at"], said["validated_by"], said["validated_as"]
    actions.validate_answers(ask=row, name=name, function=function, now=at, **do.options)


def _dismissed_again(do: Undo, row: Any) -> None:
    reason = _said(do, row, _("La raison n’a pas été gardée\u00a0: écartez-la à nouveau."))["reason"]
    actions.dismiss_output(cell=row.cell, reason=reason, **do.options)


def _said(do: Undo, row: Any, lost: str) -> dict[str, Any]:
    """What the record said before the event, or `Refused` in these words."""
    said = kept_fields(do.event.changes, row)
    if said is None:
        raise Refused(lost)
    return said


def _unfrozen(do: Undo) -> Any:
    """The campaign of a state whose freeze was undone, while it is not frozen anew."""
    state = _of(FrozenState, "campaign__part__owner")(do)
    if state.campaign is None or state.campaign.state == CampaignState.FROZEN:
        raise Refused(_("L’état est figé à nouveau."))
    return state.campaign


def _planned_again(do: Undo, row: Any) -> None:
    told = do.event.changes
    if "kind" not in told:
        raise Refused(_("La relance n’a pas été gardée en entier\u00a0: programmez-la à nouveau."))
    at = datetime.fromisoformat(told["at"])
    actions.plan_reminder(campaign=row, at=at, kind=LetterKind(told["kind"]), copy=bool(told["copy"]), by=do.by)


def _its_campaign(do: Undo) -> Any:
    """The campaign of a reminder that is no more."""
    rows = Campaign.objects.of_part(do.part).live().filter(slug=do.event.changes.get("_campaign", ""))
    return found(rows.select_related("part__owner").first())


def _comment(do: Undo) -> Any:
    return found(Comment.objects.filter(part=do.part, uid=do.subject).first())


def _words_back(do: Undo, row: Any) -> None:
    said = texts_of(row)
    if len(said) < 2:
        raise Refused(_("Aucun texte d’avant n’est gardé."))
    comments.change(comment=row, text=said[-2].text, **do.options)


def _switch(
    family: str, find: Callable[[Undo], Any], name: str, on: tuple[str, ...], off: tuple[str, ...], put: Any, take: Any,
    labels: tuple[Any, Any], *, why: bool = False, own: bool = False,
) -> dict[str, Reversal]:  # fmt: skip
    """Events that turn something on are undone by `take`, those that turn it off by `put`; None: by nothing."""
    found_: dict[str, Reversal] = {}
    if take is not None:
        run = _calls(take, name, why=why)
        found_ |= dict.fromkeys(
            on, Reversal(labels[0], family, find, run, on=True, why=MISTAKE if why else "", own=own)
        )
    if put is not None:
        found_ |= dict.fromkeys(off, Reversal(labels[1], family, find, _calls(put, name), on=False, own=own))
    return found_


def _chain(label: Any, family: str, find: Callable[[Undo], Any], run: Callable[[Undo, Any], Any]) -> Reversal:
    return Reversal(label, family, find, run)


BEFORE = lazy("Remettre comme avant")
REVERSALS: dict[str, Reversal] = {
    **_switch("campaign", CAMPAIGN, "campaign", ("reporting.create_campaign", "reporting.restore_campaign"), ("reporting.withdraw_campaign",),
              actions.restore_campaign, actions.withdraw_campaign, (lazy("Retirer la campagne"), lazy("Rendre la campagne")), why=True),
    **_switch("closing", CAMPAIGN, "campaign", ("reporting.reopen_campaign",), ("reporting.close_campaign",),
              actions.reopen_campaign, actions.close_campaign, (lazy("Clore"), lazy("Rouvrir"))),
    **_switch("ask", ASK, "ask", ("reporting.add_ask", "reporting.restore_ask"), ("reporting.withdraw_ask",),
              actions.restore_ask, actions.withdraw_ask, (lazy("Retirer l’organisme"), lazy("Rendre l’organisme")), why=True),
    **_switch("validation", ASK, "ask", ("reporting.validate",), ("reporting.unvalidate",),
              None, actions.unvalidate_answers, (lazy("Défaire la validation"), "")),
    "reporting.unvalidate": Reversal(lazy("Noter à nouveau la validation"), "validation", ASK, _validated_again, on=False),
    **_switch("return", RETURN, "ret", ("reporting.receive", "reporting.note_answer", "reporting.return", "reporting.take_up"), ("reporting.set_aside",),
              actions.take_up, actions.set_aside, (lazy("Mettre de côté"), lazy("Reprendre")), why=True),
    **_switch("written", RETURN, "ret", ("reporting.write_return",), ("reporting.undo_return",),
              actions.write_return, actions.undo_return, (lazy("Défaire la fusion"), lazy("Écrire à nouveau"))),
    **_switch("frozen", _of(FrozenState, "campaign__part__owner", "part"), "state", ("reporting.freeze",), ("reporting.unfreeze",),
              None, actions.unfreeze_state, (lazy("Défaire le gel"), "")),
    "reporting.unfreeze": Reversal(lazy("Figer à nouveau"), "frozen", _unfrozen, _calls(actions.freeze_state, "campaign"), on=False),
    **_switch("reminder", _of(Reminder, "campaign__part__owner"), "reminder", ("reporting.plan_reminder",), (),
              None, actions.cancel_reminder, (lazy("Annuler la relance"), "")),
    **_switch("told", TOLD, "decision", (), ("reporting.dismiss_output",),
              actions.propose_output_again, None, ("", lazy("Proposer à nouveau"))),
    "reporting.propose_output_again": Reversal(lazy("Écarter à nouveau"), "told", TOLD, _dismissed_again, on=True),
    **_switch("comment", _comment, "comment", ("comment.add", "comment.restore"), ("comment.withdraw",),
              comments.restore, comments.withdraw, (lazy("Retirer le commentaire"), lazy("Rendre le commentaire")), own=True),
    **_switch("settled", _comment, "comment", ("comment.resolve",), ("comment.reopen",),
              comments.resolve, comments.reopen, (lazy("Rouvrir"), lazy("Régler à nouveau"))),
    "reporting.set_subjects": _chain(lazy("Remettre les mesures d’avant"), "subjects", ASK, _subjects_back),
    "reporting.decide": _chain(lazy("Reprendre ces choix"), "decisions", RETURN, _undecided),
    "reporting.undecide": _chain(lazy("Remettre ces choix"), "decisions", RETURN, _decided_again),
    "reporting.correct_line": _chain(BEFORE, "line", _of(AskLine, "ask__campaign__part__owner", "ask__body"), _line_back),
    "reporting.cancel_reminder": _chain(lazy("Programmer à nouveau"), "reminder", _its_campaign, _planned_again),
    "comment.change": Reversal(BEFORE, "words", _comment, _words_back, own=True),
}  # fmt: skip
