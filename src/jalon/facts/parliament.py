"""Facts of parliamentary acts: questions, amendments, reports, letters."""

from dataclasses import dataclass

from jalon.facts.common import Citation, Confidence, OrgRef, Text, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A parliamentary act. `kind_printed` keeps the source's words; `answers` are statements that can be checked."""

    uid: str
    kind: str  # question | amendment | report | letter
    kind_printed: str
    chamber: str | None = None  # assemblee | senat
    number: str | None = None
    author: str | None = None
    body: OrgRef | None = None
    when: When | None = None
    answered: When | None = None
    topic: Text | None = None
    asked: tuple[Text, ...] = ()
    answers: tuple[Text, ...] = ()
    fate: Text | None = None
    plan: str | None = None
    measures: tuple[str, ...] = ()
    confidence: Confidence = Confidence.STATED
    note: Text | None = None
    citations: tuple[Citation, ...] = ()
