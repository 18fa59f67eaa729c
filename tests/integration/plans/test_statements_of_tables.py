"""What each line of a table says (lead, stage, budget) is written in bulk, and says what a record made one by one would."""

import gc
import io
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jalon.core import bulk, garbage, parts
from jalon.core.actions.imports import put_back_import
from jalon.core.errors import Invalid
from jalon.core.models import AuditEvent, Citation, Part, Source
from jalon.core.taken import moments
from jalon.core.uids import read_uid
from jalon.exchange.headers import Profile
from jalon.facts.common import Known, OrgRef, Statement, StatementKind
from jalon.facts.evaluation import Assessed, Assessment, Evidence, EvidenceKind
from jalon.facts.uids import stable_uid
from jalon.plans import actions, import_runs, models
from jalon.plans.choices import Choices
from jalon.plans.imports import Compared, compare, facts_now, take
from jalon.plans.saying import statements_in_evidence
from tests import synthetic
from tests.integration.plans.conftest import bare, empty_part, loaded

pytestmark = pytest.mark.django_db
HEAD = "N°;Mesure;Sous-action;Pilote;Statut;Échéance;Budget\n"
LINES = (
    "7;Loger;;DGCS;En cours;2027;1000\n"
    ";;Ouvrir des places;DGCS, DIHAL;En cours;2026;\n"
    ";;Former les équipes;;À venir;T4 2026;2500\n"
    "8;Soigner;Suivre;sans objet;n.c.;;\n"
)


@pytest.fixture
def part() -> Part:
    return empty_part(synthetic.plan_part())


def taken(part: Part, lines: str = LINES) -> Compared:
    found = compare(part, (HEAD + lines).encode(), "plan.csv", Choices())
    assert not found.errors
    take(found, by=None, valid_rows_only=False)
    part.refresh_from_db()
    return found


def said(part: Part) -> dict[str, Statement]:
    return {one.uid: one for one in facts_now(part).statements}


def test_what_is_written_is_what_was_compared_word_for_word_with_its_cells(part: Part) -> None:
    found = taken(part)
    now = facts_now(part)
    taken_in = found.merged.changes
    assert {one.uid: one for one in taken_in.statements} == {one.uid: one for one in now.statements}
    assert (len(now.statements), now.means) == (len(taken_in.statements), taken_in.means)
    assert found.merged.added["statements"] == len(now.statements)
    told = {(one.kind, one.topic, one.organisation.name if one.organisation else "") for one in now.statements}
    assert (StatementKind.LEAD, "Ouvrir des places", "DIHAL") in told
    assert {one.known for one in now.statements} == {Known.GIVEN, Known.STATED_ABSENT}
    assert {one.citations[0].locator for one in now.means} == {"plan.csv!G2", "plan.csv!G4"}
    rows = models.Statement.objects.of_part(part)
    assert all(row.revision == 1 and row.created_at == row.updated_at and row.withdrawn_reason == "" for row in rows)


def test_a_table_taken_again_says_nothing_new_and_changes_nothing(part: Part) -> None:
    taken(part)
    before = list(models.Statement.objects.values_list("pk", "revision", "updated_at"))
    assert taken(part).merged.empty
    assert list(models.Statement.objects.values_list("pk", "revision", "updated_at")) == before


def test_words_of_a_later_table_stand_beside_the_earlier_ones_and_an_amount_is_rewritten(part: Part) -> None:
    taken(part)
    first = said(part)
    taken(part, LINES.replace("DIHAL", "OFII").replace("2500", "3000"))
    assert first.items() <= said(part).items() and len(said(part)) == len(first) + 1
    assert sorted(one.amount or "" for one in facts_now(part).means) == ["1000", "3000"]
    assert sorted(models.Means.objects.of_part(part).values_list("amount", "revision")) == [("1000", 2), ("3000", 2)]
    changed = models.Means.objects.get(amount="3000")
    assert Citation.objects.filter(subject_uid=changed.uid).count() == 2  # the cell of each file


def test_a_statement_that_a_person_withdrew_stays_withdrawn_when_a_table_says_it_again(part: Part) -> None:
    taken(part)
    row = models.Statement.objects.of_part(part).get(topic="Suivre", kind="lead")
    actions.withdraw(record=row, reason="dit par erreur", by=None, expected_revision=row.revision)
    part.refresh_from_db()
    taken(part, LINES + "8;Soigner;Orienter;ARS;;;\n")
    again = taken(part, LINES + "8;Soigner;Orienter;ARS;;;\n")
    row.refresh_from_db()
    assert row.withdrawn_reason == "dit par erreur" and str(row.uid) not in said(part)
    assert again.merged.empty  # nor is it told as something that the table adds


def test_what_only_an_undone_import_had_said_is_said_anew_at_a_later_revision(part: Part) -> None:
    taken(part)
    once = said(part)
    event = AuditEvent.objects.filter(action="part.import").latest("pk")
    put_back_import(part=part, kept=event.changes, again=False, reason="mauvais fichier", by=None, expected_revision=part.revision)  # fmt: skip
    part.refresh_from_db()
    assert said(part) == {}
    gone = {row.uid: row.revision for row in models.Statement.objects.of_part(part)}
    taken(part)
    assert said(part).keys() == once.keys()
    assert {row.uid: row.revision for row in models.Statement.objects.of_part(part)} == {
        u: r + 1 for u, r in gone.items()
    }
    assert Citation.objects.filter(subject_uid__in=gone).count() == len(gone)


def test_a_uid_that_another_part_bears_is_named_and_nothing_is_written(part: Part) -> None:
    found = compare(part, (HEAD + LINES).encode(), "plan.csv", Choices())
    elsewhere = loaded(synthetic.declarations_part())
    uid = found.merged.changes.statements[0].uid
    models.Statement.objects.create(part=elsewhere, uid=uid, kind="lead", subject_uid=uid, recorded_at="2026-11-22T10:00:00Z")  # fmt: skip
    with pytest.raises(Invalid) as refused:
        take(found, by=None, valid_rows_only=False)
    assert uid in str(refused.value)
    assert not models.Measure.objects.of_part(part).exists()


def test_a_hundred_times_as_many_lines_ask_the_database_nothing_more(part: Part) -> None:
    def asked(plan: str, measures: int) -> int:
        rows = range(1, measures + 1)
        lines = "".join(f"{m};Mesure {m};Action {m}.{n};Corps {n};En cours;2026;{n}\n" for m in rows for n in range(20))
        with CaptureQueriesContext(connection) as queries:
            take(compare(part, (HEAD + lines).encode(), f"{plan}.csv", Choices()), by=None, valid_rows_only=False)
        part.refresh_from_db()
        return len(queries)

    few, many = asked("petit", 2), asked("grand", 100)
    assert models.Statement.objects.count() == 4_080
    assert many - few <= 12  # a few batches more, whatever the lines


def test_a_package_links_what_replaces_what_whatever_their_order() -> None:
    facts = synthetic.plan_part()
    first = facts.statements[0]
    later = replace(first, uid=stable_uid("later"), topic="corrigé")
    earlier = replace(first, uid=stable_uid("earlier"), superseded_by=later.uid)
    part = empty_part(facts)
    parts.load(part, bare(replace(facts, statements=(*facts.statements, earlier, later))), None)
    assert models.Statement.objects.get(uid=earlier.uid).superseded_by == models.Statement.objects.get(uid=later.uid)
    assert said(part)[earlier.uid].superseded_by == later.uid


def test_a_measure_that_the_plan_has_under_its_number_is_what_a_table_speaks_of(part: Part) -> None:
    taken(part)
    known = {row.number: str(row.uid) for row in models.Measure.objects.of_part(part)}
    plan = models.Plan.objects.of_part(part).latest("pk")
    later = compare(
        part, (HEAD + "8;Autre titre;Suivre;OFII;En cours;;\n").encode(), "suite.csv", Choices(plan=plan.slug)
    )
    assert {one.subject for one in later.merged.changes.statements} == {known["8"]}
    take(later, by=None, valid_rows_only=False)
    told = {one.organisation.name: one.subject for one in facts_now(part).statements if one.organisation}
    assert told["OFII"] == known["8"]


def test_what_is_wrong_with_a_statement_is_told_at_its_own_cell(part: Part) -> None:
    long = "é" * 60_000
    found = compare(part, (HEAD + f"7;Loger;;DGCS;En cours;;\n;;Former;{long};;;\n").encode(), "plan.csv", Choices())
    assert [(one.sheet, one.address) for one in found.errors] == [("plan.csv", "D3")]
    with pytest.raises(Invalid):
        take(found, by=None, valid_rows_only=False)


def test_an_import_is_compared_without_reading_what_was_said_before(part: Part) -> None:
    taken(part)
    few, whole = parts.collect_few(part), parts.collect(part)
    assert set(whole) - set(few) == {"statements"}
    assert {name: few[name] for name in few} == {name: whole[name] for name in few}
    with CaptureQueriesContext(connection) as queries:
        compare(part, (HEAD + LINES).encode(), "plan.csv", Choices())
    columns = [one["sql"].split(" FROM ")[0] for one in queries if 'FROM "plans_statement"' in one["sql"]]
    assert columns and not any("organisation" in one for one in columns)


def test_a_statement_that_an_assessment_of_the_part_rests_on_is_known_although_none_is_read(part: Part) -> None:
    taken(part)
    uid, gone = list(said(part))[:2]
    evidence = tuple(Evidence(kind=EvidenceKind.STATEMENT, of=one) for one in (uid, stable_uid("nulle part"), gone))
    row = models.Statement.objects.get(uid=gone)
    actions.withdraw(record=row, reason="dit par erreur", by=None, expected_revision=row.revision)
    one = Assessment(uid=stable_uid("a"), evaluation=uid, object=Assessed.MEASURE, recorded_at="2026-11-22T10:00:00Z", evidence=evidence)  # fmt: skip
    assert statements_in_evidence(part, replace(facts_now(part), assessments=(one,))) == {uid}
    assert statements_in_evidence(part, facts_now(part)) == frozenset()


# --- as a job --------------------------------------------------------------------------------------------------------


def test_a_job_lets_go_of_all_that_it_read_once_it_is_done(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_runs, "LARGE", 10)
    monkeypatch.setattr(import_runs, "_work_later", lambda run: None)
    run = import_runs.open_run(part=part, name="plan.csv", stream=io.BytesIO((HEAD + LINES).encode()), by=None)
    gc.collect()
    gc.disable()
    try:
        import_runs.work.func(str(run.uid))
        run.refresh_from_db()
        import_runs.confirm(run=run, valid_rows_only=False, by=None, expected_revision=run.revision)
        import_runs.work.func(str(run.uid))
        run.refresh_from_db()
        held = [one for one in gc.get_objects() if isinstance(one, Compared)]
    finally:
        gc.enable()
    assert (run.state, held) == ("done", [])


@pytest.mark.sqlite
def test_a_job_gives_the_pages_that_sqlite_kept_in_memory_back() -> None:
    assert kept_pages() != -bulk.ROOM
    before = kept_pages()
    with pytest.raises(ValueError), bulk.roomy():
        assert kept_pages() == -bulk.ROOM
        raise ValueError
    assert kept_pages() == before


def test_what_goes_wrong_in_a_job_is_told_and_not_that_the_pages_could_not_be_given_back() -> None:
    with pytest.raises(ValueError, match="la vraie faute"), transaction.atomic(), bulk.roomy():
        transaction.set_rollback(True)
        raise ValueError("la vraie faute")


def test_garbage_is_looked_for_as_before_once_the_last_of_several_jobs_is_done() -> None:
    before = gc.get_threshold()
    first, second = garbage.looked_for_rarely(), garbage.looked_for_rarely()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == garbage.RARELY
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before


def test_an_undoing_whose_moment_was_erased_stops_no_later_import(part: Part) -> None:
    AuditEvent.objects.create(action="part.undo_import", part_uid=part.uid, changes={"_at": None})
    AuditEvent.objects.create(
        action="part.redo_import", part_uid=part.uid, changes={"_at": "2026-11-22T10:00:00+00:00"}
    )
    AuditEvent.objects.create(action="part.undo_import", part_uid=part.uid, changes={})
    assert [at.isoformat() for at in moments(part)] == ["2026-11-22T10:00:00+00:00"]
    assert taken(part).merged.added["statements"] > 0


def kept_pages() -> Any:
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA cache_size").fetchone()[0]


def test_facts_that_are_equal_or_shared_are_each_written_with_their_own_row(part: Part) -> None:
    at, shared = timezone.now(), OrgRef(name="Corps fictif")
    bodies = [shared, shared, OrgRef(name="Corps fictif"), None, OrgRef(name="Autre corps")]
    uids = [read_uid(stable_uid(f"s{number}")) for number in range(len(bodies))]
    rows = list(zip(uids, bodies, strict=True))
    same = {
        "part_id": part.pk, "kind": "lead", "subject_uid": uids[0], "recorded_at": "2026-11-22T10:00:00Z", "revision": 1,
        "created_at": at, "updated_at": at, "withdrawn_reason": "", "known": "given",
        "link": "stated", "confidence": "stated", "counts": (),
    }  # fmt: skip
    bulk.append(models.Statement, ("uid", "organisation"), rows, same)
    kept = dict(models.Statement.objects.values_list("uid", "organisation"))
    assert [kept[uid] for uid in uids] == bodies


def test_rows_of_which_no_column_says_anything_are_as_many_as_were_given(part: Part) -> None:
    source = Source.objects.create(part=part, key="s")
    same = {
        "part_id": part.pk,
        "source_id": source.pk,
        "subject_uid": source.uid,
        "field": "",
        "confidence": "stated",
        "order": 0,
    }
    assert bulk.append(Citation, ("locator", "quote"), [(None, None)] * 3, same) == 3
    assert list(Citation.objects.values_list("locator", "quote")) == [(None, None)] * 3


def test_what_is_added_is_counted_in_the_order_in_which_it_is_written(part: Part) -> None:
    found = compare(part, (HEAD + LINES).encode(), "plan.csv", Choices())
    assert list(found.merged.added) == ["sources", "plans", "measures", "statements", "means"]


def test_what_is_wrong_with_a_line_of_means_is_told_at_its_cell_also_where_the_plan_is_known(part: Part) -> None:
    taken(part)
    more = LINES + "8;Soigner;Orienter;;;;100\n"
    profile = Profile("monnaie", options=(("currency", "euros"),))
    found = compare(part, (HEAD + more).encode(), "plan.csv", Choices(profile=profile))
    told = [(one.address, one.found) for one in found.errors]
    assert told == [("G2", "euros"), ("G4", "euros"), ("G6", "euros")]  # it would change the two that are known
    with pytest.raises(Invalid):
        take(found, by=None, valid_rows_only=False)


def test_an_amount_that_a_person_withdrew_stays_withdrawn_when_a_table_gives_it_again(part: Part) -> None:
    taken(part)
    row = models.Means.objects.of_part(part).get(amount="2500")
    actions.withdraw(record=row, reason="faux", by=None, expected_revision=row.revision)
    part.refresh_from_db()
    taken(part)
    row.refresh_from_db()
    assert row.withdrawn_reason == "faux" and [one.amount for one in facts_now(part).means] == ["1000"]
