"""The time ruler: the periods of the plans, the chosen day, and what lies after the day until which somebody looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jalon.ui.formats import day_words

_EDGE = 8.0  # per cent of the width within which a label is set inwards, so that it is not cut


@dataclass(frozen=True, slots=True)
class Period:
    """A plan's period, first and last day; `current`: the plan of this page."""

    label: str
    first: date
    last: date
    current: bool = False


@dataclass(frozen=True, slots=True)
class RulerSpan:
    """A period as drawn, ends in per cent of the width."""

    label: str
    start: str
    end: str
    current: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """The first of January of a year; years without a label have a tick only."""

    at: str
    label: str
    anchor: str
    wide_only: bool


@dataclass(frozen=True, slots=True)
class Ruler:
    """What `<c-ruler>` draws. Positions are percentages: text never scales."""

    words: str
    spans: tuple[RulerSpan, ...]
    ticks: tuple[Tick, ...]
    chosen: str = ""
    known: str = ""
    unknown_width: str = ""


class _Scale:
    """From a day to a percentage of the width."""

    def __init__(self, first_year: int, last_year: int) -> None:
        self.first, self.last = date(first_year, 1, 1), date(last_year + 1, 1, 1)
        self._days = (self.last - self.first).days

    def share(self, day: date) -> float:
        return min(100.0, max(0.0, 100 * (day - self.first).days / self._days))

    def at(self, day: date) -> str:
        return f"{self.share(day):.2f}%"


def ruler(periods: Iterable[Period], *, chosen: date, known_until: date | None, lang: str) -> Ruler:
    """The ruler of these plans on the chosen day. `known_until` None: not said, nothing is hatched."""
    drawn = tuple(periods)
    days = [chosen, *(p.first for p in drawn), *(p.last for p in drawn), *([known_until] if known_until else [])]
    scale = _Scale(min(days).year, max(days).year)
    known = scale.share(known_until) if known_until else 100.0
    return Ruler(
        words=_words(drawn, chosen, known_until, lang),
        spans=tuple(RulerSpan(p.label, scale.at(p.first), scale.at(p.last), p.current) for p in drawn),
        ticks=_ticks(scale),
        chosen=scale.at(chosen),
        known=f"{known:.2f}%" if known_until else "",
        unknown_width=f"{100 - known:.2f}%" if known_until else "",
    )


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    years = range(scale.first.year, scale.last.year + 1)
    step = max(1, len(years) // 14)
    return tuple(_tick(scale, year, step, years.start) for year in years)


def _tick(scale: _Scale, year: int, step: int, first: int) -> Tick:
    share = scale.share(date(year, 1, 1))
    anchor = "start" if share < _EDGE else "end" if share > 100 - _EDGE else "middle"
    beside = 0 < share < _EDGE or 100 - _EDGE < share < 100  # its label would touch that of the end
    shown = (year - first) % step == 0 and not beside
    return Tick(f"{share:.2f}%", str(year) if shown else "", anchor, (year - first) % (3 * step) != 0)


def _words(periods: tuple[Period, ...], chosen: date, known_until: date | None, lang: str) -> str:
    plans = ", ".join(f"{p.label} ({p.first.year}–{p.last.year})" for p in periods)
    words = _("Règle du temps : %(plans)s. Jour choisi : %(day)s.") % {"plans": plans, "day": day_words(chosen, lang)}
    if known_until is None:
        return words
    return f"{words} {_('Après le %(day)s, rien n’a été cherché.') % {'day': day_words(known_until, lang)}}"
