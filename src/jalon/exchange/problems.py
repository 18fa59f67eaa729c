"""What is wrong in a workbook, at which cell, and what to do: for people.

Sentences are French templates, marked like those of `jalon.facts.problems`: whoever shows them looks them up in a
catalogue first (`CellProblem.words(gettext)`). Nothing here translates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jalon.facts.problems import N_, shown, spaced
from jalon.facts.rules import Fault

__all__ = ["N_", "CellProblem", "Fault", "Refused", "Severity", "problem_of", "shown"]


class Severity(StrEnum):
    """Whether a row can be taken in: an ERROR keeps it out, a WARNING asks to be read, a NOTE only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One thing wrong. `sheet` and `address` (« B12 », empty: the whole sheet or file) say where, `found` what was read.

    `expected` and `remedy` are templates filled with `params`.
    """

    sheet: str
    address: str
    found: str
    expected: str
    remedy: str
    severity: Severity = Severity.ERROR
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """« Feuil1!B12 », as spreadsheets write it."""
        return f"{self.sheet}!{self.address}" if self.sheet and self.address else self.sheet or self.address

    def words(self, translate: Callable[[str], str] = str) -> str:
        """The problem as one line: place, what was expected, what was read, what to do."""
        said = self.sentence(translate)
        if not self.place:
            return said
        return spaced(translate(N_("{place} : {said}")).format(place=self.place, said=said))

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The same without the place: the page shows it beside the cell."""
        expected, remedy = (translate(text).format_map(self.params) if text else "" for text in self._templates)
        found = translate(N_("Lu : « {found} ».")).format(found=self.found) if self.found else ""
        return spaced(" ".join(part for part in (expected, found, remedy) if part))

    @property
    def _templates(self) -> tuple[str, str]:
        return self.expected, self.remedy

    def as_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """For reports that programs read."""
        return {
            "severity": str(self.severity),
            "sheet": self.sheet,
            "address": self.address,
            "found": self.found,
            "words": self.sentence(translate),
        }


class Refused(ValueError):
    """A file that is not read at all: `problem` says why and what to do."""

    def __init__(self, problem: CellProblem) -> None:
        super().__init__(problem.words())
        self.problem = problem


def problem_of(
    fault: Fault, sheet: str, address: str, found: object = "", severity: Severity = Severity.ERROR
) -> CellProblem:
    """The fault of a value, at its place."""
    return CellProblem(sheet, address, shown(found), fault.expected, fault.remedy, severity, dict(fault.params))


def refusal(
    expected: str, remedy: str, *, found: object = "", sheet: str = "", address: str = "", **params: str
) -> Refused:
    """The refusal of a whole file, to be raised."""
    seen = shown(found) if found != "" else ""
    return Refused(CellProblem(sheet, address, seen, expected, remedy, Severity.ERROR, params))
