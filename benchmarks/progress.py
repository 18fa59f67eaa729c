"""Progress of 100,000 indicators, in CPU time: all at once, and one by one for comparison.

    python -m benchmarks.progress

Drawn with a fixed seed: every aim, values with two decimals, one in five approximate, some missing. The target counts from
cases that are in memory to the answers of all; reading their decimals from text is measured apart. A sample of the rows is
compared with the answers one by one. Target: 1 s.
"""

import random
from collections.abc import Callable
from time import process_time
from typing import TypeVar

from jalon.methods.progress import Aim, Case, Many, progress_many, progress_of
from jalon.methods.quantities import Missing, Number, Precision, number

T = TypeVar("T")
INDICATORS = 100_000
SECONDS = 1.0
EVERY = 97
"""One row in so many is compared."""


def main() -> int:
    """Prints the seconds; 1 over the target."""
    draw = random.Random(2026)
    texts = [_texts(draw) for _ in range(INDICATORS)]
    cases, reading = timed(lambda: [_case(*text) for text in texts])
    many, at_once = timed(lambda: progress_many(cases))
    _, one_by_one = timed(lambda: [progress_of(case) for case in cases])
    _compare(many, cases)
    print(f"{INDICATORS:,} indicators: reading decimals {reading:.2f} s, one by one {one_by_one:.2f} s")
    print(f"all at once: {at_once:.2f} s CPU (target {SECONDS:.0f}); {len(many.apart):,} of them left to the scalar")
    return int(at_once > SECONDS)


_Text = tuple[str, Precision]


def _texts(draw: random.Random) -> tuple[Aim, _Text | None, _Text, _Text | None]:
    aim = draw.choice(list(Aim))
    baseline = None if draw.random() < 0.1 else _text(draw, exact=0.95)
    return aim, baseline, _text(draw, exact=1), None if draw.random() < 0.02 else _text(draw, exact=0.8)


def _text(draw: random.Random, exact: float) -> _Text:
    precisions = (Precision.ROUNDED, Precision.AT_LEAST, Precision.ABOUT)
    return f"{draw.randrange(10**6) / 100:.2f}", Precision.EXACT if draw.random() < exact else draw.choice(precisions)


def _case(aim: Aim, baseline: _Text | None, target: _Text, observation: _Text | None) -> Case:
    return Case(
        aim,
        number(*target),
        Missing("no answer") if observation is None else _value(observation),
        None if baseline is None else _value(baseline),
    )


def _value(text: _Text) -> Number:
    return number(*text)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives and its CPU seconds."""
    start = process_time()
    done = work()
    return done, process_time() - start


def _compare(many: Many, cases: list[Case]) -> None:
    for index in range(0, len(cases), EVERY):
        if many.row(index) != progress_of(cases[index]):
            raise AssertionError(f"row {index} differs from the answer one by one: {cases[index]}")


if __name__ == "__main__":
    raise SystemExit(main())
