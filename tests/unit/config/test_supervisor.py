"""The supervisor: starts, starts again, stops all. Children are tiny scripts; events are awaited, not slept for."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jalon.config import supervisor
from jalon.config.supervisor import Supervisor, Task

PATIENT = "import sys; open(sys.argv[1], 'a').write('started\\n'); sys.stdin.read()"
DYING = "import sys; open(sys.argv[1], 'a').write('started\\n'); sys.exit(3)"
LIMIT = 30.0  # seconds after which a test gives up


def task(code: str, path: Path) -> Task:
    return Task("child", [sys.executable, "-c", code, str(path)])


@contextmanager
def supervised(*tasks: Task) -> Iterator[tuple[Supervisor, list[str], threading.Event]]:
    said: list[str] = []
    heard = threading.Event()

    def say(line: str) -> None:
        said.append(line)
        heard.set()

    keeper = Supervisor(tasks, say)
    thread = threading.Thread(target=keeper.run)
    thread.start()
    try:
        yield keeper, said, heard
    finally:
        keeper.stopping.set()
        thread.join(LIMIT)
        assert not thread.is_alive()


def await_lines(path: Path, count: int) -> None:
    done = threading.Event()
    for _ in range(int(LIMIT / 0.05)):
        if path.exists() and len(path.read_text().splitlines()) >= count:
            return
        done.wait(0.05)
    raise AssertionError(f"{path} did not get {count} lines")


def test_every_child_is_started_and_stopped(tmp_path: Path) -> None:
    with supervised(task(PATIENT, tmp_path / "a"), task(PATIENT, tmp_path / "b")) as (_keeper, said, _heard):
        await_lines(tmp_path / "a", 1)
        await_lines(tmp_path / "b", 1)
    assert said == []


def test_a_dead_child_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(supervisor, "LONGEST_WAIT", 0.02)
    with supervised(task(DYING, tmp_path / "a")) as (_keeper, said, heard):
        await_lines(tmp_path / "a", 3)
        assert heard.wait(LIMIT)
    assert said[0].startswith("child ended with code 3; starts again in ")


def test_the_wait_doubles_and_has_a_limit(tmp_path: Path) -> None:
    child = supervisor.Child(task(DYING, tmp_path / "a"))
    waits = []
    for _ in range(9):
        child.start(os.environ)
        assert child.process is not None
        child.process.wait(LIMIT)
        assert child.found_dead() == 3
        waits.append(child.wait)
    assert waits[:3] == [1.0, 2.0, 4.0] and waits[-1] == supervisor.LONGEST_WAIT


def test_a_child_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 0.2)
    deaf = "import signal, sys, threading; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    deaf += "open(sys.argv[1], 'a').write('started\\n'); threading.Event().wait()"
    with supervised(task(deaf, tmp_path / "a")):
        await_lines(tmp_path / "a", 1)


ORPHAN = """
import os, sys
from jalon.config.child import when_input_ends
import threading
done = threading.Event()
when_input_ends(done.set)
open(sys.argv[1], 'a').write('started\\n')
done.wait()
open(sys.argv[1], 'a').write('stopped\\n')
"""
PARENT = """
import sys
from jalon.config.supervisor import Supervisor, Task
Supervisor([Task("child", [sys.executable, "-c", sys.argv[2], sys.argv[1]])], print).run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
def test_children_stop_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path / "a"), ORPHAN])
    await_lines(tmp_path / "a", 1)
    parent.send_signal(signal.SIGKILL)
    parent.wait(LIMIT)
    await_lines(tmp_path / "a", 2)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM is a POSIX signal")
def test_a_termination_stops_the_supervisor_and_its_children(tmp_path: Path) -> None:
    code = PARENT.replace(".run()", "").replace("Supervisor([", "keeper = Supervisor([")
    code += "keeper.stop_on_signals()\nkeeper.run()\n"
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "a"), ORPHAN])
    await_lines(tmp_path / "a", 1)
    parent.terminate()
    assert parent.wait(LIMIT) == 0
