"""Due jobs run when they are due, once, whatever the number of ticks."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from jalon.core import due, housekeeping
from jalon.core.models import DueJob, Invitation, Outbox
from tests.integration.core import make
from tests.integration.core.conftest import Threads


@pytest.fixture(autouse=True)
def only_these(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A registry of the test's own."""
    monkeypatch.setattr(due, "_jobs", {})
    yield


def job(name: str = "essai", **more: object) -> list[datetime]:
    runs: list[datetime] = []
    due.register(due.Job(name, timedelta(hours=1), runs.append, **more))
    return runs


def test_a_new_job_runs_at_the_first_tick_and_then_when_its_period_is_over(db: None) -> None:
    runs, start = job(), timezone.now()
    for minutes in (0, 0, 30, 60, 61, 500):
        due.run_due(start + timedelta(minutes=minutes))
    assert [(at - start).total_seconds() // 60 for at in runs] == [0, 60, 500]


def test_two_ticks_at_the_same_moment_run_a_job_once(threads: Threads) -> None:
    runs, now = job(), timezone.now()
    DueJob.objects.create(name="essai", due_at=now)
    results = threads.race(*[lambda: due.run_due(now)] * 4)
    assert sorted(results) == [(), (), (), ("essai",)]
    assert runs == [now]


def test_the_first_ticks_at_the_same_moment_agree_on_one_row(threads: Threads) -> None:
    runs, now = job(), timezone.now()
    threads.race(*[lambda: due.run_due(now)] * 3)
    assert len(runs) == 1
    assert threads.look(DueJob.objects.count) == 1


def test_a_job_that_still_runs_is_not_started_again(db: None) -> None:
    start = timezone.now()
    inside: list[tuple[str, ...]] = []
    due.register(due.Job("long", timedelta(minutes=1), lambda now: inside.append(due.run_due(now + due.LEASE / 2))))
    due.run_due(start)
    assert inside == [()]


def test_a_lease_whose_holder_died_runs_out(db: None) -> None:
    start, deaths = timezone.now(), []

    def dies(now: datetime) -> None:
        deaths.append(now)
        raise SystemExit

    due.register(due.Job("mourant", timedelta(hours=1), dies))
    for later in (timedelta(0), due.LEASE / 2, due.LEASE):
        try:
            due.run_due(start + later)
        except SystemExit:
            continue
    assert deaths == [start, start + due.LEASE]


def test_a_job_that_fails_stops_no_other_is_noted_and_comes_back_soon(db: None) -> None:
    start = timezone.now()

    def fails(now: datetime) -> None:
        raise ValueError("Mme Dupont, 06 12 34 56 78")

    due.register(due.Job("a-faux", timedelta(days=1), fails))
    runs = job("b-juste")
    assert due.run_due(start) == ("a-faux", "b-juste")
    row = DueJob.objects.get(name="a-faux")
    assert (row.failures, row.last_error, row.due_at) == (1, "ValueError", start + due.FIRST_RETRY)
    assert len(runs) == 1


def test_a_job_that_outlived_its_lease_does_not_touch_the_lease_of_the_next_one(db: None) -> None:
    start = timezone.now()

    def slow(now: datetime) -> None:
        DueJob.objects.update(lease=None, lease_until=None)
        due._take(due._jobs["lent"], now + due.LEASE)

    due.register(due.Job("lent", timedelta(hours=1), slow))
    due.run_due(start)
    row = DueJob.objects.get()
    assert row.lease is not None
    assert row.finished_at is None


def test_what_is_not_to_be_kept_is_deleted_when_its_time_is_over(db: None) -> None:
    now = timezone.now()
    for days in (1, 40):
        made = Outbox.objects.create(kind="x", recipient="a@exemple.fr", subject="x", due_at=now)
        Outbox.objects.filter(pk=made.pk).update(sent_at=now - timedelta(days=days))
        Invitation.objects.create(
            email="b@exemple.fr", role="editor", organisation=make.body(), expires_at=now - timedelta(days=3 * days)
        )
    housekeeping.forget(now)
    assert (Outbox.objects.count(), Invitation.objects.count()) == (1, 1)


def test_this_room_registers_its_jobs() -> None:
    housekeeping.register_jobs()
    assert [found.name for found in due.jobs()] == ["core.forget", "core.outbox", "core.sweep_files"]
