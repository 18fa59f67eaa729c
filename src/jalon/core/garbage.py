"""Garbage looked for more rarely while a job makes millions of objects that all stay.

Python looks through all that lives whenever much was made; for a table of 60 000 rows that took a seventh of the time
(docs/performance.md). Reference counts free what is dropped all the same: only cycles wait.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

RARELY = (2_000_000, 50, 1_000)
"""Objects made before the young are looked through (a table of 300,000 rows makes 1.2 million that stay); how many times that
before the older are, and the oldest."""


_LOCK = Lock()
_inside: list[tuple[int, int, int]] = []
"""The rhythm before each job under way, the first one's first."""


@contextmanager
def looked_for_rarely() -> Iterator[None]:
    """For the time of a job. The process is back to its own rhythm once the last job is done, whatever happened."""
    with _LOCK:
        _inside.append(_inside[0] if _inside else gc.get_threshold())
        gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        with _LOCK:
            before = _inside.pop()
            if not _inside:
                gc.set_threshold(*before)
