"""Three invented plans whose measures descend from one another, and what overlaps them. Nothing in it is real."""

from dataclasses import replace

from jalon.facts.common import Link, OrgRef, StatementKind, When, Wording
from jalon.facts.lineage import Lineage, LineageKind, OtherPlan, OverlapLink, OverlapNature
from jalon.facts.part import PartFacts
from jalon.facts.plan import Measure, Title
from jalon.facts.recommendation import RecommendationReview
from jalon.facts.uids import stable_uid
from tests.synthetic import COALITION, MISSION, OLDER, PLAN, RECORDED, cited, measure_uid, plan, statement, text
from tests.synthetic_commitments import ASKED, commitments

THIRD = stable_uid("synthetic/plan/3")
SCALE = "réalisée / partiellement réalisée / non réalisée"
EVALUATOR = OrgRef(name="Évaluateur fictif")


def measure(number: int, rank: int, words: str) -> Measure:
    """A numbered measure of the first or the third plan."""
    return Measure(
        uid=measure_uid(number, rank), plan={1: OLDER, 3: THIRD}[rank], order=number, number=str(number),
        titles=(Title(text=text(words, Wording.VERBATIM), citations=cited()),), citations=cited(),
    )  # fmt: skip


def lineage(key: str, kind: LineageKind, earlier: tuple[str, ...], later: tuple[str, ...], **more: object) -> Lineage:
    """From the first plan to the second, decided, if nothing else is said."""
    decided = Lineage(
        uid=stable_uid(f"synthetic/lineage/{key}"), kind=kind, earlier=earlier, later=later, recorded_at=RECORDED,
        earlier_plan=OLDER, later_plan=PLAN, said_by=MISSION, said=When(edtf="2024-02-01"),
        text=text("Le texte est le même à deux mots près"), citations=cited(),
    )  # fmt: skip
    return replace(decided, **more)  # type: ignore[arg-type]


def overlap(key: str, natures: tuple[OverlapNature, ...], **more: object) -> OverlapLink:
    """Of the second plan with a strategy that is not here."""
    stated = OverlapLink(
        uid=stable_uid(f"synthetic/overlap/{key}"), plan=PLAN, natures=natures, recorded_at=RECORDED, citations=cited(),
        other=OtherPlan(title=text("Stratégie logement fictive"), reference="7"),
    )  # fmt: skip
    return replace(stated, **more)  # type: ignore[arg-type]


def descended() -> PartFacts:
    """The invented commitments, with a first and a third plan of measures."""
    facts = commitments()
    old = (
        measure(1, 1, "Héberger les victimes"),
        measure(2, 1, "Former les policiers"),
        measure(3, 1, "Un numéro vert"),
    )
    new = (measure(1, 3, "Des centres d’accueil sûrs dans chaque région"),)
    judged = tuple(
        statement(f"verdict-{key}", uid, StatementKind.JUDGED, said_by=EVALUATOR, said=When(edtf=on), outcome=level,
                  scale=SCALE, citations=cited())
        for key, uid, on, level in (
            ("old", measure_uid(1, 1), "2017", "not_done"), ("here", measure_uid(2), "2022", "partial"),
        )
    )  # fmt: skip
    lineages = (
        lineage("reworded", LineageKind.REWORDED, (measure_uid(1, 1),), (measure_uid(2),)),
        lineage("dropped", LineageKind.DROPPED, (measure_uid(3, 1),), (), text=text("Aucune ligne ne la reprend")),
        lineage("proposed", LineageKind.REWORDED, (measure_uid(2, 1),), (measure_uid(1),), link=Link.PROPOSED,
                said_by=None, said=None, text=None),
        lineage("next", LineageKind.IDENTICAL, (measure_uid(2),), (measure_uid(1, 3),), earlier_plan=PLAN,
                later_plan=THIRD, said_by=COALITION),
    )  # fmt: skip
    overlaps = (
        overlap("action", (OverlapNature.SAME_ACTION,), measure=measure_uid(2), said_by=MISSION, text=text("Même centre")),
        overlap("money", (OverlapNature.SAME_MONEY, OverlapNature.SAME_BODY), text=text("Même ligne de crédits")),
        overlap("likely", (OverlapNature.SAME_ACTION,), link=Link.PROPOSED, text=text("Zyzzyva, risque de double compte"),
                other=OtherPlan(title=text("Stratégie Zyzzyva"))),
    )  # fmt: skip
    review = RecommendationReview(
        uid=stable_uid("synthetic/reviews/2"), recommendation=ASKED, recorded_at=RECORDED, plans=(OLDER,),
        said_by=MISSION, said=When(edtf="2018"), text=text("Relecture xylographique"), citations=cited(),
    )  # fmt: skip
    return replace(
        facts, plans=(*facts.plans, plan(THIRD, "plan-fictif-3", 3, "2024/2027")), measures=(*facts.measures, *old, *new),
        statements=(*facts.statements, *judged), lineages=lineages, overlap_links=overlaps,
        recommendation_reviews=(*facts.recommendation_reviews, review),
    )  # fmt: skip
