"""Writes of the team: who is in it, who assesses what, what each says unseen, what they agree on.

The trace of a rating says that it was given, never what it says: whoever reads the trace may be the other assessor.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core import audit, revisions, writing
from jalon.core.acting import action
from jalon.core.errors import Conflict, Forbidden
from jalon.core.models import User
from jalon.core.permissions import Permission, allowed
from jalon.core.whole import now
from jalon.evaluation.actions.common import check_whole, require_team
from jalon.evaluation.levels import in_order, level_problems
from jalon.evaluation.models import Assessment, Evaluation, Member, Rating, Reconciliation, Share
from jalon.evaluation.unlocking import unlocked
from jalon.facts import evaluation as facts
from jalon.facts.common import Text
from jalon.facts.evaluation import Assessed, Dissent, NoVerdict


@action(Permission.EDIT)
def add_member(*, evaluation: Evaluation, user: User, by: User | None, expected_revision: int) -> Member:
    """Take a person into the team; who names the first one is in it. It gives no right that the person has not."""
    require_team(by, evaluation)
    if not allowed(user, Permission.VIEW_DRAFT, evaluation.part):
        writing.refuse({"user": _("Cette personne n’a pas de rôle dans la partie\u00a0: invitez-la d’abord.")})
    revisions.claim(evaluation, expected_revision)
    live = Member.objects.filter(evaluation=evaluation, ended_at__isnull=True)
    if live.filter(user=user).exists():
        writing.refuse({"user": _("Cette personne est déjà de l’équipe.")})
    if by is not None and by != user and not live.exists():
        Member.objects.create(evaluation=evaluation, user=by)
    member: Member = Member.objects.create(evaluation=evaluation, user=user)
    _traced(evaluation, by, "add_member", {"user": str(user.uid)})
    return member


@action(Permission.EDIT)
def end_member(*, member: Member, by: User | None, expected_revision: int) -> Member:
    """End a person's place in the team: its shares go, what it rated stays. The last one stays: without a team the draft,
    its notes and its ratings would be read by everybody who reads the part's drafts."""
    evaluation = member.evaluation
    require_team(by, evaluation)
    if member.ended_at is not None:
        writing.refuse({"user": _("Cette personne n’est plus de l’équipe.")})
    Evaluation.objects.select_for_update().get(pk=evaluation.pk)  # two people may end the last two places at once
    if not Member.objects.filter(evaluation=evaluation, ended_at__isnull=True).exclude(pk=member.pk).exists():
        writing.refuse({"user": _("C’est la dernière personne de l’équipe\u00a0: sans équipe, le brouillon s’ouvrirait à toute la partie. Ajoutez d’abord quelqu’un.")})  # fmt: skip
    revisions.write(member, expected_revision, ended_at=timezone.now())
    given = Rating.objects.filter(evaluation=evaluation, user=member.user, given_at__isnull=False)
    Share.objects.filter(evaluation=evaluation, user=member.user).exclude(
        subject_uid__in=given.values("subject_uid")
    ).delete()
    _traced(evaluation, by, "end_member", {"user": str(member.user.uid)})
    return member


@action(Permission.EDIT)
def share_out(
    *, evaluation: Evaluation, shares: Mapping[str, Iterable[User]], blind: bool = False, by: User | None,
    expected_revision: int,
) -> int:  # fmt: skip
    """Say who takes each of these subjects (uid -> people), instead of who did; gives how many shares there are now.

    `blind`: those of one subject judge it without seeing each other. What was given for good, or is being reconciled,
    is not shared out anew.
    """
    require_team(by, evaluation)
    wanted = {uuid.UUID(subject): list(dict.fromkeys(people)) for subject, people in shares.items()}
    writing.refuse(unlocked(evaluation) | _not_in_team(evaluation, wanted) | _under_way(evaluation, wanted, blind))
    revisions.claim(evaluation, expected_revision)
    before = _shared(evaluation, wanted)
    Share.objects.filter(evaluation=evaluation, subject_uid__in=wanted).delete()
    rows = [
        Share(evaluation=evaluation, user=user, subject_uid=subject, blind=blind)
        for subject, people in wanted.items()
        for user in people
    ]
    Share.objects.bulk_create(rows)
    told = {"subjects": len(wanted), "shares": len(rows), "blind": blind, "_shares": before}
    _traced(evaluation, by, "share_out", told)
    return Share.objects.filter(evaluation=evaluation).count()


@action(Permission.EDIT)
def rate(
    *, evaluation: Evaluation, subject: str, by: User | None, expected_revision: int, level: str | None = None,
    no_verdict: NoVerdict | None = None, text: Text | None = None, private_note: str = "", give: bool = False,
) -> Rating:  # fmt: skip
    """What `by` says of a subject without seeing the others; `expected_revision` is the rating's, 0 for the first time.

    `give`: for good. It may still be written until reconciliation opens, and never after.
    """
    require_team(by, evaluation)
    key = uuid.UUID(subject)
    if by is None or _held(evaluation, [key]).filter(user=by).first() is None:
        raise Forbidden(_("Cet objet ne vous est pas confié en aveugle."))
    fields: dict[str, Any] = {
        "level": level, "no_verdict": no_verdict, "text": text, "private_note": private_note,
        "given_at": timezone.now() if give else None,
    }  # fmt: skip
    writing.refuse(unlocked(evaluation) | _opened(evaluation, key) | _wrong_rating(evaluation, fields, give))
    row: Rating | None = Rating.objects.filter(evaluation=evaluation, user=by, subject_uid=key).first()
    if row is None:
        row = _first_rating(Rating(evaluation=evaluation, user=by, subject_uid=key, **fields), expected_revision)
    else:
        revisions.write(row, expected_revision, **fields)
    changes = {"subject": subject, "given": give}
    audit.record(action="evaluation.rate", by=by, part=evaluation.part, subject=evaluation, changes=changes)
    return row


@action(Permission.EDIT)
def open_reconciliation(
    *, evaluation: Evaluation, subjects: Iterable[str], by: User | None, expected_revision: int
) -> tuple[Reconciliation, ...]:
    """From now on the ratings of these subjects are read together, and change no more. Each needs two, given for good."""
    require_team(by, evaluation)
    keys = [uuid.UUID(subject) for subject in dict.fromkeys(subjects)]
    revisions.claim(evaluation, expected_revision)
    list(_held(evaluation, keys))
    writing.refuse(unlocked(evaluation) | _not_ready(evaluation, keys))
    rows = [Reconciliation(evaluation=evaluation, subject_uid=key, opened_at=timezone.now()) for key in keys]
    Reconciliation.objects.bulk_create(rows)
    _traced(evaluation, by, "open_reconciliation", {"subjects": [str(key) for key in keys]})
    return tuple(rows)


@action(Permission.EDIT)
def reconcile(
    *, reconciliation: Reconciliation, by: User | None, expected_revision: int, level: str | None = None,
    no_verdict: NoVerdict | None = None, no_agreement: bool = False, text: Text | None = None,
    changed_minds: Text | None = None, dissents: tuple[Dissent, ...] = (), kept: tuple[Dissent, ...] = (),
    object: Assessed = Assessed.MEASURE,
) -> Assessment:  # fmt: skip
    """Write what was agreed, or that nothing was, as the assessment of the subject. The ratings stay as they were given.
    `dissents` are published with it, `kept` stay with the team."""
    evaluation = reconciliation.evaluation
    require_team(by, evaluation)
    fields: dict[str, Any] = {
        "level": level, "no_verdict": no_verdict, "no_agreement": no_agreement, "text": text,
        "changed_minds": changed_minds, "dissents": dissents, "blind": _given(reconciliation),
    }  # fmt: skip
    row = (
        reconciliation.assessment
        or _of_subject(reconciliation)
        or Assessment(
            evaluation=evaluation,
            object=object,
            subjects=(str(reconciliation.subject_uid),),
            recorded_at=now(),
            revision=0,
        )
    )
    for name, value in fields.items():
        setattr(row, name, value)
    writing.refuse(unlocked(evaluation) | check_whole(row) | writing.check_values(facts.Assessment, fields))
    writing.refuse(writing.check_values(facts.Assessment, {"dissents": kept}))
    writing.refuse(level_problems(evaluation, [level, *(dissent.level for dissent in (*dissents, *kept))]))
    revisions.claim(reconciliation, expected_revision)
    row.revision += 1
    row.withdrawn_at, row.withdrawn_reason = None, ""  # said anew: one that was withdrawn would stay unsaid
    row.save()
    Reconciliation.objects.filter(pk=reconciliation.pk).update(closed_at=timezone.now(), assessment=row, kept=kept)
    reconciliation.refresh_from_db()
    writing.trace(
        row, by, "evaluation.reconcile", {"subject": str(reconciliation.subject_uid), "agreed": not no_agreement}
    )
    return row


def _traced(evaluation: Evaluation, by: User | None, name: str, changes: Mapping[str, Any]) -> None:
    """The team's work changes nothing of what the part says: its revision stays."""
    audit.record(action=f"evaluation.{name}", by=by, part=evaluation.part, subject=evaluation, changes=dict(changes))


def _shared(evaluation: Evaluation, subjects: Iterable[uuid.UUID]) -> dict[str, dict[str, Any]]:
    """Whose these subjects are now, as the trace keeps it for undoing."""
    found: dict[str, dict[str, Any]] = {str(subject): {"people": [], "blind": False} for subject in subjects}
    rows = Share.objects.filter(evaluation=evaluation, subject_uid__in=subjects)
    for subject, person, blind in rows.values_list("subject_uid", "user__uid", "blind"):
        found[str(subject)]["people"].append(str(person))
        found[str(subject)]["blind"] = blind
    return found


def _held(evaluation: Evaluation, subjects: list[uuid.UUID]) -> QuerySet[Share]:
    """The blind shares of these subjects, held until the end: nobody rates while reconciliation opens."""
    rows: QuerySet[Share] = Share.objects.filter(evaluation=evaluation, subject_uid__in=subjects, blind=True)
    return rows.select_for_update(of=("self",)).order_by("pk")


def _first_rating(row: Rating, expected_revision: int) -> Rating:
    if expected_revision:
        raise Conflict(expected=expected_revision, current=0)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # two windows of one person
        other = Rating.objects.get(evaluation=row.evaluation, user=row.user, subject_uid=row.subject_uid)
        values = {name: getattr(row, name) for name in ("level", "no_verdict", "text", "private_note")}
        raise revisions.conflict(other, 0, values) from None
    return row


def _wrong_rating(evaluation: Evaluation, fields: Mapping[str, Any], give: bool) -> dict[str, str]:
    problems = level_problems(evaluation, [fields["level"]])
    if fields["level"] is not None and fields["no_verdict"] is not None:
        problems["no_verdict"] = _("Un niveau, ou la raison de son absence\u00a0: pas les deux.")
    if give and fields["level"] is None and fields["no_verdict"] is None:
        problems["level"] = _("Choisissez un niveau, ou dites pourquoi il n’y en a pas.")
    texts = {"text": fields["text"], "topic": fields["private_note"]}
    return problems | writing.check_values(facts.Assessment, texts)


def _opened(evaluation: Evaluation, subject: uuid.UUID) -> dict[str, str]:
    if not Reconciliation.objects.filter(evaluation=evaluation, subject_uid=subject).exists():
        return {}
    return {"level": _("La conciliation est ouverte\u00a0: l’avis donné reste ce qu’il était.")}


def _not_in_team(evaluation: Evaluation, wanted: Mapping[uuid.UUID, list[User]]) -> dict[str, str]:
    members = Member.objects.filter(evaluation=evaluation, ended_at__isnull=True)
    known = set(members.values_list("user_id", flat=True))
    if all(user.pk in known for people in wanted.values() for user in people):
        return {}
    return {"user": _("Confiez à des personnes de l’équipe\u00a0: ajoutez d’abord les autres.")}


def _under_way(evaluation: Evaluation, wanted: Mapping[uuid.UUID, list[User]], blind: bool) -> dict[str, str]:
    """Nobody's given rating is left without its share, and nobody comes to see what was promised to be unseen."""
    for model, path in ((Reconciliation, {}), (Rating, {"given_at__isnull": False})):
        if model.objects.filter(evaluation=evaluation, subject_uid__in=wanted, **path).exists():
            return {
                "subjects": _(
                    "Des avis sont déjà donnés sur l’un de ces objets\u00a0: ils restent confiés comme ils le sont."
                )
            }
    if blind and any(len(people) < 2 for people in wanted.values()):
        return {"user": _("En aveugle, un objet est confié à deux personnes au moins.")}
    assessed = Assessment.objects.live().filter(evaluation=evaluation) if blind else Assessment.objects.none()
    taken = {subject for row in assessed.only("subjects") for subject in row.subjects}
    if any(str(subject) in taken for subject in wanted):
        return {"subjects": _("L’un de ces objets a déjà son appréciation\u00a0: elle n’est plus à juger en aveugle.")}
    return {}


def _not_ready(evaluation: Evaluation, keys: list[uuid.UUID]) -> dict[str, str]:
    if Reconciliation.objects.filter(evaluation=evaluation, subject_uid__in=keys).exists():
        return {"subjects": _("La conciliation de l’un de ces objets est déjà ouverte.")}
    for key in keys:
        shares = Share.objects.filter(evaluation=evaluation, subject_uid=key, blind=True).values_list("user", flat=True)
        given = Rating.objects.filter(evaluation=evaluation, subject_uid=key, given_at__isnull=False)
        missing = set(shares) - set(given.values_list("user", flat=True))
        if missing or given.count() < 2:
            message = _("Il manque %(missing)d avis donnés pour de bon\u00a0: attendez-les, ou changez la répartition.")
            return {"subjects": message % {"missing": max(len(missing), 2 - given.count())}}
    return {}


def _given(reconciliation: Reconciliation) -> tuple[str, ...]:
    rows = Rating.objects.filter(
        evaluation=reconciliation.evaluation, subject_uid=reconciliation.subject_uid, given_at__isnull=False
    )
    return in_order(reconciliation.evaluation, [row.level or row.no_verdict or "" for row in rows])


def _of_subject(reconciliation: Reconciliation) -> Assessment | None:
    wanted = (str(reconciliation.subject_uid),)
    rows = Assessment.objects.live().filter(evaluation=reconciliation.evaluation, superseded_uid__isnull=True)
    found: Assessment | None = rows.filter(subjects=wanted).first()
    return found
