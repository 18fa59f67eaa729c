"""The « as of » bar: what was so on a day, according to what was known in a version; and the ruler above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from jalon.facts.plan import Plan
from jalon.methods.dates import Style
from jalon.portal.asof import STATE, VERSION
from jalon.portal.context import Context
from jalon.portal.invented import plan_words, real
from jalon.portal.pages.head import Head
from jalon.portal.pieces import day, read_date
from jalon.ui.pieces import Option
from jalon.ui.ruler import Period, Ruler, ruler

LONGEST_KEPT = 200
"""Characters of a value of the address that a form sends along."""
OFFERED = 40
"""Releases in the select; older ones are in the list of versions."""
PLANS_DRAWN = 6


class Page(Protocol):
    """Every page model says what it is."""

    @property
    def head(self) -> Head: ...


@dataclass(frozen=True, slots=True)
class Bar:
    """The form with its two times, the ruler, and the sentence that says what is shown."""

    state: str
    versions: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...]
    ruler: Ruler | None
    known: str
    sentences: tuple[str, ...]
    moved: bool


def bar(ctx: Context, page: Page, params: Mapping[str, str]) -> Bar:
    """The bar of a page: two queries, of plans and of Releases."""
    plans = real(ctx.reader.plans(), ctx, getattr(page, "plan_uid", ""))
    looked = last_look(plans)
    chosen = ctx.asof.version or ""
    return Bar(
        state=ctx.asof.state.isoformat() if ctx.asof.state else "",
        versions=_versions(ctx, chosen),
        kept=tuple(
            (name, value[:LONGEST_KEPT]) for name, value in params.items() if name not in (STATE, VERSION) and value
        ),
        ruler=_ruler(plans, ctx, looked, getattr(page, "plan_uid", "")),
        known=last_look_words(plans, ctx.lang),
        sentences=_sentences(ctx, page.head.dated, looked, last_look_words(plans, ctx.lang)),
        moved=bool(ctx.asof.state or chosen),
    )


def _versions(ctx: Context, chosen: str) -> tuple[Option, ...]:
    infos = ctx.reader.releases()[:OFFERED]
    latest = Option("", _("la dernière version"), not chosen)
    older = (
        Option(
            info.id[:12],
            _("la version du %(date)s (%(id)s)") % {"date": _words(info.created_at[:10], ctx.lang), "id": info.id[:7]},
            info.id == chosen,
        )
        for info in infos[1:]
    )
    return (latest, *older)


def _ruler(plans: tuple[Plan, ...], ctx: Context, looked: date | None, here: str) -> Ruler | None:
    periods = []
    for plan in plans[-PLANS_DRAWN:]:
        period = read_date(plan.period.edtf)
        if period and period.earliest and period.latest:
            label = plan_words(ctx, plan)
            periods.append(Period(label, period.earliest, period.latest, plan.uid == here))
    return ruler(periods, chosen=ctx.today, known_until=looked, lang=ctx.lang) if periods else None


def last_look(plans: tuple[Plan, ...]) -> date | None:
    """The last day on which somebody looked at any plan: after it nothing is late."""
    days = [found.latest for plan in plans if (found := read_date(plan.known_until)) and found.latest]
    return max(days, default=None)


def last_look_words(plans: tuple[Plan, ...], lang: str) -> str:
    """The same as it is said: « décembre 2025 ». Empty when no plan says it."""
    found = [(edtf.latest, plan.known_until) for plan in plans if (edtf := read_date(plan.known_until)) and edtf.latest]
    said = day(max(found)[1], lang, Style.LONG) if found else None
    return said.words if said else ""


def _sentences(ctx: Context, dated: bool, looked: date | None, known: str) -> tuple[str, ...]:
    """What is shown, in words; nothing when it is the latest of both."""
    found = []
    if ctx.asof.state and not dated:
        found.append(
            _("Le jour choisi (%(date)s) ne change rien à cette page : elle montre tout ce que contient la version.")
            % {"date": _words(ctx.asof.state, ctx.lang)}
        )
    elif ctx.asof.state:
        found.append(_("Ce qui était vrai : %(date)s.") % {"date": _words(ctx.asof.state, ctx.lang)})
        found.append(
            _(
                "Les déclarations, événements et actes datés suivent ce jour ; les intitulés et les nombres annoncés, "
                "sans date lue, sont ceux de la version."
            )
        )
        if looked and ctx.asof.state > looked:
            found.append(_("Ce jour est après le dernier regard (%(date)s).") % {"date": known})
    if ctx.asof.version:
        made = _words(ctx.reader.release.created_at[:10], ctx.lang)
        found.append(_("Ce qui était su : version publiée le %(date)s.") % {"date": made})
    return tuple(found)


def _words(when: date | str | None, lang: str) -> str:
    found = day(when.isoformat() if isinstance(when, date) else when, lang)
    return found.words if found else ""
