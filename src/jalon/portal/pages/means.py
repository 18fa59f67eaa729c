"""Means: lines by year, never added; amendments apart, with their fate."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import Confidence
from jalon.facts.plan import Means, MeansKind, Plan
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Day, Link, Notebook, Notes, Phrase, Ref, day, phrase


@dataclass(frozen=True, slots=True)
class Line:
    """One line of means. `amount` empty: no amount was said."""

    uid: str
    day: Day | None
    item: Phrase | None
    kind: str
    amount: str
    posts: str
    in_kind: Phrase | None
    change: str
    programme: str
    fate: Phrase | None
    note: Phrase | None
    plan: Link | None
    inferred: bool
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of means, amendments apart."""

    given: tuple[Line, ...] = ()
    asked: tuple[Line, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.given or self.asked)


@dataclass(frozen=True, slots=True)
class MeansPage:
    """All lines of the country."""

    head: Head
    lines: Lines
    given_notes: Notes
    asked_notes: Notes


def lines(means: Iterable[Means], ctx: Context, book: Notebook, plans: dict[str, Plan]) -> Lines:
    """The lines by date; those that Parliament was asked for stand apart."""
    shown = sorted((m for m in means if happened(m.when, ctx.asof.state)), key=lambda m: (m.when.edtf or "", m.uid))
    given = tuple(_line(m, ctx, book, plans) for m in shown if m.kind is not MeansKind.AMENDMENT)
    asked = tuple(_line(m, ctx, book, plans) for m in shown if m.kind is MeansKind.AMENDMENT)
    return Lines(given, asked)


def _line(means: Means, ctx: Context, book: Notebook, plans: dict[str, Plan]) -> Line:
    plan = plans.get(means.plan or "")
    return Line(
        uid=means.uid,
        day=day(means.when, ctx.lang),
        item=phrase(means.item, ctx.lang),
        kind=str(words.MEANS[means.kind]),
        amount=words.money(means.amount, means.currency) if means.amount is not None else "",
        posts=means.posts or "",
        in_kind=phrase(means.in_kind, ctx.lang),
        change=means.change or "",
        programme=means.programme or "",
        fate=phrase(means.fate, ctx.lang),
        note=phrase(means.note, ctx.lang),
        plan=Link(ctx.links.plan(plan), plan.titles[0].text.value, plan.titles[0].text.lang) if plan else None,
        inferred=means.confidence is Confidence.INFERRED,
        refs=book.refs(means.citations),
    )


def build(ctx: Context) -> MeansPage:
    """The page of all means: three queries."""
    means = ctx.reader.means_all()
    plans = {plan.uid: plan for plan in ctx.reader.plans()}
    book = ctx.notebook(means)
    shown = lines([m for m in means if m.kind is not MeansKind.AMENDMENT], ctx, book, plans)
    given_notes = book.turn()
    asked = lines([m for m in means if m.kind is MeansKind.AMENDMENT], ctx, book, plans)
    downloads = tuple(Link(ctx.links.table("moyens", form), form.upper()) for form in ("csv", "json", "xlsx"))
    head = Head(title=_("Moyens"), section="means", crumbs=(Link("", _("Moyens")),), downloads=downloads)
    return MeansPage(head, Lines(shown.given, asked.asked), given_notes, book.turn())
