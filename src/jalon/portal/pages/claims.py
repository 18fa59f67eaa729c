"""Statements as pages show them: who said what, when, on what scale, and what the register can check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, Known, Statement, StatementKind
from jalon.facts.common import Link as LinkKind
from jalon.methods.text import fold
from jalon.portal import marks, words
from jalon.portal.context import Bodies, Context
from jalon.portal.pieces import Day, Link, Notebook, Phrase, Ref, day, phrase

SAID_OF_A_WHOLE = (StatementKind.JUDGED, StatementKind.PROGRESS)


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of a declared count, with its mark when the scale has marks."""

    label: str
    value: int
    mark: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement. `clash`: it contradicts another one shown beside it. `proposed`: the link is the editor's."""

    uid: str
    kind: StatementKind
    label: str
    day: Day | None
    speaker: Link | None
    text: Phrase | None
    level: str
    mark: str
    scale: str
    tallies: tuple[Tally, ...]
    total: int | None
    due: Day | None
    body: Link | None
    basis: str
    known: str
    note: Phrase | None
    topic: str
    refs: tuple[Ref, ...]
    proposed: bool
    inferred: bool
    clash: bool = False
    replaced: bool = False
    bare: str = ""
    """Words for a verdict that shows nothing it rests on."""

    @property
    def what(self) -> str:
        """The shortest honest words for it: the level, else the text."""
        return self.level or (self.text.value if self.text else "") or self.known or self.label


def claim(statement: Statement, ctx: Context, book: Notebook, bodies: Bodies, *, clash: bool = False) -> Claim:
    """The page's view of one statement."""
    refs = book.refs(statement.citations)
    return Claim(
        uid=statement.uid,
        kind=statement.kind,
        label=str(words.STATEMENT[statement.kind]),
        day=day(statement.said, ctx.lang),
        speaker=bodies.link(statement.said_by),
        text=phrase(statement.text, ctx.lang),
        level=marks.level_words(statement),
        mark=marks.mark_of(statement),
        scale=statement.scale or "",
        tallies=tallies_of(statement),
        total=statement.total,
        due=day(statement.due, ctx.lang),
        body=bodies.link(statement.organisation),
        basis=str(words.BASIS[statement.basis]) if statement.basis else "",
        known="" if statement.known is Known.GIVEN else str(words.KNOWN[statement.known]),
        note=phrase(statement.note, ctx.lang),
        topic=statement.topic or "",
        refs=refs,
        proposed=statement.link is LinkKind.PROPOSED,
        inferred=statement.confidence is Confidence.INFERRED,
        clash=clash,
        replaced=statement.superseded_by is not None,
    )


def tallies_of(statement: Statement) -> tuple[Tally, ...]:
    """The lines of a declared count, each with the mark of its level."""
    scale = marks.scale_of(statement)
    return tuple(Tally(count.label, count.value, _mark(scale, count.label)) for count in statement.counts)


def _mark(scale: marks.Scale | None, label: str) -> str | None:
    """The mark of a counted level: the level whose words begin as the count's label does."""
    if scale is None or not scale.has_marks:
        return None
    key = fold(label).rstrip("s")
    found = [i for i, level in enumerate(scale.levels) if fold(level).startswith(key) or key.startswith(fold(level))]
    return scale.mark(found[0]) if found else None


def clashing(statements: Sequence[Statement]) -> frozenset[str]:
    """Statements of one speaker on one day that count differently: both are kept, side by side."""
    pairs = [(a, b) for i, a in enumerate(statements) for b in statements[i + 1 :] if _contradict(a, b)]
    return frozenset(statement.uid for pair in pairs for statement in pair)


def _contradict(a: Statement, b: Statement) -> bool:
    if a.kind is not b.kind or _voice(a) != _voice(b) or a.scale != b.scale:
        return False
    counts = {fold(count.label): count.value for count in b.counts}
    differ = any(counts.get(fold(count.label), count.value) != count.value for count in a.counts)
    return differ or (a.total is not None and b.total is not None and a.total != b.total)


def _voice(statement: Statement) -> tuple[str, str | None]:
    said_by, said = statement.said_by, statement.said
    return (said_by.uid or said_by.name if said_by else "", said.edtf if said else None)


def latest_first(statements: Iterable[Statement]) -> list[Statement]:
    """The newest first; those of unknown date last."""
    return sorted(statements, key=lambda s: (said_on(s), s.uid), reverse=True)


def oldest_first(statements: Iterable[Statement]) -> list[Statement]:
    """The oldest first; those of unknown date last."""
    return sorted(statements, key=lambda s: (said_on(s) == date.min, said_on(s), s.uid))


def said_on(statement: Statement) -> date:
    """The first day on which it may have been said; `date.min` when nobody knows."""
    found = day(statement.said, "fr")
    return found.sort if found else date.min


def proposed_words() -> str:
    """What stands beside every link that the register's editor proposes."""
    return _("lien proposé, à confirmer")


def unnamed(held: Iterable[Statement], *shown: Iterable[str]) -> tuple[str, ...]:
    """The uids of statements that no shown part of a page bears."""
    named = {uid for group in shown for uid in group}
    return tuple(s.uid for s in held if s.uid not in named)
