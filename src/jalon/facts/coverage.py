"""What was asked, and which plan answers: bodies by themes by plans. Pure.

« No link recorded » is not « no measure answers »: the second needs a review that says so. A proposed link answers nothing
yet. What a document asks that nobody read is counted apart, in no total. Recommendations made after a plan ended are told
apart too: it could not answer them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from jalon.facts.common import Known, Link, When
from jalon.facts.plan import Measure, MeasureKind, Plan
from jalon.facts.promising import read
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview, Relation
from jalon.methods import dates

NO_THEME = ""
"""The row of recommendations of which no theme is recorded."""


class Cover(StrEnum):
    """What is recorded of a recommendation and a plan, the strongest word of anybody first."""

    ANSWERED = "answered"
    IN_PART = "in_part"
    AGAINST = "against"  # the only stated links say that a measure works against it
    PROPOSED = "proposed"  # a link is proposed, nobody has decided
    REVIEWED_NONE = "reviewed_none"  # somebody looked and found that no measure answers
    NO_LINK = "no_link"  # nothing is recorded: nobody says that nothing answers
    LATER = "later"  # made after the plan ended
    NOT_READ = "not_read"  # the document is known, its words are not


COUNTED = frozenset(Cover) - {Cover.LATER, Cover.NOT_READ}
"""What makes the denominator of a cell."""


@dataclass(frozen=True, slots=True)
class Age:
    """Whole years between a date and a day, from `low` to `high`: a year alone gives two."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Line:
    """One recommendation. `plans`: its cover by plan uid. `cover` is that of all plans together.

    `age` None: its date is not known. `repeats` counts the other recommendations that say the same words, `first` is
    the uid of the earliest of them. `disputed`: somebody says that a measure answers, somebody else that none does or
    that one works against it.
    """

    recommendation: Recommendation
    answers: tuple[RecommendationAnswer, ...]
    reviews: tuple[RecommendationReview, ...]
    plans: Mapping[str, Cover]
    cover: Cover
    age: Age | None
    repeats: int
    first: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Recommendations of a body on a theme, as one plan covers them."""

    counts: Mapping[Cover, int]

    @property
    def of(self) -> int:
        """The denominator: those that were read, and made before the plan ended."""
        return sum(count for cover, count in self.counts.items() if cover in COUNTED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All lines; cells by (body, theme, plan uid), where one with several themes counts in each; totals by plan, each
    recommendation once. `idle`: by plan, the measures that no stated or proposed link ties to any recommendation,
    numbered ones and attested items apart."""

    lines: tuple[Line, ...]
    cells: Mapping[tuple[str, str, str], Cell]
    totals: Mapping[str, Cell]
    idle: Mapping[str, tuple[str, ...]]
    idle_attested: Mapping[str, tuple[str, ...]]

    def without_link(self) -> tuple[Line, ...]:
        """Those for which no link is recorded, the oldest first."""
        return _oldest(self.lines, Cover.NO_LINK)

    def reviewed_none(self) -> tuple[Line, ...]:
        """Those of which somebody found that no measure answers, the oldest first."""
        return _oldest(self.lines, Cover.REVIEWED_NONE)


def coverage(
    recommendations: Iterable[Recommendation],
    answers: Iterable[RecommendationAnswer],
    reviews: Iterable[RecommendationReview],
    plans: Sequence[Plan],
    measures: Iterable[Measure],
    at: date,
) -> Coverage:
    """The coverage on a day. Answers that name a measure of none of the plans count for all plans together only."""
    asked, held = tuple(recommendations), tuple(measures)
    plan_of = {measure.uid: measure.plan for measure in held}
    answered: dict[str, list[RecommendationAnswer]] = defaultdict(list)
    for answer in answers:
        answered[answer.recommendation].append(answer)
    reviewed: dict[str, list[RecommendationReview]] = defaultdict(list)
    for review in reviews:
        reviewed[review.recommendation].append(review)
    firsts = _firsts(asked)
    groups = Counter(firsts.values())
    ends = {plan.uid: _last_day(plan.period) for plan in plans}
    lines = tuple(
        _line(one, tuple(answered[one.uid]), tuple(reviewed[one.uid]), plan_of, ends, at, firsts[one.uid], groups)
        for one in asked
    )
    return Coverage(lines, _cells(lines, ends), _totals(lines, ends), *_idle(held, lines))


def _line(
    one: Recommendation,
    answers: tuple[RecommendationAnswer, ...],
    reviews: tuple[RecommendationReview, ...],
    plan_of: Mapping[str, str],
    ends: Mapping[str, date | None],
    at: date,
    first: str,
    groups: Mapping[str, int],
) -> Line:
    first_day = _first_day(one.when)
    by_plan: dict[str, list[RecommendationAnswer]] = defaultdict(list)
    for answer in answers:
        by_plan[plan_of.get(answer.measure, "")].append(answer)
    covers = {
        plan: _cover_in(
            one, by_plan.get(plan, []), [r for r in reviews if not r.plans or plan in r.plans], first_day, end
        )
        for plan, end in ends.items()
    }
    cover, disputed = _cover(one, answers, reviews)
    return Line(one, answers, reviews, covers, cover, _age(one.when, at), groups[first] - 1, first, disputed)


def _cover_in(
    one: Recommendation,
    answers: Sequence[RecommendationAnswer],
    reviews: Sequence[RecommendationReview],
    first_day: date | None,
    end: date | None,
) -> Cover:
    cover, _ = _cover(one, answers, reviews)
    after = first_day is not None and end is not None and first_day > end
    return Cover.LATER if cover is Cover.NO_LINK and after else cover


def _cover(
    one: Recommendation, answers: Sequence[RecommendationAnswer], reviews: Sequence[RecommendationReview]
) -> tuple[Cover, bool]:
    """The cover, and whether sayers disagree."""
    if one.known is not Known.GIVEN:
        return Cover.NOT_READ, False
    stated = {a.relation for a in answers if a.link is Link.STATED}
    positive = bool(stated & {Relation.ANSWERS, Relation.IN_PART})
    disputed = positive and (Relation.WORKS_AGAINST in stated or bool(reviews))
    for relation, cover in _BY_RELATION:
        if relation in stated:
            return cover, disputed
    settled = {a.measure for a in answers if a.link is Link.STATED}
    if any(a.link is Link.PROPOSED and a.measure not in settled for a in answers):
        return Cover.PROPOSED, disputed
    return (Cover.REVIEWED_NONE if reviews else Cover.NO_LINK), disputed


_BY_RELATION = (
    (Relation.ANSWERS, Cover.ANSWERED),
    (Relation.IN_PART, Cover.IN_PART),
    (Relation.WORKS_AGAINST, Cover.AGAINST),
)


def _firsts(asked: Iterable[Recommendation]) -> dict[str, str]:
    """The uid of the earliest recommendation of the same words, for each; a circle ends where it began."""
    repeats = {one.uid: one.repeats for one in asked}
    found: dict[str, str] = {}
    for uid in repeats:
        way, at = [uid], uid
        while (above := repeats.get(at)) and above in repeats and above not in way and above not in found:
            way.append(above)
            at = above
        above = repeats.get(at)
        root = found[above] if above in found else min(way) if above in way else at
        found.update(dict.fromkeys(way, root))
    return found


def _cells(lines: Iterable[Line], plans: Iterable[str]) -> dict[tuple[str, str, str], Cell]:
    plans = tuple(plans)
    counts: dict[tuple[str, str, str], Counter[Cover]] = defaultdict(Counter)
    for line in lines:
        body = line.recommendation.body.name
        for theme in line.recommendation.themes or (NO_THEME,):
            for plan in plans:
                counts[body, theme, plan][line.plans[plan]] += 1
    return {key: Cell(dict(count)) for key, count in counts.items()}


def _totals(lines: Iterable[Line], plans: Iterable[str]) -> dict[str, Cell]:
    lines = tuple(lines)
    return {plan: Cell(dict(Counter(line.plans[plan] for line in lines))) for plan in plans}


def _idle(
    measures: Iterable[Measure], lines: Iterable[Line]
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    tied = {a.measure for line in lines for a in line.answers if a.relation is not Relation.UNRELATED}
    found: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for measure in measures:
        if measure.uid not in tied:
            numbered = measure.kind is MeasureKind.MEASURE and measure.number is not None
            found[0 if numbered else 1][measure.plan].append(measure.uid)
    numbered_ones, attested = ({plan: tuple(uids) for plan, uids in one.items()} for one in found)
    return numbered_ones, attested


def _oldest(lines: Iterable[Line], cover: Cover) -> tuple[Line, ...]:
    found = [line for line in lines if line.cover is cover]
    return tuple(sorted(found, key=lambda line: (_first_day(line.recommendation.when) or date.max, line.first)))


def _age(when: When | None, at: date) -> Age | None:
    span = _days(when.edtf) if when and when.edtf else None
    if span is None or span[0] is None or span[1] is None or span[0] > at:
        return None
    return Age(_years(min(span[1], at), at), _years(span[0], at))


def _years(start: date, end: date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _first_day(when: When | None) -> date | None:
    span = _days(when.edtf) if when and when.edtf else None
    return span[0] if span else None


def _last_day(when: When) -> date | None:
    span = _days(when.edtf) if when.edtf else None
    return span[1] if span else None


@lru_cache(maxsize=4096)
def _days(edtf: str) -> tuple[date | None, date | None] | None:
    """First and last possible day; None when the date cannot be read."""
    found: dates.Edtf | None = read(When(edtf=edtf))
    return (found.earliest, found.latest) if found else None
