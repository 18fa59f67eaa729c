"""The ledger of outputs: the whole, narrowed by type, year, place, plan and section; and the page of one output."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.facts.common import COUNTRY_SUBJECT, Confidence
from jalon.facts.directory import Territory
from jalon.facts.output import Output, OutputType
from jalon.facts.plan import Plan, Section
from jalon.portal import terms, words
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import BadQuery, NotFound
from jalon.portal.invented import plan_words
from jalon.portal.pages import outputs_rows
from jalon.portal.pages.fact_list import Fact, Filters
from jalon.portal.pages.filters import carried, keys
from jalon.portal.pages.head import Head
from jalon.portal.pages.indicator_sums import within
from jalon.portal.pages.outputs_model import OutputPage, OutputsPage
from jalon.portal.pages.outputs_rows import NOWHERE
from jalon.portal.pages.statistics import page_number, pages
from jalon.portal.pages.subjects import Subjects, named_subject
from jalon.portal.pieces import Link, Phrase, day, phrase
from jalon.publication.index import year_of
from jalon.ui.pieces import Blank, Option

TYPE, YEAR, PLACE, PLAN, SECTION = "sorte", "annee", "territoire", "plan", "section"
PER_PAGE = 100
UNDATED = "non-lue"


@dataclass(frozen=True, slots=True)
class Desk:
    """All outputs up to the day of the page, and what they can be narrowed by."""

    outputs: tuple[Output, ...]
    places: Mapping[str, Territory]
    plans: Mapping[str, Plan]
    plan_of: Mapping[str, str]
    sections: tuple[Section, ...]
    """Of the plan that was asked for."""

    def blanks(self, params: Mapping[str, str], ctx: Context) -> tuple[Blank, ...]:
        """The sentence."""
        kinds = sorted({item.type for item in self.outputs})
        years = sorted({_year(item) for item in self.outputs}, reverse=True)
        named = sorted(
            {self.places[i.territory].code for i in self.outputs if i.territory and i.territory in self.places}
        )
        names = {one.code: f"{one.name} ({one.code})" for one in self.places.values()}
        plans = [plan for plan in self.plans.values() if plan.uid in set(self.plan_of.values())]
        choices = (
            (_("Afficher"), TYPE, _("Sorte"), _("toutes les sortes"), [(k.value, str(terms.OUTPUT[k])) for k in kinds]),
            (_("de"), YEAR, _("Année"), _("toutes les années"), [(y, _("sans année lue, ou sur plusieurs") if y == UNDATED else y) for y in years]),
            (_(", lieu :"), PLACE, _("Territoire"), _("dit ou non"),
             [*((code, names[code]) for code in named), (NOWHERE, _("non dit"))]),
            (_(", plan :"), PLAN, _("Plan"), _("n’importe lequel, ou aucun"),
             [(plan.slug, f"{plan_words(ctx, plan)}, {plan.titles[0].text.value}") for plan in plans]),
        )  # fmt: skip
        found = [_blank(*choice, params.get(choice[1], "").strip()) for choice in choices]
        if self.sections:
            options = [(key, _section_words(uid, self.sections)) for uid, key in keys(self.sections).items()]
            found.append(
                _blank(
                    _(", section :"),
                    SECTION,
                    _("Section"),
                    _("n’importe laquelle"),
                    options,
                    params.get(SECTION, "").strip(),
                )
            )
        return tuple(found)

    def chosen(self, params: Mapping[str, str], ctx: Context) -> tuple[Output, ...]:
        """The outputs that meet every filter."""
        kind, year, place, plan = (params.get(name, "").strip() for name in (TYPE, YEAR, PLACE, PLAN))
        found: Iterable[Output] = self.outputs
        if kind:
            found = [item for item in found if item.type.value == kind]
        if year:
            found = [item for item in found if _year(item) == year]
        if place:
            wanted = self._under(place)
            found = [item for item in found if item.territory in wanted]
        if plan:
            subjects = self._subjects(plan, params.get(SECTION, "").strip(), ctx)
            found = [item for item in found if subjects & set(item.subjects)]
        return tuple(found)

    def _under(self, code: str) -> set[str | None]:
        """The territory of this code and those within it."""
        if code == NOWHERE:
            return {None}
        wanted = {one.uid for one in self.places.values() if one.code == code}
        while found := {one.uid for one in self.places.values() if one.parent in wanted} - wanted:
            wanted |= found
        return {*wanted}

    def _subjects(self, slug: str, section: str, ctx: Context) -> set[str]:
        plan = next(plan for plan in self.plans.values() if plan.slug == slug)
        uid = next((uid for uid, key in keys(self.sections).items() if key == section), None)
        if uid:
            return within(uid, plan.uid, ctx)
        return {subject for subject, owner in self.plan_of.items() if owner == plan.uid}


def _blank(before: str, name: str, label: str, every: str, options: list[tuple[str, str]], chosen: str) -> Blank:
    return Blank(before, name, label, tuple(Option(v, said, v == chosen) for v, said in [("", every), *options]))


def _year(item: Output) -> str:
    return year_of(item.when) or UNDATED


def _section_words(uid: str, sections: Sequence[Section]) -> str:
    one = next(section for section in sections if section.uid == uid)
    title = one.title.value if one.title else str(_("intitulé non lu"))
    return f"{one.label}. {title}" if one.label else title


def desk(ctx: Context, params: Mapping[str, str]) -> Desk:
    """What is needed to narrow the ledger: five queries at most."""
    found = outputs_rows.up_to(ctx.reader.outputs(), ctx)
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    plan_of = ctx.reader.plans_of({uid for item in found for uid in item.subjects})
    asked = next((plan for plan in plans.values() if plan.slug == params.get(PLAN, "").strip()), None)
    sections = ctx.reader.sections(asked.uid) if asked else ()
    return Desk(found, outputs_rows.territories(ctx), plans, plan_of, sections)


def listing(ctx: Context, params: Mapping[str, str]) -> OutputsPage:
    """The ledger. Raises BadQuery for a value that is none of the choices."""
    known = desk(ctx, params)
    blanks = known.blanks(params, ctx)
    _check(params, blanks)
    chosen = known.chosen(params, ctx)
    latest = tuple(reversed(chosen))
    number = page_number(params, len(latest), PER_PAGE)
    shown = latest[PER_PAGE * (number - 1) : PER_PAGE * number]
    book = ctx.notebook(shown)
    plain = ctx.links.to("outputs").partition("?")[0]
    path = ctx.links.to("outputs")
    return OutputsPage(
        head=_list_head(ctx),
        filters=Filters(blanks, carried(params), any(params.get(b.name) for b in blanks), path, _result(chosen, known)),
        ledger=outputs_rows.ledger(chosen, shown, path, ctx, book),
        pages=pages(number, len(latest), params, plain, PER_PAGE),
        notes=book.turn(),
        fictional_words=_fictional(chosen, ctx),
    )


def _check(params: Mapping[str, str], blanks: Sequence[Blank]) -> None:
    offered = {blank.name for blank in blanks}
    for name in (TYPE, YEAR, PLACE, PLAN, SECTION):
        value = params.get(name, "").strip()
        blank = next((b for b in blanks if b.name == name), None)
        if value and (name not in offered or blank is None or not any(option.selected for option in blank.options)):
            message = _("Le filtre « %(name)s » ne connaît pas la valeur « %(read)s ». Choisissez dans la liste.")
            raise BadQuery(name, message % {"name": blank.label if blank else name, "read": value[:40]})


def _result(chosen: Sequence[Output], known: Desk) -> str:
    shown = {"n": words.n_of(len(chosen), len(known.outputs))}
    return (
        _("%(n)s réalisations lues ou déclarées. Le registre n’en connaît pas d’autres : il peut y en avoir.") % shown
    )


def _fictional(chosen: Sequence[Output], ctx: Context) -> str:
    """How many of those shown are invented, and that the tables leave them out when others are shown beside them."""
    count = sum(item.uid in ctx.reader.invented for item in chosen)
    if not count:
        return ""
    said = {"n": words.n_of(count, len(chosen))}
    if count == len(chosen):
        return _("Dont fictives, d’un plan inventé pour montrer le produit : %(n)s.") % said
    return (
        _("Dont fictives, d’un plan inventé pour montrer le produit : %(n)s. Les tableaux ne les comptent pas.") % said
    )


def _list_head(ctx: Context) -> Head:
    files = tuple(Link(ctx.links.table("realisations", form), form.upper()) for form in ("csv", "json", "xlsx"))
    title = _("Réalisations")
    about = _("Ce qui a été fait, daté, situé quand la source le dit, avec ses sources.")
    return Head(title=title, section="outputs", crumbs=(Link("", title),), description=about, downloads=files)


# --- one output ------------------------------------------------------------------------------------------------------


def build(ctx: Context, uid: str) -> OutputPage:
    """One output. Raises NotFound."""
    item = ctx.reader.output(uid)
    if item is None:
        raise NotFound(uid)
    book, bodies, places = ctx.notebook(item), ctx.bodies(), outputs_rows.territories(ctx)
    refs = book.refs(item.citations)
    title = phrase(item.title, ctx.lang, refs=refs) or Phrase(item.uid)
    crumbs = (Link(ctx.links.to("outputs"), _("Réalisations")), Link("", item.title.value, item.title.lang))
    return OutputPage(
        head=Head(title=item.title.value, section="outputs", crumbs=crumbs, description=item.title.value),
        uid=item.uid,
        title=title,
        kind=str(terms.OUTPUT[item.type]),
        day=day(item.when, ctx.lang),
        facts=_facts(item, places, ctx, bodies),
        about=_about(item, ctx),
        note=phrase(item.note, ctx.lang),
        quotes=tuple(
            Phrase(c.quote, "fr" if ctx.lang != "fr" else None, verbatim=True) for c in item.citations if c.quote
        ),
        inferred=item.confidence is Confidence.INFERRED,
        fictional=item.uid in ctx.reader.invented,
        permanent=settings.JALON.base_url + ctx.links.to("permanent", item.uid).partition("?")[0],
        notes=book.turn(),
    )


def _facts(item: Output, places: Mapping[str, Territory], ctx: Context, bodies: Bodies) -> tuple[Fact, ...]:
    """Where and who always, « non dit » when the source does not say; the rest when it is said."""
    unsaid = _("non dit")
    said = day(item.said, ctx.lang)
    who = ", ".join(part for part in ((item.said_by.name if item.said_by else ""), said.words if said else "") if part)
    always = (
        (_("Lieu"), outputs_rows.place_words(item, places)),
        (_("Réalisée par"), outputs_rows.names(item.carried_out_by)),
        (_("Quantités"), ", ".join(outputs_rows.amount_words(amount) for amount in item.amounts)),
    )
    sometimes = (
        (_("Avec"), outputs_rows.names(item.counterparts)),
        (_("Bénéficiaires"), outputs_rows.names(item.beneficiaries)),
        (_("Professions"), ", ".join(item.professions)),
        (_("Canaux"), ", ".join(item.channels)),
        (_("Langues"), ", ".join(item.languages)),
        (_("Type de bien"), item.property_type or ""),
        (_("Montant"), outputs_rows.money_words(item, ctx)),
        (_("Dit par"), who),
    )
    found = [Fact(label, (Phrase(value),) if value else (), unsaid) for label, value in always]
    if not item.amounts and item.type in (OutputType.LAW, OutputType.CIRCULAR):
        found.pop()  # a law has no quantity
    return (*found, *(Fact(label, (Phrase(value),)) for label, value in sometimes if value))


def _about(item: Output, ctx: Context) -> tuple[Link, ...]:
    """The measures, sections and plans that it belongs to, as its sayer holds."""
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    plan_of = ctx.reader.plans_of(item.subjects)
    measures = ctx.reader.measures_by_uid(item.subjects)
    found = []
    for uid in item.subjects:
        link = Subjects(ctx, plans, measures).link(uid)
        if link is None and uid != COUNTRY_SUBJECT and (plan := plans.get(plan_of.get(uid, ""))):
            link = named_subject(ctx, uid, plan)
        found += [link] if link else []
    return tuple(found)
