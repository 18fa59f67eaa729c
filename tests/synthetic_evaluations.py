"""Invented evaluations of the invented plan: two evaluators on one scale, one on another, one known and not shared."""

from dataclasses import replace

from jalon.facts.common import Count, Known, OrgRef, When
from jalon.facts.evaluation import (
    Adoption,
    Assessed,
    Assessment,
    Claim,
    Crosswalk,
    CrosswalkPair,
    Dissent,
    Evaluation,
    EvaluationState,
    Evidence,
    EvidenceKind,
    Inquiry,
    NoVerdict,
    Reliance,
    Response,
    RightOfReply,
    Signature,
    SignatureState,
)
from jalon.facts.part import PartFacts
from jalon.facts.standard_scales import DONE, ENGAGED
from jalon.facts.uids import stable_uid
from tests.synthetic import COALITION, MISSION, PLAN, RECORDED, cited, measure_uid, plan_part, text

RAPPORTEUR = OrgRef(name="Rapporteur fictif")
EARLY, LATE, OTHER, OWN, HIDDEN = (stable_uid(f"synthetic/evaluation/{n}") for n in ("a", "b", "c", "d", "e"))


def evaluation(uid: str, slug: str, body: OrgRef, said: str, **more: object) -> Evaluation:
    """One of the invented plan."""
    fields: dict[str, object] = {"title": text(f"Évaluation {slug}"), "scale": DONE.uid, "said": When(edtf=said)}
    return Evaluation(uid=uid, slug=slug, plan=PLAN, evaluator=body, recorded_at=RECORDED, **(fields | more))  # type: ignore[arg-type]


def judged(of: str, number: int, level: str | None, **more: object) -> Assessment:
    """What one of them says of a measure."""
    return Assessment(
        uid=stable_uid(f"synthetic/assessment/{of}/{number}"), evaluation=of, object=Assessed.MEASURE,
        subjects=(measure_uid(number),), recorded_at=RECORDED, level=level, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def evaluations() -> tuple[Evaluation, ...]:
    """Those of the coalition come in two rounds; the rapporteur's rests on the second."""
    reply = RightOfReply(
        opened=When(edtf="2022-01-03"), closes=When(edtf="2022-02-03"), invited=(MISSION, RAPPORTEUR),
        responses=(Response(body=MISSION, text=text("Nous contestons"), said=When(edtf="2022-01-20")),),
    )  # fmt: skip
    adoption = Adoption(body="Assemblée plénière fictive", when=When(edtf="2022-03-01"), votes_for=30, abstentions=1)
    return (
        evaluation(EARLY, "collectif-2021", COALITION, "2021-06-01"),
        evaluation(
            LATE, "collectif-2022", COALITION, "2022-06-01", follows=EARLY, adoption=adoption, reply=reply,
            signatures=(Signature(body=MISSION, state=SignatureState.ABSTAINED),), citations=cited(),
        ),
        evaluation(OTHER, "rapporteur-2022", RAPPORTEUR, "2022-09-01", rests_on=(Reliance(evaluation=LATE),)),
        evaluation(OWN, "mission-2022", MISSION, "2022-10-01", scale=ENGAGED.uid),
        evaluation(
            HIDDEN, "interne-2022", MISSION, "2022-11-01", state=EvaluationState.KNOWN_NOT_SHARED, scale=None,
            requests=(Inquiry(asked=When(edtf="2023-01-05"), by=COALITION, silent_until=When(edtf="2023-06-30")),),
        ),
    )  # fmt: skip


def assessments() -> tuple[Assessment, ...]:
    """Measure 1: done, then not done; the rapporteur: done. The mission: engaged."""
    page = Evidence(
        kind=EvidenceKind.PAGE, url="https://exemple.invalid/preuve", seen=When(edtf="2022-05-01"), page="4"
    )
    return (
        judged(EARLY, 1, "done"),
        judged(LATE, 1, "not_done", evidence=(page,), blind=("partial", "not_done"),
               dissents=(Dissent(level="partial", name="A. B."),)),
        judged(LATE, 2, None, no_verdict=NoVerdict.ASKED_NOT_ANSWERED, blind=("not_done", "not_done")),
        judged(OTHER, 1, "done", text=text("formations tenues"), page="12"),
        judged(OWN, 1, "engaged"),
        Assessment(
            uid=stable_uid("synthetic/assessment/gap"), evaluation=LATE, object=Assessed.GAP, recorded_at=RECORDED,
            topic="hommes et garçons", text=text("rien n’est prévu"),
        ),
    )  # fmt: skip


def claims() -> tuple[Claim, ...]:
    """Two counts of the mission that contradict each other."""
    fields = {"said_by": MISSION, "recorded_at": RECORDED, "plan": PLAN, "scale": ENGAGED.uid}
    return tuple(
        Claim(
            uid=stable_uid(f"synthetic/claim/{value}"), said=When(edtf="2022-10-01"), total=2, **fields,  # type: ignore[arg-type]
            counts=(Count(label="engagée", value=value),), definition_known=Known.NOT_FOUND,
        )
        for value in (1, 2)
    )  # fmt: skip


def crosswalk() -> Crosswalk:
    """The rapporteur reads « engaged » as partly done."""
    pair = CrosswalkPair(of="engaged", to="partial", reason=text("des moyens sont alloués"))
    return Crosswalk(
        uid=stable_uid("synthetic/crosswalk"), slug="engagee-partielle", from_scale=ENGAGED.uid, to_scale=DONE.uid,
        author=RAPPORTEUR, when=When(edtf="2023-01-12"), pairs=(pair,),
    )  # fmt: skip


def evaluated_part(*, walk: bool = False) -> PartFacts:
    """The invented plan with its evaluations; with the crosswalk if it is wanted."""
    return replace(
        plan_part(),
        scales=(DONE, ENGAGED),
        crosswalks=(crosswalk(),) if walk else (),
        evaluations=evaluations(),
        assessments=assessments(),
        claims=claims(),
    )
