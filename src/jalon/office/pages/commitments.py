"""Promises and recommendations in the office: those of a part, those of others, one page each, proposals of measures."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from jalon.commitments import models
from jalon.commitments.selectors import ledger
from jalon.commitments.selectors.rows import Kept, foreign
from jalon.core.models import Part, User
from jalon.facts.common import Text
from jalon.facts.promise import Verdict
from jalon.methods.matching import MOST, index_of
from jalon.methods.matching import Text as Indexed
from jalon.office.around import published
from jalon.office.commitment_choices import Published, published_plans
from jalon.office.frame import name_of
from jalon.office.pages.commitments_lines import (
    PromiseLine,
    RecommendationLine,
    blank,
    has,
    latest_first,
    listed,
    promise_line,
    recommendation_line,
)
from jalon.office.pages.following_lists import Asked, Listed
from jalon.portal import committed_words as words
from jalon.ui.pieces import Blank

F = TypeVar("F", bound=Any)
OTHERS = "autres"
"""Value of « de » in the address of a list: what other parts keep."""


@dataclass(frozen=True, slots=True)
class Near:
    """A measure proposed beside a recommendation: both texts are shown, a person decides. `said`: what is said already."""

    uid: str
    plan: str
    number: str
    name: str
    text: Text | None
    same: bool
    said: str


class Surroundings:
    """What a page reads beside the drafts of its part: the Release, and who keeps what."""

    def __init__(self, part: Part, user: User) -> None:
        self.part, self.user = part, user
        self.plans, self.reader = published_plans(), published()
        visible = Part.objects.visible_to(user).select_related("owner")
        self._owners = {one.slug: name_of(one.owner) for one in visible}
        self._drafted = {str(one.uid) for one in visible}

    def holder(self, held: Kept[Any]) -> str:
        """The body that keeps a record of another part; empty for the part's own."""
        if held.part == self.part.slug:
            return ""
        if held.part:
            return self._owners.get(held.part, "")
        header = self.reader.owner_of(held.uid) if self.reader else None
        return header.owner.name if header else ""

    def elsewhere(self, kind: str, facts: Iterable[F]) -> tuple[F, ...]:
        """Of the published facts of a kind, those of parts that the person does not see the drafts of."""
        parts = self.reader.parts_of(kind) if self.reader else {}
        return tuple(one for one in facts if parts.get(one.uid) not in self._drafted)


# --- promises --------------------------------------------------------------------------------------------------------


def promises(part: Part, user: User, asked: Asked) -> Listed:
    """The promises of a part, or those of others: by words, who promises, year, and what is said of them."""
    around = Surroundings(part, user)
    if asked.get("de") == OTHERS:
        held = ledger.others_promises(part, user)
        facts = around.elsewhere("promise", around.reader.promises() if around.reader else ())
        held += ledger.foreign_promises(facts, part, user)
    else:
        held = ledger.promises_page(part.slug, user).rows
    told = _viewed_elsewhere(around)
    rows = [_promise(row, around, told) for row in latest_first(held, lambda row: row.promise.fact.made)]
    chosen = {name: asked.get(name) for name in ("qui", "annee", "avis")}
    states = {
        "": _("tous"),
        "sans": _("sans aucun avis"),
        "avec": _("avec un avis"),
        "ici": _("sans avis de cette partie"),
    }
    states |= {one.value: str(words.VERDICT[one]) for one in Verdict}
    found = [
        row for row in rows
        if chosen["qui"] in ("", row.who) and chosen["annee"] in ("", row.year) and _viewed(row, chosen["avis"], states)
        and has(asked.get("q"), row.text.value, row.who, row.to, row.holder)
    ]  # fmt: skip
    blanks = (
        _whose(asked), _choice("qui", _("Qui promet"), (row.who for row in rows), chosen),
        _choice("annee", _("Année"), (row.year for row in rows), chosen), blank("avis", _("Avis"), states, chosen["avis"]),
    )  # fmt: skip
    return listed(asked, found, blanks)


def _viewed(row: PromiseLine, wanted: str, states: dict[str, str]) -> bool:
    if wanted in ("sans", "avec"):
        return bool(row.views) == (wanted == "avec")
    if wanted == "ici":
        return not row.said_here
    return not wanted or any(one.head == states.get(wanted) for one in row.views)


def promise(part: Part, uid: uuid.UUID, user: User) -> PromiseLine | None:
    """A promise of the part, of the person's teams or published; None when the person knows of none."""
    around = Surroundings(part, user)
    try:
        row = ledger.promise_page(str(uid), user)
    except models.Promise.DoesNotExist:
        fact = around.reader.promise(str(uid)) if around.reader else None
        if fact is None:
            return None
        (row,) = ledger.foreign_promises((fact,), part, user)
    return _promise(row, around, _viewed_elsewhere(around))


def _viewed_elsewhere(around: Surroundings) -> dict[str, list[Any]]:
    views = around.reader.promise_views() if around.reader else ()
    return _by(around.elsewhere("promise_views", views), "promise")


def _promise(row: ledger.PromiseRow, around: Surroundings, told: dict[str, list[Any]]) -> PromiseLine:
    views = (*row.views, *foreign(told[row.promise.uid]))
    return promise_line(row.promise, views, around.plans, around.part, around.holder(row.promise))


# --- recommendations -------------------------------------------------------------------------------------------------


def recommendations(part: Part, user: User, asked: Asked) -> Listed:
    """The recommendations of a part, or those of others: by words, body, year, theme, and what is recorded to answer them."""
    around = Surroundings(part, user)
    if asked.get("de") == OTHERS:
        held = ledger.others_recommendations(part, user)
        facts = around.elsewhere("recommendation", around.reader.recommendations() if around.reader else ())
        held += ledger.foreign_recommendations(facts, part, user)
    else:
        held = ledger.recommendations_page(part.slug, user).rows
    told = _told(around)
    rows = [_recommendation(row, around, told) for row in latest_first(held, lambda row: row.recommendation.fact.when)]
    chosen = {name: asked.get(name) for name in ("organe", "annee", "theme", "reponse")}
    states = dict.fromkeys(row.state for row in rows) | {"ici": None}
    found = [
        row for row in rows
        if _wanted(row, chosen) and has(asked.get("q"), *(t.value for t in row.texts), row.where, row.holder)
    ]  # fmt: skip
    blanks = (
        _whose(asked), _choice("organe", _("Qui la fait"), (row.body for row in rows), chosen),
        _choice("annee", _("Année"), (row.year for row in rows), chosen),
        _choice("theme", _("Thème"), (theme for row in rows for theme in row.themes), chosen),
        blank("reponse", _("Ce qui répond"), {"": _("tout")} | {one: one for one in states if one != "ici"}
              | {"ici": _("rien de dit par cette partie")}, chosen["reponse"]),
    )  # fmt: skip
    return listed(asked, found, blanks)


def _wanted(row: RecommendationLine, chosen: dict[str, str]) -> bool:
    return (
        chosen["organe"] in ("", row.body)
        and chosen["annee"] in ("", row.year)
        and (not chosen["theme"] or chosen["theme"] in row.themes)
        and (chosen["reponse"] in ("", row.state) or (chosen["reponse"] == "ici" and not row.said_here))
    )


def recommendation(part: Part, uid: uuid.UUID, user: User) -> RecommendationLine | None:
    """A recommendation of the part, of the person's teams or published; None when the person knows of none."""
    around = Surroundings(part, user)
    try:
        row = ledger.recommendation_page(str(uid), user)
    except models.Recommendation.DoesNotExist:
        fact = around.reader.recommendation(str(uid)) if around.reader else None
        if fact is None:
            return None
        (row,) = ledger.foreign_recommendations((fact,), part, user)
    return _recommendation(row, around, _told(around))


Told = tuple[dict[str, list[Any]], dict[str, list[Any]]]


def _told(around: Surroundings) -> Told:
    """What others have published of answers and of reviews, by recommendation."""
    reader = around.reader
    answers = around.elsewhere("recommendation_answers", reader.recommendation_answers() if reader else ())
    reviews = around.elsewhere("recommendation_reviews", reader.recommendation_reviews() if reader else ())
    return _by(answers, "recommendation"), _by(reviews, "recommendation")


def _recommendation(row: ledger.RecommendationRow, around: Surroundings, told: Told) -> RecommendationLine:
    held = row.recommendation
    answers, reviews = (*row.answers, *foreign(told[0][held.uid])), (*row.reviews, *foreign(told[1][held.uid]))
    return recommendation_line(held, answers, reviews, around.plans, around.part, around.holder(held))


def nearest(part: Part, uid: uuid.UUID, user: User, plan: str) -> tuple[Any, tuple[Near, ...], Published]:
    """The recommendation, the five to ten published measures (of one plan, or of all) nearest by letters, and the plans."""
    plans, found = published_plans(), recommendation(part, uid, user)
    if found is None or not found.texts:
        return found, (), plans
    pool = [one for one in plans.measures.values() if one.text and plan in ("", one.plan)]
    matcher = index_of(tuple(Indexed(one.uid, one.text.value) for one in pool if one.text))
    words_of = next((text for text in found.texts if text.lang == "fr"), found.texts[0])
    said = _said_of(part, uid, user)
    near = (
        (plans.measures[one.key], one.same) for one in matcher.nearest(words_of.value, MOST).candidates
    )  # fmt: skip
    rows = tuple(
        Near(m.uid, plans.plans[m.plan], m.number or "", m.name, m.text, same, said.get(m.uid, "")) for m, same in near
    )
    return found, rows, plans


def _said_of(part: Part, uid: uuid.UUID, user: User) -> dict[str, str]:
    rows = models.RecommendationAnswer.objects.visible_to(user).live().filter(recommendation_uid=uid)
    return {
        str(measure): str(words.RELATION[relation]) if relation else _("lien proposé, non décidé")
        for measure, relation in rows.values_list("measure_uid", "relation")
    }


# --- shared ----------------------------------------------------------------------------------------------------------


def _by(facts: Iterable[Any], member: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for one in facts:
        found[getattr(one, member)].append(one)
    return found


def _whose(asked: Asked) -> Blank:
    options = {"": _("cette partie"), OTHERS: _("d’autres organismes")}
    return blank("de", _("Tenus par"), options, asked.get("de"))


def _choice(name: str, label: str, values: Iterable[str], chosen: dict[str, str]) -> Blank:
    return blank(name, label, {"": _("tous")} | {one: one for one in sorted(set(values)) if one}, chosen[name])


def plan_blanks(plans: Published, chosen: str) -> tuple[Blank, ...]:
    """The choice of one plan, or of all."""
    return (blank("plan", _("Plan"), {"": _("tous les plans publiés")} | plans.plans, chosen),)
