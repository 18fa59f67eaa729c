"""A time axis in whole years, and its ticks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from jalon.methods.charts.geometry import NARROW, WIDE, Anchor, ChartError, Percent, Stretch, check_width, text_width
from jalon.methods.dates import Edtf
from jalon.methods.dates.model import FIRST_YEAR, LAST_YEAR

TICK_ROOM = 48  # pixels from one labelled year to the next
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """From 1 January of one year to the end of another, both included."""

    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.first_year <= self.last_year <= LAST_YEAR + 1:
            raise ChartError(
                f"years {self.first_year} to {self.last_year}: expected {FIRST_YEAR} to {LAST_YEAR}, in order"
            )

    @property
    def years(self) -> int:
        """How many years the axis holds."""
        return self.last_year - self.first_year + 1

    def at(self, day: date) -> Percent:
        """Where a day starts; a day out of the axis is put at its edge."""
        start, end = date(self.first_year, 1, 1), date(self.last_year + 1, 1, 1)
        share = (day - start).days / (end - start).days
        return Percent(100 * min(1.0, max(0.0, share)))

    def stretch(self, edtf: Edtf) -> Stretch:
        """The whole stated period, from its first day to the end of its last; an open end runs to the edge."""
        x0 = Percent(0) if edtf.earliest is None else self.at(edtf.earliest)
        x1 = Percent(100) if edtf.latest is None else self.at(edtf.latest + timedelta(days=1))
        return Stretch(x0, x1)

    def hatched(self, known_until: Edtf | None) -> Stretch | None:
        """What lies after the known-until date; None when nothing of the axis does."""
        if known_until is None or known_until.latest is None:
            return None
        after = Stretch(self.at(known_until.latest + timedelta(days=1)), Percent(100))
        return after if after.x0 < after.x1 else None


@dataclass(frozen=True, slots=True)
class YearTick:
    """A line at the start of a year. `label` is empty for a line alone; `narrow`: labelled on a small screen too."""

    x: Percent
    label: str
    anchor: Anchor
    narrow: bool


def time_scale(edtfs: Iterable[Edtf], days: Iterable[date] = ()) -> TimeScale:
    """The whole years that hold all the dates given. Raises `ChartError` when there is none."""
    ends = [end for edtf in edtfs for end in (edtf.earliest, edtf.latest) if end is not None]
    years = [day.year for day in (*ends, *days)]
    if not years:
        raise ChartError("time axis without a date: expected one at least")
    return TimeScale(min(years), max(years))


def year_ticks(scale: TimeScale, width: int = WIDE) -> tuple[YearTick, ...]:
    """A tick at the start of every year and at the end of the last, or every 2, 5, 10 … years if they are many."""
    check_width(width)
    step = _step(scale.years, width)
    narrow_step = _step(scale.years, min(width, NARROW), multiple_of=step)
    lines = 1 if scale.years <= width // 8 else step
    years = range(scale.first_year, scale.last_year + 2)
    return tuple(_tick(scale, year, step, narrow_step) for year in years if year % lines == 0)


def _step(years: int, width: int, multiple_of: int = 1) -> int:
    room = max(1, width // TICK_ROOM)
    return next(step for step in _STEPS if step % multiple_of == 0 and years / step <= room)


def _tick(scale: TimeScale, year: int, step: int, narrow_step: int) -> YearTick:
    x = scale.at(date(year, 1, 1))
    at, half = x.pixels(NARROW), text_width("2000") / 2
    anchor = Anchor.START if at < half else Anchor.END if at > NARROW - half else Anchor.MIDDLE
    label = str(year) if year % step == 0 else ""
    return YearTick(x, label, anchor, narrow=bool(label) and year % narrow_step == 0)
