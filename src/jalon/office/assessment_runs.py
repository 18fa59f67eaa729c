"""Tables of evaluations on their way in: kept with the part, compared with what stands, written once confirmed.

One file is one run (`ImportRun`): its choices are kept, so that nothing chosen is lost, and so that rows kept aside can
be placed later. Writing is one transaction and, in the evaluation, one event.
"""

import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.core import revisions, storage
from jalon.core.acting import action
from jalon.core.actions import sources as source_actions
from jalon.core.errors import Conflict, Invalid
from jalon.core.models import Part, Source, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import now
from jalon.evaluation import actions as evaluating
from jalon.evaluation.levels import scale_of
from jalon.evaluation.models import Evaluation
from jalon.evaluation.selectors import AssessmentRow, assessment_rows, evaluation_of, scales_for
from jalon.exchange.assessment_levels import LevelReader
from jalon.exchange.assessment_tables import LIMITS, PASTED, AssessmentTable, pasted, read_table, with_columns
from jalon.exchange.assessments_in import AssessedRow, MeasureRef, ReadAssessments, read_assessments
from jalon.exchange.headers import Profile
from jalon.exchange.problems import Refused
from jalon.exchange.values import squeezed
from jalon.facts import rules
from jalon.facts.common import Citation, OrgRef, Text, When, Wording
from jalon.facts.evaluation import Assessed, Assessment
from jalon.facts.evaluation import Scale as ScaleFact
from jalon.facts.standard_scales import STANDARD
from jalon.office.assessment_choices import KIND, NewEvaluation, TableChoices, choices_of
from jalon.office.evaluation_plans import measures_for, plans_for
from jalon.plans.import_reading import when
from jalon.plans.import_runs import content_of
from jalon.plans.models.importing import ImportProfile, ImportRun, ImportState

MOST_BYTES = LIMITS.bytes
READABLE = (".docx", ".xlsx", ".ods", ".csv")
TABLE, HERE = "table", "here"
"""What is kept where the table and the evaluation differ."""
FIELDS = ("level", "no_verdict", "text", "page", "paragraph")


@dataclass(frozen=True)
class Meant:
    """One assessment that a row would write. `stands` is the one of the same subject that the evaluation has."""

    row: AssessedRow
    fact: Assessment
    stands: AssessmentRow | None = None
    same: bool = False
    clash: tuple[str, ...] = ()
    keep: str = ""

    @property
    def undecided(self) -> bool:
        """The table says otherwise than the evaluation, and nobody chose."""
        return bool(self.clash) and not self.keep

    @property
    def writes(self) -> bool:
        """It changes something, and may."""
        return not self.same and (not self.clash or self.keep == TABLE)


@dataclass(frozen=True)
class Preview:
    """A run beside what stands: nothing of it is written."""

    choices: TableChoices
    table: AssessmentTable
    found: ReadAssessments
    measures: tuple[MeasureRef, ...]
    scale: ScaleFact | None
    meant: tuple[Meant, ...]
    evaluation: Evaluation | None = None

    @property
    def to_write(self) -> tuple[Meant, ...]:
        """What would be written now."""
        return tuple(one for one in self.meant if one.writes)

    @property
    def state(self) -> str:
        """What the evaluation and its assessments were at: a form filled on another state is told so."""
        if self.evaluation is None:
            return "0"
        held = sum(one.stands.revision for one in self.meant if one.stands is not None)
        return f"{self.evaluation.revision}.{held}"


@action(Permission.EDIT)
def open_table(
    *, part: Part, by: User | None, choices: TableChoices, text: str = "", name: str = "", data: bytes = b""
) -> ImportRun:
    """Keep a pasted text or a file with the part, with what it is of. `Invalid` says what is wrong, at its field."""
    require(by, Permission.EDIT, part)
    field = "file" if name else "pasted"
    try:
        content, held_as = (data, name) if name else (pasted(text), PASTED)
        _refuse_name(held_as, len(content))
        table = read_table(content, held_as)
    except Refused as refused:
        raise Invalid({field: refused.problem.words(_)}) from None
    stored = storage.put(io.BytesIO(content), part=part, name=held_as, by=by)
    chosen = _with_profile(part, table, choices)
    run: ImportRun = ImportRun.objects.create(
        part=part, file=stored, by=by, state=ImportState.OPEN.value, choices=chosen.as_json()
    )
    return run


def _refuse_name(name: str, size: int) -> None:
    if not name.lower().endswith(READABLE):
        raise Invalid({"file": _("Un document .docx, un classeur .xlsx ou .ods, ou un tableau .csv est attendu.")})
    if size > LIMITS.bytes:
        raise Invalid({"file": _("Ce fichier dépasse 10 Mo\u00a0: retirez-en les images, ou collez le seul tableau.")})


@action(Permission.EDIT)
def choose_table(*, run: ImportRun, choices: TableChoices, by: User | None, expected_revision: int) -> ImportRun:
    """Keep what was chosen; nothing is written in the evaluation."""
    require(by, Permission.EDIT, run.part)
    revisions.write(run, expected_revision, choices=choices.as_json())
    return run


@action(Permission.EDIT)
def keep_mapping(*, part: Part, table: AssessmentTable, choices: TableChoices, name: str, by: User | None) -> None:
    """Keep the fields of the columns and the meaning of words under a name: the next table of the kind is read so."""
    require(by, Permission.EDIT, part)
    mapping = tuple((one.title, one.field) for one in table.columns)
    options = tuple(sorted((f"level:{key}", value) for key, value in choices.levels.items() if value))
    body = Profile(name, mapping, options=(*options, ("table", KIND)))
    ImportProfile.objects.update_or_create(part=part, name=name.strip()[:80], defaults={"body": body.to_json()})


def _with_profile(part: Part, table: AssessmentTable, choices: TableChoices) -> TableChoices:
    """The last mapping kept whose columns are all in this table, proposed again."""
    titles = {one.title: one.index for one in table.columns}
    for row in ImportProfile.objects.filter(part=part).order_by("-updated_at"):
        profile = Profile.from_json(row.body)
        known = dict(profile.mapping)
        if profile.option("table") == KIND and known and set(known) <= set(titles):
            levels = {name[6:]: value for name, value in profile.options if name.startswith("level:")}
            return replace(choices, columns={str(titles[t]): code for t, code in known.items()}, levels=levels)
    return choices


def preview(run: ImportRun, by: User) -> Preview:
    """The table beside the plan and what the evaluation says already. `Refused` when the file is not to be read."""
    choices = choices_of(run)
    evaluation = evaluation_of(choices.evaluation, by) if choices.evaluation else None
    table = read_table(content_of(run), run.file.name, choices.table)
    table = with_columns(table, {int(place): code for place, code in choices.columns.items()})
    measures = measures_for(str(evaluation.plan_uid) if evaluation else choices.new.plan, by)
    wanted = evaluation.scale_uid if evaluation else uuid.UUID(choices.new.scale) if choices.new.scale else None
    scale = scale_of(wanted)
    found = read_assessments(table, measures, LevelReader(scale, (*scales_for(by), *STANDARD)), choices.decisions)
    meant = _meant(found, choices, evaluation, run.part.lang)
    return Preview(choices, table, found, measures, scale, meant, evaluation)


def _meant(
    found: ReadAssessments, choices: TableChoices, evaluation: Evaluation | None, lang: str
) -> tuple[Meant, ...]:
    stands: dict[str, AssessmentRow] = {}
    if evaluation is not None:
        live = (
            evaluation.assessments.live()
            .filter(superseded_uid__isnull=True)
            .filter(Q(object=Assessed.MEASURE) | Q(object=Assessed.THEME))
        )
        for one in assessment_rows(live.select_related("evaluation")):
            stands[one.assessment.subject or f"~{one.assessment.topic}"] = one
    meant = []
    for row in found.ready:
        for subject in row.subjects or ("",):
            topic = None if subject else (row.title or row.named)[:300]
            held = stands.get(subject or f"~{topic}")
            meant.append(_beside(row, _fact(row, subject, topic, lang), held, choices.kept.get(str(row.number), "")))
    return tuple(meant)


def _fact(row: AssessedRow, subject: str, topic: str | None, lang: str) -> Assessment:
    text = Text(value=row.text, lang=lang, wording=Wording.VERBATIM) if row.text else None
    return Assessment(
        uid=str(uuid.uuid4()), evaluation="", object=Assessed.MEASURE if subject else Assessed.THEME,
        recorded_at=now(), subjects=(subject,) if subject else (), topic=topic, level=row.level.level,
        no_verdict=row.level.no_verdict, text=text, page=row.page or None, paragraph=row.paragraph or None,
    )  # fmt: skip


def _beside(row: AssessedRow, fact: Assessment, held: AssessmentRow | None, keep: str) -> Meant:
    """What the table does not say stays as it stands; where both say something else, a person chooses."""
    if held is None:
        return Meant(row, fact)
    old = held.assessment
    judged = (old.level, old.no_verdict) != (None, None) or old.text is not None
    given: dict[str, Any] = {"level": fact.level, "no_verdict": fact.no_verdict}
    given |= {name: getattr(fact, name) for name in ("text", "page", "paragraph") if getattr(fact, name) is not None}
    differs = [name for name, value in given.items() if not _alike(getattr(old, name), value)]
    clash = tuple(name for name in differs if getattr(old, name) is not None or (judged and name in FIELDS[:2]))
    merged = replace(old, **given, superseded_by=None)
    return Meant(row, merged, held, same=not differs, clash=clash, keep=keep if keep in (TABLE, HERE) else "")


def _alike(old: Any, new: Any) -> bool:
    if isinstance(old, Text) and isinstance(new, Text):
        return squeezed(old.value) == squeezed(new.value)
    return bool(old == new)


@action(Permission.EDIT)
def write_table(*, run: ImportRun, by: User, expected_revision: int, state: str) -> Mapping[str, int]:
    """Write the rows that are ready; those asked and those kept aside stay with the run. All or nothing.

    `state` is the `Preview.state` that the person saw: `Conflict` when the evaluation was written meanwhile.
    """
    require(by, Permission.EDIT, run.part)
    shown = preview(run, by)
    if shown.state != state:
        raise Conflict(expected=0, current=shown.evaluation.revision if shown.evaluation else 0)
    if not shown.to_write:
        raise Invalid({"rows": _("Aucune ligne n’est à écrire\u00a0: tranchez d’abord celles qui attendent.")})
    evaluation = shown.evaluation or _made(run.part, shown.choices, by)
    sources = _sources(run.part, shown, by)
    facts = tuple(_cited(one, evaluation, sources, shown.choices.source) for one in shown.to_write)
    counts = evaluating.take_assessments(
        evaluation=evaluation, said=facts, by=by, expected_revision=evaluation.revision, file_sha256=run.file.sha256,
        source_to_find=True,
    )  # fmt: skip
    choices = replace(shown.choices, evaluation=str(evaluation.uid), kept={})
    fields = {"choices": choices.as_json(), "state": ImportState.DONE.value, "report": {"counts": dict(counts)}}
    revisions.write(run, expected_revision, **fields)
    return counts


def _made(part: Part, choices: TableChoices, by: User) -> Evaluation:
    """The evaluation, made in the same transaction as its assessments."""
    new = choices.new
    if new.plan not in {uid for uid, _title in plans_for(by)}:
        raise Invalid({"plan": _("Ce plan n’est plus visible\u00a0: choisissez-en un autre.")})
    taken = set(Evaluation.objects.filter(part=part).values_list("slug", flat=True))
    base = slugify(new.title)[:100] or "evaluation"
    slug = next(one for n in range(1, 1000) if (one := base if n == 1 else f"{base}-{n}") not in taken)
    cites = (Citation(source=choices.source),) if choices.source and not new.own else ()
    made: Evaluation = evaluating.add_evaluation(
        part=part, by=by, own=new.own, slug=slug, plan_uid=uuid.UUID(new.plan), citations=cites, source_to_find=True,
        evaluator=OrgRef(name=new.evaluator, uid=new.evaluator_uid or None),
        title=Text(value=new.title, lang=part.lang), scale_uid=uuid.UUID(new.scale) if new.scale else None,
        said=when(new.said) if new.said else None,
    )  # fmt: skip
    return made


def _sources(part: Part, shown: Preview, by: User) -> dict[str, str]:
    """Words of the column of sources -> uid: a source of the part by its words, or a new one."""
    wanted = dict.fromkeys(one.row.source for one in shown.to_write if one.row.source)
    if not wanted:
        return {}
    known: dict[str, str] = {}
    rows = Source.objects.filter(part=part).order_by("id").values_list("uid", "key", "address", "title", "url")
    for uid, *names in rows:
        for name in filter(None, names):
            known.setdefault(squeezed(str(name)).casefold(), str(uid))
    for words in wanted:
        if (key := squeezed(words).casefold()) not in known:
            url = words if not rules.url(words) else None
            known[key] = str(source_actions.add(by=by, part=part, address=words[:2000], url=url).uid)
    return {words: known[squeezed(words).casefold()] for words in wanted}


def _cited(one: Meant, evaluation: Evaluation, sources: Mapping[str, str], common: str) -> Assessment:
    uid = sources.get(one.row.source) or common
    fact = replace(one.fact, evaluation=str(evaluation.uid), evidence=())
    if not uid or any(cite.source == uid for cite in fact.citations):
        return fact
    locator = f"p. {one.row.page}" if one.row.page else None
    return replace(fact, citations=(*fact.citations, Citation(source=uid, locator=locator)))


def new_evaluation(data: Mapping[str, Any], part: Part) -> NewEvaluation:
    """What a form says of an evaluation to be made."""
    evaluator: OrgRef | None = data["evaluator"]
    said: When | None = data["said"]
    return NewEvaluation(
        plan=data["plan"], evaluator=evaluator.name if evaluator else "",
        evaluator_uid=(evaluator.uid or "") if evaluator else "", title=data["title"], scale=data["scale"],
        said=(said.printed or said.edtf or "") if said else "", own=data["own"] == "own",
    )  # fmt: skip


def scale_choices(user: User) -> tuple[tuple[str, str], ...]:
    """The scales to choose from, each with its levels."""
    return tuple((one.uid, f"{one.title.value}\u00a0: {one.printed}") for one in scales_for(user))


__all__ = ["HERE", "READABLE", "TABLE", "Meant", "Preview", "choose_table", "keep_mapping", "new_evaluation",
           "open_table", "preview", "scale_choices", "write_table"]  # fmt: skip
