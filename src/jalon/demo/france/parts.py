"""The parts of the demonstration: directory, three plans, country, statistics, parliament, commitments."""

from dataclasses import replace
from functools import cache

from jalon.demo.france.acts import acts
from jalon.demo.france.commitments import promises, views
from jalon.demo.france.evaluations import evaluations, said_beside
from jalon.demo.france.means import means
from jalon.demo.france.measures import coordinator, measures, said_of_measures
from jalon.demo.france.organisations import organisations, owner
from jalon.demo.france.outputs import outputs
from jalon.demo.france.overlaps import overlaps
from jalon.demo.france.plans import plan_facts, sections
from jalon.demo.france.recommendations import answers, recommendations
from jalon.demo.france.records import PLAN_SLUGS, plan_record, raw, uid
from jalon.demo.france.series import series
from jalon.demo.france.sessions import committees, sessions
from jalon.demo.france.sources import Sources
from jalon.demo.france.territories import territories
from jalon.demo.france.vocabularies import vocabularies
from jalon.facts.part import PartFacts, PartHeader, PartKind

REASON = "Première version, d’après des pages publiques relevées jusqu’en décembre 2025."


@cache
def parts() -> tuple[PartFacts, ...]:
    """All parts, in an order in which each can be loaded after those it refers to."""
    others = (*(_plan(plan) for plan in PLAN_SLUGS), _country(), _statistics(), _parliament(), _commitments())
    return (_directory(others), *others)


def _header(slug: str, kind: PartKind, title: str) -> PartHeader:
    return PartHeader(uid=uid("part", slug), slug=slug, kind=kind, title=title, owner=owner(), reason=REASON)


def _plan(plan: str) -> PartFacts:
    record, slug = plan_record(plan), f"plan-{plan[-1]}"
    sources = Sources(slug)
    evaluated = evaluations(plan, sources)
    facts = PartFacts(
        header=_header(slug, PartKind.PLAN, record["title"]),
        plans=(plan_facts(record, sources),),
        sections=sections(record, sources),
        measures=measures(record, sources),
        statements=(
            *coordinator(record, sources),
            *said_of_measures(record, sources),
            *said_beside(plan, sources),
        ),
        means=means(plan, sources),
        outputs=outputs(plan, sources),
        scales=evaluated.scales,
        evaluations=evaluated.evaluations,
        assessments=evaluated.assessments,
        claims=evaluated.claims,
    )
    return _with_sources(facts, sources)


def _country() -> PartFacts:
    """What belongs to no plan: paid for before, between and beside the plans."""
    sources = Sources("pays")
    facts = PartFacts(
        header=_header("pays", PartKind.DECLARATIONS, "Hors plan : moyens et réalisations"),
        means=means(None, sources),
        outputs=outputs(None, sources),
    )
    return _with_sources(facts, sources)


def _statistics() -> PartFacts:
    sources = Sources("statistiques")
    header = _header("statistiques", PartKind.STATISTICS, "Statistiques de la traite et de l’exploitation")
    return _with_sources(PartFacts(header=header, series=series(sources)), sources)


def _parliament() -> PartFacts:
    sources = Sources("parlement")
    header = _header("parlement", PartKind.ACTS, "Actes du Parlement")
    return _with_sources(PartFacts(header=header, acts=acts(sources)), sources)


def _commitments() -> PartFacts:
    """What was asked and promised, the committee's sessions, and what other plans hold too."""
    sources = Sources("engagements")
    facts = PartFacts(
        header=_header("engagements", PartKind.COMMITMENTS, "Recommandations, engagements et comité de coordination"),
        recommendations=recommendations(sources),
        recommendation_answers=answers(sources),
        promises=promises(sources),
        promise_views=views(sources),
        committees=committees(sources),
        sessions=sessions(sources),
        overlap_links=overlaps(sources),
    )
    return _with_sources(facts, sources)


def _directory(others: tuple[PartFacts, ...]) -> PartFacts:
    """Organisations, vocabularies, territories; and the pages that were consulted and that no other part cites."""
    sources = Sources("annuaire")
    facts = PartFacts(
        header=_header("annuaire", PartKind.DIRECTORY, "Annuaire : organismes, vocabulaires, territoires"),
        organisations=organisations(sources),
        vocabularies=vocabularies(),
        territories=territories(),
    )
    cited = {source.address for part in others for source in part.sources}
    for address in raw("sources").values():
        if address not in cited:
            sources.cite(address)
    return _with_sources(facts, sources)


def _with_sources(facts: PartFacts, sources: Sources) -> PartFacts:
    """The same facts with what they cite."""
    return replace(facts, sources=sources.cited())
