"""From facts to records: `load` replaces all that a part says in this room by what a package says."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from jalon.core import bulk
from jalon.core.citing import Citations, Sources
from jalon.core.errors import Invalid
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import Permission, require
from jalon.core.records import same_columns
from jalon.core.uids import optional_uid, read_uid
from jalon.facts import common, indicator, output, plan, series
from jalon.facts.part import PartFacts
from jalon.facts.uids import is_uid, stable_uid
from jalon.plans import following, models
from jalon.plans.appending import Appending, Placed, steps_of
from jalon.plans.observing import forget_observations, write_observations
from jalon.plans.trees import by_level

CITABLE: tuple[Any, ...] = (
    models.Plan,
    models.PlanTitle,
    models.StatedNumber,
    models.PlanEvent,
    models.Overlap,
    models.Section,
    models.Measure,
    models.MeasureTitle,
    models.Step,
    models.Document,
    models.Statement,
    models.Means,
    models.Indicator,
    models.IndicatorAnswer,
    models.Output,
    models.Series,
)
"""Every kind of record with a uid, owners before what they own."""

BATCH = 5_000


@transaction.atomic
def load(part: Part, facts: PartFacts, by: User | None) -> None:
    """Replace all that the part says in this room. `Invalid` says what cannot be."""
    require(by, Permission.EDIT, part)
    loading = Loading(part, by)
    loading.forget()
    loading.plans(facts.plans)
    for level in by_level(facts.sections):
        loading.write(loading.section(fact) for fact in level)
    loading.measures(facts.measures)
    loading.statements(facts.statements)
    loading.means(facts.means)
    refuse_same_codes(facts.indicators)
    loading.write(loading.indicator_row(fact) for fact in facts.indicators)
    loading.write(loading.answer_row(fact) for fact in facts.answers)
    following.index_subjects(loading.write(loading.output_row(fact) for fact in facts.outputs))
    loading.write(loading.series_row(fact) for fact in facts.series)
    for fact in facts.series:
        write_observations(loading.keys[fact.uid], fact.observations, loading.sources)
    bulk.append_objects(Citation, loading.citations)


class Loading:
    """One replacement: the revisions of what stood before, the keys of what is written, the citations gathered."""

    def __init__(self, part: Part, by: User | None) -> None:
        self.part = part
        self.by = by
        self.at = timezone.now()
        self.sources = Sources(part)
        self.revisions: dict[uuid.UUID, int] = {}
        self.keys: dict[str, int] = {}
        self.citations: list[Citation] = []
        self.private: list[models.Document] = []

    def forget(self) -> None:
        """Delete what the part said. Revisions are kept: they rise, so that an open form meets a conflict."""
        private = models.Document.objects.of_part(self.part).exclude(visibility=common.Visibility.PUBLIC)
        self.private = list(private.select_related("plan", "measure"))
        cited = Citation.objects.filter(part=self.part).exclude(subject_uid__in=[row.uid for row in self.private])
        for model in CITABLE:
            rows = model.objects.of_part(self.part)
            self.revisions.update(rows.values_list("uid", "revision"))
            cited.filter(subject_uid__in=rows.values("uid")).delete()
        forget_observations(self.part)
        models.Measure.objects.of_part(self.part).update(section=None)
        models.Section.objects.of_part(self.part).update(parent=None)
        for model in reversed(CITABLE):
            model.objects.of_part(self.part).delete()

    def row(self, model: Any, fact: Any, citations: Citations, uid: str = "", **columns: Any) -> Any:
        """A record, not yet saved; its citations wait for the end."""
        key = read_uid(uid or fact.uid)
        self.citations += self.sources.rows(key, citations)
        same = {name: getattr(fact, name) for name in same_columns(model)}
        owner = {"part": self.part} if model in OF_PART else {}
        return model(uid=key, revision=self.revisions.get(key, 0) + 1, **owner, **same, **columns)

    def pieces(self, model: Any, owners: Iterable[Any], field: str, link: str) -> None:
        """Save the pieces of plans or measures. Those without a uid in the facts get one from their place."""
        self.write(
            self.row(
                model,
                piece,
                piece.citations,
                uid=getattr(piece, "uid", "") or stable_uid(f"{owner.uid}/{field}/{order}"),
                order=order,
                **{link: self.keys[owner.uid]},
                **({"measure_uid": optional_uid(piece.measure)} if model is models.Overlap else {}),
            )
            for owner in owners
            for order, piece in enumerate(getattr(owner, field))
        )

    def write(self, rows: Iterable[Any]) -> list[Any]:
        """Save records of one kind, and give them back; those whose texts have a history begin it."""
        todo = list(rows)
        if not todo:
            return []
        model = type(todo[0])
        refuse_taken(model, todo)
        if hasattr(model, "history"):
            todo = bulk_create_with_history(todo, model, batch_size=BATCH, default_user=self.by)
        else:
            model.objects.bulk_create(todo, batch_size=BATCH)
        self.keys.update((str(row.uid), row.pk) for row in todo)
        return todo

    def steps(self, measures: Iterable[plan.Measure]) -> None:
        """Save the steps of measures."""
        self.placed(list(steps_of(measures)))

    def placed(self, steps: list[Placed]) -> None:
        """Save steps, each with its measure."""
        with self.appending(models.Step, (fact.uid for _measure, _order, fact in steps)) as appending:
            appending.steps(steps, self.keys)

    @contextmanager
    def appending(self, model: type[Any], uids: Iterable[str]) -> Iterator[Appending]:
        """To save facts that are many: no record is made of each, and none is looked for unless one is refused."""
        try:
            with transaction.atomic():
                yield Appending(self.part, self.sources, self.revisions, self.at)
        except IntegrityError:
            refuse_values(model, "uid", [read_uid(uid) for uid in uids])
            raise

    def key_of(self, field: str, uid: str, owner: str) -> int:
        """The key of a record of this part; `Invalid` when the facts name one that they do not hold."""
        return _key_in(self.keys, field, uid, owner)

    def plans(self, facts: tuple[plan.Plan, ...]) -> None:
        """Plans with their pieces."""
        self.write(self.row(models.Plan, fact, fact.citations) for fact in facts)
        self.pieces(models.PlanTitle, facts, "titles", "plan_id")
        self.pieces(models.StatedNumber, facts, "stated_numbers", "plan_id")
        self.pieces(models.PlanEvent, facts, "events", "plan_id")
        self.pieces(models.Overlap, facts, "overlaps", "plan_id")
        self.pieces(models.Document, facts, "documents", "plan_id")

    def section(self, fact: plan.Section) -> models.Section:
        """A level of the tree; its parent is written already."""
        parent = self.key_of("parent", fact.parent, fact.uid) if fact.parent else None
        plan_id = self.key_of("plan", fact.plan, fact.uid)
        row: models.Section = self.row(models.Section, fact, fact.citations, plan_id=plan_id, parent_id=parent)
        return row

    def measures(self, facts: tuple[plan.Measure, ...]) -> None:
        """Measures with their pieces."""
        refuse_same_numbers(facts)
        self.write(self._measure(fact) for fact in facts)
        self.pieces(models.MeasureTitle, facts, "titles", "measure_id")
        self.steps(facts)
        self.pieces(models.Document, facts, "documents", "measure_id")
        self._keep_private()

    def _keep_private(self) -> None:
        """Documents that are not public are in no package: those whose plan or measure is still there stay with it."""
        kept = [row for row in self.private if str(row.owner.uid) in self.keys and str(row.uid) not in self.keys]
        gone = {row.uid for row in self.private} - {row.uid for row in kept}
        Citation.objects.filter(part=self.part, subject_uid__in=gone).delete()
        for row in kept:
            row.pk, key = None, self.keys[str(row.owner.uid)]
            if row.measure is not None:
                row.measure_id = key
            else:
                row.plan_id = key
        self.write(kept)

    def _measure(self, fact: plan.Measure) -> models.Measure:
        section = self.key_of("section", fact.section, fact.uid) if fact.section else None
        plan_id = self.key_of("plan", fact.plan, fact.uid)
        row: models.Measure = self.row(models.Measure, fact, fact.citations, plan_id=plan_id, section_id=section)
        return row

    def statements(self, facts: Sequence[common.Statement]) -> None:
        """Statements, then which of them replaces which."""
        self.say(facts)
        replaced = {fact.uid: fact.superseded_by for fact in facts if fact.superseded_by}
        named = [read_uid(uid) for uid in {*replaced, *replaced.values()} if is_uid(uid)]
        keys: dict[str, int] = {}
        for start in range(0, len(named), BATCH):
            rows = models.Statement.objects.of_part(self.part).filter(uid__in=named[start : start + BATCH])
            keys.update((str(uid), pk) for uid, pk in rows.values_list("uid", "pk"))
        for uid, later in replaced.items():
            key = _key_in(keys, "superseded_by", later, uid)
            models.Statement.objects.filter(pk=_key_in(keys, "uid", uid, uid)).update(superseded_by=key)

    def say(self, facts: Sequence[common.Statement]) -> None:
        """Save statements."""
        with self.appending(models.Statement, (fact.uid for fact in facts)) as appending:
            appending.statements(facts)

    def means(self, facts: Sequence[plan.Means]) -> None:
        """Save lines of means."""
        with self.appending(models.Means, (fact.uid for fact in facts)) as appending:
            appending.means(facts)

    def indicator_row(self, fact: indicator.Indicator) -> models.Indicator:
        """An indicator; what it is of may be another body's."""
        for cited in following.inner_citations(fact.baseline, fact.expected):
            self.sources.id_of(cited.source)
        row: models.Indicator = self.row(models.Indicator, fact, fact.citations, subject_uid=read_uid(fact.subject))
        return row

    def answer_row(self, fact: indicator.Answer) -> models.IndicatorAnswer:
        """An answer; the indicator is another body's."""
        row: models.IndicatorAnswer = self.row(
            models.IndicatorAnswer, fact, fact.citations, indicator_uid=read_uid(fact.indicator)
        )
        return row

    def output_row(self, fact: output.Output) -> models.Output:
        """An output; what it belongs to may be another body's."""
        for uid in fact.subjects:
            read_uid(uid)
        row: models.Output = self.row(models.Output, fact, fact.citations, territory_uid=optional_uid(fact.territory))
        return row

    def series_row(self, fact: series.Series) -> models.Series:
        """A series, without its observations."""
        row: models.Series = self.row(models.Series, fact, (), of_uid=optional_uid(fact.of))
        return row


OF_PART = (
    models.Plan, models.Statement, models.Means, models.Indicator, models.IndicatorAnswer, models.Output, models.Series,
)  # fmt: skip
"""Records that name their part themselves."""
_SLUGGED = (models.Plan, models.Indicator, models.Series)


def _key_in(keys: Mapping[str, int], field: str, uid: str, owner: str) -> int:
    if uid not in keys:
        message = _("«\u00a0%(owner)s\u00a0» renvoie à %(uid)s, que la partie ne contient pas.")
        raise Invalid({field: message % {"owner": owner, "uid": uid}})
    return keys[uid]


def refuse_same_numbers(facts: Iterable[plan.Measure]) -> None:
    """`Invalid` names the two measures of one plan that bear one number."""
    seen: dict[tuple[str, str], plan.Measure] = {}
    for fact in facts:
        if fact.number is None or fact.kind is not plan.MeasureKind.MEASURE:
            continue
        other = seen.setdefault((fact.plan, fact.number), fact)
        if other is not fact:
            message = _(
                "Deux mesures portent le numéro %(number)s\u00a0: «\u00a0%(one)s\u00a0» et «\u00a0%(two)s\u00a0»."
            )
            said = {"number": fact.number, "one": _named(other), "two": _named(fact)}
            raise Invalid({"number": message % said})


def _named(fact: plan.Measure) -> str:
    return fact.titles[0].text.value if fact.titles else fact.uid


def refuse_same_codes(facts: Iterable[indicator.Indicator]) -> None:
    """`Invalid` names the two indicators of a part that bear one code."""
    seen: dict[str, indicator.Indicator] = {}
    for fact in facts:
        if fact.code is None:
            continue
        if fact.code in seen:
            message = _(
                "Deux indicateurs portent le code %(code)s\u00a0: «\u00a0%(one)s\u00a0» et «\u00a0%(two)s\u00a0»."
            )
            said = {"code": fact.code, "one": seen[fact.code].title.value, "two": fact.title.value}
            raise Invalid({"code": message % said})
        seen[fact.code] = fact


def refuse_taken(model: type[Any], rows: list[Any]) -> None:
    """`Invalid` when a uid or slug is already borne: by another row here, or by another part."""
    for field in ("uid", "slug") if model in _SLUGGED else ("uid",):
        refuse_values(model, field, [getattr(row, field) for row in rows])


def refuse_values(model: type[Any], field: str, values: list[Any]) -> None:
    """`Invalid` names a value of this unique field that is here twice, or borne already."""
    for value in [*_twice(values), *_elsewhere(model, field, values)]:
        message = _("«\u00a0%(value)s\u00a0» est déjà pris par un autre objet du même genre.")
        raise Invalid({field: message % {"value": value}})


def _twice(values: list[Any]) -> Iterator[Any]:
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            yield value
        seen.add(value)


def _elsewhere(model: type[Any], field: str, values: list[Any]) -> Iterator[Any]:
    for start in range(0, len(values), BATCH):
        taken = model.objects.filter(**{f"{field}__in": values[start : start + BATCH]})
        yield from taken.values_list(field, flat=True)
