"""What the page of one evaluation shows."""

from dataclasses import dataclass

from jalon.portal.pages.agreeing import AgreementShown
from jalon.portal.pages.comparison_model import Slice
from jalon.portal.pages.counted import Claims
from jalon.portal.pages.fact_list import Fact
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notes, Phrase, Ref


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """A question put to a body, and the answer, or the silence with its date."""

    asked: Day | None
    to: Link | None
    by: Link | None
    question: Phrase | None
    reminded: tuple[Day, ...]
    answered: Day | None
    answer: Phrase | None
    silence: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One thing that a verdict rests on."""

    kind: str
    url: str
    title: str
    where: str
    day: Day | None
    quote: Phrase | None
    text: Phrase | None
    body: Link | None
    inquiry: InquiryRow | None
    sha256: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment, whole."""

    uid: str
    kind: str
    about: tuple[Link, ...]
    topic: str
    mark: str
    level: str
    text: Phrase | None
    reason: str
    flags: tuple[str, ...]
    place: str
    day: Day | None
    findings: tuple[str, ...]
    blind: tuple[str, ...]
    changed_minds: Phrase | None
    dissents: tuple[tuple[str, str, Phrase | None], ...]
    evidence: tuple[EvidenceRow, ...]
    without: str
    note: Phrase | None
    replaced: bool
    inferred: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """What a body invited to answer did: its responses, or silence in words."""

    body: Link | None
    responses: tuple[tuple[Phrase | None, Day | None, Link | None], ...]


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """One evaluation: who, of what, on which scale, how it was adopted, what it says of each object."""

    head: Head
    uid: str
    title: Phrase
    evaluator: Link | None
    plan: Link | None
    comparison: str
    day: Day | None
    fictional: bool
    kept_back: bool
    facts: tuple[Fact, ...]
    top_notes: Notes
    requests: tuple[InquiryRow, ...]
    adoption: str
    votes: tuple[tuple[str, str], ...]
    adoption_refs: tuple[Ref, ...]
    signatures: tuple[tuple[Link | None, str, Day | None, Phrase | None], ...]
    reply: str
    replies: tuple[ReplyRow, ...]
    process_notes: Notes
    counts: str
    bar: tuple[Slice, ...]
    claims: tuple[Claims, ...]
    claim_notes: Notes
    agreement: AgreementShown | None
    assessments: tuple[AssessmentRow, ...]
    assessment_notes: Notes
