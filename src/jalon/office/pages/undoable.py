"""Recent actions, each with what undoes it or why it is not undone: of a part, or of a person in all their parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.keeping import BEFORE, PERSONAL
from jalon.core.models import AuditEvent, Part, User
from jalon.evaluation.selectors import not_of_team
from jalon.office.pages.history import Event, events, seen
from jalon.office.undoing import Reversal, reversal_of, why_not

PAGE = 50
NOTHING = lazy("Ce geste n’a rien changé.")


@dataclass(frozen=True, slots=True)
class Deed:
    """One action. `url`: where it is undone; empty: `why` says why it cannot be."""

    event: Event
    part: str
    label: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Deeds:
    """A page of actions, latest first; `older` is the address of those before, empty when there are none."""

    rows: tuple[Deed, ...]
    older: str


def of_part(part: Part, user: User, before: str | None, path: str) -> Deeds:
    """What was done in a part, by anybody. A fixed number of queries."""
    return _page(AuditEvent.objects.filter(part_uid=part.uid), [part], user, before, path)


def of_person(user: User, before: str | None, path: str) -> Deeds:
    """What the person did, in the parts that they see today. A fixed number of queries."""
    parts = list(Part.objects.visible_to(user))
    rows = AuditEvent.objects.filter(actor_uid=user.uid, part_uid__in=[part.uid for part in parts])
    return _page(rows, parts, user, before, path)


def _page(rows: QuerySet[AuditEvent], parts: Iterable[Part], user: User, before: str | None, path: str) -> Deeds:
    rows = seen(rows, user).order_by("-id")
    others = not_of_team(user)
    if before and before.isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    shown, by_uid = found[:PAGE], {str(part.uid): part for part in parts}
    stands = standing(shown)
    told = events(shown)
    deeds = tuple(
        _deed(row, one, by_uid[str(row.part_uid)], user, stands, outside=row.subject_uid in others)
        for row, one in zip(shown, told, strict=True)
    )
    return Deeds(deeds, f"{path}?avant={shown[-1].pk}" if len(found) > PAGE else "")


def _deed(
    row: AuditEvent, told: Event, part: Part, user: User, stands: dict[str, AuditEvent], *, outside: bool
) -> Deed:
    reversal = reversal_of(row.action)
    why = refusal(row, reversal, user, stands)
    if outside and reversal is not None and reversal.team:
        why = why or _("Seule l’équipe de l’évaluation le défait.")
    seen = bool(why) and reversal is not None and told_by_fields(row, reversal) and why != str(NOTHING)
    url = reverse("office:undo", args=(part.slug, row.pk)) if seen or not why else ""
    label = _("Voir les deux textes") if seen else str(reversal.label) if reversal and not why else ""
    return Deed(told, part.title, label, url, why)


def signed_since(row: AuditEvent) -> bool:
    """Whether the part was signed after the event: what is published then says it, and goes on saying it."""
    return AuditEvent.objects.filter(action="part.sign_off", part_uid=row.part_uid, pk__gt=row.pk).exists()


def told_by_fields(row: AuditEvent, reversal: Reversal) -> bool:
    """Whether what the record says, not the order of events, tells if this can be undone: once what came after was undone
    too, it can."""
    return reversal.shows is not None and BEFORE in row.changes


def standing(rows: Iterable[AuditEvent]) -> dict[str, AuditEvent]:
    """By record and family, the last event: what set the record as it stands. Two queries: what events keep for undoing
    is long, and read only where it tells records apart."""
    subjects = {uid for row in rows for uid in _subjects(row)}
    events = list(AuditEvent.objects.filter(subject_uid__in=subjects).defer("changes").order_by("id"))
    told = [row.pk for row in events if _tells_apart(reversal_of(row.action))]
    changes = dict(AuditEvent.objects.filter(pk__in=told).values_list("pk", "changes"))
    last: dict[str, AuditEvent] = {}
    for row in events:
        row.changes = changes.get(row.pk, {})
        for key in _records(row, reversal_of(row.action)):
            last[key] = row
    return last


def _subjects(row: AuditEvent) -> Iterable[str]:
    reversal = reversal_of(row.action)
    if reversal is not None and reversal.about:
        yield reversal.named(row)
    if row.subject_uid is not None:
        yield str(row.subject_uid)


def _tells_apart(reversal: Reversal | None) -> bool:
    return reversal is not None and bool(reversal.several or reversal.about)


def _records(row: AuditEvent, reversal: Reversal | None) -> Iterable[str]:
    """The records that an event sets. One that nothing undoes may still stand between another and its undoing."""
    if reversal is not None:
        yield reversal.record(row)
    for family in SETS.get(row.action, ()):
        yield f"{family} {row.subject_uid} "


SETS: dict[str, tuple[str, ...]] = {
    "reporting.open_campaign": ("closing",),
    "plans.withdraw": ("statement",),
    "plans.supersede_statement": ("record",),
    "plans.replace_again": ("record",),
    "plans.take_back_statement": ("record",),
}
"""Families that an event sets besides its own."""


def refusal(row: AuditEvent, reversal: Reversal | None, user: User, stands: dict[str, AuditEvent]) -> str:
    """Why the person cannot undo an event now; empty: they can, if they write in the part."""
    if reversal is None:
        return why_not(row.action)
    if reversal.own and row.actor_uid != user.uid:
        return _("Seul son auteur le défait.")
    last = stands.get(reversal.record(row), row)
    if last.pk == row.pk:
        return str(NOTHING) if row.changes.get(BEFORE) == {} and PERSONAL not in row.changes else ""
    other: Any = reversal_of(last.action)
    if reversal.on is not None and other is not None and other.on == reversal.on:
        return "" if reversal.on else _("Fait à nouveau depuis\u00a0: défaites le geste suivant.")
    if reversal.on is None:
        return _("Changé depuis\u00a0: défaites d’abord le geste suivant.")
    return _("Déjà défait.")
