"""What international and national bodies asked of France, year by year."""

from jalon.demo.france.dates import when
from jalon.demo.france.links import IN_FORCE, RECOMMENDATIONS, About, about_plan
from jalon.demo.france.organisations import body
from jalon.demo.france.records import RECORDED_AT, Record, joined, raw, summary, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import Confidence, Known, Link, Statement, StatementKind

BY_YEAR = "rattachement proposé par la rédaction : plan en vigueur cette année-là"


def recommendations(plan: str | None, sources: Sources) -> tuple[Statement, ...]:
    """What was asked that concerns this plan; None: the country, when no plan was in force."""
    records = ((record, _about(record)) for record in raw("recommendations"))
    return tuple(_statement(record, about, sources) for record, about in records if about.plan == plan)


def _about(record: Record) -> About:
    reviewed = RECOMMENDATIONS.get((record["body"], record["year"], record["text_fr"]))
    plan = IN_FORCE.get(record["year"])
    return reviewed or (about_plan(plan, Link.PROPOSED, BY_YEAR) if plan else about_plan(None))


def _statement(record: Record, about: About, sources: Sources) -> Statement:
    return Statement(
        uid=_uid(record),
        kind=StatementKind.ASKED,
        subject=about.subject,
        recorded_at=RECORDED_AT,
        known=_known(record),
        said_by=body(record["body"]),
        text=summary(record["text_fr"]),
        said=when(record["year"]),
        link=about.link,
        confidence=Confidence(record.get("confidence", "stated")),
        note=joined(
            record.get("report"),
            record.get("document"),
            record.get("visit") and f"visite : {record['visit']}",
            record.get("session"),
            record.get("kind"),
            record.get("note"),
            about.reason,
        ),
        citations=sources.cite_all(record["source"], locator=record["paragraph"]),
    )


def _uid(record: Record) -> str:
    named = record["text_fr"] or record["document"]
    return uid("recommendation", record["body"], record["year"], named)


def _known(record: Record) -> Known:
    """A record of some kind (visit, count, document found) tells that something was asked, whose words nobody read."""
    return Known.NOT_LOOKED_AT if record.get("kind") else Known.GIVEN
