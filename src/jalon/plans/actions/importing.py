"""One file taken in: one action, one event with the file's hash and what it added and changed."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from jalon.core import audit, revisions, taken
from jalon.core.acting import action
from jalon.core.models import Part, Source, User
from jalon.core.permissions import Permission, require
from jalon.facts.part import PartFacts
from jalon.facts.series import Observation
from jalon.plans import taking_in

NONE: Mapping[str, Iterable[Observation]] = MappingProxyType({})


@action(Permission.EDIT)
def import_facts(
    *, part: Part, facts: PartFacts, file: str, sha256: str, counts: Mapping[str, Any], by: User | None,
    expected_revision: int, observations: Mapping[str, Iterable[Observation]] = NONE,
) -> Part:  # fmt: skip
    """Write facts, new or changed, into the part. `facts` holds nothing else; nothing is taken away.

    `observations` are appended to their series (by uid), which may be among the facts.

    `Conflict` when the part changed since the file was compared with it; `Invalid` says what cannot be.
    """
    require(by, Permission.EDIT, part)
    revisions.claim(part, expected_revision)
    rows, alone = taking_in.written, None if _sources_rewritten(part, facts) else taking_in.alone(facts)
    watch = taken.Watch(part, taking_in.size(facts), lambda: rows(part, facts), alone)
    appended = taking_in.take_in(part, facts, by, observations)
    changes = {"file": file[:300], "sha256": sha256, **counts, **watch.kept(appended)}
    audit.record(action="part.import", by=by, part=part, subject=part, changes=changes)
    part.refresh_from_db()
    return part


def _sources_rewritten(part: Part, facts: PartFacts) -> bool:
    """A source that the part has already says something else now: the import did not only add."""
    return Source.objects.filter(part=part, uid__in=[fact.uid for fact in facts.sources]).exists()
