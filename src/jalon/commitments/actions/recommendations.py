"""Writes of recommendations, of what answers them, and of reviews that found no answer.

Anybody says in a part of their own what answers another body's recommendation: nobody edits another's word.
"""

import uuid
from typing import Unpack

from django.utils.translation import gettext as _

from jalon.commitments.actions.common import add, edit
from jalon.commitments.fields import AnswerFields, RecommendationFields, ReviewFields
from jalon.commitments.models import Recommendation, RecommendationAnswer, RecommendationReview
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed, now
from jalon.core.writing import refuse
from jalon.facts.common import COUNTRY_SUBJECT


@action(Permission.EDIT)
def add_recommendation(
    *,
    part: Part,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[RecommendationFields],
) -> Recommendation:
    """A recommendation or obligation (`body`, `texts`), of the country unless `subject_uid` names a plan."""
    require(by, Permission.EDIT, part)
    row = Recommendation(part=part, recorded_at=now(), **{"subject_uid": uuid.UUID(COUNTRY_SUBJECT), **fields})
    refuse(_repeats_itself(row))
    return add(row, by, citations, source_to_find)


@action(Permission.EDIT)
def edit_recommendation(
    *,
    recommendation: Recommendation,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[RecommendationFields],
) -> Recommendation:
    """Write fields of a recommendation; what was said to answer it stays."""
    require(by, Permission.EDIT, recommendation.part)
    refuse(_repeats_itself(changed(recommendation, fields)))
    return edit(recommendation, by, expected_revision, fields, citations, source_to_find)


@action(Permission.EDIT)
def answer_recommendation(
    *,
    part: Part,
    recommendation: uuid.UUID,
    measure: uuid.UUID,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[AnswerFields],
) -> RecommendationAnswer:
    """How a measure stands to a recommendation (`relation`), of whatever parts, in a part of one's own."""
    require(by, Permission.EDIT, part)
    row = RecommendationAnswer(
        part=part, recommendation_uid=recommendation, measure_uid=measure, recorded_at=now(), **fields
    )
    refuse(_gone(recommendation) | _said_already(row))
    return add(row, by, citations, source_to_find)


@action(Permission.EDIT)
def edit_answer(
    *,
    answer: RecommendationAnswer,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[AnswerFields],
) -> RecommendationAnswer:
    """Write an answer anew, or decide on a proposed one. The trace keeps what it was."""
    require(by, Permission.EDIT, answer.part)
    refuse(_said_already(changed(answer, fields)))
    return edit(answer, by, expected_revision, fields, citations, source_to_find)


@action(Permission.EDIT)
def review_recommendation(
    *,
    part: Part,
    recommendation: uuid.UUID,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[ReviewFields],
) -> RecommendationReview:
    """That somebody looked and found that no measure answers (of `plans`; none named: of all)."""
    require(by, Permission.EDIT, part)
    refuse(_gone(recommendation))
    row = RecommendationReview(part=part, recommendation_uid=recommendation, recorded_at=now(), **fields)
    return add(row, by, citations, source_to_find)


@action(Permission.EDIT)
def edit_review(
    *,
    review: RecommendationReview,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[ReviewFields],
) -> RecommendationReview:
    """Write a review anew."""
    return edit(review, by, expected_revision, fields, citations, source_to_find)


def _repeats_itself(row: Recommendation) -> dict[str, str]:
    if row.repeats_uid is None:
        return {}
    if row.repeats_uid == row.uid:
        return {"repeats_uid": _("Une recommandation ne se répète pas elle-même.")}
    earlier = Recommendation.objects.filter(uid=row.repeats_uid).first()
    if earlier is not None and earlier.repeats_uid == row.uid:
        return {"repeats_uid": _("L’autre recommandation dit déjà qu’elle répète celle-ci.")}
    return {}


def _gone(recommendation: uuid.UUID) -> dict[str, str]:
    """One kept elsewhere is checked when the part is signed."""
    rows = Recommendation.objects.filter(uid=recommendation, withdrawn_at__isnull=False)
    return {"recommendation": _("Cette recommandation est retirée.")} if rows.exists() else {}


def _said_already(row: RecommendationAnswer) -> dict[str, str]:
    """The part says once what one sayer holds of a measure and a recommendation."""
    others = RecommendationAnswer.objects.live().filter(
        part=row.part, recommendation_uid=row.recommendation_uid, measure_uid=row.measure_uid
    )
    name = row.said_by.name if row.said_by else None
    if all((other.said_by.name if other.said_by else None) != name for other in others.exclude(pk=row.pk)):
        return {}
    return {"said_by": _("La partie dit déjà ce qu’en dit cet organisme\u00a0: changez cette réponse.")}
