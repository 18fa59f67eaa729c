"""The trace of a record and of a part: who did what, and the texts as they were."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.models import AuditEvent, Part, User
from jalon.evaluation.enums import Stage
from jalon.evaluation.selectors import hidden_evaluations, hidden_subjects
from jalon.facts.common import Text
from jalon.office.assessment_choices import hidden_tables
from jalon.office.counted import COUNTED
from jalon.office.pages.subject import statement_row
from jalon.office.pages.traced import Names, names_of
from jalon.office.words import action_words
from jalon.plans.models import Statement
from jalon.plans.models.importing import ImportRun
from jalon.plans.selectors.measure import statement_history, text_history
from jalon.publication.words import label
from jalon.reporting.enums import LetterKind, ReturnWay, Way

PAGE = 100


@dataclass(frozen=True, slots=True)
class Event:
    """One action in the trace."""

    key: int
    at: datetime
    who: str
    what: str
    subject: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The texts of a record as somebody left them."""

    at: datetime
    who: str
    texts: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class History:
    """Everything that is kept of a record; `chain`: the statements before and after this one."""

    events: tuple[Event, ...]
    versions: tuple[Version, ...]
    chain: tuple[Any, ...]


def history_of(part: Part, row: Any, user: User) -> History:
    """The trace and the former texts of a record."""
    found = AuditEvent.objects.filter(part_uid=part.uid, subject_uid=row.uid).order_by("-at", "-id")[:PAGE]
    chain = statement_history(str(row.uid), user) if isinstance(row, Statement) else ()
    versions = (
        Version(datetime.fromisoformat(one.at), one.by, _texts(one.texts)) for one in text_history(str(row.uid), user)
    )
    shown = tuple((one.statement, statement_row(one.statement, one.sourced), one.withdrawn) for one in chain)
    return History(events(found), tuple(versions), shown)


def seen(rows: QuerySet[AuditEvent], user: User) -> QuerySet[AuditEvent]:
    """Those that the person may read: what is done in another team's draft is that team's, also in the trace."""
    drafts = [str(uid) for uid in hidden_evaluations(user).values_list("uid", flat=True)]
    if drafts:  # mostly there is none, and what stands in none need not be looked for
        for hidden in hidden_subjects(user):
            rows = rows.exclude(subject_uid__in=hidden)
        # tables and workbooks of a draft: the trace names their files
        tables = ImportRun.objects.filter(choices__evaluation__in=drafts)
        rows = rows.exclude(subject_uid__in=tables.values("file__uid"))
    return rows.exclude(subject_uid__in=hidden_tables(user).values("file__uid"))


def part_events(part: Part, user: User, before: int | None = None) -> tuple[Event, ...]:
    """What was done in a part, latest first; `before`: only what came earlier than this event."""
    rows = seen(AuditEvent.objects.filter(part_uid=part.uid), user).order_by("-id")
    return events((rows.filter(pk__lt=before) if before else rows)[:PAGE])


def events(rows: Iterable[AuditEvent]) -> tuple[Event, ...]:
    """Lines of the trace; uids, and what is kept for undoing alone, say nothing to people and are left out. What events
    of campaigns are about is named in the reader's language, in a fixed number of queries."""
    held = list(rows)
    named = names_of(held)
    return tuple(_event(row, named) for row in held)


def _event(row: AuditEvent, named: Names) -> Event:
    told = (_change(name, value) for name, value in row.changes.items() if not name.startswith("_"))
    pairs = tuple(pair for pair in told if pair[1] or pair[2])
    kept = "" if _is_uid(row.subject.split(" ")[-1]) else row.subject
    subject = named.get(row.subject_uid, kept) if row.subject_uid else kept
    return Event(row.pk, row.at, row.actor, action_words(row.action), subject, pairs)


COLUMNS: dict[str, str | Promise] = {
    "minutes_state": lazy("état du compte rendu"),
    "minutes_adopted": lazy("compte rendu adopté le"),
    "minutes_visibility": lazy("qui peut voir le compte rendu"),
    "withdrawn_at": lazy("retiré le"),
    "withdrawn_reason": lazy("raison du retrait"),
    "acts": lazy("actes"),
    "added": lazy("ajouts"),
    "agreed": lazy("accord trouvé"),
    "asks": lazy("organismes interrogés"),
    "assessments": lazy("appréciations"),
    "cells": lazy("cellules"),
    "changed": lazy("changements"),
    "claims": lazy("décomptes déclarés"),
    "column": lazy("colonne"),
    "committees": lazy("comités"),
    "decisions": lazy("décisions"),
    "evaluations": lazy("évaluations"),
    "file": lazy("fichier"),
    "file_sha256": lazy("empreinte du fichier"),
    "indicators": lazy("indicateurs"),
    "notes": lazy("notes privées"),
    "organisations": lazy("organismes"),
    "outputs": lazy("réalisations"),
    "overlap_links": lazy("recoupements entre plans"),
    "person": lazy("personne"),
    "mentioned": lazy("personnes citées"),
    "promise_views": lazy("avis sur des engagements"),
    "promises": lazy("engagements"),
    "reason": lazy("raison"),
    "recommendation_answers": lazy("mesures qui répondent à des recommandations"),
    "recommendations": lazy("recommandations"),
    "refused": lazy("lignes refusées"),
    "rows": lazy("lignes lues"),
    "same": lazy("valeurs déjà connues"),
    "scales": lazy("échelles"),
    "scope": lazy("étendue du rôle"),
    "sections": lazy("niveaux du plan"),
    "series": lazy("séries"),
    "shares": lazy("parts confiées"),
    "sources": lazy("sources"),
    "stage": lazy("étape"),
    "subjects": lazy("objets"),
    "territories": lazy("territoires"),
    "vocabularies": lazy("vocabulaires"),
    "way": lazy("manière de répondre"),
}
"""What is written of a record, or counted in an event, that no document says, and so has no name there."""


CODES: Mapping[str, Mapping[str, str | Promise]] = {
    "way": {one.value: one.label for one in (*Way, *ReturnWay)},
    "kind": {one.value: one.label for one in LetterKind},
}
"""Codes that campaigns write in events, in words."""


def _change(name: str, value: Any) -> tuple[str, str, str]:
    words = str(COLUMNS.get(name) or label(name))
    if name == "stage" and isinstance(value, list):
        value = [str(Stage(one).label) if one in set(Stage) else one for one in value]
    if isinstance(value, str) and name in CODES:
        value = CODES[name].get(value, value)
    if name == "subjects" and isinstance(value, list) and all(_is_uid(str(one)) for one in value):
        return words, "", str(len(value))  # how many: which ones, their own pages say
    if isinstance(value, list) and len(value) == 2:
        if any(_is_uid(str(one)) for one in value):
            return words, "", _("changé")
        return words, _words(value[0]), _words(value[1])
    return words, "", _words(value)


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{COUNTED.get(name) or label(name)}\u00a0{_words(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return "" if value is None or _is_uid(str(value)) else str(value)


def _texts(texts: Mapping[str, Any]) -> tuple[tuple[str, Text], ...]:
    held = ((name, value if isinstance(value, tuple) else (value,)) for name, value in texts.items())
    return tuple((label(name), one) for name, values in held for one in values if isinstance(one, Text))


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
