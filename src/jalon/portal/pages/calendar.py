"""The calendar: what nobody has looked at yet, then year by year, latest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, Known, Statement, StatementKind
from jalon.facts.common import Link as LinkKind
from jalon.facts.parliament import Act
from jalon.facts.plan import Plan
from jalon.portal import words
from jalon.portal.asof import STATE, VERSION
from jalon.portal.bar import last_look, last_look_words
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import BadQuery
from jalon.portal.invented import Tally, real, tally
from jalon.portal.pages.calendar_items import ACT, DUE, EVENT, KIND_OF, Dated, dated, kinds, statements
from jalon.portal.pages.head import Head
from jalon.portal.pages.parliament import kind_words
from jalon.portal.pages.subjects import Subjects, subjects
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase
from jalon.ui.pieces import Blank, Option

KIND, YEAR, PLAN = "genre", "annee", "plan"
MOST = 400
"""More dates than this are shown a year at a time."""
MANY_PLANS = 8
"""With more plans than this, one is shown at a time: the statements of all would be read for one page."""


@dataclass(frozen=True, slots=True)
class Item:
    """One dated thing. `standing` is for due dates: what can honestly be said of them."""

    uid: str
    day: Day | None
    label: str
    text: Phrase | None
    speaker: Link | None
    about: Link | None
    standing: str
    proposed: bool
    inferred: bool
    fictional: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The dates after the last look, or of one year."""

    label: str
    anchor: str
    beyond: bool
    items: tuple[Item, ...]
    count: Tally
    notes: Notes


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Groups of dates, with the filter sentence."""

    head: Head
    blanks: tuple[Blank, ...]
    kept: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    count: Tally
    looked: str
    ics: str


def build(ctx: Context, params: Mapping[str, str]) -> CalendarPage:
    """The calendar, filtered: six queries. Raises BadQuery."""
    plans = ctx.reader.plans()
    plan, kind = _plan(params, plans), _choice(params, KIND, kinds())
    said = statements(ctx, plan.uid if plan else None)
    found = [d for d in dated(ctx, plan.uid if plan else None, said) if not kind or d.kind == kind]
    years = sorted({d.sort.year for d in found}, reverse=True)
    year = _year(params, years, len(found))
    shown = [d for d in found if year is None or d.sort.year == year]
    looked = last_look(real(plans, ctx))
    book, bodies = ctx.notebook([d.fact for d in shown]), ctx.bodies()
    about = subjects(ctx, [d.fact for d in shown if isinstance(d.fact, Statement)])
    maker = _Maker(ctx, book, bodies, about)
    return CalendarPage(
        head=Head(
            title=_("Calendrier"), section="calendar", crumbs=(Link("", _("Calendrier")),), downloads=_downloads(ctx)
        ),
        blanks=_blanks(plans, plan, kind, year, years, len(found) > MOST),
        kept=tuple((name, params[name]) for name in (STATE, VERSION) if params.get(name)),
        groups=tuple(_groups(shown, looked, maker)),
        count=maker.tally(shown),
        looked=last_look_words(real(plans, ctx), ctx.lang),
        ics=ctx.links.to("ics"),
    )


def _downloads(ctx: Context) -> tuple[Link, ...]:
    names = (("evenements", _("événements")), ("declarations", _("déclarations")))
    return tuple(
        Link(ctx.links.table(n, f), f"{label}, {f.upper()}") for n, label in names for f in ("csv", "json", "xlsx")
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    ctx: Context
    book: Notebook
    bodies: Bodies
    about: Subjects

    def _is_dated(self, statement: Statement) -> bool:
        """Whether the statement has a line of its own beside that of its due date."""
        said = day(statement.said, self.ctx.lang)
        return statement.kind in KIND_OF and said is not None and said.sort > date.min

    def _said(self, statement: Statement) -> Phrase | None:
        """What a finding or an absence is about, then what it is; None: its own words say it."""
        about = statement.topic or (statement.text.value if statement.text else "")
        lang = statement.text.lang if statement.text and statement.text.lang != self.ctx.lang else None
        if statement.known is not Known.GIVEN:
            found = str(words.KNOWN[statement.known])
        elif statement.topic and statement.outcome in words.OUTCOME and statement.kind is StatementKind.OUTCOME:
            found = words.label(words.OUTCOME, statement.outcome)
        else:
            return None
        return Phrase(f"{about}\u00a0: {found}" if about else found, lang)

    def tally(self, shown: Sequence[Dated]) -> Tally:
        """How many dates are real, and how many invented."""
        return tally(d.fact.uid in self.ctx.reader.invented for d in shown)

    def item(self, d: Dated) -> Item:
        """A dated fact in words."""
        fact, statement = d.fact, d.fact if isinstance(d.fact, Statement) else None
        text = phrase(d.text, self.ctx.lang)
        if statement and d.kind != DUE:
            text = self._said(statement) or text
        if isinstance(fact, Act):
            kind = kind_words(fact, self.ctx.lang)
            text = Phrase(f"{kind.value}\u00a0: {text.value}" if text else kind.value, kind.lang)
        return Item(
            uid="" if d.kind == DUE and statement and self._is_dated(statement) else fact.uid,
            day=day(d.when, self.ctx.lang),
            label=_label(d, statement),
            text=text
            or (Phrase(words.label(words.OUTCOME, statement.outcome)) if statement and statement.outcome else None),
            speaker=self.bodies.link(statement.said_by) if statement else _author(fact),
            about=self.about.link(d.subject),
            standing=d.standing,
            proposed=bool(statement and statement.link is LinkKind.PROPOSED),
            inferred=fact.confidence is Confidence.INFERRED,
            fictional=fact.uid in self.ctx.reader.invented,
            refs=self.book.refs(fact.citations),
        )


def _author(fact: object) -> Link | None:
    return Link("", fact.author) if isinstance(fact, Act) and fact.author else None


def _label(d: Dated, statement: Statement | None) -> str:
    if d.kind == DUE:
        return _("Échéance")
    if d.kind == EVENT:
        return _("Événement")
    return _("Parlement") if d.kind == ACT or statement is None else str(words.STATEMENT[statement.kind])


def _groups(shown: Sequence[Dated], looked: date | None, maker: _Maker) -> list[Group]:
    """After the last look first; then the years, latest first, each from January on."""
    beyond = [d for d in shown if looked and d.sort > looked]
    years = sorted({d.sort.year for d in shown if not (looked and d.sort > looked)}, reverse=True)
    groups = []
    if beyond:
        items = tuple(maker.item(d) for d in beyond)
        groups.append(
            Group(_("Après le dernier regard"), "au-dela", True, items, maker.tally(beyond), maker.book.turn())
        )
    for year in years:
        those = [d for d in shown if d.sort.year == year and not (looked and d.sort > looked)]
        items = tuple(maker.item(d) for d in those)
        groups.append(Group(str(year), f"a{year}", False, items, maker.tally(those), maker.book.turn()))
    return groups


# --- filters ---------------------------------------------------------------------------------------------------------


def _plan(params: Mapping[str, str], plans: Sequence[Plan]) -> Plan | None:
    """The plan asked for; the latest when there are too many to read all."""
    slug = _choice(params, PLAN, {plan.slug: plan.titles[0].text.value for plan in plans})
    if not slug:
        return plans[-1] if len(plans) > MANY_PLANS else None
    return next(plan for plan in plans if plan.slug == slug)


def _choice(params: Mapping[str, str], name: str, known: Mapping[str, str]) -> str:
    value = params.get(name, "").strip()
    if value and value not in known:
        message = _("Le filtre « %(name)s » ne connaît pas la valeur « %(read)s ». Choisissez dans la liste.")
        raise BadQuery(name, message % {"name": name, "read": value[:40]})
    return value


def _year(params: Mapping[str, str], years: Sequence[int], count: int) -> int | None:
    value = _choice(params, YEAR, {str(year): "" for year in years})
    if value:
        return int(value)
    return years[0] if count > MOST else None


def _blanks(
    plans: Sequence[Plan], plan: Plan | None, kind: str, year: int | None, years: Sequence[int], many: bool
) -> tuple[Blank, ...]:
    every = () if len(plans) > MANY_PLANS else (Option("", _("tous les plans et du pays"), plan is None),)
    of_plans = (*every, *(Option(p.slug, p.titles[0].text.value, p is plan) for p in plans))
    of_kinds = (
        Option("", _("toutes les dates"), not kind),
        *(Option(k, label, k == kind) for k, label in kinds().items()),
    )
    any_year = () if many else (Option("", _("toutes les années"), year is None),)
    of_years = (*any_year, *(Option(str(y), str(y), y == year) for y in years))
    return (
        Blank(_("Afficher"), KIND, _("Genre"), of_kinds),
        Blank(_("de"), PLAN, _("Plan"), of_plans),
        Blank(_(", années :"), YEAR, _("Année"), of_years),
    )
