"""Whether a part's facts can be signed: everything wrong with them, each with its place and what to do.

`Known` names what other parts already say, so that a declaration may speak of another body's plan.
"""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from functools import cache
from itertools import chain, islice
from operator import attrgetter
from typing import Any, NamedTuple

from jalon.facts import committing, evaluating, following, rules
from jalon.facts.common import Citation, Count, Source, Statement, Text, When
from jalon.facts.directory import Organisation, Territory, Vocabulary
from jalon.facts.indicator import Answer, Baseline, Expected, Indicator
from jalon.facts.kinds import documents
from jalon.facts.known import NOTHING, Known, known_of
from jalon.facts.output import Amount, Counted, Output
from jalon.facts.parliament import Act
from jalon.facts.part import PartFacts, PartHeader
from jalon.facts.plan import Document, Means, Measure, Plan, PlanEvent, Section, StatedNumber, Step
from jalon.facts.problems import N_, FactsError, Problem, shown
from jalon.facts.references import Places, references
from jalon.facts.series import Observation, Series
from jalon.facts.state import Declared, Reply, State, StateLine

__all__ = ["Known", "ensure_valid", "known_of", "validate"]

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


def ensure_valid(facts: PartFacts, known: Known = NOTHING) -> None:
    """Raise `FactsError` with every problem of the part, if any."""
    if problems := validate(facts, known):
        raise FactsError(problems)


# --- single values ---------------------------------------------------------------------------------------------------


def _checks(docs: list[tuple[str, Any]]) -> Iterator[Problem]:
    right: Right = {}
    for path, doc in docs:
        yield from _Look(path, right).into(doc, "$.facts")


def fact_problems(value: Any, path: str, where: str) -> list[Problem]:
    """The problems of every value in a document."""
    return _Look(path, {}).into(value, where)


def member_problems(value: Any, rule: rules.Rule | None, path: str, where: str, step: str | int) -> list[Problem]:
    """The problems of one member of a fact, and of what it holds."""
    look = _Look(path, {})
    look.at(value, rule, where, step)
    return look.found


Right = dict[int, Any]
"""What was found without fault, by identity: dates, bodies and stages are shared by many facts."""
MOST_RIGHT = 2_000
"""Kept at a time."""


class _Look:
    """Looks through one document."""

    def __init__(self, path: str, right: Right) -> None:
        self.path, self.right = path, right
        self.found: list[Problem] = []

    def into(self, value: Any, where: str) -> list[Problem]:
        """All that it holds."""
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                self.at(item, None, where, index)
            return self.found
        shape = _shape(value.__class__)
        for (name, rule, default), held in zip(shape.members, shape.read(value), strict=True):
            if held is None or held is default:
                continue
            if held.__class__ is str and rules.text(held) is None and (rule is None or rule(held) is None):
                continue  # nearly all: seen without one more call
            self.at(held, rule, where, name)
        if extra := _WHOLE.get(value.__class__):
            faults = ((name, fault, getattr(value, name)) for name, fault in extra(value))
            self.found += [problem_of(fault, self.path, f"{where}.{name}", held) for name, fault, held in faults]
        return self.found

    def at(self, value: Any, rule: rules.Rule | None, where: str, step: str | int) -> None:
        """One member, and what it holds."""
        if value is None:
            return
        cls = value.__class__
        if cls is str:
            fault = rules.text(value) or (rule(value) if rule else None)
            if fault:
                self.found.append(problem_of(fault, self.path, _stepped(where, step), value))
        elif cls is tuple:
            if value:
                self.into(value, _stepped(where, step))
        elif _shape(cls).members and id(value) not in self.right:
            self._fact(value, _stepped(where, step))

    def _fact(self, value: Any, where: str) -> None:
        before = len(self.found)
        self.into(value, where)
        if len(self.found) == before:
            if len(self.right) >= MOST_RIGHT:
                self.right.clear()
            self.right[id(value)] = value


def _stepped(where: str, step: str | int) -> str:
    return f"{where}[{step}]" if isinstance(step, int) else f"{where}.{step}"


class _Shape(NamedTuple):
    """The members of a fact class, each with its rule and its default, and what reads them all at once."""

    members: tuple[tuple[str, rules.Rule | None, Any], ...]
    read: Callable[[Any], tuple[Any, ...]]


@cache
def _shape(cls: type[Any]) -> _Shape:
    """Nothing for plain values and enums. Defaults that are right are not looked at in each fact."""
    if not hasattr(cls, "__dataclass_fields__"):
        return _Shape((), tuple)
    names = [item.name for item in fields(cls)]
    read = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return _Shape(tuple(_member(cls, item) for item in fields(cls)), read)


def _member(cls: type[Any], item: Field[Any]) -> tuple[str, rules.Rule | None, Any]:
    rule = RULES.get((cls, item.name))
    right = item.default is not MISSING and not member_problems(item.default, rule, "", "", "")
    return item.name, rule, item.default if right else None


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


def _citation(item: Citation) -> Iterator[tuple[str, rules.Fault]]:
    if fault := rules.uid(item.source):
        yield "source", fault


_WHOLE: dict[type[Any], Any] = {
    Observation: _observation,
    Measure: _measure,
    Plan: _plan,
    Document: _document,
    Organisation: _organisation,
    Count: _count,
    StatedNumber: _count,
    Statement: _statement,
    Citation: _citation,
    Indicator: following.indicator_faults,
    Baseline: following.baseline_faults,
    Output: following.output_faults,
    Counted: following.counted_faults,
    Reply: following.reply_faults,
    Declared: following.declared_faults,
    **evaluating.WHOLE,
    **committing.WHOLE,
}
