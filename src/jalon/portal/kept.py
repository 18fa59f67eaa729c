"""What a list works out of a whole Release: done once, kept as long as the Release's reader is."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from jalon.publication.reader import Reader

T = TypeVar("T")


def once_a_release(work_out: Callable[[Reader, str], T]) -> Callable[[Reader, str], T]:
    """`work_out(reader, lang)` is asked once for each: a Release never changes, and a reader sees one state of it.

    What it gives is shared between threads: nobody may change it. Two threads may both work it out; one answer is kept.
    """
    kept: WeakKeyDictionary[Reader, dict[str, T]] = WeakKeyDictionary()

    @wraps(work_out)
    def given(reader: Reader, lang: str) -> T:
        answers = kept.setdefault(reader, {})
        if lang not in answers:
            answers[lang] = work_out(reader, lang)
        return answers[lang]

    return given
