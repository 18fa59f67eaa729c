"""What a body does by account or by its personal link: it opens, fills a form that is kept as a draft, returns it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.errors import Conflict, FieldConflict, Invalid
from jalon.core.models import User
from jalon.core.permissions import Permission, require
from jalon.core.revisions import claim
from jalon.reporting.actions.asks import ASKED
from jalon.reporting.actions.common import require_state, trace, who
from jalon.reporting.enums import ReturnWay
from jalon.reporting.links import HOLDER, ask_of, used
from jalon.reporting.merging.merge import merge_form
from jalon.reporting.merging.model import FormLine
from jalon.reporting.models import Ask, Draft, Return
from jalon.reporting.receiving import keep_return
from jalon.reporting.templates import form_template, live_lines

LONGEST = 20_000
"""Characters of one answer."""


@action(Permission.EDIT)
def open_ask(*, ask: Ask, by: User | None, now: datetime | None = None) -> Ask:
    """Somebody who edits for the body looks at what it is asked: the first time is kept."""
    require(by, Permission.EDIT, ask.body)
    _answerable(ask)
    return _opened(ask, by, now)


def open_by_link(*, token: str, address: str, now: datetime | None = None) -> Ask:
    """The link was followed: the first time is kept."""
    at = now or timezone.now()
    return _open_by_link(ask=ask_of(token, address=address, now=at), token=token, now=at)


@action(instead=HOLDER)
def _open_by_link(*, ask: Ask, token: str, now: datetime) -> Ask:
    used(token, now)
    return _opened(ask, None, now)


def _opened(ask: Ask, by: User | None, now: datetime | None) -> Ask:
    if ask.opened_at is None and Ask.objects.filter(pk=ask.pk, opened_at=None).update(opened_at=now or timezone.now()):
        ask.refresh_from_db(fields=["opened_at"])
        trace(ask, by, "open")
    return ask


@action(Permission.EDIT)
def save_draft(*, ask: Ask, answers: Iterable[FormLine], by: User | None, expected_revision: int) -> Draft:
    """Keep what was typed so far. Revision 0: there is no draft yet. `Conflict` with both texts of each cell when
    somebody else of the body saved meanwhile."""
    require(by, Permission.EDIT, ask.body)
    return _saved(ask, tuple(answers), by, expected_revision)


def save_draft_by_link(
    *, token: str, address: str, answers: Iterable[FormLine], expected_revision: int, now: datetime | None = None
) -> Draft:
    """The same by who holds the link."""
    ask = ask_of(token, address=address, now=now or timezone.now())
    return _save_draft_by_link(ask=ask, answers=tuple(answers), expected_revision=expected_revision)


@action(instead=HOLDER)
def _save_draft_by_link(*, ask: Ask, answers: tuple[FormLine, ...], expected_revision: int) -> Draft:
    return _saved(ask, answers, None, expected_revision)


def _saved(ask: Ask, answers: tuple[FormLine, ...], by: User | None, expected_revision: int) -> Draft:
    _answerable(ask)
    _refuse_odd(ask, answers)
    draft, made = Draft.objects.get_or_create(ask=ask, defaults={"lines": answers})
    if made and expected_revision != 0:
        raise _conflict(draft, answers, expected_revision, deleted=True)
    if not made:
        before = draft.lines
        try:
            claim(draft, expected_revision)
        except Conflict:
            draft.refresh_from_db()
            raise _conflict(draft, answers, expected_revision) from None
        draft.lines = _kept(before, answers)
        draft.save(update_fields=["lines", "updated_at"])
    # The trace tells that a draft was saved, nothing of what it says: it is the body's until it is returned.
    trace(ask, by, "save_draft", {"lines": len(answers)})
    return draft


def _kept(before: tuple[FormLine, ...], answers: tuple[FormLine, ...]) -> tuple[FormLine, ...]:
    """The lines given, and those of before that this form does not hold."""
    given = {answer.line for answer in answers}
    return (*(line for line in before if line.line not in given), *answers)


def _refuse_odd(ask: Ask, answers: tuple[FormLine, ...]) -> None:
    keys = {line.key for line in live_lines(ask)}
    columns = {column.key for column in ask.campaign.columns}
    problems = {}
    for answer in answers:
        if answer.line not in keys or not set(answer.values) <= columns:
            raise Invalid({"answers": _("Ce formulaire n’est plus celui de votre demande\u00a0: rechargez la page.")})
        for key, text in answer.values.items():
            if len(text) > LONGEST:
                message = _("Ce texte dépasse %(limit)d caractères\u00a0: raccourcissez-le.") % {"limit": LONGEST}
                problems[f"{answer.line}.{key}"] = message
    if problems:
        raise Invalid(problems)


def _conflict(draft: Draft, answers: tuple[FormLine, ...], expected: int, *, deleted: bool = False) -> Conflict:
    """Both texts of each cell that differs, under « line.column »."""
    ours = {} if deleted else _texts(draft.lines)
    theirs = _texts(answers)
    fields = tuple(
        FieldConflict(name, ours.get(name, ""), text) for name, text in theirs.items() if ours.get(name, "") != text
    )
    return Conflict(expected=expected, current=0 if deleted else draft.revision, fields=fields)


def _texts(lines: tuple[FormLine, ...]) -> Mapping[str, str]:
    texts = {f"{line.line}.{key}": text for line in lines for key, text in line.values.items()}
    texts |= {f"{line.line}.nothing": _("oui") if line.nothing else _("non") for line in lines}
    return texts


@action(Permission.EDIT)
def return_answers(
    *, ask: Ask, by: User | None, expected_revision: int, now: datetime | None = None, sent_by: str = ""
) -> Return:
    """Return the draft, of which `expected_revision` was seen. It may be of some lines only; others follow."""
    require(by, Permission.EDIT, ask.body)
    return _returned(ask, by, expected_revision, ReturnWay.ACCOUNT, sent_by or who(by), now)


def return_by_link(
    *, token: str, address: str, expected_revision: int, sent_by: str = "", now: datetime | None = None
) -> Return:
    """The same by who holds the link; `sent_by` is how the person calls themselves."""
    at = now or timezone.now()
    ask = ask_of(token, address=address, now=at)
    return _return_by_link(ask=ask, expected_revision=expected_revision, sent_by=sent_by, now=at)


@action(instead=HOLDER)
def _return_by_link(*, ask: Ask, expected_revision: int, sent_by: str, now: datetime) -> Return:
    return _returned(ask, None, expected_revision, ReturnWay.LINK, sent_by, now)


def _returned(
    ask: Ask, by: User | None, expected_revision: int, way: ReturnWay, sent_by: str, now: datetime | None
) -> Return:
    _answerable(ask)
    draft = Draft.objects.filter(ask=ask).first()
    if draft is None:
        raise Invalid(
            {
                "answers": _(
                    "Rien n’est rempli\u00a0: répondez à une ligne au moins, ou dites «\u00a0rien à signaler\u00a0»."
                )
            }
        )
    claim(draft, expected_revision)
    lines = live_lines(ask)
    merged = merge_form(draft.lines, form_template(ask, lines), ask.language)
    if not any(line.answered for line in merged.lines):
        raise Invalid(
            {
                "answers": _(
                    "Rien n’est rempli\u00a0: répondez à une ligne au moins, ou dites «\u00a0rien à signaler\u00a0»."
                )
            }
        )
    ret = keep_return(ask, merged, way=way, now=now or timezone.now(), sent_by=sent_by)
    trace(ret, by, "return", {"lines": sum(line.answered for line in merged.lines), "way": way})
    return ret


def _answerable(ask: Ask) -> None:
    require_state(ask.campaign, ASKED)
    gone = ask.withdrawn_at is not None or ask.campaign.withdrawn_at is not None
    if gone or ask.asked_at is None:
        raise Invalid({"ask": _("Rien n’est demandé à votre organisme dans cette campagne.")})
