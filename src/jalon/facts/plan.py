"""Facts of a plan: its description, sections, measures, means, documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from jalon.facts.common import Citation, Confidence, OrgRef, Text, Visibility, When


class MeasureKind(StrEnum):
    """An attested item is known to be in the plan, without its number; it enters no « n of N »."""

    MEASURE = "measure"
    ATTESTED_ITEM = "attested_item"


class MeansKind(StrEnum):
    """The budget stage of an amount. Lines of different kinds, years or programmes are never added."""

    PLANNED = "planned"
    VOTED = "voted"
    COMMITTED = "committed"
    PAID = "paid"
    UNSPECIFIED = "unspecified"  # an amount published without its budget stage
    AMENDMENT = "amendment"  # asked for in Parliament: shown apart, in no total
    PRINCIPLE = "principle"  # how it is to be paid, without an amount
    FINDING = "finding"  # what an observer noted, without an amount


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelName:
    """The plan's own word for a level of its tree (axe, priorité, objectif, mesure)."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedNumber:
    """How many measures a source says the plan has. Conflicting numbers are kept side by side."""

    value: int
    said_by: tuple[OrgRef, ...] = ()
    note: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEvent:
    """A dated event in the life of the plan."""

    uid: str
    when: When
    text: Text
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Another national plan or strategy that holds the same measure."""

    other_plan: Text
    measure: str | None = None
    other_measure: str | None = None
    item: Text | None = None
    note: Text | None = None
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title with its own sources; a read title is VERBATIM, a described one SUMMARY."""

    text: Text
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document tied to a plan or measure. `sha256` and `size` when the register holds the file."""

    uid: str
    title: Text
    when: When | None = None
    visibility: Visibility = Visibility.PUBLIC
    media_type: str | None = None
    sha256: str | None = None
    size: int | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a plan is. `code` is a short name that other registers and scripts know it by. `text_read` says whether the plan's own text was read; `known_until` (EDTF) until when
    somebody looked: after it nothing is late."""

    uid: str
    slug: str
    rank: int
    titles: tuple[Title, ...]
    period: When
    known_until: str
    text_read: bool = False
    country: str = "FR"
    code: str | None = None
    period_notes: tuple[Text, ...] = ()
    stated_numbers: tuple[StatedNumber, ...] = ()
    stated_sections: int | None = None
    levels: tuple[LevelName, ...] = ()
    financing: Text | None = None
    preparation: Text | None = None
    notes: tuple[Text, ...] = ()
    events: tuple[PlanEvent, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    documents: tuple[Document, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A level of the plan's tree above the measures, of any depth. `title` None: not read."""

    uid: str
    plan: str
    order: int
    label: str = ""
    parent: str | None = None
    title: Text | None = None
    note: Text | None = None
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a measure (jalon). `done` is when it was reached, None while not known to be."""

    uid: str
    title: Text
    due: When | None = None
    done: When | None = None
    citations: tuple[Citation, ...] = ()


if TYPE_CHECKING:  # a table gives them held close (`facts.steps`)
    _Steps: TypeAlias = Sequence[Step]
else:  # what is read of JSON
    _Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A numbered measure or an attested item. It has no status of its own: statements about it do."""

    uid: str
    plan: str
    order: int
    titles: tuple[Title, ...]
    kind: MeasureKind = MeasureKind.MEASURE
    number: str | None = None
    section: str | None = None
    section_confidence: Confidence = Confidence.STATED
    section_words: str | None = None
    group: Text | None = None
    planned: Text | None = None
    keywords: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    note: Text | None = None
    confidence: Confidence = Confidence.STATED
    steps: _Steps = ()
    documents: tuple[Document, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """A line of means: money (decimal string), posts, or in kind. `amount` None: no amount said."""

    uid: str
    item: Text
    kind: MeansKind
    when: When
    amount: str | None = None
    currency: str = "EUR"
    plan: str | None = None
    measure: str | None = None
    programme: str | None = None
    change: str | None = None
    fate: Text | None = None
    posts: str | None = None
    in_kind: Text | None = None
    note: Text | None = None
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()
