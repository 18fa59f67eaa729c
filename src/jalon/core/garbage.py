"""Garbage looked for more rarely while a job makes millions of objects that all stay.

Python looks through all that lives whenever much was made; for a table of 60 000 rows that took a seventh of the time
(docs/performance.md). Reference counts free what is dropped all the same: only cycles wait.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (100_000, 50, 1_000)
"""Objects made before the young are looked through; how many times that before the older are, and the oldest."""


@contextmanager
def looked_for_rarely() -> Iterator[None]:
    """For the time of a job. The process is back to its own rhythm afterwards, whatever happened."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
