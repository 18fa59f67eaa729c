"""What the public will see, before it is signed."""

from dataclasses import replace

import pytest

from jalon.core.models import Part
from jalon.publication.preview import preview_reader
from jalon.publication.reader import open_reader
from jalon.publication.selectors import hash_of_part
from jalon.publication.store import Store
from tests.integration.publication.conftest import load, sign
from tests.synthetic import MISSION, PLAN, SERIES, database_parts, measure_uid, victims


def test_a_preview_shows_the_part_as_it_stands_among_the_published_ones(parts: dict[str, Part]) -> None:
    reader = preview_reader(parts["coalition"])
    assert len(reader.statements([measure_uid(2)])[measure_uid(2)]) == 2
    assert reader.plan_by_uid(PLAN) == open_reader().plan_by_uid(PLAN)
    assert [part.header.slug for part in reader.parts()] == ["annuaire-fictif", "collectif-fictif", "plans-fictifs"]
    assert "collectif-fictif" not in [part.header.slug for part in open_reader().parts()]


def test_a_preview_of_a_changed_part_shows_no_trace_of_what_it_said(parts: dict[str, Part]) -> None:
    facts = database_parts()[1]
    load(replace(facts, measures=facts.measures[:1], statements=facts.statements[:2], means=(), acts=()))
    reader = preview_reader(parts["plans"])
    assert [measure.number for measure in reader.measures(PLAN)] == ["1"]
    assert reader.search("hébergement").total == 0
    assert reader.place(measure_uid(2)) is None
    assert reader.organisation("mission-fictive") is not None
    assert len(reader.statements_naming(str(MISSION.uid))) == 2


def test_a_preview_is_what_signing_makes(parts: dict[str, Part]) -> None:
    preview = preview_reader(parts["coalition"], "Bilan")
    digest = hash_of_part(parts["coalition"], "Bilan")
    sign(parts["coalition"], reason="Bilan")
    signed = open_reader()
    info = signed.part("collectif-fictif")
    assert info is not None
    assert preview.release.id == info.hash == digest
    assert preview.statements_of_plan(PLAN) == signed.statements_of_plan(PLAN)
    assert preview.plans() == signed.plans()


def test_a_preview_reads_series_that_are_not_published(parts: dict[str, Part]) -> None:
    facts = database_parts()[1]
    more = replace(victims(), observations=(*victims().observations, replace(victims().observations[0], value="7")))
    load(replace(facts, series=(more,)))
    reader = preview_reader(parts["plans"])
    assert reader.series_by_uid(SERIES) == more
    assert reader.series()[0].count == 3


def test_a_preview_writes_nothing(parts: dict[str, Part], store: Store) -> None:
    before = sorted(path for path in store.root.rglob("*") if path.is_file())
    preview_reader(parts["coalition"])
    assert sorted(path for path in store.root.rglob("*") if path.is_file()) == before


def test_a_first_preview_needs_no_release(db: None, store: Store) -> None:
    part = load(database_parts()[0])
    assert not store.current.exists()
    assert len(preview_reader(part).organisations()) == 2


@pytest.mark.parametrize("q", ["fictif", "centre"])
def test_search_in_a_preview_counts_what_it_lists(parts: dict[str, Part], q: str) -> None:
    page = preview_reader(parts["coalition"]).search(q)
    assert page.total == len(page.hits)
