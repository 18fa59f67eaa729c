"""The feed of Releases (RFC 4287): what every reader requires, what each Release changed in words, absolute addresses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from jalon.facts.common import Text
from jalon.facts.part import PartFacts
from jalon.facts.plan import Title
from tests.publishing import NOON, Publisher
from tests.synthetic import declarations_part, plan_part

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://jalon.exemple.invalid"


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.JALON = settings.JALON.model_copy(update={"base_url": BASE})


def feed(client: Client, path: str = "/atom.xml") -> Element:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(response.content)


def said(element: Element, name: str) -> str:
    found = element.findall(ATOM + name)
    assert len(found) == 1, name
    return found[0].text or ""


def entries(element: Element) -> list[Element]:
    return element.findall(f"{ATOM}entry")


def renamed(words: str) -> PartFacts:
    """The invented plans, the title of the first measure being other words."""
    facts = plan_part()
    first = facts.measures[0]
    title = Title(text=replace(first.titles[0].text, value=words), citations=first.titles[0].citations)
    return replace(facts, measures=(replace(first, titles=(title,)), *facts.measures[1:]))


def moments(element: Element) -> Iterator[datetime]:
    for found in element.iter(f"{ATOM}updated"):
        moment = datetime.fromisoformat(found.text or "")
        assert moment.tzinfo is not None
        yield moment


@pytest.mark.parametrize("path", ["/atom.xml", "/en/atom.xml"])
def test_it_holds_what_the_standard_requires(french: Client, path: str) -> None:
    root = feed(french, path)
    assert root.tag == f"{ATOM}feed"
    assert urlsplit(said(root, "id")).scheme == "https" and said(root, "title")
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    for entry in entries(root):
        assert UUID(said(entry, "id").removeprefix("urn:uuid:")).version == 5
        assert said(entry, "title") and said(entry, "content")
        assert [link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
    assert max(moments(root)) == next(moments(root))
    assert len(entries(root)) == 1


@pytest.mark.parametrize(("path", "lang"), [("/atom.xml", "fr"), ("/en/atom.xml", "en")])
def test_it_names_itself_its_language_and_only_whole_addresses(french: Client, path: str, lang: str) -> None:
    root = feed(french, path)
    links = {link.get("rel", "alternate"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == BASE + path
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    assert all((link.get("href") or "").startswith(f"{BASE}/") for link in root.iter(f"{ATOM}link"))


def test_each_release_is_an_entry_latest_first(publisher: Publisher, client: Client) -> None:
    made = [publisher.release(plan_part())]
    made += [publisher.release(declarations_part(), at=NOON + timedelta(days=1))]
    found = entries(feed(client))
    assert [said(entry, "updated") for entry in found] == [info.created_at for info in reversed(made)]
    assert len({said(entry, "id") for entry in found}) == 2
    for entry, info in zip(found, reversed(made), strict=True):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        address = (link.get("href") or "").removeprefix(BASE)
        assert info.id[:12] in address
        assert client.get(address).status_code == 200


def test_what_a_release_changed_is_said_in_words(publisher: Publisher, client: Client) -> None:
    publisher.release(plan_part())
    publisher.release(renamed("Ouvrir deux centres"), at=NOON + timedelta(days=1))
    words = said(entries(feed(client))[0], "content")
    assert "Ouvrir deux centres" in words
    assert "devient" in words
    assert said(entries(feed(client))[1], "content").startswith("Première version")


def test_an_entry_keeps_its_name_for_ever(publisher: Publisher, client: Client, settings: Settings) -> None:
    """Neither a later Release, nor the language, nor a new address of the instance renames it."""
    publisher.release(plan_part())
    name = said(entries(feed(client))[0], "id")
    publisher.release(declarations_part(), at=NOON + timedelta(days=1))
    settings.JALON = settings.JALON.model_copy(update={"base_url": "https://ailleurs.invalid"})
    assert said(entries(feed(client, "/en/atom.xml"))[-1], "id") == name


def test_words_of_a_fact_cannot_break_the_feed(publisher: Publisher, client: Client) -> None:
    publisher.release(plan_part())
    words = ']]></content><entry>&amp;<script>alert("1")</script>'
    publisher.release(renamed(words), at=NOON + timedelta(days=1))
    root = feed(client)
    assert words in said(entries(root)[0], "content")
    assert len(entries(root)) == 2


def test_many_changes_are_counted_not_listed(publisher: Publisher, client: Client) -> None:
    publisher.release(plan_part())
    facts = plan_part()
    more = tuple(
        replace(facts.measures[0], uid=facts.measures[0].uid[:-4] + f"{number:04}", number=str(100 + number),
                titles=(Title(text=Text(value=f"Mesure {number}")),))
        for number in range(60)
    )  # fmt: skip
    publisher.release(replace(facts, measures=(*facts.measures, *more)), at=NOON + timedelta(days=1))
    words = said(entries(feed(client))[0], "content").splitlines()
    assert len(words) == 41
    assert words[-1].startswith("et 2")


def test_nothing_published_is_said_by_503(publisher: Publisher, client: Client) -> None:
    assert client.get("/atom.xml").status_code == 503
