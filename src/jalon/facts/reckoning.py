"""What can be said of an indicator from its facts: which values stand, what is counted, what a formula gives, how far.

Pure functions between facts and `jalon.methods`. Each series is judged by itself: nobody's figures overrule another's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache, reduce

from jalon.facts.common import When
from jalon.facts.indicator import Direction, Expected, Indicator, ValueKind
from jalon.facts.output import Counted, Output
from jalon.facts.series import Observation
from jalon.facts.series import Precision as Published
from jalon.methods.dates import DateError, Edtf, parse
from jalon.methods.numbers import NumberError
from jalon.methods.progress import (
    Aim,
    Case,
    Dated,
    Late,
    Level,
    Milestone,
    Milestones,
    Progress,
    Value,
    YesNo,
    late,
    progress_of,
)
from jalon.methods.quantities import Missing, Number, Precision, add, number

AIMS = {
    Direction.INCREASE: Aim.INCREASE,
    Direction.DECREASE: Aim.DECREASE,
    Direction.MAINTAIN: Aim.MAINTAIN,
    Direction.AT_LEAST: Aim.NOT_BELOW,
    Direction.AT_MOST: Aim.NOT_ABOVE,
}
NOT_STATED = Missing("not stated")


@dataclass(frozen=True, slots=True)
class Standing:
    """The value that stands for one time and breakdown, and those it replaced, oldest first."""

    now: Observation
    before: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedValue:
    """What the outputs of the register come to: `known` of `outputs` say the quantity. None: none of them does.

    It is « at least »: the register holds the outputs that were read or declared, not all there may be.
    """

    number: Number | None
    outputs: tuple[Output, ...]
    known: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far one series is from the target, and whether each expected value was missed."""

    last: Observation
    progress: Progress
    late: tuple[tuple[Expected, Late], ...]


def read(when: When | None) -> Edtf | None:
    """The date, when it can be read."""
    return _read(when.edtf) if when and when.edtf else None


@lru_cache(maxsize=4096)
def _read(edtf: str) -> Edtf | None:
    try:
        return parse(edtf)
    except DateError:
        return None


def standing(observations: Iterable[Observation]) -> tuple[Standing, ...]:
    """Of several values of one time and breakdown the last said stands; one without a date of saying is the oldest."""
    groups: dict[object, list[Observation]] = {}
    for item in observations:
        groups.setdefault((item.when.edtf or item.when.printed, item.dimensions), []).append(item)
    ordered = (sorted(group, key=lambda item: (item.said.edtf or "") if item.said else "") for group in groups.values())
    return tuple(Standing(group[-1], tuple(group[:-1])) for group in ordered)


def whole(stands: Iterable[Standing]) -> tuple[Standing, ...]:
    """Those without a breakdown, by time; what has no date that can be read comes first."""
    found = (stand for stand in stands if not stand.now.dimensions)
    return tuple(sorted(found, key=lambda stand: _days(stand.now.when.edtf)))


@lru_cache(maxsize=4096)
def _days(edtf: str | None) -> tuple[date, date]:
    """The last and the first day that a date may be."""
    when = _read(edtf) if edtf else None
    if when is None:
        return date.min, date.min
    return when.latest or date.max, when.earliest or date.min


# --- typed values ----------------------------------------------------------------------------------------------------


def value_of(
    text: str | None, indicator: Indicator, precision: Published = Published.EXACT, at: Edtf | None = None
) -> Value:
    """A value of facts (decimal string) as one of the indicator's kind. `at` is when a milestone was seen reached."""
    if text is None:
        return NOT_STATED
    match indicator.value_kind:
        case ValueKind.YES_NO:
            return YesNo(text == "1")
        case ValueKind.MILESTONE:
            return Milestones((Milestone(indicator.uid, at if text == "1" else None),))
        case ValueKind.ORDINAL if text.isdigit() and int(text) < len(indicator.levels):
            return Level(indicator.uid, int(text), len(indicator.levels))
        case ValueKind.NUMBER:
            return _number(text, precision)
    return Missing("no value of this kind")


@lru_cache(maxsize=4096)
def _number(text: str, precision: Published) -> Value:
    try:
        return number(text, Precision(precision.value))
    except NumberError:
        return Missing("no number")


def observed(item: Observation, indicator: Indicator) -> Value:
    """The value of an observation; a missing one keeps its reason."""
    on = read(item.when)
    if item.value is None:
        return Missing(item.missing or "not stated")
    if indicator.value_kind is ValueKind.MILESTONE and item.value == "1" and on is None:
        return Missing("reached, on a date that was not read")
    return value_of(item.value, indicator, item.precision, on)


# --- progress --------------------------------------------------------------------------------------------------------


def target(indicator: Indicator) -> Expected | None:
    """The final expected value, else the last one; None when the owner expects nothing."""
    final = [item for item in indicator.expected if item.final]
    ordered = sorted(final or indicator.expected, key=lambda item: _days(item.when.edtf))
    return ordered[-1] if ordered else None


def verdict(indicator: Indicator, observations: Iterable[Observation], today: date) -> Verdict | None:
    """Where the last value stands; None without a direction, a target or any observation of the whole."""
    return verdict_of(indicator, whole(standing(observations)), today)


def verdict_of(indicator: Indicator, stands: Sequence[Standing], today: date) -> Verdict | None:
    """The same of values of the whole that stand, by time."""
    goal = target(indicator)
    if goal is None or indicator.direction is None or not stands:
        return None
    last = next((stand.now for stand in reversed(stands) if stand.now.value is not None), stands[-1].now)
    start = indicator.baseline
    case = Case(
        AIMS[indicator.direction],
        value_of(goal.value, indicator),
        observed(last, indicator),
        value_of(start.value, indicator, start.precision) if start and start.value is not None else None,
    )
    return Verdict(last, progress_of(case), _late(indicator, [stand.now for stand in stands], today))


def _late(indicator: Indicator, stands: Sequence[Observation], today: date) -> tuple[tuple[Expected, Late], ...]:
    if indicator.direction is None:
        return ()
    dated = [(_days(item.when.edtf)[0], item, on) for item in stands if (on := read(item.when))]
    seen = [(last, Dated(on, observed(item, indicator))) for last, item, on in dated]
    found = []
    for item in indicator.expected:
        if due := read(item.when):
            wanted = Dated(due, value_of(item.value, indicator))
            first = due.earliest or date.min
            since = [
                one for last, one in seen if last > first
            ]  # may come after it: whatever came before settles nothing
            found.append((item, late(AIMS[indicator.direction], wanted, since or [one for _, one in seen], today)))
    return tuple(found)


# --- counted outputs -------------------------------------------------------------------------------------------------


def counted(what: Counted, outputs: Iterable[Output]) -> CountedValue:
    """Count the outputs of the type, once each, or add up the one quantity that they say."""
    mine = tuple({item.uid: item for item in outputs if _counts(what, item)}.values())
    if what.quantity is None:
        return CountedValue(_at_least(number(len(mine))), mine, len(mine))
    said = [
        number(amount.value, Precision(amount.precision.value))
        for item in mine
        for amount in item.amounts
        if amount.quantity is what.quantity
    ]
    return CountedValue(_at_least(reduce(add, said)) if said else None, mine, len(said))


def _counts(what: Counted, item: Output) -> bool:
    trained = not what.professions or bool(set(what.professions) & set(item.professions))
    return item.type is what.type and trained


def _at_least(found: Number) -> Number:
    """Without an upper bound: there may be outputs that nobody wrote down."""
    return Number(found.value, found.low, None, Precision.UNKNOWN if found.low is None else Precision.AT_LEAST)


def case_of(indicator: Indicator, found: Number | None) -> Progress | None:
    """Progress of a counted or computed value; None without a direction or a target."""
    goal, start = target(indicator), indicator.baseline
    if goal is None or indicator.direction is None or found is None:
        return None
    first = value_of(start.value, indicator, start.precision) if start and start.value is not None else None
    return progress_of(Case(AIMS[indicator.direction], value_of(goal.value, indicator), found, first, Fraction(0)))


# --- what formulas read ----------------------------------------------------------------------------------------------


def by_time(observations: Iterable[Observation], indicator: Indicator) -> dict[str, Number | Missing]:
    """The standing values of the whole by their date (EDTF): what a formula may read of this indicator."""
    found: dict[str, Number | Missing] = {}
    for stand in whole(standing(observations)):
        value = observed(stand.now, indicator)
        if stand.now.when.edtf and isinstance(value, Number | Missing):
            found[stand.now.when.edtf] = value
    return found


def goals(indicators: Mapping[str, Indicator], *, limits: bool = False) -> dict[str, Number | Missing]:
    """The target of each indicator by its code; `limits`: of those whose direction is a limit."""
    wanted = (Direction.AT_LEAST, Direction.AT_MOST)
    found: dict[str, Number | Missing] = {}
    for code, indicator in indicators.items():
        goal = target(indicator)
        if goal and (not limits or indicator.direction in wanted):
            value = value_of(goal.value, indicator)
            if isinstance(value, Number | Missing):
                found[code] = value
    return found
