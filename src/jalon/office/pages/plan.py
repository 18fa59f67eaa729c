"""The plan page: each measure with who leads it, by when, what has no source, what changed since the last signature."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jalon.core.models import Part, User
from jalon.facts.common import Statement as StatementFact
from jalon.facts.common import Text, When, Wording
from jalon.office import labels
from jalon.office.pages.subject import Row, document_row
from jalon.plans.models import Measure, MeasureTitle, Statement
from jalon.plans.selectors.pages import MeasureRow, PlanPage, StatementRow
from jalon.plans.selectors.plan import page_of, plan_in
from jalon.plans.state import State, said_order
from jalon.publication.words import date_words, value_words
from jalon.ui.pieces import Count


@dataclass(frozen=True, slots=True)
class Line:
    """One measure. Words are ready to print; `title`, `lead` and `due` empty: not known. `gist`: the title is a summary."""

    uid: str
    number: str
    title: str
    gist: bool
    lead: str
    due: str
    statements: int
    unsourced: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A level of the tree with its measures; `depth` from 0; without uid: measures whose place is not known."""

    uid: str
    label: str
    title: Text | None
    depth: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the plan's description, or a statement about the whole plan."""

    kind: str
    uid: str
    name: str
    words: str
    unsourced: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as its team sees it."""

    uid: str
    slug: str
    title: str
    period: str
    known_until: str
    text_read: bool
    counts: tuple[Count, ...]
    groups: tuple[Group, ...]
    pieces: tuple[Piece, ...]
    said: tuple[Piece, ...]
    documents: tuple[Row, ...]
    may_edit: bool


def build(part: Part, slug: str, user: User, signed_at: datetime | None) -> PlanView:
    """Read a plan of a part that the person may see; `Plan.DoesNotExist` when it has none of this address."""
    page = page_of(plan_in(part, slug), user)
    changed = _changed(page.plan.uid, part, signed_at)
    fact = page.plan.fact
    pieces = tuple(_pieces(page))
    groups = tuple(_groups(page, changed))
    return PlanView(
        uid=fact.uid,
        slug=fact.slug,
        title=fact.titles[0].text.value if fact.titles else fact.slug,
        period=date_words(fact.period),
        known_until=date_words(When(edtf=fact.known_until)),
        text_read=fact.text_read,
        counts=_counts(page, groups),
        groups=groups,
        pieces=pieces,
        said=tuple(piece(row) for row in _latest_first(page.statements)),
        documents=tuple(document_row(one) for one in page.documents),
        may_edit=page.part.may_edit,
    )


def _counts(page: PlanPage, groups: Iterable[Group]) -> tuple[Count, ...]:
    stated = " / ".join(str(number) for number in page.identified.of)
    lines = [line for group in groups for line in group.lines]
    changed, unsourced = sum(line.changed for line in lines), sum(line.unsourced for line in lines)
    return (
        Count(str(page.identified.n), _("mesures identifiées"), stated),
        Count(str(page.identified.attested), _("éléments attestés")),
        Count(str(unsourced), _("faits sans source")),
        Count(str(changed), _("modifiées depuis la signature"), str(len(lines))),
    )


def _groups(page: PlanPage, changed: frozenset[str]) -> Iterable[Group]:
    for row in page.sections:
        fact = row.section.fact
        lines = tuple(_line(measure, changed) for measure in row.measures)
        yield Group(fact.uid, fact.label, fact.title, row.depth, lines)
    loose = tuple(_line(measure, changed) for measure in page.unplaced)
    if loose:
        yield Group("", "", None, 0, loose)


def _line(row: MeasureRow, changed: frozenset[str]) -> Line:
    return Line(
        uid=row.uid,
        number=row.number or "",
        title=row.title.value if row.title else "",
        gist=row.title is not None and row.title.wording is Wording.SUMMARY,
        lead=", ".join(_names(row.lead)),
        due=date_words(row.deadline.latest.due) if row.deadline.latest else "",
        statements=row.statements,
        unsourced=row.unsourced + (not row.sourced),
        changed=row.uid in changed,
    )


def _names(state: State) -> Iterable[str]:
    """Each body with how one knows that it leads: a body seen acting is not one that the plan names."""
    return dict.fromkeys(_name(said) for said in state.statements if said.organisation)


def _name(said: StatementFact) -> str:
    name = said.organisation.name if said.organisation else ""
    return f"{name} ({labels.BASIS[said.basis]})" if said.basis else name


def _latest_first(rows: Iterable[StatementRow]) -> list[StatementRow]:
    """Those that stand, by the day on which they were said."""
    standing = (row for row in rows if not row.statement.superseded_by)
    return sorted(standing, key=lambda row: said_order(row.statement), reverse=True)


def _changed(plan_uid: str, part: Part, signed_at: datetime | None) -> frozenset[str]:
    """The measures of which something was written after the last signature."""
    if signed_at is None:
        return frozenset()
    later = {"updated_at__gt": signed_at}
    measures = Measure.objects.filter(plan__uid=plan_uid, **later).values_list("uid", flat=True)
    titles = MeasureTitle.objects.filter(measure__plan__uid=plan_uid, **later).values_list("measure__uid", flat=True)
    said = Statement.objects.filter(part=part, **later).values_list("subject_uid", flat=True)
    return frozenset(str(uid) for uid in (*measures, *titles, *said))


def _pieces(page: PlanPage) -> Iterable[Piece]:
    for title in page.titles:
        yield Piece("intitule-plan", title.uid, _("Intitulé"), title.fact.text.value, not title.sourced)
    for number in page.numbers:
        words = " ".join([str(number.fact.value), *(f"({body.name})" for body in number.fact.said_by)])
        yield Piece("nombre", number.uid, _("Nombre annoncé"), words, not number.sourced)
    for event in page.events:
        yield Piece("evenement", event.uid, date_words(event.fact.when), event.fact.text.value, not event.sourced)
    for overlap in page.overlaps:
        words = " : ".join(
            filter(
                None,
                [value_words(overlap.fact.other_plan), value_words(overlap.fact.item) if overlap.fact.item else ""],
            )
        )
        yield Piece("recoupement", overlap.uid, _("Recoupement"), words, not overlap.sourced)


def piece(row: StatementRow) -> Piece:
    """A statement in one line."""
    said = row.statement
    return Piece("declaration", said.uid, str(labels.STATEMENT[said.kind]), said_in_words(said), not row.sourced)


def said_in_words(said: StatementFact) -> str:
    """Of what part, who, what, when: whatever the statement says."""
    words = [
        said.topic or "",
        said.organisation.name if said.organisation else "",
        said.text.value if said.text else "",
        labels.label(labels.OUTCOME, said.outcome) if said.outcome else "",
        _("échéance : %s") % date_words(said.due) if said.due else "",
        said.said_by.name if said.said_by else "",
        date_words(said.said),
    ]
    return ", ".join(filter(None, words)) or str(labels.KNOWN[said.known])
