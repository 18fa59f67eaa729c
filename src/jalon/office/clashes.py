"""Two people wrote one record: what each field was, what the other wrote, what the form brings; nothing is lost."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts.common import Citation
from jalon.office.forms.base import FactForm
from jalon.publication.words import value_words
from jalon.ui.pieces import Option, Segment

SOURCES = "citations"
KEPT = 4000
"""Characters of each starting text that the form carries."""
MINE, THEIRS = "mien", "autre"


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people wrote. `chosen` is what is proposed: nothing when both changed it."""

    field: str
    label: str
    mine: tuple[Segment, ...]
    theirs: tuple[Segment, ...]
    start: str
    options: tuple[Option, ...]
    name: str


def starting(form: FactForm, citations: Iterable[Citation]) -> str:
    """The texts that the form starts from, carried by the form itself."""
    texts = {name: shown(form.initial.get(name))[:KEPT] for name in form.written()}
    return json.dumps(texts | {SOURCES: sources_text(citations)[:KEPT]}, ensure_ascii=False)


def started(carried: str) -> dict[str, str]:
    """What the form carried; nothing of it when it was tampered with."""
    try:
        found = json.loads(carried)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def clashes(
    form: FactForm,
    row: Any,
    submitted: Mapping[str, Any],
    carried: str,
    theirs: tuple[Citation, ...],
    mine: tuple[Citation, ...] | None,
) -> tuple[Clash, ...]:
    """The fields whose text in the record is not that of the form."""
    begun = started(carried)
    texts = [
        (name, str(form.fields[name].label), shown(value), shown(getattr(row, name, None)))
        for name, value in submitted.items()
    ]
    if mine is not None:
        texts.append((SOURCES, _("Sources"), sources_text(mine), sources_text(theirs)))
    return tuple(
        _clash(name, label, one, other, begun.get(name, "")) for name, label, one, other in texts if one != other
    )


def _clash(name: str, label: str, mine: str, theirs: str, start: str) -> Clash:
    chosen = THEIRS if mine == start else MINE if theirs == start else ""
    options = (
        Option(MINE, _("Garder mon texte, tel qu’il est dans le formulaire"), chosen == MINE),
        Option(THEIRS, _("Prendre le texte enregistré entre-temps"), chosen == THEIRS),
    )
    return Clash(name, label, runs(theirs, mine, "ins"), runs(mine, theirs, "ins"), start, options, f"garder_{name}")


def runs(other: str, text: str, change: str) -> tuple[Segment, ...]:
    """The text in runs; those that the other text has not are marked. Word by word."""
    old, new = _words(other), _words(text)
    found = (
        SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if len(old) + len(new) < 2000
        else [("replace", 0, 0, 0, len(new))]
    )
    said = (("".join(new[low:high]), "" if how == "equal" else change) for how, _a, _b, low, high in found)
    return tuple(Segment(words, mark) for words, mark in said if words) or (Segment("—"),)


def _words(text: str) -> list[str]:
    return [piece for word in text.split(" ") for piece in (word, " ")][:-1] if text else []


def shown(value: Any) -> str:
    """A value as people read it, with how a text is worded."""
    if value is None or value == "" or value == ():
        return ""
    text = getattr(value, "value", None)
    wording = getattr(value, "wording", None)
    if isinstance(text, str) and wording is not None:
        return f"{text} [{value_words(wording)}, {value.lang}]"
    if isinstance(value, tuple):
        return " ; ".join(shown(item) for item in value)
    return value_words(value)


def sources_text(citations: Iterable[Citation]) -> str:
    """Citations in words: which source, where, what."""
    return " ; ".join(", ".join(filter(None, [c.source[-8:], c.locator, c.quote])) for c in citations)


def left_alone(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields for which the other person's text was chosen."""
    return tuple(name.removeprefix("garder_") for name in data if name.startswith("garder_") and data[name] == THEIRS)


def undecided(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields in conflict for which nothing was chosen."""
    asked = str(data.get("conflits", "")).split()
    return tuple(name for name in asked if data.get(f"garder_{name}") not in (MINE, THEIRS))
