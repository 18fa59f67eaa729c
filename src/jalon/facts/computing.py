"""Formulas between the indicators of one part: what each one needs, and its value at one time. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jalon.facts import reckoning
from jalon.facts.indicator import Indicator
from jalon.methods.formula import Formula, FormulaError, Known, Outcome, evaluate_all, parse, references
from jalon.methods.quantities import Missing, Number

Values = Mapping[str, Mapping[str, Number | Missing]]
"""By code, by time (EDTF; "" for what has no time): what was observed or counted."""

NOW = ""


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
