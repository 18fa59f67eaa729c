"""Lineage between two plans and overlaps in the office: what is recorded, what likeness proposes, both texts side by side."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.commitments.selectors import ledger
from jalon.commitments.selectors.rows import Kept
from jalon.core.models import Part, User
from jalon.facts.common import Link, Text
from jalon.facts.lineage import Lineage, LineageKind, OverlapLink, OverlapNature
from jalon.methods.matching import Matcher, index_of, propose_lineage
from jalon.methods.matching import Text as Indexed
from jalon.office.commitment_choices import MeasureText, Published, published_plans
from jalon.office.pages.following_lists import Asked
from jalon.portal import committed_words as words
from jalon.publication.words import date_words
from jalon.ui.pieces import Blank, Option


@dataclass(frozen=True, slots=True)
class LineageLine:
    """Earlier and later measures with their titles. `uid` empty: a proposal of likeness that nobody recorded."""

    uid: str
    code: str
    kind: str
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    earlier_uids: str
    later_uids: str
    decided: bool
    who: str
    when: str
    text: Text | None
    sourced: bool


@dataclass(frozen=True, slots=True)
class LineagePage:
    """What is recorded in the part, and proposals between the two plans that were chosen."""

    recorded: tuple[LineageLine, ...]
    proposed: tuple[LineageLine, ...]
    blanks: tuple[Blank, ...]
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class OverlapLine:
    """An overlap; `hidden`: a possible double count that the public will not see before a person confirms it."""

    uid: str
    plan: str
    other: str
    natures: str
    item: Text | None
    confirmed: bool
    hidden: bool
    who: str
    text: Text | None
    sourced: bool


def lineages(part: Part, user: User, asked: Asked) -> LineagePage:
    """The lineages of a part, and when two plans are chosen what likeness proposes between them and nobody recorded."""
    plans = published_plans()
    recorded = tuple(_recorded(one, plans) for one in ledger.lineages_page(part.slug, user).rows)
    earlier, later = asked.get("avant"), asked.get("apres")
    chosen = earlier in plans.plans and later in plans.plans and earlier != later
    known = {(one.earlier_uids, one.later_uids) for one in recorded}
    proposed = _proposed(plans, earlier, later) if chosen else ()
    return LineagePage(
        recorded=recorded, earlier=earlier, later=later,
        proposed=tuple(one for one in proposed if (one.earlier_uids, one.later_uids) not in known),
        blanks=(_blank("avant", _("Du plan"), plans, earlier), _blank("apres", _("au plan suivant"), plans, later)),
    )  # fmt: skip


def _blank(name: str, label: str, plans: Published, chosen: str) -> Blank:
    options = [Option("", "—", not chosen), *(Option(uid, title, uid == chosen) for uid, title in plans.plans.items())]
    return Blank(before=label, name=name, label=label, options=tuple(options))


def _recorded(one: Kept[Lineage], plans: Published) -> LineageLine:
    fact = one.fact
    return LineageLine(
        uid=fact.uid, code=fact.kind.value, kind=str(words.LINEAGE[fact.kind]),
        earlier=tuple(map(plans.named, fact.earlier)), later=tuple(map(plans.named, fact.later)),
        earlier_uids=",".join(fact.earlier), later_uids=",".join(fact.later), decided=fact.link is Link.STATED,
        who=words.sayer(fact.said_by), when=date_words(fact.said), text=fact.text, sourced=one.sourced,
    )  # fmt: skip


def _proposed(plans: Published, earlier: str, later: str) -> tuple[LineageLine, ...]:
    before, after = _matcher(plans.of_plan(earlier)), _matcher(plans.of_plan(later))
    return tuple(
        LineageLine(
            uid="", code=one.kind.value, kind=str(words.LINEAGE[LineageKind(one.kind.value)]),
            earlier=tuple(map(plans.named, one.earlier)), later=tuple(map(plans.named, one.later)),
            earlier_uids=",".join(one.earlier), later_uids=",".join(one.later), decided=False, who="", when="",
            text=None, sourced=True,
        )
        for one in propose_lineage(before, after)
    )  # fmt: skip


def _matcher(measures: tuple[MeasureText, ...]) -> Matcher:
    return index_of(tuple(Indexed(one.uid, one.text.value) for one in measures if one.text))


def overlaps(part: Part, user: User) -> tuple[OverlapLine, ...]:
    """The overlaps of a part, those that wait for a person first."""
    plans = published_plans()
    return tuple(_overlap(one, plans) for one in ledger.overlaps_page(part.slug, user).rows)


def _overlap(one: Kept[OverlapLink], plans: Published) -> OverlapLine:
    fact = one.fact
    confirmed = fact.link is Link.STATED
    other = ", ".join(filter(None, [fact.other.title.value, fact.other.reference]))
    return OverlapLine(
        uid=fact.uid, plan=plans.named(fact.measure or fact.plan), other=other,
        natures=", ".join(str(words.NATURE[nature]) for nature in fact.natures), item=fact.item, confirmed=confirmed,
        hidden=not confirmed and OverlapNature.SAME_MONEY in fact.natures, who=words.sayer(fact.said_by),
        text=fact.text, sourced=one.sourced,
    )  # fmt: skip
