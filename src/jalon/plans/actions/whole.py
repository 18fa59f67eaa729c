"""What the rules of signed documents refuse in a whole fact, by field: forms say at once what signing would say later."""

import re
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts.checking import problems_of_fact, sentence

_FIELD = re.compile(r"\$\.(\w+)")


def whole_problems(fact: Any) -> dict[str, str]:
    """The first fault of each field, in words."""
    found: dict[str, str] = {}
    for problem in problems_of_fact(fact):
        named = _FIELD.match(problem.where)
        found.setdefault(named.group(1) if named else "record", sentence(problem, _))
    return found
