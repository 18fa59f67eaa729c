"""Facts of parliamentary acts: questions, amendments, reports, letters."""

from dataclasses import dataclass

from jalon.facts.common import Citation, Confidence, OrgRef, Text, When


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStatement:
    """One thing that an answer says and that can be checked later, by whoever names its uid."""

    uid: str
    text: Text
    measures: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A parliamentary act. `kind_printed` keeps the source's words.

    `to` is the body questioned or written to, `answered` the day of the answer, `answers` its text, `statements` the
    things it says that can be checked one by one. `reference` is the chamber's own identifier (QANR5L15QE24191), by
    which an import knows it again; `legislature` and `heading` as the chamber gives them; `renewed` the days on which
    the author asked again; `closed` why it ended without an answer.
    """

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
    statements: tuple[AnswerStatement, ...] = ()
    to: tuple[OrgRef, ...] = ()
    reference: str | None = None
    legislature: str | None = None
    heading: str | None = None
    renewed: tuple[When, ...] = ()
    closed: str | None = None

    @property
    def said(self) -> tuple[Text, ...]:
        """All that the answer says: its text, then each statement that can be checked."""
        return (*self.answers, *(statement.text for statement in self.statements))
