"""All recommendations and obligations, narrowed by who asks, theme, year, and by what is recorded of each plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.facts.common import Known
from jalon.facts.coverage import Cover, Line
from jalon.facts.plan import Plan
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.errors import BadQuery
from jalon.portal.invented import plan_label
from jalon.portal.pages.asked import Asked, AskedRow, asked, row
from jalon.portal.pages.fact_list import Filters
from jalon.portal.pages.filters import carried
from jalon.portal.pages.head import Head
from jalon.portal.pages.statistics import page_number, pages
from jalon.portal.pieces import Link, Notes
from jalon.publication.index import year_of
from jalon.ui.pieces import Blank, Option, Pages

BODY, THEME, YEAR, PLAN, COVER = "organisme", "theme", "annee", "plan", "couverture"
NAMES = (BODY, THEME, YEAR, PLAN, COVER)
UNSAID = "non-dit"
PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class RecommendationsPage:
    """The list, latest first, and the counts that it is narrowed from."""

    head: Head
    lede: str
    fictional: bool
    filters: Filters
    rows: tuple[AskedRow, ...]
    pages: Pages | None
    coverage_url: str
    notes: Notes


def listing(ctx: Context, params: Mapping[str, str]) -> RecommendationsPage:
    """The list: seven queries at most. Raises BadQuery for a value that is none of the choices."""
    known = asked(ctx)
    blanks = _blanks(known, params, ctx)
    _check(params, blanks)
    plan = next((one for one in known.plans if one.slug == _given(params, PLAN)), None)
    chosen = [line for line in reversed(known.coverage.lines) if _meets(line, plan, params)]
    number = page_number(params, len(chosen), PER_PAGE)
    shown = chosen[PER_PAGE * (number - 1) : PER_PAGE * number]
    book = ctx.notebook([line.recommendation for line in shown])
    path = ctx.links.to("recommendations")
    result = _("%(n)s recommandations et obligations.") % {"n": words.n_of(len(chosen), len(known.coverage.lines))}
    return RecommendationsPage(
        head=_head(ctx),
        lede=lede(known),
        fictional=known.fictional,
        filters=Filters(blanks, carried(params), any(_given(params, name) for name in NAMES), path, result),
        rows=tuple(row(line, str(terms.COVER[cover_in(line, plan)]), ctx, book) for line in shown),
        pages=pages(number, len(chosen), params, path.partition("?")[0], PER_PAGE),
        coverage_url=ctx.links.to("coverage"),
        notes=book.turn(),
    )


def lede(known: Asked) -> str:
    """How many there are, how many were read, and how many of these no link ties to any measure."""
    lines = known.coverage.lines
    read = [line for line in lines if line.recommendation.known is Known.GIVEN]
    counts = {cover: sum(line.cover is cover for line in read) for cover in Cover}
    said = [
        _("Textes lus : %(n)s.") % {"n": words.n_of(len(read), len(lines))},
        _("Aucun lien enregistré avec une mesure : %(n)s ; cela ne dit pas qu’aucune ne répond.")
        % {"n": words.n_of(counts[Cover.NO_LINK], len(read))},
        _("Examinées, aucune mesure ne répond : %(n)s.") % {"n": words.n_of(counts[Cover.REVIEWED_NONE], len(read))},
    ]
    if counts[Cover.PROPOSED]:
        said.append(
            _("Lien proposé, que personne n’a décidé : %(n)s.") % {"n": words.n_of(counts[Cover.PROPOSED], len(read))}
        )
    return " ".join(said)


def cover_in(line: Line, plan: Plan | None) -> Cover:
    """What is recorded of the plan asked for, or of all plans together."""
    return line.plans[plan.uid] if plan else line.cover


def body_key(line: Line) -> str:
    """A body in an address."""
    return slugify(line.recommendation.body.name)


def _meets(line: Line, plan: Plan | None, params: Mapping[str, str]) -> bool:
    body, theme, year, cover = (_given(params, name) for name in (BODY, THEME, YEAR, COVER))
    return (
        (not body or body_key(line) == body)
        and (not theme or theme in _themes(line))
        and (not year or _year(line) == year)
        and (not cover or cover_in(line, plan).value == cover)
    )


def _given(params: Mapping[str, str], name: str) -> str:
    return params.get(name, "").strip()[:80]


def _themes(line: Line) -> set[str]:
    return {slugify(theme) for theme in line.recommendation.themes} or {UNSAID}


def _year(line: Line) -> str:
    when = line.recommendation.when
    return (year_of(when) if when else None) or UNSAID


def _blanks(known: Asked, params: Mapping[str, str], ctx: Context) -> tuple[Blank, ...]:
    lines = known.coverage.lines
    bodies = sorted({(line.recommendation.body.name, body_key(line)) for line in lines})
    years = sorted({_year(line) for line in lines}, reverse=True)
    themes = sorted({theme for line in lines for theme in line.recommendation.themes})
    unread = str(_("sans année lue"))
    found = [
        _blank(_("Demandé par"), BODY, _("Organisme"), _("tous les organismes"), [(key, name) for name, key in bodies]),
        _blank(_("en"), YEAR, _("Année"), _("toutes les années"), [(y, unread if y == UNSAID else y) for y in years]),
    ]
    if themes:
        named = [(slugify(theme), theme) for theme in themes]
        found.append(
            _blank(_(", thème :"), THEME, _("Thème"), _("tous"), [*named, (UNSAID, _("aucun thème enregistré"))])
        )
    plans = [(plan.slug, f"{plan_label(ctx, plan)}, {plan.titles[0].text.value}") for plan in known.plans]
    covers = [(cover.value, str(label)) for cover, label in terms.COVER.items()]
    found += [
        _blank(_(", mesures :"), PLAN, _("Plan"), _("de tous les plans"), plans),
        _blank(_(", ce qui en est enregistré :"), COVER, _("Couverture"), _("n’importe quoi"), covers),
    ]
    return tuple(_chosen(blank, _given(params, blank.name)) for blank in found)


def _blank(before: str, name: str, label: str, every: str, options: Iterable[tuple[str, str]]) -> Blank:
    return Blank(before, name, label, tuple(Option(value, said) for value, said in [("", every), *options]))


def _chosen(blank: Blank, value: str) -> Blank:
    options = tuple(Option(option.value, option.label, option.value == value) for option in blank.options)
    return Blank(blank.before, blank.name, blank.label, options)


def _check(params: Mapping[str, str], blanks: Sequence[Blank]) -> None:
    offered = {blank.name: blank for blank in blanks}
    for name in NAMES:
        value, blank = _given(params, name), offered.get(name)
        if value and (blank is None or not any(option.selected for option in blank.options)):
            message = _("Le filtre « %(name)s » ne connaît pas la valeur « %(read)s ». Choisissez dans la liste.")
            raise BadQuery(name, message % {"name": blank.label if blank else name, "read": value[:40]})


def _head(ctx: Context) -> Head:
    title = _("Recommandations")
    about = _("Ce que des organismes demandent au pays, ce à quoi le droit l’oblige, et les mesures qui y répondent.")
    return Head(title=title, section="recommendations", crumbs=(Link("", title),), description=about)
