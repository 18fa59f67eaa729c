"""Organisations: the list, and the page of one with its names in time, its people, what it does and says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts.common import Known, Statement, StatementKind, When
from jalon.facts.directory import DatedName, Office, Organisation
from jalon.facts.plan import Plan
from jalon.portal import words
from jalon.portal.asof import current, happened, held
from jalon.portal.context import Bodies, Context, last_name
from jalon.portal.errors import NotFound
from jalon.portal.invented import Tally, tally
from jalon.portal.kept import once_a_release
from jalon.portal.pages.claims import Claim, claim, latest_first
from jalon.portal.pages.head import Head
from jalon.portal.pages.statistics import page_number, pages
from jalon.portal.pages.subjects import Subjects, subjects
from jalon.portal.pieces import Link, Notebook, Notes, Phrase, Ref, day, phrase
from jalon.publication.reader import Reader
from jalon.ui.pieces import Pages

PER_PAGE = 60
SAID_SHOWN = 200
FOLLOWED_SHOWN = 60
ACTING = (StatementKind.LEAD, StatementKind.CO_LEAD, StatementKind.PARTNER, StatementKind.COORDINATOR)


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name with the time in which it was borne."""

    name: str
    acronym: str
    lang: str | None
    span: str


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office and who holds it; `holder` empty: vacant or not known, as `state` says."""

    title: Phrase | None
    holder: str
    state: str
    span: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """What a body is said to do: lead, co-lead, take part, coordinate; and how one knows."""

    kind: str
    basis: str
    about: Link | None
    refs: tuple[Ref, ...]
    inferred: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of the body with what it is about."""

    claim: Claim
    about: Link | None


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One body in the list."""

    url: str
    name: str
    acronym: str
    lang: str | None
    kind: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of all bodies, by kind: the kind, the bodies shown, how many there are of it in all."""

    head: Head
    groups: tuple[tuple[str, tuple[OrganisationRow, ...], Tally], ...]
    count: Tally
    pages: Pages | None


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """One body."""

    head: Head
    name: str
    lang: str | None
    acronym: str
    kind: str
    note: Phrase | None
    names: tuple[NameRow, ...]
    parent: Link | None
    children: tuple[Link, ...]
    predecessors: tuple[Link, ...]
    successors: tuple[Link, ...]
    offices: tuple[OfficeRow, ...]
    fictional: bool
    top_notes: Notes
    deeds: tuple[Deed, ...]
    deed_notes: Notes
    said: tuple[tuple[str, tuple[Said, ...]], ...]
    said_total: int
    said_notes: Notes
    numbers: tuple[Phrase, ...]
    follows: tuple[tuple[str, tuple[Link, ...], int], ...]
    """What it follows, by kind: indicators that it proposes, outputs that name it, states that asked it; shown, in all."""


def listing(ctx: Context, params: Mapping[str, str]) -> ListPage:
    """The list, put in order once a Release. Raises BadQuery."""
    bodies = _in_order(ctx.reader, ctx.lang)
    number = page_number(params, len(bodies), PER_PAGE)
    groups: dict[str, list[OrganisationRow]] = defaultdict(list)
    for kind, body in bodies[PER_PAGE * (number - 1) : PER_PAGE * number]:
        groups[kind].append(_list_row(body, ctx))
    downloads = tuple(Link(ctx.links.table("organismes", form), form.upper()) for form in ("csv", "json", "xlsx"))
    crumbs = (Link("", _("Organismes")),)
    head = Head(title=_("Organismes"), section="organisations", crumbs=crumbs, downloads=downloads, dated=False)
    found = tuple(
        (kind, tuple(rows), tally(body.fictional for other, body in bodies if other == kind))
        for kind, rows in groups.items()
    )
    count = tally(body.fictional for _kind, body in bodies)
    path = ctx.links.to("organisations").partition("?")[0]
    return ListPage(head, found, count, pages(number, len(bodies), params, path, PER_PAGE))


@once_a_release
def _in_order(reader: Reader, _lang: str) -> Sequence[tuple[str, Organisation]]:
    """All bodies with their kind in words, by kind, then by name."""
    rows = [(str(words.ORGANISATION[body.kind]), body) for body in reader.organisations()]
    return sorted(rows, key=lambda row: (row[0], last_name(row[1]).casefold()))


def _list_row(body: Organisation, ctx: Context) -> OrganisationRow:
    name = _current_name(body)
    lang = name.lang if name and name.lang != ctx.lang else None
    address = ctx.links.to("organisation", body.slug)
    return OrganisationRow(
        address,
        name.value if name else body.slug,
        (name.acronym or "") if name else "",
        lang,
        str(words.ORGANISATION[body.kind]),
        body.fictional,
    )


def _current_name(body: Organisation) -> DatedName | None:
    return next((n for n in reversed(body.names) if n.until is None), body.names[-1] if body.names else None)


def build(ctx: Context, slug: str) -> OrganisationPage:
    """The page of a body: nine queries. Raises NotFound."""
    body = ctx.reader.organisation(slug)
    if body is None:
        raise NotFound(slug)
    was = current(held(ctx.reader.statements_naming(body.uid), ctx.asof.state))
    bodies, about = ctx.bodies(), subjects(ctx, was)
    stated = [plan for plan in about.plans.values() if any(_names(s.said_by, body.uid) for s in plan.stated_numbers)]
    book = ctx.notebook(body, was, stated)
    top = _top(body, ctx, book, bodies)
    deeds = _deeds(body, was, about, book)
    deed_notes = book.turn()
    own = latest_first(s for s in was if s.said_by and s.said_by.uid == body.uid)
    said = _said(own[:SAID_SHOWN], about, ctx, book, bodies)
    numbers = _numbers(body, stated, book)
    return OrganisationPage(
        **top,
        deeds=deeds,
        deed_notes=deed_notes,
        said=said,
        said_total=len(own),
        numbers=numbers,
        said_notes=book.turn(),
        follows=_follows(body, ctx),
    )


def _follows(body: Organisation, ctx: Context) -> tuple[tuple[str, tuple[Link, ...], int], ...]:
    """Three queries, whatever there is."""
    read, to = ctx.reader, ctx.links.to
    outputs = [one for one in reversed(read.outputs_naming(body.uid)) if happened(one.when, ctx.asof.state)]
    states = [one for one in reversed(read.states_naming(body.uid)) if happened(one.session, ctx.asof.state)]
    found = (
        (
            _("Indicateurs qu’il propose"),
            [Link(to("indicator", one.slug), one.title.value, one.title.lang) for one in read.indicators_by(body.uid)],
        ),
        (
            _("Réalisations où il est nommé"),
            [Link(to("output", one.uid), one.title.value, one.title.lang) for one in outputs],
        ),
        (
            _("États pour lesquels il a été interrogé"),
            [Link(to("state", one.slug), one.title.value, one.title.lang) for one in states],
        ),
    )
    return tuple((label, tuple(links[:FOLLOWED_SHOWN]), len(links)) for label, links in found if links)


def _names(refs: Iterable[object], uid: str) -> bool:
    return any(getattr(ref, "uid", None) == uid for ref in refs)


def _top(body: Organisation, ctx: Context, book: Notebook, bodies: Bodies) -> dict[str, Any]:
    name = _current_name(body)
    title = name.value if name else body.slug
    everyone = bodies.by_uid.values()
    found = {
        "head": Head(
            title=title,
            section="organisations",
            crumbs=(
                Link(ctx.links.to("organisations"), _("Organismes")),
                Link("", last_name(body), name.lang if name else None),
            ),
        ),
        "name": title,
        "lang": name.lang if name and name.lang != ctx.lang else None,
        "acronym": (name.acronym or "") if name else "",
        "kind": str(words.ORGANISATION[body.kind]),
        "note": phrase(body.note, ctx.lang, refs=book.refs(body.citations))
        or Phrase("", refs=book.refs(body.citations)),
        "names": tuple(
            NameRow(n.value, n.acronym or "", n.lang if n.lang != ctx.lang else None, span(n.since, n.until, ctx.lang))
            for n in body.names
        ),
        "parent": bodies.named(body.parent) if body.parent else None,
        "children": tuple(bodies.named(b.uid) for b in everyone if b.parent == body.uid),
        "predecessors": tuple(bodies.named(uid) for uid in body.predecessors),
        "successors": tuple(bodies.named(b.uid) for b in everyone if body.uid in b.predecessors),
        "offices": tuple(_office(office, ctx, book) for office in body.offices),
        "fictional": body.fictional,
    }
    return {**found, "top_notes": book.turn()}


def span(since: When | None, until: When | None, lang: str) -> str:
    """« depuis 2021 », « jusqu’en 2020 », « 2014 – 2020 »; empty when neither end is known."""
    start = day(since, lang) if since else None
    end = day(until, lang) if until else None
    if start and end:
        return f"{start.words} – {end.words}"
    if start:
        return _("depuis : %(date)s") % {"date": start.words}
    return _("jusqu’à : %(date)s") % {"date": end.words} if end else ""


def _office(office: Office, ctx: Context, book: Notebook) -> OfficeRow:
    state = "" if office.holder else _("vacant, dit la source") if office.vacant else _("titulaire non lu")
    return OfficeRow(
        phrase(office.title, ctx.lang),
        office.holder or "",
        state,
        span(office.since, office.until, ctx.lang),
        book.refs(office.citations),
    )


def _deeds(body: Organisation, statements: Sequence[Statement], about: Subjects, book: Notebook) -> tuple[Deed, ...]:
    acting = [
        s
        for s in statements
        if s.kind in ACTING and s.known is Known.GIVEN and s.organisation and s.organisation.uid == body.uid
    ]
    return tuple(
        Deed(
            kind=str(words.STATEMENT[s.kind]),
            basis=str(words.BASIS[s.basis]) if s.basis else "",
            about=about.link(s.subject),
            refs=book.refs(s.citations),
            inferred=s.confidence.value == "inferred",
        )
        for s in sorted(acting, key=lambda s: (ACTING.index(s.kind), s.subject))
    )


def _said(
    own: Sequence[Statement], about: Subjects, ctx: Context, book: Notebook, bodies: Bodies
) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    groups: dict[StatementKind, list[Said]] = defaultdict(list)
    for s in own:
        groups[s.kind].append(Said(claim(s, ctx, book, bodies), about.link(s.subject)))
    return tuple((str(words.STATEMENT[kind]), tuple(found)) for kind, found in groups.items())


def _numbers(body: Organisation, plans: Sequence[Plan], book: Notebook) -> tuple[Phrase, ...]:
    """The numbers of measures that the body states."""
    return tuple(
        Phrase(
            f"{plan.titles[0].text.value}{words.colon()}{words.measures(stated.value)}",
            refs=book.refs(stated.citations),
        )
        for plan in plans
        for stated in plan.stated_numbers
        if _names(stated.said_by, body.uid)
    )
