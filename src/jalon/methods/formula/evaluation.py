"""The value of a formula, with what was left out, or why there is none.

`val(x)` missing: no value, and x is named. `opt_val(x)` missing: left out of the sum in which it stands, and named.
What is left out is not zero: the result keeps only the bound that still holds (« at least » when x is known never to be
negative, none otherwise). A sum of which every part is missing is missing, and so is a sum in a sum. Outside a
sum (times, over, compared) an optional value is needed like another. A part that is missing because it is not applicable counts as nothing, exactly.

Comparisons have three answers; a choice whose condition cannot be told has a value only when both branches agree.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from jalon.methods.dates import Answer
from jalon.methods.formula.model import (
    Choice,
    Compared,
    Comparison,
    Constant,
    Factor,
    Field,
    Formula,
    Logic,
    Node,
    Product,
    Question,
    Reference,
    Sum,
    Term,
    questions_of,
    references_of,
)
from jalon.methods.quantities import (
    NOT_APPLICABLE,
    Missing,
    Number,
    Precision,
    TooLarge,
    add,
    divide,
    multiply,
    subtract,
)

ZERO = Number(Fraction(0), Fraction(0), Fraction(0))
NOTHING = Missing("no value")


class NoValueReason(StrEnum):
    """Why a formula has no value."""

    MISSING = "missing"  # indicators without a value: `names`
    ALL_LEFT_OUT = "all_left_out"  # every part of the sum is missing: `names`
    DIVISION_BY_ZERO = "division_by_zero"
    NOT_ANSWERED = "not_answered"  # a fact that the formula asks for is not known: `names`
    UNDECIDED = "undecided"  # values too approximate to choose between « alors » and « sinon »
    NO_BRANCH = "no_branch"  # no condition holds and there is no « sinon »: nothing is defined for this case
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class NoValue:
    """A formula without a value: why, and which indicators or facts are concerned, in the order of the text."""

    reason: NoValueReason
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Computed:
    """A value, and the optional indicators that were missing and left out of it: it is incomplete if there are any."""

    number: Number
    left_out: tuple[str, ...] = ()


Outcome = Computed | NoValue


@dataclass(frozen=True, slots=True)
class Known:
    """What formulas may read. An indicator that is not in a mapping has no value there.

    `never_negative` names those that count something: leaving one out makes a sum « at least ».
    `left_out` says of values that were computed what they lack.
    """

    values: Mapping[str, Number | Missing] = field(default_factory=dict)
    targets: Mapping[str, Number | Missing] = field(default_factory=dict)
    limits: Mapping[str, Number | Missing] = field(default_factory=dict)
    answers: Mapping[Question, bool] = field(default_factory=dict)
    never_negative: AbstractSet[str] = frozenset()
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_LeftOut = dict[str, None]  # an ordered set


class _None(Exception):
    """Leaves the evaluation with a reason."""

    def __init__(self, reason: NoValueReason, *names: str) -> None:
        super().__init__(reason)
        self.outcome = NoValue(reason, names)


def evaluate(formula: Formula, known: Known) -> Outcome:
    """The value of the formula, or why there is none. Never raises, never gives NaN or infinity."""
    left_out: _LeftOut = {}
    try:
        value = _number(formula.root, known, left_out)
    except _None as stop:
        return stop.outcome
    except TooLarge:
        return NoValue(NoValueReason.TOO_LARGE)
    return Computed(value, tuple(left_out))


def _number(node: Node, known: Known, left_out: _LeftOut) -> Number:
    match node:
        case Constant(value):
            return Number(value, value, value)
        case Reference():
            return _needed(node, known, left_out)
        case Sum(terms):
            return _sum(terms, known, left_out)
        case Choice():
            return _chosen(node, known, left_out)
        case Product(factors):
            return _product(factors, known, left_out)
    raise TypeError(f"{type(node).__name__} is no number")


def _each(nodes: Sequence[Node], known: Known, left_out: _LeftOut) -> list[Number]:
    """The numbers of several nodes. All that is missing is named: whoever repairs the figures wants the whole list."""
    found, missing = [], dict[str, None]()
    for node in nodes:
        try:
            found.append(_number(node, known, left_out))
        except _None as stop:
            if stop.outcome.reason is not NoValueReason.MISSING:
                raise
            missing.update(dict.fromkeys(stop.outcome.names))
    if missing:
        raise _None(NoValueReason.MISSING, *missing)
    return found


def _read(node: Reference, known: Known) -> Number | Missing:
    mapping = {Field.VALUE: known.values, Field.TARGET: known.targets, Field.LIMIT: known.limits}[node.field]
    return mapping.get(node.indicator, NOTHING)


def _needed(node: Reference, known: Known, left_out: _LeftOut) -> Number:
    read = _read(node, known)
    if isinstance(read, Missing):
        raise _None(NoValueReason.MISSING, node.indicator)
    if node.field is Field.VALUE:
        left_out.update(dict.fromkeys(known.left_out.get(node.indicator, ())))
    return read


def _product(factors: tuple[Factor, ...], known: Known, left_out: _LeftOut) -> Number:
    numbers = _each([factor.node for factor in factors], known, left_out)
    result = numbers[0]
    for factor, one in zip(factors[1:], numbers[1:], strict=True):
        if factor.divides and not one.value:
            names = (reference.indicator for reference in references_of(factor.node))
            raise _None(NoValueReason.DIVISION_BY_ZERO, *names)
        result = divide(result, one) if factor.divides else multiply(result, one)
    return result


def _sum(terms: tuple[Term, ...], known: Known, left_out: _LeftOut) -> Number:
    absent = {id(term): _absent(term.node, known) for term in terms}
    there = [term for term in terms if not absent[id(term)]]
    if not there:
        names = dict.fromkeys(one.indicator for found in absent.values() for one in found)
        raise _None(NoValueReason.ALL_LEFT_OUT, *names)
    numbers = _each([term.node for term in there], known, left_out)
    total = ZERO
    for term, one in zip(there, numbers, strict=True):
        total = subtract(total, one) if term.minus else add(total, one)
    for term in terms:
        if absent[id(term)]:
            part = _at_best(term.node, known, left_out)
            total = subtract(total, part) if term.minus else add(total, part)
    return total


def _absent(node: Node, known: Known) -> tuple[Reference, ...]:
    """The optional values that make a term absent: itself, or every part of a sum. None: it is there, or needed."""
    if isinstance(node, Reference):
        return (node,) if node.optional and isinstance(_read(node, known), Missing) else ()
    if not isinstance(node, Sum):
        return ()
    parts = [_absent(term.node, known) for term in node.terms]
    return tuple(one for part in parts for one in part) if all(parts) else ()


def _at_best(node: Node, known: Known, left_out: _LeftOut) -> Number:
    """What an absent term may hold: nothing if not applicable, else what its bounds allow; its value counts as nothing."""
    if isinstance(node, Sum):
        total = ZERO
        for term in node.terms:
            part = _at_best(term.node, known, left_out)
            total = subtract(total, part) if term.minus else add(total, part)
        return total
    if not isinstance(node, Reference):
        raise TypeError(f"{type(node).__name__} cannot be absent")
    if _read(node, known) == Missing(NOT_APPLICABLE):
        return ZERO
    left_out[node.indicator] = None
    low = Fraction(0) if node.indicator in known.never_negative else None
    return Number(Fraction(0), low, None, Precision.UNKNOWN if low is None else Precision.AT_LEAST)


def _chosen(node: Choice, known: Known, left_out: _LeftOut) -> Number:
    answer = _answer(node.condition, known, left_out)
    if answer is Answer.UNKNOWN:
        return _undecided(node, known, left_out)
    branch = node.then if answer is Answer.YES else node.otherwise
    if branch is None:
        raise _None(NoValueReason.NO_BRANCH)
    return _number(branch, known, left_out)


def _undecided(node: Choice, known: Known, left_out: _LeftOut) -> Number:
    """The value that both branches give; else what would decide is named."""
    asked = tuple(_words(one) for one in questions_of(node.condition) if one not in known.answers)
    stop = _None(NoValueReason.NOT_ANSWERED if asked else NoValueReason.UNDECIDED, *asked)
    if node.otherwise is None:
        raise stop
    try:
        then, otherwise = (_number(one, known, left_out) for one in (node.then, node.otherwise))
    except (_None, TooLarge):
        raise stop from None
    if then != otherwise:
        raise stop
    return then


def _words(question: Question) -> str:
    return f"{question.function}({', '.join(question.arguments)})"


def _answer(node: Node, known: Known, left_out: _LeftOut) -> Answer:
    match node:
        case Question():
            found = known.answers.get(node)
            return Answer.UNKNOWN if found is None else Answer.YES if found else Answer.NO
        case Logic(every, conditions):
            return _together(every, [_answer(one, known, left_out) for one in conditions])
        case Compared(comparison, left, right):
            return _compared(comparison, *_each((left, right), known, left_out))
    raise TypeError(f"{type(node).__name__} is no condition")


def _together(every: bool, answers: list[Answer]) -> Answer:
    """Kleene's three-valued « and » and « or »."""
    settles, rest = (Answer.NO, Answer.YES) if every else (Answer.YES, Answer.NO)
    if settles in answers:
        return settles
    return Answer.UNKNOWN if Answer.UNKNOWN in answers else rest


def _compared(comparison: Comparison, left: Number, right: Number) -> Answer:
    match comparison:
        case Comparison.LESS:
            return _less(left, right)
        case Comparison.MORE:
            return _less(right, left)
        case Comparison.LESS_OR_EQUAL:
            return _opposite(_less(right, left))
        case Comparison.MORE_OR_EQUAL:
            return _opposite(_less(left, right))
    return _together(True, [_opposite(_less(left, right)), _opposite(_less(right, left))])


def _less(left: Number, right: Number) -> Answer:
    if left.high is not None and right.low is not None and left.high < right.low:
        return Answer.YES
    if left.low is not None and right.high is not None and left.low >= right.high:
        return Answer.NO
    return Answer.UNKNOWN


def _opposite(answer: Answer) -> Answer:
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}[answer]
