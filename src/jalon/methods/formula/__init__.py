"""Formulas over indicators: a small evaluator that runs no code, has bounds, and says what it lacks.

`parse` reads a text, `evaluate` gives its value or why there is none, `find_cycle` and `evaluate_all` take a whole set.
The language is in `parser`, what missing values do in `evaluation`.
"""

from jalon.methods.formula.evaluation import Computed, Known, NoValue, NoValueReason, Outcome, evaluate
from jalon.methods.formula.graph import FormulaCycle, evaluate_all, find_cycle, in_order
from jalon.methods.formula.model import (
    Field,
    Formula,
    FormulaError,
    FormulaProblem,
    Question,
    Reference,
    dependencies,
    questions,
    references,
)
from jalon.methods.formula.parser import parse

__all__ = [
    "Computed",
    "Field",
    "Formula",
    "FormulaCycle",
    "FormulaError",
    "FormulaProblem",
    "Known",
    "NoValue",
    "NoValueReason",
    "Outcome",
    "Question",
    "Reference",
    "dependencies",
    "evaluate",
    "evaluate_all",
    "find_cycle",
    "in_order",
    "parse",
    "questions",
    "references",
]
