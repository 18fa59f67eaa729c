"""Every public address: reachable, whole, permanent; nothing of another host, no style attribute, no script inside."""

import re
from collections import Counter, deque
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, override_settings

from jalon.publication.reader import open_reader
from tests.pages import Seen, get, plain
from tests.publishing import Publisher
from tests.synthetic import plan_part

NOT_OURS = ("/bureau", "/en/bureau", "/design", "/en/design", "/static")
MANY = re.compile(
    r"(/en)?/(sources|indicateurs|realisations|etats|statistiques(?:/famille)?|organismes|plans/[^/]+/(?:mesures|elements))/[^/]+/$"
)
EACH = 6
"""Pages of one sort that are opened in each language; links to the others are compared with what is published."""


def sort_of(address: str) -> str:
    """What many pages have in common: their address without its last part."""
    return address[: address.rstrip("/").rindex("/")] if MANY.match(address) else address


def crawl(client: Client, *starts: str) -> tuple[dict[str, str], set[str]]:
    """Pages linked from these, a few of each sort, and all addresses that they link; what follows `?` is left out."""
    seen: dict[str, str] = {}
    linked: set[str] = set()
    opened: Counter[str] = Counter()
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        if address in linked or address.startswith(NOT_OURS):
            continue
        linked.add(address)
        opened[sort_of(address)] += 1
        if opened[sort_of(address)] > EACH:
            continue
        answer = client.get(address)
        assert answer.status_code in (200, 301), f"{address}: {answer.status_code}"
        seen[address] = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
        waiting.extend(re.findall(r'href="(/[^"#?]*)', seen[address]))
    return seen, linked


@pytest.fixture(scope="module")
def crawled(french_var: Path) -> tuple[dict[str, Seen], set[str]]:
    """A few pages of each sort of the French register in both languages, and every address that they link."""
    with override_settings(JALON=settings.JALON.model_copy(update={"var_dir": french_var})):
        seen, linked = crawl(Client(), "/", "/en/")
    return {address: Seen(html) for address, html in seen.items() if html}, linked


@pytest.fixture(scope="module")
def pages(crawled: tuple[dict[str, Seen], set[str]]) -> dict[str, Seen]:
    """The pages that were opened."""
    return crawled[0]


def test_every_link_leads_somewhere(french: Client, crawled: tuple[dict[str, Seen], set[str]]) -> None:
    pages, linked = crawled
    assert len(pages) > 100 and sum(address.startswith("/en/") for address in pages) == len(pages) // 2
    known = listed(french) | {
        f"{prefix}/sources/{s.uid}/" for s in open_reader().all_sources() for prefix in ("", "/en")
    }
    assert {address for address in linked if MANY.match(address)} <= known


def listed(client: Client) -> set[str]:
    """The addresses of the sitemap."""
    return set(re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", client.get("/sitemap.xml").content.decode()))


def test_every_page_has_one_heading_a_title_and_its_place(pages: dict[str, Seen]) -> None:
    titles: Counter[str] = Counter()
    for address, page in pages.items():
        assert len(page.all("h1")) == 1, address
        assert len(page.all("main")) == 1, address
        title = page.all("title")[0].words
        assert title.endswith("| Jalon") and len(title) > 9, address
        titles[title + page.all("html")[0]["lang"]] += 1
        links = {(e["rel"], e["hreflang"]): e["href"] for e in page.all("link")}
        assert links["canonical", ""].endswith(address), address
        assert {("alternate", "fr"), ("alternate", "en")} <= links.keys(), address
        assert page.all("html")[0]["lang"] == ("en" if address.startswith("/en/") else "fr")
    assert max(titles.values()) <= 8, titles.most_common(3)


def test_no_id_stands_twice_and_every_reference_is_answered(pages: dict[str, Seen]) -> None:
    for address, page in pages.items():
        ids = Counter(page.ids)
        assert not [name for name, count in ids.items() if count > 1], address
        wanted = {name for e in page.elements for name in e["aria-labelledby"].split()}
        wanted |= {e["href"][1:] for e in page.elements if e["href"].startswith("#") and len(e["href"]) > 1}
        wanted |= {e["for"] for e in page.elements if e["for"]}
        assert wanted <= ids.keys(), (address, wanted - ids.keys())


def test_nothing_breaks_the_strict_policy(pages: dict[str, Seen]) -> None:
    for address, page in pages.items():
        assert not re.search(r"<[^>]+\sstyle=", page.html), address
        assert not re.search(r"<script(?![^>]*\ssrc=)", page.html), address
        assert not re.search(
            r"<(script|img|iframe|link rel=\"stylesheet\")[^>]*(src|href)=\"(https?:)?//", page.html
        ), address
        assert not re.search(r"\son[a-z]+=\"", page.html), address


def test_no_page_shows_the_machine_behind_it(pages: dict[str, Seen]) -> None:
    for address, page in pages.items():
        words = plain(page.html.partition("<main")[2])
        assert not re.search(
            r"(?<![\w-])None(?! of|-)|\{\{|\{%|<c-|StatementKind|%\([a-z]+\)s|\bFalse\b|\bTrue\b", words + " "
        ), address
        assert "<c-" not in page.html, address


def test_every_page_marks_the_language_of_its_menu_and_content(pages: dict[str, Seen]) -> None:
    for address, page in pages.items():
        langs = {e["lang"] for e in page.elements if e["lang"]}
        assert langs <= {"fr", "en"}, address


def test_no_page_asks_for_the_database_the_session_or_the_user(french: Client) -> None:
    assert not connections["default"].in_atomic_block
    answer = french.get("/plans/plan-2-2019-2021/")  # pytest-django refuses any connection in this test
    assert answer.status_code == 200 and not answer.cookies
    assert not hasattr(answer.wsgi_request, "_cached_user")
    assert not answer.wsgi_request.session.accessed


def test_a_permanent_address_redirects_for_ever(french: Client) -> None:
    reader = open_reader()
    plan = reader.plans()[1]
    sixteen = reader.measure_by_number(plan.uid, "16")
    assert sixteen is not None
    said = reader.statements([sixteen.uid])[sixteen.uid][0]
    body = reader.organisations()[0]
    for uid, end in (
        (plan.uid, f"/plans/{plan.slug}/"),
        (sixteen.uid, f"/plans/{plan.slug}/mesures/16/"),
        (said.uid, f"/recommandations/{said.uid}/#d-{said.uid}"),
        (body.uid, f"/organismes/{body.slug}/"),
        (reader.acts()[0].uid, f"/parlement/#a-{reader.acts()[0].uid}"),
        (reader.series()[0].uid, f"/statistiques/{reader.series()[0].slug}/"),
        (reader.all_sources()[0].uid, f"/sources/{reader.all_sources()[0].uid}/"),
    ):
        answer = french.get(f"/id/{uid}/")
        assert (answer.status_code, answer["Location"]) == (301, end)
    assert french.get(f"/en/id/{plan.uid}/")["Location"] == f"/en/plans/{plan.slug}/"


def ids(client: Client, path: str, kept: dict[str, set[str]] = {}) -> set[str]:  # noqa: B006
    """The ids of a page, read once."""
    if path not in kept:
        kept[path] = set(get(client, path).ids)
    return kept[path]


def test_the_anchor_of_a_statement_is_on_the_page_it_leads_to(french: Client) -> None:
    reader = open_reader()
    for plan in reader.plans():
        for subject, group in reader.statements_of_plan(plan.uid).items():
            for said in group:
                target = french.get(f"/id/{said.uid}/")["Location"]
                path, _hash, anchor = target.partition("#")
                assert anchor in ids(french, path), (subject, said.kind, target)


@pytest.mark.parametrize("uid", ["x", "0" * 36, "00000000-0000-7000-8000-000000000000", "..", "%00"])
def test_a_permanent_address_of_nothing_is_not_found(french: Client, uid: str) -> None:
    assert french.get(f"/id/{uid}/").status_code == 404


def test_what_its_owner_withdrew_is_gone(publisher: Publisher, client: Client) -> None:
    from jalon.publication import parts, releases
    from tests.publishing import NOON

    facts = plan_part()
    publisher.release(facts)
    slug = open_reader().plans()[-1].slug
    measure = next(m for m in facts.measures if m.number)
    assert client.get(f"/id/{measure.uid}/").status_code == 301
    parts.withdraw(
        publisher.store, facts.header.uid, [f"measures/{measure.uid}.json"], reason="privacy", words="Nom d’une personne.",
        at=NOON, key=publisher.key,
    )  # fmt: skip
    releases.purge(publisher.store)
    page = get(client, f"/id/{measure.uid}/", 410)
    assert "vie privée" in page.main() and "Nom d’une personne." in page.main()
    assert client.get(f"/plans/{slug}/elements/{measure.uid}/").status_code == 410


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_are_only_read(french: Client, method: str) -> None:
    assert getattr(french, method)("/").status_code == 405


def test_the_sitemap_lists_every_page_in_both_languages(
    french: Client, crawled: tuple[dict[str, Seen], set[str]]
) -> None:
    _pages, linked = crawled
    kept = {a for a in linked if not re.match(r"(/en)?/(sources/.|versions/.|recherche|id/|donnees/.)", a)}
    assert {a for a in kept if a.endswith("/")} <= listed(french)
    assert listed(french) <= linked
