"""What is known of a measure beside a form about it: dated statements, outputs, indicators. None of it is the team's verdict."""

import uuid
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from jalon.core.models import Part, User
from jalon.facts.evaluation import EvidenceKind
from jalon.office.around import cut
from jalon.office.pages.evaluating import subjects_of
from jalon.office.pages.subject import SubjectPage, build


@dataclass(frozen=True, slots=True)
class Known:
    """The page of the subject; None when neither the part nor the current Release has it."""

    page: SubjectPage | None


def facts(uid: str, part: Part, user: User) -> Known:
    """What this part and published parts say of the subject: the evaluator reads what the public reads, and its own."""
    try:
        return Known(build(part, uuid.UUID(uid), user, timezone.localdate()))
    except Http404:
        return Known(None)


def subject(plan: str, uid: str, user: User) -> str:
    """« 16, Créer un mécanisme… »: the number and title of a measure."""
    found = next((one for one in subjects_of(plan, user) if one.uid == uid), None)
    return ", ".join(filter(None, [found.number, found.title])) if found else uid


def things(page: SubjectPage, kind: EvidenceKind) -> list[tuple[str, str]]:
    """What a piece of evidence can point at, among what is known of the subject."""
    if kind is EvidenceKind.INDICATOR:
        return [(one.uid, cut(one.title.value)) for one in page.indicators]
    if kind is EvidenceKind.OUTPUT:
        return [(one.uid, cut(one.title.value)) for one in page.outputs]
    rows = (*page.statements, *page.others)
    return [(one.uid, cut(f"{one.name} : {one.text.value if one.text else one.words}")) for one in rows]
