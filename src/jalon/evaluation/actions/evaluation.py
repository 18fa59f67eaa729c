"""Writes of an evaluation and of its course: stages, adoption, signatures, right of reply, questions for it."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed, now
from jalon.core.writing import add, edit, refuse, required
from jalon.evaluation.actions.common import check_whole, require_team
from jalon.evaluation.enums import Stage
from jalon.evaluation.fields import EvaluationFields
from jalon.evaluation.models import Assessment, Evaluation
from jalon.evaluation.places import slug_taken
from jalon.evaluation.stages import MOVES, SIGNED
from jalon.evaluation.unlocking import unlocked
from jalon.facts.common import OrgRef, When
from jalon.facts.evaluation import (
    Adoption,
    EvaluationState,
    Inquiry,
    Response,
    RightOfReply,
    Signature,
)
from jalon.methods.dates import parse


class Course(TypedDict, total=False):
    """What the actions on the course of an evaluation write."""

    adoption: Adoption | None
    signatures: tuple[Signature, ...]
    reply: RightOfReply | None
    requests: tuple[Inquiry, ...]


@action(Permission.EDIT)
def add_evaluation(
    *, part: Part, by: User | None, own: bool = True, citations: Citations = (), source_to_find: bool = False,
    **fields: Unpack[EvaluationFields],
) -> Evaluation:  # fmt: skip
    """An evaluation (`slug`, `plan_uid`, `evaluator`, `title`). `own`: a team here makes it, from preparation on;
    otherwise it is recorded from its sources, and leaves with the part's next version."""
    require(by, Permission.EDIT, part)
    row = new_evaluation(part, own, fields)
    return add(
        row, by=by, action="evaluation.add_evaluation", citations=citations, source_to_find=source_to_find or own
    )


def new_evaluation(part: Part, own: bool, fields: EvaluationFields) -> Evaluation:
    """An evaluation that is not saved yet, checked."""
    refuse(required({name: fields.get(name) for name in ("slug", "plan_uid", "evaluator", "title")}))
    stage = Stage.PREPARE if own else Stage.PUBLISH
    row = Evaluation(part=part, own=own, stage=stage, recorded_at=now(), **fields)
    refuse(slug_taken(row) | check_whole(row) | _own_is_known(row))
    return row


@action(Permission.EDIT)
def edit_evaluation(
    *, evaluation: Evaluation, by: User | None, expected_revision: int, citations: Citations | None = None,
    source_to_find: bool = False, **fields: Unpack[EvaluationFields],
) -> Evaluation:  # fmt: skip
    """Write fields of an evaluation. Its scale stays once a level was given on it."""
    require_team(by, evaluation)
    wanted = changed(evaluation, fields)
    refuse(unlocked(evaluation) | slug_taken(wanted) | check_whole(wanted) | _own_is_known(wanted))
    refuse(_scale_in_use(evaluation, fields))
    return edit(
        evaluation, by=by, action="evaluation.edit_evaluation", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find or evaluation.own,
    )  # fmt: skip


@action(Permission.EDIT, Permission.SIGN_OFF)
def move_stage(*, evaluation: Evaluation, to: Stage, by: User | None, expected_revision: int) -> Evaluation:
    """Go to the next stage, or back. Publishing, and taking back what was, is for who signs for the body. Measures that
    were not assessed do not keep it from being published: they are counted. Nor does a reply that did not come."""
    require_team(by, evaluation)
    if {Stage(evaluation.stage), to} & SIGNED:
        require(by, Permission.SIGN_OFF, evaluation.part)
    refuse(_no_move(evaluation, to))
    return _edit(evaluation, by, "move_stage", expected_revision, stage=to)


@action(Permission.EDIT)
def record_adoption(
    *, evaluation: Evaluation, adoption: Adoption, by: User | None, expected_revision: int
) -> Evaluation:
    """How it was adopted: by which organ, when, with which votes. Votes that do not add up are refused."""
    require_team(by, evaluation)
    refuse(check_whole(evaluation, {"adoption": adoption}))
    return _edit(evaluation, by, "record_adoption", expected_revision, adoption=adoption)


@action(Permission.EDIT)
def record_signature(
    *, evaluation: Evaluation, signature: Signature, by: User | None, expected_revision: int
) -> Evaluation:
    """A body signs, or abstains; said again, the later word stands."""
    require_team(by, evaluation)
    others = tuple(one for one in evaluation.signatures if one.body != signature.body)
    signatures = (*others, signature)
    refuse(check_whole(evaluation, {"signatures": signatures}))
    return _edit(evaluation, by, "record_signature", expected_revision, signatures=signatures)


@action(Permission.EDIT)
def open_reply(
    *, evaluation: Evaluation, opened: When, closes: When, invited: tuple[OrgRef, ...], by: User | None,
    expected_revision: int,
) -> Evaluation:  # fmt: skip
    """Give bodies until a day to answer the draft. The time closes by itself, and nothing waits for it."""
    require_team(by, evaluation)
    responses = evaluation.reply.responses if evaluation.reply else ()
    reply = RightOfReply(opened=opened, closes=closes, invited=invited, responses=responses)
    refuse(check_whole(evaluation, {"reply": reply}))
    refuse(_no_time(reply))
    return _edit(evaluation, by, "open_reply", expected_revision, reply=reply)


@action(Permission.EDIT)
def record_response(
    *, evaluation: Evaluation, response: Response, by: User | None, expected_revision: int
) -> Evaluation:
    """What a body answered, while the right of reply is open; said again of the same subject, the later word stands."""
    require_team(by, evaluation)
    reply = evaluation.reply
    if reply is None or not reply_is_open(reply):
        refuse({"reply": _("Le droit de réponse n’est pas ouvert\u00a0: ouvrez-le, ou prolongez-le.")})
    assert reply is not None
    kept = tuple(one for one in reply.responses if (one.body, one.subject) != (response.body, response.subject))
    wanted = RightOfReply(opened=reply.opened, closes=reply.closes, invited=reply.invited, responses=(*kept, response))
    refuse(check_whole(evaluation, {"reply": wanted}))
    return _edit(evaluation, by, "record_response", expected_revision, reply=wanted)


@action(Permission.EDIT)
def ask_for(
    *, evaluation: Evaluation, inquiry: Inquiry, by: User | None, expected_revision: int, replaces: int | None = None
) -> Evaluation:
    """A dated request for an evaluation that is known and not shared; `replaces`: the place of one to write anew."""
    require_team(by, evaluation)
    if evaluation.state != EvaluationState.KNOWN_NOT_SHARED:
        refuse({"state": _("On ne demande que ce qui n’est pas diffusé\u00a0: changez d’abord l’état.")})
    requests = list(evaluation.requests)
    if replaces is None:
        requests.append(inquiry)
    elif 0 <= replaces < len(requests):
        requests[replaces] = inquiry
    else:
        refuse({"requests": _("Cette demande n’est plus là\u00a0: rechargez la page.")})
    refuse(check_whole(evaluation, {"requests": tuple(requests)}))
    return _edit(evaluation, by, "ask_for", expected_revision, requests=tuple(requests))


@action(Permission.EDIT)
def put_back_course(
    *, evaluation: Evaluation, by: User | None, expected_revision: int, **said: Unpack[Course]
) -> Evaluation:
    """Say the adoption, the signatures, the right of reply or the requests as they stood before: undoes the four above."""
    require_team(by, evaluation)
    refuse(check_whole(evaluation, said))
    return _edit(evaluation, by, "put_back_course", expected_revision, **said)


def reply_is_open(reply: RightOfReply, today: date | None = None) -> bool:
    """Whether the day is between the two dates, both included. A date that was not read does not close it."""
    today = today or timezone.localdate()
    begin, end = _first_day(reply.opened), _last_day(reply.closes)
    return (begin is None or begin <= today) and (end is None or today <= end)


def _first_day(when: When) -> date | None:
    return parse(when.edtf).earliest if when.edtf else None


def _last_day(when: When) -> date | None:
    return parse(when.edtf).latest if when.edtf else None


def _edit(evaluation: Evaluation, by: User | None, name: str, expected_revision: int, **fields: Any) -> Evaluation:
    return edit(evaluation, by=by, action=f"evaluation.{name}", expected_revision=expected_revision, fields=fields)


def _no_move(evaluation: Evaluation, to: Stage) -> dict[str, str]:
    now_at = Stage(evaluation.stage)
    if not evaluation.own:
        return {"stage": _("Cette évaluation est recueillie dans ses sources\u00a0: elle n’a pas d’étapes ici.")}
    if to not in MOVES[now_at]:
        names = ", ".join(str(stage.label) for stage in MOVES[now_at])
        message = _("De «\u00a0%(now)s\u00a0», on ne passe qu’à\u00a0: %(names)s.")
        return {"stage": message % {"now": now_at.label, "names": names}}
    return {}


def _own_is_known(row: Evaluation) -> dict[str, str]:
    if row.own and row.state == EvaluationState.KNOWN_NOT_SHARED:
        return {"state": _("Une évaluation faite ici est connue de son équipe\u00a0: recueillez celle d’un autre.")}
    return {}


def _scale_in_use(evaluation: Evaluation, fields: Any) -> dict[str, str]:
    if "scale_uid" not in fields or fields["scale_uid"] == evaluation.scale_uid:
        return {}
    given = Assessment.objects.live().filter(evaluation=evaluation, level__isnull=False).exists()
    given = given or evaluation.ratings.filter(level__isnull=False).exists()
    if not given:
        return {}
    return {"scale_uid": _("Des niveaux sont déjà donnés sur l’échelle\u00a0: retirez-les avant d’en changer.")}


def _no_time(reply: RightOfReply) -> dict[str, str]:
    begin, end = _first_day(reply.opened), _last_day(reply.closes)
    if begin is None or end is None:
        return {"closes": _("Donnez les deux dates\u00a0: le droit de réponse se ferme de lui-même.")}
    if end < begin:
        return {"closes": _("La clôture vient après l’ouverture.")}
    return {}
