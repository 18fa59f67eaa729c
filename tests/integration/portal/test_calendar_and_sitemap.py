"""calendrier.ics (RFC 5545) and sitemap.xml, on the real French parts."""

import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from jalon.facts.common import Text, When
from jalon.facts.plan import PlanEvent
from jalon.facts.uids import stable_uid
from jalon.publication.reader import open_reader
from tests.publishing import Publisher
from tests.synthetic import plan_part

BASE = "https://jalon.exemple.invalid"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
Event = dict[str, str]


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.JALON = settings.JALON.model_copy(update={"base_url": BASE})


def lines(client: Client, path: str = "/calendrier.ics") -> list[str]:
    """The unfolded lines of the file; its raw ones end with CRLF and have 75 octets at most (RFC 5545, 3.1)."""
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    raw = response.content
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    return raw.decode().replace("\r\n ", "").splitlines()


def events(client: Client, path: str = "/calendrier.ics") -> list[Event]:
    text = "\n".join(lines(client, path))
    blocks = re.findall(r"BEGIN:VEVENT\n(.*?)\nEND:VEVENT", text, re.DOTALL)
    return [dict(line.split(":", 1) for line in block.split("\n")) for block in blocks]


def one_event(publisher: Publisher, edtf: str, words: str = "Adoption") -> None:
    facts = plan_part()
    event = PlanEvent(uid=stable_uid("an-event"), when=When(edtf=edtf), text=Text(value=words))
    plans = tuple(replace(plan, events=(event,) if plan.rank == 1 else ()) for plan in facts.plans)
    publisher.release(replace(facts, plans=plans, statements=()))


def test_every_event_has_a_name_a_stamp_and_one_whole_day(french: Client) -> None:
    found = events(french)
    assert len({event["UID"] for event in found}) == len(found) > 10
    stamp = re.sub("[-:]", "", open_reader().release.created_at)
    for event in found:
        first, after = (event[f"{name};VALUE=DATE"] for name in ("DTSTART", "DTEND"))
        assert date.fromisoformat(after) - date.fromisoformat(first) == timedelta(days=1)
        assert (event["DTSTAMP"], bool(event["SUMMARY"].split(":")[-1].strip())) == (stamp, True)


def test_the_file_opens_and_closes_and_says_what_is_left_out(french: Client) -> None:
    found = lines(french)
    assert found[0] == "BEGIN:VCALENDAR" and found[-1] == "END:VCALENDAR"
    assert {"VERSION:2.0", "CALSCALE:GREGORIAN"} <= set(found[:4])
    assert any(line.startswith("DESCRIPTION:Seules les dates connues au jour") for line in found[:8])


@pytest.mark.parametrize("edtf", ["2021", "2021-06", "2021-06~", "2014/2016", "2021-06-01/2021-06-30"])
def test_a_date_not_known_to_the_day_is_no_event(publisher: Publisher, client: Client, edtf: str) -> None:
    one_event(publisher, edtf)
    assert events(client) == []


def test_a_day_is_an_event_and_an_approximate_one_says_so(publisher: Publisher, client: Client) -> None:
    one_event(publisher, "2021-06-15~", "Adoption")
    (event,) = events(client)
    assert event["DTSTART;VALUE=DATE"] == "20210615"
    assert "Adoption" in event["SUMMARY"]
    assert re.search(r"\(.*15 juin 2021\)", event["SUMMARY"])


@pytest.mark.parametrize("words", ["a;b,c\\d", "BEGIN:VEVENT", "é" * 200, "ligne\nEND:VCALENDAR"])
def test_words_of_a_fact_cannot_break_the_file(publisher: Publisher, client: Client, words: str) -> None:
    one_event(publisher, "2021-06-15", words)
    (event,) = events(client)
    said = event["SUMMARY"].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert said.endswith(words)


def test_the_english_file_has_the_same_days(french: Client) -> None:
    one, other = events(french), events(french, "/en/calendrier.ics")
    assert [(e["UID"], e["DTSTART;VALUE=DATE"]) for e in one] == [(e["UID"], e["DTSTART;VALUE=DATE"]) for e in other]


# --- sitemap


def test_the_sitemap_names_every_page_in_both_languages(french: Client) -> None:
    root = ElementTree.fromstring(french.get("/sitemap.xml").content)
    found = {url.findtext(f"{SITEMAP}loc"): url for url in root.findall(f"{SITEMAP}url")}
    assert len(found) == len(root.findall(f"{SITEMAP}url"))
    reader = open_reader()
    for plan in reader.plans():
        assert f"{BASE}/plans/{plan.slug}/" in found and f"{BASE}/en/plans/{plan.slug}/" in found
    assert sum("/mesures/" in str(url) or "/elements/" in str(url) for url in found) == 2 * sum(
        len(reader.measures(plan.uid)) for plan in reader.plans()
    )
    for address, url in found.items():
        links = {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        assert links.keys() == {"fr", "en"}
        assert address in links.values() and set(links.values()) <= found.keys()


def test_every_sort_of_page_of_the_sitemap_answers(french: Client) -> None:
    """One address of each shape: the first and the last."""
    root = ElementTree.fromstring(french.get("/sitemap.xml").content)
    shapes: dict[tuple[str, ...], list[str]] = {}
    for url in root.iter(f"{SITEMAP}loc"):
        path = str(url.text).removeprefix(BASE)
        parts = path.strip("/").split("/")
        shapes.setdefault((str(len(parts)), *(p for p in parts[:-1] if not any(c.isdigit() for c in p))), []).append(
            path
        )
    for paths in shapes.values():
        for path in {paths[0], paths[-1]}:
            assert french.get(path).status_code == 200, path
