"""Facts of promises: who promised what to whom, for when, and what became of it according to whom."""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import COUNTRY_SUBJECT, Citation, Confidence, Known, Link, OrgRef, Text, When


class Verdict(StrEnum):
    """What somebody found of a promise. UNKNOWN: they looked, or report something, and cannot tell."""

    KEPT = "kept"
    IN_PART = "in_part"
    NOT_KEPT = "not_kept"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """One date of a promise's chain, as said: a later one stands beside it and erases nothing.

    `due` None: put off without a new date. `said` and `said_by`: when the date was named, and by whom, if known.
    """

    uid: str
    recorded_at: str
    due: When | None = None
    said: When | None = None
    said_by: OrgRef | None = None
    text: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Who promised what (`text`, verbatim or summary) to whom, when (`made`), for when (`dues`, in the order named).

    `subject` is the measure, section or plan that it is about, or the country. `known_until` (EDTF): until when
    somebody looked; after it nothing is late. None: until when the plan is known.
    """

    uid: str
    text: Text
    recorded_at: str
    subject: str = COUNTRY_SUBJECT
    link: Link = Link.STATED
    said_by: OrgRef | None = None
    to: tuple[OrgRef, ...] = ()
    made: When | None = None
    dues: tuple[DueDate, ...] = ()
    known_until: str | None = None
    confidence: Confidence = Confidence.STATED
    note: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """What somebody found of a promise; several views stand side by side, whoever publishes them.

    `done` is when it was kept (or done in part), `seen` when somebody looked or said so. `outcome` is the source's own
    word (« not_yet_when_seen », « examined »). `known` NOT_FOUND: somebody looked and found nothing; the verdict is
    then UNKNOWN. `said_by` None: the register's desk.
    """

    uid: str
    promise: str
    recorded_at: str
    verdict: Verdict
    known: Known = Known.GIVEN
    said_by: OrgRef | None = None
    done: When | None = None
    seen: When | None = None
    outcome: str | None = None
    text: Text | None = None
    link: Link = Link.STATED
    confidence: Confidence = Confidence.STATED
    note: Text | None = None
    citations: tuple[Citation, ...] = ()
