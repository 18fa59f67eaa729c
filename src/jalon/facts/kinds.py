"""The kinds of document that a part is made of, and the path each one is kept under (table in `facts.part`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from jalon.facts.committee import Committee, Decision, Session
from jalon.facts.common import Source, Statement
from jalon.facts.directory import Organisation, Territory, Vocabulary
from jalon.facts.evaluation import Assessment, Claim, Crosswalk, Evaluation, Scale
from jalon.facts.indicator import Answer, Indicator
from jalon.facts.lineage import Lineage, OverlapLink
from jalon.facts.output import Output
from jalon.facts.parliament import Act
from jalon.facts.part import PartFacts, PartHeader
from jalon.facts.plan import Means, Measure, Plan, Section
from jalon.facts.problems import N_, FactsError, Problem, shown
from jalon.facts.promise import Promise, PromiseView
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview
from jalon.facts.series import Series
from jalon.facts.state import State

COUNTRY = "country"
"""Name of the document of means, or of claims, that belong to no plan."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A document kind: its name in the envelope, its fact class, and how documents of it are named.

    `by` is the attribute that names a document's file in `folder`; None: the part has one such document.
    `many`: the document is a list. `attribute` is the `PartFacts` field that holds the facts.
    """

    name: str
    cls: type[Any]
    attribute: str
    many: bool
    folder: str | None = None
    by: str | None = None

    def path(self, key: str = "") -> str:
        """The document's path in the part."""
        return f"{self.folder}/{key}.json" if self.folder else f"{self.name}.json"

    def key_of(self, fact: Any) -> str:
        """What names the document that holds this fact."""
        return (getattr(fact, self.by) or COUNTRY) if self.by else ""


PART = Kind("part", PartHeader, "header", many=False)
KINDS: tuple[Kind, ...] = (
    PART,
    Kind("sources", Source, "sources", many=True),
    Kind("organisations", Organisation, "organisations", many=True),
    Kind("vocabularies", Vocabulary, "vocabularies", many=True),
    Kind("territories", Territory, "territories", many=True),
    Kind("plan", Plan, "plans", many=False, folder="plans", by="uid"),
    Kind("sections", Section, "sections", many=True, folder="sections", by="plan"),
    Kind("measure", Measure, "measures", many=False, folder="measures", by="uid"),
    Kind(
        "statements",
        Statement,
        "statements",
        many=True,
        folder="statements",
        by="subject",
    ),
    Kind("means", Means, "means", many=True, folder="means", by="plan"),
    Kind("acts", Act, "acts", many=True),
    Kind("series", Series, "series", many=False, folder="series", by="uid"),
    Kind("indicator", Indicator, "indicators", many=False, folder="indicators", by="uid"),
    Kind("answers", Answer, "answers", many=True),
    Kind("outputs", Output, "outputs", many=True, folder="outputs", by="type"),
    Kind("state", State, "states", many=False, folder="states", by="uid"),
    Kind("scale", Scale, "scales", many=False, folder="scales", by="uid"),
    Kind("crosswalk", Crosswalk, "crosswalks", many=False, folder="crosswalks", by="uid"),
    Kind("evaluation", Evaluation, "evaluations", many=False, folder="evaluations", by="uid"),
    Kind("assessments", Assessment, "assessments", many=True, folder="assessments", by="evaluation"),
    Kind("claims", Claim, "claims", many=True, folder="claims", by="plan"),
    Kind("recommendation", Recommendation, "recommendations", many=False, folder="recommendations", by="uid"),
    Kind("recommendation_answers", RecommendationAnswer, "recommendation_answers", many=True),
    Kind("recommendation_reviews", RecommendationReview, "recommendation_reviews", many=True),
    Kind("promise", Promise, "promises", many=False, folder="promises", by="uid"),
    Kind("promise_views", PromiseView, "promise_views", many=True),
    Kind("committee", Committee, "committees", many=False, folder="committees", by="uid"),
    Kind("session", Session, "sessions", many=False, folder="sessions", by="uid"),
    Kind("decisions", Decision, "decisions", many=True),
    Kind("lineages", Lineage, "lineages", many=True),
    Kind("overlap_links", OverlapLink, "overlap_links", many=True),
)
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
BY_CLASS: dict[type[Any], Kind] = {kind.cls: kind for kind in KINDS}
_BY_PLACE: dict[str, Kind] = {kind.folder or f"{kind.name}.json": kind for kind in KINDS}


def kind_of_path(path: str) -> Kind:
    """The kind of the document at this path; `FactsError` for a path that no part can have (`../x`, `/etc/x`)."""
    folder, slash, name = path.partition("/")
    kind = _BY_PLACE.get(folder)
    key = name.removesuffix(".json")
    if kind is None or bool(slash) != bool(kind.folder) or (slash and (key == name or not _NAME.fullmatch(key))):
        raise FactsError([_unknown_path(path)])
    return kind


def documents(facts: PartFacts) -> Iterator[tuple[str, Any]]:
    """Every document of a part as (path, fact or tuple of facts), each list in the order of its uids."""
    yield PART.path(), facts.header
    for kind in KINDS[1:]:
        yield from _documents_of(kind, getattr(facts, kind.attribute))


def _documents_of(kind: Kind, facts: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    ordered = sorted(facts, key=lambda fact: (kind.key_of(fact), fact.uid))
    if kind.many:
        for key, group in groupby(ordered, kind.key_of):
            yield kind.path(_safe(kind, key)), tuple(group)
    else:
        for fact in ordered:
            yield kind.path(_safe(kind, kind.key_of(fact))), fact


def _safe(kind: Kind, key: str) -> str:
    if kind.folder and not _NAME.fullmatch(key):
        raise FactsError([_unknown_path(kind.path(key))])
    return key


def _unknown_path(path: str) -> Problem:
    return Problem(
        "",
        "",
        N_("Chemin de document inconnu ou interdit."),
        N_("Retirez ce document ; les chemins permis sont dans la description du format des parties."),
        shown(path),
    )
