"""Parts, people and facts that the tests of this room share."""

from collections.abc import Callable

from jalon.core.models import Organisation, Part, Source
from jalon.facts.part import PartFacts

MakePart = Callable[[PartFacts], Part]


def make_part(facts: PartFacts) -> Part:
    """An empty part under the facts' header, with its owner and sources: core's share of loading."""
    header = facts.header
    owner, _made = Organisation.objects.get_or_create(uid=header.owner.uid, defaults={"slug": "owner", "kind": "other"})
    part = Part.objects.create(
        uid=header.uid, slug=header.slug, kind=header.kind.value, title=header.title, owner=owner, lang=header.lang
    )
    Source.objects.bulk_create(
        Source(part=part, uid=s.uid, key=s.key, address=s.address, url=s.url, title=s.title, note=s.note)
        for s in facts.sources
    )
    return part
