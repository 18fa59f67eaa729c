"""Trees of sections, by uid: levels from the top, cycles refused."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from jalon.core.errors import Invalid
from jalon.facts.plan import Section


def by_level(sections: Iterable[Section]) -> Iterator[list[Section]]:
    """The sections that hang from nothing, then those below… `Invalid` names those that go in circles."""
    waiting = list(sections)
    inside = {section.uid for section in waiting}
    placed: set[str | None] = {None, *(section.parent for section in waiting if section.parent not in inside)}
    while waiting:
        level = [section for section in waiting if section.parent in placed]
        if not level:
            names = ", ".join(section.label or section.uid for section in waiting)
            raise Invalid({"parent": _("Ces niveaux se contiennent l’un l’autre\u00a0: %(names)s.") % {"names": names}})
        yield level
        placed |= {section.uid for section in level}
        waiting = [section for section in waiting if section.uid not in placed]


def lies_under(uid: str, above: str, parents: Mapping[str, str | None]) -> bool:
    """Whether `uid` is `above`, or hangs somewhere below it."""
    step: str | None = uid
    while step is not None and step != above:
        step = parents.get(step)
    return step == above
