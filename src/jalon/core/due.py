"""Jobs that return: registered by name with a period, run by `jalon tick`, never twice at the same time.

A row for each job holds when it is due and who holds its lease. Taking the lease is one conditional UPDATE, so that
of two ticks at the same moment one runs the job. A tick that dies loses the lease when it runs out.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import F, Q

from jalon.core.models import DueJob

log = structlog.get_logger("jalon.due")

LEASE = timedelta(minutes=10)
FIRST_RETRY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Job:
    """A job: `run(now)` must do no harm when it is run again. It must end within `lease`."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]
    lease: timedelta = LEASE


_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """Called from each room's AppConfig.ready()."""
    _jobs[job.name] = job


def jobs() -> tuple[Job, ...]:
    """All registered jobs by name."""
    return tuple(_jobs[name] for name in sorted(_jobs))


def run_due(now: datetime) -> tuple[str, ...]:
    """Run every job that is due and free; gives the names of those that ran. One that fails stops no other."""
    _know_all(now)
    return tuple(job.name for job in jobs() if _run_if_due(job, now))


def _know_all(now: datetime) -> None:
    known = set(DueJob.objects.values_list("name", flat=True))
    new = [DueJob(name=job.name, due_at=now) for job in jobs() if job.name not in known]
    if new:
        DueJob.objects.bulk_create(new, ignore_conflicts=True)


def _run_if_due(job: Job, now: datetime) -> bool:
    lease = _take(job, now)
    if lease is None:
        return False
    try:
        job.run(now)
    except Exception as error:  # noqa: BLE001  # the tick lives on; the row and the log say what failed
        _failed(job, lease, now, error)
    else:
        _finish(job, lease, now)
    return True


def _take(job: Job, now: datetime) -> uuid.UUID | None:
    lease = uuid.uuid4()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    due = DueJob.objects.filter(free, name=job.name, due_at__lte=now)
    taken = due.update(lease=lease, lease_until=now + job.lease, started_at=now)
    return lease if taken else None


def _finish(job: Job, lease: uuid.UUID, now: datetime) -> None:
    DueJob.objects.filter(name=job.name, lease=lease).update(
        lease=None, lease_until=None, due_at=now + job.every, finished_at=now, failures=0, last_error=""
    )


def _failed(job: Job, lease: uuid.UUID, now: datetime, error: Exception) -> None:
    log.exception("job_failed", job=job.name)
    DueJob.objects.filter(name=job.name, lease=lease).update(
        lease=None,
        lease_until=None,
        due_at=now + min(FIRST_RETRY, job.every),
        failures=F("failures") + 1,
        last_error=type(error).__name__,
    )
