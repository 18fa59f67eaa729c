"""What is kept of public answers, for how long, and what never is."""

import gzip
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from jalon.portal.cache import PublicPageCache, in_order, preferred
from jalon.publication import parts, releases
from jalon.publication.keys import instance_key
from jalon.publication.reader import default_store
from jalon.publication.store import Store
from tests.publishing import NOON, Publisher
from tests.synthetic import declarations_part, measure_uid, plan_part

ASK = RequestFactory()
LONG = "Où en est la mesure 16 ? " * 100


def published_in(var: Path) -> Publisher:
    made = Publisher(Store(var / "publication"), instance_key(var / "keys"))
    made.release(plan_part())
    return made


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with a Release, for tests that publish nothing."""
    folder = tmp_path_factory.mktemp("published")
    published_in(folder)
    return folder


@pytest.fixture
def published(var: Path, settings: Settings) -> None:
    settings.JALON = settings.JALON.model_copy(update={"var_dir": var})


@pytest.fixture
def publisher(tmp_path: Path, settings: Settings) -> Publisher:
    """A Release of this test alone."""
    settings.JALON = settings.JALON.model_copy(update={"var_dir": tmp_path})
    return published_in(tmp_path)


def plain(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse(f"{request.get_full_path()} {LONG}")


@dataclass
class Inner:
    """What lies below the middleware: resolves the address as Django does, counts, answers."""

    view: Callable[[HttpRequest], HttpResponseBase] = plain
    calls: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with self.lock:
            self.calls += 1
        with translation.override(translation.get_language_from_path(request.path_info) or "fr"):
            request.resolver_match = resolve(request.path_info)
        return self.view(request)


def twice(
    view: Callable[[HttpRequest], HttpResponseBase] = plain, path: str = "/", headers: Mapping[str, str] | None = None
) -> tuple[Inner, HttpResponseBase]:
    """The same request two times; what lies below and the second answer."""
    inner = Inner(view)
    middleware = PublicPageCache(inner)
    middleware(ASK.get(path, **(headers or {})))  # type: ignore[arg-type]
    return inner, middleware(ASK.get(path, **(headers or {})))  # type: ignore[arg-type]


def with_header(name: str, value: str) -> Callable[[HttpRequest], HttpResponseBase]:
    def view(request: HttpRequest) -> HttpResponseBase:
        response = plain(request)
        response[name] = value
        return response

    return view


def with_cookie(request: HttpRequest) -> HttpResponseBase:
    response = plain(request)
    response.set_cookie("sessionid", "secret")
    return response


# --- what is kept


@pytest.mark.usefixtures("published")
def test_a_page_asked_for_twice_is_made_once() -> None:
    inner, response = twice()
    assert inner.calls == 1
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == f"/ {LONG}"


@pytest.mark.usefixtures("published")
def test_the_first_and_the_kept_answer_say_the_same() -> None:
    middleware = PublicPageCache(Inner(with_header("Content-Security-Policy", "default-src 'none'")))
    first, second = middleware(ASK.get("/")), middleware(ASK.get("/"))
    assert dict(first.items()) == dict(second.items())
    assert first["Content-Security-Policy"] == "default-src 'none'"
    assert first["Cache-Control"] == "public, max-age=60, must-revalidate"


@pytest.mark.usefixtures("published")
def test_each_language_has_its_own_page() -> None:
    inner = Inner()
    middleware = PublicPageCache(inner)
    french, english = middleware(ASK.get("/plans/a/")), middleware(ASK.get("/en/plans/a/"))
    assert inner.calls == 2
    assert isinstance(french, HttpResponse) and isinstance(english, HttpResponse)
    assert french.content != english.content


@pytest.mark.usefixtures("published")
def test_parameters_in_another_order_are_the_same_page() -> None:
    inner = Inner()
    middleware = PublicPageCache(inner)
    middleware(ASK.get("/recherche/?q=a&page=2"))
    middleware(ASK.get("/recherche/?page=2&q=a"))
    middleware(ASK.get("/recherche/?page=3&q=a"))
    assert inner.calls == 2


PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), st.text("xyz=", max_size=3)), max_size=8)


@settings(max_examples=60)
@given(pairs=PAIRS, seed=st.integers(0, 1000))
def test_the_last_of_several_values_stays_the_last(pairs: list[tuple[str, str]], seed: int) -> None:
    """Any order that leaves the values of each name in theirs gives the same text, and no value is lost."""
    names = [name for name, _value in pairs]
    Random(seed).shuffle(names)
    left = {name: [value for other, value in pairs if other == name] for name in names}
    shuffled = [(name, left[name].pop(0)) for name in names]
    query, other = ("&".join(f"{name}={value}" for name, value in some) for some in (pairs, shuffled))
    assert in_order(query) == in_order(other)
    assert sorted(in_order(query).split("&")) == sorted(query.split("&"))


# --- what is not


REFUSED: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "not found": lambda request: HttpResponse("x", status=404),
    "redirect": lambda request: HttpResponse("x", status=301),
    "sets a cookie": with_cookie,
    "varies with the cookie": with_header("Vary", "Accept-Language, Cookie"),
    "varies with htmx": with_header("Vary", "HX-Request"),
    "not to be stored": with_header("Cache-Control", "private, no-store"),
    "already packed": with_header("Content-Encoding", "gzip"),
    "one-time nonce": with_header("Content-Security-Policy", "script-src 'nonce-abc'"),
    "streamed": lambda request: StreamingHttpResponse([b"x"]),
}


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("view", REFUSED.values(), ids=REFUSED.keys())
def test_an_answer_that_is_not_surely_public_is_not_kept(view: Callable[[HttpRequest], HttpResponseBase]) -> None:
    assert twice(view)[0].calls == 2


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "path", ["/design/", "/bureau/", "/en/bureau/parties/a/apercu/", "/healthz", "/metrics", "/robots.txt"]
)
def test_no_address_outside_of_the_portal_is_kept(path: str) -> None:
    inner, response = twice(path=path)
    assert inner.calls == 2
    assert not response.has_header("Cache-Control")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "said",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"HTTP_HX_REQUEST": "true"},
        {"QUERY_STRING": "q=" + "a" * 2048},
        {"HTTP_HOST": "evil.example"},
    ],
    ids=lambda said: next(iter(said)),
)
def test_an_answer_to_somebody_is_not_kept(said: dict[str, str]) -> None:
    inner, response = twice(headers=said)
    assert inner.calls == 2
    assert not response.has_header("Cache-Control")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_only_reading_is_answered_from_memory(method: str) -> None:
    inner = Inner()
    middleware = PublicPageCache(inner)
    middleware(ASK.get("/"))
    middleware(getattr(ASK, method)("/"))
    assert inner.calls == 2


@pytest.mark.usefixtures("published")
def test_who_brings_a_cookie_gets_the_page_of_everybody() -> None:
    inner = Inner()
    middleware = PublicPageCache(inner)
    first = middleware(ASK.get("/"))
    second = middleware(ASK.get("/", HTTP_COOKIE="sessionid=abc"))
    assert inner.calls == 1
    assert dict(first.items()) == dict(second.items())
    assert not second.cookies


def test_nothing_is_kept_where_nothing_is_published(tmp_path: Path, settings: Settings) -> None:
    settings.JALON = settings.JALON.model_copy(update={"var_dir": tmp_path})
    assert twice()[0].calls == 2


# --- HEAD, tags, encodings


@pytest.mark.usefixtures("published")
def test_head_gives_the_length_and_no_body() -> None:
    inner = Inner()
    middleware = PublicPageCache(inner)
    head, get, again = middleware(ASK.head("/")), middleware(ASK.get("/")), middleware(ASK.head("/"))
    assert isinstance(head, HttpResponse) and isinstance(get, HttpResponse) and isinstance(again, HttpResponse)
    assert (head.content, again.content) == (b"", b"")
    assert inner.calls == 2, "an answer to HEAD is not kept, one to GET answers HEAD"
    assert head["Content-Length"] == again["Content-Length"] == str(len(get.content))
    assert head["ETag"] == get["ETag"]


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_who_has_the_page_is_not_sent_it_again(form: str) -> None:
    middleware = PublicPageCache(Inner())
    tag = middleware(ASK.get("/"))["ETag"]
    response = middleware(ASK.get("/", HTTP_IF_NONE_MATCH=form.format(tag)))
    assert isinstance(response, HttpResponse)
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
    assert response["Cache-Control"].startswith("public")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("said", ['"other"', "", '"', "garbage, \x00"])
def test_another_tag_gets_the_page(said: str) -> None:
    assert twice(headers={"HTTP_IF_NONE_MATCH": said})[1].status_code == 200


@pytest.mark.usefixtures("published")
def test_a_stream_is_passed_on_with_a_tag_of_the_release() -> None:
    middleware = PublicPageCache(Inner(lambda request: StreamingHttpResponse([b"a", b"b"])))
    response = middleware(ASK.get("/donnees/plans.csv"))
    assert b"".join(response) == b"ab"
    assert middleware(ASK.get("/donnees/plans.csv", HTTP_IF_NONE_MATCH=response["ETag"])).status_code == 304
    assert middleware(ASK.get("/donnees/series.csv", HTTP_IF_NONE_MATCH=response["ETag"])).status_code == 200


UNPACK: dict[str, Callable[[bytes], bytes]] = {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("code", UNPACK)
def test_every_encoding_says_the_same_under_its_own_tag(code: str) -> None:
    middleware = PublicPageCache(Inner())
    tags = {middleware(ASK.get("/", HTTP_ACCEPT_ENCODING=name))["ETag"] for name in ("", "br", "gzip")}
    response = middleware(ASK.get("/", HTTP_ACCEPT_ENCODING=code))
    assert isinstance(response, HttpResponse)
    assert len(tags) == 3
    assert UNPACK[code](response.content).decode() == f"/ {LONG}"
    assert response.get("Content-Encoding", "") == code
    assert (response["Vary"], response["Content-Length"]) == ("Accept-Encoding", str(len(response.content)))


@pytest.mark.usefixtures("published")
def test_what_is_packed_already_is_not_packed_again() -> None:
    def view(request: HttpRequest) -> HttpResponseBase:
        return HttpResponse(b"PK" + b"\0" * 1000, content_type="application/zip")

    assert not twice(view, headers={"HTTP_ACCEPT_ENCODING": "gzip, br"})[1].has_header("Content-Encoding")


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("", ""),
        ("identity", ""),
        ("*", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("gzip; q=0.5, *;q=0", "gzip"),
        ("BR", "br"),
        ("br;q=much", ""),
        ("br;q=nan", ""),
        (",;,;;q=,", ""),
    ],
)
def test_the_encoding_sent_is_the_best_of_those_accepted(accepted: str, sent: str) -> None:
    assert preferred(accepted) == sent


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_accept_encoding_breaks_the_answer(accepted: str) -> None:
    assert preferred(accepted) in UNPACK


# --- how long, how much


def test_a_new_release_replaces_the_page_at_once(publisher: Publisher) -> None:
    inner = Inner()
    middleware = PublicPageCache(inner)
    middleware(ASK.get("/"))
    publisher.release(declarations_part(), at=NOON + timedelta(days=1))
    middleware(ASK.get("/"))
    assert inner.calls == 2


def test_a_page_made_while_a_release_came_is_not_kept(publisher: Publisher) -> None:
    def view(request: HttpRequest) -> HttpResponseBase:
        if inner.calls == 1:
            publisher.release(declarations_part(), at=NOON + timedelta(days=1))
        return HttpResponse("x")

    inner = Inner(view)
    middleware = PublicPageCache(inner)
    for _time in range(3):
        middleware(ASK.get("/"))
    assert inner.calls == 2


def test_a_withdrawal_empties_the_shelf_before_the_next_release(publisher: Publisher) -> None:
    inner = Inner()
    middleware = PublicPageCache(inner)
    middleware(ASK.get("/"))
    path = f"measures/{measure_uid(2)}.json"
    uid = plan_part().header.uid
    parts.withdraw(publisher.store, uid, [path], reason="privacy", words="Un nom.", at=NOON, key=publisher.key)
    releases.purge(publisher.store)
    middleware(ASK.get("/"))
    assert inner.calls == 2


def test_threads_never_see_an_older_release_than_the_one_they_came_for(publisher: Publisher) -> None:
    """Each answer names the Release that was current when it was asked for, or a later one."""
    store = default_store()
    middleware = PublicPageCache(Inner(lambda request: HttpResponse(str(releases.current_id(store)))))
    order = [str(releases.current_id(store))]
    answers: list[tuple[int, str]] = []
    done = threading.Event()

    def visit(number: int) -> None:
        while not done.is_set():
            came = len(order) - 1
            response = middleware(ASK.get(f"/plans/{number % 3}/"))
            assert isinstance(response, HttpResponse)
            answers.append((came, response.content.decode()))

    visitors = [threading.Thread(target=visit, args=(number,)) for number in range(8)]
    for visitor in visitors:
        visitor.start()
    for day in range(1, 6):
        facts = plan_part()
        titled = replace(facts, header=replace(facts.header, title=f"Plans, {day}"))
        order.append(publisher.release(titled, at=NOON + timedelta(days=day)).id)
    done.set()
    for visitor in visitors:
        visitor.join()
    assert len(set(order)) == 6
    assert [(came, name) for came, name in answers if order.index(name) < came] == []
    assert answers
