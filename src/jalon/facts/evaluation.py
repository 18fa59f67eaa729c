"""Facts of evaluations: what each evaluator says was done of a plan, on its own scale, and on what it rests.

An evaluation belongs to one evaluator. Its assessments speak of measures, sections, groups, themes, the plan or a gap
in it; a claim is a count said of the whole (« 50 of 60 »). Scales are never merged: a crosswalk, published with its
author and reasons, is the only way from one to another, and crosswalks are never chained.
"""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import Citation, Confidence, Count, Known, Link, OrgRef, Text, When


class EvaluationKind(StrEnum):
    """When in the life of a plan it is made (OECD DAC, Glossary of key terms in evaluation, 2002; state of play: ours)."""

    EX_ANTE = "ex_ante"
    STATE_OF_PLAY = "state_of_play"  # a body's own account on the way, without an inquiry
    MID_TERM = "mid_term"
    FINAL = "final"
    EX_POST = "ex_post"


class EvaluationState(StrEnum):
    """What the public knows of it."""

    PUBLISHED = "published"
    KNOWN_NOT_SHARED = "known_not_shared"  # somebody says that it exists; nobody outside has read it


class SignatureState(StrEnum):
    """What a body asked to co-sign did."""

    SIGNED = "signed"
    ABSTAINED = "abstained"


class Assessed(StrEnum):
    """What an assessment speaks of, as its evaluator names it."""

    PLAN = "plan"
    SECTION = "section"
    MEASURE = "measure"
    GROUP = "group"  # several measures at once
    THEME = "theme"
    GAP = "gap"  # what the plan lacks


class NoVerdict(StrEnum):
    """Why there is no verdict: it is said, never left blank."""

    NOT_EXAMINED = "not_examined"
    ASKED_NOT_ANSWERED = "asked_not_answered"
    NOT_ENOUGH_INFORMATION = "not_enough_information"
    NOT_YET_DUE = "not_yet_due"
    NO_LONGER_APPLICABLE = "no_longer_applicable"


class EvidenceKind(StrEnum):
    """What a verdict rests on."""

    FILE = "file"
    PAGE = "page"
    INDICATOR = "indicator"
    OUTPUT = "output"
    STATEMENT = "statement"
    HEARING = "hearing"
    QUESTIONNAIRE = "questionnaire"
    TESTIMONY = "testimony"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleLevel:
    """A level of a scale in its owner's words. `mark`: the name of a drawn sign, or one letter or two, or nothing.

    `definition_known` says whether its owner defines it: NOT_FOUND, somebody looked and nothing is published.
    """

    code: str
    fr: str
    en: str
    mark: str = ""
    definition: Text | None = None
    definition_known: Known = Known.NOT_LOOKED_AT
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The levels of one evaluator, best first. `owner` is whose words they are."""

    uid: str
    slug: str
    owner: OrgRef
    title: Text
    levels: tuple[ScaleLevel, ...]
    since: When | None = None
    note: Text | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def printed(self) -> str:
        """The levels in French as one line, as sources print them."""
        return " / ".join(level.fr for level in self.levels)

    def rank(self, code: str) -> int | None:
        """The place of a level, best = 0; None when the scale has no such level."""
        return next((rank for rank, level in enumerate(self.levels) if level.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkPair:
    """How one level reads on the other scale, and why. `to` None: it has no equivalent, and stays without."""

    of: str
    reason: Text
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """A reading of one scale on another, published by its author. Levels that it does not name have no equivalent."""

    uid: str
    slug: str
    from_scale: str
    to_scale: str
    author: OrgRef
    when: When
    pairs: tuple[CrosswalkPair, ...]
    note: Text | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A question put to a body: for an evaluation that is not shared, or as evidence.

    `answered` is when an answer came; without it, `silent_until` is until when none had come (silence is dated too).
    """

    asked: When
    to: OrgRef | None = None
    by: OrgRef | None = None
    question: Text | None = None
    reminded: tuple[When, ...] = ()
    answered: When | None = None
    answer: Text | None = None
    silent_until: When | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """How the evaluator adopted it. `body` is its organ in words; `printed` the vote as printed.

    `votes` is how many voted or abstained in all, when that is said: the three numbers then add up to it.
    """

    body: str
    when: When | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    votes: int | None = None
    printed: str | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a body asked to co-sign did, and when."""

    body: OrgRef
    state: SignatureState
    when: When | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a body answered to the draft: of the whole, or of one subject (uid)."""

    body: OrgRef
    text: Text
    said: When | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightOfReply:
    """The time given to bodies to answer the draft. It closes by itself on `closes` and never blocks publication.

    `invited` who did not answer stayed silent.
    """

    opened: When
    closes: When
    invited: tuple[OrgRef, ...] = ()
    responses: tuple[Response, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """What an evaluation rests on: another one by uid, or words (hearings, an analysis that nobody holds)."""

    words: str | None = None
    evaluation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The judgements of one evaluator on one plan at one date. `said` is when it was published, or is known to exist.

    `as_of` is until when the evaluator looked; `period` the time it speaks of. `scale` is a uid; `scale_printed` the
    words for a scale whose levels were not read. `follows` is the evaluation that this one succeeds, `corrects` the
    one whose errors it repairs. `recorded_at` (UTC) as in `Statement`.
    """

    uid: str
    slug: str
    plan: str
    evaluator: OrgRef
    title: Text
    recorded_at: str
    state: EvaluationState = EvaluationState.PUBLISHED
    kind: EvaluationKind | None = None
    kind_printed: str | None = None
    scale: str | None = None
    scale_printed: str | None = None
    said: When | None = None
    as_of: When | None = None
    period: When | None = None
    method: Text | None = None
    requests: tuple[Inquiry, ...] = ()
    adoption: Adoption | None = None
    signatures: tuple[Signature, ...] = ()
    reply: RightOfReply | None = None
    rests_on: tuple[Reliance, ...] = ()
    follows: str | None = None
    corrects: str | None = None
    note: Text | None = None
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that a verdict rests on. What each kind says is in `facts.evaluating`.

    `quote` was read at the place (`page`); `text` is a summary. `of` is the uid of an indicator, output or statement.
    `reference` of a testimony is a code of the evaluator's: nothing of the person is here.
    """

    kind: EvidenceKind
    sha256: str | None = None
    name: str | None = None
    media_type: str | None = None
    size: int | None = None
    url: str | None = None
    seen: When | None = None
    page: str | None = None
    quote: Text | None = None
    text: Text | None = None
    of: str | None = None
    body: OrgRef | None = None
    when: When | None = None
    inquiry: Inquiry | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """Somebody of the team who keeps another level than the one agreed. `name` only if that person chose it."""

    level: str | None = None
    text: Text | None = None
    name: str | None = None


class Criterion(StrEnum):
    """What a plan is asked to say of its measures; who asks for each is in `facts.auditing`."""

    DEADLINE = "deadline"
    DETAIL = "detail"
    INDICATOR = "indicator"
    COST = "cost"
    FUNDING = "funding"
    LEAD = "lead"
    MEANS = "means"
    FORMS = "forms"
    MEN_AND_BOYS = "men_and_boys"
    TERRITORY = "territory"
    BASELINE = "baseline"
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an evaluator who read the plan found of one criterion, for all the subjects of the assessment."""

    criterion: Criterion
    known: Known = Known.STATED_ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What an evaluation says of one object: a level of its scale, or why there is none, and its adopted sentence.

    `subjects` are the uids of the plan, sections or measures concerned; `link` says whether the evaluator names them.
    `topic` keeps the evaluator's words for a theme, group or gap; `findings` are what they say of the criteria of an
    audit. An opinion in words has neither level nor reason.
    `blind` are the levels (or reasons for none) given by assessors who had not seen each other's, best first: who gave
    which is not said. `no_agreement`: they found no common level, and that is the result. `said` None: as the
    evaluation's. `evidence_known` says, when there is no evidence, whether anybody looked for some.
    """

    uid: str
    evaluation: str
    object: Assessed
    recorded_at: str
    subjects: tuple[str, ...] = ()
    topic: str | None = None
    findings: tuple[Finding, ...] = ()
    level: str | None = None
    no_verdict: NoVerdict | None = None
    text: Text | None = None
    paragraph: str | None = None
    page: str | None = None
    said: When | None = None
    link: Link = Link.STATED
    confidence: Confidence = Confidence.STATED
    blind: tuple[str, ...] = ()
    no_agreement: bool = False
    changed_minds: Text | None = None
    dissents: tuple[Dissent, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    evidence_known: Known = Known.NOT_LOOKED_AT
    note: Text | None = None
    superseded_by: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def subject(self) -> str | None:
        """The one object that it is about; None for a theme without any, or for several."""
        return self.subjects[0] if len(self.subjects) == 1 else None

    @property
    def has_verdict(self) -> bool:
        """Whether it judges: a level, or an opinion in words."""
        return self.no_verdict is None and not self.no_agreement

    @property
    def without_evidence(self) -> bool:
        """A verdict that shows nothing it rests on: marked so wherever it is shown."""
        return self.has_verdict and not self.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A count said of a whole, e.g. 50 « engagées » of 60: who, when, in which words. Conflicting ones stay together.

    `counts` are its lines; `total` the denominator as said. `definition_known` says whether what is counted is
    defined anywhere: NOT_FOUND, somebody looked and nothing is published. `evaluation` when it stands in one.
    """

    uid: str
    said_by: OrgRef
    recorded_at: str
    plan: str | None = None
    said: When | None = None
    text: Text | None = None
    counts: tuple[Count, ...] = ()
    total: int | None = None
    scale: str | None = None
    scale_printed: str | None = None
    definition: Text | None = None
    definition_known: Known = Known.NOT_LOOKED_AT
    evaluation: str | None = None
    confidence: Confidence = Confidence.STATED
    note: Text | None = None
    superseded_by: str | None = None
    citations: tuple[Citation, ...] = ()

    @property
    def numerator(self) -> int | None:
        """The one number counted; None when several levels are."""
        return self.counts[0].value if len(self.counts) == 1 else None
