"""States between facts and records: `collect` gives what a part says, `load` replaces it."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jalon.core.citing import Cited, Sources
from jalon.core.errors import Invalid
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import Permission, require
from jalon.core.uids import read_uid
from jalon.facts.codec import canonical
from jalon.facts.part import PartFacts
from jalon.facts.state import State
from jalon.reporting.models import FrozenState


def collect(part: Part, cites: Cited) -> Mapping[str, tuple[Any, ...]]:
    """Fields of `PartFacts`: the live states by uid. A campaign never leaves, what was frozen from it does."""
    rows = FrozenState.objects.of_part(part).live()
    facts = (replace(row.fact, citations=cites.get(row.uid, ())) for row in rows)
    return {"states": tuple(sorted(facts, key=lambda state: state.uid))}


@transaction.atomic
def load(part: Part, facts: PartFacts, by: User | None) -> None:
    """Replace the part's states. Campaigns are no facts: they stay, and so does which state came from which."""
    require(by, Permission.EDIT, part)
    before = FrozenState.objects.of_part(part)
    kept = {row.uid: row for row in before}
    Citation.objects.filter(part=part, subject_uid__in=list(kept)).delete()
    before.delete()
    rows = [_row(part, fact, kept) for fact in facts.states]
    _refuse_taken(rows)
    FrozenState.objects.bulk_create(rows)
    sources = Sources(part)
    cites = [sources.rows(row.uid, fact.citations) for row, fact in zip(rows, facts.states, strict=True)]
    Citation.objects.bulk_create([citation for citations in cites for citation in citations])


def content_of(state: State) -> str:
    """SHA-256 of what a state says, whatever its hour and the state before it: the same replies give the same hash."""
    return hashlib.sha256(canonical(replace(state, uid="", frozen_at="", previous=None, citations=()))).hexdigest()


def _row(part: Part, fact: State, kept: Mapping[uuid.UUID, FrozenState]) -> FrozenState:
    key = read_uid(fact.uid)
    old = kept.get(key)
    return FrozenState(
        part=part,
        uid=key,
        revision=(old.revision if old else 0) + 1,
        campaign_id=old.campaign_id if old else None,
        slug=fact.slug,
        fact=replace(fact, citations=()),
        content=content_of(fact),
        frozen_at=datetime.fromisoformat(fact.frozen_at),
        frozen_by=old.frozen_by if old else "",
    )


def _refuse_taken(rows: list[FrozenState]) -> None:
    uids = [row.uid for row in rows]
    taken = set(FrozenState.objects.filter(uid__in=uids).values_list("uid", flat=True))
    slugs = set(FrozenState.objects.live().filter(slug__in=[row.slug for row in rows]).values_list("slug", flat=True))
    for row in rows:
        if row.uid in taken or row.slug in slugs:
            raise Invalid({"slug": _("L’état «\u00a0%(slug)s\u00a0» est déjà pris.") % {"slug": row.slug}})
        taken.add(row.uid)
        slugs.add(row.slug)
