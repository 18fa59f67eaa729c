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
    FOLLOW_UP = "follow_up"  # observations of an indicator of a plan
    OTHER = "other"


class ObservationStatus(StrEnum):
    """Where a value stands in its producer's own revisions. Not said: None."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One breakdown of an observation, e.g. form = travail."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One published value (decimal string), or missing with a reason. Zero is a value.

    `said` is when it was published: of several values of one period the last said stands, the others stay readable.
    `numerator` and `denominator` (decimal strings) are those of a share, when the producer gives them.
    """

    when: When
    value: str | None = None
    precision: Precision = Precision.EXACT
    missing: str | None = None
    dimensions: tuple[Dimension, ...] = ()
    note: str | None = None
    status: ObservationStatus | None = None
    said: When | None = None
    numerator: str | None = None
    denominator: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Observations of one indicator in one unit by one producer in one edition.

    `multiple` says that one person may count in several categories, so that shares add to more than the total;
    `do_not_add` that the figures overlap those of other series. `of` is the uid of the indicator that it observes.
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
    of: str | None = None
    observations: tuple[Observation, ...] = ()
