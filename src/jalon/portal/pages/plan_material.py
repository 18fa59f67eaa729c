"""All facts of one plan at the times of the page, and how they are counted in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.facts.common import Statement, StatementKind
from jalon.facts.lineage import OverlapLink
from jalon.facts.plan import Measure, MeasureKind, Plan, Section
from jalon.portal import words
from jalon.portal.asof import current, held
from jalon.portal.context import Context
from jalon.portal.errors import NotFound
from jalon.portal.invented import real
from jalon.portal.pages.claims import latest_first
from jalon.portal.pages.plan_lists import told_there
from jalon.portal.pieces import Notebook, Phrase
from jalon.portal.verdicts import without_evidence


@dataclass(frozen=True, slots=True)
class Material:
    """All facts of one plan at the times of the page."""

    plan: Plan
    rank: int
    plans: int
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    held: Mapping[str, tuple[Statement, ...]]
    """Statements at the day of the page, those since replaced among them."""
    said: Mapping[str, tuple[Statement, ...]]
    """The same without those that another one replaces."""
    bare: Mapping[str, str]
    """Verdict -> the words for one that shows nothing it rests on."""
    there: tuple[OverlapLink, ...] = ()
    """Overlaps with this plan that are recorded from the side of another one."""

    @property
    def identified(self) -> tuple[Measure, ...]:
        """Measures known by their number: only they enter « n of N »."""
        return tuple(m for m in self.measures if m.kind is MeasureKind.MEASURE and m.number is not None)

    @property
    def attested(self) -> tuple[Measure, ...]:
        """Items known to be in the plan without their number."""
        return tuple(m for m in self.measures if m.kind is MeasureKind.ATTESTED_ITEM)

    @property
    def total(self) -> int | None:
        """The number of measures that is stated first; others stand beside it."""
        return self.plan.stated_numbers[0].value if self.plan.stated_numbers else None

    def of_plan(self, *kinds: StatementKind) -> list[Statement]:
        """Statements about the plan itself or a section of it, newest first."""
        uids = (self.plan.uid, *(section.uid for section in self.sections))
        return latest_first(s for uid in uids for s in self.said.get(uid, ()) if s.kind in kinds)

    @property
    def held_of_whole(self) -> tuple[Statement, ...]:
        """Statements about the plan itself or a section of it, those since replaced among them."""
        uids = (self.plan.uid, *(section.uid for section in self.sections))
        return tuple(s for uid in uids for s in self.held.get(uid, ()))


def gather(ctx: Context, slug: str) -> Material:
    """Read a plan. Raises NotFound."""
    plans = ctx.reader.plans()
    plan = next((p for p in plans if p.slug == slug), None)
    if plan is None:
        raise NotFound(slug)
    was = {uid: held(group, ctx.asof.state) for uid, group in ctx.reader.statements_of_plan(plan.uid).items()}
    now = {uid: current(group) for uid, group in was.items()}
    return Material(
        plan, plan.rank, len(real(plans, ctx)), ctx.reader.sections(plan.uid), ctx.reader.measures(plan.uid), was, now,
        without_evidence(ctx.reader.assessments_of_plan(plan.uid)), told_there(ctx, plan),
    )  # fmt: skip


def identified_words(known: int, total: int | None) -> str:
    """« 15 mesures sur 45 sont identifiées par leur numéro. »"""
    if total is None:
        sentence = ngettext(
            "%(n)s mesure est identifiée ; leur nombre total n’est pas lu.",
            "%(n)s mesures sont identifiées ; leur nombre total n’est pas lu.",
            known,
        )
        return sentence % {"n": words.number(known)}
    if not known:
        return _("Aucune des %(total)s mesures annoncées n’est identifiée par son numéro.") % {
            "total": words.number(total)
        }
    sentence = ngettext(
        "%(n)s mesure sur %(total)s est identifiée par son numéro.",
        "%(n)s mesures sur %(total)s sont identifiées par leur numéro.",
        known,
    )
    return sentence % {"n": words.number(known), "total": words.number(total)}


def attested_words(count: int) -> str:
    """« 6 éléments sont attestés sans numéro ; ils n’entrent dans aucun décompte. »"""
    if not count:
        return ""
    sentence = ngettext(
        "%(n)s élément est attesté sans numéro ; il n’entre dans aucun décompte.",
        "%(n)s éléments sont attestés sans numéro ; ils n’entrent dans aucun décompte.",
        count,
    )
    return sentence % {"n": words.number(count)}


def stated_numbers(plan: Plan, ctx: Context, book: Notebook) -> tuple[Phrase, ...]:
    """Every stated number of measures, with who states it: conflicting ones side by side."""
    found = []
    for stated in plan.stated_numbers:
        who = words.and_list(tuple(body.name for body in stated.said_by))
        value = words.measures(stated.value) + (f" ({who})" if who else "")
        found.append(Phrase(value, refs=book.refs(stated.citations)))
    return tuple(found)
