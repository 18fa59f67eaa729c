"""What is refused, where, and what to do about it. Nothing of this package returns NaN: it raises one of these."""

from collections.abc import Mapping
from enum import StrEnum
from math import isfinite
from numbers import Integral, Real
from types import MappingProxyType
from typing import TypeVar

Option = TypeVar("Option", bound=StrEnum)


class EstimationError(ValueError):
    """Something cannot be read or estimated: `what` is wrong, `where`, and what to do (`advice`).

    details: figures behind the refusal; no estimates.
    """

    def __init__(
        self, what: str, *, where: str = "", advice: str = "", details: Mapping[str, float] = MappingProxyType({})
    ) -> None:
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{what}." + (f" {advice}." if advice else ""))
        self.what = what
        self.where = where
        self.advice = advice
        self.details = dict(details)


class TableError(EstimationError):
    """Capture histories that are not what they should be."""


class ModelError(EstimationError):
    """A model that is badly written, not hierarchical, or too large to be fitted or enumerated."""


class NoEstimateError(EstimationError):
    """The model has no estimate on these counts: its maximum likelihood does not exist or is not identifiable."""


class SettingError(EstimationError):
    """A setting out of its range: a level, a threshold, a number of replicates, a saved state of other data."""


def one_of(options: type[Option], value: str) -> Option:
    """The option of that value; `SettingError` where there is none."""
    try:
        return options(value)
    except ValueError as error:
        raise SettingError(f"« {value} » is none of {', '.join(options)}") from error


def refuse_unless_whole(name: str, value: object, least: int, most: int | None = None) -> None:
    """`SettingError` unless it is a whole number of at least `least`, and at most `most`."""
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or value < least or (most is not None and value > most):  # type: ignore[operator]
        wanted = f"at least {least:,}" if most is None else f"between {least:,} and {most:,}"
        raise SettingError(f"{name} is {value!r}, it must be a whole number, {wanted}")


def refuse_unless_number(name: str, value: object) -> None:
    """`SettingError` unless it is a finite number."""
    if isinstance(value, bool) or not isinstance(value, Real) or not isfinite(value):
        raise SettingError(f"{name} is {value!r}, it must be a finite number")
