"""Recommendations, promises, lineage and overlaps as a team works on them: frozen pages, a fixed number of queries."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jalon.commitments import models
from jalon.commitments.collecting import promises as promise_facts
from jalon.commitments.selectors.rows import Kept, cited_of, foreign, kept
from jalon.core.models import Part, User
from jalon.core.permissions import may_edit
from jalon.facts.lineage import Lineage, OverlapLink
from jalon.facts.promise import Promise, PromiseView
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRow:
    """A recommendation with what answers it, in all parts that the person may see."""

    recommendation: Kept[Recommendation]
    answers: tuple[Kept[RecommendationAnswer], ...]
    reviews: tuple[Kept[RecommendationReview], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """A promise with its chain, and the views of it in all parts that the person may see. `dues`: uid -> revision."""

    promise: Kept[Promise]
    dues: Mapping[str, int]
    views: tuple[Kept[PromiseView], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """What a part holds of one kind."""

    part: str
    part_title: str
    may_edit: bool
    rows: tuple[Any, ...]


def _part(slug: str, user: User) -> Part:
    """`Part.DoesNotExist` when the person may not see it."""
    found: Part = Part.objects.visible_to(user).get(slug=slug)
    return found


def _page(part: Part, user: User, rows: tuple[Any, ...]) -> LedgerPage:
    return LedgerPage(part=part.slug, part_title=part.title, may_edit=may_edit(user, part), rows=rows)


def recommendations_page(part_slug: str, user: User) -> LedgerPage:
    """The live recommendations of a part, `RecommendationRow` each."""
    part = _part(part_slug, user)
    rows = models.Recommendation.objects.of_part(part).live().select_related("part").order_by("id")
    return _page(part, user, _recommendation_rows(rows, part, user))


def others_recommendations(part: Part, user: User) -> tuple[RecommendationRow, ...]:
    """The live recommendations of the other parts that the person may see."""
    return _recommendation_rows(_live(models.Recommendation, user).exclude(part=part), part, user)


def foreign_recommendations(facts: Iterable[Recommendation], part: Part, user: User) -> tuple[RecommendationRow, ...]:
    """Published recommendations of bodies whose drafts the person does not see, with what their teams say of them."""
    return _with_answers(foreign(facts), part, user)


def recommendation_page(uid: str, user: User) -> RecommendationRow:
    """One recommendation. `Recommendation.DoesNotExist` when the person may not see it."""
    row = recommendation_of(uid, user)
    return _recommendation_rows([row], row.part, user)[0]


def recommendation_of(uid: str, user: User) -> models.Recommendation:
    """A live recommendation of the person's teams, to write to it."""
    found: models.Recommendation = _live(models.Recommendation, user).get(uid=uuid.UUID(uid))
    return found


def _recommendation_rows(rows: Any, part: Part, user: User) -> tuple[RecommendationRow, ...]:
    return _with_answers(kept(rows, part), part, user)


def _with_answers(found: tuple[Kept[Recommendation], ...], part: Part, user: User) -> tuple[RecommendationRow, ...]:
    uids = [uuid.UUID(one.uid) for one in found]
    answers, reviews = (
        _by(kept(_live(model, user).filter(recommendation_uid__in=uids), part), "recommendation")
        for model in (models.RecommendationAnswer, models.RecommendationReview)
    )
    return tuple(
        RecommendationRow(recommendation=one, answers=tuple(answers[one.uid]), reviews=tuple(reviews[one.uid]))
        for one in found
    )


def promises_page(part_slug: str, user: User) -> LedgerPage:
    """The live promises of a part, `PromiseRow` each."""
    part = _part(part_slug, user)
    rows = models.Promise.objects.of_part(part).live().select_related("part").order_by("id")
    return _page(part, user, _promise_rows(rows, part, user))


def others_promises(part: Part, user: User) -> tuple[PromiseRow, ...]:
    """The live promises of the other parts that the person may see."""
    return _promise_rows(_live(models.Promise, user).exclude(part=part), part, user)


def foreign_promises(facts: Iterable[Promise], part: Part, user: User) -> tuple[PromiseRow, ...]:
    """Published promises of bodies whose drafts the person does not see, with the views that their teams have of them."""
    found = foreign(facts)
    views = _views((uuid.UUID(one.uid) for one in found), part, user)
    return tuple(PromiseRow(promise=one, dues={}, views=tuple(views[one.uid])) for one in found)


def promise_page(uid: str, user: User) -> PromiseRow:
    """One promise. `Promise.DoesNotExist` when the person may not see it."""
    row = promise_of(uid, user)
    rows = models.Promise.objects.filter(pk=row.pk).select_related("part")
    return _promise_rows(rows, row.part, user)[0]


def promise_of(uid: str, user: User) -> models.Promise:
    """A live promise of the person's teams, to write to it."""
    found: models.Promise = _live(models.Promise, user).get(uid=uuid.UUID(uid))
    return found


def _promise_rows(rows: Any, part: Part, user: User) -> tuple[PromiseRow, ...]:
    found = list(rows)
    dues = list(
        models.DueDate.objects.filter(promise__in=found, withdrawn_at__isnull=True).values_list("uid", "revision")
    )
    cites = cited_of([*(row.uid for row in found), *(uid for uid, _revision in dues)])
    facts = {fact.uid: fact for fact in promise_facts(rows, cites)}
    views = _views((row.uid for row in found), part, user)
    revisions = {str(uid): revision for uid, revision in dues}
    made = []
    for row in found:
        fact = facts[str(row.uid)]
        one = Kept(fact, row.revision, row.part.slug, row.part == part, row.uid in cites)
        chain = {due.uid: revisions[due.uid] for due in fact.dues}
        made.append(PromiseRow(promise=one, dues=chain, views=tuple(views[fact.uid])))
    return tuple(made)


def _views(promises: Iterable[uuid.UUID], part: Part, user: User) -> dict[str, list[Kept[PromiseView]]]:
    """By promise, those of the parts that the person may see."""
    return _by(kept(_live(models.PromiseView, user).filter(promise_uid__in=list(promises)), part), "promise")


def lineages_page(part_slug: str, user: User) -> LedgerPage:
    """The live lineages of a part, `Kept[Lineage]` each, proposals first."""
    part = _part(part_slug, user)
    rows = models.Lineage.objects.of_part(part).live().select_related("part").order_by("link", "id")
    return _page(part, user, kept(rows, part))


def lineages_of(user: User) -> tuple[Kept[Lineage], ...]:
    """All live lineages of the person's teams."""
    return _all(models.Lineage, user)


def overlaps_page(part_slug: str, user: User) -> LedgerPage:
    """The live overlaps of a part, `Kept[OverlapLink]` each: possible double counts that wait are among them."""
    part = _part(part_slug, user)
    rows = models.OverlapLink.objects.of_part(part).live().select_related("part").order_by("link", "id")
    return _page(part, user, kept(rows, part))


def overlaps_of(user: User) -> tuple[Kept[OverlapLink], ...]:
    """All live overlaps of the person's teams."""
    return _all(models.OverlapLink, user)


def _all(model: Any, user: User) -> tuple[Kept[Any], ...]:
    rows = list(_live(model, user).order_by("id"))
    return kept(rows, rows[0].part) if rows else ()


def _live(model: Any, user: User) -> Any:
    return model.objects.visible_to(user).live().select_related("part__owner").order_by("id")


def _by(rows: tuple[Kept[Any], ...], member: str) -> dict[str, list[Kept[Any]]]:
    found: dict[str, list[Kept[Any]]] = defaultdict(list)
    for row in rows:
        found[getattr(row.fact, member)].append(row)
    return found
