"""A table varied: without a list, with two lists as one, with one person more or less, and asked for what is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import inf, isfinite
from typing import Any

import numpy as np

from jalon.methods.estimation.choices import Procedure
from jalon.methods.estimation.errors import EstimationError
from jalon.methods.estimation.estimating import Wald, estimate
from jalon.methods.estimation.existence import Status
from jalon.methods.estimation.models import members
from jalon.methods.estimation.results import Estimate
from jalon.methods.estimation.tables import CaptureTable


@dataclass(frozen=True)
class Variant:
    """The answer on a varied table, or the reason (in English) why there is none. lists: those left out or merged."""

    lists: tuple[str, ...]
    answer: Estimate | None
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        answer = None if self.answer is None else self.answer.as_dict()
        return {"lists": list(self.lists), "answer": answer, "reason": self.reason}


@dataclass(frozen=True)
class Nudge:
    """The total with one person more (+1) or less (-1) on exactly these lists; infinite where there is no estimate."""

    lists: tuple[str, ...]
    change: int
    estimate: float

    def as_dict(self) -> dict[str, Any]:
        """For JSON: no estimate is None."""
        return {
            "lists": list(self.lists),
            "change": self.change,
            "estimate": self.estimate if isfinite(self.estimate) else None,
        }


@dataclass(frozen=True)
class Prediction:
    """How many people are on a list, known and as the other lists alone would have it.

    known: the size of the list. seen: those of them on another list too. answer: the estimate of `known` from how these
    overlap on the others; None with the reason where there is none.
    """

    name: str
    known: int
    seen: int
    answer: Estimate | None
    reason: str = ""

    @property
    def within(self) -> bool | None:
        """Whether the known size is inside the interval; None where nothing was predicted."""
        if self.answer is None or self.answer.interval is None:
            return None
        return self.answer.interval.low <= self.known <= self.answer.interval.high

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        answer = None if self.answer is None else self.answer.as_dict()
        found = {"list": self.name, "known": self.known, "seen_elsewhere": self.seen, "answer": answer}
        return {**found, "within": self.within, "reason": self.reason}


def without_each_list(table: CaptureTable, procedure: Procedure, level: float) -> tuple[Variant, ...]:
    """The same people are to be counted, whichever list is not at hand: the totals should be alike."""
    return tuple(_variant((name,), partial(table.drop, name), procedure, level) for name in table.lists)


def with_each_pair_merged(table: CaptureTable, procedure: Procedure, level: float) -> tuple[Variant, ...]:
    """Two lists as one: what to do with those that refer people to each other, if one knew which."""
    pairs = combinations(table.lists, 2)
    return tuple(_variant(pair, partial(table.merge, pair, " + ".join(pair)), procedure, level) for pair in pairs)


def _variant(lists: Sequence[str], varied: Callable[[], CaptureTable], procedure: Procedure, level: float) -> Variant:
    try:
        return Variant(tuple(lists), _answered(varied(), procedure, level))
    except EstimationError as refusal:
        return Variant(tuple(lists), None, str(refusal))


def _answered(table: CaptureTable, procedure: Procedure, level: float) -> Estimate:
    if not table.observed:
        raise EstimationError("nobody is on any other list", advice="This list cannot be left out")
    if len(table.lists) < 2:
        raise EstimationError(
            "one list only", advice="Overlaps between at least two lists are what an estimate rests on"
        )
    return estimate(table, procedure, Wald(level))


def one_person(table: CaptureTable, procedure: Procedure) -> tuple[Nudge, ...]:
    """One person more in each possible history, one less in each that somebody has, all fitted at once.

    One wrong link between two files is one person less in two histories and one more in a third.
    """
    cells = len(table.full())
    changes = [(history, 1) for history in range(1, cells)]
    if table.observed > 1:
        changes += [(int(history), -1) for history in table.histories]
    counts = np.repeat(table.full()[None].astype(np.float64), len(changes), axis=0)
    counts[np.arange(len(changes)), [history for history, _ in changes]] += [change for _, change in changes]
    chosen = procedure.bind(table)(counts)
    totals = np.where(chosen.status == Status.ESTIMABLE, counts.sum(axis=1) + chosen.dark, inf)
    return tuple(
        Nudge(tuple(table.lists[n] for n in members(history)), change, float(total))
        for (history, change), total in zip(changes, totals, strict=True)
    )


def predictions(table: CaptureTable, procedure: Procedure, level: float) -> tuple[Prediction, ...]:
    """For each list, the number of its people who are on no other: known, and predicted from the others' overlaps.

    Binette and Steorts (Journal of the Royal Statistical Society A 185, 2022) ask the same of published estimates: what
    is known should be found when it is hidden.
    """
    return tuple(_prediction(table, position, procedure, level) for position in range(len(table.lists)))


def _prediction(table: CaptureTable, position: int, procedure: Procedure, level: float) -> Prediction:
    name, on = table.lists[position], table.histories >> position & 1 == 1
    known, seen = int(table.counts[on].sum()), 0
    try:
        inside = CaptureTable(table.lists, table.histories[on], table.counts[on]).drop(name)
        seen = inside.observed
        met = [other for other, size in zip(inside.lists, inside.sizes, strict=True) if size == 0]
        if seen == 0 or len(inside.lists) - len(met) < 2:
            raise EstimationError("fewer than two other lists know anybody of this one")
        return Prediction(name, known, seen, _answered(inside.drop(*met) if met else inside, procedure, level))
    except EstimationError as refusal:
        return Prediction(name, known, seen, None, str(refusal))
