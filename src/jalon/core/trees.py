"""The tree of bodies: no body is above itself."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from jalon.core.errors import Invalid
from jalon.core.locks import one_at_a_time
from jalon.core.models import Organisation


def refuse_cycle() -> None:
    """`Invalid` if the tree as written in the running transaction has a cycle. Others wait: two moves that are each
    right could close a cycle together."""
    one_at_a_time("organisations")
    parents = dict(Organisation.objects.values_list("pk", "parent_id"))
    found = cycle(parents)
    if found:
        slugs = dict(Organisation.objects.filter(pk__in=found).values_list("pk", "slug"))
        way = " → ".join(slugs[key] for key in [*found, found[0]])
        message = _(
            "Ces organismes tournent en rond\u00a0: %(way)s. Un organisme ne peut pas être au-dessus de lui-même."
        )
        raise Invalid({"parent": message % {"way": way}})


def cycle(parents: Mapping[int, int | None]) -> list[int]:
    """The members of one cycle, or none. Each key is walked over once."""
    clear: set[int] = set()
    for start in parents:
        way: dict[int, None] = {}
        here: int | None = start
        while here is not None and here not in clear:
            if here in way:
                keys = list(way)
                return keys[keys.index(here) :]
            way[here] = None
            here = parents.get(here)
        clear.update(way)
    return []
