"""What the office shows of evaluations: facts with the revision that a form about them is filled on."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from jalon.core.citing import citation_fact
from jalon.core.models import Citation, Part, User
from jalon.core.parts import Unsourced
from jalon.core.permissions import may_edit
from jalon.evaluation import models, reading
from jalon.evaluation.collecting import evidence_of
from jalon.evaluation.enums import Stage
from jalon.evaluation.permissions import of_the_team, visible_to
from jalon.facts import common
from jalon.facts import evaluation as facts
from jalon.facts.standard_scales import STANDARD


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRow:
    """An evaluation in a list. `assessed` counts its live assessments, `without_evidence` those verdicts that show
    nothing."""

    evaluation: facts.Evaluation
    stage: Stage
    own: bool
    revision: int
    part: str
    assessed: int
    without_evidence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationsPage:
    """The evaluations of a part that the person may see."""

    part: str
    part_title: str
    may_edit: bool
    evaluations: tuple[EvaluationRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One thing that an assessment rests on. `held`: the team keeps its file."""

    uid: str
    revision: int
    evidence: facts.Evidence
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRow:
    """An assessment; `note` is the team's private note with its own revision, 0 when there is none, or none was asked."""

    assessment: facts.Assessment
    revision: int
    evidence: tuple[EvidenceRow, ...]
    note: str
    note_revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A person of the team, and how many subjects are theirs."""

    uid: str
    revision: int
    user: uuid.UUID
    name: str
    shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationPage:
    """One evaluation as its team works on it; others of the body read what is published without the team's own work
    (`of_team`), and write nothing. `shares`: subject -> people (uid); `mine`: the subjects of the reader.

    `blind` are the subjects judged unseen, `reconciling` those whose ratings are read together (uid -> revision of the
    reconciliation), `reconciled` those that were agreed on or not.
    """

    row: EvaluationRow
    part_title: str
    may_edit: bool
    of_team: bool
    scale: facts.Scale | None
    assessments: tuple[AssessmentRow, ...]
    members: tuple[MemberRow, ...]
    shares: Mapping[str, tuple[uuid.UUID, ...]]
    mine: tuple[str, ...]
    blind: frozenset[str]
    reconciling: Mapping[str, int]
    reconciled: frozenset[str]

    def not_assessed(self, subjects: Iterable[str]) -> tuple[str, ...]:
        """Those of these subjects of which nothing is said yet, in their order."""
        said = {uid for row in self.assessments for uid in row.assessment.subjects}
        return tuple(uid for uid in subjects if uid not in said)


def evaluations_page(part_slug: str, user: User) -> EvaluationsPage:
    """The evaluations of a part. `Part.DoesNotExist` when the person may not see it. Constant number of queries."""
    part = Part.objects.visible_to(user).get(slug=part_slug)
    rows = list(visible_to(user).filter(part=part).live().select_related("part"))
    return EvaluationsPage(
        part=part.slug, part_title=part.title, may_edit=may_edit(user, part), evaluations=_rows(rows)
    )


def evaluations_of(user: User) -> tuple[EvaluationRow, ...]:
    """Every live evaluation that the person may see, drafts of teams that are not theirs left out."""
    return _rows(list(visible_to(user).live().select_related("part")))


def evaluation_page(uid: str, user: User) -> EvaluationPage:
    """One evaluation. `Evaluation.DoesNotExist` when the person may not see it."""
    row = evaluation_of(uid, user)
    of_team = of_the_team(user, row)
    shares = list(models.Share.objects.filter(evaluation=row).values_list("subject_uid", "user__uid", "blind"))
    reconciliations = list(
        models.Reconciliation.objects.filter(evaluation=row).values_list("subject_uid", "revision", "closed_at")
    )
    scale = models.Scale.objects.filter(uid=row.scale_uid).first() if row.scale_uid else None
    by_subject: dict[str, tuple[uuid.UUID, ...]] = {}
    for subject, person, _blind in shares:
        by_subject[str(subject)] = (*by_subject.get(str(subject), ()), person)
    return EvaluationPage(
        row=_rows([row])[0],
        part_title=row.part.title,
        may_edit=of_team and may_edit(user, row.part),
        of_team=of_team,
        scale=reading.scale_fact(scale) if scale else _standard(row.scale_uid),
        assessments=assessment_rows(
            models.Assessment.objects.live().filter(evaluation=row).select_related("evaluation"), notes=of_team
        ),
        members=_members(row, Counter(person for _subject, person, _blind in shares)),
        shares=by_subject,
        mine=tuple(str(subject) for subject, person, _blind in shares if person == user.uid),
        blind=frozenset(str(subject) for subject, _person, blind in shares if blind),
        reconciling={str(subject): revision for subject, revision, closed in reconciliations if closed is None},
        reconciled=frozenset(str(subject) for subject, _revision, closed in reconciliations if closed is not None),
    )


def evaluation_of(uid: str, user: User | None) -> models.Evaluation:
    """A live evaluation that the person may see, to write to it. `Evaluation.DoesNotExist` otherwise."""
    row: models.Evaluation = visible_to(user).live().select_related("part__owner").get(uid=uuid.UUID(uid))
    return row


def assessment_of(uid: str, user: User) -> models.Assessment:
    """A live assessment of an evaluation that the person may see. `Assessment.DoesNotExist` otherwise."""
    rows = models.Assessment.objects.live().filter(evaluation__in=visible_to(user).live())
    row: models.Assessment = rows.select_related("evaluation__part__owner").get(uid=uuid.UUID(uid))
    return row


def evidence_item_of(uid: str, user: User) -> models.EvidenceItem:
    """A live piece of evidence of an assessment that the person may see. `EvidenceItem.DoesNotExist` otherwise."""
    rows = models.EvidenceItem.objects.live().filter(assessment__evaluation__in=visible_to(user).live())
    row: models.EvidenceItem = rows.select_related("assessment__evaluation__part__owner", "stored").get(
        uid=uuid.UUID(uid)
    )
    return row


def assessment_rows(rows: QuerySet[models.Assessment], *, notes: bool = False) -> tuple[AssessmentRow, ...]:
    """Assessments with their evidence and citations: who may see them was asked before. `notes`: with the team's private
    ones, for who is of the team. Four queries."""
    found = list(rows)
    keys = [row.pk for row in found]
    cites = _cites([row.uid for row in found])
    evidence = evidence_of(keys)
    items: dict[int, list[EvidenceRow]] = {}
    for item in models.EvidenceItem.objects.live().filter(assessment__in=keys).order_by("order", "id"):
        held = EvidenceRow(
            uid=str(item.uid), revision=item.revision, evidence=item.fact, held=item.stored_id is not None
        )
        items.setdefault(item.assessment_id, []).append(held)
    private = models.Note.objects.filter(assessment__in=keys) if notes else models.Note.objects.none()
    noted = {note.assessment_id: note for note in private}
    return tuple(
        AssessmentRow(
            assessment=reading.assessment_fact(
                row, row.evaluation.uid, evidence.get(row.pk, ()), tuple(cites.get(row.uid, ()))
            ),
            revision=row.revision,
            evidence=tuple(items.get(row.pk, ())),
            note=noted[row.pk].text if row.pk in noted else "",
            note_revision=noted[row.pk].revision if row.pk in noted else 0,
        )
        for row in found
    )


def scales_for(user: User | None) -> tuple[facts.Scale, ...]:
    """The scales to choose from: those of the person's parts, then the standard ones that are not among them. None: the
    instance itself, all parts."""
    rows = (models.Scale.objects.visible_to(user) if user else models.Scale.objects.all()).live()
    own = tuple(reading.scale_fact(row) for row in rows)
    known = {scale.uid for scale in own}
    return (*own, *(scale for scale in STANDARD if scale.uid not in known))


def claims_of(part_slug: str, user: User) -> tuple[tuple[facts.Claim, int], ...]:
    """The live claims of a part, each with its revision. `Part.DoesNotExist` when the person may not see it."""
    part = Part.objects.visible_to(user).get(slug=part_slug)
    hidden = models.Evaluation.objects.of_part(part).exclude(pk__in=visible_to(user))
    rows = list(models.Claim.objects.of_part(part).live().exclude(evaluation_uid__in=hidden.values("uid")))
    cites = _cites([row.uid for row in rows])
    return tuple((reading.claim_fact(row, tuple(cites.get(row.uid, ()))), row.revision) for row in rows)


def unsourced(part: Part) -> tuple[Unsourced, ...]:
    """What is recorded from elsewhere without a source. What a team here says itself is its own source; a claim that
    stands in a draft does not leave with the part, waits for nothing, and is not told to who does not read the draft."""
    sourced = Citation.objects.filter(part=part).values("subject_uid")
    recorded = models.Evaluation.objects.of_part(part).live().filter(own=False)
    drafts = models.Evaluation.objects.of_part(part).exclude(stage=Stage.PUBLISH).values("uid")
    found: list[tuple[str, Any]] = [
        ("evaluation", recorded.exclude(uid__in=sourced)),
        ("assessment", models.Assessment.objects.live().filter(evaluation__in=recorded).exclude(uid__in=sourced)),
        (
            "claim",
            models.Claim.objects.of_part(part).live().exclude(evaluation_uid__in=drafts).exclude(uid__in=sourced),
        ),
    ]
    return tuple(Unsourced(kind, str(row.uid), str(row)) for kind, rows in found for row in rows)


def _rows(rows: list[models.Evaluation]) -> tuple[EvaluationRow, ...]:
    keys = [row.pk for row in rows]
    cites = _cites([row.uid for row in rows])
    live = models.Assessment.objects.live().filter(evaluation__in=keys)
    assessed = Counter(live.values_list("evaluation_id", flat=True))
    shown = models.EvidenceItem.objects.live().filter(assessment__in=live).values("assessment")
    verdicts = live.filter(no_verdict__isnull=True, no_agreement=False)
    bare = Counter(verdicts.exclude(pk__in=shown).values_list("evaluation_id", flat=True))
    return tuple(
        EvaluationRow(
            evaluation=reading.evaluation_fact(row, tuple(cites.get(row.uid, ()))), stage=Stage(row.stage), own=row.own,
            revision=row.revision, part=row.part.slug, assessed=assessed[row.pk], without_evidence=bare[row.pk],
        )
        for row in rows
    )  # fmt: skip


def _members(evaluation: models.Evaluation, shares: Counter[uuid.UUID]) -> tuple[MemberRow, ...]:
    rows = models.Member.objects.filter(evaluation=evaluation, ended_at__isnull=True).select_related("user")
    return tuple(
        MemberRow(
            uid=str(row.uid), revision=row.revision, user=row.user.uid, name=str(row.user), shares=shares[row.user.uid]
        )
        for row in rows
    )


def _standard(uid: uuid.UUID | None) -> facts.Scale | None:
    return next((scale for scale in STANDARD if scale.uid == str(uid)), None)


def _cites(subjects: list[uuid.UUID]) -> dict[uuid.UUID, list[common.Citation]]:
    found: dict[uuid.UUID, list[common.Citation]] = {}
    columns = ("subject_uid", "source__uid", "field", "locator", "quote", "confidence")
    rows = Citation.objects.filter(subject_uid__in=subjects).order_by("order", "id")
    for subject, *rest in rows.values_list(*columns):
        found.setdefault(subject, []).append(citation_fact(*rest))
    return found
