"""Workbooks of assessors: sent with locked keys, filled offline without account, compared cell by cell when they come back.

What was sent is kept as one run (its file and the values written in), what came back as another: so that a cell that
both the assessor and the team changed is told from one that only the assessor did. The team's private notes are in
none of them, nor are measures judged blind: these have workbooks of their own (`blind_workbooks`).
"""

import io
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from jalon.core import revisions, storage
from jalon.core.acting import action
from jalon.core.errors import Conflict, Invalid
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.core.whole import now
from jalon.evaluation import actions as evaluating
from jalon.evaluation.actions.common import require_team
from jalon.evaluation.levels import scale_of
from jalon.evaluation.models import Evaluation, Share
from jalon.evaluation.selectors import AssessmentRow, assessment_rows, evaluation_of
from jalon.exchange.assessment_tables import LIMITS
from jalon.exchange.problems import Refused
from jalon.exchange.sheets import Workbook, read_workbook
from jalon.exchange.write_ods import write_ods
from jalon.exchange.write_xlsx import write_xlsx
from jalon.exchange.writing import Book, OutColumn, OutSheet
from jalon.facts.common import Text, Wording
from jalon.facts.evaluation import Assessed, Assessment, NoVerdict, Scale
from jalon.office.evaluation_plans import measures_for
from jalon.plans.import_runs import content_of
from jalon.plans.models.importing import ImportRun, ImportState
from jalon.portal.verdicts import NO_VERDICT
from jalon.reporting.merging.layout import IDENTITY, KEY, LOCKED, MARK, TITLE, identity_of
from jalon.reporting.merging.merge import merge_workbook
from jalon.reporting.merging.model import (
    NOTHING,
    AccidentKind,
    Cell,
    Column,
    ColumnKind,
    Entry,
    Line,
    Merged,
    Option,
    Template,
    Trouble,
    Value,
)

SENT, RETURNED = "assessors_sent", "assessors_returned"
LEVEL, REASON, TEXT, PAGE, PARAGRAPH = "level", "no_verdict", "text", "page", "paragraph"
TAKE, KEEP = "returned", "here"
WIDTHS = {KEY: 10, "number": 8, TITLE: 48, LEVEL: 24, REASON: 28, TEXT: 70}
LONGEST = 120
"""Characters of a page or a paragraph."""


@dataclass(frozen=True)
class ReturnPreview:
    """A workbook that came back, beside what was sent and what stands."""

    evaluation: Evaluation
    scale: Scale | None
    template: Template
    merged: Merged
    stands: Mapping[str, AssessmentRow]
    decisions: Mapping[str, str]

    @property
    def state(self) -> str:
        """What the evaluation and its assessments were at."""
        held = sum(row.revision for row in self.stands.values())
        return f"{self.evaluation.revision}.{held}"

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What differs from what stands."""
        return self.merged.changed

    def choice(self, cell: Cell) -> str:
        """What is kept of a cell: what came back when only the assessor wrote, what a person said, or nothing yet."""
        said = self.decisions.get(name_of(cell), "")
        return said or (TAKE if cell.trouble is None and cell.chosen is not None else "")


def name_of(cell: Cell) -> str:
    """The name of a cell's choice."""
    return f"{cell.line}-{cell.column}"


def line_key(subject: str) -> str:
    """The key of a measure's line: it says nothing, and survives sorting."""
    return f"M{uuid.UUID(subject).int % 10**12:012d}"


def columns_of(scale: Scale | None) -> tuple[Column, ...]:
    """What an assessor fills in. The team's private note is not among them."""
    levels = tuple(Option(code=one.code, fr=one.fr, en=one.en) for one in (scale.levels if scale else ()))
    reasons = tuple(Option(code=code.value, fr=_in("fr", code), en=_in("en", code)) for code in NoVerdict)
    level = (Column(key=LEVEL, kind=ColumnKind.CHOICE, fr="Niveau", en="Level", options=levels),) if levels else ()
    return (
        *level,
        Column(key=REASON, kind=ColumnKind.CHOICE, fr="Sans verdict, parce que", en="No verdict, because", options=reasons),
        Column(key=TEXT, kind=ColumnKind.TEXT, fr="Phrase proposée", en="Proposed sentence"),
        Column(key=PAGE, kind=ColumnKind.TEXT, fr="Page", en="Page"),
        Column(key=PARAGRAPH, kind=ColumnKind.TEXT, fr="Paragraphe", en="Paragraph"),
    )  # fmt: skip


def _in(lang: str, code: NoVerdict) -> str:
    with override(lang):
        return str(NO_VERDICT[code])


def subjects_of(evaluation: Evaluation, assessor: str, by: User) -> tuple[Line, ...]:
    """The measures of an assessor, or all; those judged blind are left out."""
    shares = list(Share.objects.filter(evaluation=evaluation).values_list("subject_uid", "user__uid", "blind"))
    blind = {str(subject) for subject, _user, unseen in shares if unseen}
    own = {str(subject) for subject, user, _unseen in shares if str(user) == assessor}
    return tuple(
        Line(key=line_key(one.uid), subject=one.uid, label=one.title or "—", number=one.number)
        for one in measures_for(str(evaluation.plan_uid), by)
        if not one.gone and one.uid not in blind and (not assessor or one.uid in own)
    )


def standing(evaluation: Evaluation) -> dict[str, AssessmentRow]:
    """Assessment of each measure as it stands."""
    live = evaluation.assessments.live().filter(object=Assessed.MEASURE, superseded_uid__isnull=True)
    rows = assessment_rows(live.select_related("evaluation"))
    return {row.assessment.subject: row for row in rows if row.assessment.subject}


def entries(fact: Assessment | None, scale: Scale | None, lang: str) -> tuple[Entry, ...]:
    """The values of an assessment as cells."""
    if fact is None:
        return ()
    found: dict[str, Value] = {}
    if fact.level and scale is not None:
        level = next((one for one in scale.levels if one.code == fact.level), None)
        found[LEVEL] = Value(text=(level.en if lang == "en" else level.fr) if level else fact.level, code=fact.level)
    if fact.no_verdict:
        found[REASON] = Value(text=_in(lang, fact.no_verdict), code=fact.no_verdict.value)
    texts = {TEXT: fact.text.value if fact.text else None, PAGE: fact.page, PARAGRAPH: fact.paragraph}
    found |= {name: Value(text=text) for name, text in texts.items() if text}
    return tuple(Entry(column=name, value=value) for name, value in found.items())


@action(Permission.EDIT)
def send_workbook(
    *, evaluation: Evaluation, by: User, assessor: str = "", form: str = "xlsx", lang: str = "fr"
) -> ImportRun:
    """Make the workbook of an assessor, or of all measures, and keep it with what was written in it."""
    require(by, Permission.EDIT, evaluation.part)
    require_team(by, evaluation)
    lines = subjects_of(evaluation, assessor, by)
    if not lines:
        raise Invalid({"assessor": _("Aucune mesure à envoyer\u00a0: répartissez-les d’abord, ou envoyez-les toutes.")})
    scale, stands, key = scale_of(evaluation.scale_uid), standing(evaluation), uuid.uuid4()
    filled = [replace(one, before=entries(_fact(stands, one.subject), scale, lang)) for one in lines]
    template = template_of(evaluation, str(key), columns_of(scale), filled)
    told = _("La phrase proposée sera relue par l’équipe. N’écrivez le nom d’aucune victime ni d’aucun témoin.")
    return keep_sent(evaluation, template, by, form, lang, told, {"kind": SENT, "assessor": assessor})


def keep_sent(
    evaluation: Evaluation, template: Template, by: User, form: str, lang: str, told: str, choices: Mapping[str, str]
) -> ImportRun:
    """A workbook as a run, with what was written in it."""
    book = _book(evaluation, template, lang, told)
    data = write_ods(book) if form == "ods" else write_xlsx(book)
    name = f"{evaluation.slug}-{template.ask[:8]}.{form}"
    stored = storage.put(io.BytesIO(data), part=evaluation.part, name=name, by=by)
    before = {one.subject: {e.column: e.value.code or e.value.text for e in one.before} for one in template.lines}
    run: ImportRun = ImportRun.objects.create(
        uid=uuid.UUID(template.ask), part=evaluation.part, file=stored, by=by, state=ImportState.DONE.value,
        choices={**choices, "evaluation": str(evaluation.uid), "before": before, "lang": lang},
    )  # fmt: skip
    return run


def _fact(stands: Mapping[str, AssessmentRow], subject: str) -> Assessment | None:
    return stands[subject].assessment if subject in stands else None


def template_of(evaluation: Evaluation, key: str, columns: tuple[Column, ...], lines: Iterable[Line]) -> Template:
    """What a workbook asks."""
    return Template(campaign=str(evaluation.uid), ask=key, version=1, columns=columns, lines=tuple(lines))


def _book(evaluation: Evaluation, template: Template, lang: str, more: str) -> Book:
    columns = [
        OutColumn(f"{MARK}{one.key}", one.label(lang), width=WIDTHS.get(one.key, 14), locked=True, hidden=one.key == KEY)
        for one in LOCKED
    ] + [
        OutColumn(
            f"{MARK}{one.key}", one.label(lang), width=WIDTHS.get(one.key, 14),
            choices=tuple(option.en if lang == "en" else option.fr for option in one.options),
        )
        for one in template.columns
    ]  # fmt: skip
    rows = [
        [line.key, line.number, line.label, *(_shown(line, one.key) for one in template.columns)]
        for line in template.lines
    ]
    identity = {"campaign": template.campaign, "ask": template.ask, "template": "1", "language": lang}
    hidden = OutSheet(
        IDENTITY, (OutColumn("name", "jalon"), OutColumn("value", "")),
        [(f"{MARK}{name}", value) for name, value in identity.items()], hidden=True,
    )  # fmt: skip
    with override(lang):
        name = _("Appréciations (fictif)") if evaluation.part.synthetic else _("Appréciations")
        told = (
            str(evaluation),
            _(
                "Une ligne par mesure\u00a0: un niveau de la liste, ou la raison pour laquelle il n’y en a pas, jamais les deux."
            ),
            more,
            _("Trié, renommé ou enregistré par un autre logiciel, ce classeur est reconnu à ses clés."),
        )
    answers = OutSheet(name, tuple(columns), rows, protected=True, code_row=True)
    made = datetime.now(UTC)
    return Book(title=str(evaluation), sheets=(answers, hidden), made=made, instructions=told, lang=lang)


def _shown(line: Line, column: str) -> str:
    return next((one.value.text for one in line.before if one.column == column), "")


# --- back ------------------------------------------------------------------------------------------------------------


@action(Permission.EDIT)
def receive_workbook(*, evaluation: Evaluation, data: bytes, name: str, by: User) -> ImportRun:
    """Keep a workbook that came back; nothing is written. `Invalid` for one that is not of this evaluation."""
    require(by, Permission.EDIT, evaluation.part)
    require_team(by, evaluation)
    try:
        book = read_workbook(data, name, LIMITS)
        sent = sent_of(evaluation, book)
        merge_workbook(book, _beside(evaluation, sent, by))
    except Refused as refused:
        raise Invalid({"file": refused.problem.words(_)}) from None
    stored = storage.put(io.BytesIO(data), part=evaluation.part, name=name, by=by)
    choices = {"kind": RETURNED, "evaluation": str(evaluation.uid), "sent": str(sent.uid), "decisions": {}}
    run: ImportRun = ImportRun.objects.create(
        part=evaluation.part, file=stored, by=by, state=ImportState.OPEN.value, choices=choices
    )
    return run


def sent_of(evaluation: Evaluation, book: Workbook, kind: str = SENT) -> ImportRun:
    """The run of the workbook that this one was made from. `Invalid` when it was not made for this evaluation."""
    key = identity_of(book).get("ask", "")
    rows = ImportRun.objects.filter(part=evaluation.part, choices__kind=kind, choices__evaluation=str(evaluation.uid))
    found: ImportRun | None = next((row for row in rows if str(row.uid) == key), None)
    if found is None:
        raise Invalid(
            {
                "file": _(
                    "Ce classeur n’est pas l’un de ceux envoyés pour cette évaluation\u00a0: rendez celui qui a été reçu."
                )
            }
        )
    return found


def _beside(evaluation: Evaluation, sent: ImportRun, by: User) -> Template:
    """What was sent, with what stands now."""
    scale, lang, stands = scale_of(evaluation.scale_uid), sent.choices["lang"], standing(evaluation)
    columns = columns_of(scale)
    lines = [
        replace(line, here=entries(_fact(stands, line.subject), scale, lang))
        for line in as_sent(sent, subjects_of(evaluation, "", by), columns)
    ]
    return template_of(evaluation, str(sent.uid), columns, lines)


def as_sent(sent: ImportRun, lines: Iterable[Line], columns: Iterable[Column]) -> Iterable[Line]:
    """Those of these lines that a workbook had, with what was written in it."""
    known, before = {one.key: one for one in columns}, sent.choices["before"]
    for line in lines:
        if line.subject in before:
            held = before[line.subject].items()
            was = tuple(Entry(column=name, value=_value(known[name], text)) for name, text in held if name in known)
            yield replace(line, before=was)


def _value(column: Column, text: str) -> Value:
    option = next((one for one in column.options if one.code == text), None)
    return Value(text=option.fr, code=option.code) if option else Value(text=text)


def preview(run: ImportRun, by: User) -> ReturnPreview:
    """A return beside what stands."""
    evaluation = evaluation_of(run.choices["evaluation"], by)
    sent = ImportRun.objects.get(part=run.part, uid=run.choices["sent"])
    template = _beside(evaluation, sent, by)
    return ReturnPreview(
        evaluation, scale_of(evaluation.scale_uid), template, merged_of(run, template), standing(evaluation),
        run.choices.get("decisions", {}),
    )  # fmt: skip


def merged_of(run: ImportRun, template: Template) -> Merged:
    """What came back, without the accident that none of these workbooks has the column « nothing to report »."""
    merged = merge_workbook(read_workbook(content_of(run), run.file.name, LIMITS), template)
    quiet = (one for one in merged.accidents if one.column != NOTHING or one.kind is not AccidentKind.COLUMN_MISSING)
    return replace(merged, accidents=tuple(quiet))


@action(Permission.EDIT)
def write_return(
    *, run: ImportRun, decisions: Mapping[str, str], by: User, expected_revision: int, state: str, write: bool
) -> int:
    """Keep what was chosen; with `write`, write the cells that are decided, in one event. How many were written."""
    require(by, Permission.EDIT, run.part)
    choices = run.choices | {
        "decisions": {**run.choices.get("decisions", {}), **{k: v for k, v in decisions.items() if v}}
    }
    if not write:
        revisions.write(run, expected_revision, choices=choices)
        return 0
    run.choices = choices
    shown = preview(run, by)
    if shown.state != state:
        raise Conflict(expected=0, current=shown.evaluation.revision)
    given = taken_cells(shown)
    facts = tuple(_changed(shown, subject, values) for subject, values in given.items())
    if not facts:
        raise Invalid({"file": _("Aucune cellule n’est à écrire.")})
    evaluating.take_assessments(
        evaluation=shown.evaluation, said=facts, by=by, expected_revision=shown.evaluation.revision,
        file_sha256=run.file.sha256, source_to_find=True,
    )  # fmt: skip
    revisions.write(run, expected_revision, choices=choices, state=ImportState.DONE.value)
    return len(facts)


def taken_cells(shown: ReturnPreview) -> Mapping[str, Mapping[str, Any]]:
    """Subject -> column -> value, of the cells that are to be written. A level takes the place of a reason for none, and
    the other way round."""
    taken: dict[str, dict[str, Any]] = {}
    for cell in shown.cells:
        if shown.choice(cell) == TAKE and cell.trouble not in (Trouble.NOT_IN_LIST, Trouble.UNREADABLE):
            taken.setdefault(cell.line, {})[cell.column] = _given(cell)
    subjects = {line.key: line.subject for line in shown.template.lines}
    return {subjects[key]: _one_verdict(given) for key, given in taken.items()}


def _one_verdict(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if given.get(LEVEL) and REASON not in given:
        return {**given, REASON: None}
    if given.get(REASON) and LEVEL not in given:
        return {**given, LEVEL: None}
    return given


def _given(cell: Cell) -> Any:
    value = cell.returned
    if value is None:
        return None
    if cell.column == REASON:
        return NoVerdict(value.code) if value.code else None
    if cell.column == TEXT:
        return Text(value=value.text, wording=Wording.VERBATIM)
    return value.code if cell.column == LEVEL else value.text[:LONGEST]


def _changed(shown: ReturnPreview, subject: str, given: Mapping[str, Any]) -> Assessment:
    held = _fact(shown.stands, subject)
    fact = held or Assessment(
        uid=str(uuid.uuid4()), evaluation=str(shown.evaluation.uid), object=Assessed.MEASURE, recorded_at=now(),
        subjects=(subject,),
    )  # fmt: skip
    return replace(fact, evidence=(), **given)
