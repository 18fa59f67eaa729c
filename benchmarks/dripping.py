"""Six clients drip an upload, a byte at a time, straight to the server without a proxy: how long do others wait?

    python -m benchmarks.dripping

Wall clock, on loopback. Target: every other page under one second.
"""

import socket
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.serving import served

CLIENTS, SECONDS, EVERY = 6, 12.0, 0.2
TARGET = 1.0
PAGES = ("/", "/plans/plan-3-2024-2027/", "/bureau/compte/connexion/", "/statistiques/")
HEAD = (
    "POST /bureau/compte/connexion/ HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    "Content-Length: 1000000\r\nConnection: close\r\n\r\n--x\r\n"
)


def main() -> int:
    """Prints the slowest page with and without the dripping; 1 over the target."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "var") as address:
        slowest(address, SECONDS / 3)  # warm
        alone = slowest(address, SECONDS / 3)
        with_drips = dripped(address)
    print(
        f"slowest page: {alone * 1000:.0f} ms alone, {with_drips * 1000:.0f} ms while {CLIENTS} clients drip, target {TARGET:.0f} s"
    )
    return int(with_drips > TARGET)


def dripped(address: str) -> float:
    """The slowest page while the clients drip."""
    stop = threading.Event()
    port = urlsplit(address).port or 80
    clients = [threading.Thread(target=drip, args=(port, stop)) for _client in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        return slowest(address, SECONDS)
    finally:
        stop.set()
        for client in clients:
            client.join()


def drip(port: int, stop: threading.Event) -> None:
    """One client: the head at once, then a byte now and then, until told or hung up on."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(HEAD.format(port=port).encode())
        while not stop.wait(EVERY):
            try:
                connection.sendall(b"a")
            except OSError:
                return


def slowest(address: str, seconds: float) -> float:
    """The longest that a page took, asked one after the other for so many seconds."""
    longest, until = 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        for page in PAGES:
            began = time.monotonic()
            with urllib.request.urlopen(address + page, timeout=30) as answer:
                answer.read()
            longest = max(longest, time.monotonic() - began)
    return longest


if __name__ == "__main__":
    raise SystemExit(main())
