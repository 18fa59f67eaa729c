"""The page of a plan: fifteen queries, however many measures it has."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts.common import Basis, Confidence, Known, StatementKind
from jalon.facts.plan import Plan
from jalon.portal import words
from jalon.portal.context import Bodies, Context
from jalon.portal.invented import apart
from jalon.portal.pages import carried, documents, filters, means, plan_followed, promises, strips
from jalon.portal.pages.claims import SAID_OF_A_WHOLE, claim, clashing, unnamed
from jalon.portal.pages.fact_list import Fact, Filters
from jalon.portal.pages.groups import groups
from jalon.portal.pages.head import Head
from jalon.portal.pages.plan_lists import events, overlap_rows, rows_there
from jalon.portal.pages.plan_material import Material, attested_words, gather, identified_words, stated_numbers
from jalon.portal.pages.plan_model import OverlapRow, PlanPage
from jalon.portal.pieces import Link, Notebook, Phrase, day, phrase
from jalon.publication import derived
from jalon.ui.pieces import Download


def build(ctx: Context, slug: str, params: Mapping[str, str]) -> PlanPage:
    """The page of the plan `slug`, filtered by `params`. Raises NotFound, BadQuery."""
    it = gather(ctx, slug)
    desk = filters.Desk(it.sections, it.measures, it.said)
    wanted = filters.read(params, desk)
    lines = ctx.reader.means(it.plan.uid)
    book, bodies = ctx.notebook(it, lines), ctx.bodies()
    top, known, said = _top(it, ctx, book), _known(it, ctx, book), _said(it, ctx, book, bodies)
    asked = tuple(claim(s, ctx, book, bodies) for s in it.of_plan(StatementKind.ASKED))
    asked_notes = book.turn()
    sections = groups(it, desk.chosen(wanted), ctx, book, bodies, empty=not wanted)
    promised = promises.rows(it.held_of_whole, ctx, book, bodies, it.plan.known_until)
    named = [c.uid for c in (*said["claims"], *asked)]
    return PlanPage(
        **top,
        **known,
        **said,
        asked=asked,
        asked_notes=asked_notes,
        filters=_filters(it, ctx, desk, wanted, params),
        groups=sections,
        promises=promised,
        promise_notes=book.turn(),
        means=means.lines(lines, ctx, book, {}),
        means_notes=book.turn(),
        carried=carried.rows(ctx, it.plan),
        overlaps=_overlaps(it, ctx, book),
        overlap_notes=book.turn(),
        documents=documents.rows(it.plan.documents, ctx, book),
        document_notes=book.turn(),
        events=events(it.plan, ctx, book),
        event_notes=book.turn(),
        known_until=day(it.plan.known_until, ctx.lang),
        comparison_url=ctx.links.to("comparison", slug),
        changes_url=ctx.links.changes(slug),
        audit_url=ctx.links.to("audit", slug),
        reports=_reports(it.plan, ctx),
        **plan_followed.followed(it.plan, it.sections, it.measures, ctx, book),
        anchors=unnamed(it.held_of_whole, named, (uid for row in promised for uid in row.uids)),
    )


def _overlaps(it: Material, ctx: Context, book: Notebook) -> tuple[OverlapRow, ...]:
    """What other plans hold too: as this one says, then as those say."""
    measures = {m.uid: m for m in it.measures}
    own = overlap_rows(it.plan.overlaps, it.plan, measures, ctx, book)
    return (*own, *rows_there(it.there, it.plan, measures, ctx, book))


def _reports(plan: Plan, ctx: Context) -> tuple[Download, ...]:
    """Reports of the current Release; none beside an older one, or a day that was chosen, which they would not tell."""
    if ctx.asof.query:
        return ()
    found = derived.offers(ctx.reader, plan.slug, ctx.lang)
    return tuple(Download(ctx.links.to("report", plan.slug, one.code, one.form), one.words) for one in found)


def _top(it: Material, ctx: Context, book: Notebook) -> dict[str, Any]:
    plan = it.plan
    titles = tuple(p for t in plan.titles if (p := phrase(t.text, ctx.lang, refs=book.refs(t.citations))))
    leading = [s for s in it.of_plan(StatementKind.COORDINATOR) if s.organisation]
    names = tuple(dict.fromkeys(s.organisation.name for s in leading if s.organisation))
    found = {
        "head": _head(it, ctx),
        "title": titles[0],
        "other_titles": titles[1:],
        "rank": _rank(it, ctx),
        "period": day(plan.period, ctx.lang),
        "coordination": Phrase(
            words.and_list(names),
            inferred=any(c.confidence is Confidence.INFERRED for s in leading for c in s.citations),
            refs=book.refs(*(s.citations for s in leading)),
        ),
        "lede": _lede(it, ctx),
        "facts": _facts(it, ctx, book),
        "remarks": (*_remarks(plan, "period_notes", ctx, book), *_remarks(plan, "notes", ctx, book)),
    }
    return {**found, "top_notes": book.turn()}


def _rank(it: Material, ctx: Context) -> str:
    """Its place among the country's plans; an invented plan has none."""
    if apart(it.plan, ctx):
        return ""
    return _("n° %(rank)s sur %(plans)s") % {"rank": it.rank, "plans": it.plans}


def _remarks(plan: Plan, field: str, ctx: Context, book: Notebook) -> tuple[Phrase, ...]:
    """Notes on the plan with the sources of that field."""
    refs = book.refs(tuple(c for c in plan.citations if c.field == field))
    return tuple(p for note in getattr(plan, field) if (p := phrase(note, ctx.lang, refs=refs)))


def _head(it: Material, ctx: Context) -> Head:
    title, lang = it.plan.titles[0].text.value, it.plan.titles[0].text.lang
    tables = (("mesures", _("Mesures")), ("declarations", _("Déclarations")))
    downloads = tuple(
        Link(ctx.links.table(name, form, plan=it.plan.slug), f"{words_}, {form.upper()}")
        for name, words_ in tables
        for form in ("csv", "json", "xlsx")
    )
    crumbs = (Link(ctx.links.to("overview"), _("Plans")), Link("", title, lang))
    return Head(title=title, section="plans", crumbs=crumbs, description=" ".join(_lede(it, ctx)), downloads=downloads)


def _lede(it: Material, ctx: Context) -> tuple[str, ...]:
    """What is known of the plan, with its denominators."""
    known, total = len(it.identified), it.total
    sentences = [identified_words(known, total), attested_words(len(it.attested))]
    if not it.plan.text_read:
        sentences.append(
            _("Le texte du plan n’a pas été lu : ce registre tient à des sources publiques qui en parlent.")
        )
    looked = day(it.plan.known_until, ctx.lang)
    if looked:
        sentences.append(_("Dernier regard : %(date)s.") % {"date": looked.words})
    return tuple(s for s in sentences if s)


def _facts(it: Material, ctx: Context, book: Notebook) -> tuple[Fact, ...]:
    plan, unread = it.plan, str(words.NOT_READ)
    own = tuple(c for c in plan.citations if c.field in ("", "stated_sections"))
    financing, preparation = phrase(plan.financing, ctx.lang), phrase(plan.preparation, ctx.lang)
    scheduled = sum(any(s.due for s in it.said.get(m.uid, ())) for m in it.identified)
    numbers = stated_numbers(plan, ctx, book)
    return (
        Fact(_("Mesures annoncées"), numbers, "" if numbers else unread),
        _fact(_("Financement"), financing, plan, "financing", book),
        _fact(_("Préparation"), preparation, plan, "preparation", book),
        Fact(_("Pilotes nommés par le plan"), (Phrase(_lead_words(it)),)),
        Fact(
            _("Échéances lues"), (Phrase(words.n_of(scheduled, len(it.identified))),) if it.identified else (), unread
        ),
        Fact(
            _("Sections annoncées"),
            (Phrase(words.number(plan.stated_sections), refs=book.refs(own)),) if plan.stated_sections else (),
            unread,
        ),
    )


def _fact(label: str, value: Phrase | None, plan: Plan, field: str, book: Notebook) -> Fact:
    if value is None:
        return Fact(label, unknown=str(words.NOT_READ))
    own = tuple(c for c in plan.citations if c.field == field)
    return Fact(label, (Phrase(value.value, value.lang, value.summary, refs=book.refs(own)),))


def _lead_words(it: Material) -> str:
    """Leads named by the plan's text, and bodies seen acting, never mixed."""
    leads = [
        s
        for m in it.measures
        for s in it.said.get(m.uid, ())
        if s.kind is StatementKind.LEAD and s.known is Known.GIVEN and not s.narrowed
    ]
    named = {s.subject for s in leads if s.basis is Basis.NAMED_IN_PLAN}
    entries = len(it.measures)
    # A plan whose text was not read names nobody that we know of: that is not « none ».
    read = it.plan.text_read or named
    shown = {
        "named": _entries(len(named), entries) if read else words.NOT_READ,
        "seen": _entries(len({s.subject for s in leads} - named), entries),
    }
    return _("%(named)s ; vus à l’œuvre ou dits par un tiers : %(seen)s") % shown


def _entries(count: int, entries: int) -> str:
    return words.n_of(count, entries) if entries else "0"


def _known(it: Material, ctx: Context, book: Notebook) -> dict[str, Any]:
    known, extra, total = len(it.identified), len(it.attested), it.total
    entries = _("%(entries)s entrées, dont %(numbered)s numérotées") % {
        "entries": words.number(known + extra),
        "numbered": words.number(known),
    }
    found = {
        "identified": known,
        "total": total,
        "known_title": _("Ce qui est saisi : %(entries)s") % {"entries": entries},
        "known_words": (identified_words(known, total), attested_words(extra)),
        "strip": strips.strip(it, ctx, book),
    }
    return {**found, "strip_notes": book.turn()}


def _said(it: Material, ctx: Context, book: Notebook, bodies: Bodies) -> dict[str, Any]:
    promised = {s.uid for p in promises.promises_of(it.held_of_whole) for s in p.said}
    kinds = (*SAID_OF_A_WHOLE, StatementKind.PHASE, StatementKind.OUTCOME)
    statements = [s for s in it.of_plan(*kinds) if s.uid not in promised]
    clash = clashing(statements)
    titles = {s.uid: f"{s.label} {s.title.value if s.title else ''}".strip() for s in it.sections}
    found = ((s, claim(s, ctx, book, bodies, clash=s.uid in clash)) for s in statements)
    claims = [replace(made, topic=titles.get(s.subject, made.topic), bare=it.bare.get(s.uid, "")) for s, made in found]
    conflict = len({stated.value for stated in it.plan.stated_numbers}) > 1
    numbers = stated_numbers(it.plan, ctx, book) if conflict else ()
    return {
        "claims": tuple(sorted(claims, key=lambda c: not c.clash)),
        "numbers": numbers,
        "tallies": strips.tallies(it, book),
        "claim_notes": book.turn(),
    }


def _filters(
    it: Material, ctx: Context, desk: filters.Desk, wanted: filters.Wanted, params: Mapping[str, str]
) -> Filters:
    chosen = desk.chosen(wanted)
    counted = sum(m.number is not None for m in chosen)
    shown = {
        "entries": words.number(len(chosen)),
        "all": words.number(len(it.measures)),
        "numbered": words.number(counted),
    }
    return Filters(
        blanks=desk.blanks(wanted),
        kept=filters.carried(params),
        active=bool(wanted),
        reset=ctx.links.plan(it.plan),
        result=_("%(entries)s entrées affichées sur %(all)s saisies, dont %(numbered)s numérotées.") % shown,
    )
