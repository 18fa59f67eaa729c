"""What a body declared last of each line, as the asking body's part holds it: what a workbook is filled with, and what
a return is compared with."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from jalon.core.models import Organisation, Part
from jalon.facts.common import StatementKind, When
from jalon.methods.dates import rhythm
from jalon.plans.models import Observation, Statement
from jalon.reporting.bodies import is_body
from jalon.reporting.columns import DEADLINE, PHASE, PROGRESS
from jalon.reporting.merging.model import Column, Entry, Value
from jalon.reporting.merging.saying import date_words, number_words, option_of, said_in

Standing = Mapping[uuid.UUID, tuple[Entry, ...]]
"""Subject -> the entries of its columns; a column of which nothing was declared is absent."""

KINDS = {PHASE: StatementKind.PHASE, PROGRESS: StatementKind.PROGRESS, DEADLINE: StatementKind.DEADLINE}


def standing(
    part: Part, body: Organisation, subjects: Iterable[uuid.UUID], columns: Iterable[Column], period: When,
    lang: str = "fr",
) -> Standing:  # fmt: skip
    """The last live declaration of the body itself on each column of each subject; what the machine words of it, dates,
    rhythms, entries of lists and decimals, in `lang`. Two queries.

    What others say of the body's work is not written into its workbook. An observation counts for its period alone:
    the figure of an earlier one is never carried over.
    """
    asked = {column.key: column for column in columns if column.prefilled}
    found: dict[uuid.UUID, list[Entry]] = defaultdict(list)
    wanted = list(subjects)
    for subject, entry in _stated(part, body, wanted, asked, lang):
        found[subject].append(entry)
    for subject, entry in _observed(part, body, wanted, asked, period, lang):
        found[subject].append(entry)
    return {subject: tuple(entries) for subject, entries in found.items()}


def _stated(
    part: Part, body: Organisation, subjects: list[uuid.UUID], asked: Mapping[str, Column], lang: str
) -> Iterable[tuple[uuid.UUID, Entry]]:
    keys = {kind.value: key for key, kind in KINDS.items() if key in asked}
    rows = Statement.objects.of_part(part).live().filter(subject_uid__in=subjects, kind__in=list(keys))
    last: dict[tuple[uuid.UUID, str], Statement] = {}
    for row in rows.filter(superseded_by=None, topic=None).order_by("recorded_at", "id"):
        if is_body(row.said_by, body):
            last[row.subject_uid, keys[row.kind]] = row
    for (subject, key), row in last.items():
        value = value_of(row, asked[key], lang)
        if value is not None:
            yield (
                subject,
                Entry(column=key, value=value, at=row.recorded_at, by=row.said_by.name if row.said_by else ""),
            )


def value_of(row: Statement, column: Column, lang: str = "fr") -> Value | None:
    """What a statement says, as a cell says it; None for one that says that something is not known."""
    if column.key == DEADLINE:
        return said_in(column, date_value(row.due, lang), lang) if row.due else None
    if row.text is None:
        return None
    option = option_of(column, row.text.value)
    return said_in(column, Value(text=row.text.value, code=option.code if option else None), lang)


def date_value(when: When, lang: str = "fr") -> Value:
    """A date or a rhythm in the words of people, as printed if it was, beside its reading."""
    return Value(text=when.printed or date_words(when.edtf, lang) or rhythm(when.recurrence, lang), edtf=when.edtf)


def _observed(
    part: Part, body: Organisation, subjects: list[uuid.UUID], asked: Mapping[str, Column], period: When, lang: str
) -> Iterable[tuple[uuid.UUID, Entry]]:
    """Observations of this body for this very period."""
    by_uid = {uuid.UUID(column.indicator): column for column in asked.values() if column.indicator}
    if not by_uid or period.edtf is None:
        return
    rows = Observation.objects.filter(
        series__part=part,
        series__withdrawn_at=None,
        series__of_uid__in=list(by_uid),
        value__isnull=False,
        withdrawn_at=None,
    ).select_related("series")
    last: dict[uuid.UUID, Observation] = {}
    for row in rows.order_by("order", "id"):
        same_body = is_body(row.series.producer, body)
        if same_body and row.when.edtf == period.edtf and not row.dimensions and row.series.of_uid:
            last[row.series.of_uid] = row
    for of, row in last.items():
        subject = uuid.UUID(by_uid[of].subject)
        if subject in subjects:
            yield subject, Entry(column=by_uid[of].key, value=_number(row, by_uid[of], lang))


def _number(row: Observation, column: Column, lang: str) -> Value:
    option = next((option for option in column.options if option.code == row.value), None)
    if option is not None:
        return Value(text=option.label(lang), code=option.code)
    return Value(text=number_words(str(row.value), lang), number=row.value)
