"""Steps of a table, held close: written column by column, what they share made ready once for the database. No record is made
of each; their citations go with them."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby, islice, repeat
from typing import TypeAlias

from jalon.core import bulk
from jalon.core.citing import Sources
from jalon.core.models import Citation, Part
from jalon.facts.common import Text
from jalon.facts.plan import Measure, Step
from jalon.facts.steps import Placed, Steps
from jalon.plans import models
from jalon.plans.appending import one_citation

OWN = ("uid", "revision", "measure_id", "order", "title", "due")
Row: TypeAlias = tuple[int, int, Placed]
"""The key of a measure, the place of a step among its steps, the step."""


def held_close(measures: Iterable[Measure]) -> Iterator[tuple[Measure, Steps]]:
    """Those of a table, with their steps."""
    return ((one, one.steps) for one in measures if isinstance(one.steps, Steps))


class Writing:
    """Steps that a part takes in at one moment. `IntegrityError` when one bears a uid that is taken."""

    def __init__(self, part: Part, sources: Sources, revisions: Mapping[uuid.UUID, int], at: datetime) -> None:
        """`revisions`: of what stood before under the same uids."""
        self._part, self._sources = part, sources
        self._revisions = {uid.bytes: number for uid, number in revisions.items()}
        self._rows, self._cites = bulk.Table(models.Step), bulk.Table(Citation)
        self._same = self._rows.ready({"withdrawn_reason": "", "created_at": at, "updated_at": at})

    def append(self, measures: Iterable[Measure], keys: Mapping[str, int]) -> None:
        """The steps of those that hold them close. `keys`: of the measures, by uid."""
        for _said, some in groupby(held_close(measures), lambda pair: id(pair[1].said)):
            held = list(some)
            rows = ((keys[one.uid], order, step) for one, steps in held for order, step in enumerate(steps.each()))
            self._append(held[0][1].said, rows)

    def _append(self, said: Step, waiting: Iterator[Row]) -> None:
        cite = one_citation(self._cites, self._part, self._sources, said.citations[0])
        while some := list(islice(waiting, bulk.BATCH)):
            measures, orders, steps = zip(*some, strict=True)
            uids, words, dues, locators = zip(*steps, strict=True)
            ready = [self._rows.uid(uid) for uid in uids]
            revisions = [self._revisions.get(uid, 0) + 1 for uid in uids]
            texts = [Text(value=text, lang=said.title.lang, wording=said.title.wording) for text in words]
            own = (
                ready,
                revisions,
                measures,
                orders,
                self._rows.column("title", texts),
                self._rows.column("due", dues),
            )
            self._rows.insert_ready((*OWN, *self._same), zip(*own, *map(repeat, self._same.values()), strict=False))
            cited = zip(ready, locators, *map(repeat, cite.values()), strict=False)
            self._cites.insert_ready(("subject_uid", "locator", *cite), cited)
