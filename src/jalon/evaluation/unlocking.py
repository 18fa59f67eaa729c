"""To which evaluation a record belongs, and whether it may still change."""

from typing import Any

from django.utils.translation import gettext as _

from jalon.evaluation.models import Assessment, Evaluation, EvidenceItem
from jalon.evaluation.stages import LOCKED


def unlocked(evaluation: Evaluation) -> dict[str, str]:
    """A message when what was adopted would change. What is recorded from its sources is corrected freely."""
    if not evaluation.own or evaluation.stage not in LOCKED:
        return {}
    return {"stage": _("Le texte est adopté\u00a0: revenez à la rédaction, ou publiez un erratum.")}


def evaluation_of(record: Any) -> Evaluation | None:
    """The evaluation that a record belongs to."""
    if isinstance(record, Evaluation):
        return record
    if isinstance(record, EvidenceItem):
        record = record.assessment
    return record.evaluation if isinstance(record, Assessment) else None
