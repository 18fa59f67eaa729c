"""What the pages of evaluations show: lists with what is counted, one evaluation with the measures of its plan."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.core.matrix import Permission
from jalon.core.models import User
from jalon.core.permissions import allowed
from jalon.evaluation.actions.evaluation import reply_is_open
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Evaluation
from jalon.evaluation.selectors import AssessmentRow, EvaluationPage, EvaluationRow
from jalon.evaluation.stages import MOVES, SIGNED
from jalon.facts.evaluation import Adoption, Assessed, Assessment, Inquiry, NoVerdict, RightOfReply, Scale
from jalon.office.evaluating_steps import address
from jalon.office.evaluation_plans import measures_for, plans_for
from jalon.portal import verdicts
from jalon.portal.words import colon
from jalon.publication.words import date_words
from jalon.ui.pieces import Count

UNKNOWN_SIGN = "sq-unk"


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure of the evaluated plan."""

    uid: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class ListLine:
    """An evaluation in a list."""

    url: str
    title: str
    evaluator: str
    stage: str
    assessed: int
    without_evidence: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one object. `words` empty: nothing is said yet; `bare`: a verdict that shows no evidence."""

    uid: str
    number: str
    title: str
    sign: str
    words: str
    text: Any
    place: str
    evidence: int
    bare: bool
    people: str
    blind: str
    url: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A stage that may follow. `signed`: it is for who signs for the body."""

    code: str
    words: str
    back: bool
    signed: bool
    may: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page of an evaluation. `total` None: the measures of its plan are not known here."""

    plan: str
    stage: str
    published: bool
    moves: tuple[Move, ...]
    counts: tuple[Count, ...]
    total: int | None
    measures: tuple[Line, ...]
    others: tuple[Line, ...]
    facts: tuple[tuple[str, str], ...]
    adoption: tuple[tuple[str, str], ...]
    signatures: tuple[tuple[str, str], ...]
    reply: tuple[tuple[str, str], ...]
    reply_open: bool
    requests: tuple[tuple[str, str, str], ...]
    to_open: int
    to_reconcile: int


def list_lines(rows: Iterable[EvaluationRow], parts: Mapping[str, str] | None = None) -> tuple[ListLine, ...]:
    """Evaluations in a list; `parts`: the titles of their parts, when they are of several."""
    return tuple(
        ListLine(
            url=reverse("office:evaluation", args=(row.part, row.evaluation.uid)), title=row.evaluation.title.value,
            evaluator=row.evaluation.evaluator.name, stage=stage_words(row), assessed=row.assessed,
            without_evidence=row.without_evidence, part=(parts or {}).get(row.part, ""),
        )
        for row in rows
    )  # fmt: skip


def stage_words(row: EvaluationRow) -> str:
    """Where an evaluation is; one that is recorded from its sources has no stages here."""
    if row.evaluation.state == "known_not_shared":
        return _("connue, non diffusée")
    return str(row.stage.label) if row.own else _("recueillie dans ses sources")


def subjects_of(plan_uid: str, user: User) -> tuple[Subject, ...]:
    """The measures of a plan that are in it now; empty when the plan is not to be seen here."""
    found = (one for one in measures_for(plan_uid, user) if not one.gone)
    return tuple(Subject(one.uid, one.number, one.title) for one in found)


def following(page: EvaluationPage, after: tuple[str, ...], user: User) -> Subject | None:
    """The next measure that nothing is said of, among the person's own when some are; those judged unseen have a way of
    their own."""
    subjects = subjects_of(page.row.evaluation.plan, user)
    order = [one.uid for one in subjects]
    start = order.index(after[0]) if after and after[0] in order else -1
    said = {
        uid for one in page.assessments if one.assessment.object is Assessed.MEASURE for uid in one.assessment.subjects
    }
    left = (one for one in (*subjects[start + 1 :], *subjects[: start + 1]) if one.uid not in said | page.blind)
    return next((one for one in left if not page.mine or one.uid in page.mine), None)


def plan_title(plan_uid: str, user: User) -> str:
    """The title of a plan as the person may read it."""
    return dict(plans_for(user)).get(plan_uid, _("plan qui n’est pas connu ici"))


def verdict(said: Assessment | None, scale: Scale | None) -> tuple[str, str]:
    """Sign and words of what is said: a level of its scale, a reason for none, no agreement, or words alone."""
    if said is None:
        return UNKNOWN_SIGN, ""
    if said.no_agreement:
        return "words", _("pas d’accord")
    if said.no_verdict is not None:
        return UNKNOWN_SIGN, _("pas de verdict : %s") % verdicts.NO_VERDICT[said.no_verdict]
    return level(said.level, scale) if said.level else ("words", _("avis en mots"))


def level(code: str | None, scale: Scale | None) -> tuple[str, str]:
    """Sign and words of a level, or of a reason for none."""
    if code in set(NoVerdict):
        return UNKNOWN_SIGN, str(verdicts.NO_VERDICT[NoVerdict(code)])
    found = next((one for one in scale.levels if one.code == code), None) if scale else None
    if found is None:
        return "words", code or ""
    english = (get_language() or "fr").startswith("en")
    return found.mark or "words", found.en if english else found.fr


def build(page: EvaluationPage, row: Evaluation, user: User) -> View:
    """One evaluation as its team works on it."""
    said = page.row.evaluation
    subjects = subjects_of(said.plan, user)
    by_subject = {one.assessment.subject: one for one in page.assessments if one.assessment.object is Assessed.MEASURE}
    names = {member.user: member.name for member in page.members}
    measures = tuple(_measure(one, by_subject.get(one.uid), page, row, names) for one in subjects)
    known = {one.uid for one in subjects}
    others = tuple(
        _other(one, page, row)
        for one in page.assessments
        if one.assessment.object is not Assessed.MEASURE or one.assessment.subject not in known
    )
    waiting = page.blind - page.reconciling.keys() - page.reconciled
    return View(
        plan=plan_title(said.plan, user), stage=stage_words(page.row), published=page.row.stage is Stage.PUBLISH,
        moves=_moves(page, row, user), counts=_counts(page, measures, others), total=len(subjects) or None,
        measures=measures, others=others, facts=_facts(page), adoption=_adoption(said.adoption),
        signatures=tuple((one.body.name, _signed(one)) for one in said.signatures), reply=_reply(said.reply),
        reply_open=bool(said.reply and reply_is_open(said.reply)),
        requests=tuple(_request(one) for one in said.requests), to_open=len(waiting), to_reconcile=len(page.reconciling),
    )  # fmt: skip


def _measure(
    one: Subject, found: AssessmentRow | None, page: EvaluationPage, row: Evaluation, names: Mapping[uuid.UUID, str]
) -> Line:
    blind = one.uid in page.blind
    mine = one.uid in page.mine
    said = found.assessment if found else None
    sign, words = verdict(said, page.scale)
    url = ""
    if page.may_edit and found is None:
        url = address("rate", row, one.uid) if blind and mine else "" if blind else address("assess", row, one.uid)
    elif found is not None:
        url = address("assessment", row, found.assessment.uid)
    people = ", ".join(names[who] for who in page.shares.get(one.uid, ()) if who in names)
    return Line(
        uid=one.uid, number=one.number, title=one.title, sign=sign, words=words, text=said.text if said else None,
        place=_place(said), evidence=len(found.evidence) if found else 0, bare=bool(said and said.without_evidence),
        people=people, blind=_blind(one.uid, page), url=url, mine=mine,
    )  # fmt: skip


def _blind(uid: str, page: EvaluationPage) -> str:
    if uid in page.reconciled:
        return _("concilié")
    if uid in page.reconciling:
        return _("à concilier")
    return _("en aveugle") if uid in page.blind else ""


def _other(one: AssessmentRow, page: EvaluationPage, row: Evaluation) -> Line:
    said = one.assessment
    sign, words = verdict(said, page.scale)
    return Line(
        uid=said.uid, number="", title=colon().join(filter(None, [str(verdicts.OBJECT[said.object]), said.topic])),
        sign=sign, words=words, text=said.text, place=_place(said), evidence=len(one.evidence), bare=said.without_evidence,
        people="", blind="", url=address("assessment", row, said.uid),
    )  # fmt: skip


def _place(said: Assessment | None) -> str:
    if said is None:
        return ""
    parts = ((said.paragraph, _("paragraphe %s")), (said.page, _("page %s")))
    return ", ".join(words % value for value, words in parts if value)


def _counts(page: EvaluationPage, measures: tuple[Line, ...], others: tuple[Line, ...]) -> tuple[Count, ...]:
    assessed = [one for one in measures if one.words]
    bare = sum(one.bare for one in (*measures, *others))
    said = str(len(assessed))
    found = [Count(said, _("mesures appréciées"), str(len(measures)))] if measures else []
    if measures:
        found.append(Count(str(len(measures) - len(assessed)), _("pas encore appréciées"), str(len(measures))))
    verdicts_given = sum(one.assessment.has_verdict for one in page.assessments)
    found.append(Count(str(bare), _("verdicts sans preuve"), str(verdicts_given)))
    return tuple(found)


def _moves(page: EvaluationPage, row: Evaluation, user: User) -> tuple[Move, ...]:
    if not page.row.own or not page.may_edit:
        return ()
    signs = allowed(user, Permission.SIGN_OFF, row.part)
    order = list(Stage)
    found = []
    for to in MOVES[page.row.stage]:
        signed = bool({page.row.stage, to} & SIGNED)
        back = order.index(to) < order.index(page.row.stage)
        found.append(Move(to.value, str(to.label), back, signed, signs or not signed))
    return tuple(found)


def _facts(page: EvaluationPage) -> tuple[tuple[str, str], ...]:
    said = page.row.evaluation
    rests = "; ".join(one.words or _("une autre évaluation") for one in said.rests_on)
    levels = " / ".join(level(one.code, page.scale)[1] for one in page.scale.levels) if page.scale else ""
    pairs = (
        (_("Échelle"), levels or said.scale_printed or _("aucune : avis en mots")),
        (_("Genre"), str(verdicts.KIND[said.kind]) if said.kind else said.kind_printed or ""),
        (_("Période"), date_words(said.period)), (_("Regardé jusqu’au"), date_words(said.as_of)),
        (_("Publiée ou connue le"), date_words(said.said)), (_("Repose sur"), rests),
        (_("Méthode"), said.method.value if said.method else ""),
    )  # fmt: skip
    return tuple((name, value) for name, value in pairs if value)


def _adoption(said: Adoption | None) -> tuple[tuple[str, str], ...]:
    if said is None:
        return ()
    numbers = ((_("Pour"), said.votes_for), (_("Contre"), said.votes_against), (_("Abstentions"), said.abstentions),
               (_("Votants"), said.votes))  # fmt: skip
    votes = tuple((name, str(n) if n is not None else _("non dit")) for name, n in numbers)
    words = ((_("Par"), said.body), (_("Le"), date_words(said.when) or _("date non dite")), *votes)
    return (*words, (_("Vote tel qu’imprimé"), said.printed)) if said.printed else words


def _signed(one: Any) -> str:
    return ", ".join(filter(None, [str(verdicts.SIGNED[one.state]), date_words(one.when), one.text.value if one.text else ""]))  # fmt: skip


def _reply(said: RightOfReply | None) -> tuple[tuple[str, str], ...]:
    """Who was invited and what each answered; silence is said as silence, and only once the time is over."""
    if said is None:
        return ()
    answered = {one.body.name for one in said.responses}
    words = _("pas encore de réponse") if reply_is_open(said) else _("silence")
    given = ((one.body.name, f"{date_words(one.said)} {one.text.value}".strip()) for one in said.responses)
    return (
        (_("Ouvert du"), _("%(begin)s au %(end)s inclus") % {"begin": date_words(said.opened), "end": date_words(said.closes)}),
        *given, *((body.name, words) for body in said.invited if body.name not in answered),
    )  # fmt: skip


def _request(one: Inquiry) -> tuple[str, str, str]:
    """When, to whom, and what became of it."""
    became = _("sans réponse connue")
    if one.answered:
        became = _("réponse : %s") % date_words(one.answered)
    elif one.silent_until:
        became = _("toujours sans réponse au %s") % date_words(one.silent_until)
    return date_words(one.asked), one.to.name if one.to else _("destinataire non dit"), became


def moment(when: Any) -> str:
    """A moment of the team's work, where the instance is."""
    return date_format(timezone.localtime(when), "j F Y, H:i") if when else ""
