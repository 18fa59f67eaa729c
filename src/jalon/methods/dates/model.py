"""What a date is: a moment known more or less finely, or an interval between two of them."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, IntEnum, StrEnum

FIRST_YEAR, LAST_YEAR = 1000, 2999
UNSAID = "XX"
# Meteorological seasons; the winter of a year ends in February of the next.
SEASON_STARTS = {21: 3, 22: 6, 23: 9, 24: 12}


class DateProblem(StrEnum):
    """Why a date is refused, for callers who word the message in another language."""

    FORM = "form"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    REVERSED = "reversed"
    EMPTY_INTERVAL = "empty_interval"


class DateError(ValueError):
    """A text that is no date: what was read, where (index from 0) and what was expected."""

    def __init__(self, problem: DateProblem, text: str, position: int, read: str, expected: str) -> None:
        shown = text if len(text) <= 60 else text[:59] + "…"
        super().__init__(f"date {shown!r}, character {position + 1}: read {read!r}, expected {expected}")
        self.problem = problem
        self.text = text
        self.position = position
        self.read = read
        self.expected = expected


class Precision(IntEnum):
    """How finely a date is known; a greater value is finer."""

    DECADE = 1
    YEAR = 2
    SEASON = 3
    MONTH = 4
    DAY = 5


class Qualifier(StrEnum):
    """EDTF qualifiers. An approximate date keeps its stated period: it is flagged, never widened."""

    NONE = ""
    UNCERTAIN = "?"
    APPROXIMATE = "~"
    BOTH = "%"


class Edge(Enum):
    """An end of an interval that is no date: open (there is none) or unknown."""

    OPEN = ".."
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date known to the decade, year, season, month or day, in EDTF's own digits.

    `year` is four digits or `201X`; `month` is 01-12, 21-24 for a season, or `XX`; `day` is 01-31 or `XX`.
    The constructor refuses what no calendar holds. `earliest`, `latest`: first and last day of the stated period.
    """

    year: str
    month: str | None = None
    day: str | None = None
    qualifier: Qualifier = Qualifier.NONE
    earliest: date = field(init=False, repr=False, compare=False)
    latest: date = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _refuse_impossible(self)
        first = _first_day(self)
        object.__setattr__(self, "earliest", first)  # worked out once: a page compares hundreds of dates
        object.__setattr__(self, "latest", _last_day(first, self.precision))

    def __hash__(self) -> int:
        return hash((self.year, self.month, self.day))  # without the qualifier: an enum's hash costs as much again

    def __str__(self) -> str:
        return "-".join(part for part in (self.year, self.month, self.day) if part is not None) + self.qualifier

    @property
    def precision(self) -> Precision:
        """The finest unit that is said: 2024-XX is known to the year."""
        if self.year.endswith("X"):
            return Precision.DECADE
        if self.month is None or self.month == UNSAID:
            return Precision.YEAR
        if int(self.month) in SEASON_STARTS:
            return Precision.SEASON
        return Precision.MONTH if self.day is None or self.day == UNSAID else Precision.DAY

    @property
    def approximate(self) -> bool:
        """Whether the source says « about »."""
        return self.qualifier in (Qualifier.APPROXIMATE, Qualifier.BOTH)

    @property
    def uncertain(self) -> bool:
        """Whether the date itself is doubted or inferred."""
        return self.qualifier in (Qualifier.UNCERTAIN, Qualifier.BOTH)


@dataclass(frozen=True, slots=True)
class Interval:
    """From one moment to another; one of the two may be open or unknown. Never certainly reversed."""

    start: Moment | Edge
    end: Moment | Edge

    def __post_init__(self) -> None:
        text = str(self)
        if isinstance(self.start, Edge) and isinstance(self.end, Edge):
            raise DateError(DateProblem.EMPTY_INTERVAL, text, 0, text, "a date on one side of the interval at least")
        if self.earliest and self.latest and self.latest < self.earliest:
            position = text.index("/") + 1
            raise DateError(DateProblem.REVERSED, text, position, text[position:], f"a date from {self.start} on")

    def __str__(self) -> str:
        return f"{_edge_text(self.start)}/{_edge_text(self.end)}"

    @property
    def moments(self) -> tuple[Moment, ...]:
        """The ends that are dates, in order: one or two."""
        return tuple(end for end in (self.start, self.end) if isinstance(end, Moment))

    @property
    def precision(self) -> Precision:
        """The coarser precision of the two ends."""
        return min(moment.precision for moment in self.moments)

    @property
    def earliest(self) -> date | None:
        """First day of the start, None when it is open or unknown."""
        return self.start.earliest if isinstance(self.start, Moment) else None

    @property
    def latest(self) -> date | None:
        """Last day of the end, None when it is open or unknown."""
        return self.end.latest if isinstance(self.end, Moment) else None

    @property
    def approximate(self) -> bool:
        """Whether one end is approximate."""
        return any(moment.approximate for moment in self.moments)

    @property
    def uncertain(self) -> bool:
        """Whether one end is uncertain."""
        return any(moment.uncertain for moment in self.moments)


Edtf = Moment | Interval


def from_date(day: date) -> Moment:
    """The moment of a calendar day. Raises `DateError` out of the years 1000 to 2999."""
    return Moment(f"{day.year:04d}", f"{day.month:02d}", f"{day.day:02d}")


def _edge_text(end: Moment | Edge) -> str:
    return end.value if isinstance(end, Edge) else str(end)


def _is_number(text: str, digits: int) -> bool:
    return len(text) == digits and text.isascii() and text.isdigit()


def _refuse_impossible(moment: Moment) -> None:
    """Raise `DateError` unless every part is a digit group that the calendar holds."""
    _check_year(moment)
    if moment.month is not None:
        _check_month(moment)
    if moment.day is not None:
        _check_day(moment)


def _check_year(moment: Moment) -> None:
    year, text = moment.year, str(moment)
    digits = year[:-1] + "0" if year.endswith("X") else year
    if not _is_number(digits, 4) or not FIRST_YEAR <= int(digits) <= LAST_YEAR:
        raise DateError(DateProblem.YEAR, text, 0, year, f"a year from {FIRST_YEAR} to {LAST_YEAR}, or a decade (201X)")
    if year.endswith("X") and moment.month is not None:
        raise DateError(DateProblem.MONTH, text, 5, moment.month, "nothing after a decade")


def _check_month(moment: Moment) -> None:
    month, text = moment.month or "", str(moment)
    if month == UNSAID:
        if moment.day not in (None, UNSAID):
            raise DateError(DateProblem.DAY, text, 8, moment.day or "", "no day after a month that is not said")
        return
    if not _is_number(month, 2) or not (1 <= int(month) <= 12 or int(month) in SEASON_STARTS):
        raise DateError(DateProblem.MONTH, text, 5, month, "a month (01 to 12), a season (21 to 24) or XX")
    if int(month) in SEASON_STARTS and moment.day is not None:
        raise DateError(DateProblem.DAY, text, 8, moment.day, "no day after a season")


def _check_day(moment: Moment) -> None:
    day, text = moment.day or "", str(moment)
    if day == UNSAID:
        return
    if moment.month is None:
        raise DateError(DateProblem.MONTH, text, 4, day, "a month before the day")
    last = monthrange(int(moment.year), int(moment.month))[1]
    if not _is_number(day, 2) or not 1 <= int(day) <= last:
        expected = f"a day of {moment.year}-{moment.month} (01 to {last}) or XX"
        raise DateError(DateProblem.DAY, text, 8, day, expected)


def _first_day(moment: Moment) -> date:
    year = int(moment.year.replace("X", "0"))
    if moment.month is None or moment.month == UNSAID:
        return date(year, 1, 1)
    month = SEASON_STARTS.get(int(moment.month), int(moment.month))
    return date(year, month, int(moment.day) if moment.day not in (None, UNSAID) else 1)


def _last_day(first: date, precision: Precision) -> date:
    match precision:
        case Precision.DECADE:
            return date(first.year + 9, 12, 31)
        case Precision.YEAR:
            return date(first.year, 12, 31)
        case Precision.SEASON:
            return _months_later(first, 3) - timedelta(days=1)
        case Precision.MONTH:
            return _months_later(first, 1) - timedelta(days=1)
        case Precision.DAY:
            return first


def _months_later(first: date, months: int) -> date:
    """First day of the month that comes `months` after that of `first`."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
