"""Facts that tie measures to other measures: taken up from an earlier plan, or held by another plan as well."""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import Citation, Confidence, Link, OrgRef, Text, When


class LineageKind(StrEnum):
    """What became of earlier measures in a later plan."""

    IDENTICAL = "identical"  # one to one, same words
    REWORDED = "reworded"  # one to one, other words
    SPLIT = "split"  # one to several
    MERGED = "merged"  # several to one
    DROPPED = "dropped"  # one or several to none
    NEW = "new"  # none to one or several


class OverlapNature(StrEnum):
    """In what two plans overlap. SAME_MONEY is a possible double count: public only once a person has confirmed it."""

    SAME_ACTION = "same_action"
    SAME_MONEY = "same_money"
    SAME_BODY = "same_body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """That measures of a later plan take up measures of an earlier one, or that none does.

    `link` PROPOSED until a person decides, with a reason (`text`). Only numbered measures enter shares.
    """

    uid: str
    kind: LineageKind
    earlier_plan: str
    later_plan: str
    recorded_at: str
    earlier: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    said_by: OrgRef | None = None
    said: When | None = None
    text: Text | None = None
    link: Link = Link.STATED
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPlan:
    """The other side of an overlap: a plan or measure kept here (uids), or one of which only the words are known."""

    title: Text
    plan: str | None = None
    measure: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapLink:
    """That a plan, or one of its measures, overlaps another plan. `natures` empty: in what is not said.

    `link` PROPOSED until a person has confirmed it: then it is signed by nobody. Releases made before may hold proposed ones
    that are not SAME_MONEY: no public page, table, search or feed tells them.
    """

    uid: str
    plan: str
    other: OtherPlan
    recorded_at: str
    measure: str | None = None
    natures: tuple[OverlapNature, ...] = ()
    item: Text | None = None
    said_by: OrgRef | None = None
    said: When | None = None
    text: Text | None = None
    link: Link = Link.STATED
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


def is_confirmed(fact: object) -> bool:
    """Whether it may be shown to everybody: an overlap that is only proposed may not, whatever else it is."""
    return not isinstance(fact, OverlapLink) or fact.link is Link.STATED
