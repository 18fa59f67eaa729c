"""What forms may write of each record: the fields of its fact, each optional, as typed keyword arguments."""

import uuid
from typing import TypedDict

from jalon.facts.common import Confidence, Count, Known, Link, OrgRef, Text, When
from jalon.facts.evaluation import (
    CrosswalkPair,
    EvaluationKind,
    EvaluationState,
    Finding,
    NoVerdict,
    Reliance,
    ScaleLevel,
)


class ScaleFields(TypedDict, total=False):
    """A scale."""

    slug: str
    owner: OrgRef
    title: Text
    levels: tuple[ScaleLevel, ...]
    since: When | None
    note: Text | None


class CrosswalkFields(TypedDict, total=False):
    """A crosswalk."""

    slug: str
    from_uid: uuid.UUID
    to_uid: uuid.UUID
    author: OrgRef
    when: When
    pairs: tuple[CrosswalkPair, ...]
    note: Text | None


class EvaluationFields(TypedDict, total=False):
    """An evaluation, without what its own actions write: stage, adoption, signatures, reply, questions."""

    slug: str
    plan_uid: uuid.UUID
    evaluator: OrgRef
    title: Text
    state: EvaluationState
    kind: EvaluationKind | None
    kind_printed: str | None
    scale_uid: uuid.UUID | None
    scale_printed: str | None
    said: When | None
    as_of: When | None
    period: When | None
    method: Text | None
    rests_on: tuple[Reliance, ...]
    follows_uid: uuid.UUID | None
    corrects_uid: uuid.UUID | None
    note: Text | None
    confidence: Confidence


class AssessmentFields(TypedDict, total=False):
    """An assessment, without its object, its evidence, its private note, and what reconciliation writes."""

    topic: str | None
    findings: tuple[Finding, ...]
    level: str | None
    no_verdict: NoVerdict | None
    text: Text | None
    paragraph: str | None
    page: str | None
    said: When | None
    link: Link
    confidence: Confidence
    evidence_known: Known
    note: Text | None
    superseded_uid: uuid.UUID | None


class ClaimFields(TypedDict, total=False):
    """A claim."""

    plan_uid: uuid.UUID | None
    evaluation_uid: uuid.UUID | None
    said_by: OrgRef
    said: When | None
    text: Text | None
    counts: tuple[Count, ...]
    total: int | None
    scale_uid: uuid.UUID | None
    scale_printed: str | None
    definition: Text | None
    definition_known: Known
    confidence: Confidence
    note: Text | None
    superseded_uid: uuid.UUID | None
