"""The state that would be frozen, in words: each line with each reply, what changed since the state before, who is silent."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.facts.common import Text, When
from jalon.facts.state import Declared, Reply, ReplyState, State
from jalon.facts.state_changes import ChangeKind, StateChange
from jalon.portal import terms
from jalon.publication.words import date_words
from jalon.reporting.merging.model import Column
from jalon.reporting.models import AskLine
from jalon.reporting.selectors.pages import CampaignPage, FreezePage
from jalon.reporting.wording import column_label
from jalon.ui.pieces import Count


@dataclass(frozen=True, slots=True)
class Said:
    """One field of a reply: the words are those of the body."""

    label: str
    words: str
    text: Text | None


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """What one body declared of a line."""

    body: str
    state: str
    silent: bool
    when: str
    fields: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class StateLineRow:
    """One line of the state."""

    subject: str
    number: str
    title: Text | None
    replies: tuple[ReplyLine, ...]
    consolidated: Text | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What is different for one subject, in words."""

    number: str
    title: Text | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FreezeView:
    """What the page shows beside the models of the room."""

    lines: tuple[StateLineRow, ...]
    counts: tuple[Count, ...]
    changes: tuple[ChangeLine, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """How people know a subject: its number and title as it was asked about."""

    number: str
    title: Text


Names = dict[str, Named]


def names(page: CampaignPage) -> Names:
    """The subjects asked about, by their uid."""
    asked = (line for row in reversed(page.asks) for line in row.line_rows)
    return {line.subject: Named(line.number, line.title) for line in asked}


def _named_before(changes: Iterable[StateChange], known: Names, part: str) -> Names:
    """Those that only an earlier campaign asked about: a change says what it is about. One query, none without any."""
    missing = [uuid.UUID(one.subject) for one in changes if one.subject not in known]
    rows = AskLine.objects.filter(subject_uid__in=missing, ask__campaign__part__slug=part) if missing else ()
    return {str(row.subject_uid): Named(row.number, row.title) for row in rows}


def build(told: FreezePage, page: CampaignPage) -> FreezeView:
    """The whole state, its counts with their denominators, the changes, the bodies from which nothing came."""
    known = names(page)
    changed = known | _named_before(told.changes, known, page.part)
    return FreezeView(
        lines=lines(told.state, known, page.columns), counts=_counts(told.state, page.validation),
        changes=tuple(_changes(told.changes, changed, told.columns)), silent=tuple(_silent(told.state)),
    )  # fmt: skip


def lines(state: State, known: Names, columns: Iterable[Column]) -> tuple[StateLineRow, ...]:
    """Each line with its replies."""
    asked = tuple(columns)
    return tuple(
        StateLineRow(
            line.subject, _number(known, line.subject), _title(known, line.subject),
            tuple(_reply(reply, asked) for reply in line.replies), line.consolidated,
        )
        for line in state.lines
    )  # fmt: skip


def _number(known: Names, subject: str) -> str:
    return known[subject].number if subject in known else ""


def _title(known: Names, subject: str) -> Text | None:
    return known[subject].title if subject in known else None


def _reply(reply: Reply, columns: tuple[Column, ...]) -> ReplyLine:
    said = [_("rendu\u00a0: %(day)s") % {"day": _day(reply.returned)}] if reply.returned else []
    if reply.validated:
        who = reply.validated_by or _("fonction non dite")
        said.append(_("validé\u00a0: %(day)s, %(who)s") % {"day": _day(reply.validated), "who": who})
    return ReplyLine(
        reply.body.name, str(terms.REPLY[reply.state]), reply.state is ReplyState.SILENT,
        ", ".join(said), tuple(Said(column_label(columns, one.key, _lang()), _words(one), one.text) for one in reply.declared),
    )  # fmt: skip


def _lang() -> str:
    return get_language() or "fr"


def _day(when: When | None) -> str:
    return str(date_words(when)) if when else ""


def _words(one: Declared) -> str:
    """A field in words; its text is shown as a text."""
    if one.text is not None:
        return one.text.value
    return _day(one.when) if one.when else str(one.value or "").replace(".", "," if _lang().startswith("fr") else ".")


def _counts(state: State, validation: bool) -> tuple[Count, ...]:
    replies = [reply for line in state.lines for reply in line.replies]
    total = str(len(replies))
    back = [reply for reply in replies if reply.returned is not None]
    found = [
        Count(str(len(back)), _("réponses rendues"), total),
        Count(
            str(sum(reply.state is ReplyState.NOTHING_TO_REPORT for reply in back)),
            _("«\u00a0rien à signaler\u00a0»"),
            total,
        ),
        Count(str(len(replies) - len(back)), _("réponses qui manquent"), total),
    ]
    if validation:
        count = sum(reply.validated is not None for reply in back)
        found.insert(1, Count(str(count), _("validées par la hiérarchie"), total))
    return tuple(found)


def _silent(state: State) -> Iterator[str]:
    """The bodies from which nothing at all came back."""
    back: dict[str, bool] = {}
    for line in state.lines:
        for reply in line.replies:
            back[reply.body.name] = back.get(reply.body.name, False) or reply.returned is not None
    return (name for name, came in back.items() if not came)


# --- what changed ----------------------------------------------------------------------------------------------------


def _changes(changed: Iterable[StateChange], known: Names, columns: tuple[Column, ...]) -> Iterator[ChangeLine]:
    groups: dict[str, list[str]] = {}
    for one in changed:
        groups.setdefault(one.subject, []).append(_sentence(one, columns))
    for subject, words in groups.items():
        yield ChangeLine(_number(known, subject), _title(known, subject), tuple(words))


def _sentence(one: StateChange, columns: tuple[Column, ...]) -> str:
    who = one.body.name if one.body else ""
    match one.kind:
        case ChangeKind.SUBJECT_ADDED:
            return _("demandée cette fois, pas la précédente")
        case ChangeKind.SUBJECT_REMOVED:
            return _("demandée la fois précédente, pas cette fois")
        case ChangeKind.BODY_ADDED:
            return _("%(who)s\u00a0: interrogé cette fois, pas la précédente") % {"who": who}
        case ChangeKind.BODY_REMOVED:
            return _("%(who)s\u00a0: interrogé la fois précédente, pas cette fois") % {"who": who}
        case ChangeKind.REPLY_STATE:
            before, after = (str(terms.REPLY[state]) if state else "" for state in (one.state_before, one.state_after))
            return _pair(who, before, after)
    label = _("ligne consolidée") if one.kind is ChangeKind.CONSOLIDATED else column_label(columns, one.key, _lang())
    said = (_words(item) if item else "" for item in (one.before, one.after))
    return _pair(", ".join(filter(None, [who, label])), *said)


def _pair(label: str, before: str, after: str) -> str:
    nothing = _("rien de déclaré")
    words = {"label": label, "before": before or nothing, "after": after or nothing}
    return _("%(label)s\u00a0: avant, %(before)s\u00a0; maintenant, %(after)s") % words
