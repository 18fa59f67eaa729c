"""What forms may write of each record: the fields of its fact, each optional, as typed keyword arguments."""

import uuid
from typing import TypedDict

from jalon.facts.common import Basis, Confidence, Count, Known, Link, OrgRef, Text, Visibility, When
from jalon.facts.indicator import (
    Accumulation,
    AnswerKind,
    Baseline,
    Breakdown,
    Direction,
    Expected,
    IndicatorKind,
    Level,
    ResultLevel,
    ValueKind,
)
from jalon.facts.output import Amount, Counted, OutputType
from jalon.facts.plan import LevelName, MeansKind, MeasureKind
from jalon.facts.series import Family


class PlanFields(TypedDict, total=False):
    """A plan's own fields."""

    slug: str
    rank: int
    period: When
    known_until: str
    text_read: bool
    country: str
    code: str | None
    period_notes: tuple[Text, ...]
    stated_sections: int | None
    levels: tuple[LevelName, ...]
    financing: Text | None
    preparation: Text | None
    notes: tuple[Text, ...]


class StatedNumberFields(TypedDict, total=False):
    """A number of measures that a source states."""

    value: int
    said_by: tuple[OrgRef, ...]
    note: Text | None


class EventFields(TypedDict, total=False):
    """A dated event of a plan."""

    when: When
    text: Text
    confidence: Confidence


class OverlapFields(TypedDict, total=False):
    """A measure that another plan also holds."""

    other_plan: Text
    measure_uid: uuid.UUID | None
    other_measure: str | None
    item: Text | None
    note: Text | None
    confidence: Confidence


class SectionFields(TypedDict, total=False):
    """A level of the tree."""

    label: str
    title: Text | None
    note: Text | None
    confidence: Confidence


class MeasureFields(TypedDict, total=False):
    """A measure's own fields."""

    kind: MeasureKind
    number: str | None
    section_confidence: Confidence
    section_words: str | None
    group: Text | None
    planned: Text | None
    keywords: tuple[str, ...]
    forms: tuple[str, ...]
    target_groups: tuple[str, ...]
    note: Text | None
    confidence: Confidence


class StepFields(TypedDict, total=False):
    """A step of a measure."""

    title: Text
    due: When | None
    done: When | None


class DocumentFields(TypedDict, total=False):
    """A document of a plan or measure."""

    title: Text
    when: When | None
    visibility: Visibility
    media_type: str | None
    sha256: str | None
    size: int | None


class StatementFields(TypedDict, total=False):
    """The words of a statement."""

    known: Known
    said_by: OrgRef | None
    organisation: OrgRef | None
    basis: Basis | None
    text: Text | None
    said: When | None
    valid_until: When | None
    due: When | None
    outcome: str | None
    scale: str | None
    counts: tuple[Count, ...]
    total: int | None
    link: Link
    confidence: Confidence
    note: Text | None
    topic: str | None


class MeansFields(TypedDict, total=False):
    """A line of means."""

    item: Text
    kind: MeansKind
    when: When
    amount: str | None
    currency: str
    plan_uid: uuid.UUID | None
    measure_uid: uuid.UUID | None
    programme: str | None
    change: str | None
    fate: Text | None
    posts: str | None
    in_kind: Text | None
    note: Text | None
    confidence: Confidence


class SeriesFields(TypedDict, total=False):
    """A series, without its observations."""

    slug: str
    title: Text
    producer: OrgRef
    indicator: str
    unit: str
    family: Family
    vintage: str | None
    multiple: bool
    do_not_add: bool
    note: Text | None
    of_uid: uuid.UUID | None


class IndicatorFields(TypedDict, total=False):
    """An indicator."""

    slug: str
    title: Text
    unit: str
    code: str | None
    definition: Text | None
    kind: IndicatorKind | None
    level: ResultLevel | None
    value_kind: ValueKind
    direction: Direction | None
    accumulation: Accumulation
    frequency: str | None
    method: Text | None
    numerator: Text | None
    denominator: Text | None
    levels: tuple[Level, ...]
    breakdowns: tuple[Breakdown, ...]
    baseline: Baseline | None
    expected: tuple[Expected, ...]
    interpolated: bool
    formula: str | None
    counted: Counted | None
    note: Text | None
    confidence: Confidence


class AnswerFields(TypedDict, total=False):
    """What a body answers to another's indicator."""

    answer: AnswerKind
    said_by: OrgRef
    said: When | None
    text: Text | None


class OutputFields(TypedDict, total=False):
    """Something carried out."""

    type: OutputType
    title: Text
    when: When
    subjects: tuple[str, ...]
    territory_uid: uuid.UUID | None
    place: str | None
    carried_out_by: tuple[OrgRef, ...]
    counterparts: tuple[OrgRef, ...]
    beneficiaries: tuple[OrgRef, ...]
    professions: tuple[str, ...]
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    property_type: str | None
    amounts: tuple[Amount, ...]
    money: str | None
    currency: str
    years: When | None
    said_by: OrgRef | None
    said: When | None
    note: Text | None
    confidence: Confidence
