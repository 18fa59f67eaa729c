"""Which reports there are, and what one is asked for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy


class Kind(StrEnum):
    """What a report tells."""

    STATE = "state"
    MIDTERM = "midterm"
    FINAL = "final"
    MEASURE = "measure"
    COMPARISON = "comparison"
    CHANGES = "changes"


class Format(StrEnum):
    """The file it is."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


NAMES: dict[Kind, Promise] = {
    Kind.STATE: lazy("État des lieux"),
    Kind.MIDTERM: lazy("Rapport à mi-parcours"),
    Kind.FINAL: lazy("Rapport final"),
    Kind.MEASURE: lazy("Une mesure"),
    Kind.COMPARISON: lazy("Comparaison des évaluations"),
    Kind.CHANGES: lazy("Ce qui a changé"),
}
LANGUAGES = ("fr", "en")
MEDIA = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for. `plan` is a slug; `measure` a number or the uid of an attested item; `since` a Release's id, a
    day, or the slug of a frozen state; `at`: what was so on that day."""

    plan: str
    kind: Kind = Kind.STATE
    lang: str = "fr"
    format: Format = Format.PDF
    measure: str = ""
    since: str = ""
    at: date | None = None

    @property
    def name(self) -> str:
        """The name of the file: plan, kind, what narrows it, language."""
        narrowed = [part for part in (self.measure[-12:], self.since[:12]) if part]
        return "-".join((self.plan, self.kind.value, *narrowed, self.lang)) + f".{self.format.value}"
