"""The page of a measure or attested item: thirteen queries, whatever was said of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts.common import Confidence, Known, Statement, StatementKind
from jalon.facts.parliament import Act
from jalon.facts.plan import Means, MeansKind, Measure, MeasureKind, Plan, Section
from jalon.facts.state import State
from jalon.portal import terms, words
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import NotFound
from jalon.portal.pages import descended, documents, indicators, means, outputs_rows, promises
from jalon.portal.pages.claims import Claim, claim, clashing, latest_first, oldest_first, unnamed
from jalon.portal.pages.fact_list import Fact
from jalon.portal.pages.groups import in_order, lead_words, names
from jalon.portal.pages.head import Head
from jalon.portal.pages.history import changes
from jalon.portal.pages.indicator_model import Listed
from jalon.portal.pages.measure_dates import rows_and_plot
from jalon.portal.pages.measure_lede import lede, unpromised
from jalon.portal.pages.measure_material import JUDGING, Material, gather
from jalon.portal.pages.measure_model import ActRow, DeclaredRow, MeasurePage, StepRow
from jalon.portal.pages.parliament import kind_words
from jalon.portal.pages.plan_lists import overlap_rows, rows_there
from jalon.portal.pages.plan_material import stated_numbers
from jalon.portal.pieces import Link, Notebook, Phrase, day, phrase
from jalon.portal.verdicts import without_evidence


def by_number(ctx: Context, slug: str, number: str) -> MeasurePage:
    """The page of a measure by its number. Raises NotFound."""
    plan = ctx.reader.plan(slug)
    found = ctx.reader.measure_by_number(plan.uid, number) if plan else None
    if plan is None or found is None:
        raise NotFound(number)
    return build(ctx, plan, found)


def by_uid(ctx: Context, slug: str, uid: str) -> MeasurePage:
    """The page of an attested item by its uid. Raises NotFound."""
    plan, found = ctx.reader.plan(slug), ctx.reader.measure(uid)
    if plan is None or found is None or found.plan != plan.uid:
        raise NotFound(uid)
    return build(ctx, plan, found)


def build(ctx: Context, plan: Plan, measure: Measure) -> MeasurePage:
    """The page model, section after section: markers are numbered in the order of the page."""
    it = gather(ctx, plan, measure)
    book, bodies = ctx.notebook(it), ctx.bodies()
    top = _top(it, ctx, book)
    rows, plot, undated = rows_and_plot(it.held, measure, ctx, book, bodies, plan.known_until)
    date_notes = book.turn()
    promised = promises.rows(it.held, ctx, book, bodies, plan.known_until)
    promise_notes = book.turn()
    judged, judged_notes = _judged(it, ctx, book, bodies), book.turn()
    asked = tuple(claim(s, ctx, book, bodies) for s in oldest_first(it.of(StatementKind.ASKED)))
    in_promises = (uid for row in promised for uid in row.uids)
    return MeasurePage(
        **top,
        comparison_url=ctx.links.to("comparison", it.plan.slug),
        changes_url=ctx.links.changes(it.plan.slug, it.measure.number or it.measure.uid),
        rows=rows,
        plot=plot,
        undated=undated,
        date_notes=date_notes,
        promises=promised,
        promise_notes=promise_notes,
        judged=judged,
        judged_notes=judged_notes,
        asked_words=_asked_words(it.of(StatementKind.ASKED), ctx),
        asked=asked,
        asked_notes=book.turn(),
        **_rest(it, ctx, book, bodies),
        known_until=day(plan.known_until, ctx.lang),
        fictional=measure.uid in ctx.reader.invented,
        anchors=unnamed(it.held, in_promises, (c.uid for c in (*judged, *asked))),
    )


def _rest(it: Material, ctx: Context, book: Notebook, bodies: Bodies) -> dict[str, Any]:
    """Steps, means, acts, overlaps and history, each with its notes."""
    measure, plan = it.measure, it.plan
    found: dict[str, Any] = {
        "steps": _steps(measure, ctx, book),
        "documents": documents.rows(measure.documents, ctx, book),
    }
    found["step_notes"] = book.turn()
    found |= _followed(it, ctx, book)
    found |= {"means": means.lines(it.means, ctx, book, {}), "means_notes": book.turn()}
    found |= {"acts": _acts(it.acts, ctx, book), "act_notes": book.turn()}
    found |= {"descent": descended.build(it.way, ctx, book, bodies), "descent_notes": book.turn()}
    overlaps = [overlap for overlap in plan.overlaps if overlap.measure == measure.uid]
    here = {measure.uid: measure}
    same = (*overlap_rows(overlaps, plan, here, ctx, book), *rows_there(it.there, plan, here, ctx, book))
    found |= {"overlaps": same, "overlap_notes": book.turn()}
    replaced = tuple(claim(s, ctx, book, bodies) for s in latest_first(it.held) if s not in it.said)
    return {**found, "replaced": replaced, "changes": changes(measure.uid, ctx), "history_notes": book.turn()}


def _followed(it: Material, ctx: Context, book: Notebook) -> dict[str, Any]:
    """Its indicators, what was carried out, what bodies declared session after session."""
    path = ctx.links.to("outputs")
    found: dict[str, Any] = {
        "indicators": indicators.listed(ctx, it.indicators) if it.indicators else Listed(),
        "outputs": outputs_rows.ledger(it.outputs, tuple(reversed(it.outputs)), path, ctx, book),
        "outputs_url": f"{path}{'&' if '?' in path else '?'}plan={it.plan.slug}",
        "declared": tuple(_declared(state, it.measure.uid, ctx) for state in reversed(it.states)),
    }
    found["declared"] = tuple(row for row in found["declared"] if row.replies)
    return {**found, "output_notes": book.turn()}


def _declared(state: State, uid: str, ctx: Context) -> DeclaredRow:
    replies = tuple(
        (reply.body.name, str(terms.REPLY[reply.state]))
        for line in state.lines
        if line.subject == uid
        for reply in line.replies
    )
    link = Link(ctx.links.to("state", state.slug) + f"#l-{uid}", state.title.value, state.title.lang)
    return DeclaredRow(link, day(state.session, ctx.lang), replies)


def _top(it: Material, ctx: Context, book: Notebook) -> dict[str, Any]:
    measure, plan = it.measure, it.plan
    titles = tuple(
        p
        for t in measure.titles
        if (
            p := phrase(
                t.text, ctx.lang, refs=book.refs(t.citations, () if len(measure.titles) > 1 else measure.citations)
            )
        )
    )
    section = next(((s, above) for s, above in in_order(it.sections) if s.uid == measure.section), None)
    plan_link = Link(ctx.links.plan(plan), plan.titles[0].text.value, plan.titles[0].text.lang)
    found = {
        "head": _head(it, ctx, plan_link),
        "number": measure.number,
        "of": _of(it),
        "kind_words": "" if measure.number else _("élément attesté, numéro non lu"),
        "plan": plan_link,
        "section": _section_link(section[0], plan, ctx) if section else None,
        "section_level": _section_level(section[0], plan, ctx) if section and section[0].title else "",
        "section_label": Phrase(measure.section_words, plan.titles[0].text.lang) if measure.section_words else None,
        "section_inferred": measure.section_confidence is Confidence.INFERRED,
        "title": titles[0],
        "other_titles": titles[1:],
        "lede": lede(it, ctx, book),
        "facts": _facts(it, ctx, book),
        "note": phrase(measure.note, ctx.lang),
        "inferred": measure.confidence is Confidence.INFERRED,
    }
    return {**found, "top_notes": book.turn()}


def _of(it: Material) -> str:
    """« sur 45 »: with every number that is stated, when sources disagree."""
    if it.measure.number is None or it.measure.kind is not MeasureKind.MEASURE:
        return ""
    numbers = list(dict.fromkeys(words.number(stated.value) for stated in it.plan.stated_numbers))
    return _("sur %(total)s") % {"total": _(" ou ").join(numbers)} if numbers else ""


def _section_link(section: Section, plan: Plan, ctx: Context) -> Link:
    from jalon.portal.pages.filters import keys

    url, title = ctx.links.plan(plan) + f"#section-{keys([section])[section.uid]}", section.title
    return Link(url, title.value, title.lang) if title else Link(url, _section_level(section, plan, ctx))


def _section_level(section: Section, plan: Plan, ctx: Context) -> str:
    level = (
        plan.levels[0].fr if ctx.lang == "fr" and plan.levels else (plan.levels[0].en if plan.levels else _("section"))
    )
    return f"{level} {section.label}"


def _head(it: Material, ctx: Context, plan: Link) -> Head:
    measure = it.measure
    title = measure.titles[0].text.value
    name = _("Mesure %(n)s") % {"n": measure.number} if measure.number else _("Élément attesté")
    crumbs = (Link(ctx.links.to("overview"), _("Plans")), plan, Link("", name))
    tables = (
        Link(ctx.links.table("declarations", form, objet=measure.uid), form.upper()) for form in ("csv", "json", "xlsx")
    )
    return Head(title=f"{name}, {title}", section="plans", crumbs=crumbs, description=title, downloads=tuple(tables))


def _facts(it: Material, ctx: Context, book: Notebook) -> tuple[Fact, ...]:
    measure, unread = it.measure, str(words.NOT_READ)
    leads = [s for s in it.said if s.kind in (StatementKind.LEAD, StatementKind.CO_LEAD)]
    lead = tuple(Phrase(text, refs=book.refs(*(s.citations for s in leads))) for text in lead_words(it.said))
    partners = names(it.said, StatementKind.PARTNER)
    with_them = [s for s in it.said if s.kind is StatementKind.PARTNER and s.organisation]
    dues = tuple(
        Phrase(found.words, inferred=found.inferred, refs=book.refs(s.citations))
        for s in oldest_first(s for s in it.said if s.due)
        if (found := day(s.due, ctx.lang))
    )
    planned = phrase(measure.planned, ctx.lang, refs=book.refs(measure.citations)) if measure.planned else None
    return (
        Fact(_("Pilote"), lead, _absent([s for s in leads if not s.narrowed]) or unread),
        Fact(
            _("Partenaires"),
            (Phrase(words.and_list(partners), refs=book.refs(*(s.citations for s in with_them))),) if partners else (),
            unread,
        ),
        Fact(
            _("Échéance"),
            dues,
            _absent([s for s in it.said if s.kind is StatementKind.DEADLINE and not s.narrowed]) or unread,
        ),
        Fact(_("Ce qui est prévu"), (planned,) if planned else (), unread),
        Fact(_("Budget propre"), _budget(it, ctx, book), unread),
        Fact(
            _("Mots-clés"),
            (Phrase(", ".join(measure.keywords), "fr" if ctx.lang != "fr" else None),) if measure.keywords else (),
            unread,
        ),
        Fact(_("Mesures annoncées"), stated_numbers(it.plan, ctx, book), unread),
    )


def _absent(statements: Sequence[Statement]) -> str:
    """The words of an absence that somebody stated or looked for."""
    found = [s.known for s in statements if s.known not in (Known.GIVEN, Known.NOT_LOOKED_AT)]
    return str(words.KNOWN[found[0]]) if found else ""


def _budget(it: Material, ctx: Context, book: Notebook) -> tuple[Phrase, ...]:
    """Each amount with its year, stage and remark, never added. What an amendment asks for is no budget."""
    given = (m for m in it.means if m.amount is not None and m.kind is not MeansKind.AMENDMENT)
    return tuple(Phrase(_budget_words(m, ctx), refs=book.refs(m.citations)) for m in given)


def _budget_words(line: Means, ctx: Context) -> str:
    when = day(line.when, ctx.lang)
    about = (when.words if when else "", str(words.MEANS[line.kind]), line.note.value if line.note else "")
    return f"{words.money(line.amount or '', line.currency)} ({', '.join(word for word in about if word)})"


def _judged(it: Material, ctx: Context, book: Notebook, bodies: Bodies) -> tuple[Claim, ...]:
    """Judgements, declared progress, and findings that answer no promise."""
    shown = unpromised(it, *JUDGING, StatementKind.OUTCOME)
    clash = clashing(shown)
    bare = without_evidence(ctx.reader.assessments_of([it.measure.uid]))
    made = (claim(s, ctx, book, bodies, clash=s.uid in clash) for s in shown)
    return tuple(replace(one, bare=bare.get(one.uid, "")) for one in made)


def _asked_words(asked: Sequence[Statement], ctx: Context) -> str:
    """« 9 demandes de 5 organismes, la première en 2013 »."""
    if not asked:
        return ""
    who = {s.said_by.uid or s.said_by.name for s in asked if s.said_by}
    first = day(oldest_first(asked)[0].said, ctx.lang)
    demands = ngettext("%(n)s demande lue", "%(n)s demandes lues", len(asked)) % {"n": words.number(len(asked))}
    bodies = ngettext("%(n)s organisme", "%(n)s organismes", len(who)) % {"n": words.number(len(who))}
    return _("%(demands)s, de %(bodies)s, la première : %(date)s.") % {
        "demands": demands,
        "bodies": bodies,
        "date": first.words if first else str(words.NOT_READ),
    }


def _steps(measure: Measure, ctx: Context, book: Notebook) -> tuple[StepRow, ...]:
    return tuple(
        StepRow(s.uid, phrase(s.title, ctx.lang), day(s.due, ctx.lang), day(s.done, ctx.lang), book.refs(s.citations))
        for s in measure.steps
    )


def _acts(acts: Sequence[Act], ctx: Context, book: Notebook) -> tuple[ActRow, ...]:
    return tuple(
        ActRow(
            uid=act.uid,
            url=ctx.links.to("parliament") + f"#a-{act.uid}",
            day=day(act.when, ctx.lang),
            kind=kind_words(act, ctx.lang, numbered=True),
            author=act.author or "",
            topic=phrase(act.topic, ctx.lang),
            refs=book.refs(act.citations),
        )
        for act in acts
    )
