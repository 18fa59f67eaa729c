"""What is handed out: never a bare number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from jalon import __version__

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Caution:
    """Something a reader must know. code: stable, for translations; text: in English; values: what is in the text."""

    code: str
    text: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"code": self.code, "text": self.text, "values": {k: _finite(v) for k, v in self.values.items()}}


@dataclass(frozen=True)
class Interval:
    """Limits of the total, people seen included. high is infinite where nothing bounds it from above."""

    low: float
    high: float
    level: float
    method: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON: an infinite limit is None."""
        return {"low": self.low, "high": _finite(self.high), "level": self.level, "method": self.method}


@dataclass(frozen=True)
class Estimate:
    """An estimate of the total with how it was made.

    observed: people seen. estimate: the total. interval: at `level`; None where none was asked or none can be given, and
    then a caution says why. method: the procedure. settings: of procedure and interval. model: the chosen generators, or
    the heaviest ones of an average. models_considered: fits among which the choice was made. details: other figures of
    the method, such as the bias correction of a bootstrap.
    """

    observed: int
    estimate: float
    interval: Interval | None
    level: float
    method: str
    settings: Mapping[str, Value]
    models_considered: int
    model: str
    lists: tuple[str, ...]
    warnings: tuple[Caution, ...] = ()
    details: Mapping[str, Value] = field(default_factory=dict)
    version: str = __version__

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "observed": self.observed,
            "estimate": self.estimate,
            "interval": None if self.interval is None else self.interval.as_dict(),
            "level": self.level,
            "method": self.method,
            "settings": dict(self.settings),
            "models_considered": self.models_considered,
            "model": self.model,
            "lists": list(self.lists),
            "warnings": [caution.as_dict() for caution in self.warnings],
            "details": {key: _finite(value) for key, value in self.details.items()},
            "version": self.version,
        }


def _finite(value: Value) -> Value:
    return None if isinstance(value, float) and not isfinite(value) else value
