"""What `jalon import-evaluation` asks of the office's reading of tables, and what it tells of the answer.

ready = prepared(part, given, user, pasted, name, data)      # compared, nothing is written
report = reported(ready.shown, ready.name)                   # for programs; `lines(report)` for people
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from jalon.config.commands.evaluating import Given, choices_in
from jalon.config.console import Failure
from jalon.core.models import OrganisationName, Part, Source, User
from jalon.core.permissions import Permission, require
from jalon.evaluation.models import Evaluation
from jalon.evaluation.permissions import visible_to
from jalon.evaluation.selectors import scales_for
from jalon.exchange.assessment_fields import ASSESSMENT_FIELDS, LEVEL
from jalon.exchange.assessment_levels import WORDS_ONLY, level_key
from jalon.exchange.assessment_numbers import number_key
from jalon.exchange.assessment_objects import section_key
from jalon.exchange.assessment_rows import ASIDE, GAP, GROUP, PLAN, THEME, AssessedRow, MeasureRef, Offer
from jalon.exchange.assessment_tables import AssessmentTable, read_table
from jalon.facts.evaluation import NoVerdict
from jalon.office import assessment_runs as runs
from jalon.office.assessment_choices import NewEvaluation, TableChoices
from jalon.office.assessment_compare import PRIVATE, Meant, Preview, compare_table
from jalon.office.evaluation_plans import plan_named
from jalon.office.pages.evaluation_import import said, subjects_of, texts_of, verdict
from jalon.plans.import_runs import profiles_of

SHOWN = 60
SECTION = "section:"


@dataclass(frozen=True)
class Ready:
    """A table beside what stands, and the file as it would be kept."""

    shown: Preview
    content: bytes
    name: str


def prepared(part: Part, given: Given, user: User | None, pasted: str, name: str, data: bytes) -> Ready:
    """The table compared as it was asked. `Failure`, `Invalid` and `Refused` say what is wrong and what to do."""
    require(user, Permission.EDIT, part)
    content, held_as, table = runs.given_table(pasted, name, data)
    if given.table is not None:
        if given.table > len(table.tables):
            raise Failure(f"{held_as} has {len(table.tables)} tables: {', '.join(table.tables)}.")
        table = read_table(content, held_as, given.table - 1)
    choices = _mapped(part, table, given, _of_evaluation(part, given, user))
    choices = replace(
        choices, table=table.place, levels={**choices.levels, **_levels(given)}, source=_source(part, given)
    )
    shown = compare_table(part, content, held_as, choices, user)
    answered = replace(
        choices, rows={_row(n, shown): _answer(value, shown) for n, value in given.rows.items()},
        row_levels={_row(n, shown): value for n, value in given.row_levels.items()}, kept=_kept(given.keep, shown),
    )  # fmt: skip
    if answered != choices:
        shown = compare_table(part, content, held_as, answered, user)
    return Ready(shown, content, held_as)


# --- what was asked --------------------------------------------------------------------------------------------------


def _of_evaluation(part: Part, given: Given, user: User | None) -> TableChoices:
    if given.evaluation:
        rows = list(visible_to(user).live().filter(part=part))
        found = [row for row in rows if given.evaluation in (row.slug, str(row.uid))]
        if len(found) != 1:
            raise Failure(f"no evaluation {given.evaluation} in {part.slug}; there are: {_names(rows)}.")
        return TableChoices(evaluation=str(found[0].uid))
    if missing := [name for name in ("plan", "title", "evaluator") if not getattr(given, name)]:
        wanted = ", ".join(f"--{name}" for name in missing)
        raise Failure(f"a new evaluation needs {wanted}; or name one of {part.slug} with --evaluation.")
    plan = plan_named(given.plan, user)
    if not plan:
        raise Failure(f"no plan {given.plan} that you may see: give its slug, its code or its uid.")
    evaluator, uid = _evaluator(given.evaluator)
    new = NewEvaluation(
        plan=plan, evaluator=evaluator, evaluator_uid=uid, title=given.title, scale=_scale(given.scale, user),
        said=given.said, own=given.own,
    )  # fmt: skip
    return TableChoices(new=new)


def _names(rows: list[Evaluation]) -> str:
    return ", ".join(row.slug for row in rows) or "none"


def _evaluator(words: str) -> tuple[str, str]:
    """A body of the directory by its slug or its name, otherwise the words alone."""
    rows = OrganisationName.objects.select_related("organisation")
    found = rows.filter(organisation__slug=words).first() or rows.filter(value__iexact=words).first()
    return (found.value, str(found.organisation.uid)) if found else (words, "")


def _scale(words: str, user: User | None) -> str:
    known = scales_for(user)
    found = [one for one in known if words in (one.slug, one.uid)]
    if words and not found:
        raise Failure(f"no scale {words}; there are: {', '.join(one.slug for one in known)}.")
    return found[0].uid if words else ""


def _source(part: Part, given: Given) -> str:
    rows = [(str(uid), key) for uid, key in Source.objects.filter(part=part).values_list("uid", "key")]
    found = [uid for uid, key in rows if given.source in (uid, key)]
    if given.source and not found:
        raise Failure(f"{part.slug} has no source {given.source}: add it in the office, or leave --source out.")
    return found[0] if given.source else ""


def _mapped(part: Part, table: AssessmentTable, given: Given, choices: TableChoices) -> TableChoices:
    """The mapping of a profile, then what was said of single columns."""
    profile, name = choices_in(given)
    if name and (profile := profiles_of(part).get(name)) is None:
        raise Failure(f"{name} is neither a file nor a mapping kept for {part.slug}.")
    titles = {one.title: one.index for one in table.columns}
    if profile is not None and (gone := [title for title, _code in profile.mapping if title not in titles]):
        raise Failure(f"this table has no column {', '.join(gone)}: give another --profile, or --column.")
    choices = runs.with_profile(part, table, choices, profile)
    letters = {one.letters: one.index for one in table.columns}
    known, columns = {one.code for one in ASSESSMENT_FIELDS}, dict(choices.columns)
    for words, code in given.columns.items():
        place = titles.get(words, letters.get(words.upper()))
        if place is None or code not in known | {""}:
            raise Failure(f"{words}={code}: columns are {', '.join(titles)}; fields are {', '.join(sorted(known))}.")
        columns[str(place)] = code
    return replace(choices, columns=columns)


def _levels(given: Given) -> dict[str, str]:
    return {level_key(words): code for words, code in given.levels.items()}


def _row(number: str, shown: Preview) -> str:
    if number not in {str(row.number) for row in shown.found.rows}:
        raise Failure(f"the table has no row {number}: rows are numbered as in the file.")
    return number


def _kept(given: Mapping[str, str], shown: Preview) -> dict[str, str]:
    if wrong := [value for value in given.values() if value not in (runs.TABLE, runs.HERE)]:
        raise Failure(f"--keep {wrong[0]}: « table » or « here » is expected.")
    every = {str(one.row.number): given["*"] for one in shown.meant if one.clash} if "*" in given else {}
    return every | {_row(number, shown): value for number, value in given.items() if number != "*"}


def _answer(words: str, shown: Preview) -> str:
    """What a row is of, as the office keeps it: numbers of measures, a section, or one of the words."""
    if words in (ASIDE, THEME, GAP, PLAN):
        return words
    if words.startswith(SECTION):
        key = section_key(words.removeprefix(SECTION))
        found = [one.uid for one in shown.subjects.sections if not one.gone and section_key(one.number) == key]
        if len(found) != 1:
            raise Failure(f"no single section {words.removeprefix(SECTION)} in the plan.")
        return found[0]
    live = {one.uid: one for one in (*shown.measures, *shown.subjects.sections) if not one.gone}
    group, bare = words.startswith(GROUP), words.removeprefix(GROUP)
    uids = [_measure(one, shown, live) for one in bare.replace("+", ",").split(",") if one.strip()]
    return (GROUP if group else "") + "+".join(uids)


def _measure(words: str, shown: Preview, live: Mapping[str, MeasureRef]) -> str:
    if words.strip() in live:
        return words.strip()
    key = number_key(words)
    found = [one.uid for one in shown.measures if one.number and not one.gone and number_key(one.number) == key]
    if len(found) != 1:
        raise Failure(f"the plan has {len(found) or 'no'} measures {words.strip()}: give a uid, or aside.")
    return found[0]


# --- what is told ----------------------------------------------------------------------------------------------------


def reported(shown: Preview, name: str) -> dict[str, Any]:
    """The preview for programs: every row once. What a private note says is not in it."""
    found, table = shown.found, shown.table
    return {
        "file": name, "table": {"name": table.tables[table.place], "place": table.place + 1, "of": len(table.tables)},
        "evaluation": str(shown.evaluation.uid) if shown.evaluation else None,
        "scale": shown.scale.printed if shown.scale else None,
        "codes": [*(one.code for one in (shown.scale.levels if shown.scale else ())), *NoVerdict, WORDS_ONLY],
        "mapping": [{"column": one.letters, "title": one.title, "field": one.field} for one in table.columns],
        "read": {
            "rows": len(found.rows), "ready": len(found.ready), "asked": sum(_asked(row) for row in found.rows),
            "aside": sum(row.standing == ASIDE for row in found.rows), "measures_without_row": len(found.unspoken),
            "to_write": len(shown.to_write), "conflicts": sum(one.undecided for one in shown.meant),
        },
        "levels": [
            {"words": one.words, "rows": one.count, "level": one.level.level, "no_verdict": one.level.no_verdict,
             "why": said(one.level.fault)} for one in found.levels
        ],
        "rows": [_told(row, shown) for row in found.rows],
        "conflicts": [_conflict(one, shown) for one in shown.meant if one.clash],
        "unspoken": [one.number or one.title for one in found.unspoken],
        "notes": [note.words(_) for note in table.notes],
    }  # fmt: skip


def _asked(row: AssessedRow) -> bool:
    return not row.ready and row.standing != ASIDE


def _told(row: AssessedRow, shown: Preview) -> dict[str, Any]:
    level = next((one.letters for one in shown.table.columns if one.field == LEVEL), "")
    return {
        "row": row.number, "words": row.words, "standing": row.standing.value, "ready": row.ready,
        "object": row.object.value, "subjects": list(row.subjects), "named": subjects_of(row, shown), "topic": row.topic,
        "level": row.level.level, "no_verdict": row.level.no_verdict, "level_cell": f"{level}{row.number}" if level else None,
        "verdict": verdict(shown.scale, row.level), "text": row.text, "page": row.page, "paragraph": row.paragraph,
        "source": row.source, "private_note": bool(row.note), "why": said(row.why),
        "level_why": said(row.level.fault) if row.standing != ASIDE else "",
        "candidates": [] if row.ready or not row.why else [_candidate(one, shown) for one in row.options],
        "notes": [said(note) for note in row.notes],
    }  # fmt: skip


def _candidate(one: Offer, shown: Preview) -> dict[str, Any]:
    """An answer as --row takes it, by numbers where they name one measure each, with what it stands for."""
    section = {ref.uid for ref in shown.subjects.sections}
    words = [f"{SECTION}{ref.number}" if ref.uid in section else ref.number for ref in one.measures]
    told = (GROUP if one.value.startswith(GROUP) else "") + ",".join(words)
    try:
        answer = told if one.measures and all(words) and _answer(told, shown) == one.value else one.value
    except Failure:  # a number that two measures share
        answer = one.value
    return {"answer": answer, "of": [{"number": ref.number, "title": ref.title} for ref in one.measures]}


def _conflict(one: Meant, shown: Preview) -> dict[str, Any]:
    names = tuple(name for name in one.clash if name != PRIVATE)
    here = one.stands.assessment if one.stands else None
    return {
        "row": one.row.number, "named": subjects_of(one.row, shown), "differs": list(one.clash), "keep": one.keep or None,
        "table": texts_of(one.fact, names, shown.scale), "here": texts_of(here, names, shown.scale) if here else "",
    }  # fmt: skip


def lines(report: Mapping[str, Any]) -> list[str]:
    """The report for people: the mapping, what waits, what is kept aside, what was or would be written."""
    head = [f"{one['column']:>2}  {one['title']} -> {one['field'] or '(not read)'}" for one in report["mapping"]]
    waiting = [*_waiting(report), *(f"note: {words}" for words in report["notes"])]
    more = [f"… and {len(waiting) - SHOWN} more: see --json"] if len(waiting) > SHOWN else []
    done = "written" if report["written"] else "not written"
    counts = ", ".join(f"{name} {value}" for name, value in {**report["read"], **report["counts"]}.items())
    return [*head, *waiting[:SHOWN], *more, f"{report['file']}, {report['part']}: {counts}: {done}."]


def _waiting(report: Mapping[str, Any]) -> Iterator[str]:
    for row in report["rows"]:
        if row["standing"] == ASIDE:
            yield f"row {row['row']}, kept aside: {row['why'] or 'as asked'} [{row['words'][:80]}]"
        elif not row["ready"]:
            place = f"row {row['row']}" if row["why"] else f"row {row['row']}, cell {row['level_cell'] or '—'}"
            yield f"{place}: {row['why'] or row['level_why']} [{row['words'][:80]}]"
            if not row["why"]:
                yield f"    --row-level '{row['row']}=CODE', of {', '.join(report['codes'])}; or --row '{row['row']}=aside'"
            for one in row["candidates"]:
                names = ", ".join(f"{ref['number']} {ref['title'][:60]}".strip() for ref in one["of"])
                yield f"    --row '{row['row']}={one['answer']}'  {names}".rstrip()
    for one in report["conflicts"]:
        if one["keep"] is None:
            told = f"the table says « {one['table']} », the evaluation « {one['here']} »"
            yield f"row {one['row']}, {one['named']}: {told} ({', '.join(one['differs'])}): --keep {one['row']}=table or here"
