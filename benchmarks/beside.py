"""A loop of plain Python, timed beside what is measured: it tells how much of a core other work leaves.

CPU time is not free of what others do: they share caches, the clock and half of the core's units. What was measured while
the loop took no longer than it does at best was measured on a free core; the rest says how busy the machine was.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

FREE = 1.15
"""Times its best that the loop may take on what counts as a free core."""
ROUNDS = 60_000


def loop() -> float:
    """CPU milliseconds of the loop."""
    began = time.process_time()
    total = 0
    for number in range(ROUNDS):
        total += number % 7
    return (time.process_time() - began) * 1000


@dataclass(frozen=True, slots=True)
class Timed:
    """CPU milliseconds of each call, and of the loop around it (the slower of before and after)."""

    calls: Sequence[float]
    loops: Sequence[float]

    @property
    def free(self) -> list[float]:
        """The calls that had a free core."""
        best = min(self.loops)
        return [call for call, around in zip(self.calls, self.loops, strict=True) if around <= FREE * best]

    def __str__(self) -> str:
        free, busy = self.free, median(self.loops) / min(self.loops)
        return (
            f"median {median(self.calls):.1f}, fastest {min(self.calls):.1f}; on a free core median {median(free):.1f} "
            f"({len(free)} of {len(self.calls)}); the loop took {busy:.2f} times its best"
        )


def timed(call: Callable[[], float], times: int, warm: int = 3) -> Timed:
    """Calls, each of which gives its CPU milliseconds, with the loop around each."""
    for _time in range(warm):
        call()
    calls, loops, before = [], [], loop()
    for _time in range(times):
        calls.append(call())
        after = loop()
        loops.append(max(before, after))
        before = after
    return Timed(calls, loops)
