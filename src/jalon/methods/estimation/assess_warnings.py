"""What a reader must be told before any figure of an assessment."""

from collections.abc import Sequence
from itertools import combinations
from math import inf, isfinite

from jalon.methods.estimation.assess_checks import Nudge, Prediction, Variant
from jalon.methods.estimation.assess_methods import Failure
from jalon.methods.estimation.results import Caution, Estimate, Value
from jalon.methods.estimation.tables import CaptureTable

SPARSE = 5  # people on both lists: below it one wrong link is a large part of the overlap
WIDE = 2.0  # the highest limit over the lowest: above it not even the order of magnitude is settled
MOVED = 0.1  # of the total: what one person, or one list, should not move

_REFERRALS = Caution(
    "referrals",
    "Bodies refer people to each other, so that being on one list makes being on another more likely; or they serve "
    "different people, and it makes it less likely. No method can tell from these counts alone what such dependence "
    "hides: each assumes that some interaction, at least the one of all lists, is absent.",
)


def assessed_warnings(
    table: CaptureTable,
    answers: Sequence[Estimate],
    failures: Sequence[Failure],
    ratio: float,
    without: Sequence[Variant],
    nudges: Sequence[Nudge],
    known: Sequence[Prediction],
) -> tuple[Caution, ...]:
    """Those of the whole, then those of each method, which is named in their values."""
    total = next((found.estimate for found in answers if found.method == "stepwise"), None)
    whole = [_REFERRALS, *_sparse(table), *_disagreement(ratio), *_failed(failures)]
    if total is not None:
        whole += [*_one_list(total, without), *_one_person(total, nudges)]
    return (
        *whole,
        *_not_found(known),
        *(_of_method(found, caution) for found in answers for caution in found.warnings),
    )


def _of_method(found: Estimate, caution: Caution) -> Caution:
    return Caution(caution.code, f"{found.method}: {caution.text}", {**caution.values, "method": found.method})


def _sparse(table: CaptureTable) -> list[Caution]:
    pairs = list(combinations(table.lists, 2))
    few = [pair for pair in pairs if table.overlap(*pair) < SPARSE]
    if not few:
        return []
    text = (
        f"{len(few)} of {len(pairs)} pairs of lists share fewer than {SPARSE} people: the estimate rests on a handful of "
        "persons, and on every link between files being right."
    )
    return [Caution("sparse-overlap", text, {"few": len(few), "pairs": len(pairs), "fewer_than": SPARSE})]


def _disagreement(ratio: float) -> list[Caution]:
    if ratio <= WIDE:
        return []
    shown = f"{ratio:.1f} times the lowest" if isfinite(ratio) else "unbounded"
    text = f"Methods that can all be defended do not agree: the highest limit is {shown}."
    return [Caution("methods-disagree", text, {"ratio": ratio})]


def _failed(failures: Sequence[Failure]) -> list[Caution]:
    if not failures:
        return []
    names = ", ".join(failure.method for failure in failures)
    text = f"Without an answer on this table: {names}. The band is across the others only."
    return [Caution("methods-without-answer", text, {"methods": names, "count": len(failures)})]


def _one_list(total: float, without: Sequence[Variant]) -> list[Caution]:
    totals = [(variant.answer.estimate, variant.lists[0]) for variant in without if variant.answer]
    far = [pair for pair in totals if abs(pair[0] - total) > MOVED * total]
    if not far:
        return []
    (low, first), (high, last) = min(totals), max(totals)
    text = (
        f"Without one list the stepwise total of {total:,.0f} becomes anything from {low:,.0f} (without {first}) to "
        f"{high:,.0f} (without {last}), although the people to be counted are the same."
    )
    return [Caution("one-list-moves", text, {"total": total, "low": low, "high": high, "first": first, "last": last})]


def _one_person(total: float, nudges: Sequence[Nudge]) -> list[Caution]:
    low, high = min(nudge.estimate for nudge in nudges), max(nudge.estimate for nudge in nudges)
    if max(total - low, high - total) <= MOVED * total:
        return []
    shown = f"{high:,.0f}" if high < inf else "no estimate at all"
    text = (
        f"One person more or less in a single history moves the stepwise total of {total:,.0f} to anything from "
        f"{low:,.0f} to {shown}."
    )
    return [Caution("one-person-moves", text, {"total": total, "low": low, "high": high})]


def _not_found(known: Sequence[Prediction]) -> list[Caution]:
    judged = [found for found in known if found.within is not None]
    wrong = [found.name for found in judged if found.within is False]
    if not wrong:
        return []
    text = (
        f"The known size of {', '.join(wrong)} is outside the interval that the other lists give for it "
        f"({len(wrong)} of {len(judged)} lists that can be tried): the same method on the whole may fail alike."
    )
    values: dict[str, Value] = {"lists": ", ".join(wrong), "wrong": len(wrong), "tried": len(judged)}
    return [Caution("known-size-missed", text, values)]
