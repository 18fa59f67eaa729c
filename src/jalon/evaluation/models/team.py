"""The work of the team: who assesses what, what each said without seeing the others, what was agreed, private notes.

None of this is a fact: no part, package, Release or trace says it. Only what reconciliation writes into an assessment
leaves.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from jalon.core.fields import FactField
from jalon.core.models import Part, User
from jalon.core.models.base import Recorded
from jalon.core.records import codes
from jalon.evaluation.models.evaluation import Assessment, AssessmentRecords, Evaluation, EvaluationRecords
from jalon.facts.common import Text
from jalon.facts.evaluation import Dissent, NoVerdict


class TeamWork(EvaluationRecords):
    """Who is of a team, and takes what: it stays with an evaluation that is withdrawn, and keeps nothing from going."""

    def standing(self) -> Self:
        """None of it says anything of the evaluation."""
        return self.none()


class Notes(AssessmentRecords):
    """Private notes."""

    def standing(self) -> Self:
        """One without text says nothing."""
        return self.exclude(text="")


class Member(Recorded):
    """A person of the team of one evaluation. It gives no right in the part: who lacks that one sees nothing."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="evaluations")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TeamWork.as_manager()

    class Meta:
        ordering = ["evaluation_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "user"], condition=Q(ended_at__isnull=True), name="one_live_membership_of_a_team"
            )
        ]

    @property
    def part(self) -> Part:
        """The part of the evaluation."""
        return self.evaluation.part

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.user_id}"


class Share(Recorded):
    """Which assessor takes which subject. Two or more shares of one subject that are `blind` are rated unseen."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shares")
    subject_uid = models.UUIDField()
    blind = models.BooleanField(default=False)

    objects = TeamWork.as_manager()

    class Meta:
        ordering = ["evaluation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "user", "subject_uid"], name="one_share_of_a_subject")
        ]

    @property
    def part(self) -> Part:
        """The part of the evaluation."""
        return self.evaluation.part

    def __str__(self) -> str:
        return f"{self.subject_uid} {self.user_id}"


class Rating(Recorded):
    """What one assessor says of one subject without seeing the others. Nobody else reads it until reconciliation of
    that subject opens; after that it changes no more. `private_note` is its author's alone, always."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="ratings")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="ratings")
    subject_uid = models.UUIDField()
    level = models.CharField(max_length=120, null=True, blank=True)
    no_verdict = models.CharField(max_length=30, choices=codes(NoVerdict), null=True, blank=True)
    text = FactField(Text, null=True)
    private_note = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True, help_text="when its author gave it for good")

    objects = EvaluationRecords.as_manager()

    class Meta:
        ordering = ["evaluation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "user", "subject_uid"], name="one_rating_of_a_subject")
        ]

    @property
    def part(self) -> Part:
        """The part of the evaluation."""
        return self.evaluation.part

    def __str__(self) -> str:
        return f"{self.subject_uid} {self.user_id}"


class Reconciliation(Recorded):
    """The moment from which the ratings of a subject are read together, and what came of it. `kept`: dissents that stay
    with the team; those that are published are in the assessment."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="reconciliations")
    subject_uid = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    assessment = models.ForeignKey(
        Assessment, null=True, blank=True, on_delete=models.SET_NULL, related_name="reconciliations"
    )
    kept = FactField(Dissent, many=True)

    objects = EvaluationRecords.as_manager()

    class Meta:
        ordering = ["evaluation_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "subject_uid"], name="one_reconciliation_of_a_subject")
        ]

    @property
    def part(self) -> Part:
        """The part of the evaluation."""
        return self.evaluation.part

    def __str__(self) -> str:
        return str(self.subject_uid)


class Note(Recorded):
    """The team's private note on an assessment. It is read in the office by the team, and goes nowhere else."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="team_note")
    text = models.TextField(blank=True)

    personal: ClassVar[tuple[str, ...]] = ("text",)
    objects = Notes.as_manager()

    class Meta:
        ordering = ["assessment_id"]

    @property
    def part(self) -> Part:
        """The part of the evaluation."""
        return self.assessment.evaluation.part

    def __str__(self) -> str:
        return str(self.uid)
