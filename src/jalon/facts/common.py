"""What every fact is made of: texts, dates as said, citations, bodies, statements.

Every class is a frozen dataclass. Decimals travel as strings, times as UTC strings, dates as EDTF strings
(`jalon.methods.dates`). Default values are left out of the canonical JSON, so that adding an optional field
later changes no hash.
"""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.uids import stable_uid

COUNTRY_SUBJECT = stable_uid("country:FR")
"""Subject of statements about the country as a whole, when no plan is concerned."""


class Wording(StrEnum):
    """How a text stands to its source. Only VERBATIM may be set in quotation marks."""

    VERBATIM = "verbatim"
    SUMMARY = "summary"
    TRANSLATION = "translation"


class Confidence(StrEnum):
    """Whether the source states the fact, or the register's editor infers it from the source."""

    STATED = "stated"
    INFERRED = "inferred"


class Known(StrEnum):
    """Unknown is not no. Audits, coverage and lateness count the first two only, and print the others."""

    GIVEN = "given"
    STATED_ABSENT = "stated_absent"
    NOT_FOUND = "not_found"
    NOT_LOOKED_AT = "not_looked_at"


class Basis(StrEnum):
    """How one knows that a body leads or takes part."""

    NAMED_IN_PLAN = "named_in_plan"
    SEEN_ACTING = "seen_acting"
    SAID_BY_THIRD_PARTY = "said_by_third_party"


class StatementKind(StrEnum):
    """What a dated statement is about."""

    COORDINATOR = "coordinator"
    LEAD = "lead"
    CO_LEAD = "co_lead"
    PARTNER = "partner"
    DEADLINE = "deadline"
    PHASE = "phase"
    PROGRESS = "progress"
    ASKED = "asked"
    PROMISED = "promised"
    OUTCOME = "outcome"
    JUDGED = "judged"


class Link(StrEnum):
    """Whether the source itself names the subject of a statement, or the register's editor proposes the link."""

    STATED = "stated"
    PROPOSED = "proposed"


class Visibility(StrEnum):
    """Who may see: only PUBLIC ever enters a Release."""

    PUBLIC = "public"
    COMMITTEE = "committee"
    BODY = "body"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text in one language. `wording` says whether it may be quoted."""

    value: str
    lang: str = "fr"
    wording: Wording = Wording.SUMMARY


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date as said: its EDTF reading (None when it cannot be read), the words as printed, a recurrence apart."""

    edtf: str | None = None
    printed: str | None = None
    recurrence: str | None = None
    confidence: Confidence = Confidence.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What supports a fact: the source's uid, the place in it, the words if they were read there."""

    source: str
    field: str = ""
    locator: str | None = None
    quote: str | None = None
    confidence: Confidence = Confidence.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgRef:
    """A body as named by the source; `uid` when it is one of the directory's organisations."""

    name: str
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A public document or page. `address` is as recorded (a URL or a repository path in words)."""

    uid: str
    key: str = ""
    address: str = ""
    url: str | None = None
    title: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One line of a declared count, e.g. 3 « réalisées » of 45."""

    label: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody said of a plan, section or measure, on a date, as found in a source.

    `subject` is the uid of the plan, section or measure. `said` is when it was said (or seen), `valid_until` when
    it stopped being so, `due` the deadline it names. `organisation` is the body a LEAD, CO_LEAD, PARTNER or
    COORDINATOR statement names. `recorded_at` (UTC) is when the register learned it: with `said` it gives the two
    times of « as of ». A later statement that replaces this one is named by `superseded_by`.
    """

    uid: str
    kind: StatementKind
    subject: str
    recorded_at: str
    known: Known = Known.GIVEN
    said_by: OrgRef | None = None
    organisation: OrgRef | None = None
    basis: Basis | None = None
    text: Text | None = None
    said: When | None = None
    valid_until: When | None = None
    due: When | None = None
    outcome: str | None = None
    scale: str | None = None
    counts: tuple[Count, ...] = ()
    total: int | None = None
    link: Link = Link.STATED
    confidence: Confidence = Confidence.STATED
    note: Text | None = None
    topic: str | None = None
    superseded_by: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def narrowed(self) -> bool:
        """Said of a part of its subject (a sub-action of a measure, a theme): whoever leads it does not lead the whole."""
        return bool(self.topic)
