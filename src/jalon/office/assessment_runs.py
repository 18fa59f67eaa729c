"""Tables of evaluations on their way in: kept with the part, compared with what stands, written once confirmed.

One file is one run (`ImportRun`): its choices are kept, so that nothing chosen is lost, and so that rows kept aside can
be placed later. Writing is one transaction and, in the evaluation, one event.
"""

import io
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.core import revisions, storage
from jalon.core.acting import action
from jalon.core.actions import sources as source_actions
from jalon.core.errors import Conflict, Invalid
from jalon.core.models import Part, Source, User
from jalon.core.permissions import Permission, require
from jalon.evaluation import actions as evaluating
from jalon.evaluation.actions.taking import Noted
from jalon.evaluation.fields import EvaluationFields
from jalon.evaluation.models import Evaluation
from jalon.evaluation.selectors import scales_for
from jalon.exchange.assessment_tables import LIMITS, PASTED, AssessmentTable, pasted, read_table
from jalon.exchange.headers import Profile
from jalon.exchange.problems import Refused
from jalon.exchange.values import squeezed
from jalon.facts import rules
from jalon.facts.common import Citation, OrgRef, Text, When, Wording
from jalon.facts.evaluation import Assessment
from jalon.office.assessment_choices import KIND, NewEvaluation, TableChoices, choices_of, hidden_tables
from jalon.office.assessment_compare import HERE, TABLE, Meant, Preview, compare_table
from jalon.office.evaluation_plans import plans_for
from jalon.plans.import_reading import when
from jalon.plans.import_runs import content_of
from jalon.plans.models.importing import ImportProfile, ImportRun, ImportState

MOST_BYTES = LIMITS.bytes
READABLE = (".docx", ".xlsx", ".ods", ".csv", ".tsv")


@action(Permission.EDIT)
def open_table(
    *, part: Part, by: User | None, choices: TableChoices, text: str = "", name: str = "", data: bytes = b""
) -> ImportRun:
    """Keep a pasted text or a file with the part, with what it is of. `Invalid` says what is wrong, at its field."""
    require(by, Permission.EDIT, part)
    content, held_as, table = given_table(text, name, data)
    return _kept(part, by, content, held_as, with_profile(part, table, choices))


def given_table(text: str, name: str, data: bytes) -> tuple[bytes, str, AssessmentTable]:
    """A pasted text or a file as it is kept, its name, and its table. `Invalid` says what is wrong, at its field."""
    try:
        content, held_as = (data, name) if name else (pasted(text), PASTED)
        refuse_name(held_as, len(content))
        held_as = f"{held_as[:-4]}.csv" if held_as.lower().endswith(".tsv") else held_as
        return content, held_as, read_table(content, held_as)
    except Refused as refused:
        raise Invalid({"file" if name else "pasted": refused.problem.words(_)}) from None


def _kept(part: Part, by: User | None, content: bytes, name: str, choices: TableChoices) -> ImportRun:
    stored = storage.put(io.BytesIO(content), part=part, name=name, by=by)
    run: ImportRun = ImportRun.objects.create(
        part=part, file=stored, by=by, state=ImportState.OPEN.value, choices=choices.as_json()
    )
    return run


def refuse_name(name: str, size: int) -> None:
    """`Invalid` for what is no table by its name, or is too big to be read at all."""
    if not name.lower().endswith(READABLE):
        raise Invalid(
            {"file": _("Un document .docx, un classeur .xlsx ou .ods, ou un tableau .csv ou .tsv est attendu.")}
        )
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


def with_profile(
    part: Part, table: AssessmentTable, choices: TableChoices, chosen: Profile | None = None
) -> TableChoices:
    """The mapping chosen, or the last one kept, when its columns are all in this table: proposed again."""
    titles = {one.title: one.index for one in table.columns}
    kept = ImportProfile.objects.filter(part=part).order_by("-updated_at")
    for profile in [chosen] if chosen else (Profile.from_json(row.body) for row in kept):
        known = dict(profile.mapping)
        if (chosen or profile.option("table") == KIND) and known and set(known) <= set(titles):
            levels = {name[6:]: value for name, value in profile.options if name.startswith("level:")}
            return replace(choices, columns={str(titles[t]): code for t, code in known.items()}, levels=levels)
    return choices


def preview(run: ImportRun, by: User | None) -> Preview:
    """The table beside the plan and what the evaluation says already. `Refused` when the file is not to be read,
    `Evaluation.DoesNotExist` when it is of another's draft, made or not yet."""
    if by is not None and hidden_tables(by).filter(pk=run.pk).exists():
        raise Evaluation.DoesNotExist
    return compare_table(run.part, content_of(run), run.file.name, choices_of(run), by)


@action(Permission.EDIT)
def take_table(
    *, part: Part, by: User | None, content: bytes, name: str, choices: TableChoices, state: str
) -> tuple[ImportRun, Mapping[str, int]]:
    """Keep a file that was compared, and write it, in one transaction: when it is refused nothing of it stays."""
    require(by, Permission.EDIT, part)
    run = _kept(part, by, content, name, choices)
    return run, write_table(run=run, by=by, expected_revision=run.revision, state=state)


@action(Permission.EDIT)
def write_table(*, run: ImportRun, by: User | None, expected_revision: int, state: str) -> Mapping[str, int]:
    """Write the rows that are ready; those asked and those kept aside stay with the run. All or nothing.

    `state` is the `Preview.state` that the person saw: `Conflict` when the evaluation was written meanwhile.
    """
    require(by, Permission.EDIT, run.part)
    shown = preview(run, by)
    if shown.state != state:
        raise Conflict(expected=0, current=shown.evaluation.revision if shown.evaluation else 0)
    if not shown.to_write:
        raise Invalid({"rows": _("Aucune ligne n’est à écrire\u00a0: tranchez d’abord celles qui attendent.")})
    sources = _sources(run.part, shown, by)
    written = [one for one in shown.to_write if not one.same]
    said = tuple(_cited(one, shown.evaluation, sources, shown.choices.source) for one in written)
    notes = {one.fact.uid: _noted(one) for one in shown.to_write if one.noted}
    try:
        evaluation, told = _taken(run, shown, said, notes, by)
    except Invalid as refused:
        raise Invalid(_at_rows(refused.problems, written)) from None
    counts = {**told, "notes": len(notes)}
    choices = replace(shown.choices, evaluation=str(evaluation.uid), kept={})
    fields = {"choices": choices.as_json(), "state": ImportState.DONE.value, "report": {"counts": dict(counts)}}
    revisions.write(run, expected_revision, **fields)
    return counts


def _at_rows(problems: Mapping[str, str], written: list[Meant]) -> dict[str, str]:
    """What an action says of its n-th assessment, said of the row of the table."""
    found = {}
    for key, words in problems.items():
        place, _dot, name = key.partition(".")
        if place.isdecimal() and 0 < int(place) <= len(written):
            row = written[int(place) - 1].row
            found[f"{row.number}.{name}"] = _("Ligne %(row)d\u00a0: %(why)s") % {"row": row.number, "why": words}
        else:
            found[key] = words
    return found


def _noted(one: Meant) -> Noted:
    return Noted(one.row.note, one.stands.note_revision if one.stands else 0)


def _taken(
    run: ImportRun, shown: Preview, said: tuple[Assessment, ...], notes: Mapping[str, Noted], by: User | None
) -> tuple[Evaluation, Mapping[str, int]]:
    """The evaluation with its table written, by one action and one event; made by it when there was none."""
    options: dict[str, Any] = {
        "said": said, "notes": notes, "by": by, "file_sha256": run.file.sha256, "source_to_find": True,
    }  # fmt: skip
    held = shown.evaluation
    if held is not None:
        return held, evaluating.take_assessments(evaluation=held, expected_revision=held.revision, **options)
    new, source = shown.choices.new, shown.choices.source
    cites = (Citation(source=source),) if source and not new.own else ()
    fields = _fields(run.part, new, by)
    return evaluating.take_evaluation(part=run.part, fields=fields, own=new.own, citations=cites, **options)


def _fields(part: Part, new: NewEvaluation, by: User | None) -> EvaluationFields:
    """What is said of an evaluation that is made with its table."""
    if new.plan not in {uid for uid, _title in plans_for(by)}:
        raise Invalid({"plan": _("Ce plan n’est plus visible\u00a0: choisissez-en un autre.")})
    taken = set(Evaluation.objects.filter(part=part).values_list("slug", flat=True))
    base = slugify(new.title)[:100] or "evaluation"
    slug = next(one for n in range(1, 1000) if (one := base if n == 1 else f"{base}-{n}") not in taken)
    return {
        "slug": slug, "plan_uid": uuid.UUID(new.plan),
        "evaluator": OrgRef(name=new.evaluator, uid=new.evaluator_uid or None),
        "title": Text(value=new.title, lang=part.lang, wording=Wording.VERBATIM if new.own else Wording.SUMMARY),
        "scale_uid": uuid.UUID(new.scale) if new.scale else None,
        "said": when(new.said) if new.said else None,
    }  # fmt: skip


def _sources(part: Part, shown: Preview, by: User | None) -> dict[str, str]:
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


def _cited(one: Meant, evaluation: Evaluation | None, sources: Mapping[str, str], common: str) -> Assessment:
    uid = sources.get(one.row.source) or common
    fact = replace(one.fact, evaluation=str(evaluation.uid) if evaluation else "", evidence=())
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


__all__ = ["HERE", "READABLE", "TABLE", "Meant", "Preview", "choose_table", "given_table", "keep_mapping", "new_evaluation",
           "open_table", "preview", "refuse_name", "scale_choices", "take_table", "with_profile", "write_table"]  # fmt: skip
