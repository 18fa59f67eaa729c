"""Facts of a file beside those that a part holds: new, changed, unchanged. Nothing is taken away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from jalon.exchange.merging import filled
from jalon.exchange.recommendation_rows import GROUP
from jalon.facts.common import Text, When
from jalon.facts.parliament import Act
from jalon.facts.recommendation import Recommendation
from jalon.methods import dates
from jalon.methods.matching.words import same_reading
from jalon.methods.text import fold

T = TypeVar("T", bound=Any)
SHORTEST = 4
"""Words below which two texts that read the same tell nothing."""


@dataclass(frozen=True, slots=True)
class Renewed(Generic[T]):
    """Facts to be written, and the count of those that the part says already."""

    new: tuple[T, ...]
    changed: tuple[T, ...]
    unchanged: int

    @property
    def written(self) -> tuple[T, ...]:
        """What an import would write."""
        return (*self.new, *self.changed)


def renew(found: Iterable[T], known: Mapping[str, T], *, like: Callable[[T, T], T]) -> Renewed[T]:
    """Compare by uid. `like(old, fact)` gives the fact as it would become."""
    new, changed, same = [], [], 0
    for fact in found:
        old = known.get(fact.uid)
        if old is None:
            new.append(fact)
            continue
        became = like(old, fact)
        if became == old:
            same += 1
        else:
            changed.append(became)
    return Renewed(tuple(new), tuple(changed), same)


def corrected(old: Recommendation, fact: Recommendation) -> Recommendation:
    """The recommendation as the file says it. What the file leaves out stays: dates, notes, other languages, later positions."""
    said = {one.said for one in fact.positions}
    langs = {text.lang for text in fact.texts}
    became: Recommendation = filled(old, fact)
    return replace(
        became,
        recorded_at=old.recorded_at,
        texts=(*fact.texts, *(text for text in old.texts if text.lang not in langs)),
        positions=(*fact.positions, *(one for one in old.positions if one.said not in said)),
    )


def answered(old: Act, fact: Act) -> Act:
    """The act as the chamber says it now; what people added (measures, statements, notes) stays."""
    became: Act = filled(old, fact)
    return replace(became, closed=None) if fact.answers else became


def whole(_old: T, fact: T) -> T:
    """A file that the register wrote says all of a fact."""
    return fact


def same_acts(found: Iterable[Act], known: Iterable[Act]) -> tuple[Act, ...]:
    """Acts under the uid of the one that the part holds: of this chamber and reference, or entered by hand with its number."""
    references, by_hand = dict[tuple[str | None, str], str](), dict[tuple[str | None, str], list[Act]]()
    for act in known:
        if act.reference:
            references[act.chamber, act.reference] = act.uid
        elif act.number:
            by_hand.setdefault((act.chamber, act.number), []).append(act)
    result = []
    for act in found:
        uid = references.get((act.chamber, act.reference or ""))
        if uid is None:
            alike = by_hand.get((act.chamber, act.number or ""), ())
            uid = next((one.uid for one in alike if _one_act(one, act)), None)
        result.append(replace(act, uid=uid or act.uid))
    return tuple(result)


def _one_act(one: Act, other: Act) -> bool:
    """Entered by hand with this number: same kind, nothing that both say of legislature and day differs."""
    days = (one.when.edtf if one.when else None, other.when.edtf if other.when else None)
    pairs = ((one.legislature, other.legislature), days)
    return one.kind == other.kind and all(a == b for a, b in pairs if a and b)


def same_recommendations(
    found: Iterable[Recommendation], known: Iterable[Recommendation]
) -> tuple[Recommendation, ...]:
    """Recommendations under the uid of the one that the part holds: of this identifier, or of this body, paragraph and
    words in a document that may be the same (imported before under fewer particulars)."""
    references, alike = dict[str, str](), dict[tuple[str, str, str], list[Recommendation]]()
    for one in known:
        if one.reference:
            references[one.reference] = one.uid
        if one.paragraph and one.texts:
            alike.setdefault(_key(one), []).append(one)
    taken = {fact.uid for fact in known}
    result = []
    for fact in found:
        uid = references.get(fact.reference or "")
        if uid is None and fact.uid not in taken and fact.paragraph and fact.texts:
            uid = next((one.uid for one in alike.get(_key(fact), ()) if _one_document(one, fact)), None)
        result.append(replace(fact, uid=uid or fact.uid))
    return tuple(result)


def with_repeats(facts: Iterable[Recommendation], known: Iterable[Recommendation]) -> tuple[Recommendation, ...]:
    """New recommendations with the earlier one, of another document, whose words they take up: the latest such."""
    earlier: dict[str, list[Recommendation]] = {}
    for one in sorted(known, key=lambda one: (_day(one.when) or date.min, one.uid)):
        for text in one.texts:
            if reading := asked_words(text):
                earlier.setdefault(reading, []).append(one)
    return tuple(fact if fact.repeats else replace(fact, repeats=_repeated(fact, earlier)) for fact in facts)


def asked_words(text: Text) -> str:
    """How a recommendation reads without the States in brackets at its end; empty when it is too short to tell."""
    reading = same_reading(GROUP.sub("", text.value))
    return reading if reading.count(" ") + 1 >= SHORTEST else ""


def _repeated(fact: Recommendation, earlier: Mapping[str, list[Recommendation]]) -> str | None:
    day = _day(fact.when)
    for text in fact.texts:
        for one in reversed(earlier.get(asked_words(text), [])):
            before = _day(one.when)
            later = day is not None and before is not None and before > day
            if one.uid != fact.uid and not later and not _one_document(one, fact):
                return one.uid
    return None


def _key(one: Recommendation) -> tuple[str, str, str]:
    return fold(one.body.name), one.paragraph or "", same_reading(one.texts[0].value)


def _one_document(one: Recommendation, other: Recommendation) -> bool:
    """Nothing that both say of their document differs."""
    names = ("report", "symbol", "cycle", "session")
    pairs = [(getattr(one, name), getattr(other, name)) for name in names]
    pairs.append((one.when.edtf if one.when else None, other.when.edtf if other.when else None))
    return fold(one.body.name) == fold(other.body.name) and all(a == b for a, b in pairs if a and b)


def _day(when: When | None) -> date | None:
    if when is None or when.edtf is None:
        return None
    try:
        return dates.parse(when.edtf).earliest
    except dates.DateError:
        return None
