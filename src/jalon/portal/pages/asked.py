"""What is asked of the country, with what answers it: the material that the pages of recommendations share."""

from collections.abc import Mapping
from dataclasses import dataclass

from jalon.facts.coverage import Coverage, Line, coverage
from jalon.facts.plan import Measure, Plan
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview
from jalon.portal import committed_words as terms
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.kept import once_a_release
from jalon.portal.pieces import Day, Notebook, Phrase, Ref, day, phrase
from jalon.publication.reader import Reader


@dataclass(frozen=True, slots=True)
class Held:
    """All that a Release holds of recommendations, read once."""

    recommendations: tuple[Recommendation, ...]
    answers: tuple[RecommendationAnswer, ...]
    reviews: tuple[RecommendationReview, ...]
    measures: tuple[Measure, ...]


@once_a_release
def _held(reader: Reader, _lang: str) -> Held:
    return Held(
        reader.recommendations(),
        reader.recommendation_answers(),
        reader.recommendation_reviews(),
        reader.measures_all(),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The recommendations that were made by the day of the page, the plans in order, their measures, the coverage."""

    plans: tuple[Plan, ...]
    measures: Mapping[str, Measure]
    coverage: Coverage
    fictional: bool
    """All that is asked here is invented."""

    def line(self, uid: str) -> Line | None:
        """The line of a recommendation; None when it is not here."""
        return next((line for line in self.coverage.lines if line.recommendation.uid == uid), None)


def asked(ctx: Context, here: str = "") -> Asked:
    """Five queries the first time, one after. Invented ones stay apart from real ones; `here`: what the page is about.

    Where only invented plans are held, what is asked for real is shown beside them, and they are labelled.
    """
    held, state, invented = _held(ctx.reader, ""), ctx.asof.state, ctx.reader.invented
    apart = here in invented or (not here and _all_invented(held, invented))
    every = ctx.reader.plans()
    plans = tuple(plan for plan in every if (plan.uid in invented) is apart) or every
    uids = {plan.uid for plan in plans}
    measures = {one.uid: one for one in held.measures if one.plan in uids}
    found = coverage(
        (one for one in held.recommendations if happened(one.when, state) and (one.uid in invented) is apart),
        (one for one in held.answers if happened(one.said, state)),
        (one for one in held.reviews if happened(one.said, state)),
        plans,
        measures.values(),
        ctx.today,
    )
    return Asked(plans, measures, found, apart)


def _all_invented(held: Held, invented: frozenset[str]) -> bool:
    return bool(held.recommendations) and all(one.uid in invented for one in held.recommendations)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One recommendation in a list."""

    uid: str
    url: str
    body: str
    day: Day | None
    text: Phrase | None
    about: str
    urgency: str
    deadline: Day | None
    cover: str
    age: str
    repeated: str
    disputed: bool
    inferred: bool
    refs: tuple[Ref, ...]


def row(line: Line, cover: str, ctx: Context, book: Notebook) -> AskedRow:
    """The page's view of one recommendation."""
    one = line.recommendation
    return AskedRow(
        uid=one.uid,
        url=ctx.links.to("recommendation", one.uid),
        body=one.body.name,
        day=day(one.when, ctx.lang),
        text=words_of(one, ctx),
        about=place(one),
        urgency=one.urgency or "",
        deadline=day(one.deadline, ctx.lang),
        cover=cover,
        age=terms.age(line.age),
        repeated=terms.repeated(line.repeats),
        disputed=line.disputed,
        inferred=one.confidence.value == "inferred",
        refs=book.refs(one.citations),
    )


def words_of(one: Recommendation, ctx: Context) -> Phrase | None:
    """Its words, in the language of the page if it has them; None when they were not read."""
    own = next((text for text in one.texts if text.lang == ctx.lang), None)
    return phrase(own or next(iter(one.texts), None), ctx.lang)


def place(one: Recommendation) -> str:
    """Where it stands in its document: report, symbol, session, paragraph, as printed."""
    return ", ".join(part for part in (one.report, one.symbol, one.cycle, one.session, one.paragraph) if part)
