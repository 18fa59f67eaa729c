"""Committees, sessions, documents and decisions from facts to records; and which bodies sit where."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.commitments import models
from jalon.commitments.collecting import public_documents, public_sessions
from jalon.commitments.enums import MinutesState
from jalon.commitments.mapping import COMMITTEE, DECISION, DOCUMENT, SESSION
from jalon.core.errors import Invalid
from jalon.core.models import Citation
from jalon.core.uids import read_uid
from jalon.facts import committee as facts
from jalon.facts.common import Visibility
from jalon.facts.part import PartFacts

if TYPE_CHECKING:
    from jalon.commitments.loading import Loading

PUBLIC = Visibility.PUBLIC.value


def index_seats(committees: Iterable[models.Committee]) -> None:
    """Write anew which bodies of the directory sit in these committees, already saved."""
    rows = list(committees)
    models.Seat.objects.filter(committee__in=[row.pk for row in rows]).delete()
    models.Seat.objects.bulk_create(
        models.Seat(committee=row, organisation_uid=uuid.UUID(seat.body.uid), since=seat.since, until=seat.until)
        for row in rows
        for seat in row.members
        if seat.body.uid
    )


def load_committees(loading: "Loading", said: PartFacts) -> None:
    """Committees with their sessions, in the place of what was public. What was the committee's own stays."""
    replacing = _Replacing(loading)
    for committee in said.committees:
        replacing.committee(committee)
    for session in said.sessions:
        replacing.session(session)
    for decision in said.decisions:
        replacing.decision(decision)
    replacing.finish()


class _Replacing:
    """One replacement: what stands here by uid; what the package says; what neither holds is public no more."""

    def __init__(self, loading: "Loading") -> None:
        self.loading, part = loading, loading.part
        sessions = public_sessions(part)
        self.were: dict[Any, set[Any]] = {
            models.Committee: _uids(models.Committee.objects.of_part(part)),
            models.Session: _uids(sessions),
            models.SessionDocument: _uids(public_documents(sessions)),
            models.Decision: _uids(
                models.Decision.objects.of_part(part).live().filter(visibility=PUBLIC, session__in=sessions)
            ),
        }
        self.stand = {
            model: {str(row.uid): row for row in model.objects.of_part(part)} for model in self.were
        }  # fmt: skip

    def committee(self, fact: facts.Committee) -> None:
        """A committee, and its seats."""
        row = self._write(models.Committee, fact, COMMITTEE.columns(fact) | {"part": self.loading.part})
        index_seats([row])

    def session(self, fact: facts.Session) -> None:
        """A session with its public documents. Minutes that are not public stay as they are."""
        owner = self._owner(models.Committee, "committee", fact.committee, fact.uid)
        columns = SESSION.columns(fact) | {"committee": owner, "visibility": PUBLIC}
        columns |= self._minutes(fact)
        row = self._write(models.Session, fact, columns)
        for order, document in enumerate(fact.documents):
            own = DOCUMENT.columns(document) | {"session": row, "order": order, "visibility": PUBLIC}
            self._write(models.SessionDocument, document, own)

    def decision(self, fact: facts.Decision) -> None:
        """A public decision; what was said of it at private sessions stays."""
        owner = self._owner(models.Session, "session", fact.session, fact.uid)
        columns = DECISION.columns(fact) | {"session": owner, "visibility": PUBLIC}
        if before := self.stand[models.Decision].get(fact.uid):
            private = {str(row.uid) for row in self.stand[models.Session].values() if row.visibility != PUBLIC}
            kept = tuple(one for one in before.follow_ups if one.session in private)
            columns["follow_ups"] = (*fact.follow_ups, *kept)
        self._write(models.Decision, fact, columns)

    def finish(self) -> None:
        """What was public and is in the package no more becomes the committee's own; nothing of it is lost."""
        for model, uids in self.were.items():
            if model is not models.Committee and uids:
                model.objects.filter(uid__in=uids).update(visibility=Visibility.COMMITTEE.value)
        gone = models.Committee.objects.filter(uid__in=self.were[models.Committee], withdrawn_at=None)
        gone.filter(sessions=None).delete()
        gone.update(withdrawn_at=timezone.now(), withdrawn_reason=_("Absent du paquet chargé."))

    def _minutes(self, fact: facts.Session) -> Mapping[str, Any]:
        """What a package says of the minutes: it holds those alone that were adopted and public."""
        if fact.minutes:
            return {"minutes_state": MinutesState.ADOPTED.value, "minutes_visibility": PUBLIC}
        before = self.stand[models.Session].get(fact.uid)
        if before is None or (before.minutes_state == MinutesState.ADOPTED and before.minutes_visibility == PUBLIC):
            return {"minutes": None}
        return {"minutes": before.minutes}

    def _write(self, model: Any, fact: Any, columns: Mapping[str, Any]) -> Any:
        """Add the record, or write it again under its uid."""
        key = read_uid(fact.uid)
        self.loading.check_inner(fact)
        Citation.objects.filter(part=self.loading.part, subject_uid=key).delete()
        self.loading.cite(key, fact.citations)
        self.were[model].discard(key)
        row = self.stand[model].get(fact.uid)
        if row is None:
            row = model(uid=key, **columns)
            _refuse_taken(model, row)
        else:
            columns = {**columns, "revision": row.revision + 1, "withdrawn_at": None, "withdrawn_reason": ""}
            for name, value in columns.items():
                setattr(row, name, value)
        row.save()
        self.stand[model][fact.uid] = row
        return row

    def _owner(self, model: Any, field: str, uid: str, owned: str) -> Any:
        if uid not in self.stand[model]:
            message = _("«\u00a0%(owner)s\u00a0» renvoie à %(uid)s, que la partie ne contient pas.")
            raise Invalid({field: message % {"owner": owned, "uid": uid}})
        return self.stand[model][uid]


def _refuse_taken(model: Any, row: Any) -> None:
    for name in ("uid", "slug") if hasattr(model, "slug") else ("uid",):
        if model.objects.filter(**{name: getattr(row, name)}).exists():
            message = _("«\u00a0%(value)s\u00a0» est déjà pris par un autre objet du même genre.")
            raise Invalid({name: message % {"value": getattr(row, name)}})


def _uids(rows: Any) -> set[uuid.UUID]:
    return set(rows.values_list("uid", flat=True))
