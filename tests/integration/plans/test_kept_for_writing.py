"""What a large import would write is kept from reading to writing: it is what would be put together again, and no more."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jalon.core import bulk
from jalon.core.models import Citation, Part, Source
from jalon.facts.common import When
from jalon.plans import actions, import_kept, import_runs, models
from jalon.plans.choices import Choices
from jalon.plans.import_staging import KEPT, Staged
from jalon.plans.imports import compare, facts_now, take
from jalon.plans.models import ImportRun
from tests import synthetic
from tests.integration.plans.conftest import empty_part

pytestmark = pytest.mark.django_db
HEAD = "N°;Axe;Mesure;Sous-action;Pilote;Partenaires;Statut;Échéance;Budget;Moyens humains;Mots-clés;Remarque\n"
LINES = (
    "7;Axe 1. Protéger;Loger;;DGCS;;En cours;2027;1000;2 ETP;logement, accueil;à suivre\n"
    ";;;Ouvrir des places;DGCS, DIHAL;Préfets;En cours;2026;;;;\n"
    ";;;Former les équipes;;;À venir;T4 2026;3 M€;;;\n"
    "8;Axe 2. Soigner;Soigner;Suivre;sans objet;;n.c.;;;;;\n"
)


@pytest.fixture
def part() -> Part:
    return empty_part(synthetic.plan_part())


@pytest.fixture
def job(part: Part, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ImportRun]:
    """Reads a table as a job does, until it asks to be confirmed."""
    monkeypatch.setattr(import_runs, "LARGE", 10)
    monkeypatch.setattr(import_runs, "_work_later", lambda run: None)

    def read(lines: str = LINES) -> ImportRun:
        run = import_runs.open_run(part=part, name="plan.csv", stream=io.BytesIO((HEAD + lines).encode()), by=None)
        assert worked(run).state == "read", run.message
        return run

    return read


def worked(run: ImportRun) -> ImportRun:
    import_runs.work.func(str(run.uid))
    run.refresh_from_db()
    return run


def written(run: ImportRun, *, valid_rows_only: bool = False) -> ImportRun:
    import_runs.confirm(run=run, valid_rows_only=valid_rows_only, by=None, expected_revision=run.revision)
    worked(run)
    run.part.refresh_from_db()
    return run


def forgotten(run: ImportRun) -> None:
    """As a run that an earlier version read: nothing of what would be written is kept."""
    path = Staged(run).path
    lines = [line for line in path.read_text("utf-8").splitlines(True) if line[0] not in "KA"]
    path.write_text("".join(lines), "utf-8")
    run.staged = path.stat().st_size
    run.save()


def put_together_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tells each time that rows are."""
    told: list[str] = []

    def assembled(*args: Any, **more: Any) -> Any:
        told.append("again")
        return compare_rows(*args, **more)

    compare_rows = import_runs.compare_rows
    monkeypatch.setattr(import_runs, "compare_rows", assembled)
    return told


def said(part: Part) -> str:
    """All that the part says, but when it was recorded."""
    text = str(facts_now(part))
    recorded = {str(row.recorded_at) for row in models.Statement.objects.of_part(part)}
    for one in recorded:
        text = text.replace(one, "then")
    return text


def emptied(part: Part) -> None:
    for model in (models.Statement, models.Means, models.Measure, models.Section, models.Plan):
        model.objects.of_part(part).delete()
    Citation.objects.filter(part=part).delete()


def test_what_was_kept_is_written_without_putting_the_rows_together_again(
    part: Part, job: Callable[..., ImportRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = job()
    told = put_together_again(monkeypatch)
    assert (written(run).state, run.message, told) == ("done", "", [])
    assert not Staged(run).path.exists()
    assert models.Step.objects.count() == 3 and models.Means.objects.of_part(part).count() == 3


def test_it_says_what_rows_put_together_again_and_a_table_taken_at_once_would_say(
    part: Part, job: Callable[..., ImportRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(job())
    kept = said(part)
    emptied(part)
    run = job()
    forgotten(run)
    told = put_together_again(monkeypatch)
    assert (written(run).state, told) == ("done", ["again"])
    assert said(part) == kept
    emptied(part)
    take(compare(part, (HEAD + LINES).encode(), "plan.csv", Choices()), by=None, valid_rows_only=False)
    assert said(part) == kept


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8).map(
    lambda text: "".join(sign for sign in text if sign not in ';"\n\r')
)
bodies = st.sampled_from(("DGCS", "DGCS, DIHAL", "", "sans objet", "Préfets ; OFII"))
dates = st.sampled_from(("2026", "T4 2026", "", "31/12/2026", "permanent", "n.c."))
rows = st.lists(st.tuples(st.integers(1, 3), words, bodies, st.sampled_from(("En cours", "À venir", "")), dates,
                          st.sampled_from(("", "12,5", "3 M€", "1 200"))), min_size=1, max_size=8)  # fmt: skip


@given(rows, rows)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_table_and_a_second_one_over_it_are_kept_as_they_would_be_put_together(
    part: Part, job: Callable[..., ImportRun], first: list[tuple[Any, ...]], second: list[tuple[Any, ...]]
) -> None:
    def lines(some: list[tuple[Any, ...]]) -> str:
        return "".join(f"{m};Axe 1. A;Mesure {m};{sub};{who};;{stage};{due};{paid};;;\n" for m, sub, who, stage, due, paid in some)  # fmt: skip

    found = []
    for forget in (False, True):
        emptied(part)
        for some in (first, second):
            run = job(lines(some))
            if forget:
                forgotten(run)
            assert written(run, valid_rows_only=True).state == "done", run.message
        found.append(said(part))
    assert found[0] == found[1]


def test_what_is_kept_is_said_when_it_is_written_not_when_it_was_read(
    part: Part, job: Callable[..., ImportRun]
) -> None:
    run = job()
    path = Staged(run).path
    kept = path.read_text("utf-8")
    line = next(line for line in kept.splitlines() if line.startswith('K["said","statements"'))
    moment = json.loads(json.loads(line[1:])[2])["recorded_at"]
    path.write_text(kept.replace(moment, "2020-01-01T00:00:00Z"), "utf-8")
    written(run)
    assert all(str(row.recorded_at) > "2026" for row in models.Statement.objects.of_part(part))
    assert models.Plan.objects.of_part(part).get().known_until > "2026"


def test_a_second_table_keeps_what_people_said_of_the_steps_that_it_gives_again(
    part: Part, job: Callable[..., ImportRun]
) -> None:
    written(job())
    step = models.Step.objects.get(title__value="Suivre")
    actions.edit_step(step=step, by=None, expected_revision=step.revision, done=When(edtf="2026-01"))
    part.refresh_from_db()
    written(job(LINES.replace("T4 2026", "2028") + ";;;Orienter;ARS;;;;500;;;\n"))  # fmt: skip
    assert models.Step.objects.get(title__value="Suivre").done == When(edtf="2026-01")
    assert models.Step.objects.get(title__value="Former les équipes").due == When(edtf="2028")
    assert models.Statement.objects.of_part(part).filter(topic="Orienter", kind="lead").exists()


def test_a_part_that_changed_since_it_was_read_is_a_conflict_and_nothing_is_written(
    part: Part, job: Callable[..., ImportRun]
) -> None:
    run = job()
    Part.objects.filter(pk=part.pk).update(revision=part.revision + 1)
    assert written(run).state == "failed" and run.message
    assert not models.Measure.objects.exists()


def test_lines_that_are_wrong_stay_out_and_the_file_is_refused_whole_unless_the_others_are_asked_for(
    part: Part, job: Callable[..., ImportRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = LINES + "9;Axe 2. Soigner;Orienter;;;;;bientôt peut-être;;;;\n"
    assert written(job(wrong)).state == "failed"
    assert not models.Measure.objects.exists()
    run = job(wrong)
    told = put_together_again(monkeypatch)
    assert (written(run, valid_rows_only=True).state, told) == ("done", [])
    assert sorted(models.Measure.objects.values_list("number", flat=True)) == ["7", "8"]


def test_a_line_said_twice_is_told_and_refused_as_when_rows_are_put_together(
    part: Part, job: Callable[..., ImportRun]
) -> None:
    """What is wrong with rows put together is kept too: the writing knows of it."""
    double = LINES + "8;Axe 2. Soigner;Un autre intitulé;;;;;;;;;\n"
    run = job(double)
    assert run.report["error_count"] == 1
    assert written(run).state == "failed" and not models.Measure.objects.exists()
    assert written(job(double), valid_rows_only=True).state == "done"
    assert models.Measure.objects.count() == 2


@pytest.mark.parametrize("mutilated", [lambda data: data[: len(data) // 2], lambda data: b""], ids=["cut", "empty"])
def test_what_is_kept_and_not_whole_is_read_anew_from_the_file(
    part: Part, job: Callable[..., ImportRun], mutilated: Callable[[bytes], bytes]
) -> None:
    run = job()
    path = Staged(run).path
    path.write_bytes(mutilated(path.read_bytes()))
    assert (written(run).state, run.message) == ("done", "")
    assert models.Step.objects.count() == 3


ODD = {
    "a line is lost": lambda kept: kept.replace('K["held","means"', 'X["held","means"'),
    "a measure is not there": lambda kept: kept.replace('K["steps",0', 'K["steps",9'),
    "a line is no JSON": lambda kept: kept.replace('K["said"', 'K{"said"'),
    "a line of another kind": lambda kept: kept.replace('K["said"', 'K["paid"'),
    "a fact of another shape": lambda kept: kept.replace('\\"known\\"', '\\"konwn\\"').replace(
        '\\"kind\\"', '\\"knid\\"'
    ),
    "another form": lambda kept: kept.replace('K["counts",1', 'K["counts",9'),
}


@pytest.mark.parametrize("changed", ODD.values(), ids=ODD.keys())
def test_what_is_kept_and_cannot_be_read_is_put_together_again_from_the_rows(
    part: Part, job: Callable[..., ImportRun], monkeypatch: pytest.MonkeyPatch, changed: Callable[[str], str]
) -> None:
    run = job()
    path = Staged(run).path
    before = path.read_text("utf-8")
    path.write_text(changed(before), "utf-8")
    assert path.stat().st_size == run.staged and path.read_text("utf-8") != before
    told = put_together_again(monkeypatch)
    assert (written(run).state, told) == ("done", ["again"])
    assert (models.Step.objects.count(), models.Means.objects.of_part(part).count()) == (3, 3)


def test_it_is_said_by_the_owner_as_it_is_called_when_it_is_written(part: Part, job: Callable[..., ImportRun]) -> None:
    run = job()
    part.owner.names.all().delete()
    part.owner.slug = "mission-nouvelle"
    part.owner.save()
    written(run)
    assert {row.said_by.name for row in models.Statement.objects.of_part(part)} == {"mission-nouvelle"}


def test_steps_of_known_measures_count_among_what_is_kept_one_by_one(
    part: Part, job: Callable[..., ImportRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(job())
    part.refresh_from_db()
    monkeypatch.setattr(import_kept, "MOST", 8)  # source, axes, measures and lines of means, without the steps
    run = job(LINES.replace("T4 2026", "2028"))
    told = put_together_again(monkeypatch)
    assert (written(run).state, told) == ("done", ["again"])


def test_a_job_killed_while_it_keeps_what_it_found_begins_that_again(
    part: Part, job: Callable[..., ImportRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(import_kept, "_steps", killed)
        with pytest.raises(KeyboardInterrupt):
            job()
    run = ImportRun.objects.get()
    assert worked(run).state == "read"
    lines = Staged(run).path.read_text("utf-8").splitlines()
    assert sum(line.startswith(f'{KEPT}["counts"') for line in lines) == 1
    assert written(run).state == "done" and models.Step.objects.count() == 3


def test_what_is_too_large_to_be_kept_one_by_one_is_put_together_again(
    part: Part, job: Callable[..., ImportRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_kept, "MOST", 3)
    run = job()
    told = put_together_again(monkeypatch)
    assert (written(run).state, told) == ("done", ["again"])
    assert models.Step.objects.count() == 3


def test_a_table_given_again_says_that_there_is_nothing_to_write(part: Part, job: Callable[..., ImportRun]) -> None:
    written(job())
    part.refresh_from_db()
    before = said(part), part.revision
    run = job()
    assert (run.report["added"], run.report["changed"]) == ({}, {})
    written(run)
    part.refresh_from_db()
    assert (said(part), part.revision) == before and run.state == "done"


def test_a_title_typed_in_decomposed_letters_is_one_title_at_once_and_by_a_job(
    part: Part, job: Callable[..., ImportRun]
) -> None:
    choices = Choices(title="E\u0301te\u0301 2025-2027", slug="ete")
    at_once = compare(part, (HEAD + LINES).encode(), "plan.csv", choices)
    run = job()
    import_runs.choose(run=run, choices=choices, by=None, expected_revision=run.revision)
    assert worked(run).state == "read"
    written(run)
    titles = {one.title for one in at_once.merged.changes.sources}
    assert titles == set(Source.objects.filter(part=part).values_list("title", flat=True)) == {"Été 2025-2027"}


@pytest.mark.sqlite
def test_what_a_large_import_wrote_without_checks_would_pass_them(
    part: Part, job: Callable[..., ImportRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MANY", 1)
    assert written(job()).state == "done"
    assert models.Step.objects.count() == 3 and models.Means.objects.of_part(part).count() == 3
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")  # of checks, of what is unique, of indexes
        assert cursor.fetchall() == [("ok",)]
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("UPDATE plans_step SET title = 'no JSON'")
