"""Facts of statistics: series of one producer, one edition (vintage), one indicator and unit."""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import Citation, OrgRef, Text, When


class Precision(StrEnum):
    """How exact the published value is."""

    EXACT = "exact"
    ROUNDED = "rounded"
    AT_LEAST = "at_least"
    ABOUT = "about"


class Family(StrEnum):
    """What a series counts. Families never share an axis."""

    POLICE = "police"
    JUSTICE = "justice"
    SURVEY = "survey"
    FOREIGN_REPORT = "foreign_report"
    SERVICE = "service"
    OFFICIAL_ESTIMATE = "official_estimate"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One breakdown of an observation, e.g. form = travail."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One published value (decimal string), or missing with a reason. Zero is a value."""

    when: When
    value: str | None = None
    precision: Precision = Precision.EXACT
    missing: str | None = None
    dimensions: tuple[Dimension, ...] = ()
    note: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Observations of one indicator in one unit by one producer in one edition.

    `multiple` says that one person may count in several categories, so that shares add to more than the total;
    `do_not_add` that the figures overlap those of other series.
    """

    uid: str
    slug: str
    title: Text
    producer: OrgRef
    indicator: str
    unit: str
    family: Family
    vintage: str | None = None
    multiple: bool = False
    do_not_add: bool = False
    note: Text | None = None
    observations: tuple[Observation, ...] = ()
