"""Records of this room."""

from jalon.evaluation.models.evaluation import Assessment, Claim, Evaluation, EvidenceItem
from jalon.evaluation.models.scale import Crosswalk, Scale
from jalon.evaluation.models.team import Member, Note, Rating, Reconciliation, Share

__all__ = [
    "Assessment",
    "Claim",
    "Crosswalk",
    "Evaluation",
    "EvidenceItem",
    "Member",
    "Note",
    "Rating",
    "Reconciliation",
    "Scale",
    "Share",
]
