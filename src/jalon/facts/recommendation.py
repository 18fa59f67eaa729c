"""Facts of recommendations and legal obligations: what a body asks of the State, and what answers it.

A recommendation is answered by measures: the link (`RecommendationAnswer`) is somebody's word, dated, stated or only
proposed. That no link is recorded does not say that no measure answers: only a `RecommendationReview` says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import COUNTRY_SUBJECT, Citation, Confidence, Known, Link, OrgRef, Text, When


class RecommendationKind(StrEnum):
    """A recommendation asks; an obligation binds (directive, convention), with its deadline."""

    RECOMMENDATION = "recommendation"
    OBLIGATION = "obligation"


class Position(StrEnum):
    """What the State said of a recommendation (Universal Periodic Review: supported or noted; some are supported partly)."""

    SUPPORTED = "supported"
    NOTED = "noted"
    PARTLY = "partly"


class Relation(StrEnum):
    """How a measure stands to a recommendation, in the words of whoever says it."""

    ANSWERS = "answers"
    IN_PART = "in_part"
    WORKS_AGAINST = "works_against"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePosition:
    """The State's position on a recommendation, as said on a date. A later one does not erase it."""

    position: Position
    said: When | None = None
    text: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What a body asks of the State, or what a law binds it to.

    `texts` are the same words in several languages, in the order of the document. `known` NOT_LOOKED_AT: the document
    is known, its paragraphs were not read; it counts in no total. `subject` is the plan that it speaks of, or the
    country; `link` whether the source says so. `urgency` is the body's own word (GRETA: « exhorte », « considère »,
    « invite »). `symbol` is the document's (CRC/C/FRA/CO/6-7), `session` that of the review, `states` who recommended
    (Universal Periodic Review), `reference` the identifier of the data set that it was imported from. `repeats` is the
    uid of the earlier recommendation whose text it takes up.
    """

    uid: str
    body: OrgRef
    recorded_at: str
    kind: RecommendationKind = RecommendationKind.RECOMMENDATION
    known: Known = Known.GIVEN
    texts: tuple[Text, ...] = ()
    subject: str = COUNTRY_SUBJECT
    link: Link = Link.STATED
    instrument: str | None = None
    report: str | None = None
    cycle: str | None = None
    session: str | None = None
    symbol: str | None = None
    paragraph: str | None = None
    reference: str | None = None
    when: When | None = None
    deadline: When | None = None
    urgency: str | None = None
    themes: tuple[str, ...] = ()
    affected: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    positions: tuple[StatePosition, ...] = ()
    repeats: str | None = None
    confidence: Confidence = Confidence.STATED
    note: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationAnswer:
    """That a measure answers a recommendation, in part, works against it or has nothing to do with it.

    `relation` None: a proposal that does not say how (`link` PROPOSED). `said_by` None: the register's desk.
    """

    uid: str
    recommendation: str
    measure: str
    recorded_at: str
    relation: Relation | None = None
    said_by: OrgRef | None = None
    said: When | None = None
    text: Text | None = None
    link: Link = Link.STATED
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationReview:
    """Somebody went through the measures of these plans (none named: of all) and found that none answers."""

    uid: str
    recommendation: str
    recorded_at: str
    plans: tuple[str, ...] = ()
    said_by: OrgRef | None = None
    said: When | None = None
    text: Text | None = None
    citations: tuple[Citation, ...] = ()
