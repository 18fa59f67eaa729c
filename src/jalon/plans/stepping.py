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
CITED = ("subject_uid", "locator")
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
        """The steps of those that hold them close, without their citations. `keys`: of the measures, by uid."""
        for said, held in _alike(measures):
            rows = ((keys[one.uid], order, step) for one, steps in held for order, step in enumerate(steps.each()))
            while some := list(islice(rows, bulk.BATCH)):
                self._insert(said, some)

    def _insert(self, said: Step, some: list[Row]) -> None:
        measures, orders, steps = zip(*some, strict=True)
        uids, words, dues, _locators = zip(*steps, strict=True)
        title, ready = said.title, self._rows
        revisions = [self._revisions.get(uid, 0) + 1 for uid in uids]
        titles = ready.column("title", [Text(value=text, lang=title.lang, wording=title.wording) for text in words])
        own = (map(ready.uid, uids), revisions, measures, orders, titles, ready.column("due", dues))
        same = map(repeat, self._same.values())
        ready.insert_ready((*OWN, *self._same), zip(*own, *same, strict=False))

    def cite(self, measures: Iterable[Measure]) -> None:
        """Their citations: one table after the other, whose indexes stay in memory meanwhile."""
        ready = self._cites
        for said, held in _alike(measures):
            cite = one_citation(ready, self._part, self._sources, said.citations[0])
            steps = (step for _measure, steps in held for step in steps.each())
            while some := list(islice(steps, bulk.BATCH)):
                own = ((ready.uid(one.uid), one.locator, *cite.values()) for one in some)
                ready.insert_ready((*CITED, *cite), own)


def _alike(measures: Iterable[Measure]) -> Iterator[tuple[Step, list[tuple[Measure, Steps]]]]:
    """Measures that follow each other, with what their steps share: those of a table share all of it."""
    for _said, some in groupby(held_close(measures), lambda pair: id(pair[1].said)):
        held = list(some)
        yield held[0][1].said, held
