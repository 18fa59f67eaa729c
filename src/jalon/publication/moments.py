"""Two moments, each named as people name it (a Release, a day, a session), and what changed between their Releases."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts.common import Text
from jalon.methods.dates import DateError, Edtf, parse
from jalon.publication import diff, releases
from jalon.publication.errors import NoRelease, PublicationError
from jalon.publication.reader import Reader, open_reader
from jalon.publication.records import ReleaseInfo
from jalon.publication.store import Store

_DAY = len("2026-01-20")


class NoMoment(PublicationError):
    """Nothing that can be compared is called so. `what`: « moment », « plan » or « measure »."""

    def __init__(self, message: str, what: str = "moment") -> None:
        super().__init__(message)
        self.what = what


class Nature(StrEnum):
    """How a moment was named. LATEST: not at all; PREVIOUS: the Release before the other one."""

    LATEST = "latest"
    PREVIOUS = "previous"
    RELEASE = "release"
    DAY = "day"
    SESSION = "session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was asked for, and the Release in force then; None: nothing was published yet.

    `when` is the date of a session as said, `day` the last day that it may mean. `later`: that day is after the day of the
    latest Release, which is read all the same.
    """

    said: str
    nature: Nature
    release: ReleaseInfo | None
    day: date | None = None
    when: Edtf | None = None
    title: Text | None = None
    later: bool = False

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "asked": self.said,
            "kind": self.nature.value,
            "day": self.day.isoformat() if self.day else None,
            "release": self.release.id if self.release else None,
            "created_at": self.release.created_at if self.release else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """From one moment to a later one; `changes` concern `plan`, or its `measure`, alone when it is given.

    `swapped`: they were asked for the other way round. Nothing is compared when nothing was published at the first.
    """

    before: Moment
    after: Moment
    changes: tuple[diff.Change, ...] = ()
    plan: str = ""
    measure: str = ""
    swapped: bool = False

    @property
    def compared(self) -> bool:
        """Whether there was a Release at both."""
        return self.before.release is not None and self.after.release is not None

    @property
    def same(self) -> bool:
        """Whether both are one Release."""
        return self.compared and self.before.release == self.after.release

    def counts(self) -> dict[str, int]:
        """How many facts were added, removed, changed, withdrawn."""
        found = Counter(change.how for change in self.changes)
        return {how: found[how] for how in (diff.ADDED, diff.REMOVED, diff.CHANGED, diff.WITHDRAWN)}

    def as_json(self) -> dict[str, Any]:
        """For scripts. `counts` and `changes` are null where nothing could be compared: that is not « no change »."""
        return {
            "plan": self.plan or None,
            "measure": self.measure or None,
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "swapped": self.swapped,
            "counts": self.counts() if self.compared else None,
            "changes": [
                {"how": c.how, "part": c.part, "kind": c.kind, "uid": c.uid, "sentences": list(c.sentences or (c.name,))}
                for c in self.changes
            ]
            if self.compared
            else None,
        }  # fmt: skip


def between(store: Store, since: str = "", until: str = "", plan: str = "", measure: str = "") -> Changes:
    """What the Release at one moment says that the one before did not, the earlier moment first.

    Each moment is a Release's id, a day (the Release in force that day), a session's uid or the slug of the state frozen
    for it (that of its day). Nothing for `until`: the current Release; for `since`: the Release before `until`'s.
    NoMoment when one, the plan (its slug) or the measure (number, or uid) is not there.
    """
    second = moment(store, until)
    first = moment(store, since) if since else _previous(store, second)
    swapped = _starts(first) > _starts(second)
    before, after = (second, first) if swapped else (first, second)
    found: tuple[diff.Change, ...] = ()
    if before.release and after.release:
        old, new = before.release.id, after.release.id
        found = diff.difference(store, old, new).changes if old != new else ()
    kept = _kept(store, found, (before, after), plan, measure)
    return Changes(before=before, after=after, changes=kept, plan=plan, measure=measure, swapped=swapped)


def _starts(one: Moment) -> str:
    """The order of moments is that of their Releases; before the first one there is nothing."""
    return one.release.created_at if one.release else ""


def moment(store: Store, said: str) -> Moment:
    """The moment that is named; the current Release for nothing."""
    if not said:
        return Moment(said="", nature=Nature.LATEST, release=releases.info(store, releases.resolved(store)))
    if on := _day_of(said):
        return _in_force(store, Moment(said=said, nature=Nature.DAY, release=None, day=on))
    if session := _session(store, said):
        return _in_force(store, session)
    try:
        return Moment(said=said, nature=Nature.RELEASE, release=releases.info(store, releases.resolved(store, said)))
    except NoRelease as error:
        message = _(
            "« %(said)s » n’est ni une version publiée (8 signes au moins), ni un jour (2026-01-31), ni une séance."
        )
        raise NoMoment(message % {"said": said[:80]}) from error


def _previous(store: Store, of: Moment) -> Moment:
    """The Release before that of a moment; none before the first one."""
    earlier = of.release.previous if of.release else None
    try:
        release = releases.info(store, earlier) if earlier else None
    except NoRelease:  # the folder of an old Release was taken away by hand
        release = None
    return Moment(said="", nature=Nature.PREVIOUS, release=release)


def _in_force(store: Store, of: Moment) -> Moment:
    """With the Release that was current at the end of its day."""
    listed = releases.listed(store)
    day = of.day.isoformat() if of.day else ""
    release = next((info for info in listed if info.created_at[:_DAY] <= day), None)
    later = bool(listed) and day > listed[0].created_at[:_DAY]
    return Moment(
        said=of.said, nature=of.nature, release=release, day=of.day, when=of.when, title=of.title, later=later
    )


def _day_of(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if len(said) == _DAY else None
    except ValueError:
        return None


def _session(store: Store, said: str) -> Moment | None:
    """A public session by its uid, or the one that a frozen state was made for; NoMoment when its date is not known."""
    reader = open_reader(store=store)
    state = reader.state(said)
    session = next((one for one in reader.sessions() if one.uid == said), None)
    if not state and not session:
        return None
    when = state.session if state else session.when if session else None
    title = state.title if state else session.title if session else None
    try:
        read = parse(when.edtf) if when and when.edtf else None
    except DateError:
        read = None
    if read is None or read.latest is None:
        message = _("Cette séance n’a pas de date connue : choisissez un jour ou une version publiée.")
        raise NoMoment(message)
    return Moment(said=said, nature=Nature.SESSION, release=None, day=read.latest, when=read, title=title)


# --- of one plan or measure ------------------------------------------------------------------------------------------


def _kept(
    store: Store, found: tuple[diff.Change, ...], moments: Iterable[Moment], plan: str, measure: str
) -> tuple[diff.Change, ...]:
    if not plan and not measure:
        return found
    ids = dict.fromkeys(one.release.id for one in moments if one.release)
    readers = [open_reader(release, store) for release in ids]
    uids = _uids(readers, plan, measure)
    return tuple(change for change in found if change.uid in uids)


def _uids(readers: list[Reader], slug: str, measure: str) -> frozenset[str]:
    """The uids of all facts of a plan or measure in any of the Releases; NoMoment when none holds it."""
    if not slug:
        raise NoMoment(_("Une mesure se cherche dans un plan : choisissez aussi le plan."), "measure")
    plans = {plan.uid for reader in readers if (plan := reader.plan(slug))}
    if not plans and readers:
        message = _("Le plan « %(slug)s » n’est dans aucune des deux versions.")
        raise NoMoment(message % {"slug": slug[:80]}, "plan")
    if not measure:
        return frozenset().union(*(reader.uids_of_plan(uid) for reader in readers for uid in plans))
    found = {one for reader in readers for uid in plans if (one := _measure(reader, uid, measure))}
    if not found and readers:
        message = _("La mesure « %(measure)s » de ce plan n’est dans aucune des deux versions.")
        raise NoMoment(message % {"measure": measure[:80]}, "measure")
    return frozenset().union(*(reader.uids_about(uid) for reader in readers for uid in found))


def _measure(reader: Reader, plan: str, said: str) -> str | None:
    """The uid of a measure of a plan, by its number or its uid."""
    found = reader.measure_by_number(plan, said) or reader.measure(said)
    return found.uid if found and found.plan == plan else None
