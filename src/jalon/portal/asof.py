"""« As of » with its two times: what was so on a day (`etat`), according to what was known then (`version`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from jalon.facts.common import Statement, When
from jalon.methods.dates import Answer, Edtf, known_on
from jalon.portal.errors import BadQuery
from jalon.portal.pieces import read_date

STATE, VERSION = "etat", "version"
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
SHORTEST_PREFIX = 6


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two times of a page; None: the latest. `version` is the whole id of an earlier Release."""

    state: date | None = None
    version: str | None = None

    @property
    def query(self) -> str:
        """What links to other pages carry so that the reader stays at the same two times."""
        values = {STATE: self.state.isoformat() if self.state else "", VERSION: (self.version or "")[:12]}
        said = {name: value for name, value in values.items() if value}
        return f"?{urlencode(said)}" if said else ""

    def latest(self) -> "AsOf":
        """The same page without either time."""
        return replace(self, state=None, version=None)


def read_state(params: Mapping[str, str]) -> date | None:
    """The day of `etat`. Raises BadQuery when it is no day of the calendar between 1900 and 2100."""
    text = params.get(STATE, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text) if len(text) == len("2023-01-12") else None
    except ValueError:
        found = None
    if found is None or not FIRST <= found <= LAST:
        message = _("La date « %(read)s » n’est pas un jour du calendrier. Écrivez année, mois et jour : 2023-01-12.")
        raise BadQuery(STATE, message % {"read": text[:40]})
    return found


def read_version(params: Mapping[str, str], ids: Iterable[str]) -> str | None:
    """The id that `version` abbreviates. Raises BadQuery when no version, or more than one, starts so."""
    text = params.get(VERSION, "").strip().lower()
    if not text:
        return None
    found = [known for known in ids if known.startswith(text)] if len(text) >= SHORTEST_PREFIX else []
    if len(found) != 1:
        message = _("Aucune version publiée ne commence par « %(read)s ». La liste des versions donne leurs numéros.")
        raise BadQuery(VERSION, message % {"read": text[:40]})
    return found[0]


@lru_cache(maxsize=8192)
def was_so(said: When | None, until: When | None, at: date | None) -> Answer:
    """Whether what was said on `said`, and held until `until`, was so on the day `at`; always when there is no day.

    What was said on a day nobody knows is shown: unknown is not no.
    """
    return Answer.YES if at is None else known_on(_date(said), _date(until), at)


def _date(when: When | None) -> Edtf | None:
    return read_date(when.edtf) if when else None


def held(statements: Iterable[Statement], at: date | None) -> tuple[Statement, ...]:
    """The statements that were so on that day: said by then and not over; those since replaced are among them."""
    return tuple(s for s in statements if was_so(s.said, s.valid_until, at) is not Answer.NO)


def current(held: Iterable[Statement]) -> tuple[Statement, ...]:
    """Of the statements that were so, those that no other one of them replaces."""
    held = tuple(held)
    uids = {statement.uid for statement in held}
    return tuple(s for s in held if s.superseded_by is None or s.superseded_by not in uids)


def happened(when: When | None, at: date | None) -> bool:
    """Whether something dated so may have happened by that day."""
    return when is None or at is None or was_so(when, None, at) is not Answer.NO
