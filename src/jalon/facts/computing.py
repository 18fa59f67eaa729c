"""Formulas between the indicators of one part: what each one needs, and its value at one time. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jalon.facts import reckoning
from jalon.facts.common import When
from jalon.facts.indicator import Indicator
from jalon.facts.series import Observation, Series
from jalon.methods.formula import Formula, FormulaError, Known, NoValue, Outcome, evaluate_all, parse, references
from jalon.methods.quantities import Missing, Number

Values = Mapping[str, Mapping[str, Number | Missing]]
"""By code, by time (EDTF; "" for what has no time): what was observed or counted."""

NOW = ""

SEVERAL_BODIES = Missing("several bodies observe it, none of which proposes it")
SEVERAL_UNITS = Missing("its series are in several units")
SEVERAL_VALUES = Missing("its series differ and neither was said last")


@dataclass(frozen=True, slots=True)
class Chain:
    """A formula with all that it reads, directly or through other formulas, by code; `broken`: those not readable."""

    own: str
    formulas: Mapping[str, Formula]
    used: Mapping[str, Indicator]
    broken: Mapping[str, FormulaError] = field(default_factory=dict)


def chain(indicator: Indicator, beside: Iterable[Indicator]) -> Chain:
    """What the formula of an indicator needs among the indicators of its part."""
    by_code = {one.code: one for one in beside if one.code}
    own = indicator.code or indicator.uid
    used: dict[str, Indicator] = {own: indicator}
    formulas: dict[str, Formula] = {}
    broken: dict[str, FormulaError] = {}
    waiting = [own]
    while waiting:
        code = waiting.pop()
        try:
            formulas[code] = parse(used[code].formula or "")
        except FormulaError as error:
            broken[code] = error
            continue
        for name in sorted({one.indicator for one in references(formulas[code])} & by_code.keys() - used.keys()):
            used[name] = by_code[name]
            waiting += [name] if by_code[name].formula else []
    return Chain(own, formulas, used, broken)


def times(values: Values) -> tuple[str, ...]:
    """The times at which something is known, in order; NOW alone when nothing has a time."""
    return tuple(sorted({time for by_time in values.values() for time in by_time} - {NOW})) or (NOW,)


def outcome(found: Chain, values: Values, time: str) -> Outcome:
    """The value of the chain's own formula at one time. What a body declared is not overruled. Raises `FormulaCycle`.

    A value that has no time (an output counted until today) enters no dated one.
    """
    known = {code: by_time[time] for code, by_time in values.items() if time in by_time}
    wanted = {code: formula for code, formula in found.formulas.items() if code == found.own or code not in known}
    counted = frozenset(code for code, one in found.used.items() if one.counted)
    goals, limits = (reckoning.goals(found.used, limits=only) for only in (False, True))
    return evaluate_all(wanted, Known(known, goals, limits, never_negative=counted))[found.own]


def unsettled(values: Values, time: str, found: Outcome) -> dict[str, Missing]:
    """Of the indicators that a value lacks, those that were observed and between whose series nobody can choose."""
    names = found.names if isinstance(found, NoValue) else found.left_out
    missing = {name: values[name].get(time) for name in names if name in values}
    choices = (SEVERAL_BODIES, SEVERAL_UNITS, SEVERAL_VALUES)
    return {name: why for name, why in missing.items() if isinstance(why, Missing) and why in choices}


# --- what is observed ------------------------------------------------------------------------------------------------


def observed(indicator: Indicator, series: Iterable[Series], owner: str | None) -> dict[str, Number | Missing]:
    """What a formula reads of an observed indicator, by time (EDTF): one body speaks, and what it said last stands.

    The body is the one that proposes the indicator (`owner`, a uid) if it observes it, else the only one that does. When
    nobody can choose (two other bodies, two units, two values neither of which was said last) the value is missing, and
    says why.
    """
    filled = [one for one in series if one.observations]
    mine = [one for one in filled if owner and one.producer.uid == owner] or filled
    if len(mine) < 2:
        return reckoning.by_time(mine[0].observations, indicator) if mine else {}
    if len({one.producer.uid or one.producer.name for one in mine}) > 1:
        return _nowhere(mine, indicator, SEVERAL_BODIES)
    if len({one.unit for one in mine}) > 1:
        return _nowhere(mine, indicator, SEVERAL_UNITS)
    return _said_last(mine, indicator)


def _nowhere(series: Sequence[Series], indicator: Indicator, why: Missing) -> dict[str, Number | Missing]:
    return {time: why for one in series for time in reckoning.by_time(one.observations, indicator)}


def _said_last(series: Sequence[Series], indicator: Indicator) -> dict[str, Number | Missing]:
    """The series of one body side by side: at each time the value that it said after all others."""
    rivals: dict[str, list[Observation]] = {}
    for one in series:
        for stand in reckoning.whole(reckoning.standing(one.observations)):
            rivals.setdefault(stand.now.when.edtf or "", []).append(stand.now)
    chosen = {time: _last(said) for time, said in rivals.items() if time}
    known = reckoning.by_time([one for one in chosen.values() if one], indicator)
    return {time: SEVERAL_VALUES for time, one in chosen.items() if one is None} | known


def _last(said: Sequence[Observation]) -> Observation | None:
    """The one that was surely said after each that differs; None when that cannot be told."""
    for one in said:
        others = [rival for rival in said if (rival.value, rival.precision) != (one.value, one.precision)]
        if all(_after(one.said, rival.said) for rival in others):
            return one
    return None


def _after(one: When | None, other: When | None) -> bool:
    """Whether a date of saying surely follows another; what has no date is the oldest, as within a series."""
    mine, rival = reckoning.read(one), reckoning.read(other)
    if mine is None or rival is None:
        return mine is not None
    return mine.earliest is not None and rival.latest is not None and mine.earliest > rival.latest
