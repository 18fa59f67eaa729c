"""The public ledger of promises: who promised what, for when, each date kept, and what became of it according to whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jalon.facts.common import Known
from jalon.facts.plan import Plan
from jalon.facts.promise import Promise, PromiseView, Verdict
from jalon.facts.promising import PromiseState, state_of
from jalon.methods import dates
from jalon.methods.dates import Edtf
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.errors import BadQuery
from jalon.portal.invented import plan_words
from jalon.portal.pages.fact_list import Filters
from jalon.portal.pages.filters import carried
from jalon.portal.pages.head import Head
from jalon.portal.pages.promise_chain import row, ruler_of
from jalon.portal.pages.promise_durations import durations
from jalon.portal.pages.promise_model import LedgerGroup, LedgerPage
from jalon.portal.pages.subjects import Subjects
from jalon.portal.pieces import Link, read_date
from jalon.ui.pieces import Blank, Count, Option, Sign

PLAN, STATE, MOVED = "plan", "issue", "report"
UNSEEN, PENDING, APART, COUNTRY = "non-vue", "pas-encore", "desaccord", "aucun"


@dataclass(frozen=True, slots=True)
class Held:
    """A promise on the day of the page, the plan that it is about, and until when somebody looked."""

    state: PromiseState
    plan: Plan | None
    limit: Edtf

    @property
    def fates(self) -> frozenset[str]:
        """The last verdict of each who looked, `PENDING` for what was not done yet then; `UNSEEN` when nobody found what
        became of it."""
        found = {_fate(one.view) for one in self.state.latest_by_sayer() if one.view.known is Known.GIVEN}
        return frozenset(found or {UNSEEN})


def _fate(view: PromiseView) -> str:
    return PENDING if terms.pending(view) else view.verdict.value


def listing(ctx: Context, params: Mapping[str, str]) -> LedgerPage:
    """The ledger: eight queries. Raises BadQuery for a value that is none of the choices."""
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    promises = [one for one in ctx.reader.promises() if happened(one.made, ctx.asof.state)]
    every = _held(promises, plans, ctx)
    blanks = _blanks(every, params, ctx)
    shown = [one for one in every if _meets(one, params)]
    book = ctx.notebook([one.state.promise for one in shown], [[v.view for v in one.state.views] for one in shown])
    measures = ctx.reader.measures_by_uid({one.state.promise.subject for one in shown} - plans.keys())
    named = Subjects(ctx, plans, measures)
    groups: dict[str, list[Held]] = defaultdict(list)
    for one in shown:
        groups[one.plan.uid if one.plan else ""].append(one)
    ruler = ruler_of(one.state for one in shown)
    ordered = sorted(groups, key=lambda uid: plans[uid].rank if uid in plans else 99)
    sections = tuple(
        LedgerGroup(
            _group(plans.get(uid), ctx),
            tuple(row(one.state, one.limit, ruler, named.link(one.state.promise.subject), ctx, book) for one in groups[uid]),
        )
        for uid in ordered
    )  # fmt: skip
    counted = _real(every, ctx)
    return LedgerPage(
        head=_head(ctx),
        counts=_counts(counted),
        total=len(counted),
        filters=_filters(blanks, params, shown, every, ctx),
        groups=sections,
        legend=_legend(),
        durations=durations(((one.state, one.limit) for one in counted), ctx),
        committees_url=ctx.links.to("committees"),
        notes=book.turn(),
    )


def _held(promises: Sequence[Promise], plans: Mapping[str, Plan], ctx: Context) -> list[Held]:
    """Each promise with the dates that were named and the findings that were made by the day of the page."""
    at = ctx.asof.state
    views: dict[str, list[PromiseView]] = defaultdict(list)
    for view in ctx.reader.promise_views():
        if happened(view.seen or view.done, at):
            views[view.promise].append(view)
    owners = ctx.reader.plans_of({one.subject for one in promises})
    found = []
    for one in promises:
        plan = plans.get(owners.get(one.subject, one.subject))
        looked = one.known_until or (plan.known_until if plan else None)
        own = replace(one, dues=tuple(due for due in one.dues if happened(due.said, at)))
        state = state_of(own, views[one.uid], looked, ctx.today)
        found.append(Held(state, plan, read_date(looked) or dates.from_date(ctx.today)))
    return found


def _real(every: list[Held], ctx: Context) -> list[Held]:
    """Those that are not invented; all of them where nothing else is."""
    return [one for one in every if one.state.promise.uid not in ctx.reader.invented] or every


def _group(plan: Plan | None, ctx: Context) -> Link:
    if plan is None:
        return Link("", _("Hors plan"))
    title = plan.titles[0].text
    lang = title.lang if title.lang != ctx.lang else None
    return Link(ctx.links.plan(plan), f"{plan_words(ctx, plan).capitalize()}, {title.value}", lang)


def _labels() -> dict[str, str]:
    named = {verdict.value: str(terms.VERDICT[verdict]) for verdict in Verdict}
    return {
        **named,
        PENDING: str(words.OUTCOME[terms.NOT_YET]),
        UNSEEN: _("suite non vue"),
        APART: _("avis différents"),
    }


def _counts(counted: list[Held]) -> tuple[Count, ...]:
    """How many by last verdict. One of which sayers differ is in each count."""
    labels, total = _labels(), words.number(len(counted))
    keys = [*(verdict.value for verdict in Verdict), PENDING, UNSEEN]
    found = {key: sum(key in one.fates for one in counted) for key in keys}
    apart = sum(one.state.disputed for one in counted)
    moved = sum(one.state.postponed > 0 for one in counted)
    said = [Count(words.number(found[key]), labels[key], total) for key in keys if found[key]]
    said.append(Count(words.number(moved), _("avec report"), total))
    return (*said, Count(words.number(apart), labels[APART], total)) if apart else tuple(said)


# --- filters ---------------------------------------------------------------------------------------------------------


def _given(params: Mapping[str, str], name: str) -> str:
    return params.get(name, "").strip()[:80]


def _meets(one: Held, params: Mapping[str, str]) -> bool:
    plan, fate, moved = (_given(params, name) for name in (PLAN, STATE, MOVED))
    return (
        (not plan or (one.plan.slug if one.plan else COUNTRY) == plan)
        and (not fate or fate in one.fates or (fate == APART and one.state.disputed))
        and (not moved or one.state.postponed > 0)
    )


def _blanks(every: Sequence[Held], params: Mapping[str, str], ctx: Context) -> tuple[Blank, ...]:
    """The sentence. Raises BadQuery."""
    plans = {one.plan.slug: plan_words(ctx, one.plan) for one in every if one.plan}
    if any(one.plan is None for one in every):
        plans[COUNTRY] = _("hors plan")
    found = (
        _blank(_("Engagements pris pour"), PLAN, _("Plan"), [("", _("tous les plans")), *plans.items()], params),
        _blank(_(", issue :"), STATE, _("Issue"), [("", _("n’importe laquelle")), *_labels().items()], params),
        _blank(_(","), MOVED, _("Report"), [("", _("reportés ou non")), ("oui", _("reportés au moins une fois"))], params),
    )  # fmt: skip
    for blank in found:
        value = _given(params, blank.name)
        if value and not any(option.selected for option in blank.options):
            message = _("Le filtre « %(name)s » ne connaît pas la valeur « %(read)s ». Choisissez dans la liste.")
            raise BadQuery(blank.name, message % {"name": blank.label, "read": value[:40]})
    return found


def _blank(before: str, name: str, label: str, options: Iterable[tuple[str, str]], params: Mapping[str, str]) -> Blank:
    chosen = _given(params, name)
    return Blank(before, name, label, tuple(Option(value, said, value == chosen) for value, said in options))


def _filters(
    blanks: tuple[Blank, ...], params: Mapping[str, str], shown: Sequence[Held], every: Sequence[Held], ctx: Context
) -> Filters:
    active = any(_given(params, name) for name in (PLAN, STATE, MOVED))
    result = _("%(n)s engagements.") % {"n": words.n_of(len(shown), len(every))}
    return Filters(blanks, carried(params), active, ctx.links.to("promises"), result)


def _legend() -> tuple[Sign, ...]:
    return (
        Sign("promised", _("pris")),
        Sign("due", _("échéance nommée ; trait gris : mois ou année entière")),
        Sign("sq-full", _("tenu")),
        Sign("sq-half", _("tenu en partie")),
        Sign("missed", _("constaté non fait")),
        Sign("sq-none", _("abandonné")),
        Sign("sq-unk", _("ne peut être dit")),
        Sign("late", _("écart constaté")),
        Sign("open", _("suite non vue")),
    )


def _head(ctx: Context) -> Head:
    title = _("Engagements")
    about = _("Qui a promis quoi, pour quand ; chaque date reste, et chaque constat dit de qui il vient.")
    return Head(title=title, section="promises", crumbs=(Link("", title),), description=about)
