"""What every action is: one transaction that asked for its permission."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from jalon.core.matrix import Permission
from jalon.core.permissions import asked

P = ParamSpec("P")
R = TypeVar("R")

MARK = "jalon_action"


def action(*needs: Permission, instead: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run the function in one transaction, and undo it if it never asked for one of the permissions it `needs`.

    `instead` says in words what stands in for a permission, e.g. « holder of the signed link ». Tests list every
    action by this mark.
    """
    if bool(needs) == bool(instead):
        raise TypeError("An action names the permissions it asks for, or says what stands in for them.")

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            token = asked.set(set())
            try:
                with _turn(), transaction.atomic():
                    result = function(*args, **kwargs)
                    _sure(function.__qualname__, needs, asked.get() or set())
                    return result
            finally:
                asked.reset(token)

        setattr(run, MARK, needs or instead)
        return run

    return mark


_queue = threading.Lock()
PATIENCE = 20.0
"""Seconds of waiting for one's turn, then as long again for SQLite itself."""


@contextmanager
def _turn() -> Iterator[None]:
    """One writer of this process after the other on SQLite, in the order in which they came.

    SQLite lets whoever asks at the right instant write next: of forty people who save at once, one could be passed over
    until its patience ended, and be told that the database is locked.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    held = _queue.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if held:
            _queue.release()


def _sure(name: str, needs: tuple[Permission, ...], seen: set[Permission]) -> None:
    if needs and not seen & set(needs):
        raise RuntimeError(f"{name} wrote without asking for {' or '.join(needs)}: nothing was kept.")
