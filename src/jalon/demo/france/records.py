"""Raw records as plain values, and what every conversion needs: keys, uids, texts."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jalon.facts.common import Text, Wording
from jalon.facts.uids import stable_uid

Record = dict[str, Any]

RECORDED_AT = "2026-11-21T00:00:00Z"
"""When the register learned these facts."""

KNOWN_UNTIL = "2025-12"
"""Until when somebody looked (EDTF)."""

PLAN_SLUGS = {"fr-teh-1": "plan-1-2014-2016", "fr-teh-2": "plan-2-2019-2021", "fr-teh-3": "plan-3-2024-2027"}
"""Raw plan id -> slug of the plan, in the order of the plans."""


@cache
def raw(name: str) -> Any:
    """The raw file `name`.json as plain values; decimals stay strings, as published."""
    return json.loads(files(__package__).joinpath("raw", f"{name}.json").read_text("utf-8"), parse_float=str)


def plan_record(plan: str) -> Record:
    """The raw record of a plan, e.g. `fr-teh-2`."""
    record: Record = raw(f"plan{plan[-1]}")
    return record


def uid(*words: object) -> str:
    """The stable uid of what these words name, e.g. `uid("fr-teh-2", "measure", 16)`."""
    return stable_uid("/".join(["fr", *(str(word) for word in words)]))


def plan_uid(plan: str) -> str:
    """Uid of a plan."""
    return uid("plan", plan)


def measure_uid(plan: str, number: int) -> str:
    """Uid of a numbered measure."""
    return uid("plan", plan, "measure", number)


def item_uid(plan: str, title: str) -> str:
    """Uid of an attested item, which has no number: its summary title names it."""
    return uid("plan", plan, "item", title)


def listed(value: Any) -> list[Any]:
    """A raw field that holds one value or a list of them, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def summary(value: str | None) -> Text | None:
    """A text in the register's words; nothing gives nothing."""
    return Text(value=value, lang="fr", wording=Wording.SUMMARY) if value else None


def told(value: str) -> Text:
    """A text in the register's words, that must be there."""
    return Text(value=value, lang="fr", wording=Wording.SUMMARY)


def joined(*notes: str | None) -> Text | None:
    """Several notes as one, those that are there."""
    return summary(" ; ".join(note for note in notes if note))
