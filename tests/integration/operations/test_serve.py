"""jalon serve: all processes, started, restarted, stopped; refused where it must be."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.operations.conftest import Instance

pytestmark = [pytest.mark.sqlite, pytest.mark.serial]
LIMIT = 60.0  # seconds after which a test gives up; nothing is measured


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as got:
            return got.status, got.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def await_text(path: Path, text: str) -> None:
    end = time.monotonic() + LIMIT
    while text not in path.read_text():
        assert time.monotonic() < end, f"« {text} » was not said:\n{path.read_text()}"
        time.sleep(0.1)


@contextmanager
def served(instance: Instance, port: int, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    log = instance.var.parent / "serve.log"
    command = [sys.executable, "-m", "jalon.config.cli", "serve", "--port", str(port), "--workers", "1", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=instance.environ, stderr=out, stdout=out, stdin=subprocess.DEVNULL)
    try:
        await_text(log, "serving http://localhost")
        yield process, log
    finally:
        process.terminate()
        process.wait(LIMIT)


def children_of(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """name -> process id, read from /proc."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if parent == process.pid and b"jalon.config.child" in words:
            found[words[words.index(b"jalon.config.child") + 1].decode()] = int(entry.name)
    return found


def await_children(process: subprocess.Popen[bytes], names: set[str]) -> dict[str, int]:
    end = time.monotonic() + LIMIT
    while (found := children_of(process)).keys() != names:
        assert time.monotonic() < end, f"{found} instead of {names}"
        time.sleep(0.1)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_an_instance_is_served_survives_a_dead_child_and_stops(instance: Instance) -> None:
    port = free_port()
    with served(instance, port) as (process, log):
        assert answer(port, "/healthz") == (200, "ok\n")
        status, words = answer(port, "/readyz")
        assert status == 503 and '"database": "ok"' in words  # nothing was published in it
        before = await_children(process, {"web", "worker", "tick"})
        os.kill(before["tick"], signal.SIGKILL)
        await_text(log, "tick ended with code -9")
        second = instance.run("serve", "--port", str(free_port()), code=1)
        assert "served already" in second.stderr
        busy = instance.run("serve", "--port", str(port), code=1)
        assert f"port {port} is taken" in busy.stderr
    assert process.returncode == 0
    for child in before.values():
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_a_demonstration_is_not_served_on_other_addresses(instance: Instance) -> None:
    refused = instance.run("serve", "--demo", "--host", "0.0.0.0", "--port", str(free_port()), code=1)
    assert "known passwords" in refused.stderr
    public = instance.run("serve", "--demo", code=1, JALON_BASE_URL="https://jalon.example.org")
    assert "known passwords" in public.stderr


def test_gunicorn_s_entry_point_answers(instance: Instance) -> None:
    """Any WSGI server can serve it: the callable alone, as gunicorn imports it."""
    done = instance.python(
        "from wsgiref.util import setup_testing_defaults\n"
        "from jalon.config.wsgi import application\n"
        "environ = {'PATH_INFO': '/healthz', 'HTTP_HOST': 'localhost'}\n"
        "setup_testing_defaults(environ)\n"
        "said = []\n"
        "body = b''.join(application(environ, lambda status, headers: said.append(status)))\n"
        "print(said[0], body)"
    )
    assert done.stdout.strip() == "200 OK b'ok\\n'", done.stderr
