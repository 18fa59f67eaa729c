"""What a page costs does not grow with the plan: the same number of index queries for 3 measures and for 100."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from jalon.facts.common import StatementKind, When
from jalon.facts.part import PartFacts
from jalon.publication import index
from jalon.publication import reader as reading
from jalon.publication.keys import instance_key
from jalon.publication.store import Store
from tests.publishing import Publisher
from tests.synthetic import COALITION, measure, plan_part, statement, text


def plan_of(measures: int) -> PartFacts:
    """The invented part with as many more measures, each one judged, asked for and promised."""
    facts = plan_part()
    more = tuple(measure(number, f"Mesure inventée {number}") for number in range(100, 100 + measures))
    said = tuple(
        statement(
            f"{m.number}-{kind}", m.uid, kind, said=When(edtf="2021"), said_by=COALITION, text=text("Dit"), topic="t"
        )
        for m in more
        for kind in (StatementKind.JUDGED, StatementKind.ASKED, StatementKind.PROMISED, StatementKind.LEAD)
    )
    return replace(facts, measures=(*facts.measures, *more), statements=(*facts.statements, *said))


def queries(var: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """(index queries, characters) of a page asked for the first time."""
    asked: list[str] = []
    original = index.open_read_only

    def traced(path: Path) -> object:
        connection = original(path)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(index, "open_read_only", traced)
    reading._kept_reader.cache_clear()
    with override_settings(JALON=settings.JALON.model_copy(update={"var_dir": var})):
        answer = Client().get(address)
    reading._kept_reader.cache_clear()
    assert answer.status_code == 200
    own = [query for query in asked if not query.startswith("--")]  # what FTS5 asks of its own tables
    return len(own), len(answer.content)


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two instances: a small plan and a large one."""
    found = []
    for measures in (3, 100):
        var = tmp_path_factory.mktemp(f"plan{measures}")
        publisher = Publisher(Store(var / "publication"), instance_key(var / "keys"))
        publisher.release(plan_of(measures))
        found.append(var)
    return found[0], found[1]


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 12),
        ("/plans/{slug}/", 16),
        ("/plans/{slug}/mesures/101/", 18),
        ("/plans/{slug}/filiation/{before}/", 9),
        ("/recoupements/", 8),
        ("/calendrier/", 10),
        ("/organismes/", 6),
        ("/organismes/{body}/", 11),
        ("/indicateurs/", 8),
        ("/realisations/", 8),
        ("/etats/", 6),
        ("/recommandations/", 8),
        ("/comites/", 6),
        ("/engagements/", 9),
        ("/recommandations/couverture/", 8),
        ("/statistiques/", 6),
        ("/parlement/", 8),
        ("/moyens/", 8),
        ("/sources/", 6),
        ("/recherche/?q=mesure", 8),
        ("/donnees/", 4),
    ],
)
def test_a_page_asks_the_index_as_often_for_a_large_plan(
    sizes: tuple[Path, Path], address: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = plan_of(0)
    slug = next(p.slug for p in facts.plans if p.rank == 2)
    before = next(p.slug for p in facts.plans if p.rank == 1)
    address = address.format(slug=slug, before=before, body=facts.organisations[0].slug)
    small, large = (queries(var, address, monkeypatch) for var in sizes)
    assert small[0] == large[0] <= most


def test_a_plan_of_a_hundred_measures_is_whole(sizes: tuple[Path, Path]) -> None:
    with override_settings(JALON=settings.JALON.model_copy(update={"var_dir": sizes[1]})):
        slug = next(p.slug for p in plan_of(0).plans if p.rank == 2)
        html = Client().get(f"/plans/{slug}/").content.decode()
    assert html.count('class="entry"') >= 100
