"""What the office asks before signing: the facts of a part as they stand, their hash, what keeps them from being signed."""

from pathlib import Path

from django.conf import settings

from jalon.core import parts as registry
from jalon.core.models import Organisation, Part
from jalon.facts.common import OrgRef
from jalon.facts.known import NOTHING, Known
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.problems import Problem
from jalon.facts.validation import validate
from jalon.publication import parts, releases
from jalon.publication.keys import InstanceKey, instance_key
from jalon.publication.models import SignedVersion
from jalon.publication.reader import default_store, open_reader


def own_key() -> InstanceKey:
    """The key that this instance signs with."""
    return instance_key(Path(settings.JALON.keys_dir))


def facts_of_part(part: Part, reason: str = "") -> PartFacts:
    """Everything that a part says now, from every room, as it would be signed."""
    header = PartHeader(
        uid=str(part.uid),
        slug=part.slug,
        kind=PartKind(part.kind),
        title=part.title,
        owner=OrgRef(name=name_of(part.owner), uid=str(part.owner.uid)),
        lang=part.lang,
        reason=reason,
        synthetic=part.synthetic,
    )
    return PartFacts(header=header, **registry.collect(part))


def name_of(organisation: Organisation) -> str:
    """The name that a body bears now: the last one without an end, else the last one, else its address."""
    names = list(organisation.names.all())
    borne = [name for name in names if name.until is None] or names
    return borne[-1].value if borne else organisation.slug


def hash_of_part(part: Part, reason: str = "") -> str:
    """The hash that signing the part now would give: shown in the preview, confirmed by the signatory."""
    return parts.frozen_hash(default_store(), facts_of_part(part, reason))


def problems_of_part(part: Part) -> tuple[Problem, ...]:
    """What keeps a part from being signed."""
    return tuple(validate(facts_of_part(part), known_besides(str(part.uid))))


def known_besides(*part_uids: str) -> Known:
    """What the signed parts but these say: these may refer to it. Those that no Release holds yet count, too."""
    store = default_store()
    current = releases.current_id(store)
    known = open_reader(current, store).known(*part_uids) if current else NOTHING
    released = releases.contents(store, current).parts if current else {}
    for uid in parts.part_uids(store):
        version = parts.current_version(store, uid)
        if version and uid not in part_uids and released.get(uid) != version.hash:
            known = known.with_part(parts.facts_of(store, version))
    return known


def signed_versions(part: Part) -> tuple[SignedVersion, ...]:
    """The versions of a part, latest first: for its team."""
    return tuple(SignedVersion.objects.filter(part_uid=part.uid).order_by("-number"))
