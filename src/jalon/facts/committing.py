"""Rules of commitments: what single facts must be, and whether they hang together with what they speak of."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jalon.facts import rules
from jalon.facts.committee import Attendance, Committee, Decision, FollowUp, Session, SessionState
from jalon.facts.common import COUNTRY_SUBJECT, Known, Link
from jalon.facts.descent import circle
from jalon.facts.known import Known as KnownElsewhere
from jalon.facts.lineage import Lineage, LineageKind, OtherPlan, OverlapLink, OverlapNature
from jalon.facts.parliament import AnswerStatement
from jalon.facts.part import PartFacts
from jalon.facts.problems import N_, Problem
from jalon.facts.promise import DueDate, Promise, PromiseView, Verdict
from jalon.facts.promising import certainly_before
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview

Say = Callable[..., Problem]
Faults = Iterator[tuple[str, rules.Fault]]

_OF = (
    Recommendation, RecommendationAnswer, RecommendationReview, Promise, DueDate, PromiseView, Committee, Session, Decision,
    Lineage, OverlapLink, AnswerStatement,
)  # fmt: skip
_LEARNED = (
    Recommendation,
    RecommendationAnswer,
    RecommendationReview,
    Promise,
    DueDate,
    PromiseView,
    Lineage,
    OverlapLink,
)
_NAMES = {
    Recommendation: ("subject", "repeats"), RecommendationAnswer: ("recommendation", "measure"),
    RecommendationReview: ("recommendation",), Promise: ("subject",), PromiseView: ("promise",), Committee: ("plan",),
    Session: ("committee",), FollowUp: ("session",), Decision: ("session",), Lineage: ("earlier_plan", "later_plan"),
    OtherPlan: ("plan", "measure"), OverlapLink: ("plan", "measure"),
}  # fmt: skip

RULES: dict[tuple[type[Any], str], rules.Rule] = {
    **{(cls, "uid"): rules.uid for cls in _OF},
    **{(cls, "recorded_at"): rules.time for cls in _LEARNED},
    **{(cls, name): rules.uid for cls, names in _NAMES.items() for name in names},
    (Committee, "slug"): rules.slug,
    (Committee, "known_until"): rules.date,
    (Promise, "known_until"): rules.date,
}


# --- values that depend on one another -------------------------------------------------------------------------------


def recommendation_faults(item: Recommendation) -> Faults:
    """What was read has words; what was not read has none."""
    if item.known is Known.GIVEN and not item.texts:
        expected = N_("Le texte de la recommandation est attendu.")
        yield "texts", rules.Fault(expected, N_("Ajoutez-le, ou dites qu’il n’a pas été lu."))
    if item.repeats == item.uid:
        expected = N_("Une recommandation ne se répète pas elle-même.")
        yield "repeats", rules.Fault(expected, N_("Désignez la précédente."))


def answer_faults(item: RecommendationAnswer) -> Faults:
    """A link that is more than a proposal says how the measure answers."""
    if item.relation is None and item.link is Link.STATED:
        expected = N_("Dites si la mesure répond, répond en partie, va contre ou est sans rapport.")
        yield "relation", rules.Fault(expected, N_("Choisissez, ou laissez le lien proposé."))


def view_faults(item: PromiseView) -> Faults:
    """Only what was kept has the day on which it was; who found nothing has no verdict."""
    if item.done and item.verdict not in (Verdict.KEPT, Verdict.IN_PART):
        expected = N_("Seul un engagement tenu, au moins en partie, l’a été un jour donné.")
        yield "done", rules.Fault(expected, N_("Donnez plutôt la date du constat."))
    if item.known is not Known.GIVEN and item.verdict is not Verdict.UNKNOWN:
        expected = N_("Sans constat, l’issue est inconnue.")
        yield "verdict", rules.Fault(expected, N_("Choisissez « inconnu », ou dites que le constat est donné."))


def session_faults(item: Session) -> Faults:
    """Only a session that was held has attendance and minutes."""
    if item.state is not SessionState.HELD and (item.attendance or item.attended is not None or item.minutes):
        expected = N_("Seule une séance tenue a des présents et un compte rendu.")
        yield "state", rules.Fault(expected, N_("Corrigez l’état de la séance."))
    if item.attended is not None and item.attended < 0:
        yield "attended", rules.Fault(N_("Un nombre positif ou nul est attendu."), N_("Corrigez le nombre."))


def attendance_faults(item: Attendance) -> Faults:
    """Nobody is fewer than none."""
    if item.persons is not None and item.persons < 0:
        yield "persons", rules.Fault(N_("Un nombre positif ou nul est attendu."), N_("Corrigez le nombre."))


_ONE, _MANY = (1, 1), (2, None)
_SHAPES: dict[LineageKind, tuple[tuple[int, int | None], tuple[int, int | None]]] = {
    LineageKind.IDENTICAL: (_ONE, _ONE),
    LineageKind.REWORDED: (_ONE, _ONE),
    LineageKind.SPLIT: (_ONE, _MANY),
    LineageKind.MERGED: (_MANY, _ONE),
    LineageKind.DROPPED: ((1, None), (0, 0)),
    LineageKind.NEW: ((0, 0), (1, None)),
}
"""How many earlier and later measures each kind has."""


def lineage_faults(item: Lineage) -> Faults:
    """A kind has its shape; a plan is not its own successor; a measure is named once; a decision has a reason."""
    for name, uids, (least, most) in zip(
        ("earlier", "later"), (item.earlier, item.later), _SHAPES[item.kind], strict=True
    ):
        if len(uids) < least or (most is not None and len(uids) > most):
            expected = N_("Ce genre de filiation n’a pas ce nombre de mesures.")
            yield name, rules.Fault(expected, N_("Corrigez les mesures ou le genre."))
        if len(set(uids)) < len(uids):
            yield name, rules.Fault(N_("Cette mesure est nommée deux fois."), N_("Retirez-la une fois."))
    if set(item.earlier) & set(item.later):
        yield "later", rules.Fault(N_("Une mesure ne descend pas d’elle-même."), N_("Retirez-la d’un côté."))
    if item.earlier_plan == item.later_plan:
        yield "later_plan", rules.Fault(N_("Deux plans différents sont attendus."), N_("Désignez l’autre plan."))
    if item.link is Link.STATED and item.text is None and not item.citations:
        expected = N_("Une filiation décidée donne sa raison ou sa source.")
        yield "text", rules.Fault(expected, N_("Dites pourquoi, ou laissez-la proposée."))


def overlap_faults(item: OverlapLink) -> Faults:
    """A possible double count is published once a person has confirmed it."""
    if OverlapNature.SAME_MONEY in item.natures and item.link is not Link.STATED:
        expected = N_("Un double compte possible n’est publié qu’une fois confirmé par une personne.")
        yield "link", rules.Fault(expected, N_("Confirmez-le avec une raison, ou retirez-le de la partie."))
    if item.measure and item.measure == item.other.measure:
        expected = N_("Une mesure ne se recoupe pas elle-même.")
        yield "other", rules.Fault(expected, N_("Désignez la mesure de l’autre plan."))


WHOLE: dict[type[Any], Any] = {
    Recommendation: recommendation_faults,
    RecommendationAnswer: answer_faults,
    PromiseView: view_faults,
    Session: session_faults,
    Attendance: attendance_faults,
    Lineage: lineage_faults,
    OverlapLink: overlap_faults,
}
"""The faults of one fact, for forms and for signing."""

# --- references ------------------------------------------------------------------------------------------------------

_POINT = N_("Désignez-en un qui existe, dans cette partie ou dans une partie publiée.")
_SUBJECT = N_("Ce dont il est question (plan, section ou mesure) est inconnu.")
_MEASURE = N_("Cette mesure est inconnue.")
_PLAN = N_("Ce plan est inconnu.")


def references(facts: PartFacts, known: KnownElsewhere, say: Say) -> Iterator[Problem]:
    """The problems of commitments: what each names must be known."""
    subjects = known.plans | known.sections.keys() | known.measures | {COUNTRY_SUBJECT}
    recommendation = N_("Cette recommandation est inconnue.")
    checks: tuple[tuple[Iterable[Any], str, Any, str], ...] = (
        (facts.recommendations, "subject", subjects, _SUBJECT),
        (facts.recommendations, "repeats", known.recommendations, recommendation),
        (facts.recommendation_answers, "recommendation", known.recommendations, recommendation),
        (facts.recommendation_answers, "measure", known.measures, _MEASURE),
        (facts.recommendation_reviews, "recommendation", known.recommendations, recommendation),
        (facts.recommendation_reviews, "plans", known.plans, _PLAN),
        (facts.promises, "subject", subjects, _SUBJECT),
        (facts.promise_views, "promise", known.promises, N_("Cet engagement est inconnu.")),
        (facts.committees, "plan", known.plans, _PLAN),
        (facts.sessions, "committee", _uids(facts.committees), N_("Ce comité n’est pas dans la partie.")),
        (facts.decisions, "session", _uids(facts.sessions), N_("Cette séance n’est pas dans la partie.")),
        (facts.decisions, "measures", known.measures, _MEASURE),
        (facts.lineages, "earlier_plan", known.plans, _PLAN),
        (facts.lineages, "later_plan", known.plans, _PLAN),
        (facts.lineages, "earlier", known.measures, _MEASURE),
        (facts.lineages, "later", known.measures, _MEASURE),
        (facts.overlap_links, "plan", known.plans, _PLAN),
        (facts.overlap_links, "measure", known.measures, _MEASURE),
    )
    for items, member, there, expected in checks:
        for fact in items:
            yield from _named(fact, member, getattr(fact, member), there, expected, say)
    yield from _inside(facts, known, say)
    yield from _kept_before_made(facts, say)
    yield from _circles(facts, say)


def _uids(items: Iterable[Any]) -> frozenset[str]:
    return frozenset(item.uid for item in items)


def _named(fact: Any, member: str, value: Any, there: Any, expected: str, say: Say) -> Iterator[Problem]:
    if isinstance(value, tuple):
        for index, uid in enumerate(value):
            yield from _named(fact, f"{member}[{index}]", uid, there, expected, say)
    elif value is not None and value not in there:
        yield say(fact, member, expected, _POINT, value)


def _inside(facts: PartFacts, known: KnownElsewhere, say: Say) -> Iterator[Problem]:
    """What pieces of facts name."""
    sessions = _uids(facts.sessions)
    for session in facts.sessions:
        for index, item in enumerate(session.agenda):
            yield from _named(session, f"agenda[{index}].measures", item.measures, known.measures, _MEASURE, say)
    for decision in facts.decisions:
        for index, said in enumerate(decision.follow_ups):
            expected = N_("Cette séance n’est pas dans la partie.")
            yield from _named(decision, f"follow_ups[{index}].session", said.session, sessions, expected, say)
    for act in facts.acts:
        for index, statement in enumerate(act.statements):
            yield from _named(act, f"statements[{index}].measures", statement.measures, known.measures, _MEASURE, say)
    for link in facts.overlap_links:
        yield from _named(link, "other.plan", link.other.plan, known.plans, _PLAN, say)
        yield from _named(link, "other.measure", link.other.measure, known.measures, _MEASURE, say)


def _kept_before_made(facts: PartFacts, say: Say) -> Iterator[Problem]:
    made = {promise.uid: promise.made for promise in facts.promises}
    for view in facts.promise_views:
        if certainly_before(view.done, made.get(view.promise)):
            expected = N_("Un engagement n’est pas tenu avant d’avoir été pris.")
            yield say(view, "done", expected, N_("Corrigez l’une des deux dates."))


def _circles(facts: PartFacts, say: Say) -> Iterator[Problem]:
    """A measure that descends from itself; a recommendation that repeats one that repeats it."""
    if loop := circle(facts.lineages):
        last = next(one for one in facts.lineages if loop[0] in one.later)
        expected = N_("Ces mesures descendent l’une de l’autre en rond : {loop}.")
        yield say(last, "later", expected, N_("Ôtez l’un de ces liens."), loop=" → ".join(loop))
    repeats = {one.uid: one.repeats for one in facts.recommendations}
    for one in facts.recommendations:
        way, above = {one.uid}, one.repeats
        while above and above not in way:
            way.add(above)
            above = repeats.get(above)
        if above == one.uid and one.repeats != one.uid:
            expected = N_("Ces recommandations se répètent l’une l’autre en rond.")
            yield say(one, "repeats", expected, N_("Ôtez l’un de ces liens."))
