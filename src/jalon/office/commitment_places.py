"""Where a record of commitments is read in the office."""

from typing import Any

from django.urls import reverse

from jalon.commitments import models
from jalon.core.models import Part


def place_of(part: Part, row: Any) -> str:
    """The page of a record seen from this part; empty when it is no commitment."""
    match row:
        case models.Promise():
            return reverse("office:promise", args=(part.slug, row.uid))
        case models.DueDate():
            return reverse("office:promise", args=(part.slug, row.promise.uid))
        case models.PromiseView():
            return reverse("office:promise", args=(part.slug, row.promise_uid))
        case models.Recommendation():
            return reverse("office:recommendation", args=(part.slug, row.uid))
        case models.RecommendationAnswer() | models.RecommendationReview():
            return reverse("office:recommendation", args=(part.slug, row.recommendation_uid))
        case models.Lineage():
            return reverse("office:lineages", args=(part.slug,)) + f"#d-{row.uid}"
        case models.OverlapLink():
            return reverse("office:overlaps", args=(part.slug,)) + f"#d-{row.uid}"
        case models.Committee():
            return reverse("office:committee", args=(row.slug,))
        case models.Session():
            return reverse("office:committee_session", args=(row.committee.slug, row.uid))
        case models.SessionDocument() | models.Decision():
            return (
                reverse("office:committee_session", args=(row.session.committee.slug, row.session.uid))
                + f"#d-{row.uid}"
            )
    return ""
