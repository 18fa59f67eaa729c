"""What commands say: results on stdout (text, or JSON for scripts), progress and problems on stderr."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

LONGEST = 20  # lines of one problem
ANSWERS_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for scripts.")


class Failure(RuntimeError):
    """A command cannot do what it was asked; the message says what, where and what to do."""


def say(text: str) -> None:
    """A line of progress."""
    click.echo(text, err=True)


def answer(data: Any, lines: Iterable[str], *, as_json: bool) -> None:
    """The result: `data` as JSON, or `lines` for people."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
        return
    for line in lines:
        click.echo(line)


class Progress:
    """Counts long work on stderr: rewritten in place on a terminal, a line every ten seconds elsewhere."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._terminal = sys.stderr.isatty()
        self._every = 0.1 if self._terminal else 10.0
        self._last = time.monotonic()

    def __call__(self, done: int, total: int | None = None, _what: str = "") -> None:
        """`done` of `total` (None when the end is not known)."""
        now = time.monotonic()
        if now - self._last < self._every and done != total:
            return
        self._last = now
        count = f"{done}/{total}" if total else str(done)
        sys.stderr.write(f"\r{self._label}: {count} " if self._terminal else f"{self._label}: {count}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leaves the line."""
        if self._terminal:
            sys.stderr.write("\r" + " " * (len(self._label) + 24) + "\r")


@contextmanager
def progress(label: str) -> Iterator[Callable[..., None]]:
    """Gives a function (done, total) to call from long work."""
    counter = Progress(label)
    try:
        yield counter
    finally:
        counter.end()


@contextmanager
def clear_problems() -> Iterator[None]:
    """Turns the errors that the rooms raise on purpose into a Failure; anything else stays a trace."""
    from jalon.core.errors import JalonError
    from jalon.facts.problems import FactsError

    try:
        yield
    except (JalonError, FactsError) as problem:
        raise Failure(first_lines(str(problem))) from problem


def first_lines(text: str) -> str:
    """A message that a terminal can hold; what is left out is counted."""
    lines = text.splitlines()
    more = [f"… and {len(lines) - LONGEST} more"] if len(lines) > LONGEST else []
    return "\n".join([*lines[:LONGEST], *more])
