"""What search knows of each fact: a title, the texts, their language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jalon.facts.committee import Committee, Decision, Session
from jalon.facts.common import OrgRef, Source, Statement, Text
from jalon.facts.directory import Organisation
from jalon.facts.evaluation import Assessment, Claim, Evaluation
from jalon.facts.indicator import Answer, Indicator
from jalon.facts.kinds import BY_CLASS
from jalon.facts.lineage import Lineage, OverlapLink
from jalon.facts.output import Output
from jalon.facts.parliament import Act
from jalon.facts.plan import Means, Measure, Plan, Section
from jalon.facts.promise import Promise, PromiseView
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview
from jalon.facts.series import Series
from jalon.facts.state import State

LONGEST = 100_000
"""Characters of one fact that are searched."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable fact."""

    title: str
    text: str
    lang: str = "fr"


def entry_of(fact: Any) -> Entry | None:
    """The entry of a fact; None for kinds that are not searched by themselves (territories, vocabularies)."""
    make = _MAKERS.get(type(fact))
    return make(fact) if make else None


def _entry(title: Text | str | None, *texts: Text | str | None) -> Entry:
    lang = next((text.lang for text in (title, *texts) if isinstance(text, Text)), "fr")
    words = [word for text in texts if (word := _words(text))]
    return Entry(_words(title), "\n".join(words)[:LONGEST], lang)


def _words(text: Text | str | None) -> str:
    return text.value if isinstance(text, Text) else text or ""


def _names(refs: Iterable[OrgRef | None]) -> str:
    return ", ".join(ref.name for ref in refs if ref)


def _plan(plan: Plan) -> Entry:
    others = [title.text for title in plan.titles[1:]]
    events = [event.text for event in plan.events]
    documents = [document.title for document in plan.documents]
    return _entry(
        plan.titles[0].text,
        *others,
        *plan.period_notes,
        plan.financing,
        plan.preparation,
        *plan.notes,
        *events,
        *documents,
    )


def _section(section: Section) -> Entry | None:
    return _entry(section.title, section.label, section.note) if section.title else None


def _measure(measure: Measure) -> Entry:
    others = [title.text for title in measure.titles[1:]]
    steps = [step.title for step in measure.steps]
    documents = [document.title for document in measure.documents]
    words = ", ".join((*measure.keywords, *measure.forms, *measure.target_groups))
    more = (measure.group, measure.planned, measure.section_words, words, measure.note)
    return _entry(measure.titles[0].text if measure.titles else None, *others, *more, *steps, *documents)


def _statement(statement: Statement) -> Entry | None:
    who = _names((statement.said_by, statement.organisation))
    quotes = [citation.quote for citation in statement.citations]
    said = (statement.text, statement.note, statement.topic, who, *quotes)
    return _entry(None, *said) if statement.text or statement.note or any(quotes) else None


def _means(means: Means) -> Entry:
    return _entry(means.item, means.programme, means.change, means.fate, means.in_kind, means.note)


def _act(act: Act) -> Entry:
    head = " ".join(word for word in (act.kind_printed, act.number, act.author) if word)
    return _entry(head, act.topic, act.heading, *act.asked, *act.said, act.fate, act.note, _names((act.body,)))


def _series(series: Series) -> Entry:
    return _entry(series.title, series.indicator, series.producer.name, series.vintage, series.note)


def _organisation(organisation: Organisation) -> Entry:
    latest, *others = reversed(organisation.names)
    words = [word for name in others for word in (name.value, name.acronym)]
    holders = [office.holder for office in organisation.offices]
    title = Text(value=latest.value, lang=latest.lang)
    return _entry(title, latest.acronym, *words, *holders, organisation.note)


def _source(source: Source) -> Entry:
    return _entry(source.title or source.address, source.address, source.note)


def _indicator(item: Indicator) -> Entry:
    breakdowns = [" ".join((one.name, *one.values)) for one in item.breakdowns]
    return _entry(
        item.title, item.definition, item.method, item.numerator, item.denominator, item.unit, item.note, *breakdowns
    )


def _answer(item: Answer) -> Entry | None:
    return _entry(None, item.text, item.said_by.name) if item.text else None


def _output(item: Output) -> Entry:
    bodies = _names((*item.carried_out_by, *item.counterparts, *item.beneficiaries, item.said_by))
    words = ", ".join((*item.professions, *item.channels, *item.languages))
    quotes = [citation.quote for citation in item.citations]
    return _entry(item.title, item.place, bodies, words, item.property_type, item.note, *quotes)


def _state(state: State) -> Entry:
    said = [line.consolidated for line in state.lines]
    replies = [reply for line in state.lines for reply in line.replies]
    declared = [one.text for reply in replies for one in reply.declared]
    names = ", ".join(dict.fromkeys(reply.body.name for reply in replies))
    return _entry(state.title, state.note, names, *said, *declared)


def _recommendation(item: Recommendation) -> Entry:
    """Found by its words in every language; its title is who asks, where."""
    head = ", ".join(word for word in (item.body.name, item.report, item.symbol, item.session, item.paragraph) if word)
    words = ", ".join((*item.themes, *item.affected, *item.sdgs, *item.states))
    quotes = [citation.quote for citation in item.citations]
    return _entry(head, *item.texts, item.instrument, item.urgency, words, item.note, *quotes)


def _answer_to(item: RecommendationAnswer | RecommendationReview) -> Entry | None:
    return _entry(None, item.text, _names((item.said_by,))) if item.text else None


def _promise(item: Promise) -> Entry:
    said = [due.text for due in item.dues]
    return _entry(item.text, *said, item.note, _names((item.said_by, *item.to)))


def _view(item: PromiseView) -> Entry | None:
    return _entry(None, item.text, item.note, _names((item.said_by,))) if item.text or item.note else None


def _committee(item: Committee) -> Entry:
    return _entry(item.title, _names(member.body for member in item.members), item.note)


def _session(item: Session) -> Entry:
    points = [point.title for point in item.agenda]
    documents = [document.title for document in item.documents]
    bodies = _names(one.body for one in item.attendance)
    return _entry(item.title, item.place, *points, item.minutes, *documents, bodies, item.note)


def _decision(item: Decision) -> Entry:
    return _entry(item.text, _names((item.owner,)), *(said.text for said in item.follow_ups), item.note)


def _lineage(item: Lineage) -> Entry | None:
    """Found by the reason that was given."""
    return _entry(None, item.text, _names((item.said_by,))) if item.text else None


def _overlap(item: OverlapLink) -> Entry:
    return _entry(item.other.title, item.other.reference, item.item, item.text, _names((item.said_by,)))


def _evaluation(item: Evaluation) -> Entry:
    names = _names((item.evaluator, *(signature.body for signature in item.signatures)))
    responses = [response.text for response in item.reply.responses] if item.reply else []
    rests_on = ", ".join(one.words for one in item.rests_on if one.words)
    return _entry(item.title, names, item.kind_printed, item.method, item.note, rests_on, *responses)


def _assessment(item: Assessment) -> Entry | None:
    """Verdicts are found as the statements that they are; what has none says why, in words if there are any."""
    return _entry(None, item.text, item.topic, item.note) if item.text and not item.has_verdict else None


def _claim(item: Claim) -> Entry | None:
    """Claims about a plan are found as the statements that they are."""
    return _entry(None, item.text, item.said_by.name, item.note) if item.text and item.plan is None else None


_MAKERS: dict[type[Any], Callable[[Any], Entry | None]] = {
    Plan: _plan,
    Section: _section,
    Measure: _measure,
    Statement: _statement,
    Means: _means,
    Act: _act,
    Series: _series,
    Indicator: _indicator,
    Answer: _answer,
    Output: _output,
    State: _state,
    Recommendation: _recommendation,
    RecommendationAnswer: _answer_to,
    RecommendationReview: _answer_to,
    Promise: _promise,
    PromiseView: _view,
    Committee: _committee,
    Session: _session,
    Decision: _decision,
    Lineage: _lineage,
    OverlapLink: _overlap,
    Evaluation: _evaluation,
    Assessment: _assessment,
    Claim: _claim,
    Organisation: _organisation,
    Source: _source,
}
SEARCHED: tuple[str, ...] = tuple(BY_CLASS[cls].name for cls in _MAKERS)
"""The kinds that can be found, in the order in which hits that are not ranked come."""
