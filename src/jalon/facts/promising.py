"""Where a promise stands according to each who looked, and by how much each of its dates slipped. Pure.

After the date until which somebody looked, nothing is late. Views are never merged: they stand side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jalon.facts.common import Known, When
from jalon.facts.promise import DueDate, Promise, PromiseView, Verdict
from jalon.methods import dates
from jalon.methods.dates import Answer, Edtf, Span, Status


class Flag(StrEnum):
    """What somebody should look at again."""

    KEPT_BEFORE_MADE = "kept_before_made"
    DUE_BEFORE_MADE = "due_before_made"


@dataclass(frozen=True, slots=True)
class ViewState:
    """One view and what follows from it. `slip` counts from the last due date, `from_first` from the first one."""

    view: PromiseView
    status: Status
    slip: Span | None = None
    from_first: Span | None = None


@dataclass(frozen=True, slots=True)
class PromiseState:
    """A promise on a day. `status` is what holds without any view: no date, not yet due, date passed.

    `views` oldest first. `disputed`: two sayers' latest verdicts differ. `postponed` counts the dates that took the
    place of another one; `moved` is the span from the first due date to the last one.
    """

    promise: Promise
    dues: tuple[DueDate, ...]
    first_due: Edtf | None
    last_due: Edtf | None
    recurring: bool
    status: Status
    views: tuple[ViewState, ...]
    disputed: bool
    flags: frozenset[Flag]
    postponed: int
    moved: Span | None

    def latest_by_sayer(self) -> tuple[ViewState, ...]:
        """The last view of each who looked, in the order in which they first spoke; « not found » gives way to a find."""
        found: dict[str, ViewState] = {}
        for one in self.views:
            sayer = one.view.said_by.name if one.view.said_by else ""
            if sayer not in found or one.view.known is Known.GIVEN:
                found[sayer] = one
        return tuple(found.values())


def state_of(promise: Promise, views: Iterable[PromiseView], known_until: str | None, today: date) -> PromiseState:
    """The promise on `today`. `known_until` (EDTF): until when its plan is known, if the promise does not say."""
    limit = read(When(edtf=promise.known_until or known_until)) or dates.from_date(today)
    found = [due for one in promise.dues if (due := read(one.due)) is not None]
    first, last = (found[0], found[-1]) if found else (None, None)
    held = sorted((view for view in views if view.promise == promise.uid), key=_by_date)
    states = tuple(_view(view, first, last, limit, today) for view in held)
    state = PromiseState(
        promise=promise,
        dues=promise.dues,
        first_due=first,
        last_due=last,
        recurring=any(due.due is not None and due.due.recurrence for due in promise.dues),
        status=dates.status_on(last, None, limit, today),
        views=states,
        disputed=False,
        flags=frozenset(_flags(promise, held)),
        postponed=max(0, len(promise.dues) - 1),
        moved=dates.slippage(first, last) if first is not None and last is not None and len(found) > 1 else None,
    )
    return _with_dispute(state)


def certainly_before(one: When | None, other: When | None) -> bool:
    """Whether both dates can be read and the first certainly ends before the second begins."""
    a, b = read(one), read(other)
    return a is not None and b is not None and dates.before(a, b) is Answer.YES


def read(when: When | None) -> Edtf | None:
    """The date as it can be computed with; None when it cannot be read."""
    try:
        return dates.parse(when.edtf) if when and when.edtf else None
    except dates.DateError:
        return None


def _view(view: PromiseView, first: Edtf | None, last: Edtf | None, limit: Edtf, today: date) -> ViewState:
    done, seen = read(view.done), read(view.seen)
    outcome = None
    if view.verdict is Verdict.KEPT and (on := done or seen):
        outcome = dates.Outcome(done=True, on=on)
    elif view.verdict in (Verdict.NOT_KEPT, Verdict.IN_PART) and (on := seen or done):
        outcome = dates.Outcome(done=False, on=on)
    kept = done if view.verdict is Verdict.KEPT else None
    return ViewState(
        view=view,
        status=dates.status_on(last, outcome, limit, today),
        slip=dates.slippage(last, kept) if last is not None and kept is not None else None,
        from_first=dates.slippage(first, kept) if first is not None and kept is not None else None,
    )


def _with_dispute(state: PromiseState) -> PromiseState:
    verdicts = {one.view.verdict for one in state.latest_by_sayer() if one.view.verdict is not Verdict.UNKNOWN}
    return PromiseState(
        **{name: getattr(state, name) for name in PromiseState.__dataclass_fields__ if name != "disputed"},
        disputed=len(verdicts) > 1,
    )


def _flags(promise: Promise, views: Iterable[PromiseView]) -> Iterable[Flag]:
    if any(certainly_before(view.done, promise.made) for view in views):
        yield Flag.KEPT_BEFORE_MADE
    if any(certainly_before(due.due, promise.made) for due in promise.dues):
        yield Flag.DUE_BEFORE_MADE


def _by_date(view: PromiseView) -> tuple[date, str]:
    on = read(view.done) or read(view.seen)
    return (on.earliest or on.latest or date.max if on else date.max), view.uid
