"""What a file taken in added and changed, kept with its event (private key `_taken`): an import is undone as a whole.

What was added is withdrawn, what was changed gets its earlier values and citations back, pieces (titles, steps…) are put back
as they were. Undoing leaves the same kind of record, so that it is undone in the same way. Sources that were added stay.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from jalon.core import keeping, taken_large
from jalon.core.citing import Sources, cited
from jalon.core.errors import Invalid
from jalon.core.hanging import hanging, refuse_named
from jalon.core.models import AuditEvent, Citation, Part, Source, User

TAKEN, REF, AT = "_taken", "_import", "_at"
MOST_ROWS, MOST = 5_000, 1_000_000
"""Records and characters beyond which nothing is kept, and undoing says so."""
UNDONE = ("part.undo_import", "part.redo_import")
Place = tuple[str, str]
"""Label of the model, uid."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Records that an import may write. `owner`: the relation to what they are a piece of; empty: they stand alone."""

    rows: models.QuerySet[Any]
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What one record says, in plain values, and the uid of what it is a piece of."""

    said: dict[str, Any]
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record written. `before`: the earlier values of what changed; None: it was not there. `mark`: what it says
    since; empty: it is not there. `piece`: it is no record of its own, but a piece of `owner`."""

    label: str
    uid: str
    before: dict[str, Any] | None
    mark: str
    piece: bool = False
    owner: str = ""


class Watch:
    """Sees the records before an import and after it. `rows` gives the queries, asked twice. What only an import that was
    undone had said was not there. `alone`: the records of which only the uids are kept when all are new and too many to be kept whole."""

    def __init__(
        self, part: Part, size: int, rows: Callable[[], Iterable[Rows]], alone: taken_large.Kinds | None = None
    ) -> None:
        moved = moments(part)
        self._part, self._rows = part, rows if size <= MOST_ROWS else None
        self._added = taken_large.additions(part, alone, moved) if alone else None
        undone = {at.isoformat() for at in moved}
        self._before = {place: one for place, one in self._held().items() if one.said.get("withdrawn_at") not in undone}

    def kept(self, appended: Mapping[str, tuple[int, int]] | None = None) -> dict[str, Any]:
        """Private keys for the event. `appended`: by uid of its series, the first observation added, and how many."""
        found = _kept(None if self._rows is None else self._entries(), appended or {})
        if found[TAKEN] is None and self._added is not None and not appended:
            found[TAKEN] = taken_large.kept(self._added)
        return found

    def _entries(self) -> list[Entry]:
        after = self._held()
        places = sorted({*self._before, *after})
        entries = (_entry(place, self._before.get(place), after.get(place)) for place in places)
        return [entry for entry in entries if entry is not None]

    def _held(self) -> dict[Place, Held]:
        return {} if self._rows is None else held(self._part, self._rows())


def held(part: Part, rows: Iterable[Rows]) -> dict[Place, Held]:
    """What these records say."""
    found: dict[Place, Held] = {}
    for some in rows:
        model = some.rows.model
        relations = [field.name for field in _columns(model) if isinstance(field, models.ForeignKey)]
        records = list(some.rows.select_related(*relations) if relations else some.rows)
        cites = cited(part, [row.uid for row in records])
        for row in records:
            said = keeping.values(row, [field.name for field in _columns(model)])
            said[keeping.CITATIONS] = keeping.citations_kept(cites.get(row.uid, ()))
            owner = getattr(row, some.owner, None) if some.owner else None
            found[model._meta.label, str(row.uid)] = Held(said, str(owner.uid) if owner else "")
    return found


def _columns(model: Any) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.name not in {*keeping.MADE, "part"}]


def _entry(place: Place, was: Held | None, now: Held | None) -> Entry | None:
    if was == now or (was is None and place[0] == Source._meta.label):
        return None
    before = None if was is None else was.said if now is None else _differing(was.said, now.said)
    owner = next((one.owner for one in (was, now) if one is not None and one.owner), "")
    return Entry(*place, before, keeping.mark(now.said) if now else "", bool(owner), owner)


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in was.items() if now[name] != value}


def _kept(entries: list[Entry] | None, appended: Mapping[str, tuple[int, int]], ref: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {REF: ref or str(uuid.uuid4()), TAKEN: None}
    if entries is None:
        return found
    rows, personal = [], dict[str, Any]()
    for one in entries:
        before = None if one.before is None else dict(one.before)
        private = {name: before.pop(name) for name in _personal(one.label) if before and name in before}
        personal |= {f"{one.uid} {name}": value for name, value in private.items()}
        rows.append([one.label, one.uid, before, one.mark, one.piece, one.owner])
    kept = {TAKEN: keeping.Exact(rows=rows, appended={key: list(span) for key, span in appended.items()})}
    kept |= {keeping.PERSONAL: keeping.Exact(personal)} if personal else {}
    return found | (kept if len(json.dumps(kept, ensure_ascii=False)) <= MOST else {})


def _personal(label: str) -> tuple[str, ...]:
    """The columns whose earlier values are kept apart, and forgotten."""
    found: tuple[str, ...] = getattr(apps.get_model(label), "personal", ())
    return found


def entries_of(changes: Mapping[str, Any]) -> list[Entry]:
    """What an event keeps of the records of an import; `Invalid` when it is not, or no longer, whole."""
    taken, personal = changes.get(TAKEN), changes.get(keeping.PERSONAL, {})
    if not taken:
        raise Invalid({"record": _("Ce que cet import a changé n’a pas été gardé.")})
    if personal is None:
        message = _("Les notes privées d’avant l’import ont été effacées\u00a0: elles ne se gardent que trente jours.")
        raise Invalid({"record": message})
    entries = {row[1]: Entry(*row) for row in taken["rows"]}
    for key, value in personal.items():
        uid, name = key.split(" ")
        entries[uid] = replace(entries[uid], before={**(entries[uid].before or {}), name: value})
    return list(entries.values())


def moments(part: Part) -> list[datetime]:
    """When imports into a part were undone: what was withdrawn then comes back when it is imported anew."""
    events = AuditEvent.objects.filter(part_uid=part.uid, action__in=UNDONE)
    said = KeyTransform(AT, "changes")  # « changes___at » leaves an exception that holds every caller's frame
    return [datetime.fromisoformat(at) for at in events.values_list(said, flat=True) if at]


def revive(part: Part, model: Any, uids: Iterable[uuid.UUID], at: list[datetime]) -> None:
    """Give back what the undoing of an import withdrew, among these."""
    if at and hasattr(model, "withdrawn_at"):
        rows = model.objects.of_part(part).filter(uid__in=list(uids), withdrawn_at__in=at)
        rows.update(withdrawn_at=None, withdrawn_reason="")


# --- undoing ---------------------------------------------------------------------------------------------------------


def put_back(
    part: Part, changes: Mapping[str, Any], reason: str, by: User | None, named: Callable[[Any], str] = str
) -> dict[str, Any]:
    """Write the records of an import as they were before it. `Invalid`, naming them, when one was changed since; the
    private keys of the event that tells of it. `named`: a record in words."""
    taken, at = changes.get(TAKEN) or {}, timezone.now()
    try:
        with transaction.atomic():
            if taken_large.ADDED in taken:
                found = {REF: changes[REF], TAKEN: taken_large.undo(part, taken, at, reason, by, named)}
            else:
                found = _put_back_each(part, changes, at, reason, by, named)
    except keeping.Lost:
        raise Invalid({"record": _("Ce vers quoi une fiche renvoyait n’existe plus.")}) from None
    except IntegrityError:
        message = _("Un numéro, un code ou une adresse d’avant l’import est pris depuis par une autre fiche.")
        raise Invalid({"record": message}) from None
    return found | {AT: at.isoformat()}


def _put_back_each(
    part: Part, changes: Mapping[str, Any], at: datetime, reason: str, by: User | None, named: Callable[[Any], str]
) -> dict[str, Any]:
    undoing = Undoing(part, entries_of(changes), at, reason, by, named)
    appended = {key: (int(span[0]), int(span[1])) for key, span in changes[TAKEN]["appended"].items()}
    undoing.run(appended)
    return _kept(undoing.told(), appended, str(changes[REF]))


class Undoing:
    """One import being undone, all of it or nothing."""

    def __init__(
        self, part: Part, entries: list[Entry], at: datetime, reason: str, by: User | None, named: Callable[[Any], str]
    ) -> None:
        self.part, self.entries, self.at, self.reason, self.by, self.named = part, entries, at, reason, by, named
        self.uids = {one.uid for one in entries}
        self.gone = {one.uid for one in entries if _withdrawn(one)}
        self.now = self._held()

    def run(self, appended: Mapping[str, tuple[int, int]]) -> None:
        """Check all, then write: what goes first, so that a number is free for what comes back."""
        self._refuse([one for one in self.entries if self._mark(one) != one.mark], _("Changées depuis l’import"))
        self._observations(appended)
        todo = [(one, _target(one, self.gone, self.at, self.reason)) for one in self.entries]
        for going in (True, False):
            for label in sorted({one.label for one in self.entries}):
                self._write(label, [(one, said) for one, said in todo if one.label == label and _goes(said) is going])
        self._leaning()

    def told(self) -> list[Entry]:
        """The entries of this undoing."""
        was, now = self.now, self._held()
        found = []
        for one in self.entries:
            made = _entry((one.label, one.uid), was.get((one.label, one.uid)), now.get((one.label, one.uid)))
            same = replace(one, before={})
            found.append(same if made is None else replace(made, piece=one.piece, owner=one.owner))
        return found

    def _held(self) -> dict[Place, Held]:
        return held(self.part, (Rows(self._of(label, uids)) for label, uids in self._by_label()))

    def _by_label(self) -> Iterator[tuple[str, list[str]]]:
        for label in sorted({one.label for one in self.entries}):
            yield label, [one.uid for one in self.entries if one.label == label]

    def _of(self, label: str, uids: Iterable[str]) -> Any:
        model: Any = apps.get_model(label)
        rows = model.objects.filter(part=self.part) if model is Source else model.objects.of_part(self.part)
        return rows.filter(uid__in=list(uids))

    def _mark(self, one: Entry) -> str:
        found = self.now.get((one.label, one.uid))
        return keeping.mark(found.said) if found else ""

    def _write(self, label: str, todo: list[tuple[Entry, dict[str, Any] | None]]) -> None:
        rows = {str(row.uid): row for row in self._of(label, [one.uid for one, _said in todo])}
        changed, names = [], set()
        for one, said in todo:
            if said is None:
                rows[one.uid].delete()
                Citation.objects.filter(part=self.part, subject_uid=one.uid).delete()
                continue
            if not said:
                continue
            row = rows.get(one.uid)
            fields = keeping.read(apps.get_model(label), {k: v for k, v in said.items() if k != keeping.CITATIONS})
            if row is None:
                self._cite(one, said)
                apps.get_model(label)(uid=uuid.UUID(one.uid), revision=2, **fields).save(force_insert=True)
                continue
            for name, value in fields.items():
                setattr(row, name, value)
            self._cite(one, said)
            row.revision, row.updated_at = row.revision + 1, self.at
            changed.append(row)
            names |= set(fields)
        self._save(changed, [*sorted(names), "revision", "updated_at"])

    def _save(self, rows: list[Any], names: list[str]) -> None:
        if not rows:
            return
        model = type(rows[0])
        if hasattr(model, "history"):
            bulk_update_with_history(rows, model, names, batch_size=500, default_user=self.by)
        else:
            model._default_manager.bulk_update(rows, names, batch_size=500)

    def _cite(self, one: Entry, said: Mapping[str, Any]) -> None:
        if keeping.CITATIONS in said:
            Citation.objects.filter(part=self.part, subject_uid=one.uid).delete()
            cites = keeping.citations_read(said[keeping.CITATIONS])
            Citation.objects.bulk_create(Sources(self.part).rows(uuid.UUID(one.uid), cites))

    def _observations(self, appended: Mapping[str, tuple[int, int]]) -> None:
        """Observations that the import added go, or come back, with their series' revision."""
        observation: Any = apps.get_model("plans.Observation") if appended else None
        for series, (first, count) in appended.items():
            every = observation.objects.filter(series__part=self.part, series__uid=series)
            rows = every.filter(order__gte=first, order__lt=first + count)
            states = set(rows.values_list("withdrawn_at", flat=True))
            later = series in self.gone and every.filter(order__gte=first + count, withdrawn_at=None).exists()
            if later or len(states) != 1 or rows.count() != count:
                message = _(
                    "Les observations de cet import ont été changées, ou complétées, depuis\u00a0: rien n’est défait."
                )
                raise Invalid({"record": message})
            live = states == {None}
            rows.update(withdrawn_at=self.at if live else None, withdrawn_reason=self.reason if live else "")

    def _leaning(self) -> None:
        """Nothing that stands may hang from, or speak of, what is not there any more."""
        pks = {}
        for label, uids in self._by_label():
            gone = self._of(label, self.gone.intersection(uids))
            pks[apps.get_model(label)] = list(gone.values_list("pk", flat=True))
        found = (row for rows in hanging(self.part, pks, self.gone) for row in rows if str(row.uid) not in self.uids)
        refuse_named(sorted({self.named(row) for row in found}), _("Rattachées depuis à ce que l’import a ajouté"))

    def _refuse(self, entries: list[Entry], why: str) -> None:
        names = []
        for label in sorted({one.label for one in entries}):
            rows = {str(row.uid): row for row in self._of(label, [one.uid for one in entries if one.label == label])}
            found = [rows.get(one.uid) for one in entries if one.label == label]
            names += [_("fiche supprimée") if row is None else self.named(row) for row in found]
        refuse_named(names, why)


def _withdrawn(one: Entry) -> bool:
    """Whether undoing takes the record out of what the part says."""
    return not one.piece and (one.before is None or bool(one.before.get("withdrawn_at")))


def _target(one: Entry, gone: set[str], at: datetime, reason: str) -> dict[str, Any] | None:
    """What undoing writes in a record: earlier values, empty for none; None: it is deleted."""
    if one.before is not None:
        return one.before
    if one.piece:
        return {} if one.owner in gone else None
    return {"withdrawn_at": at.isoformat(), "withdrawn_reason": reason}


def _goes(said: Mapping[str, Any] | None) -> bool:
    return said is None or bool(said.get("withdrawn_at"))
