"""Sources of a part: named once, cited often."""

import uuid
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from jalon.core import audit, keeping, revisions
from jalon.core.acting import action
from jalon.core.errors import Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Part, Source, User
from jalon.core.permissions import require
from jalon.facts import rules

COLUMNS = frozenset({"address", "url", "title", "note"})


@action(Permission.EDIT)
def add(
    *,
    by: User | None,
    part: Part,
    address: str,
    url: str | None = None,
    title: str | None = None,
    note: str | None = None,
) -> Source:
    """A source of the part; the one that already has this address if there is one."""
    require(by, Permission.EDIT, part)
    known = Source.objects.filter(part=part, address=address).first()
    if known is not None:
        return known
    values = {"address": address, "url": url, "title": title, "note": note}
    _check(values)
    source = Source.objects.create(part=part, **values)
    audit.record(action="source.add", by=by, part=part, subject=source)
    revisions.bump(part)
    return source


@action(Permission.EDIT)
def change(*, by: User | None, source: Source, expected_revision: int, **fields: Any) -> Source:
    """Write `address`, `url`, `title` or `note`."""
    require(by, Permission.EDIT, source.part)
    unknown = fields.keys() - COLUMNS
    if unknown:
        raise TypeError(f"A source's {', '.join(sorted(unknown))} is not written here.")
    _check(fields)
    changes = {name: [getattr(source, name), value] for name, value in fields.items()}
    before = keeping.values(source, fields)
    revisions.write(source, expected_revision, **fields)
    changes |= keeping.kept(source, before, keeping.values(source, fields))
    audit.record(action="source.change", by=by, part=source.part, subject=source, changes=changes)
    revisions.bump(source.part)
    return source


@action(Permission.EDIT)
def remove(*, by: User | None, source: Source, expected_revision: int) -> None:
    """Delete a source that nothing cites."""
    require(by, Permission.EDIT, source.part)
    part, label, kept = source.part, str(source), keeping.whole(source, ())
    try:
        revisions.remove(source, expected_revision)
    except ProtectedError:
        raise Invalid(
            {"source": _("Cette source est citée\u00a0: changez d’abord les fiches qui la citent.")}
        ) from None
    audit.record(action="source.remove", by=by, part=part, subject=source, changes={"source": label} | kept)
    revisions.bump(part)


@action(Permission.EDIT)
def put_back(*, by: User | None, part: Part, uid: uuid.UUID, address: str, **fields: Any) -> Source:
    """A source that was deleted, once more, under the uid that it had. `Invalid` when its address was taken since."""
    require(by, Permission.EDIT, part)
    _check({"address": address, **fields})
    if Source.objects.filter(part=part, address=address).exists() or Source.objects.filter(uid=uid).exists():
        raise Invalid({"source": _("La partie a déjà une source à cette adresse.")})
    source = Source.objects.create(uid=uid, part=part, address=address, **fields)
    audit.record(action="source.put_back", by=by, part=part, subject=source)
    revisions.bump(part)
    return source


def _check(values: dict[str, Any]) -> None:
    """What a signed document would refuse."""
    problems = {}
    if "address" in values and not values["address"].strip():
        problems["address"] = _("Dites où se trouve la source\u00a0: une adresse, ou une référence en toutes lettres.")
    if values.get("url") and rules.url(values["url"]):
        problems["url"] = _("Une adresse complète est attendue, par exemple https://exemple.fr/rapport.pdf.")
    if problems:
        raise Invalid(problems)
