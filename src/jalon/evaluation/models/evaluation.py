"""An evaluation, its assessments with what they rest on, and counts said of a whole."""

from django.db import models
from django.db.models import Q

from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.models.storage import StoredFile
from jalon.core.records import Records, Withdrawable, codes
from jalon.evaluation.enums import Stage
from jalon.facts import evaluation as facts
from jalon.facts.common import Confidence, Count, Known, Link, OrgRef, Text, When
from jalon.facts.evaluation import (
    Adoption,
    Assessed,
    Dissent,
    EvaluationKind,
    EvaluationState,
    EvidenceKind,
    Inquiry,
    NoVerdict,
    Reliance,
    RightOfReply,
    Signature,
)


class Evaluation(Withdrawable):
    """The judgements of one evaluator on one plan. `own`: made by a team here, in stages; otherwise recorded from its
    sources, and at `publish` from the start. Only what is at `publish` leaves with its part."""

    says = facts.Evaluation

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="evaluations")
    slug = models.SlugField(max_length=120)
    plan_uid = models.UUIDField(db_index=True)
    evaluator = FactField(OrgRef)
    title = FactField(Text)
    recorded_at = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=codes(EvaluationState), default=EvaluationState.PUBLISHED.value)
    kind = models.CharField(max_length=20, choices=codes(EvaluationKind), null=True, blank=True)
    kind_printed = models.CharField(max_length=300, null=True, blank=True)
    scale_uid = models.UUIDField(null=True, blank=True, db_index=True)
    scale_printed = models.CharField(max_length=300, null=True, blank=True)
    said = FactField(When, null=True)
    as_of = FactField(When, null=True)
    period = FactField(When, null=True)
    method = FactField(Text, null=True)
    requests = FactField(Inquiry, many=True)
    adoption = FactField(Adoption, null=True)
    signatures = FactField(Signature, many=True)
    reply = FactField(RightOfReply, null=True)
    rests_on = FactField(Reliance, many=True)
    follows_uid = models.UUIDField(null=True, blank=True)
    corrects_uid = models.UUIDField(null=True, blank=True)
    note = FactField(Text, null=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)
    own = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PREPARE)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["part", "slug"], condition=Q(withdrawn_at__isnull=True), name="one_live_evaluation_of_a_slug"
            )
        ]

    def __str__(self) -> str:
        return str(self.title.value)


class EvaluationRecords(Records):
    """Records of an evaluation."""

    part_path = "evaluation__part"


class Assessment(Withdrawable):
    """What an evaluation says of one object. The team's private note is in a table of its own: it is no part of this."""

    says = facts.Assessment

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="assessments")
    object = models.CharField(max_length=10, choices=codes(Assessed))
    subjects = FactField(str, many=True)
    topic = models.TextField(null=True, blank=True)
    findings = FactField(facts.Finding, many=True)
    recorded_at = models.CharField(max_length=40)
    level = models.CharField(max_length=120, null=True, blank=True)
    no_verdict = models.CharField(max_length=30, choices=codes(NoVerdict), null=True, blank=True)
    text = FactField(Text, null=True)
    paragraph = models.CharField(max_length=120, null=True, blank=True)
    page = models.CharField(max_length=120, null=True, blank=True)
    said = FactField(When, null=True)
    link = models.CharField(max_length=10, choices=codes(Link), default=Link.STATED.value)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)
    blind = FactField(str, many=True)
    no_agreement = models.BooleanField(default=False)
    changed_minds = FactField(Text, null=True)
    dissents = FactField(Dissent, many=True)
    evidence_known = models.CharField(max_length=20, choices=codes(Known), default=Known.NOT_LOOKED_AT.value)
    note = FactField(Text, null=True)
    superseded_uid = models.UUIDField(null=True, blank=True)

    objects = EvaluationRecords.as_manager()

    class Meta:
        ordering = ["evaluation_id", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.evaluation.part

    def __str__(self) -> str:
        return self.topic or ", ".join(self.subjects)


class AssessmentRecords(Records):
    """Records of an assessment."""

    part_path = "assessment__evaluation__part"


class EvidenceItem(Withdrawable):
    """One thing that an assessment rests on. `stored` is its file when the team holds it: the file never leaves."""

    says = facts.Evidence

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence_items")
    order = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=codes(EvidenceKind))
    fact = FactField(facts.Evidence)
    stored = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = AssessmentRecords.as_manager()

    class Meta:
        ordering = ["assessment_id", "order", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        return self.assessment.evaluation.part

    def __str__(self) -> str:
        return self.kind


class Claim(Withdrawable):
    """A count said of a whole. Its plan and evaluation may be another body's."""

    says = facts.Claim

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="claims")
    plan_uid = models.UUIDField(null=True, blank=True, db_index=True)
    evaluation_uid = models.UUIDField(null=True, blank=True, db_index=True)
    said_by = FactField(OrgRef)
    recorded_at = models.CharField(max_length=40)
    said = FactField(When, null=True)
    text = FactField(Text, null=True)
    counts = FactField(Count, many=True)
    total = models.PositiveIntegerField(null=True, blank=True)
    scale_uid = models.UUIDField(null=True, blank=True)
    scale_printed = models.CharField(max_length=300, null=True, blank=True)
    definition = FactField(Text, null=True)
    definition_known = models.CharField(max_length=20, choices=codes(Known), default=Known.NOT_LOOKED_AT.value)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)
    note = FactField(Text, null=True)
    superseded_uid = models.UUIDField(null=True, blank=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "id"]

    def __str__(self) -> str:
        return str(self.text.value) if self.text else str(self.uid)
