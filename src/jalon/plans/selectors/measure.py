"""The page of a measure, and the history of what was said and written."""

import uuid

from django.db.models import Q

from jalon.core.models import User
from jalon.facts.plan import Section
from jalon.plans import models, reading
from jalon.plans.reading import Around
from jalon.plans.selectors.pages import MeasurePage, StatementRow, TextVersion
from jalon.plans.selectors.rows import around_rows, part_line, plan_lines, revised, statement_rows
from jalon.plans.state import NOW, AsOf, states

TEXT_RECORDS = (models.Plan, models.PlanTitle, models.Section, models.Measure, models.MeasureTitle, models.Indicator)
"""Records whose texts have a history."""


def measure_of(plan_slug: str, key: str, user: User) -> models.Measure:
    """A live measure that the person may see, by number or uid. `Measure.DoesNotExist` otherwise."""
    wanted = Q(number=key, kind="measure")
    try:
        wanted |= Q(uid=uuid.UUID(key))
    except ValueError:
        pass
    rows = models.Measure.objects.visible_to(user).live().filter(plan__slug=plan_slug, plan__withdrawn_at=None)
    measure: models.Measure = rows.select_related("plan__part__owner", "section").get(wanted)
    return measure


def measure_page(plan_slug: str, key: str, user: User, at: AsOf = NOW) -> MeasurePage:
    """A measure with all that is said of it, in a fixed number of queries. `key` is its number or uid."""
    row = measure_of(plan_slug, key, user)
    part = row.plan.part
    titles = list(row.measuretitles.order_by("order", "id"))
    steps = list(row.steps.filter(withdrawn_at=None).order_by("order", "id"))
    documents = list(row.documents.filter(withdrawn_at=None).order_by("order", "id"))
    means = list(models.Means.objects.of_part(part).live().filter(measure_uid=row.uid).order_by("id"))
    above = _above(row)
    around = around_rows(part, [row], titles, steps, documents, means)
    pieces = {"titles": {row.pk: titles}, "steps": {row.pk: steps}, "documents": {row.pk: documents}}
    uids = {row.section_id: str(row.section.uid)} if row.section_id and row.section else {}
    fact = reading.measure_fact(row, str(row.plan.uid), Around(around.cites, pieces, uids))
    said = statement_rows(part, [row.uid], user)
    before, after = _neighbours(row)
    return MeasurePage(
        part=part_line(part, user),
        plan=plan_lines([row.plan])[0],
        measure=revised(row, fact, around),
        titles=tuple(revised(r, f, around) for r, f in zip(titles, fact.titles, strict=True)),
        steps=tuple(revised(r, f, around) for r, f in zip(steps, fact.steps, strict=True)),
        documents=tuple(revised(r, f, around) for r, f in zip(documents, fact.documents, strict=True)),
        above=above,
        states=states((line.statement for line in said), at),
        statements=said,
        means=tuple(revised(r, reading.means_fact(r, around), around) for r in means),
        before=before,
        after=after,
    )


def _above(measure: models.Measure) -> tuple[Section, ...]:
    """The sections that hold the measure, from the top."""
    rows = {row.pk: row for row in models.Section.objects.filter(plan_id=measure.plan_id)}
    around = Around(uids={key: str(row.uid) for key, row in rows.items()})
    found: list[Section] = []
    key = measure.section_id
    while key is not None:
        found.append(reading.section_fact(rows[key], str(measure.plan.uid), around))
        key = rows[key].parent_id
    return tuple(reversed(found))


def _neighbours(measure: models.Measure) -> tuple[str | None, str | None]:
    live = models.Measure.objects.live().filter(plan_id=measure.plan_id).order_by("order", "id")
    uids = [str(uid) for uid in live.values_list("uid", flat=True)]
    place = uids.index(str(measure.uid))
    return (uids[place - 1] if place else None), (uids[place + 1] if place + 1 < len(uids) else None)


def statement_history(statement_uid: str, user: User) -> tuple[StatementRow, ...]:
    """A statement with those it replaced and those that replaced it, oldest first, withdrawn ones included.

    `Statement.DoesNotExist` when the person may not see it.
    """
    start: models.Statement = (
        models.Statement.objects.visible_to(user).select_related("part").get(uid=uuid.UUID(statement_uid))
    )
    siblings = models.Statement.objects.filter(part=start.part, subject_uid=start.subject_uid, kind=start.kind)
    rows = {row.pk: row for row in siblings}
    chain = {start.pk}
    grown = True
    while grown:
        more = {row.superseded_by_id for row in rows.values() if row.pk in chain and row.superseded_by_id in rows}
        more |= {row.pk for row in rows.values() if row.superseded_by_id in chain}
        grown = not more <= chain
        chain |= {key for key in more if key is not None}
    found = sorted((rows[key] for key in chain), key=lambda row: (row.recorded_at, row.pk))
    around = around_rows(start.part, found)
    return tuple(_history_row(row, rows, start, around) for row in found)


def _history_row(
    row: models.Statement, rows: dict[int, models.Statement], start: models.Statement, around: Around
) -> StatementRow:
    later = rows.get(row.superseded_by_id or 0)
    fact = reading.statement_fact(row, str(later.uid) if later else None, around)
    return StatementRow(
        statement=fact, revision=row.revision, part=start.part.slug, own=True, sourced=bool(fact.citations),
        withdrawn=row.withdrawn_at is not None,
    )  # fmt: skip


def text_history(record_uid: str, user: User) -> tuple[TextVersion, ...]:
    """The texts of a plan, section, measure or title as each writer left them, latest first.

    Empty when the person may not see the record.
    """
    uid = uuid.UUID(record_uid)
    for model in TEXT_RECORDS:
        row = model.objects.visible_to(user).filter(uid=uid).first()
        if row is not None:
            return tuple(_version(version) for version in model.history.filter(uid=uid).select_related("history_user"))
    return ()


def _version(version: object) -> TextVersion:
    names = [field.name for field in version._meta.get_fields() if hasattr(field, "cls")]  # type: ignore[attr-defined]
    return TextVersion(
        at=version.history_date.isoformat(),  # type: ignore[attr-defined]
        by=str(version.history_user or ""),  # type: ignore[attr-defined]
        texts={name: getattr(version, name) for name in names},
    )
