"""Errors that actions raise: each says what, where and what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


class JalonError(Exception):
    """An error with a message for people."""


class Forbidden(JalonError):
    """The person may not do this."""


class Invalid(JalonError):
    """The input cannot be taken. `problems` maps a field to its message."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems.items()))
        self.problems = problems


class TooMany(JalonError):
    """Too many attempts. `seconds`: after how long the next one counts."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Trop de demandes. Réessayez dans %(seconds)d secondes.") % {"seconds": seconds})
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field written twice: what stands now, and what the form brings."""

    field: str
    current: str
    submitted: str


class Conflict(JalonError):
    """Somebody wrote meanwhile. Nothing was saved; both texts are here."""

    def __init__(self, *, expected: int, current: int, fields: tuple[FieldConflict, ...] = ()) -> None:
        message = _(
            "Quelqu’un a modifié cette fiche entre-temps (version %(current)d, votre formulaire part de la version "
            "%(expected)d). Rien n’est perdu\u00a0: comparez les deux textes et enregistrez à nouveau."
        )
        super().__init__(message % {"current": current, "expected": expected})
        self.expected = expected
        self.current = current
        self.fields = fields
