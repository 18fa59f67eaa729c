"""All hierarchical models over t lists, up to an order.

They are the families of sets closed under subsets that hold every main effect: 64 of order 2 on four lists and 113 of any
order but the saturated one; 1,024, 6,212 and 6,893 of orders 2, 3 and 4 on five; 32,768 of order 2 on six.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from jalon.methods.estimation.errors import ModelError
from jalon.methods.estimation.lattice import Bools, lists_of, sizes
from jalon.methods.estimation.models import Model, members

MOST_MODELS = 1_000_000
_MOST_BYTES = 1 << 28  # of their rows: many lists allow fewer models


@dataclass(frozen=True, eq=False)
class ModelSet:
    """Models over the same lists, as rows: terms (models, 2^t) true where the model holds the term or the intercept."""

    terms: Bools

    def __len__(self) -> int:
        return len(self.terms)

    def __getitem__(self, place: int) -> Model:
        return model_of(self.terms[place])

    def __iter__(self) -> Iterator[Model]:
        return (model_of(row) for row in self.terms)

    @classmethod
    def of(cls, models: Iterable[Model]) -> ModelSet:
        """From models over the same lists, in their order."""
        kept = list(models)
        if len({model.lists for model in kept}) != 1:
            raise ModelError("no model, or models over different numbers of lists")
        rows = np.zeros((len(kept), 1 << kept[0].lists), dtype=np.bool_)
        for place, model in enumerate(kept):
            rows[place, [0, *model.terms]] = True
        return cls(rows)


def model_of(row: Bools) -> Model:
    """The model of a row (2^t,) of a `ModelSet`."""
    return Model(lists_of(len(row)), tuple(int(term) for term in np.flatnonzero(row) if term))


def main_effects(cells: int) -> Bools:
    """(2^t,) the row of the model of main effects."""
    return np.asarray(sizes(cells) < 2)


def hierarchical_models(lists: int, order: int) -> ModelSet:
    """Every hierarchical model with terms of at most `order` lists, the saturated one left out: it has more parameters than
    histories are observed. Refuses with `ModelError` more than a million models: use the downhill search there.
    """
    if not 1 <= order:
        raise ModelError(f"order {order}", advice="The order is 1 for main effects, 2 for pairs, and so on")
    cells, order = 1 << lists, min(order, lists - 1)
    rows, most = main_effects(cells)[None].copy(), min(MOST_MODELS, _MOST_BYTES // cells)
    by_size = sorted((term for term in range(cells) if 2 <= term.bit_count() <= order), key=int.bit_count)
    for term in by_size:
        closed = rows[:, [term & ~(1 << n) for n in members(term)]].all(axis=1)
        if len(rows) + int(closed.sum()) > most:
            advice = "Lower the order, merge lists, or use the downhill search"
            raise ModelError(f"more than {most:,} hierarchical models of order {order} on {lists} lists", advice=advice)
        added = rows[closed]
        added[:, term] = True
        rows = np.concatenate([rows, added])
    return ModelSet(rows)
