"""One promise: its chain of dates as a line of markers, and in words; how far it is from them."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Confidence, Known, When
from jalon.facts.common import Link as LinkKind
from jalon.facts.promise import DueDate, PromiseView, Verdict
from jalon.facts.promising import Flag, PromiseState, ViewState, read
from jalon.methods import charts, dates, slippage
from jalon.methods.dates import Edtf, Span
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.pages.promise_model import DueRow, LedgerRow, ViewRow
from jalon.portal.pages.promises import sentence_of
from jalon.portal.pieces import Day, Link, Notebook, day, phrase
from jalon.portal.words import Label

MARK: dict[Verdict, str] = {
    Verdict.KEPT: "sq-full",
    Verdict.IN_PART: "sq-half",
    Verdict.NOT_KEPT: "missed",
    Verdict.DROPPED: "sq-none",
    Verdict.UNKNOWN: "sq-unk",
}
RECURRENCE: dict[str | None, Label] = {
    "monthly": lazy("chaque mois"),
    "quarterly": lazy("chaque trimestre"),
    "half_yearly": lazy("chaque semestre"),
    "yearly": lazy("chaque année"),
    "every_two_years": lazy("tous les deux ans"),
}
STRAND = ""
BASE = "base"
"""The thin line under a chain, as long as the rule of time."""
Ruler = tuple[date, date]
_FLAG: dict[Flag, Label] = {
    Flag.KEPT_BEFORE_MADE: lazy("tenu avant d’avoir été pris : à vérifier"),
    Flag.DUE_BEFORE_MADE: lazy("échéance d’avant l’engagement : à vérifier"),
}
_FATE = {
    Verdict.KEPT: slippage.Fate.KEPT,
    Verdict.IN_PART: slippage.Fate.IN_PART,
    Verdict.NOT_KEPT: slippage.Fate.NOT_KEPT,
    Verdict.DROPPED: slippage.Fate.DROPPED,
    Verdict.UNKNOWN: slippage.Fate.UNKNOWN,
}


def row(
    state: PromiseState, limit: Edtf, ruler: Ruler | None, about: Link | None, ctx: Context, book: Notebook
) -> LedgerRow:
    """The page's view of one promise. `ruler`: first and last day of the rule of time that all lines share."""
    one = state.promise
    return LedgerRow(
        uid=one.uid,
        text=phrase(one.text, ctx.lang),
        about=about,
        sayer=one.said_by.name if one.said_by else "",
        to=", ".join(body.name for body in one.to),
        made=day(one.made, ctx.lang),
        dues=tuple(_due(due, ctx, book) for due in one.dues),
        views=tuple(_view(view, ctx, book) for view in state.views),
        standing=_standing(state, ctx.lang),
        moved=_moved(state, ctx.lang),
        late=tuple(_late(state, limit, ctx)),
        disputed=state.disputed,
        flags=tuple(str(_FLAG[flag]) for flag in sorted(state.flags)),
        recurring=state.recurring,
        inferred=one.confidence is Confidence.INFERRED,
        proposed=one.link is LinkKind.PROPOSED,
        fictional=one.uid in ctx.reader.invented,
        note=phrase(one.note, ctx.lang),
        axis=axis(state, limit, ruler, ctx),
        looked=dates.format_date(limit, ctx.lang, dates.Style.IN_SENTENCE),
        refs=book.refs(one.citations),
    )


def _due(due: DueDate, ctx: Context, book: Notebook) -> DueRow:
    said = due.due
    return DueRow(
        uid=due.uid,
        day=Day(str(RECURRENCE[said.recurrence])) if said and said.recurrence in RECURRENCE else day(said, ctx.lang),
        said=day(due.said, ctx.lang),
        sayer=due.said_by.name if due.said_by else "",
        text=phrase(due.text, ctx.lang),
        refs=book.refs(due.citations),
    )


def _view(state: ViewState, ctx: Context, book: Notebook) -> ViewRow:
    view = state.view
    given = view.known is Known.GIVEN
    outcome = words.label(words.OUTCOME, view.outcome) if view.outcome in words.OUTCOME else view.outcome or ""
    verdict = terms.verdict(view)
    return ViewRow(
        uid=view.uid,
        verdict=verdict if given else str(words.KNOWN[view.known]),
        mark=MARK[view.verdict],
        outcome="" if outcome == verdict else outcome,
        sayer=terms.sayer(view.said_by),
        done=day(view.done, ctx.lang),
        seen=day(view.seen, ctx.lang),
        slip=dates.slippage_in_words(state.slip, ctx.lang) if state.slip else "",
        text=phrase(view.text, ctx.lang),
        refs=book.refs(view.citations),
    )


def _standing(state: PromiseState, lang: str) -> str:
    """What holds according to each who looked last; without any view, what the dates alone allow to say."""
    found = [one for one in state.latest_by_sayer() if one.view.known is Known.GIVEN]
    decided = [one for one in found if one.view.verdict in (Verdict.KEPT, Verdict.NOT_KEPT, Verdict.IN_PART)]
    if len(decided) == 1:
        return sentence_of(decided[0].status, lang)
    return "" if decided else sentence_of(state.status, lang)


def _moved(state: PromiseState, lang: str) -> str:
    """By how much the last date is from the first: an interval when one of them is approximate."""
    if state.moved is None:
        return ""
    return _("reporté de %(span)s") % {"span": _length(state.moved, lang)}


def _length(span: Span, lang: str) -> str:
    if span.exact and span.min_days == 0:
        return _("zéro jour")
    low, high = span.min_days, span.max_days
    if low is not None and low == high:
        return _("%(n)s jours") % {"n": words.number(low)}
    if low is None or high is None:
        return _("au moins %(n)s jours") % {"n": words.number(low)} if low is not None else _("durée inconnue")
    return _("%(low)s à %(high)s jours") % {"low": words.number(low), "high": words.number(high)}


def followed(state: PromiseState, limit: Edtf, view: PromiseView | None) -> slippage.Promise:
    """The promise as methods of slippage read it, with what one body found of it."""
    when = (read(view.done) or read(view.seen)) if view else None
    fate = _FATE[view.verdict] if view and view.known is Known.GIVEN else slippage.Fate.UNKNOWN
    dues = tuple(found for due in state.dues if (found := read(due.due)) is not None)
    made = read(state.promise.made)
    return slippage.Promise(state.promise.uid, made, dues, fate, when, limit, state.recurring)


def _late(state: PromiseState, limit: Edtf, ctx: Context) -> Iterable[str]:
    """The distance from the first date named and from the last, according to each who says that it was kept or not."""
    for one in state.latest_by_sayer():
        if one.view.verdict not in (Verdict.KEPT, Verdict.NOT_KEPT, Verdict.IN_PART):
            continue
        own = followed(state, limit, one.view)
        slip = slippage.slip(own, _seen_on(own, ctx.today))
        for span, first in ((slip.from_first, True), (slip.from_last, False)):
            if span is None or (not first and len(state.dues) < 2):
                continue
            shown = {"who": terms.sayer(one.view.said_by), "span": dates.slippage_in_words(span, ctx.lang)}
            if len(state.dues) < 2:
                yield _("Selon %(who)s : %(span)s.") % shown
            elif first:
                yield _("Selon %(who)s, de la première date nommée : %(span)s.") % shown
            else:
                yield _("Selon %(who)s, de la dernière date nommée : %(span)s.") % shown


def _seen_on(promise: slippage.Promise, today: date) -> date:
    """The day on which its distance is taken: that of the finding, for one found not done; nobody looked after it."""
    if promise.fate in (slippage.Fate.NOT_KEPT, slippage.Fate.IN_PART) and promise.on and promise.on.latest:
        return min(today, promise.on.latest)
    return today


# --- the line of markers ---------------------------------------------------------------------------------------------


def axis(state: PromiseState, limit: Edtf, ruler: Ruler | None, ctx: Context) -> charts.TimeAxis | None:
    """When it was made, each date named, what was seen; after the last look the paper is hatched. None without a date."""
    events = drawn(state)
    if not events:
        return None
    lines = list(_lines(state, limit))
    if ruler and ruler[0] < ruler[1]:
        lines.insert(0, charts.TimedLine(STRAND, BASE, *ruler))
    return charts.time_axis([STRAND], events, lines=lines, known_until=limit, chosen=ctx.today)


def drawn(state: PromiseState) -> list[charts.Event]:
    """The markers of a promise: those whose date can be read."""
    return [event for event in _events(state) if event.when.earliest or event.when.latest]


def ruler_of(states: Iterable[PromiseState]) -> Ruler | None:
    """From the first day of any of their markers to the last one."""
    days = [
        day for state in states for event in drawn(state) for day in (event.when.earliest, event.when.latest) if day
    ]
    return (min(days), max(days)) if days else None


def _events(state: PromiseState) -> Iterable[charts.Event]:
    made = read(state.promise.made)
    if made:
        yield charts.Event("made", STRAND, made, "promised")
    for rank, due in enumerate(state.dues):
        if found := read(due.due):
            yield charts.Event(f"due-{rank}", STRAND, found, "due", at=charts.At.END)
    for rank, one in enumerate(state.views):
        if found := read(one.view.done) or read(one.view.seen):
            yield charts.Event(f"view-{rank}", STRAND, found, MARK[one.view.verdict])


def _lines(state: PromiseState, limit: Edtf) -> Iterable[charts.TimedLine]:
    """Waiting until the last date named; late as far as somebody found it so; dotted until the last look."""
    made, due = _day(state.promise.made), state.last_due.latest if state.last_due else None
    seen = [(one.view, found) for one in state.views if (found := read(one.view.done) or read(one.view.seen))]
    kept = [found.earliest for view, found in seen if view.verdict is Verdict.KEPT and found.earliest]
    missed = [found.latest for view, found in seen if view.verdict is Verdict.NOT_KEPT and found.latest]
    end = min(kept) if kept else max(missed, default=None)
    first = min((one for one in (due, end) if one), default=None)
    if made and first and made < first:
        yield charts.TimedLine(STRAND, "waiting", made, first)
    if due and end and due < end:
        yield charts.TimedLine(STRAND, "late", due, end)
    last = max((one for one in (made, due, end) if one), default=None)
    if last and limit.latest and last < limit.latest and not kept:
        yield charts.TimedLine(STRAND, "open", last, limit.latest)


def _day(when: When | None) -> date | None:
    found = read(when)
    return found.latest if found else None
