"""The rules of signed documents for one field alone: forms refuse at once what signing would refuse later."""

from collections.abc import Callable
from typing import Any

from jalon.facts.problems import Problem
from jalon.facts.validation import RULES, fact_problems, member_problems


def faults_of(says: type[Any], name: str, value: Any) -> list[Problem]:
    """What is wrong with `value` as the field `name` of the fact class `says`; empty: nothing."""
    return member_problems(value, RULES.get((says, name)), "", "$", name)


def sentence(problem: Problem, translate: Callable[[str], str] = str) -> str:
    """Expected and remedy, without the place: the form shows it beside the field."""
    said = (problem.expected, problem.remedy)
    return " ".join(translate(words).format_map(problem.params) for words in said if words)


def problems_of_fact(fact: Any) -> list[Problem]:
    """What is wrong with one fact by itself, whatever it refers to."""
    return fact_problems(fact, "", "$")
