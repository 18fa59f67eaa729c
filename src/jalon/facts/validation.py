"""Whether a part's facts can be signed: everything wrong with them, each with its place and what to do.

`Known` names what other parts already say, so that a declaration may speak of another body's plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache
from itertools import chain, islice
from typing import Any

from jalon.facts import committing, evaluating, following, rules
from jalon.facts.common import Citation, Count, Source, Statement, Text, When
from jalon.facts.directory import Organisation, Territory, Vocabulary
from jalon.facts.held import Held
from jalon.facts.indicator import Answer, Baseline, Expected, Indicator
from jalon.facts.kinds import BY_CLASS, documents
from jalon.facts.known import NOTHING, Known, known_of
from jalon.facts.output import Amount, Counted, Output
from jalon.facts.parliament import Act
from jalon.facts.part import PartFacts, PartHeader
from jalon.facts.payings import Paying
from jalon.facts.plan import Document, Means, Measure, Plan, PlanEvent, Section, StatedNumber, Step
from jalon.facts.problems import N_, FactsError, Problem, shown
from jalon.facts.references import Places, references
from jalon.facts.right import Right
from jalon.facts.sayings import Saying
from jalon.facts.series import Observation, Series
from jalon.facts.state import Declared, Reply, State, StateLine
from jalon.facts.steps import Steps

__all__ = ["Known", "ensure_valid", "held_problems", "known_of", "validate"]

PIECE = 5_000
"""Facts held close that are looked at together."""
MOST_PROBLEMS = 200
"""More are not gathered: the first ones are enough to start with."""

RULES: dict[tuple[type[Any], str], rules.Rule] = {
    **{
        (cls, "uid"): rules.uid
        for cls in (
            PartHeader, Source, Organisation, Vocabulary, Territory, Plan, Section, Measure, Statement, Means, Act, Series,
            PlanEvent, Step, Document, Indicator, Answer, Output, State,
        )
    },
    **{(cls, "slug"): rules.slug for cls in (PartHeader, Organisation, Vocabulary, Plan, Series, Indicator, State)},
    (PartHeader, "title"): rules.filled,
    (PartHeader, "lang"): rules.lang,
    (Text, "lang"): rules.lang,
    (When, "edtf"): rules.date,
    (Plan, "known_until"): rules.date,
    (Statement, "recorded_at"): rules.time,
    (Observation, "value"): rules.decimal,
    (Observation, "numerator"): rules.decimal,
    (Observation, "denominator"): rules.decimal,
    (Series, "of"): rules.uid,
    (Indicator, "subject"): rules.uid,
    (Baseline, "value"): rules.decimal,
    (Expected, "value"): rules.decimal,
    (Answer, "indicator"): rules.uid,
    (Output, "territory"): rules.uid,
    (Output, "money"): rules.decimal,
    (Output, "currency"): rules.currency,
    (Amount, "value"): rules.decimal,
    (State, "plan"): rules.uid,
    (State, "frozen_at"): rules.time,
    (State, "previous"): rules.uid,
    (StateLine, "subject"): rules.uid,
    (Declared, "value"): rules.decimal,
    (Declared, "indicator"): rules.uid,
    (Means, "amount"): rules.decimal,
    (Means, "posts"): rules.decimal,
    (Means, "currency"): rules.currency,
    (Source, "url"): rules.url,
    (Citation, "source"): rules.uid,
    (Document, "sha256"): rules.digest,
    **evaluating.RULES,
    **committing.RULES,
}  # fmt: skip


def validate(facts: PartFacts, known: Known = NOTHING) -> list[Problem]:
    """Everything wrong with a part, at most 200 problems; empty: it can be signed."""
    try:
        docs = list(documents(facts))
    except FactsError as error:  # a uid that cannot even name a document: nothing has a place
        return list(error.problems)
    found = chain(_checks(docs), references(facts, known.with_part(facts), Places(docs)))
    return list(islice(found, MOST_PROBLEMS))


def held_problems(held: Held[Any]) -> Iterator[tuple[str | None, Problem]]:
    """What is wrong with facts held close, each with its locator; not whether what they name is known."""
    right, seen, asked = Right(RULES, _WHOLE), set[int](), _ASKED[held.row]
    for some in held.columns(PIECE):
        if all(map(_plainly_right, some[1:-1], asked)) and seen.issuperset(map(id, some.said)):
            continue
        for one in map(held.row, *some):
            if id(one.said) in seen and all(map(_is_right, one[1:-1], asked)):
                continue
            fact = one.fact
            if right(fact):
                seen.add(id(one.said))
            else:
                kind = BY_CLASS[type(fact)]
                found = fact_problems(fact, kind.path(kind.key_of(fact)), "$.facts")
                yield from ((one.locator, problem) for problem in found)


def _is_right(value: str | None, rule: rules.Rule) -> bool:
    return value is None or rule(value) is None


def _plainly_right(column: Sequence[str | None], rule: rules.Rule) -> bool:
    """The same of many at once, told fast: signs that are printed are no fault of a text. False says that they are to be
    looked at one by one."""
    if rule is not rules.text:
        return all(_is_right(value, rule) for value in set(column))
    words = list(filter(None, column))
    return "".join(words).isprintable() and max(map(len, words), default=0) * 4 <= rules.LONGEST_TEXT


_ASKED: dict[type[Any], tuple[rules.Rule, ...]] = {
    Saying: (rules.uid, rules.text, rules.text),
    Paying: (rules.text, rules.text, rules.decimal, rules.text, rules.text),
}
"""What is asked of the members that facts held close do not share, in their order."""


def ensure_valid(facts: PartFacts, known: Known = NOTHING) -> None:
    """Raise `FactsError` with every problem of the part, if any."""
    if problems := validate(facts, known):
        raise FactsError(problems)


# --- single values ---------------------------------------------------------------------------------------------------


def _checks(docs: list[tuple[str, Any]]) -> Iterator[Problem]:
    right = Right(RULES, _WHOLE)
    for path, doc in docs:
        if not right(doc):
            yield from fact_problems(doc, path, "$.facts")


def fact_problems(value: Any, path: str, where: str) -> list[Problem]:
    """The problems of every value in a document."""
    found: list[Problem] = []
    _look(value, path, where, found)
    return found


def member_problems(value: Any, rule: rules.Rule | None, path: str, where: str, step: str | int) -> list[Problem]:
    """The problems of one member of a fact, and of what it holds."""
    found: list[Problem] = []
    _look_at(value, rule, path, where, step, found)
    return found


def _look(value: Any, path: str, where: str, found: list[Problem]) -> None:
    if isinstance(value, tuple | Steps):
        for index, item in enumerate(value):
            _look_at(item, None, path, where, index, found)
        return
    cls = value.__class__
    for name, rule in _members(cls):
        _look_at(getattr(value, name), rule, path, where, name, found)
    if extra := _WHOLE.get(cls):
        found += [problem_of(fault, path, f"{where}.{name}", getattr(value, name)) for name, fault in extra(value)]


def _look_at(value: Any, rule: rules.Rule | None, path: str, where: str, step: str | int, found: list[Problem]) -> None:
    if value is None:
        return
    cls = value.__class__
    if cls is str:
        fault = rules.text(value) or (rule(value) if rule else None)
        if fault:
            found.append(problem_of(fault, path, _stepped(where, step), value))
    elif value if cls in (tuple, Steps) else _members(cls):
        _look(value, path, _stepped(where, step), found)


def _stepped(where: str, step: str | int) -> str:
    return f"{where}[{step}]" if isinstance(step, int) else f"{where}.{step}"


@cache
def _members(cls: type[Any]) -> tuple[tuple[str, rules.Rule | None], ...]:
    """The members of a fact class, each with its rule; nothing for plain values and enums."""
    if not hasattr(cls, "__dataclass_fields__"):
        return ()
    return tuple((item.name, RULES.get((cls, item.name))) for item in fields(cls))


def problem_of(fault: rules.Fault, path: str, where: str, found: object) -> Problem:
    """A fault in its place."""
    return Problem(path, where, fault.expected, fault.remedy, shown(found), dict(fault.params))


# --- values that depend on one another -------------------------------------------------------------------------------

_NOT_NEGATIVE = rules.Fault(N_("Un nombre positif ou nul est attendu."), N_("Corrigez le nombre."))


def _observation(item: Observation) -> Iterator[tuple[str, rules.Fault]]:
    if (item.value is None) == (item.missing is None):
        expected = N_("Une valeur, ou la raison de son absence, est attendue ; pas les deux.")
        yield "value", rules.Fault(expected, N_("Donnez « value » ou « missing »."))


def _measure(item: Measure) -> Iterator[tuple[str, rules.Fault]]:
    if not item.titles:
        yield "titles", rules.Fault(N_("Au moins un intitulé est attendu."), N_("Ajoutez un intitulé ou un résumé."))


def _plan(item: Plan) -> Iterator[tuple[str, rules.Fault]]:
    if not item.titles:
        yield "titles", rules.Fault(N_("Au moins un intitulé est attendu."), N_("Ajoutez un intitulé."))


def _document(item: Document) -> Iterator[tuple[str, rules.Fault]]:
    if item.visibility != "public":
        expected = N_("Un document public est attendu : ce qui est signé est publié.")
        yield "visibility", rules.Fault(expected, N_("Retirez ce document de la partie, ou rendez-le public."))


def _organisation(item: Organisation) -> Iterator[tuple[str, rules.Fault]]:
    if not item.names:
        yield "names", rules.Fault(N_("Au moins un nom est attendu."), N_("Ajoutez un nom."))


def _count(item: Count | StatedNumber) -> Iterator[tuple[str, rules.Fault]]:
    if item.value < 0:
        yield "value", _NOT_NEGATIVE


def _statement(item: Statement) -> Iterator[tuple[str, rules.Fault]]:
    if item.total is not None and item.total < 0:
        yield "total", _NOT_NEGATIVE


_WHOLE: dict[type[Any], Any] = {
    Observation: _observation,
    Measure: _measure,
    Plan: _plan,
    Document: _document,
    Organisation: _organisation,
    Count: _count,
    StatedNumber: _count,
    Statement: _statement,
    Indicator: following.indicator_faults,
    Baseline: following.baseline_faults,
    Output: following.output_faults,
    Counted: following.counted_faults,
    Reply: following.reply_faults,
    Declared: following.declared_faults,
    **evaluating.WHOLE,
    **committing.WHOLE,
}
