"""Records of this room, one noun a file."""

from jalon.commitments.models.act import Act
from jalon.commitments.models.committee import Committee, Decision, Seat, Session, SessionDocument
from jalon.commitments.models.lineage import Lineage, OverlapLink
from jalon.commitments.models.promise import DueDate, Promise, PromiseView
from jalon.commitments.models.recommendation import Recommendation, RecommendationAnswer, RecommendationReview

__all__ = [
    "Act",
    "Committee",
    "Decision",
    "DueDate",
    "Lineage",
    "OverlapLink",
    "Promise",
    "PromiseView",
    "Recommendation",
    "RecommendationAnswer",
    "RecommendationReview",
    "Seat",
    "Session",
    "SessionDocument",
]
