"""What keeps a part from being signed, said of the record and not of its place in a file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.checking import sentence
from jalon.facts.kinds import documents
from jalon.facts.part import PartFacts
from jalon.facts.problems import Problem
from jalon.office.pages.parts import BY_NAME
from jalon.publication.words import fact_name

_INDEX = re.compile(r"\$\.facts\[(\d+)\]")
_CODES = {
    "Statement": "statement",
    "Measure": "measure",
    "Plan": "plan",
    "Section": "section",
    "Means": "means",
    "Act": "act",
    "Series": "series",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One problem: what it is about, in words; the form that mends it, if there is one."""

    name: str
    words: str
    code: str = ""
    uid: str = ""


def faults(facts: PartFacts, problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """The problems with the names of the facts that they are about."""
    docs = dict(documents(facts))
    return tuple(_fault(problem, docs.get(problem.path)) for problem in problems)


def _fault(problem: Problem, doc: object) -> Fault:
    found = _INDEX.match(problem.where)
    fact = doc[int(found[1])] if isinstance(doc, tuple) and found and int(found[1]) < len(doc) else doc
    words = sentence(problem, _)
    if fact is None or isinstance(fact, tuple):
        return Fault(problem.path, words)
    code = BY_NAME.get(_CODES.get(type(fact).__name__, ""), "")
    return Fault(fact_name(fact), words, code, str(getattr(fact, "uid", "")))
