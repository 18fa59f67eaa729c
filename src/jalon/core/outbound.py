"""The only way this server talks to another host. Off unless JALON_OUTBOUND is set.

The name is resolved once, every address it gives must be public, and the connection goes to the very address that
was checked: a name that changes its answer meanwhile (DNS rebinding) changes nothing. Redirects pass the same gate.
Mail goes to the one server of JALON_SMTP_URL, and clamd to the one of JALON_CLAMD: neither comes through here.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

import certifi
import httpcore
import httpx
import structlog
from django.conf import settings

from jalon.core.errors import JalonError

log = structlog.get_logger("jalon.outbound")

Resolve: TypeAlias = Callable[[str, int], list[str]]
Connect: TypeAlias = Callable[[tuple[str, int], float], socket.socket]

HEADERS = {"User-Agent": "Jalon", "Accept-Encoding": "identity"}
MAX_BYTES = 10 * 1024 * 1024
MAX_SECONDS = 30.0
MAX_REDIRECTS = 3
PORTS = frozenset({80, 443})
SPECIAL_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
UNICAST_V6 = ipaddress.IPv6Network("2000::/3")
SPECIAL_V6 = tuple(
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


class OutboundError(JalonError):
    """The request was refused here, or the other host did not answer as it should."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: where it came from in the end, its status, media type and bytes."""

    url: str
    status: int
    media_type: str
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the machine's resolver gives them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(text: str) -> bool:
    """Whether an address is of the public internet: in no special-purpose network of IANA's registries (RFC 6890).

    Python's own `is_global` changes from one patch release to the next; this table does not. An IPv4 address inside
    a NAT64 one (RFC 6052: networks without IPv4) is judged by itself; 6to4, Teredo and mapped ones are refused.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:  # an address with a zone (fe80::1%eth0) or no address at all
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in SPECIAL_V4)
    if address in NAT64:
        return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
    return address.scope_id is None and address in UNICAST_V6 and not any(address in net for net in SPECIAL_V6)


def checked(host: str, port: int, look_up: Resolve = resolve) -> str:
    """The address to connect to; `OutboundError` if the name gives none, or any that is not public."""
    try:
        addresses = look_up(host, port)
    except OSError as error:
        raise OutboundError(f"The name {host} cannot be resolved.") from error
    if not addresses or not all(is_public(address) for address in addresses):
        raise OutboundError(f"{host} leads to an address that is not of the public internet: refused.")
    return addresses[0]


def _left(deadline: float) -> float:
    """Seconds until the deadline; a time-out once it is over."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the whole request took too long")
    return left


class _Stream(httpcore.NetworkStream):
    """A connection whose every read and write must end before the deadline of the whole request."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self.inner = inner
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, _left(self.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, _left(self.deadline))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self.inner.start_tls(ssl_context, server_hostname, _left(self.deadline)), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections: resolves, checks, and connects to the address that was checked."""

    def __init__(self, gate: "Gate", deadline: float) -> None:
        self.gate = gate
        self.deadline = deadline
        self.real = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if port not in self.gate.ports:
            raise OutboundError(f"Port {port} of {host} is not one the server may use.")
        address = checked(host, port, self.gate.resolve)
        address, port = self.gate.route(address, port)
        return _Stream(self.real.connect_tcp(address, port, _left(self.deadline)), self.deadline)

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise OutboundError("Sockets of this machine are not for outbound requests.")


def _straight(address: str, port: int) -> tuple[str, int]:
    return address, port


@dataclass(frozen=True, slots=True)
class Gate:
    """What a request passes. `resolve` and `route` are the boundary with the machine's network; tests stand there."""

    resolve: Resolve = resolve
    route: Callable[[str, int], tuple[str, int]] = _straight
    ports: frozenset[int] = PORTS
    max_bytes: int = MAX_BYTES
    max_seconds: float = MAX_SECONDS


def fetch(url: str, *, plain_http: bool = False, gate: Gate | None = None) -> Fetched:
    """GET an address. `OutboundError` when outbound is off, the address is refused, the answer too big or too slow."""
    if not settings.JALON.outbound:
        raise OutboundError("This instance does not talk to other hosts. JALON_OUTBOUND=true allows it.")
    gate = gate or Gate()
    deadline = time.monotonic() + gate.max_seconds
    for _hop in range(MAX_REDIRECTS + 1):
        answer, onward = _one(_allowed_url(url, plain_http), gate, deadline)
        log.info("outbound", host=urlsplit(url).hostname, status=answer.status)
        if onward is None:
            return answer
        url = urljoin(url, onward)
    raise OutboundError(f"{urlsplit(url).hostname} redirects more than {MAX_REDIRECTS} times.")


def _allowed_url(url: str, plain_http: bool) -> str:
    parts = urlsplit(url)
    schemes = {"https", "http"} if plain_http else {"https"}
    if parts.scheme not in schemes or not parts.hostname:
        raise OutboundError(f"Only {' and '.join(sorted(schemes))} addresses are asked for, not « {parts.scheme} ».")
    if parts.username or parts.password:
        raise OutboundError("An address with a name and password in it is refused.")
    return url


def _one(url: str, gate: Gate, deadline: float) -> tuple[Fetched, str | None]:
    """One request without following redirects; gives the answer and where it leads on to."""
    host = urlsplit(url).hostname
    try:
        with _client(gate, deadline) as client, client.stream("GET", url) as response:
            onward = response.headers.get("location") if response.is_redirect else None
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            body = b"" if onward else _read(response, gate.max_bytes)
            return Fetched(url=url, status=response.status_code, media_type=kind, body=body), onward
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        raise OutboundError(f"{host} did not answer as expected ({type(error).__name__}).") from error


def _read(response: httpx.Response, limit: int) -> bytes:
    """The body as sent: we ask for no compression, because a small compressed answer may unfold without end."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise OutboundError(f"{response.url.host} answers compressed though it was asked not to.")
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > limit:
            raise OutboundError(f"{response.url.host} answers with more than {limit} bytes.")
    return bytes(body)


@cache
def _tls() -> ssl.SSLContext:
    """Read once: the list of authorities takes a tenth of a second."""
    return ssl.create_default_context(cafile=certifi.where())


def _client(gate: Gate, deadline: float) -> httpx.Client:
    context = _tls()
    transport = httpx.HTTPTransport(verify=context, trust_env=False)
    # The pool with our own network below it: every socket of the client is opened by `_Backend`.
    transport._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=_Backend(gate, deadline))
    return httpx.Client(transport=transport, trust_env=False, follow_redirects=False, headers=HEADERS)
