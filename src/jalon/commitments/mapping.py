"""Records of this room to facts and back: columns that bear the name of a member hold its value, the others are named here."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

from jalon.commitments import models
from jalon.core.citing import Citations
from jalon.core.records import same_columns
from jalon.core.uids import optional_uid


@dataclass(frozen=True, slots=True)
class Mapped:
    """A kind of record: its model, the field of `PartFacts` that holds its facts, and members kept as uids.

    `links` maps a member of the fact to the column that holds its uid; `renamed` to a column of the same value.
    """

    model: Any
    attribute: str
    links: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def fact(self, row: Any, citations: Citations = (), **more: Any) -> Any:
        """The fact that a record says; `more` gives the members that are kept elsewhere."""
        cls = self.model.says
        enums = codes_of(cls)
        same = {name: _coded(enums.get(name), getattr(row, name)) for name in same_columns(self.model)}
        same |= {name: _text(getattr(row, column)) for name, column in self.links.items()}
        same |= {name: getattr(row, column) for name, column in self.renamed.items()}
        return cls(uid=str(row.uid), citations=citations, **{**same, **more})

    def columns(self, fact: Any) -> dict[str, Any]:
        """The columns of a record that say a fact. `Invalid` when a uid is none."""
        same = {name: getattr(fact, name) for name in same_columns(self.model)}
        same |= {column: optional_uid(getattr(fact, name)) for name, column in self.links.items()}
        return same | {column: getattr(fact, name) for name, column in self.renamed.items()}


ACT = Mapped(models.Act, "acts", {"plan": "plan_uid"}, {"measures": "measure_uids"})
RECOMMENDATION = Mapped(models.Recommendation, "recommendations", {"subject": "subject_uid", "repeats": "repeats_uid"})
ANSWER = Mapped(
    models.RecommendationAnswer, "recommendation_answers",
    {"recommendation": "recommendation_uid", "measure": "measure_uid"},
)  # fmt: skip
REVIEW = Mapped(models.RecommendationReview, "recommendation_reviews", {"recommendation": "recommendation_uid"})
PROMISE = Mapped(models.Promise, "promises", {"subject": "subject_uid"})
DUE = Mapped(models.DueDate, "dues")
VIEW = Mapped(models.PromiseView, "promise_views", {"promise": "promise_uid"})
COMMITTEE = Mapped(models.Committee, "committees", {"plan": "plan_uid"})
SESSION = Mapped(models.Session, "sessions")
DOCUMENT = Mapped(models.SessionDocument, "documents")
DECISION = Mapped(models.Decision, "decisions")
LINEAGE = Mapped(models.Lineage, "lineages", {"earlier_plan": "earlier_plan_uid", "later_plan": "later_plan_uid"})
OVERLAP = Mapped(models.OverlapLink, "overlap_links", {"plan": "plan_uid", "measure": "measure_uid"})

FLAT = (ACT, RECOMMENDATION, ANSWER, REVIEW, VIEW, LINEAGE, OVERLAP)
"""Kinds of record that belong to a part and have no pieces of their own."""
EVERY = (*FLAT, PROMISE, DUE, COMMITTEE, SESSION, DOCUMENT, DECISION)
BY_MODEL = {kind.model: kind for kind in EVERY}


@cache
def codes_of(cls: type[Any]) -> dict[str, type[StrEnum]]:
    """The members of a fact class that hold a code, and the codes of each."""
    found = {}
    for name, hint in get_type_hints(cls).items():
        for one in (hint, *get_args(hint)):
            if isinstance(one, type) and issubclass(one, StrEnum):
                found[name] = one
    return found


def _coded(enum: type[StrEnum] | None, value: Any) -> Any:
    return enum(value) if enum is not None and isinstance(value, str) else value


def _text(uid: uuid.UUID | None) -> str | None:
    return None if uid is None else str(uid)
