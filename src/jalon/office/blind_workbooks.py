"""Workbooks of measures judged blind: one assessor's, filled offline, given back as that assessor's own ratings.

A workbook carries nobody else's ratings: made by another person of the team it is empty, made by the assessor it holds
what that person rated already. Whoever receives a filled one may hand it in; only its assessor opens it, sees it beside
what was rated online, and writes it. So nobody speaks for another, and nobody sees before reconciliation opens.
"""

import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from jalon.core import revisions, storage
from jalon.core.acting import action
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.evaluation import actions as evaluating
from jalon.evaluation.actions.common import require_team
from jalon.evaluation.levels import scale_of
from jalon.evaluation.models import Evaluation, Reconciliation, Share
from jalon.evaluation.selectors import RatingRow, evaluation_of, ratings_of
from jalon.exchange.assessment_tables import LIMITS
from jalon.exchange.problems import Refused
from jalon.exchange.sheets import read_workbook
from jalon.facts.evaluation import Assessed, Assessment, Scale
from jalon.facts.evaluation import NoVerdict as Reason
from jalon.office.assessor_workbooks import (
    LEVEL,
    REASON,
    TEXT,
    ReturnPreview,
    as_sent,
    columns_of,
    entries,
    keep_sent,
    line_key,
    merged_of,
    sent_of,
    taken_cells,
    template_of,
)
from jalon.office.evaluation_plans import measures_for
from jalon.plans.models.importing import ImportRun, ImportState
from jalon.reporting.merging.layout import identity_of
from jalon.reporting.merging.merge import merge_workbook
from jalon.reporting.merging.model import Column, Line, Template

SENT, RETURNED = "blind_sent", "blind_returned"


@dataclass(frozen=True)
class BlindPreview(ReturnPreview):
    """A workbook that came back, beside what its assessor rated online. `closed`: measures that are being reconciled."""

    ratings: Mapping[str, RatingRow] = field(default_factory=dict)
    closed: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """What the assessor's ratings were at."""
        return f"{self.evaluation.uid.hex[:8]}.{sum(row.revision for row in self.ratings.values())}"


def may_open(run: ImportRun, user: User) -> bool:
    """A filled workbook is its assessor's; one that was made, also who made it."""
    if run.choices.get("kind") not in (SENT, RETURNED):
        return True
    mine = bool(run.choices.get("assessor") == str(user.uid))
    return mine or (run.choices["kind"] == SENT and run.by_id == user.pk)


def _columns(scale: Scale | None) -> tuple[Column, ...]:
    return tuple(one for one in columns_of(scale) if one.key in (LEVEL, REASON, TEXT))


def _subjects(evaluation: Evaluation, assessor: str, by: User) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The measures that this assessor judges blind; the numbers of those whose reconciliation has opened."""
    shares = Share.objects.filter(evaluation=evaluation, user__uid=assessor, blind=True)
    own = {str(uid) for uid in shares.values_list("subject_uid", flat=True)}
    rows = Reconciliation.objects.filter(evaluation=evaluation).values_list("subject_uid", flat=True)
    closed = {str(uid) for uid in rows}
    known = [one for one in measures_for(str(evaluation.plan_uid), by) if one.uid in own]
    lines = (
        Line(key=line_key(one.uid), subject=one.uid, label=one.title or "—", number=one.number)
        for one in known
        if one.uid not in closed
    )
    return tuple(lines), tuple(one.number or one.title for one in known if one.uid in closed)


def _mine(evaluation: Evaluation, user: User) -> dict[str, RatingRow]:
    return {row.subject: row for row in ratings_of(evaluation, user) if row.mine}


def _entries(row: RatingRow | None, scale: Scale | None, lang: str) -> Any:
    if row is None:
        return ()
    reason = Reason(row.no_verdict) if row.no_verdict else None
    said = Assessment(uid="", evaluation="", object=Assessed.MEASURE, recorded_at="", level=row.level, text=row.text)
    return entries(replace(said, no_verdict=reason), scale, lang)


@action(Permission.EDIT)
def send_blind(*, evaluation: Evaluation, by: User, assessor: str, form: str = "xlsx", lang: str = "fr") -> ImportRun:
    """Make the workbook of the measures that one assessor judges blind: empty, unless the assessor makes it."""
    require(by, Permission.EDIT, evaluation.part)
    require_team(by, evaluation)
    lines, _closed = _subjects(evaluation, assessor, by) if assessor else ((), ())
    if not lines:
        raise Invalid({"assessor": _("Choisissez une personne à qui des mesures sont confiées en aveugle.")})
    scale = scale_of(evaluation.scale_uid)
    rated = _mine(evaluation, by) if assessor == str(by.uid) else {}
    filled = [replace(one, before=_entries(rated.get(one.subject), scale, lang)) for one in lines]
    template = template_of(evaluation, str(uuid.uuid4()), _columns(scale), filled)
    with override(lang):
        told = _("Jugé en aveugle\u00a0: ce classeur n’est que le vôtre. Ne le montrez pas aux autres évaluateurs.")
    return keep_sent(evaluation, template, by, form, lang, told, {"kind": SENT, "assessor": assessor})


def is_blind(evaluation: Evaluation, data: bytes, name: str) -> bool:
    """The workbook is one of those made here for measures judged blind."""
    try:
        key = identity_of(read_workbook(data, name, LIMITS)).get("ask", "")
    except Refused:
        return False
    rows = ImportRun.objects.filter(part=evaluation.part, choices__kind=SENT).values_list("uid", flat=True)
    return key in {str(uid) for uid in rows}


@action(Permission.EDIT)
def receive_blind(*, evaluation: Evaluation, data: bytes, name: str, by: User) -> ImportRun:
    """Keep a filled workbook for its assessor; nothing is written, and what it says is shown to nobody else."""
    require(by, Permission.EDIT, evaluation.part)
    require_team(by, evaluation)
    try:
        book = read_workbook(data, name, LIMITS)
        sent = sent_of(evaluation, book, SENT)
        lines, _closed = _subjects(evaluation, sent.choices["assessor"], by)
        columns = _columns(scale_of(evaluation.scale_uid))
        merge_workbook(book, template_of(evaluation, str(sent.uid), columns, as_sent(sent, lines, columns)))
    except Refused as refused:
        raise Invalid({"file": refused.problem.words(_)}) from None
    stored = storage.put(io.BytesIO(data), part=evaluation.part, name=name, by=by)
    choices = {"kind": RETURNED, "evaluation": str(evaluation.uid), "sent": str(sent.uid), "decisions": {},
               "assessor": sent.choices["assessor"]}  # fmt: skip
    run: ImportRun = ImportRun.objects.create(
        part=evaluation.part, file=stored, by=by, state=ImportState.OPEN.value, choices=choices
    )
    return run


def preview(run: ImportRun, by: User) -> BlindPreview:
    """A filled workbook beside what its assessor rated online. `Forbidden` to everybody else."""
    if not may_open(run, by):
        raise Forbidden(_("Ce classeur n’est ouvert que par la personne qui juge."))
    evaluation = evaluation_of(run.choices["evaluation"], by)
    scale, rated = scale_of(evaluation.scale_uid), _mine(evaluation, by)
    sent = ImportRun.objects.get(part=run.part, uid=run.choices["sent"])
    lines, closed = _subjects(evaluation, str(by.uid), by)
    columns, lang = _columns(scale), sent.choices["lang"]
    beside = [
        replace(line, here=_entries(rated.get(line.subject), scale, lang)) for line in as_sent(sent, lines, columns)
    ]
    template: Template = template_of(evaluation, str(sent.uid), columns, beside)
    return BlindPreview(
        evaluation, scale, template, merged_of(run, template), {}, run.choices.get("decisions", {}), rated, closed
    )


@action(Permission.EDIT)
def write_blind(
    *, run: ImportRun, decisions: Mapping[str, str], by: User, expected_revision: int, state: str, write: bool,
    give: bool = False,
) -> int:  # fmt: skip
    """Keep what was chosen; with `write`, write the cells that are decided as the assessor's own ratings, all or none.

    `give`: for good, those that have a verdict or a reason for none. What was given stays given. How many were written.
    """
    require(by, Permission.EDIT, run.part)
    if not may_open(run, by):
        raise Forbidden(_("Ce classeur n’est ouvert que par la personne qui juge."))
    said = {**run.choices.get("decisions", {}), **{name: value for name, value in decisions.items() if value}}
    choices = run.choices | {"decisions": said}
    if not write:
        revisions.write(run, expected_revision, choices=choices)
        return 0
    run.choices = choices
    shown = preview(run, by)
    if shown.state != state:
        raise Conflict(expected=0, current=shown.evaluation.revision)
    taken = taken_cells(shown)
    for subject, values in taken.items():
        _rate(shown, subject, values, by, give)
    if not taken:
        raise Invalid({"file": _("Aucune cellule n’est à écrire.")})
    revisions.write(run, expected_revision, choices=choices, state=ImportState.DONE.value)
    return len(taken)


def _rate(shown: BlindPreview, subject: str, values: Mapping[str, Any], by: User, give: bool) -> None:
    """One rating, with what was rated online where the workbook says nothing. The private note stays as it is."""
    held = shown.ratings.get(subject)
    stands = {name: getattr(held, name) for name in (LEVEL, REASON, TEXT)} if held else {}
    fields: dict[str, Any] = stands | dict(values)
    complete = bool(fields.get(LEVEL) or fields.get(REASON))
    evaluating.rate(
        evaluation=shown.evaluation, subject=subject, by=by, expected_revision=held.revision if held else 0,
        private_note=held.private_note if held else "", give=complete and (give or bool(held and held.given_at)), **fields,
    )  # fmt: skip
