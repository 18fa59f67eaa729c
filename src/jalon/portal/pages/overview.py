"""The overview: the plans with their denominators, what conflicts, what nobody read, and where to go on."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import Statement, StatementKind
from jalon.facts.plan import Plan
from jalon.portal import words
from jalon.portal.asof import current, held
from jalon.portal.context import Context
from jalon.portal.invented import apart, real
from jalon.portal.pages.claims import SAID_OF_A_WHOLE, Claim, claim, clashing, latest_first
from jalon.portal.pages.head import Head
from jalon.portal.pages.plan_material import attested_words, identified_words, stated_numbers
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase, read_date
from jalon.portal.words import Label
from jalon.publication.records import PartInfo

PLANS_SHOWN = 60
LATEST_PARTS = 8


ENTRANCES: tuple[tuple[str, Label, Label], ...] = (
    ("search", lazy("Chercher"), lazy("une mesure, un organisme, un mot, dans tout le registre.")),
    ("evaluations", lazy("Évaluations"), lazy("ce que chaque évaluateur dit de chaque plan, dans ses mots.")),
    ("recommendations", lazy("Recommandations"), lazy("qui demande quoi, et quelle mesure y répond, selon qui.")),
    ("promises", lazy("Engagements"), lazy("qui a promis quoi, pour quand, et les dates qui ont glissé.")),
    ("committees", lazy("Comités de suivi"), lazy("les séances, qui y siège, ce qui y est décidé.")),
    ("overlaps", lazy("Recoupements"), lazy("la même action, le même argent, dans plusieurs plans nationaux.")),
    ("calendar", lazy("Calendrier"), lazy("ce qui était promis pour quand, et ce qui a été constaté.")),
    ("statistics", lazy("Statistiques"), lazy("ce que le pays compte, avec ses millésimes et ses blancs.")),
    ("indicators", lazy("Indicateurs"), lazy("ce qui est attendu, ce qui est observé, et par qui.")),
    ("outputs", lazy("Réalisations"), lazy("ce qui a été fait, daté, situé, avec ses sources.")),
    ("states", lazy("États pour une séance"), lazy("qui a déclaré quoi au comité, qui est resté silencieux.")),
    ("organisations", lazy("Organismes"), lazy("qui agit, qui juge, qui demande.")),
    ("parliament", lazy("Parlement"), lazy("questions, amendements, rapports et courriers.")),
    ("means", lazy("Moyens"), lazy("les lignes de crédits lues, jamais additionnées.")),
    ("changes", lazy("Ce qui a changé"), lazy("entre deux dates, deux séances ou deux versions.")),
    ("data", lazy("Données"), lazy("chaque tableau en CSV, JSON et XLSX\u00a0; le tout en un paquet.")),
)
"""Where one may go in: the address, its name, what is there."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan: its numbers with their denominators, and the last thing said of it."""

    rank: int
    url: str
    title: Phrase
    period: Day | None
    numbers: tuple[Phrase, ...]
    identified: int
    attested: int
    total: int | None
    known: str
    extra: str
    unread: bool
    fictional: bool
    last: tuple[Claim, ...]
    """The last thing said of it; several when the same speaker counts differently on that day."""
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What sources say differently, side by side."""

    what: str
    plan: Link
    sides: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way into the register."""

    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A signed part of the Release."""

    title: str
    lang: str | None
    owner: str
    day: Day | None
    reason: str
    version: int
    foreign: bool


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The first page of the register."""

    head: Head
    plans: tuple[PlanRow, ...]
    real: int
    """Plans shown that are not invented."""
    more: int
    plan_notes: Notes
    conflicts: tuple[Conflict, ...]
    conflict_notes: Notes
    unknown: tuple[str, ...]
    entrances: tuple[Entrance, ...]
    parts: tuple[PartRow, ...]
    release: Link
    released: Day | None
    known_until: Day | None
    synthetic: bool


def build(ctx: Context) -> OverviewPage:
    """Seven queries, however many plans there are."""
    plans = ctx.reader.plans()[:PLANS_SHOWN]
    counts, parts = ctx.reader.plan_counts(), ctx.reader.parts()
    said = _said(plans, ctx)
    book = ctx.notebook(plans, said)
    bodies = ctx.bodies()
    rows = []
    for plan in plans:
        row = _row(plan, counts.get(plan.uid, (0, 0)), ctx, book)
        last = tuple(claim(s, ctx, book, bodies) for s in _last(said.get(plan.uid, ())))
        rows.append(replace(row, last=last))
    plan_notes = book.turn()
    conflicts = _conflicts(plans, said, ctx, book)
    info = ctx.reader.release
    head = Head(title=_("Les plans et ce qui en a été dit"), section="plans", description=_description())
    return OverviewPage(
        head=head,
        plans=tuple(rows),
        real=sum(not row.fictional for row in rows),
        more=max(0, len(ctx.reader.plans()) - PLANS_SHOWN),
        plan_notes=plan_notes,
        conflicts=conflicts,
        conflict_notes=book.turn(),
        unknown=_unknown(real(plans, ctx), counts),
        entrances=_entrances(ctx),
        parts=tuple(_part(part, ctx) for part in sorted(parts, key=lambda p: p.signed_at, reverse=True)[:LATEST_PARTS]),
        release=Link(ctx.links.to("release", info.id[:12]), info.id[:12]),
        released=day(info.created_at[:10], ctx.lang),
        known_until=_last_look(real(plans, ctx), ctx),
        synthetic=any(part.header.synthetic for part in parts),
    )


def _description() -> str:
    return _(
        "Ce qui a été promis contre la traite des êtres humains, ce qui en a été dit, par qui, et ce que personne n’a lu."
    )


def _said(plans: tuple[Plan, ...], ctx: Context) -> dict[str, tuple[Statement, ...]]:
    found = ctx.reader.statements([plan.uid for plan in plans])
    kinds = (*SAID_OF_A_WHOLE, StatementKind.COORDINATOR)
    kept = {uid: tuple(s for s in group if s.kind in kinds) for uid, group in found.items()}
    return {uid: current(held(group, ctx.asof.state)) for uid, group in kept.items()}


def _last(said: tuple[Statement, ...]) -> list[Statement]:
    """The last statement, with those that contradict it: neither side is shown alone."""
    statements = latest_first(s for s in said if s.kind in SAID_OF_A_WHOLE)
    clash = clashing(statements)
    return [s for s in statements if s.uid in clash] if statements and statements[0].uid in clash else statements[:1]


def _row(plan: Plan, counts: tuple[int, int], ctx: Context, book: Notebook) -> PlanRow:
    """One plan, without what was last said of it: sources are numbered in the order in which they are read."""
    numbered, extra = counts
    title = plan.titles[0]
    total = plan.stated_numbers[0].value if plan.stated_numbers else None
    refs = book.refs(title.citations)
    numbers = stated_numbers(plan, ctx, book)
    return PlanRow(
        rank=plan.rank,
        url=ctx.links.plan(plan),
        title=phrase(title.text, ctx.lang) or Phrase(str(words.NOT_READ)),
        period=day(plan.period, ctx.lang),
        numbers=numbers,
        identified=numbered,
        attested=extra,
        total=total,
        known=identified_words(numbered, total),
        extra=attested_words(extra),
        unread=not plan.text_read,
        fictional=apart(plan, ctx),
        last=(),
        refs=refs,
    )


def _conflicts(
    plans: tuple[Plan, ...], said: dict[str, tuple[Statement, ...]], ctx: Context, book: Notebook
) -> tuple[Conflict, ...]:
    found = []
    for plan in plans:
        link = Link(ctx.links.plan(plan), plan.titles[0].text.value, plan.titles[0].text.lang)
        if len({stated.value for stated in plan.stated_numbers}) > 1:
            found.append(Conflict(_("Combien de mesures ?"), link, stated_numbers(plan, ctx, book)))
        statements = [s for s in said.get(plan.uid, ()) if s.kind in SAID_OF_A_WHOLE]
        clash = clashing(statements)
        sides = tuple(_side(s, ctx, book) for s in statements if s.uid in clash)
        if sides:
            found.append(Conflict(_("Un même jour, deux décomptes :"), link, sides))
        notes = tuple(p for note in plan.period_notes if (p := phrase(note, ctx.lang, refs=_period_refs(plan, book))))
        if notes:
            found.append(Conflict(_("Quelle période ?"), link, notes))
    return tuple(found)


def _period_refs(plan: Plan, book: Notebook) -> tuple[Ref, ...]:
    own = tuple(c for c in plan.citations if c.field == "period_notes")
    return book.refs(own)


def _side(statement: Statement, ctx: Context, book: Notebook) -> Phrase:
    refs = book.refs(statement.citations)
    return phrase(statement.text, ctx.lang, refs=refs) or Phrase(str(words.NOT_READ), refs=refs)


def _unknown(plans: tuple[Plan, ...], counts: dict[str, tuple[int, int]]) -> tuple[str, ...]:
    """What nobody read. Measures of different plans, or of conflicting numbers, are never added."""
    found = []
    unread = sum(not plan.text_read for plan in plans)
    if unread:
        shown = {"n": words.n_of(unread, len(plans))}
        found.append(
            _(
                "Plans dont le texte n’a pas été lu : %(n)s. Leurs pilotes, échéances et budgets par mesure restent "
                "« non lu »."
            )
            % shown
        )
    if any(s.value > counts.get(plan.uid, (0, 0))[0] for plan in plans for s in plan.stated_numbers):
        found.append(
            _(
                "Des mesures annoncées ne sont pas identifiées par leur numéro : chaque plan, ci-dessus, dit combien "
                "le sont. Ces nombres ne s’additionnent pas d’un plan à l’autre."
            )
        )
    return tuple(found)


def _entrances(ctx: Context) -> tuple[Entrance, ...]:
    return tuple(Entrance(ctx.links.to(name), str(title), str(said)) for name, title, said in ENTRANCES)


def _part(part: PartInfo, ctx: Context) -> PartRow:
    header = part.header
    lang = header.lang if header.lang != ctx.lang else None
    made = day(part.signed_at[:10], ctx.lang)
    return PartRow(header.title, lang, header.owner.name, made, header.reason, header.version, part.foreign)


def _last_look(plans: tuple[Plan, ...], ctx: Context) -> Day | None:
    found = [(edtf.latest, plan) for plan in plans if (edtf := read_date(plan.known_until)) and edtf.latest]
    return day(max(found, key=lambda pair: pair[0])[1].known_until, ctx.lang) if found else None
