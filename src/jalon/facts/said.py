"""Evaluations as dated statements: what pages of plans and measures show, under the same uids as the facts they come from.

Releases made before evaluations had facts of their own hold such statements; newer ones derive them when their index
is built, so that one page reads both.
"""

from collections.abc import Iterable, Iterator, Mapping

from jalon.facts.common import Statement, StatementKind, Text, When
from jalon.facts.evaluation import Assessment, Claim, Evaluation, EvaluationState, Scale
from jalon.facts.uids import stable_uid

NOT_SHARED = "exists_not_shared"
"""The outcome of a statement that stands for an evaluation which nobody outside has read."""

_WORDS = {
    "fr": {"adopted": "adoptée en {body}, {vote}", "no_vote": "adoptée en {body}", "rests": "repose sur : {what}"},
    "en": {"adopted": "adopted in {body}, {vote}", "no_vote": "adopted in {body}", "rests": "rests on: {what}"},
}
"""Sentences that join an evaluation's own words, in its language; French for languages that are not here."""


def statements_of(
    evaluations: Iterable[Evaluation],
    scales: Mapping[str, Scale],
    assessments: Iterable[Assessment],
    claims: Iterable[Claim] = (),
) -> Iterator[Statement]:
    """All statements that these facts make. `scales` by uid, those of other parts included."""
    by_uid = {item.uid: item for item in evaluations}
    for item in by_uid.values():
        yield from of_evaluation(item)
    for assessment in assessments:
        if evaluation := by_uid.get(assessment.evaluation):
            yield from of_assessment(assessment, evaluation, scales)
    for claim in claims:
        yield from of_claim(claim, by_uid, scales)


def of_evaluation(item: Evaluation) -> Iterator[Statement]:
    """An evaluation that exists and is not shared; one that was published speaks through its assessments."""
    if item.state is EvaluationState.KNOWN_NOT_SHARED:
        yield Statement(
            uid=item.uid,
            kind=StatementKind.JUDGED,
            subject=item.plan,
            recorded_at=item.recorded_at,
            said_by=item.evaluator,
            said=item.said,
            outcome=NOT_SHARED,
            scale=item.scale_printed,
            note=_joined(
                item.note.lang if item.note else "fr", item.note.value if item.note else None, item.kind_printed
            ),
            confidence=item.confidence,
            citations=item.citations,
        )


def of_assessment(item: Assessment, evaluation: Evaluation, scales: Mapping[str, Scale]) -> Iterator[Statement]:
    """One statement a subject; the first bears the assessment's uid. Without a verdict nothing is judged: none."""
    if not item.has_verdict:
        return
    for uid, subject in zip(statement_uids(item), item.subjects or (evaluation.plan,), strict=True):
        yield Statement(
            uid=uid,
            kind=StatementKind.JUDGED,
            subject=subject,
            recorded_at=item.recorded_at,
            said_by=evaluation.evaluator,
            text=item.text or _level_words(item, evaluation, scales),
            said=item.said or evaluation.said,
            outcome=item.level,
            scale=_scale(evaluation.scale if item.level else None, evaluation.scale_printed, scales),
            link=item.link,
            confidence=item.confidence,
            note=_note(item.note, evaluation),
            topic=item.topic,
            superseded_by=item.superseded_by,
            citations=item.citations,
        )


def statement_uids(item: Assessment) -> tuple[str, ...]:
    """The uids of the statements that an assessment makes, one a subject: the first bears its own."""
    return (item.uid, *(stable_uid(f"{item.uid}/{subject}") for subject in item.subjects[1:]))


def of_claim(item: Claim, evaluations: Mapping[str, Evaluation], scales: Mapping[str, Scale]) -> Iterator[Statement]:
    """A count said of a plan, with its lines and its denominator; one that names no plan is not about a plan."""
    evaluation = evaluations.get(item.evaluation or "")
    if item.plan is None:
        return
    yield Statement(
        uid=item.uid,
        kind=StatementKind.JUDGED,
        subject=item.plan,
        recorded_at=item.recorded_at,
        said_by=item.said_by,
        text=item.text,
        said=item.said or _said(evaluation),
        scale=_scale(item.scale, item.scale_printed, scales),
        counts=item.counts,
        total=item.total,
        confidence=item.confidence,
        note=_note(item.note, evaluation) if evaluation else item.note,
        superseded_by=item.superseded_by,
        citations=item.citations,
    )


def _said(evaluation: Evaluation | None) -> When | None:
    return evaluation.said if evaluation else None


def _scale(uid: str | None, printed: str | None, scales: Mapping[str, Scale]) -> str | None:
    """The scale as one line in its owner's words."""
    known = scales.get(uid or "")
    return printed or (known.printed if known else None)


def _level_words(item: Assessment, evaluation: Evaluation, scales: Mapping[str, Scale]) -> Text | None:
    """The words of the level when the evaluator added none."""
    scale = scales.get(evaluation.scale or "")
    rank = scale.rank(item.level) if scale and item.level else None
    return Text(value=scale.levels[rank].fr) if scale and rank is not None else None


def _note(own: Text | None, evaluation: Evaluation) -> Text | None:
    """The remark, the kind as printed, how it was adopted, what it rests on."""
    lang = own.lang if own else evaluation.title.lang
    words = _WORDS.get(lang, _WORDS["fr"])
    adopted, rests_on = evaluation.adoption, [one.words for one in evaluation.rests_on if one.words]
    return _joined(
        lang,
        evaluation.kind_printed,
        own.value if own else None,
        words["adopted" if adopted.printed else "no_vote"].format(body=adopted.body, vote=adopted.printed)
        if adopted
        else None,
        words["rests"].format(what=", ".join(rests_on)) if rests_on else None,
    )


def _joined(lang: str, *notes: str | None) -> Text | None:
    said = " ; ".join(note for note in notes if note)
    return Text(value=said, lang=lang) if said else None
