"""Procedures: how a model is chosen, on the table itself and again on every replicate of it.

A procedure is a frozen dataclass. `bind` ties it to the table; the bound procedure is then called with counts (tables,
2^t), the table's own or those of replicates, and chooses on each by itself: an interval that forgets the choice is too
short (Chatfield, Journal of the Royal Statistical Society A 158, 1995).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from jalon.methods.estimation.batches import Batch, Engine
from jalon.methods.estimation.enumeration import ModelSet, main_effects
from jalon.methods.estimation.errors import ModelError, NoEstimateError
from jalon.methods.estimation.existence import Status
from jalon.methods.estimation.fitting import ADVICE, REASONS
from jalon.methods.estimation.lattice import Bools, Floats, Ints
from jalon.methods.estimation.models import Model
from jalon.methods.estimation.results import Value
from jalon.methods.estimation.tables import CaptureTable


@dataclass(slots=True)
class Choices:
    """What was chosen on each of several tables.

    status: (tables,) see `Status`. dark: (tables,) dark figures, infinite where there is none. models: (tables, 2^t) rows
    of the chosen models. considered: fits made for one choice, at most. error: (tables,) standard errors of log dark where
    the procedure has its own, None elsewhere.
    """

    status: Ints
    dark: Floats
    models: Bools
    considered: int
    error: Floats | None = None

    @classmethod
    def of(cls, batch: Batch, models: Bools, considered: int) -> Choices:
        """The fits of one model a table."""
        dark = np.where(batch.status == Status.ESTIMABLE, np.exp(batch.intercept), np.inf)
        return cls(batch.status, dark, models, considered)

    def refuse_none(self, where: str) -> None:
        """`NoEstimateError` where the first table has no estimate."""
        if self.status[0] != Status.ESTIMABLE:
            raise NoEstimateError(REASONS[Status(int(self.status[0]))], where=where, advice=ADVICE)


Bound = Callable[[Floats], Choices]


class Procedure(Protocol):
    """How a model is chosen."""

    @property
    def name(self) -> str:
        """Of the procedure, for `Estimate.method`."""

    @property
    def settings(self) -> Mapping[str, Value]:
        """Everything the result depends on."""

    def bind(self, table: CaptureTable) -> Bound:
        """Ties it to a table."""


@dataclass(frozen=True)
class Fixed:
    """One model, said in advance."""

    model: Model

    @property
    def name(self) -> str:
        """« fixed »."""
        return "fixed"

    @property
    def settings(self) -> Mapping[str, Value]:
        """The model."""
        return {"model": str(self.model)}

    def bind(self, table: CaptureTable) -> Bound:
        """Fits the model, whatever the counts."""
        if self.model.lists != len(table.lists):
            raise ModelError("the model is over other lists than the table", where=f"model {self.model}")
        return _FixedRow(ModelSet.of([self.model]).terms[0])


@dataclass(frozen=True)
class _FixedRow:
    row: Bools

    def __call__(self, counts: Floats) -> Choices:
        models = np.repeat(self.row[None], len(counts), axis=0)
        return Choices.of(Engine(counts).fit(models, np.arange(len(counts))), models, 1)


@dataclass(frozen=True)
class MainEffects:
    """Independent lists: no interaction. Rarely true of lists that refer people to each other."""

    name: str = "main"

    @property
    def settings(self) -> Mapping[str, Value]:
        """None."""
        return {}

    def bind(self, table: CaptureTable) -> Bound:
        """Fits main effects."""
        return _FixedRow(main_effects(1 << len(table.lists)))


@dataclass(frozen=True)
class AllTwoWay:
    """Every pair of lists interacts: much freedom, wide intervals."""

    name: str = "full"

    @property
    def settings(self) -> Mapping[str, Value]:
        """The order."""
        return {"order": 2}

    def bind(self, table: CaptureTable) -> Bound:
        """Fits every pair."""
        return Fixed(Model.order_at_most(len(table.lists), 2)).bind(table)
