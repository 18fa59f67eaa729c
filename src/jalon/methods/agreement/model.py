"""What is compared: levels that raters gave to units on one scale, gaps allowed; and what is answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int16]
Floats = NDArray[np.float64]
MOST_LEVELS = 50
"""A scale of verdicts has a handful of levels; a table of pairs grows with their square."""
MISSING = -1


class Measurement(StrEnum):
    """What may be done with the levels of a scale: how far apart two of them are."""

    NOMINAL = "nominal"  # the same or not
    ORDINAL = "ordinal"  # an order without distances
    INTERVAL = "interval"  # numbers whose differences mean something
    RATIO = "ratio"  # numbers with a true zero


class Problem(StrEnum):
    """Why ratings are refused at the door, for callers who word it in another language."""

    NO_LEVELS = "no_levels"
    REPEATED_LEVEL = "repeated_level"
    TOO_MANY_LEVELS = "too_many_levels"
    NO_VALUES = "no_values"
    VALUES = "values"
    UNKNOWN_LEVEL = "unknown_level"
    RATED_TWICE = "rated_twice"
    UNKNOWN_RATER = "unknown_rater"
    UNKNOWN_UNIT = "unknown_unit"


class RatingsError(ValueError):
    """Ratings that are not what they should be: the problem, and where it was found."""

    def __init__(self, problem: Problem, text: str, *, unit: str = "", rater: str = "", level: str = "") -> None:
        super().__init__(text)
        self.problem, self.unit, self.rater, self.level = problem, unit, rater, level


@dataclass(frozen=True, slots=True)
class Scale:
    """The levels of one evaluator, in their order where they have one. A level that means « no verdict » is none of them.

    values: the numbers of the levels, rising, for the interval and ratio measurements only.
    """

    levels: tuple[str, ...]
    measurement: Measurement
    values: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not self.levels:
            raise RatingsError(Problem.NO_LEVELS, "a scale without levels")
        if len(set(self.levels)) != len(self.levels):
            raise RatingsError(Problem.REPEATED_LEVEL, f"a level is there twice: {', '.join(self.levels)}")
        if len(self.levels) > MOST_LEVELS:
            raise RatingsError(Problem.TOO_MANY_LEVELS, f"{len(self.levels)} levels, {MOST_LEVELS} at most")
        if self.measurement in (Measurement.INTERVAL, Measurement.RATIO):
            self._check_values()

    def _check_values(self) -> None:
        if len(self.values) != len(self.levels):
            text = (
                f"{len(self.values)} numbers for {len(self.levels)} levels: an {self.measurement} scale needs one each"
            )
            raise RatingsError(Problem.NO_VALUES, text)
        numbers = np.asarray(self.values, dtype=float)
        if not np.isfinite(numbers).all() or (np.diff(numbers) <= 0).any():
            raise RatingsError(Problem.VALUES, "the numbers of the levels must be finite and rise")
        if self.measurement is Measurement.RATIO and numbers[0] < 0:
            raise RatingsError(Problem.VALUES, "a ratio scale has no number below zero")

    @property
    def ordered(self) -> bool:
        """Whether one level is more than another."""
        return self.measurement is not Measurement.NOMINAL

    def code(self, level: str, unit: str = "", rater: str = "") -> int:
        """The place of a level; `RatingsError` for a level of another scale."""
        try:
            return self.levels.index(level)
        except ValueError as error:
            text = f"{rater or 'a rater'} gave {unit or 'a unit'} the level {level!r}, which is not of this scale"
            raise RatingsError(Problem.UNKNOWN_LEVEL, text, unit=unit, rater=rater, level=level) from error


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Who gave which level to what: `codes` is units x raters, `MISSING` where there is none."""

    scale: Scale
    units: tuple[str, ...]
    raters: tuple[str, ...]
    codes: Codes

    def __post_init__(self) -> None:
        for problem, kind, keys in (
            (Problem.RATED_TWICE, "unit", self.units),
            (Problem.RATED_TWICE, "rater", self.raters),
        ):
            if len(set(keys)) != len(keys):
                raise RatingsError(problem, f"a {kind} is there twice")
        if self.codes.shape != (len(self.units), len(self.raters)):
            raise ValueError(f"{self.codes.shape} codes for {len(self.units)} units and {len(self.raters)} raters")
        if self.codes.size and not (MISSING <= self.codes.min() and self.codes.max() < len(self.scale.levels)):
            raise RatingsError(Problem.UNKNOWN_LEVEL, "a code that is no level of this scale")

    @classmethod
    def of(
        cls,
        scale: Scale,
        units: Sequence[str],
        raters: Sequence[str],
        given: Iterable[tuple[str, str, str | None]],
    ) -> "Ratings":
        """From (unit, rater, level) in any order; a level None, or a pair that is not there, is missing.

        The same level given twice is one rating; two levels of one rater for one unit, a level of another scale, a unit or
        rater that was not announced raise `RatingsError`.
        """
        rows = {unit: row for row, unit in enumerate(units)}
        columns = {rater: column for column, rater in enumerate(raters)}
        places = {level: place for place, level in enumerate(scale.levels)}
        codes = np.full((len(units), len(raters)), MISSING, dtype=np.int16)
        for unit, rater, level in given:
            if level is None:
                continue
            if unit not in rows:
                raise RatingsError(Problem.UNKNOWN_UNIT, f"{unit!r} is none of the units", unit=unit, rater=rater)
            if rater not in columns:
                raise RatingsError(Problem.UNKNOWN_RATER, f"{rater!r} is none of the raters", unit=unit, rater=rater)
            code = places[level] if level in places else scale.code(level, unit, rater)
            held = codes[rows[unit], columns[rater]]
            if held not in (MISSING, code):
                text = f"{rater} gave {unit} two levels: {scale.levels[held]!r} and {level!r}"
                raise RatingsError(Problem.RATED_TWICE, text, unit=unit, rater=rater, level=level)
            codes[rows[unit], columns[rater]] = code
        return cls(scale, tuple(units), tuple(raters), codes)

    def level(self, row: int, column: int) -> str | None:
        """The level in a cell, None where there is none."""
        code = int(self.codes[row, column])
        return None if code == MISSING else self.scale.levels[code]


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a whole; the whole is printed with it."""

    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Raw:
    """Agreement as counted, of what two or more rated.

    units: those on which all who rated them agree, of the units rated by two or more. pairs: pairs of ratings of one unit
    that are equal, of all such pairs.
    """

    units: Share
    pairs: Share


class Statistic(StrEnum):
    """What a coefficient is."""

    ALPHA = "alpha"  # Krippendorff 2011
    KAPPA = "kappa"  # Cohen 1960, weighted: Cohen 1968


class Weights(StrEnum):
    """How much a disagreement of kappa counts with the number of levels between the two."""

    NONE = "none"  # all alike (Cohen 1960)
    LINEAR = "linear"
    QUADRATIC = "quadratic"


class Reason(StrEnum):
    """Why there is no coefficient, or no interval around it."""

    TOO_FEW_UNITS = "too_few_units"
    RESTS_ON_THE_OTHER = "rests_on_the_other"
    NO_VARIATION = "no_variation"
    NOT_TWO_RATERS = "not_two_raters"
    NO_ORDER = "no_order"
    ONE_RATER = "one_rater"
    UNSTABLE = "unstable"


class Finding(StrEnum):
    """What a reader must be told beside a coefficient."""

    ALL_UNITS_JUDGED = "all_units_judged"
    SAMPLE_OF_UNITS = "sample_of_units"
    UNITS_NOT_DRAWN = "units_not_drawn"
    NOT_BLIND = "not_blind"
    BLIND_UNKNOWN = "blind_unknown"
    COMMON_SOURCE = "common_source"
    UNITS_LEFT_OUT = "units_left_out"
    REPLICATES_LEFT_OUT = "replicates_left_out"


class Blind(StrEnum):
    """Whether the raters knew each other's levels when they gave theirs."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Coverage(StrEnum):
    """Which units were to be judged."""

    ALL = "all"  # every measure of the plan, or all that are identified
    SAMPLE = "sample"  # drawn from more


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what its sentence names."""

    code: Finding
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """No coefficient, and why. values: what the sentence names, such as who rests on whom."""

    statistic: Statistic
    reason: Reason
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Interval:
    """Percentiles of the coefficient over resampled units.

    replicates: how many were drawn. undefined: those without variation, left out.
    """

    low: float
    high: float
    level: float
    replicates: int
    undefined: int


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient, never without what it rests on.

    value: 1 is full agreement, 0 what chance would give, below 0 worse than chance. units: those it rests on. interval:
    None where `why_no_interval` says why, or where no replicates were asked. weights: of a kappa.
    """

    statistic: Statistic
    value: float
    units: int
    measurement: Measurement
    interval: Interval | None
    why_no_interval: Reason | None = None
    weights: Weights | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit and the level that each rater gave it, in the order of the raters."""

    unit: str
    levels: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The whole answer.

    rated: units with a level at least. pairable: units with two or more. raw: None where one evaluator rests on another.
    alpha, kappa: each a coefficient or the refusal; kappa None where it was not asked. rows: the table that takes the place
    of a coefficient when fewer than ten units were rated twice, otherwise empty.
    """

    raters: tuple[str, ...]
    units: int
    rated: int
    pairable: int
    raw: Raw | None
    alpha: Coefficient | Refusal
    kappa: Coefficient | Refusal | None
    told: tuple[Told, ...]
    rows: tuple[UnitRow, ...]
