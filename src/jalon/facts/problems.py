"""What is wrong with a document, where, and what to do: for people.

Sentences are French templates with `{named}` places. Rooms that speak to people look the template up in their
catalogue before filling it in (`Problem.words(gettext)`); without a catalogue it stays French.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SHOWN = 80


def N_(template: str) -> str:
    """Mark a template for the extraction of translations; returns it as it is."""
    return template


def shown(value: object) -> str:
    """What was read, cut to a length that a message can bear, with control characters made visible."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: SHOWN + 1])
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def spaced(sentence: str) -> str:
    """The sentence with the no-break spaces of French: lines never begin with « : » or « » ». English has none to set."""
    for mark in ":;?!»":
        sentence = sentence.replace(f" {mark}", f"\u00a0{mark}")
    return sentence.replace("« ", "«\u00a0")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. `path` names the document, `where` the place in it (JSON path), `found` what was read."""

    path: str
    where: str
    expected: str
    remedy: str
    found: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def words(self, translate: Callable[[str], str] = str) -> str:
        """The problem as one line: place, what was expected, what was read, what to do."""
        found = translate(N_("Lu : « {found} ».")).format(found=self.found) if self.found else ""
        expected, remedy = (
            translate(text).format_map(self.params) if text else "" for text in (self.expected, self.remedy)
        )
        said = " ".join(part for part in (expected, found, remedy) if part)
        place = f"{self.path} {self.where}".strip()
        return spaced(translate(N_("{place} : {said}")).format(place=place, said=said) if place else said)

    def __str__(self) -> str:
        return self.words()


class FactsError(ValueError):
    """Documents that cannot be used. `problems` says everything that is wrong with them, not just the first."""

    def __init__(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
