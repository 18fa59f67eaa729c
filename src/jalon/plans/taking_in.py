"""Facts added to what a part says, and changed in it; nothing else is touched. What is withdrawn stays withdrawn."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from jalon.core import bulk, directory, taken
from jalon.core.citing import Sources
from jalon.core.errors import Invalid
from jalon.core.models import Citation, Part, Source, User
from jalon.core.uids import optional_uid, read_uid
from jalon.facts import plan
from jalon.facts.common import Statement, Visibility
from jalon.facts.held import Held
from jalon.facts.part import PartFacts
from jalon.facts.payings import Payings
from jalon.facts.sayings import Sayings
from jalon.facts.series import Observation
from jalon.facts.steps import Steps
from jalon.plans import holding, models, paying, saying, stepping
from jalon.plans.appending import steps_of
from jalon.plans.loading import BATCH, OF_PART, Loading
from jalon.plans.observing import write_observations
from jalon.plans.trees import by_level

OWNERS: tuple[Any, ...] = (models.Plan, models.Section, models.Measure)
"""Records that others name."""
_KEPT = {"id", "uid", "created_at", "withdrawn_at", "withdrawn_reason"}
"""Columns that no import writes."""
ALONE: Mapping[str, Any] = {
    "plans": models.Plan, "sections": models.Section, "measures": models.Measure, "statements": models.Statement,
    "means": models.Means, "indicators": models.Indicator, "series": models.Series,
}  # fmt: skip
PIECES: Mapping[str, tuple[Any, ...]] = {
    "plan": (models.PlanTitle, models.StatedNumber, models.PlanEvent, models.Overlap, models.Document),
    "measure": (models.MeasureTitle, models.Step, models.Document),
}


def size(facts: PartFacts) -> int:
    """How many records are written, titles and steps of measures among them."""
    pieces = sum(len(one.titles) + len(one.steps) for one in facts.measures)
    return len(facts.sources) + pieces + sum(len(getattr(facts, name)) for name in ALONE)


def alone(facts: PartFacts) -> dict[Any, Sequence[Any]]:
    """What is written, by model; sources and pieces aside."""
    return {model: getattr(facts, name) for name, model in ALONE.items()}


def written(part: Part, facts: PartFacts) -> Iterator[taken.Rows]:
    """The records of the part that taking in these facts writes, as they stand."""
    yield taken.Rows(Source.objects.filter(part=part, uid__in=[fact.uid for fact in facts.sources]))
    for name, model in ALONE.items():
        yield taken.Rows(model.objects.of_part(part).filter(uid__in=[fact.uid for fact in getattr(facts, name)]))
    for owner, kinds in PIECES.items():
        uids = [fact.uid for fact in getattr(facts, f"{owner}s")]
        for model in kinds:
            yield taken.Rows(model.objects.of_part(part).filter(**{f"{owner}__uid__in": uids}), owner)


def take_in(
    part: Part, facts: PartFacts, by: User | None, observations: Mapping[str, Iterable[Observation]] | None = None
) -> dict[str, tuple[int, int]]:
    """Write these sources, plans, sections, measures, statements, means, indicators and series, new or changed, and
    append `observations` to series (by uid). `Invalid` says why not. Gives the first place and the number of what was
    appended, by series."""
    directory.take_sources(part, facts)
    taking = TakingIn(part, by)
    try:
        taking.plans(facts.plans)
        for level in by_level(facts.sections):
            taking.write(taking.section(fact) for fact in level)
        taking.measures(facts.measures)
        taking.statements(facts.statements)
        taking.means(facts.means)
        taking.write(taking.indicator_row(fact) for fact in facts.indicators)
        taking.write(taking.series_row(fact) for fact in facts.series)
        appended = taking.observe(observations or {})
    except IntegrityError as error:
        message = _("Deux fiches se contredisent (numéro ou adresse déjà pris). Rien n’a été écrit.")
        raise Invalid({"file": message}) from error
    taking.cite()
    return appended


class TakingIn(Loading):
    """A loading that forgets nothing: rows whose uid is known are rewritten."""

    def __init__(self, part: Part, by: User | None) -> None:
        super().__init__(part, by)
        self.sources, self.undone = Sources(part), taken.moments(part)
        self._citing: list[tuple[int, Callable[[], None]]] = []
        for model in OWNERS:
            for uid, pk, revision in model.objects.of_part(part).values_list("uid", "pk", "revision"):
                self.keys[str(uid)], self.revisions[uid] = pk, revision

    def write(self, rows: Iterable[Any]) -> list[Any]:
        """Add the rows whose uid is new, rewrite the others."""
        todo = list(rows)
        if not todo:
            return []
        model: Any = type(todo[0])
        known = self._known(model, [row.uid for row in todo])
        old = [row for row in todo if row.uid in known]
        for row in old:
            row.pk, revision, row.created_at = known[row.uid]
            row.revision, row.updated_at = revision + 1, timezone.now()
        self._rewrite(old)
        taken.revive(self.part, model, known, self.undone)
        return [*old, *super().write(row for row in todo if row.uid not in known)]

    def statements(self, facts: Sequence[Statement]) -> None:
        """Add statements. Words that were said never change: one that was withdrawn stays as it is, unless only an import
        that was undone had said it; then it is said anew."""
        if not isinstance(facts, Sayings):
            super().statements(facts)
            return
        self._unsay(uuid.UUID(bytes=one.uid) for one in facts.each())
        self._write_held(saying.Writing, facts)

    def _write_held(self, writing: type[holding.Writing], held: Held[Any]) -> None:
        write = writing(self.part, self.sources, self.revisions, self.at)
        with self.appending(writing.model, (fact.uid for fact in held)), bulk.many(writing.model, len(held)):
            write.append(held)
        self._citing.append((len(held), partial(write.cite, held)))

    def say(self, facts: Sequence[Statement]) -> None:
        """The same for facts, some of which the part may have."""
        self._unsay(read_uid(fact.uid) for fact in facts)
        super().say(self._parted(models.Statement, facts)[1])

    def _unsay(self, said: Iterable[uuid.UUID]) -> None:
        uids = list(said) if self.undone else []
        for start in range(0, len(uids), BATCH):
            rows = models.Statement.objects.of_part(self.part).filter(withdrawn_at__in=self.undone)
            gone = dict(rows.filter(uid__in=uids[start : start + BATCH]).values_list("uid", "revision"))
            self.revisions.update(gone)
            Citation.objects.filter(part=self.part, subject_uid__in=list(gone)).delete()
            models.Statement.objects.filter(uid__in=list(gone)).delete()

    def means(self, facts: Sequence[plan.Means]) -> None:
        """Add lines of means, rewrite those that are known."""
        if isinstance(facts, Payings):
            self._write_held(paying.Writing, facts)
            return
        known, new = self._parted(models.Means, facts)
        self.write(self.means_row(fact) for fact in known)
        super().means(new)

    def _parted(self, model: Any, facts: Sequence[Any]) -> tuple[list[Any], Sequence[Any]]:
        """Those that the part knows already, and the others. A first import looks for none of its many."""
        if not model.objects.of_part(self.part).exists():
            return [], facts
        known = {str(uid) for uid in self._known(model, [read_uid(fact.uid) for fact in facts])}
        return [fact for fact in facts if fact.uid in known], [fact for fact in facts if fact.uid not in known]

    def pieces(self, model: Any, owners: Iterable[Any], field: str, link: str) -> None:
        """The pieces of the owners given become those of the facts; what no package holds stays."""
        rows = list(owners)
        self._forget_pieces(model, [self.keys[owner.uid] for owner in rows], link)
        super().pieces(model, rows, field, link)

    def steps(self, measures: Iterable[plan.Measure]) -> None:
        """The steps of these measures become those of the facts; what a person withdrew stays withdrawn."""
        rows = list(measures)
        self._forget_pieces(models.Step, [self.keys[one.uid] for one in rows], "measure_id")
        gone = models.Step.objects.of_part(self.part).exclude(withdrawn_at=None)
        withdrawn = set(gone.values_list("uid", flat=True))
        self._held_close(rows, withdrawn)
        steps = list(steps_of(one for one in rows if not _is_close(one, withdrawn)))
        self.placed([one for one in steps if read_uid(one[2].uid) not in withdrawn])
        self.write(
            self.row(models.Step, fact, fact.citations, order=order, measure_id=self.keys[measure.uid])
            for measure, order, fact in steps
            if read_uid(fact.uid) in withdrawn
        )

    def _held_close(self, measures: list[plan.Measure], withdrawn: set[uuid.UUID]) -> None:
        held = [one for one in measures if _is_close(one, withdrawn)]
        with self.appending(models.Step, (step.uid for one in held for step in one.steps)):
            writing = stepping.Writing(self.part, self.sources, self.revisions, self.at)
            with bulk.many(models.Step, count := sum(len(one.steps) for one in held)):
                writing.append(held, self.keys)
        self._citing.append((count, partial(writing.cite, held)))

    def cite(self) -> None:
        """Write the citations of all that was written: once nothing else is looked for among them."""
        count = len(self.citations) + sum(cites for cites, _write in self._citing)
        with bulk.many(Citation, count):
            for _cites, write in self._citing:
                write()
            bulk.append_objects(Citation, self.citations)

    def means_row(self, fact: plan.Means) -> models.Means:
        """A line of means that is known already; its plan and measure may be another body's."""
        plan_uid, measure_uid = optional_uid(fact.plan), optional_uid(fact.measure)
        row: models.Means = self.row(models.Means, fact, fact.citations, plan_uid=plan_uid, measure_uid=measure_uid)
        return row

    def observe(self, observations: Mapping[str, Iterable[Observation]]) -> dict[str, tuple[int, int]]:
        """Append observations to live series of the part, each after the last it has; where, and how many."""
        appended: dict[str, tuple[int, int]] = {}
        rows = models.Series.objects.of_part(self.part).live().filter(uid__in=list(observations))
        last = Max("observations__order")
        for uid, pk, order in rows.annotate(last=last).order_by("uid").values_list("uid", "pk", "last"):
            first = 0 if order is None else order + 1
            appended[str(uid)] = first, write_observations(pk, observations[str(uid)], self.sources, first)
        rows.update(revision=F("revision") + 1, updated_at=timezone.now())
        return appended

    def _known(self, model: Any, uids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int, datetime]]:
        """Key, revision and time of those of the part among these."""
        found: dict[uuid.UUID, tuple[int, int, datetime]] = {}
        own = ("part_id",) if model in OF_PART else ()
        for start in range(0, len(uids), BATCH):
            # by uid alone: SQLite would go through all rows of the part for each batch
            rows = (model.objects if own else model.objects.of_part(self.part)).filter(
                uid__in=uids[start : start + BATCH]
            )
            said = rows.values_list("uid", "pk", "revision", "created_at", *own)
            found.update({row[0]: row[1:4] for row in said if row[4:] in ((), (self.part.pk,))})
        return found

    def _rewrite(self, rows: list[Any]) -> None:
        if not rows:
            return
        model = type(rows[0])
        for start in range(0, len(rows), BATCH):
            uids = [row.uid for row in rows[start : start + BATCH]]
            Citation.objects.filter(part=self.part, subject_uid__in=uids).delete()
        columns = [column.name for column in model._meta.concrete_fields if column.name not in _KEPT]
        if hasattr(model, "history"):
            bulk_update_with_history(rows, model, columns, batch_size=500, default_user=self.by)
        else:
            model.objects.bulk_update(rows, columns, batch_size=500)

    def _forget_pieces(self, model: Any, keys: list[int], link: str) -> None:
        for start in range(0, len(keys), BATCH):
            rows = model.objects.filter(**{f"{link}__in": keys[start : start + BATCH]})
            if hasattr(model, "withdrawn_at"):
                rows = rows.live()
            if model is models.Document:
                rows = rows.filter(visibility=Visibility.PUBLIC)
            self.revisions.update(rows.values_list("uid", "revision"))
            Citation.objects.filter(part=self.part, subject_uid__in=rows.values("uid")).delete()
            rows.delete()


def _is_close(measure: plan.Measure, withdrawn: set[uuid.UUID]) -> bool:
    """Its steps are those of a table, and a person withdrew none of them."""
    steps = measure.steps
    if not isinstance(steps, Steps):
        return False
    return not withdrawn or not any(uuid.UUID(bytes=one.uid) in withdrawn for one in steps.each())
