"""From facts to records: `load` replaces what a part says in this room by what a package says.

A package never holds what is the committee's own, so that it replaces none of it: private sessions, minutes, documents and
decisions stay with their committee, and an overlap that waits for confirmation stays where it is.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jalon.commitments import models
from jalon.commitments.mapping import DUE, FLAT, OVERLAP, PROMISE, Mapped
from jalon.commitments.seats import load_committees
from jalon.core.citing import Citations, Sources
from jalon.core.errors import Invalid
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import Permission, require
from jalon.core.uids import read_uid
from jalon.facts.common import Citation as CitationFact
from jalon.facts.common import Link
from jalon.facts.part import PartFacts
from jalon.facts.walking import inside

BATCH = 5_000


@transaction.atomic
def load(part: Part, facts: PartFacts, by: User | None) -> None:
    """Replace what the part says. Revisions rise, so that an open form meets a conflict. `Invalid` says what cannot be."""
    require(by, Permission.EDIT, part)
    loading = Loading(part)
    for kind in FLAT:
        loading.replace(kind, getattr(facts, kind.attribute))
    loading.promises(facts)
    load_committees(loading, facts)
    Citation.objects.bulk_create(loading.citations, batch_size=BATCH)


class Loading:
    """One replacement: the citations gathered, and how each record is made."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.sources = Sources(part)
        self.citations: list[Citation] = []

    def replace(self, kind: Mapped, facts: Sequence[Any]) -> None:
        """Write these facts in the place of the records of a kind."""
        rows = kind.model.objects.of_part(self.part)
        if kind is OVERLAP:
            rows = rows.exclude(pk__in=unconfirmed(rows, {fact.uid for fact in facts}))
        revisions = self.forget(rows)
        self.write(kind.model, [self.row(kind, fact, revisions, part=self.part) for fact in facts])

    def promises(self, facts: PartFacts) -> None:
        """Promises with their chains."""
        dues = self.forget(models.DueDate.objects.of_part(self.part))
        revisions = self.forget(models.Promise.objects.of_part(self.part))
        rows = [self.row(PROMISE, fact, revisions, part=self.part) for fact in facts.promises]
        self.write(models.Promise, rows)
        self.write(models.DueDate, [
            self.row(DUE, due, dues, promise=row, order=order)
            for row, fact in zip(rows, facts.promises, strict=True) for order, due in enumerate(fact.dues)
        ])  # fmt: skip

    def forget(self, rows: Any) -> dict[uuid.UUID, int]:
        """Delete records with their citations; their revisions."""
        revisions = dict(rows.values_list("uid", "revision"))
        Citation.objects.filter(part=self.part, subject_uid__in=list(revisions)).delete()
        rows.model.objects.filter(uid__in=list(revisions)).delete()
        return revisions

    def row(self, kind: Mapped, fact: Any, revisions: dict[uuid.UUID, int], **columns: Any) -> Any:
        """A record, not yet saved; its citations wait for the end."""
        key = read_uid(fact.uid)
        self.cite(key, fact.citations)
        self.check_inner(fact)
        return kind.model(uid=key, revision=revisions.get(key, 0) + 1, **kind.columns(fact), **columns)

    def cite(self, key: uuid.UUID, citations: Citations) -> None:
        """Keep the citations of a record for the end."""
        self.citations += self.sources.rows(key, citations)

    def check_inner(self, fact: Any) -> None:
        """`Invalid` when a piece of a fact cites a source that the part has not."""
        for item in inside(fact):
            if isinstance(item, CitationFact):
                self.sources.id_of(item.source)

    def write(self, model: Any, rows: list[Any]) -> None:
        """Save records of one kind. `Invalid` when a uid or an address is taken."""
        refuse_taken(model, rows)
        model.objects.bulk_create(rows, batch_size=BATCH)


def unconfirmed(rows: Any, held: set[str]) -> list[int]:
    """The overlaps that nobody has confirmed yet, and that a package does not hold (`held`): it was signed without them."""
    return [row.pk for row in rows.filter(link=Link.PROPOSED) if str(row.uid) not in held]


def refuse_taken(model: Any, rows: list[Any]) -> None:
    """`Invalid` when a uid or address is already borne: by another of these records, or elsewhere."""
    for name in ("uid", "slug") if hasattr(model, "slug") else ("uid",):
        values = [getattr(row, name) for row in rows]
        taken = set()
        for start in range(0, len(values), BATCH):
            found = model.objects.filter(**{f"{name}__in": values[start : start + BATCH]})
            taken |= set(found.values_list(name, flat=True))
        for value in values:
            if value in taken:
                message = _("«\u00a0%(value)s\u00a0» est déjà pris par un autre objet du même genre.")
                raise Invalid({name: message % {"value": value}})
            taken.add(value)
