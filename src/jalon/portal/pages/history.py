"""How the record of a measure changed from Release to Release."""

from itertools import pairwise

from django.utils.translation import gettext as _

from jalon.facts.plan import Measure
from jalon.portal.context import Context
from jalon.portal.pages.measure_model import Change
from jalon.portal.pieces import Link, day
from jalon.publication import diff
from jalon.publication.errors import NoRelease
from jalon.publication.reader import open_reader

LOOKED_BACK = 6
"""How many Releases are compared; older ones are in the list of versions."""


def changes(uid: str, ctx: Context) -> tuple[Change, ...]:
    """Each of the last Releases that changed the record, latest first: one query a Release looked at."""
    infos = ctx.reader.releases()
    here = next((i for i, info in enumerate(infos) if info.id == ctx.reader.release.id), 0)
    records = [(info, _record(info.id, uid)) for info in infos[here : here + LOOKED_BACK + 1]]
    found = []
    for (info, now), (_older, before) in pairwise(records):
        if words := _differences(before, now):
            link = Link(ctx.links.to("release", info.id[:12]), info.id[:12])
            found.append(Change(link, day(info.created_at[:10], ctx.lang), words))
    return tuple(found)


def _record(release: str, uid: str) -> Measure | None:
    try:
        return open_reader(release).measure(uid)
    except NoRelease:
        return None


def _differences(before: Measure | None, now: Measure | None) -> tuple[str, ...]:
    if before == now:
        return ()
    if before is None:
        return (_("fiche ajoutée"),)
    return (_("fiche retirée"),) if now is None else tuple(diff.members(before, now))
