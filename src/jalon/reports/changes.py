"""What changed between two Releases, two days or two sessions, in words: as data, and as sections of a report."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from jalon.methods.dates import Style
from jalon.portal import words
from jalon.portal.pages.sources import kind_words
from jalon.portal.pieces import day as day_of
from jalon.publication import diff, moments, releases
from jalon.publication.moments import Changes
from jalon.publication.records import ReleaseInfo
from jalon.publication.store import Store
from jalon.reports.builders.pieces import day, joined, say, strong
from jalon.reports.document import Block, Paragraph, Points, Remark, Section
from jalon.reports.errors import ReportError

SHOWN = 500
"""Changes that a report prints one by one; the rest is counted."""
_DAY = len("2026-01-20")


def between(store: Store, since: str, until: str = "", plan: str = "", measure: str = "") -> Changes:
    """As `moments.between`. ReportError when a moment, plan or measure is not there, or nothing was published yet."""
    try:
        found = moments.between(store, since, until, plan, measure)
    except moments.NoMoment as error:
        raise ReportError(str(error)) from error
    for one in (found.before, found.after):
        if one.release is None:
            listed = releases.listed(store)
            first = _words(listed[-1].created_at[:_DAY] if listed else "")
            message = _("Rien n’était publié le %(day)s. La première version est du %(first)s.")
            raise ReportError(message % {"day": _words(one.day.isoformat() if one.day else ""), "first": first})
    return found


def _words(iso: str) -> str:
    found = day_of(iso, words.tongue(), Style.LONG) if iso else None
    return found.words if found else str(words.NOT_READ)


# --- in a report -----------------------------------------------------------------------------------------------------


def sections(found: Changes, lang: str) -> list[Section]:
    """What changed, by kind of fact, one paragraph a fact."""
    infos = [info for one in (found.before, found.after) if (info := one.release)]
    old, new = (day_of(info.created_at[:_DAY], lang) for info in infos)
    span = joined([_release(infos[0], _("De la version")), _release(infos[1], _("à la version"))], " ")
    head: list[Block] = [Paragraph((*span, *say("."))), Paragraph(say(_counts(found)))]
    if found.same:
        head.append(Paragraph(say(_("C’est la même version : rien n’a changé entre les deux."))))
    title = say(
        _("Ce qui a changé entre le %(old)s et le %(new)s")
        % {"old": old.words if old else "", "new": new.words if new else ""}
    )
    return [Section(title, tuple(head)), *_groups(found.changes)]


def _release(info: ReleaseInfo, template: str) -> tuple[Any, ...]:
    made = day_of(info.created_at[:_DAY], words.tongue())
    return (*say(f"{template} "), *strong(info.id[:12]), *say(" ("), *day(made), *say(")"))


def _counts(found: Changes) -> str:
    counts = found.counts()
    labels = (
        (diff.ADDED, _("ajoutés : %(n)s")),
        (diff.REMOVED, _("retirés : %(n)s")),
        (diff.CHANGED, _("changés : %(n)s")),
        (diff.WITHDRAWN, _("effacés à la demande de leur auteur : %(n)s")),
    )
    return _("Faits : %(counts)s.") % {
        "counts": words.clauses(t % {"n": words.number(counts[how])} for how, t in labels)
    }


def _groups(changes: Iterable[diff.Change]) -> list[Section]:
    groups: dict[str, list[diff.Change]] = defaultdict(list)
    changes = tuple(changes)
    for change in changes[:SHOWN]:
        groups[kind_words().get(change.kind, _("Parties"))].append(change)
    made = [
        Section(say(name), (Points(tuple(say(s) for c in group for s in c.sentences or (c.name,))),), level=2)
        for name, group in groups.items()
    ]
    left = len(changes) - SHOWN
    if left > 0:
        text = _("%(n)s autres changements ne sont pas imprimés ici.") % {"n": words.number(left)}
        made.append(Section(say(_("La suite")), (Remark(say(text)),), level=2))
    return made
