"""Rows inserted in bulk: all of them, whatever the size of a statement; indexes that are made again are those that were there."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jalon.core import bulk
from jalon.core.models import Citation, Part, Source
from jalon.facts.common import Text, When, Wording
from jalon.facts.uids import stable_uid
from jalon.plans.models import Measure, Plan, Step
from tests import synthetic
from tests.integration.plans.conftest import empty_part

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, tzinfo=UTC)
STEP = {"order": 0, "revision": 1, "withdrawn_reason": "", "created_at": AT, "updated_at": AT}


@pytest.fixture
def source() -> Source:
    part: Part = empty_part(synthetic.plan_part())
    return Source.objects.create(part=part, uid=stable_uid("source"), key="s", title="Source fictive")


def cited(source: Source, first: int, count: int) -> None:
    rows = ((UUID(stable_uid(f"c{number}")), number, f"A{number}") for number in range(first, first + count))
    same = {"source_id": source.pk, "part_id": source.part_id, "confidence": "stated", "field": ""}
    bulk.append(Citation, ("subject_uid", "order", "locator"), rows, same)


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Citation._meta.db_table)
    return {name for name, one in found.items() if one["index"]}


@pytest.mark.parametrize("count", [0, 1, 41, 42, 43, 84, 10_001])
def test_all_rows_are_there_in_their_order_whatever_how_many_a_statement_holds(source: Source, count: int) -> None:
    cited(source, 0, count)
    rows = Citation.objects.order_by("pk").values_list("order", "locator", "quote")
    assert list(rows) == [(number, f"A{number}", None) for number in range(count)]


def test_rows_that_are_few_in_a_statement_are_inserted_by_few_statements(source: Source) -> None:
    with CaptureQueriesContext(connection) as queries:
        cited(source, 0, 1_000)
    assert len(queries) <= 2


@pytest.mark.sqlite
def test_indexes_left_aside_are_there_again_and_what_refuses_doubles_was_never_away(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    before = indexes()
    with transaction.atomic(), bulk.many(Citation, 50):
        assert len(indexes()) < len(before)
        cited(source, 0, 50)
    assert indexes() == before
    one = {"part": source.part, "key": "s", "title": "Autre", "created_at": AT, "updated_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic(), bulk.many(Source, 50):
        Source.objects.create(uid=source.uid, **one)


@pytest.mark.sqlite
def test_what_fails_meanwhile_leaves_the_indexes_as_they_were(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    before = indexes()
    with pytest.raises(RuntimeError), transaction.atomic(), bulk.many(Citation, 50):
        cited(source, 0, 50)
        raise RuntimeError
    assert indexes() == before and not Citation.objects.exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_indexes_are_given_back_also_where_no_transaction_was_begun(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    before = indexes()
    with pytest.raises(RuntimeError), bulk.many(Citation, 50):
        raise RuntimeError
    assert indexes() == before


@pytest.mark.sqlite
@pytest.mark.parametrize("failure", [RuntimeError, IntegrityError, GeneratorExit])
def test_checks_left_aside_are_made_again_after_many_rows_whatever_happened(
    source: Source, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    assert refuses_a_negative_order(source)
    with transaction.atomic(), bulk.many(Citation, 50):
        assert not refuses_a_negative_order(source)
    assert refuses_a_negative_order(source)
    with pytest.raises(failure), transaction.atomic(), bulk.many(Citation, 50):
        cited(source, 0, 50)
        transaction.set_rollback(True)  # nothing more is asked of a broken transaction
        raise failure
    assert refuses_a_negative_order(source) and not Citation.objects.exists()


@pytest.mark.sqlite
def test_checks_stay_aside_until_the_last_of_two_kinds_of_rows_is_there(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    with transaction.atomic(), bulk.many(Citation, 50):
        with bulk.many(Step, 50):
            assert not refuses_a_negative_order(source)
        assert not refuses_a_negative_order(source)
    assert refuses_a_negative_order(source)


@pytest.mark.sqlite
def test_rows_that_are_few_or_join_more_are_checked_or_not_by_how_many_they_are(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    cited(source, 0, 60)
    with transaction.atomic(), bulk.many(Citation, 9):
        assert refuses_a_negative_order(source)
    with transaction.atomic(), bulk.many(Citation, 50):
        assert not refuses_a_negative_order(source)


def test_rows_before_one_that_is_refused_are_taken_back_with_the_transaction(source: Source) -> None:
    measure, uids = measure_of(source.part), [UUID(stable_uid(f"s{number % 60}")) for number in range(61)]
    same = {"measure_id": measure.pk} | STEP
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.append(Step, ("uid", "title"), ((uid, Text(value="Former")) for uid in uids), same)
    assert not Step.objects.exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_leaves_nothing_of_the_transaction_even_if_somebody_goes_on(source: Source) -> None:
    """SQLite then ends the whole transaction by itself, and what follows would be written at once."""
    with connection.cursor() as cursor:
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        (most,) = cursor.execute("PRAGMA max_page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 5}")
    try:
        with pytest.raises(DatabaseError), transaction.atomic():
            with pytest.raises(OperationalError, match="full"):
                cited(source, 0, 20_000)
            Citation.objects.create(subject_uid=source.uid, source=source, part=source.part)
    finally:
        connection.cursor().execute(f"PRAGMA max_page_count = {most}")
    assert not Citation.objects.exists()


def refuses_a_negative_order(source: Source) -> bool:
    try:
        with transaction.atomic():
            cited(source, -1, 1)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(("held", "added"), [(60, 50), (0, 9)])
def test_indexes_of_a_table_that_holds_more_or_takes_little_are_let_be(
    source: Source, monkeypatch: pytest.MonkeyPatch, held: int, added: int
) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    cited(source, 0, held)
    before = indexes()
    with transaction.atomic(), bulk.many(Citation, added):
        assert indexes() == before
        cited(source, held, added)
    assert indexes() == before and Citation.objects.count() == held + added


def test_only_sqlite_leaves_indexes_aside(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MANY", 10)
    before: Any = indexes()
    with transaction.atomic(), bulk.many(Citation, 50):
        assert (indexes() == before) is (connection.vendor != "sqlite")


TEXTS = [
    Text(value=value, lang=lang, wording=wording)
    for value in (
        "Former",
        "",
        'dit « "" » et \\',
        "e\u0301te\u0301 \u212b",
        "日本 🙂\n\t",
        '{"value": ""}',
        "x" * 5_000,
    )
    for lang in ("fr", "en", "")
    for wording in Wording
]


def test_texts_are_written_and_come_back_as_those_saved_one_by_one(source: Source) -> None:
    steps = [(UUID(stable_uid(f"s{number}")), text) for number, text in enumerate(TEXTS)]
    measure = measure_of(source.part)
    same = {"measure_id": measure.pk} | STEP
    bulk.append(Step, ("uid", "title"), steps, same)
    held = raw_titles()
    found = list(Step.objects.order_by("pk").values_list("title", flat=True))
    Step.objects.all().delete()
    Step.objects.bulk_create(Step(uid=uid, title=text, measure=measure, order=0, revision=1) for uid, text in steps)
    assert held == raw_titles()
    assert found == list(Step.objects.order_by("pk").values_list("title", flat=True))


def raw_titles() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(title AS text) FROM plans_step ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def measure_of(part: Part) -> Measure:
    plan = Plan.objects.create(part=part, slug="p", rank=1, period=When(edtf="2026"), known_until="2026-01-01")
    return Measure.objects.create(plan=plan, order=1)
