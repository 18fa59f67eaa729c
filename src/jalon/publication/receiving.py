"""Taking signed parts of other instances: verified, kept as they were signed, never over somebody else's part."""

from django.utils.translation import gettext as _

from jalon.facts.known import NOTHING, Known
from jalon.facts.part import PartFacts
from jalon.facts.plan import Measure, Section
from jalon.facts.validation import ensure_valid
from jalon.publication import parts
from jalon.publication.errors import NotOwner, PublicationError
from jalon.publication.files import locked
from jalon.publication.packages import Package, PackedPart
from jalon.publication.parts import PartVersion
from jalon.publication.store import Store


def receive(store: Store, package: Package, known: Known = NOTHING) -> tuple[PartVersion, ...]:
    """Keep every part of a verified package as the current version of its part. `known`: what is published here.

    Refused as a whole: unsigned parts, a part that another key signed here, a version older than the one that is
    here, content that was withdrawn, facts that could not be signed. Series are read one at a time.
    """
    outlines = [packed.outline for packed in package.parts]
    for outline in outlines:
        known = known.with_part(outline)
    for packed, outline in zip(package.parts, outlines, strict=True):
        ensure_valid(outline, known)
        for series in packed.series():
            ensure_valid(series, known)
        _refuse_grafts(outline)
    with locked(store.lock):
        versions = tuple(_checked(store, packed) for packed in package.parts)
        for packed in package.parts:
            for data in packed.documents.values():
                store.put(data)
        for version in versions:
            parts.keep(store, version)
    return versions


def _refuse_grafts(facts: PartFacts) -> None:
    """Sections and measures stand in a plan of the same part: nobody adds a measure to somebody else's plan."""
    mine = {plan.uid for plan in facts.plans}
    placed: tuple[Section | Measure, ...] = (*facts.sections, *facts.measures)
    for fact in placed:
        if fact.plan not in mine:
            message = _("La partie « %(slug)s » ajoute %(uid)s au plan %(plan)s, qui n’est pas à elle.")
            raise NotOwner(message % {"slug": facts.header.slug, "uid": fact.uid, "plan": fact.plan})


def _checked(store: Store, packed: PackedPart) -> PartVersion:
    version = packed.version
    if version is None:
        message = _("La partie « %s » n’est pas signée : chargez-la dans votre espace de travail, puis signez-la.")
        raise PublicationError(message % packed.header.slug)
    current = parts.current_version(store, version.part)
    if current and current.signature.key != version.signature.key:
        message = _("La partie « %(slug)s » est ici signée par la clé %(here)s, dans le paquet par %(there)s.")
        said = {"slug": packed.header.slug, "here": current.signature.key, "there": version.signature.key}
        raise NotOwner(message % said)
    if current and current.number > version.number:
        message = _("La partie « %(slug)s » est déjà ici dans une version plus récente (%(number)s).")
        raise PublicationError(message % {"slug": packed.header.slug, "number": current.number})
    if current and current.number == version.number and current.hash != version.hash:
        message = _("La partie « %(slug)s » est déjà ici sous le numéro %(number)s, avec un autre contenu.")
        raise PublicationError(message % {"slug": packed.header.slug, "number": current.number})
    parts.refuse_taken(store, version.part, version.manifest)
    parts.refuse_withdrawn(store, version.part, version.manifest)
    return version
