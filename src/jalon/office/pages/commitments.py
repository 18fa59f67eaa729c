"""Promises and recommendations of a part in the office: lists with their filter, one page each, proposals of measures."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jalon.commitments import models
from jalon.commitments.selectors import ledger
from jalon.commitments.selectors.rows import Kept, kept
from jalon.core.models import Part, User
from jalon.facts.common import Link, Text
from jalon.facts.promise import DueDate, Promise, PromiseView
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview
from jalon.methods.matching import MOST, Matcher
from jalon.methods.matching import Text as Indexed
from jalon.office.around import published
from jalon.office.commitment_choices import Published, published_plans
from jalon.office.pages.following_lists import PAGE, Asked, Listed
from jalon.portal import committed_words as words
from jalon.portal import paging
from jalon.publication.words import date_words
from jalon.ui.pieces import Blank, Option


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


@dataclass(frozen=True, slots=True)
class Near:
    """A measure proposed beside a recommendation: both texts are shown, a person decides. `said`: what is said already."""

    uid: str
    plan: str
    name: str
    text: Text | None
    same: bool
    said: str


# --- promises --------------------------------------------------------------------------------------------------------


def promises(part: Part, user: User, asked: Asked) -> Listed:
    """The promises of a part: those with these words, and with or without a view."""
    plans, wanted = published_plans(), asked.get("avis")
    rows = [_promise(row, plans) for row in ledger.promises_page(part.slug, user).rows]
    found = [row for row in rows if wanted in ("", "sans" if not row.views else "avec")]
    found = [row for row in found if _has(asked.get("q"), row.text.value, row.who, row.to)]
    blank = _blank("avis", _("Avis"), {"": _("tous"), "sans": _("sans aucun avis"), "avec": _("avec un avis")}, wanted)
    return _listed(asked, found, (blank,))


def promise(part: Part, uid: uuid.UUID, user: User) -> PromiseLine | None:
    """A promise of the part, of the person's teams or published; None when the person knows of none."""
    plans = published_plans()
    try:
        row = ledger.promise_page(str(uid), user)
    except models.Promise.DoesNotExist:
        return _published_promise(part, uid, user, plans)
    return _promise(row, plans, part)


def _promise(row: ledger.PromiseRow, plans: Published, part: Part | None = None) -> PromiseLine:
    held: Kept[Promise] = row.promise
    own = held.own if part is None else held.part == part.slug
    return _promise_line(held.fact, plans, [_view(one, part) for one in row.views], held.revision, own, held.sourced)


def _published_promise(part: Part, uid: uuid.UUID, user: User, plans: Published) -> PromiseLine | None:
    reader = published()
    fact = reader.promise(str(uid)) if reader else None
    if reader is None or fact is None:
        return None
    rows = models.PromiseView.objects.visible_to(user).live().filter(promise_uid=uid).select_related("part")
    drafts = kept(rows, part)
    known = {one.uid for one in drafts}
    views = [_view(one, part) for one in drafts]
    others = (one for one in reader.promise_views() if one.promise == fact.uid and one.uid not in known)
    views += [_view(Kept(one, 0, "", False, True), part) for one in others]
    return _promise_line(fact, plans, views, 0, False, True)


def _promise_line(
    fact: Promise, plans: Published, views: list[Said], revision: int, own: bool, sourced: bool
) -> PromiseLine:
    return PromiseLine(
        uid=fact.uid, text=fact.text, who=fact.said_by.name if fact.said_by else "",
        to=", ".join(one.name for one in fact.to), made=date_words(fact.made), dues=tuple(map(_due, fact.dues)),
        views=tuple(views), about=plans.named(fact.subject) if fact.subject in {*plans.plans, *plans.measures} else "",
        revision=revision, own=own, sourced=sourced,
    )  # fmt: skip


def _due(one: DueDate) -> Said:
    head = date_words(one.due) or _("reporté sans nouvelle date")
    return Said(one.uid, head, one.said_by.name if one.said_by else "", date_words(one.said), one.text, True)


def _view(one: Kept[PromiseView], part: Part | None) -> Said:
    fact = one.fact
    done = _("tenu : %s") % date_words(fact.done) if fact.done else ""
    own = part is not None and one.part == part.slug
    return Said(fact.uid, str(words.VERDICT[fact.verdict]), words.sayer(fact.said_by), date_words(fact.seen), fact.text,
                own, one.sourced, done)  # fmt: skip


# --- recommendations -------------------------------------------------------------------------------------------------


def recommendations(part: Part, user: User, asked: Asked) -> Listed:
    """The recommendations of a part by words, body, theme, and what is recorded to answer them."""
    plans = published_plans()
    rows = [_recommendation(row, plans, part) for row in ledger.recommendations_page(part.slug, user).rows]
    chosen = {name: asked.get(name) for name in ("organe", "theme", "reponse")}
    bodies, themes = sorted({row.body for row in rows}), sorted({theme for row in rows for theme in row.themes})
    states = dict.fromkeys(row.state for row in rows)
    found = [
        row for row in rows if _wanted(row, chosen) and _has(asked.get("q"), *(t.value for t in row.texts), row.where)
    ]
    blanks = (
        _blank("organe", _("Qui la fait"), {"": _("tous")} | {one: one for one in bodies}, chosen["organe"]),
        _blank("theme", _("Thème"), {"": _("tous")} | {one: one for one in themes}, chosen["theme"]),
        _blank("reponse", _("Ce qui répond"), {"": _("tout")} | {one: one for one in states}, chosen["reponse"]),
    )
    return _listed(asked, found, blanks)


def _wanted(row: RecommendationLine, chosen: dict[str, str]) -> bool:
    return (
        chosen["organe"] in ("", row.body)
        and (not chosen["theme"] or chosen["theme"] in row.themes)
        and chosen["reponse"] in ("", row.state)
    )


def recommendation(part: Part, uid: uuid.UUID, user: User, plans: Published | None = None) -> RecommendationLine | None:
    """A recommendation of the part, of the person's teams or published; None when the person knows of none."""
    plans = plans or published_plans()
    try:
        return _recommendation(ledger.recommendation_page(str(uid), user), plans, part)
    except models.Recommendation.DoesNotExist:
        return _published_recommendation(part, uid, user, plans)


def _recommendation(row: ledger.RecommendationRow, plans: Published, part: Part) -> RecommendationLine:
    held: Kept[Recommendation] = row.recommendation
    return _line(held.fact, row.answers, row.reviews, plans, part, held.part == part.slug, held.sourced)


def _published_recommendation(part: Part, uid: uuid.UUID, user: User, plans: Published) -> RecommendationLine | None:
    reader = published()
    fact = reader.recommendation(str(uid)) if reader else None
    if reader is None or fact is None:
        return None
    answers, reviews = (
        _joined(kept(model.objects.visible_to(user).live().filter(recommendation_uid=uid).select_related("part"), part),
                (one for one in told if one.recommendation == fact.uid))
        for model, told in (
            (models.RecommendationAnswer, reader.recommendation_answers()),
            (models.RecommendationReview, reader.recommendation_reviews()),
        )
    )  # fmt: skip
    return _line(fact, answers, reviews, plans, part, False, True)


def _joined(drafts: tuple[Kept[Any], ...], facts: Iterable[Any]) -> tuple[Kept[Any], ...]:
    known = {one.uid for one in drafts}
    return (*drafts, *(Kept(one, 0, "", False, True) for one in facts if one.uid not in known))


def _line(
    fact: Recommendation,
    answers: tuple[Kept[RecommendationAnswer], ...],
    reviews: tuple[Kept[RecommendationReview], ...],
    plans: Published,
    part: Part,
    own: bool,
    sourced: bool,
) -> RecommendationLine:
    return RecommendationLine(
        uid=fact.uid, texts=fact.texts, body=fact.body.name, kind=str(words.KIND[fact.kind]),
        where=", ".join(filter(None, [fact.report or fact.instrument, fact.symbol, fact.paragraph])),
        when=date_words(fact.when), deadline=date_words(fact.deadline), urgency=fact.urgency or "", themes=fact.themes,
        state=_state(answers, reviews), answers=tuple(_answer(one, plans, part) for one in answers),
        reviews=tuple(_review(one, plans, part) for one in reviews), own=own, sourced=sourced,
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
    return Said(fact.uid, f"{plans.named(fact.measure)} : {head}", words.sayer(fact.said_by), date_words(fact.said),
                fact.text, one.part == part.slug, one.sourced, more)  # fmt: skip


def _review(one: Kept[RecommendationReview], plans: Published, part: Part) -> Said:
    fact = one.fact
    head = ", ".join(map(plans.named, fact.plans)) or _("tous les plans")
    return Said(fact.uid, head, words.sayer(fact.said_by), date_words(fact.said), fact.text, one.part == part.slug,
                one.sourced)  # fmt: skip


def nearest(part: Part, uid: uuid.UUID, user: User, plan: str) -> tuple[Any, tuple[Near, ...], Published]:
    """The recommendation, the five to ten published measures (of one plan, or of all) nearest by letters, and the plans."""
    plans = published_plans()
    found = recommendation(part, uid, user, plans)
    if found is None or not found.texts:
        return found, (), plans
    pool = [one for one in plans.measures.values() if one.text and plan in ("", one.plan)]
    matcher = Matcher([Indexed(one.uid, one.text.value) for one in pool if one.text])
    words_of = next((text for text in found.texts if text.lang == "fr"), found.texts[0])
    said = _said_of(part, uid, user)
    near = (
        (plans.measures[one.key], one.same) for one in matcher.nearest(words_of.value, MOST).candidates
    )  # fmt: skip
    rows = tuple(Near(m.uid, plans.plans[m.plan], m.name, m.text, same, said.get(m.uid, "")) for m, same in near)
    return found, rows, plans


def _said_of(part: Part, uid: uuid.UUID, user: User) -> dict[str, str]:
    rows = models.RecommendationAnswer.objects.visible_to(user).live().filter(recommendation_uid=uid)
    return {
        str(measure): str(words.RELATION[relation]) if relation else _("lien proposé, non décidé")
        for measure, relation in rows.values_list("measure_uid", "relation")
    }


# --- shared ----------------------------------------------------------------------------------------------------------


def _has(q: str, *texts: str) -> bool:
    asked = q.casefold()
    return not asked or any(asked in text.casefold() for text in texts)


def _blank(name: str, label: str, options: dict[str, str], chosen: str) -> Blank:
    shown = tuple(Option(value, words, value == chosen) for value, words in options.items())
    return Blank(name=name, label=label, options=shown, before=label)


def _listed(asked: Asked, rows: list[Any], blanks: tuple[Blank, ...]) -> Listed:
    last = max(1, -(-len(rows) // PAGE))
    page = min(asked.page, last)
    shown = tuple(rows[(page - 1) * PAGE : page * PAGE])
    return Listed(shown, len(rows), blanks, asked.get("q"), paging.links(page, last, asked.params, asked.path))


def plan_blanks(plans: Published, chosen: str) -> tuple[Blank, ...]:
    """The choice of one plan, or of all."""
    return (_blank("plan", _("Plan"), {"": _("tous les plans publiés")} | plans.plans, chosen),)
