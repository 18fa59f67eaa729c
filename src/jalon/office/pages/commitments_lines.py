"""Promises and recommendations as lines of lists and pages of the office: everybody's word beside the others'."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from jalon.commitments.selectors.rows import Kept
from jalon.core.models import Part
from jalon.facts.common import Link, Text, When
from jalon.facts.promise import DueDate, Promise, PromiseView
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview
from jalon.methods.text import fold
from jalon.office.commitment_choices import Published
from jalon.office.pages.following_lists import PAGE, Asked, Listed
from jalon.portal import committed_words as words
from jalon.portal import paging
from jalon.portal.words import colon
from jalon.publication.words import date_words
from jalon.ui.pieces import Blank, Option

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's word beside a promise or recommendation. `own`: the part says it, and can change it."""

    uid: str
    head: str
    who: str
    when: str
    text: Text | None
    own: bool
    sourced: bool = True
    more: str = ""


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise: who to whom, its chain of dates in the order named, the views of it side by side."""

    uid: str
    text: Text
    who: str
    to: str
    made: str
    dues: tuple[Said, ...]
    views: tuple[Said, ...]
    about: str
    revision: int
    own: bool
    sourced: bool
    said_here: bool = False
    holder: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """A recommendation with what is said to answer it; `state` in words, never a verdict of the site."""

    uid: str
    texts: tuple[Text, ...]
    body: str
    kind: str
    where: str
    when: str
    deadline: str
    urgency: str
    themes: tuple[str, ...]
    state: str
    answers: tuple[Said, ...]
    reviews: tuple[Said, ...]
    own: bool
    sourced: bool
    repeats: str
    said_here: bool = False
    holder: str = ""
    year: str = ""


# --- promises --------------------------------------------------------------------------------------------------------


def promise_line(
    held: Kept[Promise], views: Iterable[Kept[PromiseView]], plans: Published, part: Part, holder: str = ""
) -> PromiseLine:
    """A promise with the views of it; `part`: from where it is looked at, `holder`: which body keeps it, when another one."""
    fact, said = held.fact, tuple(_view(one, part) for one in views)
    return PromiseLine(
        uid=fact.uid, text=fact.text, who=fact.said_by.name if fact.said_by else "",
        to=", ".join(one.name for one in fact.to), made=date_words(fact.made), dues=tuple(map(_due, fact.dues)),
        views=said, about=plans.named(fact.subject) if fact.subject in {*plans.plans, *plans.measures} else "",
        revision=held.revision, own=held.part == part.slug, sourced=held.sourced, said_here=any(one.own for one in said),
        holder=holder, year=_year(fact.made),
    )  # fmt: skip


def _due(one: DueDate) -> Said:
    head = date_words(one.due) or _("reporté sans nouvelle date")
    return Said(one.uid, head, one.said_by.name if one.said_by else "", date_words(one.said), one.text, True)


def _view(one: Kept[PromiseView], part: Part) -> Said:
    fact = one.fact
    done = _("tenu : %s") % date_words(fact.done) if fact.done else ""
    own = one.part == part.slug
    return Said(fact.uid, str(words.VERDICT[fact.verdict]), words.sayer(fact.said_by), date_words(fact.seen), fact.text,
                own, one.sourced, done)  # fmt: skip


# --- recommendations -------------------------------------------------------------------------------------------------


def recommendation_line(
    held: Kept[Recommendation],
    answers: tuple[Kept[RecommendationAnswer], ...],
    reviews: tuple[Kept[RecommendationReview], ...],
    plans: Published,
    part: Part,
    holder: str = "",
) -> RecommendationLine:
    """A recommendation with what is said to answer it; `part` and `holder` as for promises."""
    fact = held.fact
    return RecommendationLine(
        uid=fact.uid, texts=fact.texts, body=fact.body.name, kind=str(words.KIND[fact.kind]),
        where=", ".join(filter(None, [fact.report or fact.instrument, fact.symbol, fact.paragraph])),
        when=date_words(fact.when), deadline=date_words(fact.deadline), urgency=fact.urgency or "", themes=fact.themes,
        state=_state(answers, reviews), answers=tuple(_answer(one, plans, part) for one in answers),
        reviews=tuple(_review(one, plans, part) for one in reviews), own=held.part == part.slug, sourced=held.sourced, repeats=fact.repeats or "",
        said_here=part.slug in {*(one.part for one in answers), *(one.part for one in reviews)}, holder=holder, year=_year(fact.when),
    )  # fmt: skip


def _state(answers: tuple[Kept[RecommendationAnswer], ...], reviews: tuple[Kept[RecommendationReview], ...]) -> str:
    """What is recorded, in words: that nothing is recorded does not say that no measure answers."""
    if any(one.fact.link is Link.STATED for one in answers):
        return _("un lien est enregistré")
    if answers:
        return _("lien proposé, non décidé")
    return _("examinée : aucune mesure ne répond") if reviews else _("aucun lien enregistré")


def _answer(one: Kept[RecommendationAnswer], plans: Published, part: Part) -> Said:
    fact = one.fact
    head = str(words.RELATION[fact.relation]) if fact.relation else _("lien proposé, non décidé")
    more = _("lien proposé, non décidé") if fact.relation and fact.link is Link.PROPOSED else ""
    return Said(fact.uid, f"{plans.named(fact.measure)}{colon()}{head}", words.sayer(fact.said_by), date_words(fact.said),
                fact.text, one.part == part.slug, one.sourced, more)  # fmt: skip


def _review(one: Kept[RecommendationReview], plans: Published, part: Part) -> Said:
    fact = one.fact
    head = ", ".join(map(plans.named, fact.plans)) or _("tous les plans")
    return Said(fact.uid, head, words.sayer(fact.said_by), date_words(fact.said), fact.text, one.part == part.slug,
                one.sourced)  # fmt: skip


# --- shared ----------------------------------------------------------------------------------------------------------


def _year(when: When | None) -> str:
    """The year of a date; empty when it has none."""
    return (when.edtf or "")[:4] if when else ""


def latest_first(rows: Iterable[R], when: Callable[[R], When | None]) -> list[R]:
    """Rows by date, the latest first; those without a date that can be read stand last, in the order of writing."""
    dates = [(row, said.edtf or "" if (said := when(row)) else "") for row in rows]
    return [row for row, _date in sorted(dates, key=lambda one: one[1], reverse=True)]


def has(q: str, *texts: str) -> bool:
    """Whether one of the texts holds these words, accents and case apart."""
    asked = fold(q)
    return not asked or any(asked in fold(text) for text in texts)


def blank(name: str, label: str, options: dict[str, str], chosen: str) -> Blank:
    """A choice of the filter."""
    shown = tuple(Option(value, words, value == chosen) for value, words in options.items())
    return Blank(name=name, label=label, options=shown, before=label)


def listed(asked: Asked, rows: list[Any], blanks: tuple[Blank, ...]) -> Listed:
    """One page of the rows."""
    last = max(1, -(-len(rows) // PAGE))
    page = min(asked.page, last)
    shown = tuple(rows[(page - 1) * PAGE : page * PAGE])
    return Listed(shown, len(rows), blanks, asked.get("q"), paging.links(page, last, asked.params, asked.path))
