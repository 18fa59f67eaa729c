"""The invented parts: bodies, the mission's plan with its ledger and states, what the collective proposes."""

from functools import cache

from jalon.demo.fictional import committee, indicators, outputs, plan, states
from jalon.demo.fictional.makings import COLLECTIVE, MARK, MISSION, source, uid
from jalon.demo.france.organisations import owner
from jalon.facts.common import OrgRef
from jalon.facts.part import PartFacts, PartHeader, PartKind

MISSION_SLUG = "organisme-fictif-mission"
REASON = "Données inventées pour montrer une campagne entière."


@cache
def parts() -> tuple[PartFacts, ...]:
    """The parts, each after those that it refers to. The French directory holds their territories."""
    return (_bodies(), _plan(), _collective(), _answers())


def _header(slug: str, kind: PartKind, title: str, by: OrgRef) -> PartHeader:
    return PartHeader(
        uid=uid("part", slug), slug=slug, kind=kind, title=f"{title} {MARK}", owner=by, reason=REASON, synthetic=True
    )


def _bodies() -> PartFacts:
    header = _header("annuaire-fictif", PartKind.DIRECTORY, "Annuaire de démonstration", owner())
    return PartFacts(header=header, organisations=plan.bodies(), sources=(source("bodies"),))


def _plan() -> PartFacts:
    return PartFacts(
        header=_header("plan-fictif", PartKind.PLAN, "Plan de démonstration", MISSION),
        plans=(plan.plan(),),
        sections=plan.sections(),
        measures=plan.measures(),
        statements=plan.leads(),
        indicators=indicators.of_mission(),
        series=indicators.series(),
        outputs=outputs.outputs(),
        states=states.states(),
        committees=committee.committees(),
        sessions=committee.sessions(),
        decisions=committee.decisions(),
        sources=(source("plan"),),
    )


def _collective() -> PartFacts:
    return PartFacts(
        header=_header("indicateurs-collectif-fictif", PartKind.INDICATORS, "Indicateurs du collectif", COLLECTIVE),
        indicators=indicators.of_collective(),
        answers=indicators.answers_of_collective(),
        sources=(source("collective"),),
    )


def _answers() -> PartFacts:
    """What the mission answers: a part of its own, as it speaks of an indicator that came after its plan."""
    return PartFacts(
        header=_header("reponses-mission-fictif", PartKind.INDICATORS, "Réponses de la mission", MISSION),
        answers=indicators.answers_of_mission(),
        sources=(source("answers"),),
    )
