"""Recommendations, promises and overlaps as pages of plans and measures show them: dated statements, under the same uids.

Releases made before commitments had facts of their own hold such statements and overlaps; newer ones derive them when their
index is built, so that one page reads both. What is said of evaluations is in `facts.said`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from jalon.facts.common import Citation, Confidence, Statement, StatementKind, Text
from jalon.facts.lineage import OverlapLink
from jalon.facts.plan import Overlap
from jalon.facts.promise import DueDate, Promise, PromiseView, Verdict
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, Relation
from jalon.facts.uids import stable_uid


def statements_of(
    recommendations: Iterable[Recommendation],
    answers: Iterable[RecommendationAnswer],
    promises: Iterable[Promise],
    views: Iterable[PromiseView],
) -> Iterator[Statement]:
    """All statements that these facts make. What is said of a fact that is not among them says nothing alone."""
    answered: dict[str, list[RecommendationAnswer]] = defaultdict(list)
    for answer in answers:
        answered[answer.recommendation].append(answer)
    viewed: dict[str, list[PromiseView]] = defaultdict(list)
    for view in views:
        viewed[view.promise].append(view)
    for recommendation in recommendations:
        yield from of_recommendation(recommendation, answered[recommendation.uid])
    for promise in promises:
        yield from of_promise(promise, viewed[promise.uid])


def of_recommendation(item: Recommendation, answers: Iterable[RecommendationAnswer] = ()) -> Iterator[Statement]:
    """« Asked »: of each measure that somebody ties to it, else of its plan or the country. The first bears its uid."""
    tied: dict[str, RecommendationAnswer] = {}
    for answer in sorted(answers, key=lambda one: one.uid):
        if answer.relation is not Relation.UNRELATED:
            tied.setdefault(answer.measure, answer)
    if not tied:
        yield _asked(item)
    for rank, (measure, answer) in enumerate(tied.items()):
        weak = Confidence.INFERRED in (item.confidence, answer.confidence)
        yield replace(
            _asked(item, answer.text),
            uid=stable_uid(f"{item.uid}/{measure}") if rank else item.uid,
            subject=measure,
            link=answer.link,
            confidence=Confidence.INFERRED if weak else Confidence.STATED,
        )


def _asked(item: Recommendation, why: Text | None = None) -> Statement:
    return Statement(
        uid=item.uid,
        kind=StatementKind.ASKED,
        subject=item.subject,
        recorded_at=item.recorded_at,
        known=item.known,
        said_by=item.body,
        text=item.texts[0] if item.texts else None,
        said=item.when,
        due=item.deadline,
        link=item.link,
        confidence=item.confidence,
        note=_joined(item, item.report, item.symbol, item.session, item.note, why),
        citations=item.citations,
    )


def _joined(item: Recommendation, *notes: Text | str | None) -> Text | None:
    said = " ; ".join(note.value if isinstance(note, Text) else note for note in notes if note)
    lang = item.note.lang if item.note else item.texts[0].lang if item.texts else "fr"
    return Text(value=said, lang=lang) if said else None


def of_promise(item: Promise, views: Iterable[PromiseView] = ()) -> Iterator[Statement]:
    """« Promised » for each due date, each replaced by the next; then what each one found. All have its words as topic.

    The first bears the promise's uid, the further ones that of their due date.
    """
    dues: tuple[DueDate | None, ...] = item.dues or (None,)
    uids = [item.uid, *(due.uid for due in item.dues[1:])]
    for rank, due in enumerate(dues):
        later = uids[rank + 1] if rank + 1 < len(uids) else None
        yield _promised(item, due, uids[rank], later, first=rank == 0)
    for view in sorted(views, key=lambda one: one.uid):
        yield _found(item, view)


def _promised(item: Promise, due: DueDate | None, uid: str, later: str | None, *, first: bool) -> Statement:
    own: tuple[Citation, ...] = due.citations if due else ()
    return Statement(
        uid=uid,
        kind=StatementKind.PROMISED,
        subject=item.subject,
        recorded_at=item.recorded_at if first or due is None else due.recorded_at,
        said_by=(item.said_by if first else None) or (due.said_by if due else None) or item.said_by,
        text=item.text,
        said=item.made if first else due.said if due else None,
        due=due.due if due else None,
        link=item.link,
        confidence=item.confidence,
        note=item.note,
        topic=item.text.value,
        superseded_by=later,
        citations=tuple(dict.fromkeys((*item.citations, *own))) if first else own or item.citations,
    )


def _found(item: Promise, view: PromiseView) -> Statement:
    word = None if view.verdict is Verdict.UNKNOWN else view.verdict.value
    return Statement(
        uid=view.uid,
        kind=StatementKind.OUTCOME,
        subject=item.subject,
        recorded_at=view.recorded_at,
        known=view.known,
        said_by=view.said_by,
        text=view.text,
        said=view.done or view.seen,
        outcome=view.outcome or word,
        link=view.link,
        confidence=view.confidence,
        note=view.note,
        topic=item.text.value,
        citations=view.citations,
    )


def overlaps_of(links: Iterable[OverlapLink]) -> Mapping[str, tuple[Overlap, ...]]:
    """The overlaps of each plan, by its uid, in the order of their uids."""
    found: dict[str, list[Overlap]] = defaultdict(list)
    for link in sorted(links, key=lambda one: one.uid):
        found[link.plan].append(
            Overlap(
                other_plan=link.other.title,
                measure=link.measure,
                other_measure=link.other.reference,
                item=link.item,
                note=link.text,
                confidence=link.confidence,
                citations=link.citations,
            )
        )
    return {plan: tuple(overlaps) for plan, overlaps in found.items()}
