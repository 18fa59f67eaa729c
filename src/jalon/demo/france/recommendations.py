"""What international and national bodies asked of France, year by year, and the measures that the register ties to it."""

from jalon.demo.france.dates import when
from jalon.demo.france.links import IN_FORCE, RECOMMENDATIONS, About, about_plan
from jalon.demo.france.organisations import body
from jalon.demo.france.records import PLAN_SLUGS, RECORDED_AT, Record, joined, plan_uid, raw, summary, told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import COUNTRY_SUBJECT, Confidence, Known, Link
from jalon.facts.recommendation import Recommendation, RecommendationAnswer

BY_YEAR = "rattachement proposé par la rédaction : plan en vigueur cette année-là"
STATES = {"EPU (Uruguay)": ("Uruguay",)}
"""Body as recorded -> the state that recommended."""


def recommendations(sources: Sources) -> tuple[Recommendation, ...]:
    """All that was asked, one fact a record."""
    return tuple(_recommendation(record, sources) for record in raw("recommendations"))


def answers(sources: Sources) -> tuple[RecommendationAnswer, ...]:
    """The measures that the register ties to a recommendation because both name the same thing: proposals, which do not
    say how far the measure answers."""
    pairs = ((record, _about(record)) for record in raw("recommendations"))
    return tuple(_answer(record, about, sources) for record, about in pairs if _is_of_a_measure(about))


def _about(record: Record) -> About:
    reviewed = RECOMMENDATIONS.get((record["body"], record["year"], record["text_fr"]))
    plan = IN_FORCE.get(record["year"])
    return reviewed or (about_plan(plan, Link.PROPOSED, BY_YEAR) if plan else about_plan(None))


def _is_of_a_measure(about: About) -> bool:
    return about.subject not in {COUNTRY_SUBJECT, *map(plan_uid, PLAN_SLUGS)}


def _recommendation(record: Record, sources: Sources) -> Recommendation:
    about = _about(record)
    plan = about_plan(None) if _is_of_a_measure(about) else about
    text = record["text_fr"]
    return Recommendation(
        uid=_uid(record),
        body=body(record["body"]),
        recorded_at=RECORDED_AT,
        known=_known(record),
        texts=(told(text),) if text else (),
        subject=plan.subject,
        link=plan.link,
        report=" ; ".join(filter(None, (record.get("report"), record.get("document")))) or None,
        session=record.get("session"),
        paragraph=record["paragraph"],
        when=when(record["year"]),
        states=STATES.get(record["body"], ()),
        confidence=Confidence(record.get("confidence", "stated")),
        note=joined(
            record.get("visit") and f"visite : {record['visit']}",
            record.get("kind"),
            record.get("note"),
            plan.reason,
        ),
        citations=sources.cite_all(record["source"], locator=record["paragraph"]),
    )


def _answer(record: Record, about: About, sources: Sources) -> RecommendationAnswer:
    return RecommendationAnswer(
        uid=uid("recommendation", _uid(record), "answer", about.subject),
        recommendation=_uid(record),
        measure=about.subject,
        recorded_at=RECORDED_AT,
        text=summary(about.reason),
        link=about.link,
        confidence=Confidence.INFERRED,
        citations=sources.cite_all(record["source"], locator=record["paragraph"]),
    )


def _uid(record: Record) -> str:
    named = record["text_fr"] or record["document"]
    return uid("recommendation", record["body"], record["year"], named)


def _known(record: Record) -> Known:
    """A record of some kind (visit, count, document found) tells that something was asked, whose words nobody read."""
    return Known.NOT_LOOKED_AT if record.get("kind") else Known.GIVEN
