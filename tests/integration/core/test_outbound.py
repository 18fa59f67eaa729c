"""What the server fetches from another host, on a loopback server that stands in for the internet."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import structlog

from jalon.core.outbound import Fetched, Gate, OutboundError, fetch

PUBLIC = "93.184.216.34"


@dataclass
class Web:
    """A server on loopback, and what the gate was asked on the way to it."""

    server: ThreadingHTTPServer
    answers: dict[str, tuple[int, dict[str, str], bytes]]
    seen: list[dict[str, str]] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return self.names.get(host, [PUBLIC])

    def route(self, address: str, port: int) -> tuple[str, int]:
        """Where the boundary stands: the checked address is noted, and loopback is reached in its place."""
        self.connected.append(address)
        return "127.0.0.1", self.server.server_address[1]

    def get(self, url: str, *, plain_http: bool = True, **limits: Any) -> Fetched:
        return fetch(url, plain_http=plain_http, gate=Gate(resolve=self.resolve, route=self.route, **limits))


@pytest.fixture
def web(settings: Any) -> Iterator[Web]:
    settings.JALON = settings.JALON.model_copy(update={"outbound": True})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.seen.append({name.lower(): value for name, value in self.headers.items()})
            status, headers, body = found.answers.get(self.path, (404, {}, b"nothing"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.answer(body)

        def answer(self, body: bytes) -> None:
            try:
                if body == b"DRIP":
                    while not stop.wait(0.02):
                        self.wfile.write(b".")
                else:
                    self.wfile.write(body)
            except OSError:
                pass  # the client hung up, which is what some tests want

        def log_message(self, *args: Any) -> None:
            pass

    stop = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Web(server, {})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    stop.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_is_off_unless_the_instance_allows_it(settings: Any) -> None:
    assert settings.JALON.outbound is False
    with pytest.raises(OutboundError, match="JALON_OUTBOUND"):
        fetch("https://exemple.fr/")


def test_an_answer_comes_with_its_status_and_type(web: Web) -> None:
    web.answers["/a"] = (200, {"Content-Type": "text/plain; charset=utf-8"}, b"bonjour")
    found = web.get("http://exemple.fr/a")
    assert (found.status, found.media_type, found.body) == (200, "text/plain", b"bonjour")
    assert web.seen[0]["host"] == "exemple.fr"


def test_the_connection_goes_to_the_address_that_was_checked_and_the_name_is_asked_once(web: Web) -> None:
    web.get("http://exemple.fr/")
    assert (web.resolved, web.connected) == (["exemple.fr"], [PUBLIC])


def test_a_name_that_leads_inside_is_never_connected_to(web: Web) -> None:
    web.names["interne.exemple"] = ["169.254.169.254"]
    with pytest.raises(OutboundError, match="refused"):
        web.get("http://interne.exemple/latest/meta-data")
    assert web.connected == []


def test_a_redirect_to_the_inside_is_refused(web: Web) -> None:
    web.answers["/a"] = (302, {"Location": "http://interne.exemple/"}, b"")
    web.names["interne.exemple"] = ["10.0.0.5"]
    with pytest.raises(OutboundError, match="refused"):
        web.get("http://exemple.fr/a")
    assert web.connected == [PUBLIC]


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://localhost/"])
def test_an_internal_address_written_out_is_refused_by_the_real_resolver(web: Web, url: str) -> None:
    with pytest.raises(OutboundError, match="refused"):
        fetch(url, plain_http=True)


def test_a_redirect_is_followed_through_the_same_gate(web: Web) -> None:
    web.answers["/a"] = (301, {"Location": "http://ailleurs.exemple/b"}, b"")
    web.answers["/b"] = (200, {}, b"ici")
    assert web.get("http://exemple.fr/a").body == b"ici"
    assert web.resolved == ["exemple.fr", "ailleurs.exemple"]


def test_redirects_without_end_are_cut(web: Web) -> None:
    web.answers["/a"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(OutboundError, match="more than 3"):
        web.get("http://exemple.fr/a")
    assert len(web.seen) == 4


@pytest.mark.parametrize(
    "url", ["http://exemple.fr/", "ftp://exemple.fr/", "file:///etc/passwd", "https://", "https://nom:mot@exemple.fr/"]
)
def test_only_https_addresses_without_a_password_are_asked_for(web: Web, url: str) -> None:
    with pytest.raises(OutboundError):
        web.get(url, plain_http=False)
    assert web.connected == []


def test_https_does_not_fall_back_to_http_by_a_redirect(web: Web) -> None:
    from jalon.core.outbound import _allowed_url

    with pytest.raises(OutboundError, match="Only https"):
        _allowed_url("http://exemple.fr/b", False)


def test_a_server_without_a_valid_certificate_is_refused(web: Web) -> None:
    with pytest.raises(OutboundError, match="did not answer as expected"):
        web.get("https://exemple.fr/", plain_http=False)


def test_other_ports_are_refused(web: Web) -> None:
    with pytest.raises(OutboundError, match="Port 6379"):
        web.get("http://exemple.fr:6379/")
    assert web.connected == []


def test_a_request_whose_time_is_over_before_it_connects_is_cut_too(web: Web) -> None:
    with pytest.raises(OutboundError, match="ReadTimeout"):
        web.get("http://exemple.fr/a", max_seconds=-1.0)


def test_an_answer_that_is_too_big_is_cut(web: Web) -> None:
    web.answers["/a"] = (200, {}, b"x" * 2000)
    with pytest.raises(OutboundError, match="more than 1000 bytes"):
        web.get("http://exemple.fr/a", max_bytes=1000)


def test_a_compressed_answer_is_refused_because_it_could_unfold_without_end(web: Web) -> None:
    web.answers["/a"] = (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b")
    with pytest.raises(OutboundError, match="compressed"):
        web.get("http://exemple.fr/a")
    assert web.seen[0]["accept-encoding"] == "identity"


def test_an_answer_that_drips_is_cut_at_the_deadline_of_the_whole_request(web: Web) -> None:
    web.answers["/a"] = (200, {}, b"DRIP")
    with pytest.raises(OutboundError, match="ReadTimeout"):
        web.get("http://exemple.fr/a", max_seconds=0.3)


def test_the_log_names_the_host_and_nothing_of_the_path(web: Web) -> None:
    web.answers["/secret?cle=42"] = (200, {}, b"")
    with structlog.testing.capture_logs() as lines:
        web.get("http://exemple.fr/secret?cle=42")
    assert [(line["event"], line["host"], line["status"]) for line in lines] == [("outbound", "exemple.fr", 200)]
    assert "secret" not in str(lines)


def test_proxies_of_the_environment_are_not_used(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    web.answers["/a"] = (200, {}, b"direct")
    assert web.get("http://exemple.fr/a").body == b"direct"
