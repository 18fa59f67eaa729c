"""A demonstration that is really served, for benchmarks that need the server."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 8765


def environ(var: Path) -> dict[str, str]:
    """The machine's variables, without settings of another instance."""
    return {n: v for n, v in os.environ.items() if not n.startswith("JALON_")} | {"JALON_VAR_DIR": str(var)}


@contextmanager
def served(var: Path, port: int = PORT) -> Iterator[str]:
    """The address, once pages are answered; set up first."""
    command = [sys.executable, "-m", "jalon.config.cli"]
    subprocess.run([*command, "setup", "--demo"], env=environ(var), check=True, capture_output=True)
    process = subprocess.Popen(
        [*command, "serve", "--demo", "--port", str(port)],
        env=environ(var),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, seconds: float = 120.0) -> float:
    """How long until the address answers; TimeoutError after `seconds`."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return time.monotonic() - began
    raise TimeoutError(address)
