"""What is refused, where, and what to do about it. Nothing of this package returns NaN: it raises one of these."""

from collections.abc import Mapping
from enum import StrEnum
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
