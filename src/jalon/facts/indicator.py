"""Facts of indicators: what a body proposes to measure, what others answer, what is expected by when.

Observations of an indicator are those of the series whose `of` is its uid (`jalon.facts.series`), whoever publishes
them: several series stand side by side. Values are decimal strings in every kind: the rank of the level for an
ordinal, 1 or 0 for yes or no, 1 for a milestone once reached.
"""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import Citation, Confidence, OrgRef, Text, When
from jalon.facts.output import Counted
from jalon.facts.series import Precision


class IndicatorKind(StrEnum):
    """What it tells of (OHCHR, Human Rights Indicators, HR/PUB/12/5, 2012, chapter II)."""

    STRUCTURAL = "structural"  # rules and institutions that were adopted
    PROCESS = "process"  # what is done to keep them
    OUTCOME = "outcome"  # what changes for the people concerned


class ResultLevel(StrEnum):
    """How far along the chain of results (IATI 2.03, code list IndicatorMeasure's ResultType)."""

    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


class ValueKind(StrEnum):
    """What its values are. NUMBER holds shares too: `numerator` and `denominator` say of what."""

    NUMBER = "number"
    ORDINAL = "ordinal"
    YES_NO = "yes_no"
    MILESTONE = "milestone"


class Direction(StrEnum):
    """Which way is better. A limit (at least, at most) is met or not: it has no way to go."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Accumulation(StrEnum):
    """Whether a value holds for its period alone, or counts from the start: cumulative values are never added."""

    PERIODIC = "periodic"
    CUMULATIVE = "cumulative"


class AnswerKind(StrEnum):
    """What a body answers to an indicator proposed by another. No answer is not a refusal."""

    ADOPTED = "adopted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The value from which progress counts, stated by the owner; never guessed from the first observation."""

    when: When
    value: str | None = None
    precision: Precision = Precision.EXACT
    missing: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A value expected by a date. `final` says that it is the target; the others are on the way (mid-term)."""

    when: When
    value: str
    final: bool = False
    note: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of an ordinal indicator, from the lowest; its rank is its place in the list, from 0."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A dimension by which values are asked for, and its categories in order; none given: free."""

    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator of a measure, section, plan or of the country (`subject`), owned by the body of its part.

    `code` names it in formulas, unique within the part. `formula` is computed from other indicators
    (`jalon.methods.formula`); `counted` counts or sums outputs; neither: values are observed.
    `interpolated` says that the owner means a straight line between baseline and expected values.
    """

    uid: str
    slug: str
    subject: str
    title: Text
    unit: str
    code: str | None = None
    definition: Text | None = None
    kind: IndicatorKind | None = None
    level: ResultLevel | None = None
    value_kind: ValueKind = ValueKind.NUMBER
    direction: Direction | None = None
    accumulation: Accumulation = Accumulation.PERIODIC
    frequency: str | None = None
    method: Text | None = None
    numerator: Text | None = None
    denominator: Text | None = None
    levels: tuple[Level, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    baseline: Baseline | None = None
    expected: tuple[Expected, ...] = ()
    interpolated: bool = False
    formula: str | None = None
    counted: Counted | None = None
    note: Text | None = None
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a body says of an indicator proposed by another: adopted or refused, when, why."""

    uid: str
    indicator: str
    answer: AnswerKind
    said_by: OrgRef
    said: When | None = None
    text: Text | None = None
    citations: tuple[Citation, ...] = ()
