"""Errors that actions raise: each says what, where and what to do."""

from dataclasses import dataclass


class JalonError(Exception):
    """An error with a message for people."""


class Forbidden(JalonError):
    """The person may not do this."""


class Invalid(JalonError):
    """The input cannot be taken. `problems` maps a field to its message."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems.items()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field written twice: what the form started from is not what stands now."""

    field: str
    current: str
    submitted: str


class Conflict(JalonError):
    """Somebody wrote meanwhile. Nothing was saved; both texts are here."""

    def __init__(self, *, expected: int, current: int, fields: tuple[FieldConflict, ...] = ()) -> None:
        super().__init__(f"Revision {current} is newer than {expected}, on which the form was filled.")
        self.expected = expected
        self.current = current
        self.fields = fields
