"""An import that only added, too large to keep each record with its event: what it added is withdrawn together, and comes
back together. Nothing of it may have been changed since, nor anything hung on it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core import keeping
from jalon.core.errors import Invalid
from jalon.core.hanging import hanging, refuse_named
from jalon.core.models import Part, User

ADDED, UNTIL = "added", "until"
MOST_ADDED = 30_000
"""Records, pieces aside, beyond which nothing is kept."""
BATCH = 5_000
Kinds = Mapping[type[Model], Sequence[Any]]
"""The facts that an import writes, by model; without pieces and sources."""


def additions(part: Part, kinds: Kinds, undone: Sequence[datetime]) -> dict[str, list[str]] | None:
    """The uids by label, when there are not too many and none says anything yet. What only an import undone at one of these
    moments had said was not there."""
    if sum(map(len, kinds.values())) > MOST_ADDED:
        return None
    found = {model._meta.label: [fact.uid for fact in facts] for model, facts in kinds.items() if facts}
    known = (rows.exclude(withdrawn_at__in=undone).exists() for rows in _rows(part, found))
    return None if any(known) else found


def kept(added: Mapping[str, list[str]]) -> keeping.Exact:
    """What the event keeps, once all is written."""
    return keeping.Exact(added=added, until=timezone.now().isoformat())


def _rows(part: Part, added: Mapping[str, list[str]]) -> Iterator[Any]:
    for label, uids in added.items():
        manager: Any = apps.get_model(label)._default_manager
        for start in range(0, len(uids), BATCH):
            yield manager.of_part(part).filter(uid__in=uids[start : start + BATCH])


@dataclass(frozen=True)
class LargeUndoing:
    """One such import being undone, or its undoing. `at`: now; `named`: a record in words."""

    part: Part
    added: Mapping[str, list[str]]
    until: datetime
    at: datetime
    reason: str
    by: User | None
    named: Callable[[Any], str]

    def run(self) -> keeping.Exact:
        """Check all, then write; gives what the event of it keeps. `Invalid`, naming records changed since."""
        live = self._live()
        self._refuse_changed()
        if live:
            self._refuse_hung()
        withdrawn = {"withdrawn_at": self.at, "withdrawn_reason": self.reason}
        said = withdrawn if live else {"withdrawn_at": None, "withdrawn_reason": ""}
        for rows in _rows(self.part, self.added):
            rows.update(**said, revision=F("revision") + 1, updated_at=self.at)
            self._remember(rows)
        return kept(self.added)

    def _live(self) -> bool:
        """Whether all stand; not when all were withdrawn at one moment."""
        count, states = 0, set()
        for rows in _rows(self.part, self.added):
            moments = list(rows.values_list("withdrawn_at", flat=True))
            count += len(moments)
            states.update(moments)
        if len(states) != 1 or count != sum(map(len, self.added.values())):
            message = _(
                "Des fiches de cet import ont été retirées, rendues ou supprimées depuis\u00a0: rien n’est défait."
            )
            raise Invalid({"record": message})
        return states == {None}

    def _refuse_changed(self) -> None:
        later = (row for rows in _rows(self.part, self.added) for row in rows.filter(updated_at__gt=self.until))
        refuse_named(sorted({self.named(row) for row in later}), _("Changées depuis l’import"))

    def _refuse_hung(self) -> None:
        """Nothing was written since in what hangs from them: titles, steps, or what speaks of them."""
        uids = {uid for some in self.added.values() for uid in some}
        names = set()
        for rows in _rows(self.part, self.added):
            found = list(rows.values_list("pk", "uid"))
            keys, ours = [pk for pk, _uid in found], {str(uid) for _pk, uid in found}
            for some in hanging(self.part, {rows.model: keys}, ours):
                later = some.filter(updated_at__gt=self.until)
                names |= {self.named(row) for row in later if str(row.uid) not in uids}
        refuse_named(sorted(names), _("Changées ou rattachées depuis à ce que l’import a ajouté"))

    def _remember(self, rows: Any) -> None:
        if hasattr(rows.model, "history"):
            rows.model.history.bulk_history_create(list(rows), batch_size=500, update=True, default_user=self.by)


def undo(
    part: Part, taken: Mapping[str, Any], at: datetime, reason: str, by: User | None, named: Callable[[Any], str]
) -> keeping.Exact:
    """Undo what `kept` told of, or its undoing."""
    return LargeUndoing(part, taken[ADDED], datetime.fromisoformat(taken[UNTIL]), at, reason, by, named).run()
