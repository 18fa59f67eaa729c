"""Writes that every record knows: its checks, citing its sources, withdrawing it, giving it back."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from jalon.commitments.mapping import BY_MODEL
from jalon.commitments.models import (
    Act,
    Committee,
    Decision,
    DueDate,
    Lineage,
    OverlapLink,
    Promise,
    PromiseView,
    Recommendation,
    RecommendationAnswer,
    RecommendationReview,
    Session,
    SessionDocument,
)
from jalon.core import writing
from jalon.core.acting import action
from jalon.core.citing import Citations, Sources
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed, whole_problems
from jalon.facts.common import Citation
from jalon.facts.walking import inside

Record = (
    Act | Recommendation | RecommendationAnswer | RecommendationReview | Promise | DueDate | PromiseView | Committee
    | Session | SessionDocument | Decision | Lineage | OverlapLink
)  # fmt: skip
R = TypeVar("R", bound=Any)


def add(row: R, by: User | None, citations: Citations, source_to_find: bool, **more: Any) -> R:
    """Check a new record as a whole, save it, trace it. `more`: members of its fact that are kept elsewhere."""
    require(by, Permission.EDIT, row.part)
    writing.refuse(problems(row, **more))
    name = f"commitments.add_{row._meta.model_name}"
    return writing.add(row, by=by, action=name, citations=citations, source_to_find=source_to_find)


def edit(
    row: R,
    by: User | None,
    expected_revision: int,
    fields: Mapping[str, Any],
    citations: Citations | None = None,
    source_to_find: bool = False,
    **more: Any,
) -> R:
    """Check a record as it would become, write it, trace it."""
    require(by, Permission.EDIT, row.part)
    writing.refuse(problems(changed(row, fields), **more))
    name = f"commitments.edit_{row._meta.model_name}"
    return writing.edit(
        row, by=by, action=name, expected_revision=expected_revision, fields=fields, citations=citations,
        source_to_find=source_to_find,
    )  # fmt: skip


def problems(row: Any, **more: Any) -> dict[str, str]:
    """What signing would refuse, by field; `Invalid` when a piece cites a source that the part has not."""
    kind = BY_MODEL[type(row)]
    missing = writing.required({name: getattr(row, name) for name in NEEDED.get(type(row), ())})
    if missing:
        return missing
    fact = kind.fact(row, **more)
    sources = Sources(row.part)
    for item in inside(fact):
        if isinstance(item, Citation):
            sources.id_of(item.source)
    found = whole_problems(fact)
    return {kind.renamed.get(name, kind.links.get(name, name)): words for name, words in found.items()}


NEEDED: dict[type[Any], tuple[str, ...]] = {
    Recommendation: ("body",),
    Promise: ("text",),
    PromiseView: ("verdict",),
    Committee: ("slug", "title"),
    SessionDocument: ("title",),
    Decision: ("text",),
    Lineage: ("kind",),
    OverlapLink: ("other",),
}
"""Fields without which nothing is said."""


def bad_uids(name: str, uids: Iterable[str]) -> dict[str, str]:
    """A message when one of them is no uid."""
    try:
        list(map(uuid.UUID, uids))
    except ValueError:
        return {name: _("Désignez des objets qui existent.")}
    return {}


@action(Permission.EDIT)
def cite(
    *, record: Record, citations: Citations, by: User | None, expected_revision: int, source_to_find: bool = False
) -> Record:
    """Say anew what supports a record; its words stay."""
    return writing.edit(
        record, by=by, action="commitments.cite", expected_revision=expected_revision, fields={},
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


@action(Permission.EDIT)
def withdraw(*, record: Record, reason: str, by: User | None, expected_revision: int) -> Record:
    """Take a record, and what hangs from it, out of what the part says; it can be given back."""
    return writing.withdraw(
        record, by=by, action="commitments.withdraw", expected_revision=expected_revision, reason=reason
    )


@action(Permission.EDIT)
def restore(*, record: Record, by: User | None, expected_revision: int) -> Record:
    """Give a withdrawn record back."""
    return writing.restore(record, by=by, action="commitments.restore", expected_revision=expected_revision)
