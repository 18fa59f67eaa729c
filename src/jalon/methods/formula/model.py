"""The tree of a formula, and why a formula is refused."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MOST_CHARACTERS = 2000
MOST_NODES = 500
MOST_DEPTH = 30
"""Of parentheses and conditions within one another; sums and products are flat, so that length is no depth."""


class FormulaProblem(StrEnum):
    """Why a formula is refused, for callers who word the message in another language."""

    EMPTY = "empty"
    CHARACTER = "character"  # a sign that no formula has
    DECIMAL_COMMA = "decimal_comma"
    NUMBER = "number"  # more digits than a figure has
    EXPECTED_VALUE = "expected_value"  # a number, a parenthesis or a function was expected
    EXPECTED_CONDITION = "expected_condition"  # after « si », around « et » and « ou »
    NOT_A_NUMBER = "not_a_number"  # a condition where a number is computed
    EXPECTED_SIGN = "expected_sign"  # a given sign or word: `expected` says which
    UNKNOWN_FUNCTION = "unknown_function"
    ARGUMENTS = "arguments"  # a function wants other arguments: `expected` says which
    LEFT_OVER = "left_over"  # something follows the end
    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"


class FormulaError(ValueError):
    """A text that is no formula: what was read, where (index from 0) and what was expected."""

    def __init__(self, problem: FormulaProblem, text: str, position: int, read: str, expected: str = "") -> None:
        shown = text if len(text) <= 60 else text[:59] + "…"
        wanted = f", expected {expected}" if expected else ""
        super().__init__(f"formula {shown!r}, character {position + 1}: {problem}, read {read[:60]!r}{wanted}")
        self.problem = problem
        self.text = text
        self.position = position
        self.read = read[:60]
        self.expected = expected


class Field(StrEnum):
    """Which value of an indicator is meant."""

    VALUE = "value"
    TARGET = "target"
    LIMIT = "limit"


class Comparison(StrEnum):
    """Between two numbers: gives a condition."""

    EQUAL = "="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    MORE = ">"
    MORE_OR_EQUAL = ">="


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in the formula."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Reference:
    """A value of another indicator. `optional`: it may be left out of a sum when it is missing."""

    field: Field
    indicator: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a sum; `minus` when it is taken away."""

    node: "Node"
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added and taken away. A sign before one value is a sum of one."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product; `divides` when it is a divisor."""

    node: "Node"
    divides: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied and divided, from left to right."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two numbers and how they are compared."""

    comparison: Comparison
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Question:
    """A fact about the body or territory that the formula asks for, e.g. identite(population, plus_de_50000)."""

    function: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """Conditions of which all (« et ») or one (« ou ») must hold."""

    every: bool
    conditions: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """si condition alors … sinon …; without « sinon » there may be no value."""

    condition: "Node"
    then: "Node"
    otherwise: "Node | None"


Node = Constant | Reference | Sum | Product | Compared | Question | Logic | Choice


def is_condition(node: Node) -> bool:
    """Whether a node is answered by yes or no rather than by a number."""
    return isinstance(node, Compared | Question | Logic)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right under a node."""
    match node:
        case Sum(terms):
            return tuple(term.node for term in terms)
        case Product(factors):
            return tuple(factor.node for factor in factors)
        case Compared(_, left, right):
            return left, right
        case Logic(_, conditions):
            return conditions
        case Choice(condition, then, otherwise):
            return (condition, then) if otherwise is None else (condition, then, otherwise)
    return ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as read."""

    text: str
    root: Node


def references(formula: Formula) -> tuple[Reference, ...]:
    """Every reference, once, in the order of the text."""
    return references_of(formula.root)


def references_of(node: Node) -> tuple[Reference, ...]:
    """The same under one node."""
    return tuple(dict.fromkeys(one for one in _walk(node) if isinstance(one, Reference)))


def questions(formula: Formula) -> tuple[Question, ...]:
    """Every fact asked for, once, in the order of the text."""
    return questions_of(formula.root)


def questions_of(node: Node) -> tuple[Question, ...]:
    """The same under one node."""
    return tuple(dict.fromkeys(one for one in _walk(node) if isinstance(one, Question)))


def dependencies(formula: Formula) -> frozenset[str]:
    """The indicators whose values the formula reads; their targets and limits are no part of its value's chain."""
    return frozenset(one.indicator for one in references(formula) if one.field is Field.VALUE)


def _walk(root: Node) -> list[Node]:
    """All nodes, in the order of the text; the parser bounds their depth and number."""
    found = [root]
    for child in children(root):
        found += _walk(child)
    return found
