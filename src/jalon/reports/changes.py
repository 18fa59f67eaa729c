"""What changed between two Releases, two days or two sessions, in words: as data, and as sections of a report."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jalon.methods.dates import DateError, parse
from jalon.portal import words
from jalon.portal.pages.sources import kind_words
from jalon.portal.pieces import day as day_of
from jalon.publication import diff, releases
from jalon.publication.errors import NoRelease
from jalon.publication.reader import Reader, open_reader
from jalon.publication.records import ReleaseInfo
from jalon.publication.store import Store
from jalon.reports.builders.pieces import day, joined, say, strong
from jalon.reports.document import Block, Paragraph, Points, Remark, Section
from jalon.reports.errors import ReportError

SHOWN = 500
"""Changes that a report prints one by one; the rest is counted."""
_DAY = len("2026-01-20")


@dataclass(frozen=True, slots=True)
class Changes:
    """From one Release to another; `changes` concern `plan` alone when it is given. `asked`: what was asked for, as said."""

    before: ReleaseInfo
    after: ReleaseInfo
    changes: tuple[diff.Change, ...]
    plan: str = ""
    asked: tuple[str, str] = ("", "")

    def counts(self) -> dict[str, int]:
        """How many facts were added, removed, changed, withdrawn."""
        found = Counter(change.how for change in self.changes)
        return {how: found[how] for how in (diff.ADDED, diff.REMOVED, diff.CHANGED, diff.WITHDRAWN)}

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "plan": self.plan or None,
            "before": {"asked": self.asked[0], "release": self.before.id, "created_at": self.before.created_at},
            "after": {"asked": self.asked[1], "release": self.after.id, "created_at": self.after.created_at},
            "counts": self.counts(),
            "changes": [
                {
                    "how": c.how,
                    "part": c.part,
                    "kind": c.kind,
                    "uid": c.uid,
                    "sentences": list(c.sentences or (c.name,)),
                }
                for c in self.changes
            ],
        }


def between(store: Store, since: str, until: str = "", plan: str = "") -> Changes:
    """What the Release that `until` names (the current one by default) says that the one `since` names did not.

    Each is a Release's id, a day (the Release in force that day), or the slug of a frozen state (that of its session's
    day). ReportError when there was none.
    """
    before, after = release_at(store, since), release_at(store, until)
    found = diff.difference(store, before.id, after.id)
    kept = found.changes
    if plan:
        of_plan = _of_plan(plan, open_reader(before.id, store), open_reader(after.id, store))
        kept = tuple(change for change in kept if change.uid in of_plan)
    return Changes(before, after, kept, plan, (since, until))


def release_at(store: Store, said: str) -> ReleaseInfo:
    """The Release that an id, a day or a session names; the current one for nothing."""
    if not said:
        return releases.info(store, releases.resolved(store))
    on = _day_of(said) or _session_of(store, said)
    if on is None:
        try:
            return releases.info(store, releases.resolved(store, said))
        except NoRelease as error:
            message = _(
                "« %(said)s » n’est ni une version publiée (8 signes au moins), ni un jour (2026-01-31), ni une séance."
            )
            raise ReportError(message % {"said": said[:80]}) from error
    return in_force(store, on)


def in_force(store: Store, on: date) -> ReleaseInfo:
    """The Release that was current at the end of a day. ReportError when nothing was published yet."""
    listed = releases.listed(store)
    found = next((info for info in listed if info.created_at[:_DAY] <= on.isoformat()), None)
    if found is not None:
        return found
    first = listed[-1].created_at[:_DAY] if listed else ""
    message = _("Rien n’était publié le %(day)s. La première version est du %(first)s.")
    raise ReportError(message % {"day": on.isoformat(), "first": first or words.NOT_READ})


def _day_of(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if len(said) == _DAY else None
    except ValueError:
        return None


def _session_of(store: Store, slug: str) -> date | None:
    """The last day of the session that a frozen state was made for."""
    state = open_reader(store=store).state(slug)
    try:
        session = parse(state.session.edtf) if state and state.session.edtf else None
    except DateError:
        return None
    return session.latest if session else None


def _of_plan(slug: str, *readers: Reader) -> frozenset[str]:
    """The uids of all facts of a plan in either Release. ReportError when neither holds it."""
    plans = [plan for reader in readers if (plan := reader.plan(slug))]
    if not plans:
        raise ReportError(_("Le plan « %(slug)s » n’est dans aucune des deux versions.") % {"slug": slug[:80]})
    return frozenset(uid for plan in plans for reader in readers for uid in reader.uids_of_plan(plan.uid))


# --- in a report -----------------------------------------------------------------------------------------------------


def sections(found: Changes, lang: str) -> list[Section]:
    """What changed, by kind of fact, one paragraph a fact."""
    old, new = (day_of(info.created_at[:_DAY], lang) for info in (found.before, found.after))
    span = joined([_release(found.before, _("De la version")), _release(found.after, _("à la version"))], " ")
    head: list[Block] = [Paragraph((*span, *say("."))), Paragraph(say(_counts(found)))]
    if found.before.id == found.after.id:
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
