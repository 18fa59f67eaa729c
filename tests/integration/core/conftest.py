"""Threads with database connections of their own, on a real file or server."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import translation


class Threads:
    """Runs functions in threads that share nothing but the database, as two workers would.

    The test database of SQLite lies in memory, where locks are not those of service: what the test prepared is
    copied into a file first, and the threads work there.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "race.sqlite3"
        self.memory = connection.settings_dict["NAME"]

    def start(self) -> None:
        """Give the threads what the test prepared. Called by the first `race`."""
        if connection.vendor != "sqlite" or self.file.exists():
            return
        connection.ensure_connection()
        copy = sqlite3.connect(self.file)
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")  # as in service; two threads that both change it lock each other out
        copy.close()
        connection.settings_dict["NAME"] = str(self.file)

    def stop(self) -> None:
        """The main thread has its own database again."""
        connection.settings_dict["NAME"] = self.memory

    def race(self, *functions: Callable[[], Any]) -> list[Any]:
        """Start all at the same moment; gives what each returned, or the exception it raised."""
        self.start()
        gate = threading.Barrier(len(functions))
        results: list[Any] = [None] * len(functions)

        def run(place: int, function: Callable[[], Any]) -> None:
            try:
                gate.wait()
                results[place] = function()
            except Exception as error:  # noqa: BLE001  # what it raised is what the test looks at
                results[place] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    def look(self, function: Callable[[], Any]) -> Any:
        """One function alone, where the threads are."""
        [result] = self.race(function)
        if isinstance(result, Exception):
            raise result
        return result


@pytest.fixture
def threads(transactional_db: None, tmp_path: Path) -> Iterator[Threads]:
    """See `Threads`."""
    helper = Threads(tmp_path)
    yield helper
    helper.stop()


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """A page in English leaves its language to the thread: each test starts in French."""
    with translation.override("fr"):
        yield
