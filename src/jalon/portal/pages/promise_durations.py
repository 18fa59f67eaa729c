"""How long promises take to be kept: from ten promises at risk on; under that, why there is no curve."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts.common import Known
from jalon.facts.promising import PromiseState, read
from jalon.methods import slippage
from jalon.methods.charts import Stair, Staircase, step_plot
from jalon.methods.dates import Edtf
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.pages.promise_chain import followed
from jalon.portal.pages.promise_model import Durations

YEAR = 365
SOON, LATE = "soon", "late"
"""The two readings of approximate dates, as the drawing tells them apart."""
HORIZONS = (183, YEAR, 2 * YEAR, 3 * YEAR, 4 * YEAR, 5 * YEAR, 8 * YEAR, 10 * YEAR, 15 * YEAR, 20 * YEAR)
"""Days at which the curve is read; none after the longest that a promise was followed."""


def durations(states: Iterable[tuple[PromiseState, Edtf]], ctx: Context) -> Durations:
    """The curve at a few horizons, with both readings of approximate dates and what is certain whatever is not known.

    A promise of which two sayers say different things has two fates: it is in no curve.
    """
    held = list(states)
    agreed = [pair for pair in held if not pair[0].disputed]
    found = slippage.time_to_keep(_read(state, limit) for state, limit in agreed)
    left = Counter(slippage.left_out_in_words(one.why, ctx.lang) for one in found.excluded)
    if len(held) > len(agreed):
        left[_("les avis diffèrent")] = len(held) - len(agreed)
    left_out = tuple(sorted(left.items()))
    if isinstance(found, slippage.TooFew):
        return Durations(slippage.too_few_in_words(found, ctx.lang), (), (), left_out)
    told = tuple(slippage.told_in_words(one, ctx.lang) for one in found.told)
    drawn = step_plot([_stairs(SOON, found.soonest), _stairs(LATE, found.latest)])
    return Durations("", tuple(_points(found)), told, left_out, drawn, _described(found))


def _read(state: PromiseState, limit: Edtf) -> slippage.Promise:
    given = [one.view for one in state.views if one.view.known is Known.GIVEN]
    dated = [view for view in given if read(view.done) or read(view.seen)]
    return followed(state, limit, dated[-1] if dated else None)


def _until(found: slippage.Keeping) -> int:
    return max(found.soonest.until, found.latest.until, 1)


def _stairs(key: str, curve: slippage.Curve) -> Staircase:
    stairs = (
        Stair(one.days, one.incidence, one.limits.low if one.limits else None, one.limits.high if one.limits else None)
        for one in curve.points
    )
    return Staircase(key, tuple(stairs), curve.until)


def _described(found: slippage.Keeping) -> str:
    """The drawing in words: where both curves end."""
    day = _until(found)
    return _("Courbe en escalier, %(of)s engagements au départ. Au dernier jour suivi : %(soon)s au plus tôt, %(late)s au plus tard.") % {
        "of": words.number(found.soonest.total), "soon": _share(found.soonest, day), "late": _share(found.latest, day),
    }  # fmt: skip


def _points(found: slippage.Keeping) -> Iterator[tuple[str, str, str, str]]:
    for day in (one for one in HORIZONS if one <= _until(found)):
        bounds = [one for one in found.bounds if one.days <= day][-1]
        shown = {"low": words.number(bounds.certainly), "high": words.number(bounds.possibly), "of": bounds.of}
        yield (
            _after(day),
            _share(found.soonest, day),
            _share(found.latest, day),
            _("de %(low)s à %(high)s sur %(of)s") % shown,
        )


def _after(days: int) -> str:
    if days < YEAR:
        return _("6 mois")
    return ngettext("%(n)s an", "%(n)s ans", days // YEAR) % {"n": words.number(days // YEAR)}


def _share(curve: slippage.Curve, day: int) -> str:
    """« 41 % (15 à 67 %) »; how many were still followed then."""
    before = [point for point in curve.points if point.days <= day]
    if not before:
        return _percent(0)
    last = before[-1]
    said = _percent(last.incidence)
    if last.limits is None:
        return said
    shown = {"low": words.number(round(100 * last.limits.low)), "high": words.number(round(100 * last.limits.high))}
    return said + " " + _("(%(low)s à %(high)s %%)") % shown


def _percent(share: float) -> str:
    return _("%(n)s\u00a0%%") % {"n": words.number(round(100 * share))}
