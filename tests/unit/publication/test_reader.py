"""What readers are told of a Release."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from jalon.facts.common import StatementKind
from jalon.facts.part import PartFacts
from jalon.facts.uids import stable_uid
from jalon.publication import reader as reader_module
from jalon.publication.keys import instance_key
from jalon.publication.packages import export, read_bytes
from jalon.publication.reader import Reader, open_reader
from jalon.publication.receiving import receive
from jalon.publication.store import Store
from tests.publishing import NOON, Publisher
from tests.synthetic import (
    COALITION,
    MISSION,
    OLDER,
    PLAN,
    SECTION,
    SERIES,
    SOURCE,
    SUBSECTION,
    declarations_part,
    measure_uid,
    plan_part,
    victims,
)


@pytest.fixture
def reader(publisher: Publisher) -> Reader:
    """A reader of the invented Release."""
    return publisher.publish_all()


def test_plans_come_by_rank(reader: Reader) -> None:
    assert [plan.slug for plan in reader.plans()] == ["plan-fictif-1", "plan-fictif-2"]
    assert reader.plan("plan-fictif-2") == reader.plan_by_uid(PLAN) == plan_part().plans[1]


def test_what_is_not_there_is_none(reader: Reader) -> None:
    assert reader.plan("x") is None
    assert reader.measure("x") is None
    assert reader.measure_by_number(PLAN, "99") is None
    assert reader.organisation("x") is None
    assert reader.series_by_slug("x") is None
    assert reader.part("x") is None
    assert reader.owner_of("x") is None
    assert reader.place("x") is None
    assert reader.sources(["x"]) == {}
    assert reader.statements(["x"]) == {}
    assert reader.statements([]) == {}


def test_sections_and_measures_come_in_the_order_of_the_plan(reader: Reader) -> None:
    assert [section.uid for section in reader.sections(PLAN)] == [SECTION, SUBSECTION]
    assert [measure.number for measure in reader.measures(PLAN)] == ["1", "2", None]
    assert reader.measures(OLDER) == ()


def test_a_measure_is_found_by_uid_and_by_number(reader: Reader) -> None:
    assert reader.measure(measure_uid(1)) == reader.measure_by_number(PLAN, "1") == plan_part().measures[0]


def test_statements_of_all_parts_are_told_together_by_date(reader: Reader) -> None:
    said = reader.statements([measure_uid(1), measure_uid(2)])
    assert [s.kind for s in said[measure_uid(1)]] == [StatementKind.LEAD, StatementKind.PROGRESS]
    assert [s.said_by for s in said[measure_uid(2)]] == [None, COALITION] or [
        s.said_by for s in said[measure_uid(2)]
    ] == [COALITION, None]
    whole = reader.statements_of_plan(PLAN)
    assert whole[measure_uid(1)] == said[measure_uid(1)]
    assert set(whole) == {PLAN, measure_uid(1), measure_uid(2)}
    assert len(reader.statements_all()) == 5


def test_statements_that_name_a_body_are_found(reader: Reader) -> None:
    assert [s.subject for s in reader.statements_naming(str(COALITION.uid))] == [measure_uid(2)]
    assert len(reader.statements_naming(str(MISSION.uid))) == 2


def test_means_are_told_by_plan_and_measure(reader: Reader) -> None:
    assert [line.programme for line in reader.means(PLAN)] == ["137"]
    assert [line.plan for line in reader.means(None)] == [None]
    assert reader.means_of_measure(measure_uid(2)) == reader.means(PLAN)
    assert len(reader.means_all()) == 2


def test_directory_acts_and_sources_are_told(reader: Reader) -> None:
    assert [body.slug for body in reader.organisations()] == ["collectif-fictif", "mission-fictive"]
    assert set(reader.organisations_by_uid([str(MISSION.uid)])) == {MISSION.uid}
    assert reader.organisation("mission-fictive") == plan_part().organisations[0]
    assert [v.slug for v in reader.vocabularies()] == ["forms_of_exploitation", "target_groups"]
    assert [t.code for t in reader.territories()] == ["FR"]
    assert reader.acts() == plan_part().acts
    assert reader.sources([SOURCE]) == {SOURCE: plan_part().sources[0]}
    assert reader.all_sources() == plan_part().sources


def test_series_are_listed_without_and_opened_with_their_observations(reader: Reader) -> None:
    (head,) = reader.series()
    assert (head.slug, head.count, head.first, head.last) == ("victimes-fictives", 2, "2019", "2020")
    assert reader.series_by_slug("victimes-fictives") == reader.series_by_uid(SERIES) == victims()


def test_what_cites_a_source_is_found(reader: Reader) -> None:
    places = reader.citing(SOURCE)
    assert {place.kind for place in places} == {"plan", "measure", "statements", "acts", "series"}


def test_the_owner_of_a_fact_is_its_part(reader: Reader) -> None:
    owner = reader.owner_of(measure_uid(1))
    assert owner is not None
    assert (owner.slug, owner.owner) == ("plans-fictifs", MISSION)


def test_a_uid_leads_to_the_page_that_shows_it(reader: Reader) -> None:
    measure = reader.place(measure_uid(1))
    assert measure is not None
    assert (measure.kind, measure.plan, measure.number) == ("measure", "plan-fictif-2", "1")
    statement = reader.place(declarations_part().statements[0].uid)
    assert statement is not None
    assert (statement.kind, statement.plan, statement.measure) == ("statements", "plan-fictif-2", measure_uid(2))
    series = reader.place(SERIES)
    assert series is not None
    assert (series.kind, series.slug) == ("series", "victimes-fictives")


def test_a_step_and_an_event_are_shown_with_what_holds_them(reader: Reader) -> None:
    step = reader.place(stable_uid("synthetic/step/1"))
    assert step is not None
    assert (step.uid, step.kind, step.number) == (measure_uid(1), "measure", "1")
    event = reader.place(stable_uid("synthetic/event/2"))
    assert event is not None
    assert (event.uid, event.plan) == (PLAN, "plan-fictif-2")


def test_parts_say_who_signed_and_when(reader: Reader, publisher: Publisher) -> None:
    info = reader.part("plans-fictifs")
    assert info is not None
    assert (info.signer, info.signed_at, info.key) == (MISSION.name, "2026-01-20T12:00:00Z", publisher.key.public.id)
    assert (info.foreign, info.previous, info.header.synthetic) == (False, None, True)


def test_a_part_of_another_instance_is_shown_as_foreign(publisher: Publisher, tmp_path: Path) -> None:
    other = Publisher(Store(tmp_path / "other"), instance_key(tmp_path / "other-keys"))
    data = export(other.store, [other.sign(replace(declarations_part(), statements=()))])
    receive(publisher.store, read_bytes(data))
    publisher.release(plan_part())
    reader = open_reader(store=publisher.store)
    foreign = reader.part("collectif-fictif")
    assert foreign is not None
    assert foreign.foreign
    assert foreign.key == other.key.public.id
    own = reader.part("plans-fictifs")
    assert own is not None
    assert not own.foreign


def counted(reader: Reader) -> list[str]:
    """The queries that a reader makes from now on."""
    seen: list[str] = []
    # FTS5 asks its own tables besides, once a connection.
    own = ("--", "PRAGMA 'main'", "SELECT k, v FROM")
    reader._connect().set_trace_callback(lambda query: None if query.startswith(own) else seen.append(query))
    return seen


@pytest.mark.parametrize(
    ("name", "arguments", "queries"),
    [
        ("parts", (), 1), ("plans", (), 1), ("plan", ("plan-fictif-2",), 1), ("sections", (PLAN,), 1), ("measures", (PLAN,), 1),
        ("measure", (measure_uid(1),), 1), ("statements_of_plan", (PLAN,), 1), ("statements", ([PLAN, SECTION],), 1),
        ("means", (PLAN,), 1), ("means_all", (), 1), ("acts", (), 1), ("organisations", (), 1), ("series", (), 1),
        ("series_by_slug", ("victimes-fictives",), 1), ("sources", ([SOURCE],), 1), ("owner_of", (SOURCE,), 1),
        ("place", (PLAN,), 1), ("citing", (SOURCE,), 1), ("search", ("victimes",), 3), ("known", ("x",), 4),
    ],
)  # fmt: skip
def test_answers_take_one_to_four_queries(
    reader: Reader, name: str, arguments: tuple[object, ...], queries: int
) -> None:
    seen = counted(reader)
    getattr(reader, name)(*arguments)
    assert len(seen) == queries, seen


def test_an_answer_is_kept(reader: Reader) -> None:
    first = reader.measures(PLAN)
    seen = counted(reader)
    assert reader.measures(PLAN) is first
    assert seen == []


def test_a_reader_is_shared_until_something_is_published(publisher: Publisher) -> None:
    publisher.release(plan_part())
    one = open_reader(store=publisher.store)
    assert open_reader(store=publisher.store) is one
    publisher.release(declarations_part())
    two = open_reader(store=publisher.store)
    assert two is not one
    assert two.stamp != one.stamp


def test_threads_read_through_their_own_connections(reader: Reader) -> None:
    found: list[object] = []
    connections: set[int] = set()

    def read() -> None:
        connections.add(id(reader._connect()))
        found.append(reader.statements_all())

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(item == found[0] for item in found)


def test_two_parts_that_want_one_address_both_have_one(publisher: Publisher) -> None:
    publisher.release(plan_part())
    facts = plan_part("autre")
    other = PartFacts(
        header=facts.header,
        series=(replace(victims(), uid=declarations_part().header.uid),),
        sources=facts.sources,
        organisations=facts.organisations,
    )
    publisher.release(other)
    slugs = [head.slug for head in open_reader(store=publisher.store).series()]
    assert len(set(slugs)) == 2
    assert "victimes-fictives" in slugs
    for slug in slugs:
        assert open_reader(store=publisher.store).series_by_slug(slug) is not None


def test_readers_need_no_django_database(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)
    reader = publisher.publish_all()
    assert reader.plans()
    assert reader.search("victimes").total


def test_the_default_store_is_the_publication_folder(settings: object) -> None:
    assert reader_module.default_store().root.name == "publication"


def test_statements_about_a_section_belong_to_its_plan(publisher: Publisher) -> None:
    facts = declarations_part()
    about = replace(facts.statements[0], subject=SECTION)
    publisher.release(plan_part(), replace(facts, statements=(about,)))
    assert SECTION in open_reader(store=publisher.store).statements_of_plan(PLAN)


def test_an_open_connection_is_read_only(reader: Reader) -> None:
    with pytest.raises(sqlite3.OperationalError):
        reader._connect().execute("CREATE TABLE x (y)")


def test_releases_are_listed_latest_first(publisher: Publisher) -> None:
    one, two = publisher.release(plan_part()), publisher.release(declarations_part(), at=NOON.replace(day=21))
    assert open_reader(one.id, publisher.store).releases() == (two, one)
