"""Keeps the processes of one instance alive: web, worker, tick. Starts them, restarts a dead one, stops all together.

No fork: children are fresh interpreters, so the same code serves Linux, macOS and Windows. Each child holds the reading
end of a pipe whose other end is here: when this process ends, however it ends, they see the end of file and stop.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

FIRST_WAIT = 0.5  # seconds before a dead child is started again; doubles with each death
LONGEST_WAIT = 30.0
SETTLED = 60.0  # a child that lived this long starts again at the first wait
NEW_GROUP_ON_WINDOWS = 0x200  # CREATE_NEW_PROCESS_GROUP
PATIENCE = 15.0  # seconds given to children to finish what they do


@dataclass(frozen=True, slots=True)
class Task:
    """A child to keep alive. `after`: seconds that the ones before it get first, when all are started."""

    name: str
    command: Sequence[str]
    after: float = 0.0


@dataclass(slots=True)
class Child:
    """A task and the process that does it now, if any."""

    task: Task
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    wait: float = FIRST_WAIT
    start_at: float = 0.0

    def start(self, environ: Mapping[str, str]) -> None:
        """Starts the process in a group of its own: an interrupt typed at the terminal reaches only the supervisor."""
        self.process = subprocess.Popen(
            self.task.command,
            stdin=subprocess.PIPE,
            env=dict(environ),
            start_new_session=os.name != "nt",
            creationflags=NEW_GROUP_ON_WINDOWS if os.name == "nt" else 0,
        )
        self.started_at = time.monotonic()

    def found_dead(self) -> int | None:
        """The exit code if the process just died; plans the next start."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        _close(self.process)
        self.process = None
        now = time.monotonic()
        self.wait = FIRST_WAIT if now - self.started_at > SETTLED else min(self.wait * 2, LONGEST_WAIT)
        self.start_at = now + self.wait
        return int(code)

    def ask_to_stop(self) -> None:
        """The end of file, and where there are signals, SIGTERM."""
        if self.process is not None:
            _close(self.process)
            if os.name != "nt":
                self.process.terminate()

    def make_stop(self, until: float) -> None:
        """Waits until a moment, then kills."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _close(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        process.stdin.close()


@dataclass
class Supervisor:
    """`say` gets one line for each event; `environ` is what the children see."""

    tasks: Sequence[Task]
    say: Callable[[str], None]
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until `stopping` is set (SIGINT and SIGTERM do it), then stops the children, last started first."""
        children = [Child(task, start_at=time.monotonic() + task.after) for task in self.tasks]
        try:
            while not self.stopping.is_set():
                for child in children:
                    self._look_after(child)
                self.stopping.wait(0.2)
        finally:
            self._stop(children)

    def _look_after(self, child: Child) -> None:
        code = child.found_dead()
        if code is not None:
            self.say(f"{child.task.name} ended with code {code}; starts again in {child.wait:g} s")
        if child.process is None and time.monotonic() >= child.start_at:
            child.start(self.environ)

    def _stop(self, children: Sequence[Child]) -> None:
        for child in reversed(children):
            child.ask_to_stop()
        until = time.monotonic() + PATIENCE
        for child in reversed(children):
            child.make_stop(until)

    def stop_on_signals(self) -> None:
        """Only in the main thread of a process of its own."""
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self.stopping.set())


def child_command(name: str, *arguments: str) -> list[str]:
    """The command line of a child of ours."""
    return [sys.executable, "-m", "jalon.config.child", name, *arguments]
