"""Which session is meant: by its uid, or by its committee's address and its date; with those that came before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jalon.facts.committee import Committee, Decision, Session, SessionState
from jalon.methods.dates import Edtf
from jalon.portal.pieces import read_date
from jalon.publication.reader import Reader
from jalon.reports.errors import ReportError

MOST_NAMED = 40
"""Sessions that an error names one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What a committee shares with its members, as one of them may see it, in place of what a Release says of it.

    `read_at` is the day (EDTF) on which it was read. `sessions` bear their minutes and documents whatever their visibility; `drafts` are the uids of the sessions whose
    minutes nobody has adopted. Only who may see these may have them made into a book.
    """

    committee: Committee
    sessions: tuple[Session, ...]
    decisions: tuple[Decision, ...]
    read_at: str
    drafts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A session in its committee. `earlier` are the sessions whose date comes before its own, oldest first."""

    committee: Committee
    session: Session
    earlier: tuple[Session, ...]

    @property
    def name(self) -> str:
        """What the session is called by in a command: address and date, or the uid when no date is known."""
        return name_of(self.committee, self.session)

    @property
    def previous(self) -> Session | None:
        """The last one before it that was held; None when none is known."""
        return next((one for one in reversed(self.earlier) if one.state is SessionState.HELD), None)


def name_of(committee: Committee, session: Session) -> str:
    """« comite-de-suivi/2026-02-15 »; the uid of a session without a date."""
    day = session.when.edtf if session.when else None
    return f"{committee.slug}/{day}" if day else session.uid


def found(reader: Reader, said: str) -> Place:
    """The session that `said` names in what the reader shows. ReportError names those that there are."""
    return chosen(reader.committees(), reader.sessions(), said)


def chosen(committees: Iterable[Committee], sessions: Sequence[Session], said: str) -> Place:
    """The session that `said` names among these: its uid, or its committee's address and its date (`/` or `-` between).

    ReportError when none or several are called so: it names those that there are.
    """
    by_uid = {one.uid: one for one in committees}
    known = [one for one in sessions if one.committee in by_uid]
    fitting = [one for one in known if said.strip() in _calls(by_uid[one.committee], one)]
    if len(fitting) != 1:
        raise ReportError(_refusal(by_uid, known, said, several=len(fitting) > 1))
    session = fitting[0]
    return Place(by_uid[session.committee], session, earlier_than(session, known))


def earlier_than(session: Session, known: Iterable[Session]) -> tuple[Session, ...]:
    """The sessions of the same committee that begin before it; all that have a date when it has none."""
    limit = _begins(session)
    dated = [(on, one) for one in known if (on := _begins(one)) and one.uid != session.uid]
    same = [pair for pair in dated if pair[1].committee == session.committee and (limit is None or pair[0] < limit)]
    return tuple(one for _on, one in sorted(same, key=lambda pair: (pair[0], pair[1].uid)))


def day_of(session: Session | None) -> Edtf | None:
    """The date of a session as it can be computed with; None when it is not known, or cannot be read."""
    return read_date(session.when.edtf) if session and session.when else None


def _begins(session: Session) -> date | None:
    on = day_of(session)
    return (on.earliest or on.latest) if on else None


def _calls(committee: Committee, session: Session) -> set[str]:
    day = session.when.edtf if session.when else None
    bare = day.rstrip("~?%") if day else None
    dated = {f"{committee.slug}{between}{on}" for on in (day, bare) if on for between in "/-"}
    return {session.uid, *dated}


def _refusal(committees: dict[str, Committee], known: Sequence[Session], said: str, *, several: bool) -> str:
    names = [
        f"{name} ({one.uid})" if name != one.uid else name
        for one in known
        if (name := name_of(committees[one.committee], one))
    ]
    shown = " ; ".join(sorted(names)[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    text = (
        _("Plusieurs séances s’appellent « %(said)s » : donnez l’identifiant. Il y a : %(names)s.")
        if several
        else _("Aucune séance ne s’appelle « %(said)s » ici ; il y a : %(names)s.")
    )
    return text % {"said": said[:120], "names": shown or "–"}
