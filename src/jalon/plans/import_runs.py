"""Files being imported by people: kept privately, read by a job when they are large, written once they are confirmed.

A job that is killed goes on: rows read are kept in a private file, the cursor in the run; writing is one transaction,
so that it happened or did not. `resume` finds runs that nobody works on any more.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django_tasks import task

from jalon.core import bulk, garbage, revisions, storage
from jalon.core.acting import action
from jalon.core.errors import Conflict, Invalid, JalonError
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.exchange.headers import Profile
from jalon.exchange.problems import Refused, Severity
from jalon.exchange.sheets import read_workbook
from jalon.exchange.tables import Table, table_of
from jalon.plans.choices import Choices
from jalon.plans.import_kept import keep, kept
from jalon.plans.import_reading import Batch, Reading, Tables, batches, counted, open_tables, refuse_table
from jalon.plans.import_staging import CHECKED, Staged, write_head, write_problem, write_row
from jalon.plans.imports import Compared, compare, compare_rows, compare_whole, take
from jalon.plans.models.importing import ImportProfile, ImportRun, ImportState

LARGE = 2 * 1024 * 1024
"""Bytes beyond which a job reads the file: a page must not wait for it."""
READABLE = (".xlsx", ".ods", ".csv")
BATCH = 5_000
SILENT = timedelta(minutes=2)
"""A job that has said nothing for so long is dead."""
WORKING = (ImportState.READING.value, ImportState.WRITING.value)


@action(Permission.EDIT)
def open_run(*, part: Part, name: str, stream: BinaryIO, by: User | None) -> ImportRun:
    """Keep a file with the part and begin its import. `Invalid` for a file that may not be kept."""
    require(by, Permission.EDIT, part)
    if Path(name).suffix.lower() not in READABLE:
        raise Invalid({"file": gettext("Un classeur .xlsx, .ods ou un tableau .csv est attendu.")})
    stored = storage.put(stream, part=part, name=name, by=by)
    state = ImportState.READING if stored.size > LARGE else ImportState.OPEN
    choices = asdict(Choices()) | _spoken()
    run = ImportRun.objects.create(part=part, file=stored, by=by, state=state.value, choices=choices)
    _work_later(run)
    return run


@action(Permission.EDIT)
def choose(*, run: ImportRun, choices: Choices, by: User | None, expected_revision: int) -> ImportRun:
    """Decide the mapping and the plan. A large file is read anew."""
    require(by, Permission.EDIT, run.part)
    if run.state not in (ImportState.OPEN, ImportState.READ, ImportState.FAILED):
        raise Invalid({"file": gettext("Cet import est en cours ou terminé\u00a0: ses choix ne changent plus.")})
    state = ImportState.READING if run.file.size > LARGE else ImportState.OPEN
    fields = {
        "choices": as_json(choices) | _spoken(),
        "state": state.value,
        "rows_done": 0,
        "cursor_sheet": 0,
        "cursor_row": 0,
    }
    revisions.write(run, expected_revision, **fields, staged=0, report={}, message="")
    _work_later(run)
    return run


@action(Permission.EDIT)
def confirm(*, run: ImportRun, valid_rows_only: bool, by: User | None, expected_revision: int) -> ImportRun:
    """Write the file into the part: at once when it is small, by a job otherwise."""
    require(by, Permission.EDIT, run.part)
    if run.state not in (ImportState.OPEN, ImportState.READ):
        raise Invalid({"file": gettext("Cet import n’est pas prêt, ou il est déjà fait.")})
    choices = run.choices | {"valid_rows_only": valid_rows_only} | _spoken()
    if run.state == ImportState.READ:
        who = {"by": by} if by is not None else {}
        revisions.write(run, expected_revision, choices=choices, state=ImportState.WRITING.value, **who)
        _work_later(run)
        return run
    compared = compared_of(run)
    take(compared, by=by, valid_rows_only=valid_rows_only)
    report = compared.report(gettext)
    revisions.write(run, expected_revision, choices=choices, state=ImportState.DONE.value, report=_short(report))
    return run


@action(Permission.EDIT)
def save_profile(*, part: Part, name: str, profile: Profile, by: User | None) -> ImportProfile:
    """Keep a mapping under a name; the same name again replaces it."""
    require(by, Permission.EDIT, part)
    if not name.strip():
        raise Invalid({"name": gettext("Donnez un nom au profil.")})
    body = Profile(name, profile.mapping, profile.sheets, profile.header_row, profile.first_row, profile.options)
    kept, _new = ImportProfile.objects.update_or_create(
        part=part, name=name.strip()[:80], defaults={"body": body.to_json()}
    )
    return kept


def profiles_of(part: Part) -> dict[str, Profile]:
    """The mappings kept for a part, by name."""
    return {row.name: Profile.from_json(row.body) for row in ImportProfile.objects.filter(part=part)}


def as_json(choices: Choices) -> dict[str, Any]:
    """Choices as the run keeps them."""
    return asdict(choices) | {"profile": choices.profile.to_json() if choices.profile else ""}


def choices_of(run: ImportRun) -> Choices:
    """Choices as they were made."""
    kept = {name: run.choices.get(name, "") for name in ("plan", "title", "slug", "period", "said")}
    profile = run.choices.get("profile")
    return Choices(profile=Profile.from_json(profile) if profile else None, **kept)


def _spoken() -> dict[str, str]:
    """The language of whoever decides: what a job finds is told in it."""
    return {"lang": get_language() or ""}


def content_of(run: ImportRun) -> bytes:
    """The file."""
    with storage.open_content(run.file.sha256, run.file.size) as file:
        return file.read()


def compared_of(run: ImportRun) -> Compared:
    """A small file beside what the part says now. `Refused` when it cannot be read."""
    return compare(run.part, content_of(run), run.file.name, choices_of(run), run.by)


# --- jobs ------------------------------------------------------------------------------------------------------------


def _work_later(run: ImportRun) -> None:
    if run.state in WORKING:
        transaction.on_commit(lambda: work.enqueue(str(run.uid)))


@task()
def work(uid: str) -> None:
    """Read, or write, one large file; what was done before an interruption is not done again."""
    run = ImportRun.objects.select_related("part__owner", "file", "by").filter(uid=uid).first()
    if run is None or run.state not in WORKING:
        return
    with translation.override(run.choices.get("lang") or run.part.lang):
        _work_on(run)


def _work_on(run: ImportRun) -> None:
    try:
        with garbage.looked_for_rarely(), bulk.roomy():
            _read(run) if run.state == ImportState.READING else _write(run)
    except (Refused, JalonError) as error:
        words = error.problem.words(gettext) if isinstance(error, Refused) else str(error)
        _say(run, state=ImportState.FAILED.value, message=words[:2000])


def resume(now: datetime) -> None:
    """Take up the runs whose job died."""
    for run in ImportRun.objects.filter(state__in=WORKING, updated_at__lt=now - SILENT):
        ImportRun.objects.filter(pk=run.pk).update(updated_at=now)
        work.enqueue(str(run.uid))


def _read(run: ImportRun) -> None:
    compared = _compared_in_pieces(run)
    _say(run, state=ImportState.READ.value, part_revision=compared.revision, **_found(run, compared))


def _found(run: ImportRun, compared: Compared) -> dict[str, Any]:
    """What the run keeps once all was read and checked: the report, and the bytes that are whole."""
    staged = _keep_checked(run, compared) if run.staged else 0
    return {"report": _short(compared.report(gettext)), "staged": staged}


def _keep_checked(run: ImportRun, compared: Compared) -> int:
    """Keep what is found once all was read; gives the bytes that are whole."""
    with Staged(run).open() as file:
        keep(file, compared)
        return _size(file)


def _write(run: ImportRun) -> None:
    compared = _as_compared(run) or _compared_in_pieces(run)
    if compared.revision != run.part_revision:
        raise Conflict(expected=run.part_revision, current=compared.revision, fields=())
    if not run.report:
        _say(run, **_found(run, compared))
    with transaction.atomic():  # a job killed here wrote nothing, or is done: it never finds its own work as another's
        take(compared, by=run.by, valid_rows_only=bool(run.choices.get("valid_rows_only")))
        _say(run, state=ImportState.DONE.value)
    Staged(run).forget()


def _as_compared(run: ImportRun) -> Compared | None:
    """What was found when the run was read to its end, if it was kept."""
    staged = Staged(run)
    if not staged.whole:
        return None
    return kept(run.part, replace(staged.reading(choices_of(run)), rows=run.rows_done), staged)


def _compared_in_pieces(run: ImportRun) -> Compared:
    """What was read to its end is not read again; otherwise reading goes on where it was."""
    staged, choices = Staged(run), choices_of(run)
    writing = run.state == ImportState.WRITING and staged.whole
    if not writing:
        data = content_of(run)
        book, sha256 = read_workbook(data, run.file.name), hashlib.sha256(data).hexdigest()
        table = table_of(book, choices.profile)
        if table not in (Table.PLAN, Table.OBSERVATIONS):
            return compare_whole(run.part, book, sha256, table, choices)
        refuse_table(run.part, table)
        if staged.lost:
            _say(run, cursor_sheet=0, cursor_row=0, rows_done=0, staged=0, report={})  # not whole before it is checked
        _stage(run, staged, *open_tables(book, sha256, table, choices))
        del data, book  # as large as all that follows
    reading = replace(staged.reading(choices), rows=run.rows_done)
    checked = staged.problems(CHECKED) if writing else None
    return compare_rows(run.part, reading, staged.rows(reading.table), staged.problems(), run.by, checked)


def _stage(run: ImportRun, staged: Staged, reading: Reading, tables: Tables) -> None:
    """Read the lines beyond the cursor into the private file, a batch at a time."""
    _say(run, rows_total=sum(sheet.seen.rows for sheet, _header in tables))
    with staged.open() as file:
        if not run.staged:
            write_head(file, reading)
        for number, (sheet, header) in enumerate(tables):
            if number < run.cursor_sheet:
                continue
            after = run.cursor_row if number == run.cursor_sheet else 0
            _stage_sheet(run, file, batches(reading, sheet, header, run.part.lang, after), number)


def _stage_sheet(run: ImportRun, file: IO[str], lines: Iterator[Batch], number: int) -> None:
    for count, line in enumerate(lines, start=1):
        last, rows, problems = line
        for row in rows:
            write_row(file, row)
        for problem in problems:
            write_problem(file, problem)
        run.rows_done += counted(line)
        if count % BATCH == 0:
            _checkpoint(run, file, number, last)
    _checkpoint(run, file, number + 1, 0)


def _checkpoint(run: ImportRun, file: IO[str], sheet: int, row: int) -> None:
    _say(run, cursor_sheet=sheet, cursor_row=row, rows_done=run.rows_done, staged=_size(file))


def _size(file: IO[str]) -> int:
    file.flush()
    os.fsync(file.fileno())
    return os.fstat(file.fileno()).st_size


def _say(run: ImportRun, **fields: Any) -> None:
    """Progress, not a decision of a person: the revision stays, so that an open form is still good. A job that was thought
    dead says nothing of a run that another brought further meanwhile."""
    rows = ImportRun.objects.filter(pk=run.pk, state=run.state)
    for name, value in fields.items():
        setattr(run, name, value)
    rows.update(**fields, updated_at=timezone.now())


def _short(report: dict[str, Any]) -> dict[str, Any]:
    """The report as a page shows it: the first problems, and how many there are."""
    found = report["problems"]
    errors = sum(one["severity"] == Severity.ERROR for one in found)
    return report | {"problems": found[:200], "problem_count": len(found), "error_count": errors}
