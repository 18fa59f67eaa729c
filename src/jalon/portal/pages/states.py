"""States frozen for a session: the list, and one state with each reply, its counts and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts import state_counts
from jalon.facts.indicator import Indicator
from jalon.facts.plan import Plan
from jalon.facts.state import Declared, Reply, ReplyState, State, StateLine
from jalon.facts.state_changes import ChangeKind, StateChange, state_changes
from jalon.facts.state_counts import BACK, Tally
from jalon.portal import terms, words
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import NotFound
from jalon.portal.pages.head import Head
from jalon.portal.pages.states_model import ChangeRow, FieldRow, LineRow, ReplyRow, StatePage, StateRow, StatesPage
from jalon.portal.pages.subjects import Subjects, named_subject
from jalon.portal.pieces import Link, Phrase, day, phrase
from jalon.ui.pieces import Cell, Column, Count, Row, Table


@dataclass(frozen=True, slots=True)
class Names:
    """What the lines and fields of a state speak of, by uid."""

    ctx: Context
    plan: Plan | None
    subjects: Subjects
    indicators: Mapping[str, Indicator]

    def about(self, uid: str) -> Link | None:
        """A measure, section or plan by name."""
        return self.subjects.link(uid) or (named_subject(self.ctx, uid, self.plan) if self.plan else None)


def names(ctx: Context, states: Sequence[State], plan: Plan | None) -> Names:
    """The measures and indicators that these states name: two queries."""
    subjects = {line.subject for state in states for line in state.lines}
    plans = {plan.uid: plan} if plan else {}
    found = Subjects(ctx, plans, ctx.reader.measures_by_uid(subjects - plans.keys()))
    return Names(ctx, plan, found, {one.uid: one for one in ctx.reader.indicators()})


def listing(ctx: Context) -> StatesPage:
    """All states: two queries."""
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    rows = tuple(row(state, plans.get(state.plan), ctx) for state in reversed(ctx.reader.states()))
    title = _("États pour une séance")
    about = _("Ce que des organismes ont déclaré pour une séance du comité de suivi, et qui est resté silencieux.")
    files = tuple(Link(ctx.links.table("reponses", form), form.upper()) for form in ("csv", "json", "xlsx"))
    head = Head(title=title, section="states", crumbs=(Link("", title),), description=about, downloads=files)
    return StatesPage(head, rows)


def row(state: State, plan: Plan | None, ctx: Context) -> StateRow:
    """One state in a list."""
    return StateRow(
        url=ctx.links.to("state", state.slug),
        title=phrase(state.title, ctx.lang) or Phrase(state.slug),
        plan=_plan_link(plan, ctx),
        session=day(state.session, ctx.lang),
        period=day(state.period, ctx.lang),
        counts=counts_words(state_counts.tally(state_counts.replies(state))),
        fictional=state.uid in ctx.reader.invented,
    )


def counts_words(count: Tally) -> str:
    """« 8 sur 10 réponses rendues ; 5 validées par la hiérarchie ; 2 sans réponse »."""
    validated = ngettext("%(n)s validée par la hiérarchie", "%(n)s validées par la hiérarchie", count.validated)
    return words.clauses(
        (
            _("%(returned)s réponses rendues") % {"returned": words.n_of(count.returned, count.asked)},
            validated % {"n": words.number(count.validated)},
            _("%(silent)s sans réponse") % {"silent": words.number(count.silent + count.opened)},
        )
    )


def _plan_link(plan: Plan | None, ctx: Context) -> Link | None:
    return Link(ctx.links.plan(plan), plan.titles[0].text.value, plan.titles[0].text.lang) if plan else None


def build(ctx: Context, slug: str) -> StatePage:
    """One state. Raises NotFound."""
    state = ctx.reader.state(slug)
    if state is None:
        raise NotFound(slug)
    plan = ctx.reader.plan_by_uid(state.plan)
    before = ctx.reader.state_by_uid(state.previous) if state.previous else None
    book, bodies = ctx.notebook(state), ctx.bodies()
    named = names(ctx, [state, before] if before else [state], plan)
    refs = book.refs(state.citations)
    count = state_counts.tally(state_counts.replies(state))
    changed = state_changes(before, state) if before and before.plan == state.plan else ()
    return StatePage(
        head=_head(state, ctx),
        uid=state.uid,
        title=phrase(state.title, ctx.lang, refs=refs) or Phrase(state.slug),
        plan=_plan_link(plan, ctx),
        plan_uid=state.plan,
        session=day(state.session, ctx.lang),
        period=day(state.period, ctx.lang),
        closes=day(state.closes, ctx.lang),
        frozen=day(state.frozen_at[:10], ctx.lang),
        note=phrase(state.note, ctx.lang),
        fictional=state.uid in ctx.reader.invented,
        counts=_counts(count),
        bodies=_bodies(state, bodies),
        silent=_silent(state, bodies),
        lines=tuple(_line(line, named, bodies) for line in state.lines),
        previous=Link(ctx.links.to("state", before.slug), before.title.value, before.title.lang) if before else None,
        changes=_changes(changed, named),
        unchanged=_unchanged(state, before, changed),
        notes=book.turn(),
    )


def _head(state: State, ctx: Context) -> Head:
    crumbs = (Link(ctx.links.to("states"), _("États pour une séance")), Link("", state.title.value, state.title.lang))
    files = tuple(
        Link(ctx.links.table("reponses", f, etat_fige=state.slug), f.upper()) for f in ("csv", "json", "xlsx")
    )
    return Head(
        title=state.title.value, section="states", crumbs=crumbs, description=state.title.value, downloads=files
    )


def _counts(count: Tally) -> tuple[Count, ...]:
    asked = words.number(count.asked)
    found = (
        (_("réponses rendues"), count.returned),
        (_("validées par la hiérarchie"), count.validated),
        (_("« rien à signaler »"), count.nothing),
        (_("ouvertes, rien rendu"), count.opened),
        (_("silence"), count.silent),
    )
    return tuple(Count(words.number(value), label, asked) for label, value in found)


def _bodies(state: State, bodies: Bodies) -> Table:
    """Each body asked, with its counts over what it was asked."""
    rows = []
    for body, count in state_counts.by_body(state):
        link = bodies.link(body)
        name = Cell(body.name, url=link.url if link and link.url else None)
        shares = (count.returned, count.validated, count.nothing, count.silent + count.opened)
        rows.append(Row((name, *(Cell(words.n_of(share, count.asked)) for share in shares))))
    labels = (_("Rendu"), _("Validé"), _("Rien à signaler"), _("Sans réponse"))
    columns = (Column(_("Organisme")), *(Column(label, numeric=True) for label in labels))
    foot = _("Chaque nombre est sur les mesures pour lesquelles l’organisme a été interrogé.")
    return Table(_("Réponses par organisme"), columns, tuple(rows), foot=foot, caption_hidden=True)


def _silent(state: State, bodies: Bodies) -> tuple[Link, ...]:
    """The bodies from which nothing at all came back."""
    found = (bodies.link(body) for body, count in state_counts.by_body(state) if not count.returned)
    return tuple(link for link in found if link)


# --- lines -----------------------------------------------------------------------------------------------------------


def _line(line: StateLine, named: Names, bodies: Bodies) -> LineRow:
    replies = tuple(_reply(reply, named, bodies) for reply in line.replies)
    return LineRow(line.subject, named.about(line.subject), replies, phrase(line.consolidated, named.ctx.lang))


def _reply(reply: Reply, named: Names, bodies: Bodies) -> ReplyRow:
    lang = named.ctx.lang
    returned, validated = day(reply.returned, lang), day(reply.validated, lang)
    parts = [_("rendu : %(date)s") % {"date": returned.words}] if returned else []
    if reply.state is ReplyState.VALIDATED or validated:
        when = validated.words if validated else str(words.NOT_READ)
        who = f" ({reply.validated_by})" if reply.validated_by else ""
        parts.append(_("validé : %(date)s") % {"date": when} + who)
    return ReplyRow(
        body=bodies.link(reply.body),
        state=str(terms.REPLY[reply.state]),
        came=reply.state in BACK,
        when=", ".join(parts),
        fields=tuple(_field(item, named) for item in reply.declared),
    )


def _field(item: Declared, named: Names) -> FieldRow:
    indicator = named.indicators.get(item.indicator or "")
    link = None
    if indicator:
        link = Link(named.ctx.links.to("indicator", indicator.slug), indicator.title.value, indicator.title.lang)
    return FieldRow(
        label=terms.declared(item.key),
        text=phrase(item.text, named.ctx.lang),
        value=_value(item, indicator),
        day=day(item.when, named.ctx.lang),
        indicator=link,
    )


def _value(item: Declared, indicator: Indicator | None) -> str:
    if item.value is None:
        return ""
    if indicator is None:
        return words.number(item.value)
    said = terms.value(item.value, indicator)
    return said if indicator.unit.startswith("%") else f"{said} {indicator.unit}"


# --- what changed ----------------------------------------------------------------------------------------------------


def _unchanged(state: State, before: State | None, changed: Sequence[StateChange]) -> str:
    """How many lines say the same as before, over all."""
    if before is None:
        return ""
    moved = {one.subject for one in changed}
    same = sum(line.subject not in moved for line in state.lines)
    return _("%(n)s lignes disent la même chose que dans l’état précédent.") % {"n": words.n_of(same, len(state.lines))}


def _changes(changed: Sequence[StateChange], named: Names) -> tuple[ChangeRow, ...]:
    """What changed, line by line, in whole sentences."""
    groups: dict[str, list[str]] = {}
    for one in changed:
        groups.setdefault(one.subject, []).append(_sentence(one, named))
    return tuple(ChangeRow(named.about(subject), tuple(said)) for subject, said in groups.items())


def _sentence(one: StateChange, named: Names) -> str:
    who = one.body.name if one.body else ""
    match one.kind:
        case ChangeKind.SUBJECT_ADDED:
            return _("ligne interrogée dans cet état, pas dans le précédent")
        case ChangeKind.SUBJECT_REMOVED:
            return _("ligne interrogée dans l’état précédent, pas dans celui-ci")
        case ChangeKind.BODY_ADDED:
            return _("%(who)s : interrogé dans cet état, pas dans le précédent (%(state)s)") % _state(
                who, one.state_after
            )
        case ChangeKind.BODY_REMOVED:
            return _("%(who)s : interrogé dans l’état précédent, pas dans celui-ci (%(state)s)") % _state(
                who, one.state_before
            )
        case ChangeKind.REPLY_STATE:
            both = (str(terms.REPLY[state]) if state else "" for state in (one.state_before, one.state_after))
            return _differs(who, *both)
    item = one.after or one.before
    field = _field(item, named).label if item and one.kind is ChangeKind.DECLARED else _("ligne consolidée")
    label = f"{who}, {field}" if who else field
    return _differs(label, _said(one.before, named), _said(one.after, named))


def _state(who: str, state: ReplyState | None) -> dict[str, object]:
    return {"who": who, "state": terms.REPLY[state] if state else ""}


def _said(item: Declared | None, named: Names) -> str:
    if item is None:
        return ""
    row = _field(item, named)
    return row.value or (row.text.value if row.text else "") or (row.day.words if row.day else "")


def _differs(label: str, before: str, after: str) -> str:
    """What is in one state only was declared in that one: nothing says that it stopped being so."""
    shown = {"what": label, "before": before, "after": after}
    if not before:
        return _("%(what)s : déclaré dans cet état seulement, %(after)s") % shown
    if not after:
        return _("%(what)s : déclaré dans l’état précédent seulement, %(before)s") % shown
    return _("%(what)s : %(before)s → %(after)s") % shown
