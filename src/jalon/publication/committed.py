"""What a Release says of commitments: recommendations, promises, committees, lineage, overlaps."""

from collections.abc import Iterable
from typing import TypeVar

from jalon.facts.committee import Committee, Decision, Session
from jalon.facts.lineage import Lineage, OverlapLink
from jalon.facts.parliament import Act
from jalon.facts.plan import Measure
from jalon.facts.promise import Promise, PromiseView
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview
from jalon.publication.following import Following

T = TypeVar("T")


class Committed(Following):
    """Look-ups of commitments, one query each."""

    # --- recommendations

    def parts_of(self, kind: str) -> dict[str, str]:
        """Which part says each fact of a kind: uid -> uid of the part."""
        return dict(self._rows("SELECT uid, part FROM fact WHERE kind = ?", kind))

    def recommendations(self) -> tuple[Recommendation, ...]:
        """All recommendations and obligations, by date."""
        return self._facts(Recommendation, "1 ORDER BY sort, uid")

    def recommendation(self, uid: str) -> Recommendation | None:
        """The recommendation of this uid."""
        return next(iter(self._facts(Recommendation, "uid = ?", uid)), None)

    def recommendation_answers(self) -> tuple[RecommendationAnswer, ...]:
        """What is said, by all parts, to answer recommendations, by date."""
        return self._facts(RecommendationAnswer, "1 ORDER BY sort, uid")

    def answers_of_measures(self, uids: Iterable[str]) -> tuple[RecommendationAnswer, ...]:
        """The answers that these measures are said to be."""
        return self._concerning(RecommendationAnswer, uids)

    def recommendation_reviews(self) -> tuple[RecommendationReview, ...]:
        """Who found that no measure answers, by date."""
        return self._facts(RecommendationReview, "1 ORDER BY sort, uid")

    # --- promises

    def promises(self) -> tuple[Promise, ...]:
        """All promises, by the date on which they were made."""
        return self._facts(Promise, "1 ORDER BY sort, uid")

    def promise(self, uid: str) -> Promise | None:
        """The promise of this uid."""
        return next(iter(self._facts(Promise, "uid = ?", uid)), None)

    def promises_of(self, subject: str) -> tuple[Promise, ...]:
        """The promises about one plan, section, measure or the country."""
        return self._facts(Promise, "subject = ? ORDER BY sort, uid", subject)

    def promise_views(self) -> tuple[PromiseView, ...]:
        """What each found of promises, by date."""
        return self._facts(PromiseView, "1 ORDER BY sort, uid")

    def views_of(self, promise: str) -> tuple[PromiseView, ...]:
        """What each found of one promise, by date."""
        return self._facts(PromiseView, "subject = ? ORDER BY sort, uid", promise)

    # --- follow-up committees

    def committees(self) -> tuple[Committee, ...]:
        """All committees, by address."""
        return self._facts(Committee, "1 ORDER BY slug, uid")

    def committee(self, slug: str) -> Committee | None:
        """The committee of this address."""
        return next(iter(self._facts(Committee, "slug = ?", slug)), None)

    def sessions_of(self, committee: str) -> tuple[Session, ...]:
        """The public sessions of a committee, by date; those without a date first."""
        return self._facts(Session, "subject = ? ORDER BY sort, uid", committee)

    def sessions(self) -> tuple[Session, ...]:
        """All public sessions, by date."""
        return self._facts(Session, "1 ORDER BY sort, uid")

    def decisions(self) -> tuple[Decision, ...]:
        """All public decisions."""
        return self._facts(Decision, "1 ORDER BY sort, uid")

    def decisions_of(self, sessions: Iterable[str]) -> tuple[Decision, ...]:
        """The public decisions of these sessions."""
        wanted = tuple(sorted(set(sessions)))
        marks = ", ".join("?" * len(wanted))
        return self._facts(Decision, f"subject IN ({marks}) ORDER BY sort, uid", *wanted)

    # --- acts, lineage, overlaps, and the measures that all of these name

    def measures_all(self) -> tuple[Measure, ...]:
        """All measures of all plans, as each plan orders them."""
        return self._facts(Measure, "1 ORDER BY plan, sort, uid")

    def acts_about(self, measures: Iterable[str]) -> tuple[Act, ...]:
        """The parliamentary acts that concern these measures, by date."""
        return self._concerning(Act, measures)

    def lineages(self) -> tuple[Lineage, ...]:
        """All lineages."""
        return self._facts(Lineage, "1 ORDER BY sort, uid")

    def overlap_links(self) -> tuple[OverlapLink, ...]:
        """All overlaps between plans."""
        return self._facts(OverlapLink, "1 ORDER BY sort, uid")

    def overlaps_about(self, subjects: Iterable[str]) -> tuple[OverlapLink, ...]:
        """The overlaps that concern these plans or measures."""
        return self._concerning(OverlapLink, subjects)

    def _concerning(self, cls: type[T], subjects: Iterable[str]) -> tuple[T, ...]:
        """Facts of a class that concern any of these, each once, by date."""
        wanted = tuple(sorted(set(subjects)))
        marks = ", ".join("?" * len(wanted))
        where = f"id IN (SELECT fact FROM concerns WHERE subject IN ({marks})) ORDER BY sort, uid"
        return self._facts(cls, where, *wanted)
