"""Invented commitments about the invented plans: one of each kind of fact. Nothing in it is real."""

from dataclasses import replace

from jalon.facts.committee import (
    AgendaItem,
    Attendance,
    Committee,
    Decision,
    DecisionState,
    FollowUp,
    Group,
    Member,
    Presence,
    Session,
    SessionState,
)
from jalon.facts.common import Link, OrgRef, When, Wording
from jalon.facts.lineage import Lineage, LineageKind, OtherPlan, OverlapLink, OverlapNature
from jalon.facts.parliament import AnswerStatement
from jalon.facts.part import PartFacts
from jalon.facts.plan import Document
from jalon.facts.promise import DueDate, Promise, PromiseView, Verdict
from jalon.facts.recommendation import (
    Position,
    Recommendation,
    RecommendationAnswer,
    RecommendationReview,
    Relation,
    StatePosition,
)
from jalon.facts.uids import stable_uid
from tests.synthetic import COALITION, MISSION, OLDER, PLAN, RECORDED, cited, measure_uid, plan_part, text

ASKED, AGAIN = (stable_uid(f"synthetic/recommendation/{key}") for key in ("asked", "again"))
PROMISE, DUE, LATER = (stable_uid(f"synthetic/promise/{key}") for key in ("1", "due", "later"))
COMMITTEE, HELD, NEXT = (stable_uid(f"synthetic/committee/{key}") for key in ("1", "held", "next"))


def commitments() -> PartFacts:
    """The part of the invented mission with one of each kind of commitment."""
    plans = plan_part()
    act = replace(
        plans.acts[0],
        statements=(AnswerStatement(uid=stable_uid("synthetic/answer/1"), text=text("Le centre ouvre"), citations=cited()),),
        to=(MISSION,), reference="QF-1234", legislature="16", heading="sécurité", renewed=(When(edtf="2020-05"),),
    )  # fmt: skip
    return replace(
        plans,
        acts=(act,),
        recommendations=(
            Recommendation(
                uid=ASKED, body=OrgRef(name="Comité fictif"), recorded_at=RECORDED, report="Rapport fictif", cycle="2",
                texts=(text("Ouvrir des centres", Wording.VERBATIM), text("Open shelters", Wording.VERBATIM, "en")),
                symbol="F/1", paragraph="§ 12", reference="A-1", when=When(edtf="2015-03"), urgency="exhorte",
                themes=("hébergement",), affected=("victimes",), sdgs=("5.2",), states=("Pays fictif",),
                positions=(StatePosition(position=Position.SUPPORTED, said=When(edtf="2015-06"), citations=cited()),),
                citations=cited("§ 12"),
            ),
            Recommendation(
                uid=AGAIN, body=OrgRef(name="Comité fictif"), recorded_at=RECORDED, texts=(text("Ouvrir des centres"),),
                subject=PLAN, link=Link.PROPOSED, when=When(edtf="2019"), repeats=ASKED, citations=cited(),
            ),
        ),
        recommendation_answers=(
            RecommendationAnswer(
                uid=stable_uid("synthetic/answers/1"), recommendation=ASKED, measure=measure_uid(2), recorded_at=RECORDED,
                relation=Relation.IN_PART, said_by=COALITION, said=When(edtf="2020"), text=text("Peu de places"),
                citations=cited(),
            ),
        ),
        recommendation_reviews=(
            RecommendationReview(
                uid=stable_uid("synthetic/reviews/1"), recommendation=AGAIN, recorded_at=RECORDED, plans=(OLDER,),
                said_by=MISSION, said=When(edtf="2021"), text=text("Aucune mesure"), citations=cited(),
            ),
        ),
        promises=(
            Promise(
                uid=PROMISE, text=text("Ouvrir un centre", Wording.VERBATIM), recorded_at=RECORDED, subject=measure_uid(2),
                said_by=MISSION, to=(COALITION,), made=When(edtf="2019-10"), known_until="2021-12", citations=cited(),
                dues=(
                    DueDate(uid=DUE, recorded_at=RECORDED, due=When(edtf="2020-06"), citations=cited()),
                    DueDate(uid=LATER, recorded_at=RECORDED, due=When(edtf="2021-01~"), said=When(edtf="2020-06-30"),
                            said_by=MISSION, citations=cited("p. 9")),
                ),
            ),
        ),
        promise_views=(
            PromiseView(uid=stable_uid("synthetic/view/1"), promise=PROMISE, recorded_at=RECORDED, verdict=Verdict.KEPT,
                        said_by=MISSION, done=When(edtf="2021-03-01"), citations=cited()),
            PromiseView(uid=stable_uid("synthetic/view/2"), promise=PROMISE, recorded_at=RECORDED,
                        verdict=Verdict.NOT_KEPT, said_by=COALITION, seen=When(edtf="2021-06"), citations=cited()),
        ),
        committees=(
            Committee(
                uid=COMMITTEE, slug="comite-fictif", title=text("Comité de suivi fictif"), plan=PLAN, citations=cited(),
                members=(Member(body=MISSION, group=Group.ADMINISTRATION), Member(body=COALITION, group=Group.ASSOCIATION,
                         since=When(edtf="2019-11"), citations=cited())),
            ),
        ),
        sessions=(
            Session(
                uid=HELD, committee=COMMITTEE, state=SessionState.HELD, title=text("1re séance"), when=When(edtf="2020-03-02"),
                before=(When(edtf="2020-01"),), place="Paris", citations=cited(), attended=3,
                agenda=(AgendaItem(title=text("Hébergement"), measures=(measure_uid(2),)),),
                attendance=(Attendance(body=MISSION, presence=Presence.PRESENT, group=Group.ADMINISTRATION, persons=2),),
                minutes=text("Compte rendu adopté"),
                documents=(Document(uid=stable_uid("synthetic/document/1"), title=text("Ordre du jour"), citations=cited()),),
            ),
            Session(uid=NEXT, committee=COMMITTEE, state=SessionState.POSTPONED, when=When(edtf="2020-09"), citations=cited()),
        ),
        decisions=(
            Decision(
                uid=stable_uid("synthetic/decision/1"), session=HELD, text=text("Chercher un local"), owner=MISSION,
                due=When(edtf="2020-09"), measures=(measure_uid(2),), citations=cited(),
                follow_ups=(FollowUp(session=NEXT, state=DecisionState.UNDER_WAY, text=text("Visites faites")),),
            ),
        ),
        lineages=(
            Lineage(
                uid=stable_uid("synthetic/lineage/1"), kind=LineageKind.NEW, earlier_plan=OLDER, later_plan=PLAN,
                recorded_at=RECORDED, later=(measure_uid(1),), said_by=MISSION, text=text("Rien de tel avant"),
                citations=cited(),
            ),
        ),
        overlap_links=(
            OverlapLink(
                uid=stable_uid("synthetic/overlap/1"), plan=PLAN, measure=measure_uid(2), recorded_at=RECORDED,
                other=OtherPlan(title=text("Plan logement fictif"), reference="7"), natures=(OverlapNature.SAME_ACTION,),
                citations=cited(),
            ),
        ),
    )  # fmt: skip
