"""The page of a plan: fifteen queries, however many measures it has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts.common import Basis, Confidence, Known, Statement, StatementKind
from jalon.facts.plan import Measure, MeasureKind, Overlap, Plan, Section
from jalon.portal import words
from jalon.portal.asof import current, happened, held
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import NotFound
from jalon.portal.invented import apart, real
from jalon.portal.pages import documents, filters, means, plan_followed, promises, strips
from jalon.portal.pages.claims import SAID_OF_A_WHOLE, claim, clashing, latest_first, unnamed
from jalon.portal.pages.fact_list import Fact, Filters
from jalon.portal.pages.groups import groups
from jalon.portal.pages.head import Head
from jalon.portal.pages.plan_model import EventRow, OverlapRow, PlanPage
from jalon.portal.pieces import Day, Link, Notebook, Phrase, day, phrase, read_date
from jalon.portal.verdicts import without_evidence
from jalon.publication import derived
from jalon.ui.pieces import Download


@dataclass(frozen=True, slots=True)
class Material:
    """All facts of one plan at the times of the page."""

    plan: Plan
    rank: int
    plans: int
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    held: Mapping[str, tuple[Statement, ...]]
    """Statements at the day of the page, those since replaced among them."""
    said: Mapping[str, tuple[Statement, ...]]
    """The same without those that another one replaces."""
    bare: Mapping[str, str]
    """Verdict -> the words for one that shows nothing it rests on."""

    @property
    def identified(self) -> tuple[Measure, ...]:
        """Measures known by their number: only they enter « n of N »."""
        return tuple(m for m in self.measures if m.kind is MeasureKind.MEASURE and m.number is not None)

    @property
    def attested(self) -> tuple[Measure, ...]:
        """Items known to be in the plan without their number."""
        return tuple(m for m in self.measures if m.kind is MeasureKind.ATTESTED_ITEM)

    @property
    def total(self) -> int | None:
        """The number of measures that is stated first; others stand beside it."""
        return self.plan.stated_numbers[0].value if self.plan.stated_numbers else None

    def of_plan(self, *kinds: StatementKind) -> list[Statement]:
        """Statements about the plan itself or a section of it, newest first."""
        uids = (self.plan.uid, *(section.uid for section in self.sections))
        return latest_first(s for uid in uids for s in self.said.get(uid, ()) if s.kind in kinds)

    @property
    def held_of_whole(self) -> tuple[Statement, ...]:
        """Statements about the plan itself or a section of it, those since replaced among them."""
        uids = (self.plan.uid, *(section.uid for section in self.sections))
        return tuple(s for uid in uids for s in self.held.get(uid, ()))


def gather(ctx: Context, slug: str) -> Material:
    """Read a plan. Raises NotFound."""
    plans = ctx.reader.plans()
    plan = next((p for p in plans if p.slug == slug), None)
    if plan is None:
        raise NotFound(slug)
    was = {uid: held(group, ctx.asof.state) for uid, group in ctx.reader.statements_of_plan(plan.uid).items()}
    now = {uid: current(group) for uid, group in was.items()}
    return Material(
        plan, plan.rank, len(real(plans, ctx)), ctx.reader.sections(plan.uid), ctx.reader.measures(plan.uid), was, now,
        without_evidence(ctx.reader.assessments_of_plan(plan.uid)),
    )  # fmt: skip


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
        overlaps=overlap_rows(it.plan.overlaps, it.plan, {m.uid: m for m in it.measures}, ctx, book),
        overlap_notes=book.turn(),
        documents=documents.rows(it.plan.documents, ctx, book),
        document_notes=book.turn(),
        events=events(it.plan, ctx, book),
        event_notes=book.turn(),
        known_until=day(it.plan.known_until, ctx.lang),
        comparison_url=ctx.links.to("comparison", slug),
        audit_url=ctx.links.to("audit", slug),
        reports=_reports(it.plan, ctx),
        **plan_followed.followed(it.plan, it.sections, it.measures, ctx, book),
        anchors=unnamed(it.held_of_whole, named, (uid for row in promised for uid in row.uids)),
    )


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
    title = it.plan.titles[0].text.value
    tables = (("mesures", _("Mesures")), ("declarations", _("Déclarations")))
    downloads = tuple(
        Link(ctx.links.table(name, form, plan=it.plan.slug), f"{words_}, {form.upper()}")
        for name, words_ in tables
        for form in ("csv", "json", "xlsx")
    )
    crumbs = (Link(ctx.links.to("overview"), _("Plans")), Link("", title))
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


def identified_words(known: int, total: int | None) -> str:
    """« 15 mesures sur 45 sont identifiées par leur numéro. »"""
    if total is None:
        sentence = ngettext(
            "%(n)s mesure est identifiée ; leur nombre total n’est pas lu.",
            "%(n)s mesures sont identifiées ; leur nombre total n’est pas lu.",
            known,
        )
        return sentence % {"n": words.number(known)}
    if not known:
        return _("Aucune des %(total)s mesures annoncées n’est identifiée par son numéro.") % {
            "total": words.number(total)
        }
    sentence = ngettext(
        "%(n)s mesure sur %(total)s est identifiée par son numéro.",
        "%(n)s mesures sur %(total)s sont identifiées par leur numéro.",
        known,
    )
    return sentence % {"n": words.number(known), "total": words.number(total)}


def attested_words(count: int) -> str:
    """« 6 éléments sont attestés sans numéro ; ils n’entrent dans aucun décompte. »"""
    if not count:
        return ""
    sentence = ngettext(
        "%(n)s élément est attesté sans numéro ; il n’entre dans aucun décompte.",
        "%(n)s éléments sont attestés sans numéro ; ils n’entrent dans aucun décompte.",
        count,
    )
    return sentence % {"n": words.number(count)}


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
        if s.kind is StatementKind.LEAD and s.known is Known.GIVEN
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


def stated_numbers(plan: Plan, ctx: Context, book: Notebook) -> tuple[Phrase, ...]:
    """Every stated number of measures, with who states it: conflicting ones side by side."""
    found = []
    for stated in plan.stated_numbers:
        who = words.and_list(tuple(body.name for body in stated.said_by))
        value = words.measures(stated.value) + (f" ({who})" if who else "")
        found.append(Phrase(value, refs=book.refs(stated.citations)))
    return tuple(found)


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


def overlap_rows(
    overlaps: Iterable[Overlap], plan: Plan, measures: Mapping[str, Measure], ctx: Context, book: Notebook
) -> tuple[OverlapRow, ...]:
    """Other plans that hold the same thing, as their sources say."""
    return tuple(
        OverlapRow(
            measure=_measure_link(measures.get(overlap.measure or ""), plan, ctx),
            item=phrase(overlap.item, ctx.lang),
            other_plan=phrase(overlap.other_plan, ctx.lang),
            other_measure=overlap.other_measure or "",
            note=phrase(overlap.note, ctx.lang),
            inferred=overlap.confidence is Confidence.INFERRED,
            refs=book.refs(overlap.citations),
        )
        for overlap in overlaps
    )


def _measure_link(measure: Measure | None, plan: Plan, ctx: Context) -> Link | None:
    if measure is None:
        return None
    number = _("Mesure %(n)s") % {"n": measure.number} if measure.number else measure.titles[0].text.value
    return Link(ctx.links.measure(plan, measure), number)


def events(plan: Plan, ctx: Context, book: Notebook) -> tuple[EventRow, ...]:
    """The dated events of a plan, oldest first, up to the day of « as of »."""
    limit = read_date(plan.known_until)
    shown = [event for event in plan.events if happened(event.when, ctx.asof.state)]
    rows = [(day(event.when, ctx.lang), event) for event in shown]
    return tuple(
        EventRow(
            day=when,
            text=phrase(event.text, ctx.lang),
            inferred=event.confidence is Confidence.INFERRED,
            beyond=_beyond(when, limit.latest if limit else None),
            refs=book.refs(event.citations),
        )
        for when, event in sorted(rows, key=lambda pair: pair[0].sort if pair[0] else ctx.today)
    )


def _beyond(when: Day | None, last: object) -> bool:
    return when is not None and last is not None and when.sort > last  # type: ignore[operator]
