"""Reports made by a job for the people of a team: asked for, followed, taken, forgotten after some days.

The working state of a part is its team's alone: so are its reports. A job that died is taken up again: a report is made
whole or not at all.
"""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from jalon.core.acting import action
from jalon.core.errors import Invalid, JalonError
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.publication.files import write_atomic
from jalon.publication.preview import preview_reader
from jalon.publication.reader import open_reader
from jalon.reports.errors import ReportError
from jalon.reports.kinds import Format, Kind, Request
from jalon.reports.making import checked, made
from jalon.reports.models import ReportRun, RunState

SILENT = timedelta(minutes=2)
"""A job that has said nothing for so long is dead."""
KEPT = timedelta(days=7)
"""How long the file of a report is kept: it can be made again at any time."""
MOST_WAITING = 5
"""Reports of one part that wait or are being made: more would keep the others' jobs waiting."""
WORKING = (RunState.WAITING.value, RunState.WORKING.value)


@action(Permission.VIEW_DRAFT)
def ask(*, part: Part, request: Request, release: str = "", by: User | None) -> ReportRun:
    """Have a report made; of the working state when `release` is empty. `Invalid` says what is wrong with the demand."""
    require(by, Permission.VIEW_DRAFT, part)
    try:
        checked(request, "" if release else part.title)
    except ReportError as error:
        raise Invalid({error.field: str(error)}) from error
    if ReportRun.objects.filter(part=part, state__in=WORKING).count() >= MOST_WAITING:
        raise Invalid(
            {"kind": _("Plusieurs rapports de cette partie sont déjà demandés : attendez qu’ils soient faits.")}
        )
    run = ReportRun.objects.create(part=part, by=by, asked=as_json(request), release=release, name=request.name)
    transaction.on_commit(lambda: work.enqueue(str(run.uid)))
    return run


def as_json(request: Request) -> dict[str, Any]:
    """The request as the run keeps it."""
    return asdict(request) | {"at": request.at.isoformat() if request.at else ""}


def request_of(run: ReportRun) -> Request:
    """The request as it was made."""
    kept = dict(run.asked)
    at = kept.pop("at", "")
    kept |= {"kind": Kind(kept["kind"]), "format": Format(kept["format"])}
    return Request(**kept, at=date.fromisoformat(at) if at else None)


def content(run: ReportRun) -> bytes | None:
    """The file; None when it is not made yet, or is no longer kept."""
    try:
        return path_of(run).read_bytes() if run.state == RunState.DONE else None
    except FileNotFoundError:
        return None


def path_of(run: ReportRun) -> Path:
    """Where the file of a run lies, readable by the instance alone."""
    folder: Path = settings.JALON.files_dir
    return folder / "reports" / f"{run.uid}.{run.asked['format']}"


# --- jobs ------------------------------------------------------------------------------------------------------------


@task()
def work(uid: str) -> None:
    """Make one report; one that is made, or cannot be, is left as it is."""
    run = ReportRun.objects.select_related("part__owner").filter(uid=uid, state__in=WORKING).first()
    if run is None:
        return
    _say(run, state=RunState.WORKING.value)
    try:
        with translation.override(run.asked["lang"]):
            data = _made(run)
    except JalonError as error:
        _say(run, state=RunState.FAILED.value, message=str(error)[:2000])
        return
    write_atomic(path_of(run), data, mode=0o600)
    _say(run, state=RunState.DONE.value, size=len(data))


def _made(run: ReportRun) -> bytes:
    def progress(done: int, total: int) -> None:
        _say(run, steps_done=done, steps=total)

    if run.release:
        return made(request_of(run), open_reader(run.release), progress=progress)
    now = timezone.now()
    return made(request_of(run), preview_reader(run.part, now=now), draft=run.part.title, now=now, progress=progress)


def look_after(now: datetime) -> None:
    """Take up the runs whose job died; remove what was kept long enough."""
    for run in ReportRun.objects.filter(state__in=WORKING, updated_at__lt=now - SILENT):
        ReportRun.objects.filter(pk=run.pk).update(updated_at=now)
        work.enqueue(str(run.uid))
    for run in ReportRun.objects.filter(created_at__lt=now - KEPT):
        path_of(run).unlink(missing_ok=True)
        run.delete()


def _say(run: ReportRun, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(run, name, value)
    ReportRun.objects.filter(pk=run.pk).update(**fields, updated_at=timezone.now())
