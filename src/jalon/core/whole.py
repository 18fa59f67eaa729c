"""What the rules of signed documents refuse in a whole fact, by field: forms say at once what signing would say later."""

import re
from collections.abc import Mapping
from copy import copy
from datetime import UTC
from typing import Any

from django.utils import timezone
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


def changed(row: Any, fields: Mapping[str, Any]) -> Any:
    """A copy of a record with other values, not saved."""
    wanted = copy(row)
    for name, value in fields.items():
        setattr(wanted, name, value)
    return wanted


def now() -> str:
    """The present moment as facts write it: UTC, to the second."""
    return timezone.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
