"""Reads of parliamentary acts, for the office."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from jalon.commitments.mapping import ACT
from jalon.commitments.models import Act
from jalon.core.citing import citation_fact
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import may_edit
from jalon.facts import common, parliament


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """An act with the revision that a form about it is filled on, and the slug of its part."""

    act: parliament.Act
    revision: int
    part: str
    sourced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActsPage:
    """The acts of a part."""

    part: str
    part_title: str
    may_edit: bool
    acts: tuple[ActRow, ...]


def acts_page(part_slug: str, user: User) -> ActsPage:
    """The live acts of a part, in the order of their dates. `Part.DoesNotExist` when the person may not see it."""
    part = Part.objects.visible_to(user).get(slug=part_slug)
    rows = _rows(Act.objects.of_part(part).live())
    return ActsPage(part=part.slug, part_title=part.title, may_edit=may_edit(user, part), acts=rows)


def acts_about(subjects: frozenset[str], user: User) -> tuple[ActRow, ...]:
    """The live acts that the person may see and that concern these plans or measures, by uid."""
    return tuple(
        row
        for row in _rows(Act.objects.visible_to(user).live())
        if row.act.plan in subjects or subjects.intersection(row.act.measures)
    )


def act_of(uid: str, user: User) -> Act:
    """A live act that the person may see, to write to it. `Act.DoesNotExist` otherwise."""
    act: Act = Act.objects.visible_to(user).live().select_related("part").get(uid=uuid.UUID(uid))
    return act


def _rows(acts: QuerySet[Act]) -> tuple[ActRow, ...]:
    """Acts with their citations, in two queries; those without a date come last."""
    found = list(acts.select_related("part"))
    cites: dict[uuid.UUID, list[common.Citation]] = {row.uid: [] for row in found}
    columns = ("subject_uid", "source__uid", "field", "locator", "quote", "confidence")
    citations = Citation.objects.filter(subject_uid__in=list(cites)).order_by("order", "id")
    for subject, *rest in citations.values_list(*columns):
        cites[subject].append(citation_fact(*rest))
    rows = [
        ActRow(
            act=ACT.fact(row, tuple(cites[row.uid])), revision=row.revision, part=row.part.slug,
            sourced=bool(cites[row.uid]),
        )
        for row in found
    ]  # fmt: skip
    return tuple(sorted(rows, key=_by_date))


def _by_date(row: ActRow) -> tuple[bool, str, str]:
    edtf = row.act.when.edtf if row.act.when else None
    return edtf is None, edtf or "", row.act.uid
