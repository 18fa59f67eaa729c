"""Every fact has a citation, and every citation a source of its own part."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from jalon.demo.france.sources import apart, split_address
from jalon.facts.common import Citation
from jalon.facts.directory import Territory, Vocabulary
from jalon.facts.part import PartFacts

SLUGS = ["annuaire", "plan-1", "plan-2", "plan-3", "pays", "statistiques", "parlement", "engagements"]


def _all(fact: Any) -> Iterator[Any]:
    if isinstance(fact, tuple):
        for item in fact:
            yield from _all(item)
    elif is_dataclass(fact):
        yield fact
        for field in fields(fact):
            yield from _all(getattr(fact, field.name))


def _cited(fact: Any) -> bool:
    return any(isinstance(part, Citation) for part in _all(fact))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_fact_has_a_citation(by_slug: dict[str, PartFacts], slug: str) -> None:
    with_citations = [f for f in _all(by_slug[slug]) if hasattr(f, "citations") and not isinstance(f, PartFacts)]
    own = {field.name for field in fields(PartFacts)} - {"header", "sources"}
    facts = [f for name in own for f in getattr(by_slug[slug], name) if not isinstance(f, Vocabulary | Territory)]
    bare = [f for f in (*with_citations, *facts) if not _cited(f) and not getattr(f, "fictional", False)]
    assert bare == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_part_carries_exactly_the_sources_that_it_cites(by_slug: dict[str, PartFacts], slug: str) -> None:
    part = by_slug[slug]
    cited = {fact.source for fact in _all(part) if isinstance(fact, Citation)}
    held = {source.uid for source in part.sources}
    assert cited <= held
    if slug != "annuaire":  # the directory also keeps the pages that were consulted and that nothing cites
        assert cited == held


def test_sources_that_stand_in_a_list_become_several_citations(by_slug: dict[str, PartFacts]) -> None:
    promise = next(p for p in by_slug["engagements"].promises if p.text.value.endswith("(mesure 9)"))
    assert len(promise.citations) == 5


@pytest.mark.parametrize(
    ("address", "url", "note"),
    [
        ("https://a.example/b", "https://a.example/b", None),
        ("https://a.example/b (18/02/2022)", "https://a.example/b", "18/02/2022"),
        ("https://a.example/enc=mbVD... (9e rapport)", None, "9e rapport"),
        ("github betagouv/beta.gouv.fr content/a.md", None, None),
        ("Collectif, plaidoyer, 2022", None, None),
        ("", None, None),
    ],
)
def test_an_address_is_parted_into_url_and_note(address: str, url: str | None, note: str | None) -> None:
    assert split_address(address) == (url, note)


@pytest.mark.parametrize(
    ("text", "words", "addresses"),
    [
        ("sans adresse (entre parenthèses)", "sans adresse (entre parenthèses)", []),
        ("dates 2024 : https://a.example/x", "dates 2024", ["https://a.example/x"]),
        (
            "plus de 30 (https://a.example/x ; http://b.example/y/)",
            "plus de 30",
            ["https://a.example/x", "http://b.example/y/"],
        ),
        ("close (github a/b c/d.md)", "close", ["github a/b c/d.md"]),
    ],
)
def test_addresses_in_a_note_become_citations(text: str, words: str, addresses: list[str]) -> None:
    assert apart(text) == (words, addresses)
