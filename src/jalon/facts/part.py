"""Facts of a part: what one body publishes, and the bundle of documents that it signs.

A part version is a set of *documents*, each one canonical JSON blob named by a path:

    part.json                         PartHeader
    sources.json                      list of Source
    organisations.json                list of Organisation
    vocabularies.json                 list of Vocabulary
    territories.json                  list of Territory
    plans/<plan uid>.json             Plan
    sections/<plan uid>.json          list of Section
    measures/<measure uid>.json       Measure
    statements/<subject uid>.json     list of Statement
    means/<plan uid or "country">.json  list of Means
    acts.json                         list of Act
    series/<series uid>.json          Series
    indicators/<indicator uid>.json   Indicator
    answers.json                      list of Answer
    outputs/<type>.json               list of Output
    states/<state uid>.json           State
    scales/<scale uid>.json           Scale
    crosswalks/<crosswalk uid>.json   Crosswalk
    evaluations/<evaluation uid>.json Evaluation
    assessments/<evaluation uid>.json list of Assessment
    claims/<plan uid or "country">.json list of Claim
    recommendations/<uid>.json        Recommendation
    recommendation_answers.json       list of RecommendationAnswer
    recommendation_reviews.json       list of RecommendationReview
    promises/<promise uid>.json       Promise
    promise_views.json                list of PromiseView
    committees/<committee uid>.json   Committee
    sessions/<session uid>.json       Session
    decisions.json                    list of Decision
    lineages.json                     list of Lineage
    overlap_links.json                list of OverlapLink

The version's hash is the SHA-256 of its canonical manifest {path: blob hash}. Who signed and when travels beside
the hash, never inside it: the same facts give the same hash on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.committee import Committee, Decision, Session
from jalon.facts.common import OrgRef, Source, Statement
from jalon.facts.directory import Organisation, Territory, Vocabulary
from jalon.facts.evaluation import Assessment, Claim, Crosswalk, Evaluation, Scale
from jalon.facts.indicator import Answer, Indicator
from jalon.facts.lineage import Lineage, OverlapLink
from jalon.facts.output import Output
from jalon.facts.parliament import Act
from jalon.facts.plan import Means, Measure, Plan, Section
from jalon.facts.promise import Promise, PromiseView
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview
from jalon.facts.series import Series
from jalon.facts.state import State


class PartKind(StrEnum):
    """What a part holds."""

    PLAN = "plan"  # a plan's description
    DECLARATIONS = "declarations"  # what one body states of a plan
    STATISTICS = "statistics"
    INDICATORS = "indicators"  # indicators that one body proposes, its answers to those of others
    EVALUATION = "evaluation"  # an evaluation, or those of one evaluator
    ACTS = "acts"
    COMMITMENTS = "commitments"  # what is asked, promised, decided; lineage and overlaps of measures
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartHeader:
    """Identity of a part version. `reason` is the owner's public sentence on why this version."""

    uid: str
    slug: str
    kind: PartKind
    title: str
    owner: OrgRef
    lang: str = "fr"
    version: int = 1
    reason: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFacts:
    """All facts of one part version, before encoding or after decoding."""

    header: PartHeader
    sources: tuple[Source, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    vocabularies: tuple[Vocabulary, ...] = ()
    territories: tuple[Territory, ...] = ()
    plans: tuple[Plan, ...] = ()
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()
    statements: Sequence[Statement] = ()
    means: Sequence[Means] = ()
    acts: tuple[Act, ...] = ()
    series: tuple[Series, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    answers: tuple[Answer, ...] = ()
    outputs: tuple[Output, ...] = ()
    states: tuple[State, ...] = ()
    scales: tuple[Scale, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    claims: tuple[Claim, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    recommendation_answers: tuple[RecommendationAnswer, ...] = ()
    recommendation_reviews: tuple[RecommendationReview, ...] = ()
    promises: tuple[Promise, ...] = ()
    promise_views: tuple[PromiseView, ...] = ()
    committees: tuple[Committee, ...] = ()
    sessions: tuple[Session, ...] = ()
    decisions: tuple[Decision, ...] = ()
    lineages: tuple[Lineage, ...] = ()
    overlap_links: tuple[OverlapLink, ...] = ()
