"""Sub-actions of a table become steps: many at once, cited, and what people did to them is kept."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.core import citing
from jalon.core.models import Citation, Part, Term
from jalon.facts.common import When
from jalon.plans import actions, import_runs
from jalon.plans.choices import Choices
from jalon.plans.import_staging import Staged
from jalon.plans.imports import Compared, compare, compare_rows, take
from jalon.plans.models import ImportRun, Measure, Step
from tests import synthetic
from tests.integration.plans.conftest import empty_part, loaded

pytestmark = pytest.mark.django_db
NONE = Choices()
HEAD = "N°;Mesure;Sous-action;Échéance\n"
TWO = "7;Loger;Ouvrir des places;2026\n7;Loger;Former les équipes;T4 2026\n"


@pytest.fixture
def part() -> Part:
    return empty_part(synthetic.plan_part())


def taken(part: Part, lines: str) -> None:
    found = compare(part, (HEAD + lines).encode(), "plan.csv", Choices())
    take(found, by=None, valid_rows_only=False)
    part.refresh_from_db()


def steps() -> dict[str, Step]:
    return {row.title.value: row for row in Step.objects.order_by("order")}


def test_each_sub_action_is_a_step_in_its_order_with_its_date_and_its_cell(part: Part) -> None:
    taken(part, TWO)
    rows = list(steps().values())
    assert [(row.order, row.title.value, row.due.edtf, row.revision) for row in rows] == [
        (0, "Ouvrir des places", "2026", 1),
        (1, "Former les équipes", "2026-10/2026-12", 1),
    ]
    cites = citing.cited(part, [row.uid for row in rows])
    assert [cites[row.uid][0].locator for row in rows] == ["plan.csv!C2", "plan.csv!C3"]
    assert all(row.created_at == row.updated_at is not None and not row.withdrawn_at for row in rows)


def test_a_hundred_times_as_many_rows_ask_the_database_nothing_more(part: Part) -> None:
    def asked(plan: str, measures: int) -> int:
        lines = "".join(f"{m};Mesure {m};Action {m}.{n};2026\n" for m in range(1, measures + 1) for n in range(20))
        with CaptureQueriesContext(connection) as queries:
            take(compare(part, (HEAD + lines).encode(), f"{plan}.csv", Choices()), by=None, valid_rows_only=False)
        part.refresh_from_db()
        return len(queries)

    few, many = asked("petit", 2), asked("grand", 150)
    assert Step.objects.count() == 3_040
    assert many - few <= 12  # a few batches more, whatever the rows


def test_a_step_that_a_table_changes_is_a_later_revision_so_that_an_open_form_is_refused(part: Part) -> None:
    taken(part, TWO)
    before = steps()
    taken(part, "7;Loger;Ouvrir des places;2028\n")
    after = steps()
    changed = after["Ouvrir des places"]
    assert (changed.due and changed.due.edtf, changed.uid) == ("2028", before["Ouvrir des places"].uid)
    assert changed.revision > before["Ouvrir des places"].revision
    assert after["Former les équipes"].due == before["Former les équipes"].due
    assert Citation.objects.filter(subject_uid=changed.uid).count() == 2


def test_what_a_table_does_not_say_of_a_step_stays(part: Part) -> None:
    taken(part, TWO)
    row = steps()["Ouvrir des places"]
    actions.edit_step(step=row, by=None, expected_revision=row.revision, done=When(edtf="2025-11"))
    part.refresh_from_db()
    taken(part, "7;Loger;Ouvrir des places;2028\n")
    again = steps()["Ouvrir des places"]
    assert (again.due, again.done) == (When(edtf="2028"), When(edtf="2025-11"))


def test_a_step_that_a_person_withdrew_stays_withdrawn_when_a_table_gives_it_again(part: Part) -> None:
    taken(part, TWO)
    row = steps()["Ouvrir des places"]
    actions.withdraw(record=row, reason="double", by=None, expected_revision=row.revision)
    part.refresh_from_db()
    taken(part, "7;Loger;Ouvrir des places;2029\n7;Loger;Suivre les personnes;2027\n")
    after = steps()
    assert after["Ouvrir des places"].withdrawn_at is not None
    assert [name for name, one in after.items() if one.withdrawn_at is None] == [
        "Former les équipes",
        "Suivre les personnes",
    ]


# --- as a job --------------------------------------------------------------------------------------------------------


def job(part: Part, lines: str, monkeypatch: pytest.MonkeyPatch, choices: Choices = NONE) -> ImportRun:
    monkeypatch.setattr(import_runs, "LARGE", 10)
    monkeypatch.setattr(import_runs, "_work_later", lambda run: None)
    run = import_runs.open_run(part=part, name="plan.csv", stream=io.BytesIO((HEAD + lines).encode()), by=None)
    worked(run)
    import_runs.choose(run=run, choices=choices, by=None, expected_revision=run.revision)
    return worked(run)


def worked(run: ImportRun) -> ImportRun:
    import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    return run


def test_what_was_read_and_is_lost_is_read_anew(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    run = job(part, TWO, monkeypatch)
    Staged(run).forget()
    import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
    assert (worked(run).state, run.message) == ("done", "")
    assert list(steps()) == ["Ouvrir des places", "Former les équipes"]


def refused_measure() -> Measure:
    """One that names a term which nobody knows any more."""
    measure: Measure | None = Measure.objects.exclude(number=None).filter(forms__0__isnull=False).first()
    assert measure is not None
    Term.objects.filter(code=measure.forms[0]).delete()
    return measure


def test_what_checking_found_still_keeps_the_file_out_when_it_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    part = loaded(synthetic.plan_part())
    measure = refused_measure()
    lines = f"{measure.number};{measure.measuretitles.get().text.value};Ouvrir des places;2026\n"
    run = job(part, lines, monkeypatch, Choices(plan=measure.plan.slug))
    assert {one["severity"] for one in run.report["problems"]} == {"error"}
    import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
    assert worked(run).state == "failed"
    assert run.message
    assert not Step.objects.filter(title__value="Ouvrir des places").exists()


def test_a_job_killed_at_the_end_of_its_writing_writes_once_and_says_that_it_is_done(
    part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = job(part, TWO, monkeypatch)
    import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
    say = import_runs._say

    def killed(*args: object, **fields: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_runs, "_say", killed)
    with pytest.raises(KeyboardInterrupt):
        worked(run)
    monkeypatch.setattr(import_runs, "_say", say)
    assert (worked(run).state, run.message) == ("done", "")
    assert list(steps()) == ["Ouvrir des places", "Former les équipes"]


def test_what_checking_found_is_found_again_when_it_was_lost_and_the_job_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    part = loaded(synthetic.plan_part())
    measure = refused_measure()
    lines = f"{measure.number};{measure.measuretitles.get().text.value};Ouvrir des places;2026\n"
    run = job(part, lines, monkeypatch, Choices(plan=measure.plan.slug))
    import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
    Staged(run).forget()

    def killed(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(import_runs, "compare_rows", killed)
        with pytest.raises(KeyboardInterrupt):
            worked(run)
    assert worked(run).state == "failed"
    assert not Step.objects.filter(title__value="Ouvrir des places").exists()


def test_a_job_that_was_thought_dead_changes_nothing_of_what_another_brought_further(
    part: Part, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_runs, "LARGE", 10)
    monkeypatch.setattr(import_runs, "_work_later", lambda run: None)
    run = import_runs.open_run(part=part, name="plan.csv", stream=io.BytesIO((HEAD + TWO).encode()), by=None)

    def overtaken(*args: Any, **more: Any) -> Compared:
        found = compare_rows(*args, **more)
        monkeypatch.setattr(import_runs, "compare_rows", compare_rows)
        if worked(run).state == "read":
            import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
        return found

    for state in ("writing", "done"):
        monkeypatch.setattr(import_runs, "compare_rows", overtaken)
        assert (worked(run).state, run.message) == (state, "")
    assert Step.objects.count() == 2
