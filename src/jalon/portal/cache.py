"""Public pages kept in memory: an answer given once is given again until the next Release, before any session or view.

What is kept can hold nothing personal: it answers an address of the portal and nothing else (namespace of the match),
it was made for a request that carried neither cookie nor authorisation, it sets no cookie, and none of the inner
middlewares says that it varies with a cookie. Whatever is not surely so is passed on and not kept.

The language is in the address (`/en/`), so it is in the key. The key holds the state of the pointer file `current`,
which moves with each Release and is touched by each withdrawal: no page outlives what it shows, in any process.
"""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from gzip import compress as gzip
from hashlib import blake2b

import brotli
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase

from jalon.publication.reader import default_store

Stamp = tuple[int, int, int]
Key = tuple[Stamp, str, str]
GetResponse = Callable[[HttpRequest], HttpResponseBase]

BUDGET = 64 * 1024 * 1024
"""Bytes of pages, all encodings, that one process keeps."""
LARGEST = BUDGET // 16
"""Bytes of the largest page kept: one download does not push all pages out."""
LONGEST_QUERY = 2048
"""Characters after `?` beyond which an answer is not kept."""
OVERHEAD = 2048
"""Bytes counted for each page beside its texts."""
PUBLIC = "public, max-age=60, must-revalidate"
"""Never immutable: a withdrawn fact leaves the caches of others within a minute."""

_WORTH_PACKING = 256
_BROTLI_QUALITY = 5
_PACKABLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
_INDIFFERENT = frozenset({"accept-encoding", "accept-language"})
"""`Vary` of pages that may be kept. LocaleMiddleware names the language, but the address alone decides it."""
_OURS = frozenset({"vary", "content-length", "etag", "cache-control"})


@dataclass(frozen=True, slots=True)
class Variant:
    """The answer in one encoding."""

    etag: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A kept answer: as it is, and packed by each encoding that was asked for; the plain one again where packing does
    not make it smaller."""

    variants: dict[str, Variant]
    said: dict[str, str] = field(default_factory=dict)
    """Headers of every variant."""
    digest: str = ""

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return OVERHEAD + sum(len(body) for body in {variant.body for variant in self.variants.values()})

    def with_variant(self, encoding: str) -> "Page":
        """The same page with its answer in this encoding."""
        if encoding in self.variants:
            return self
        plain = self.variants[""]
        body = _packed(encoding, plain.body, self.said.get("Content-Type", ""))
        made = plain if body is None else _variant(self.said, self.digest, encoding, body)
        return replace(self, variants=self.variants | {encoding: made})

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The answer in the encoding that the client prefers; 304 when it has it; without body for HEAD."""
        meta = request.META
        encoding = asked_encoding(request)
        variant = self.with_variant(encoding).variants[encoding]
        if has(meta.get("HTTP_IF_NONE_MATCH"), variant.etag):
            return _not_modified(variant.etag)
        return HttpResponse(variant.body if request.method == "GET" else b"", headers=variant.headers)


class Shelf:
    """Pages of the current Release, least recently asked for leave first. Safe between threads."""

    def __init__(self, budget: int = BUDGET) -> None:
        self.budget = budget
        self.held = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._stamp: Stamp | None = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Page | None:
        """The page of this key."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        """Keep a page, unless it alone is too large; all pages of another Release leave."""
        if page.size > min(LARGEST, self.budget):
            return
        with self._lock:
            if key[0] != self._stamp:
                self._pages.clear()
                self._stamp, self.held = key[0], 0
            before = self._pages.pop(key, None)
            self._pages[key] = page
            self.held += page.size - (before.size if before else 0)
            while self.held > self.budget:
                self.held -= self._pages.popitem(last=False)[1].size


class PublicPageCache:
    """Answers known public pages before any other middleware runs; keeps those that may be kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        page = self.shelf.get(key)
        return self._given(request, key, page) if page else self._asked(request, key)

    def _given(self, request: HttpRequest, key: Key, page: Page) -> HttpResponse:
        """A page that is kept; packed when it is first asked for in an encoding, and kept so."""
        packed = page.with_variant(asked_encoding(request))
        if packed is not page and stamp() == key[0]:
            self.shelf.put(key, packed)
        return packed.answer(request)

    def _asked(self, request: HttpRequest, key: Key) -> HttpResponseBase:
        """The answer of the view, kept when it may be and when no Release came while it was made."""
        response = self.get_response(request)
        if not is_public(request, response):
            return response
        if not isinstance(response, HttpResponse):
            return _streamed(request, response, key)
        page = page_of(response).with_variant(asked_encoding(request))
        if request.method == "GET" and stamp() == key[0]:
            self.shelf.put(key, page)
        return page.answer(request)


def key_of(request: HttpRequest) -> Key | None:
    """What an answer depends on; None for requests that are no business of ours."""
    meta = request.META
    query = meta.get("QUERY_STRING", "")
    if request.method not in ("GET", "HEAD") or len(query) > LONGEST_QUERY or "HTTP_HX_REQUEST" in meta:
        return None
    try:
        request.get_host()
    except DisallowedHost:
        return None  # refused with its own page by CommonMiddleware
    now = stamp()
    return (now, request.path_info, in_order(query) if query else "") if now else None


def stamp() -> Stamp | None:
    """The state of the pointer to the current Release: another one after each Release and each withdrawal."""
    try:
        found = os.stat(default_store().current)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_dev


def in_order(query: str) -> str:
    """The same parameters in one order; several values of one name keep theirs, as the last one counts."""
    return "&".join(sorted((pair for pair in query.split("&") if pair), key=lambda pair: pair.partition("=")[0]))


def is_public(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer is the same for everyone who asks for this address."""
    match = request.resolver_match
    return (
        response.status_code == 200
        and match is not None
        and match.namespaces == ["portal"]
        and not (request.META.get("HTTP_COOKIE") or request.META.get("HTTP_AUTHORIZATION"))
        and not response.cookies
        and not any(response.has_header(name) for name in ("Cache-Control", "Content-Encoding", "Set-Cookie"))
        and _named(response.get("Vary", "")) <= _INDIFFERENT
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def _named(header: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in header.split(",") if name.strip())


def page_of(response: HttpResponse) -> Page:
    """The answer with its headers, as it is."""
    body = response.content
    digest = blake2b(body, digest_size=12).hexdigest()
    said = {name: value for name, value in response.items() if name.lower() not in _OURS}
    return Page({"": _variant(said, digest, "", body)}, said, digest)


def _packed(encoding: str, body: bytes, media: str) -> bytes | None:
    """None when packing is of no use."""
    if len(body) < _WORTH_PACKING or len(body) > LARGEST or not media.startswith(_PACKABLE):
        return None
    packed = brotli.compress(body, quality=_BROTLI_QUALITY) if encoding == "br" else gzip(body, 6, mtime=0)
    return packed if len(packed) < len(body) else None


def _variant(said: dict[str, str], digest: str, encoding: str, body: bytes) -> Variant:
    etag = f'"{digest}{"-" if encoding else ""}{encoding}"'
    headers = {**said, **_for_caches(etag), "Content-Length": str(len(body))}
    return Variant(etag, body, headers | {"Content-Encoding": encoding} if encoding else headers)


def _for_caches(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": PUBLIC, "Vary": "Accept-Encoding"}


def _not_modified(etag: str) -> HttpResponse:
    response = HttpResponseNotModified()
    for name, value in _for_caches(etag).items():
        response[name] = value
    return response


def _streamed(request: HttpRequest, response: HttpResponseBase, key: Key) -> HttpResponseBase:
    """A stream is never kept; its tag is that of the Release and the address, so that it is not sent twice."""
    etag = f'W/"{blake2b(repr(key).encode(), digest_size=12).hexdigest()}"'
    if has(request.META.get("HTTP_IF_NONE_MATCH"), etag):
        response.close()
        return _not_modified(etag)
    for name, value in _for_caches(etag).items():
        response[name] = value
    return response


def has(header: str | None, etag: str) -> bool:
    """Whether If-None-Match names this tag (RFC 9110, 13.1.2: weak comparison)."""
    if header is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags


def asked_encoding(request: HttpRequest) -> str:
    """The encoding to answer a request in."""
    return preferred(request.META.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)
def preferred(accepted: str) -> str:
    """The encoding to send for an Accept-Encoding (RFC 9110, 12.5.3): br, gzip, or empty for none."""
    weights = dict(_weight(part) for part in accepted.lower().split(",")) if accepted else {}
    found = [(weights.get(name, weights.get("*", 0.0)), name) for name in ("gzip", "br")]
    best = max(found, key=lambda pair: pair[0] + (pair[1] == "br") * 1e-6)
    return best[1] if best[0] > 0 else ""


def _weight(part: str) -> tuple[str, float]:
    """(coding, quality); a quality that cannot be read refuses the coding."""
    name, _semicolon, said = part.partition(";")
    weight = said.strip().removeprefix("q=")
    try:
        return name.strip(), float(weight) if weight else 1.0
    except ValueError:
        return name.strip(), 0.0
