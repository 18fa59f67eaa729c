"""Whether indicators, answers, outputs and states hang together with what they speak of."""

from collections.abc import Callable, Iterator
from typing import Any

from jalon.facts import rules
from jalon.facts.common import COUNTRY_SUBJECT
from jalon.facts.indicator import Baseline, Indicator, Level, ValueKind
from jalon.facts.known import Known
from jalon.facts.output import QUANTITIES, Counted, Output
from jalon.facts.part import PartFacts
from jalon.facts.problems import N_, Problem
from jalon.facts.state import Declared, Reply, ReplyState

Say = Callable[..., Problem]
Faults = Iterator[tuple[str, rules.Fault]]

_POINT_TO_KNOWN = N_("Désignez-en un qui existe, dans cette partie ou dans une partie publiée.")
_UNKNOWN_SUBJECT = N_("Ce dont il est question (plan, section ou mesure) est inconnu.")
_UNKNOWN_INDICATOR = N_("Cet indicateur est inconnu.")


def references(facts: PartFacts, known: Known, say: Say) -> Iterator[Problem]:
    """The problems of what follows plans: each subject, indicator, territory and state named must be known."""
    subjects = known.plans | known.sections.keys() | known.measures | {COUNTRY_SUBJECT}
    for indicator in facts.indicators:
        if indicator.subject not in subjects:
            yield say(indicator, "subject", _UNKNOWN_SUBJECT, _POINT_TO_KNOWN, indicator.subject)
    yield from _codes(facts.indicators, say)
    for answer in facts.answers:
        if answer.indicator not in known.indicators:
            yield say(answer, "indicator", _UNKNOWN_INDICATOR, _POINT_TO_KNOWN, answer.indicator)
    for series in facts.series:
        if series.of and series.of not in known.indicators:
            yield say(series, "of", _UNKNOWN_INDICATOR, _POINT_TO_KNOWN, series.of)
    for output in facts.outputs:
        yield from _output(output, subjects, known, say)
    yield from _states(facts, subjects, known, say)


def _codes(indicators: tuple[Indicator, ...], say: Say) -> Iterator[Problem]:
    seen: set[str] = set()
    for indicator in indicators:
        if indicator.code and indicator.code in seen:
            expected = N_("Ce code nomme déjà un autre indicateur de la partie.")
            yield say(indicator, "code", expected, N_("Donnez-en un autre."), indicator.code)
        seen.add(indicator.code or "")


def _output(output: Output, subjects: Any, known: Known, say: Say) -> Iterator[Problem]:
    for index, uid in enumerate(output.subjects):
        if uid not in subjects:
            yield say(output, f"subjects[{index}]", _UNKNOWN_SUBJECT, _POINT_TO_KNOWN, uid)
    if output.territory and output.territory not in known.territories:
        yield say(output, "territory", N_("Ce territoire est inconnu."), _POINT_TO_KNOWN, output.territory)


def _states(facts: PartFacts, subjects: Any, known: Known, say: Say) -> Iterator[Problem]:
    for state in facts.states:
        if state.plan not in known.plans:
            yield say(state, "plan", N_("Ce plan est inconnu."), _POINT_TO_KNOWN, state.plan)
        if state.previous and state.previous not in known.states:
            yield say(state, "previous", N_("L’état précédent est inconnu."), _POINT_TO_KNOWN, state.previous)
        for index, line in enumerate(state.lines):
            if line.subject not in subjects:
                yield say(state, f"lines[{index}].subject", _UNKNOWN_SUBJECT, _POINT_TO_KNOWN, line.subject)


# --- values that depend on one another -------------------------------------------------------------------------------


def indicator_faults(item: Indicator) -> Faults:
    """An ordinal has levels; an indicator is observed, computed or counted, one of the three."""
    if item.value_kind is ValueKind.ORDINAL and not item.levels:
        yield (
            "levels",
            rules.Fault(N_("Un indicateur ordinal a des niveaux."), N_("Nommez-les, du plus bas au plus haut.")),
        )
    if item.formula and item.counted:
        expected = N_("Un indicateur est calculé par une formule ou compté sur les réalisations, pas les deux.")
        yield "formula", rules.Fault(expected, N_("Gardez l’un des deux."))
    for expected_value in item.expected:
        if fault := value_fault(expected_value.value, item.value_kind, item.levels):
            yield "expected", fault
    start = item.baseline.value if item.baseline else None
    if start is not None and (fault := value_fault(start, item.value_kind, item.levels)):
        yield "baseline", fault


def value_fault(value: str, kind: ValueKind, levels: tuple[Level, ...]) -> rules.Fault | None:
    """Whether a value (decimal string) is one that the kind of indicator can take."""
    if fault := rules.decimal(value):
        return fault
    if kind in {ValueKind.YES_NO, ValueKind.MILESTONE} and value not in {"0", "1"}:
        return rules.Fault(N_("La valeur 1 (oui, atteint) ou 0 (non) est attendue."), N_("Corrigez la valeur."))
    if kind is ValueKind.ORDINAL and value not in {str(rank) for rank in range(len(levels))}:
        expected = N_("Le rang d’un niveau est attendu, de 0 à {last}.")
        return rules.Fault(expected, N_("Corrigez la valeur."), (("last", str(len(levels) - 1)),))
    return None


def baseline_faults(item: Baseline) -> Faults:
    """A value or the reason of its absence, as for an observation."""
    if (item.value is None) == (item.missing is None):
        expected = N_("Une valeur, ou la raison de son absence, est attendue ; pas les deux.")
        yield "value", rules.Fault(expected, N_("Donnez « value » ou « missing »."))


def output_faults(item: Output) -> Faults:
    """Each quantity once, among those that its type has; nothing below zero."""
    seen = [amount.quantity for amount in item.amounts]
    if len(set(seen)) < len(seen):
        yield "amounts", rules.Fault(N_("Chaque quantité n’est dite qu’une fois."), N_("Retirez la seconde."))
    if set(seen) - set(QUANTITIES[item.type]):
        expected = N_("Cette sorte de réalisation ne se compte pas ainsi.")
        yield "amounts", rules.Fault(expected, N_("Retirez la quantité, ou changez la sorte."))
    for value in (*(amount.value for amount in item.amounts), item.money or ""):
        if value.startswith("-"):
            yield "amounts", rules.Fault(N_("Un nombre positif ou nul est attendu."), N_("Corrigez le nombre."))


def counted_faults(item: Counted) -> Faults:
    """A sum is of a quantity that the type has."""
    if item.quantity and item.quantity not in QUANTITIES[item.type]:
        expected = N_("Cette sorte de réalisation ne se compte pas ainsi.")
        yield (
            "quantity",
            rules.Fault(expected, N_("Choisissez une quantité de cette sorte, ou comptez les réalisations.")),
        )


def reply_faults(item: Reply) -> Faults:
    """Who did not return declared nothing; who validated had returned."""
    if item.state in {ReplyState.SILENT, ReplyState.OPENED} and (item.declared or item.returned):
        yield (
            "state",
            rules.Fault(N_("Un organisme silencieux n’a rien déclaré."), N_("Corrigez l’état de la réponse.")),
        )
    if item.state is ReplyState.NOTHING_TO_REPORT and item.declared:
        expected = N_("« Rien à signaler » ne va pas avec une déclaration.")
        yield "declared", rules.Fault(expected, N_("Retirez l’un des deux."))


def declared_faults(item: Declared) -> Faults:
    """One of a text, a date, a value."""
    if sum(member is not None for member in (item.text, item.when, item.value)) != 1:
        expected = N_("Un texte, une date ou une valeur est attendu, un seul des trois.")
        yield "key", rules.Fault(expected, N_("Gardez l’un des trois."))
