"""A Release of every earlier version stays readable, whole, and written alike."""

from pathlib import Path

import pytest

from jalon.facts import codec
from jalon.facts.kinds import kind_of_path
from jalon.publication import parts, releases, verifying
from jalon.publication.diff import difference
from jalon.publication.reader import open_reader
from jalon.publication.store import Store
from tests.keep_release import FIXTURES, copied
from tests.publishing import Publisher
from tests.synthetic import PLAN, measure_uid

KEPT = sorted(path for path in FIXTURES.glob("*/*") if path.is_dir())
SYNTHETIC = [path for path in KEPT if path.name == "synthetic"]


def version_and_name(path: Path) -> str:
    return f"{path.parent.name} {path.name}"


@pytest.fixture(params=KEPT, ids=version_and_name)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A kept Release, in a folder that can be written to."""
    return copied(request.param, tmp_path / "kept")


def test_there_is_a_release_of_the_first_version() -> None:
    assert {"0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0", "0.5.1"} <= {path.parent.name for path in KEPT}


def test_it_is_whole(kept: Store) -> None:
    open_reader(store=kept)
    report = verifying.verify_release(kept)
    assert [str(problem) for problem in report.problems] == []
    assert report.documents > 0


def test_every_page_can_be_read(kept: Store) -> None:
    reader = open_reader(store=kept)
    assert reader.releases() == (reader.release,)
    for plan in reader.plans():
        assert reader.plan(plan.slug) == plan
        reader.sections(plan.uid)
        reader.statements_of_plan(plan.uid)
        assert all(reader.measure(measure.uid) == measure for measure in reader.measures(plan.uid))
    for head in reader.series():
        series = reader.series_by_slug(head.slug)
        assert series is not None
        assert len(series.observations) == head.count
    assert reader.search("plan").total


def test_documents_of_today_s_schema_are_written_alike(kept: Store) -> None:
    """The canonical writing never changes: else the same facts would get another hash."""
    for place, digest in releases.contents(kept, open_reader(store=kept).release.id).documents.items():
        path = place.partition("/")[2]
        blob = kept.get(digest)
        if blob.endswith(b',"schema":%d}' % codec.SCHEMA):
            assert codec.encode(codec.read_document(path, blob)) == blob, kind_of_path(path).name


def test_it_can_be_compared_with_what_is_published_next(kept: Store, publisher: Publisher) -> None:
    first = open_reader(store=kept).release
    uid = parts.part_uids(kept)[0]
    (kept.part_folder(uid) / "current").unlink()
    second = Publisher(kept, publisher.key).release()
    found = difference(kept, first.id, second.id)
    assert found.parts_removed == (uid,)
    assert found.counts()["removed"] > 0


@pytest.mark.parametrize("path", SYNTHETIC, ids=version_and_name)
def test_it_says_what_it_said(path: Path, tmp_path: Path) -> None:
    reader = open_reader(store=copied(path, tmp_path / "kept"))
    measure = reader.measure_by_number(PLAN, "1")
    assert measure is not None
    assert measure.titles[0].text.value == "Former les enquêteurs à l’identification des victimes"
    assert [statement.recorded_at for statement in reader.statements([measure_uid(2)])[measure_uid(2)]] == [
        "2026-01-15T09:00:00Z",
        "2026-01-15T09:00:00Z",
    ]
    (head,) = reader.series()
    series = reader.series_by_slug(head.slug)
    assert series is not None
    assert [item.value for item in series.observations] == ["1401", "1439"]
