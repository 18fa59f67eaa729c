"""Doors of the pages of an evaluation: the one that the address names, of a part whose team the person is in and whose
draft she may see; else 404."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from jalon.core.matrix import Permission
from jalon.core.models import Part
from jalon.evaluation.models import Assessment, Evaluation
from jalon.evaluation.permissions import of_the_team
from jalon.evaluation.selectors import assessment_of, evaluation_of
from jalon.office.doors import PartView, of_part
from jalon.office.frame import user_of


def of_evaluation(permission: Permission, *, team: bool = False) -> Callable[[PartView], PartView]:
    """A view about one evaluation: `view(request, evaluation, ...)`. `team`: about the team's own work, which publication
    opens to nobody else."""

    def decorate(view: PartView) -> PartView:
        @of_part(permission)
        @wraps(view)
        def with_evaluation(request: HttpRequest, part: Part, uid: uuid.UUID, **kwargs: Any) -> HttpResponseBase:
            row = evaluation_in(request, part, uid)
            if team and not of_the_team(user_of(request), row):
                raise Http404
            return view(request, row, **kwargs)

        return with_evaluation

    return decorate


def evaluation_in(request: HttpRequest, part: Part, uid: uuid.UUID) -> Evaluation:
    """The live evaluation of the part that the person may see; 404 otherwise."""
    try:
        row = evaluation_of(str(uid), user_of(request))
    except Evaluation.DoesNotExist:
        raise Http404 from None
    if row.part_id != part.pk:
        raise Http404
    row.part = part
    return row


def assessment_in(request: HttpRequest, evaluation: Evaluation, uid: uuid.UUID) -> Assessment:
    """The live assessment of the evaluation; 404 otherwise."""
    try:
        row = assessment_of(str(uid), user_of(request))
    except Assessment.DoesNotExist:
        raise Http404 from None
    if row.evaluation_id != evaluation.pk:
        raise Http404
    row.evaluation = evaluation
    return row
