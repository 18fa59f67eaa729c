"""Formulas over one another: who depends on whom, cycles, and the evaluation of them all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from jalon.methods.formula.evaluation import Computed, Known, Outcome, evaluate
from jalon.methods.formula.model import Formula, dependencies
from jalon.methods.quantities import Missing, Number


class FormulaCycle(ValueError):
    """Formulas that need one another; `cycle` names them, the first again at the end."""

    def __init__(self, cycle: tuple[str, ...]) -> None:
        super().__init__(" → ".join(cycle))
        self.cycle = cycle


def find_cycle(formulas: Mapping[str, Formula]) -> tuple[str, ...] | None:
    """A cycle among the formulas, the first again at the end, or None."""
    try:
        in_order(formulas)
    except FormulaCycle as found:
        return found.cycle
    return None


def in_order(formulas: Mapping[str, Formula]) -> tuple[str, ...]:
    """The identifiers, each after those that it needs. Raises `FormulaCycle`. Without recursion: chains may be long."""
    done: dict[str, None] = {}
    for start in formulas:
        _visit(start, formulas, done)
    return tuple(done)


def _visit(start: str, formulas: Mapping[str, Formula], done: dict[str, None]) -> None:
    """Depth first from one formula; `path` is how we came here."""
    if start in done:
        return
    path: dict[str, Iterator[str]] = {start: _needs(start, formulas)}
    while path:
        name = next(reversed(path))
        following = next((one for one in path[name] if one not in done), None)
        if following is None:
            del path[name]
            done[name] = None
        elif following in path:
            names = list(path)
            raise FormulaCycle((*names[names.index(following) :], following))
        else:
            path[following] = _needs(following, formulas)


def _needs(name: str, formulas: Mapping[str, Formula]) -> Iterator[str]:
    return iter(sorted(dependencies(formulas[name]) & formulas.keys()))


def evaluate_all(formulas: Mapping[str, Formula], known: Known) -> dict[str, Outcome]:
    """The outcome of every formula, in their order. Raises `FormulaCycle`.

    Where a formula reads an indicator that has both a declared value (`known.values`) and a formula, the declared value
    counts: computing does not overrule what a body said. The computed outcome stands beside it in the result.
    """
    values, left_out = dict(known.values), dict(known.left_out)
    outcomes = dict[str, Outcome]()
    for name in in_order(formulas):
        outcomes[name] = evaluate(formulas[name], replace(known, values=values, left_out=left_out))
        _remember(name, outcomes[name], values, left_out)
    return {name: outcomes[name] for name in formulas}


def _remember(
    name: str, outcome: Outcome, values: dict[str, Number | Missing], left_out: dict[str, tuple[str, ...]]
) -> None:
    if isinstance(values.get(name), Number):
        return
    if isinstance(outcome, Computed):
        values[name] = outcome.number
        left_out[name] = outcome.left_out
    elif name not in values:
        values[name] = Missing(outcome.reason)
