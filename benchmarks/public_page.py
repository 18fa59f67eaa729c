"""A public page from memory against a static file of its size, both through the whole middleware: CPU time and ratio.

    python -m benchmarks.public_page

The static file is what WhiteNoise serves at its best: known at start, packed beforehand. Target: at most 4 times.
"""

import io
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jalon.publication.store import Store

CALLS, ROUNDS = 400, 7
TARGET = 4.0
PAGES = ("/", "/en/", "/donnees/observations.csv")
Answer = tuple[str, bytes, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU microseconds of one answer, and its bytes on the wire."""

    page: str
    encoding: str
    size: int
    static: float
    cached: float

    @property
    def ratio(self) -> float:
        return self.cached / self.static

    def __str__(self) -> str:
        shown = self.encoding or "as it is"
        return f"{self.page:<28} {shown:<9} {self.size:>8} {self.static:>10.0f} {self.cached:>10.0f} {self.ratio:>7.2f}"


def main() -> int:
    """Prints the table; 1 when a page costs more than the target."""
    with tempfile.TemporaryDirectory() as folder:
        costs = measure(Path(folder))
    print(f"{'page':<28} {'encoding':<9} {'bytes':>8} {'static µs':>10} {'page µs':>10} {'ratio':>7}")
    for cost in costs:
        print(cost)
    return int(any(cost.ratio > TARGET for cost in costs))


def measure(folder: Path) -> list[Cost]:
    """The costs on a Release of the French plans, in a folder of its own."""
    os.environ["JALON_VAR_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "jalon.config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from jalon.publication.reader import default_store

    call_command("collectstatic", verbosity=0, interactive=False)
    publish(default_store())
    first = _application()
    for number, page in enumerate(PAGES):
        _write_static(settings.STATIC_ROOT / f"page{number}.html", ask(first, page)[1])
    served = _application()
    return [_cost(served, page, number, code) for number, page in enumerate(PAGES) for code in ("", "gzip", "br")]


def publish(store: "Store") -> None:
    """One Release of the French parts."""
    from django.conf import settings

    from jalon.demo.france import parts
    from jalon.publication import parts as versions
    from jalon.publication import releases
    from jalon.publication.keys import instance_key

    key, now = instance_key(settings.JALON.keys_dir), datetime(2026, 1, 20, tzinfo=UTC)
    for facts in parts():
        versions.sign_off(store, facts, signer=facts.header.owner.name, at=now, key=key)
    releases.build(store, key=key, at=now)


def _application() -> Callable[..., Any]:
    """A fresh one: WhiteNoise reads the folder when it starts."""
    from django.core.wsgi import get_wsgi_application

    application: Callable[..., Any] = get_wsgi_application()
    return application


def _write_static(path: Path, body: bytes) -> None:
    from whitenoise.compress import Compressor

    path.write_bytes(body)
    list(Compressor(quiet=True).compress(str(path)))


def _cost(application: Callable[..., Any], page: str, number: int, code: str) -> Cost:
    static = f"/static/page{number}.html"
    size = len(ask(application, page, code)[1])
    rounds = [(_seconds(application, static, code), _seconds(application, page, code)) for _round in range(ROUNDS)]
    return Cost(page, code, size, min(pair[0] for pair in rounds) * 1e6, min(pair[1] for pair in rounds) * 1e6)


def _seconds(application: Callable[..., Any], path: str, code: str) -> float:
    """CPU of one answer, of many."""
    began = time.process_time()
    for _call in range(CALLS):
        ask(application, path, code)
    return (time.process_time() - began) / CALLS


def ask(application: Callable[..., Any], path: str, code: str = "") -> Answer:
    """One request as the server hands it over; RuntimeError when the answer is not the thing itself."""
    said: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _exc_info: object = None) -> None:
        said.update(status=status, headers=dict(headers))

    answer = application(_environ(path, code), start)
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    if said["status"] != "200 OK" or said["headers"].get("Content-Encoding", "") != code:
        raise RuntimeError(f"{path} ({code or 'as it is'}): {said['status']}, {said['headers']}")
    return said["status"], body, said["headers"]


def _environ(path: str, code: str) -> dict[str, Any]:
    """What a browser sends."""
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_ACCEPT": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "HTTP_ACCEPT_ENCODING": code or "identity",
        "HTTP_ACCEPT_LANGUAGE": "fr,en;q=0.5",
        "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


if __name__ == "__main__":
    raise SystemExit(main())
