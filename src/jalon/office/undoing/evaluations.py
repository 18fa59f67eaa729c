"""Undoing of what is done in evaluations. Each record is found as its page finds it: another team's draft is not there."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core import keeping, taken
from jalon.core.errors import Invalid
from jalon.core.models import User
from jalon.evaluation import actions
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Assessment, Claim, Crosswalk, Evaluation, EvidenceItem, Member, Scale
from jalon.evaluation.permissions import of_the_team
from jalon.evaluation.selectors import kept_in
from jalon.evaluation.unlocking import unlocked
from jalon.office.pages.evaluating_records import in_words, kept_because, stays_published
from jalon.office.undoing.edits import BACK, Edit, kept_fields, stands, two_texts
from jalon.office.undoing.reversal import Refused, Reversal, Shown, Undo, found

RECORDS: tuple[Any, ...] = (Evaluation, Assessment, EvidenceItem, Claim, Scale, Crosswalk)
MISTAKE = lazy("Défait\u00a0: fait par erreur")


def _record(do: Undo) -> Any:
    """The record of the event, withdrawn or not."""
    return found(next((row for model in RECORDS if (row := kept_in(model, do.subject, do.part, do.by))), None))


def _take_out(do: Undo, row: Any) -> None:
    if why := kept_because(row):
        raise Refused(why)
    actions.withdraw(record=row, reason=do.reason, **do.options)


def _give_back(do: Undo, row: Any) -> None:
    actions.restore(record=row, **do.options)


# --- what was written ------------------------------------------------------------------------------------------------


def _evidence(*, row: EvidenceItem, by: User, expected_revision: int, fact: Any, kind: Any = None) -> Any:
    return actions.edit_evidence(item=row, evidence=fact, by=by, expected_revision=expected_revision)


def _stage(*, row: Evaluation, by: User, expected_revision: int, stage: str) -> Any:
    if why := stays_published(row):
        raise Refused(why)
    return actions.move_stage(evaluation=row, to=Stage(stage), by=by, expected_revision=expected_revision)


def _both(do: Undo, row: Any) -> Shown:
    """Both texts, and why not before it is asked: what was signed is not unsaid by its stage either."""
    both = two_texts(do, row)
    return replace(both, why=stays_published(row) or both.why) if isinstance(row, Evaluation) else both


def _unsourced(run: Callable[..., Any]) -> Callable[..., Any]:
    """A scale and its readings may stand without a source."""

    def call(*, source_to_find: bool = False, **options: Any) -> Any:
        return run(**options)

    return call


COURSE = Edit(Evaluation, "evaluation", actions.put_back_course)
EDITS: dict[str, tuple[Edit, ...]] = {
    "evaluation.edit_scale": (Edit(Scale, "scale", _unsourced(actions.edit_scale)),),
    "evaluation.edit_crosswalk": (Edit(Crosswalk, "crosswalk", _unsourced(actions.edit_crosswalk)),),
    "evaluation.edit_claim": (Edit(Claim, "claim", actions.edit_claim),),
    "evaluation.edit_evaluation": (Edit(Evaluation, "evaluation", actions.edit_evaluation),),
    "evaluation.edit_assessment": (Edit(Assessment, "assessment", actions.edit_assessment),),
    "evaluation.edit_evidence": (Edit(EvidenceItem, "row", _evidence),),
    "evaluation.move_stage": (Edit(Evaluation, "row", _stage),),
    **dict.fromkeys(
        (f"evaluation.{name}" for name in ("record_adoption", "record_signature", "open_reply", "record_response", "ask_for",
                                           "put_back_course")), (COURSE,),
    ),
    "evaluation.cite": tuple(
        Edit(model, "record", actions.cite, {keeping.CITATIONS}) for model in RECORDS if model is not EvidenceItem
    ),
}  # fmt: skip


FAMILIES = {code: "course" for code, ways in EDITS.items() if ways == (COURSE,)}


def _written_back(do: Undo, row: Any) -> None:
    said = kept_fields(do.event.changes, row)
    if said is None:
        raise Refused(_("L’ancien état n’a pas été gardé en entier\u00a0: ouvrez la fiche et remettez ce qui y était."))
    if not stands(do.event.changes, row):
        raise Refused(_("Changé depuis\u00a0: les deux textes sont ci-dessous. Ouvrez la fiche pour choisir."))
    edit = next(one for one in EDITS[do.event.action] if isinstance(row, one.model))
    more = {"source_to_find": not said[keeping.CITATIONS]} if keeping.CITATIONS in said else {}
    edit.run(**{edit.name: row}, **do.options, **said, **more)


# --- the team --------------------------------------------------------------------------------------------------------


def _evaluation(do: Undo) -> Any:
    return found(kept_in(Evaluation, do.subject, do.part, do.by))


def _member(do: Undo) -> Any:
    rows = Member.objects.filter(evaluation=_evaluation(do), user__uid=_person(do), ended_at__isnull=True)
    return found(rows.select_related("user", "evaluation__part__owner").first())


def _person(do: Undo) -> uuid.UUID:
    return uuid.UUID(do.event.changes["user"])


def _in_again(do: Undo, row: Any) -> None:
    user = found(User.objects.filter(uid=_person(do), is_active=True).first())
    actions.add_member(evaluation=row, user=user, **do.options)


def _shared_again(do: Undo, row: Any) -> None:
    """Subjects that were nobody's, or judged in the open, then those that were judged unseen."""
    before = do.event.changes.get("_shares")
    if not before:
        raise Refused(_("La répartition d’avant n’a pas été gardée\u00a0: répartissez à nouveau."))
    people = {
        str(one.uid): one
        for one in User.objects.filter(uid__in={uid for said in before.values() for uid in said["people"]})
    }
    revision = do.revision
    with transaction.atomic():
        for blind in (False, True):
            shares = {
                subject: [people[uid] for uid in said["people"]]
                for subject, said in before.items()
                if said["blind"] is blind
            }
            if shares:
                actions.share_out(evaluation=row, shares=shares, blind=blind, by=do.by, expected_revision=revision)
                revision += 1


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(do: Undo) -> Evaluation:
    """The evaluation of a table, if all that the table wrote over was kept, and it may still change."""
    row: Evaluation = _evaluation(do)
    if not of_the_team(do.by, row):
        raise Refused(_("Seule l’équipe de l’évaluation le défait."))
    if taken.REF not in do.event.changes:
        raise Refused(
            _(
                "Ce tableau date d’une version qui ne gardait pas l’ancien état\u00a0: retirez une à une les appréciations "
                "qu’il a ajoutées, et corrigez celles qu’il a changées."
            )
        )
    if not do.event.changes.get(taken.TAKEN):
        raise Refused(
            _(
                "Ce tableau est trop grand pour que l’ancien état ait été gardé\u00a0: retirez une à une les appréciations "
                "qu’il a ajoutées, et corrigez celles qu’il a changées."
            )
        )
    try:
        made = str(row.uid) in {one.uid for one in taken.entries_of(do.event.changes)}
    except Invalid as lost:
        raise Refused(next(iter(lost.problems.values()))) from None
    goes = made and row.withdrawn_at is None
    if why := (kept_because(row) if goes else "") or next(iter(unlocked(row).values()), ""):
        raise Refused(why)
    return row


def _put_back(run: Callable[..., Any]) -> Callable[[Undo, Any], None]:
    def call(do: Undo, row: Evaluation) -> None:
        run(evaluation=row, kept=do.event.changes, reason=do.reason, named=in_words(row, do.by), **do.options)

    return call


TABLE = Reversal(
    lazy("Défaire le tableau"), "table", _table, _put_back(actions.undo_taking), on=True, several=taken.REF,
    why=lazy("Défait\u00a0: tableau repris par erreur"), team=True,
)  # fmt: skip
TABLE_UNDONE = Reversal(
    lazy("Refaire le tableau"), "table", _table, _put_back(actions.redo_taking), on=False, several=taken.REF,
    why=lazy("Refait\u00a0: défait par erreur"), team=True,
)  # fmt: skip


ADDED = ("add_scale", "add_crosswalk", "add_claim", "add_evaluation", "assess", "add_evidence", "restore")
REVERSALS: dict[str, Reversal] = {
    **{
        f"evaluation.{name}": Reversal(lazy("Retirer"), "record", _record, _take_out, on=True, why=MISTAKE)
        for name in ADDED
    },
    "evaluation.withdraw": Reversal(lazy("Rendre"), "record", _record, _give_back, on=False),
    **{code: Reversal(BACK, FAMILIES.get(code, "edit"), _record, _written_back, shows=two_texts) for code in EDITS},
    "evaluation.move_stage": Reversal(BACK, "stage", _record, _written_back, shows=_both),
    "evaluation.add_member": Reversal(lazy("Ôter de l’équipe"), "member", _member, lambda do, row: actions.end_member(member=row, **do.options),
                                      on=True, several="user"),
    "evaluation.end_member": Reversal(lazy("Reprendre dans l’équipe"), "member", _evaluation, _in_again, on=False, several="user"),
    **dict.fromkeys((f"evaluation.{name}" for name in ("take_assessments", "take_evaluation", "redo_taking")), TABLE),
    "evaluation.undo_taking": TABLE_UNDONE,
    "evaluation.share_out": Reversal(lazy("Répartir comme avant"), "shares", _evaluation, _shared_again),
}  # fmt: skip
WHY_NOT = {
    "evaluation.write_note": lazy("La trace ne garde pas le texte d’une note privée\u00a0: récrivez-la."),
    "evaluation.rate": lazy(
        "Son auteur récrit son avis jusqu’à la conciliation\u00a0; la trace n’en garde pas le texte."
    ),
    "evaluation.open_reconciliation": lazy(
        "Les avis ont été lus ensemble\u00a0: ce qui est lu ne l’est plus en aveugle."
    ),
    "evaluation.reconcile": lazy(
        "Arrêtez un autre résultat sur la page de la conciliation\u00a0: les avis de départ y sont toujours."
    ),
}
"""Reasons, for those that nothing undoes."""
