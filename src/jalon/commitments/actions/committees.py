"""Writes of follow-up committees. Nothing is shared beyond the committee unless somebody says that it is public."""

from datetime import date
from typing import Any, Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.commitments.actions.common import add, bad_uids, edit
from jalon.commitments.enums import MinutesState
from jalon.commitments.fields import CommitteeFields, DecisionFields, DocumentFields, SessionFields
from jalon.commitments.models import Committee, Decision, Session, SessionDocument
from jalon.commitments.seats import index_seats
from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed
from jalon.core.writing import next_order, refuse
from jalon.facts.committee import DecisionState, FollowUp, SessionState
from jalon.facts.common import OrgRef, Text, Visibility, When
from jalon.methods.dates import DateError, parse


@action(Permission.EDIT)
def add_committee(
    *,
    part: Part,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = False,
    **fields: Unpack[CommitteeFields],
) -> Committee:
    """A committee (`slug`, `title`) and the bodies that sit in it: their people see what is shared with it."""
    require(by, Permission.EDIT, part)
    row = Committee(part=part, **fields)
    refuse(_slug_taken(row))
    add(row, by, citations, source_to_find)
    index_seats([row])
    return row


@action(Permission.EDIT)
def edit_committee(
    *,
    committee: Committee,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = False,
    **fields: Unpack[CommitteeFields],
) -> Committee:
    """Write fields of a committee, its members among them."""
    require(by, Permission.EDIT, committee.part)
    refuse(_slug_taken(changed(committee, fields)))
    edit(committee, by, expected_revision, fields, citations, source_to_find)
    index_seats([committee])
    return committee


@action(Permission.EDIT)
def add_session(
    *,
    committee: Committee,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = True,
    **fields: Unpack[SessionFields],
) -> Session:
    """A session, shared with the committee alone unless `visibility` is public. A public one cites a source to be signed."""
    row = Session(committee=committee, **fields)
    return add(row, by, citations, source_to_find, committee=str(committee.uid))


@action(Permission.EDIT)
def edit_session(
    *,
    session: Session,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = True,
    **fields: Unpack[SessionFields],
) -> Session:
    """Write fields of a session: its day, agenda, attendance, who may see it."""
    of = {"committee": str(session.committee.uid)}
    return edit(session, by, expected_revision, fields, citations, source_to_find, **of)


@action(Permission.EDIT)
def hold_session(*, session: Session, by: User | None, expected_revision: int, when: When | None) -> Session:
    """It was held, on this day (None: not said). Another day that was named before stays among the earlier ones."""
    require(by, Permission.EDIT, session.part)
    begins = _begins(when)
    if begins is not None and begins > timezone.localdate():
        refuse({"when": _("Ce jour n’est pas encore venu\u00a0: une séance ne s’est pas tenue d’avance.")})
    fields = {"state": SessionState.HELD, **_named_anew(session, when)}
    return edit(session, by, expected_revision, fields, committee=str(session.committee.uid))


@action(Permission.EDIT)
def postpone_session(*, session: Session, by: User | None, expected_revision: int, when: When | None) -> Session:
    """It is put off to another day, or without a new date (None): the day that was named stays to be read."""
    require(by, Permission.EDIT, session.part)
    if session.state == SessionState.HELD:
        refuse({"when": _("Cette séance s’est tenue\u00a0: elle ne se reporte plus.")})
    if when is not None and when == session.when and session.state == SessionState.PLANNED:
        refuse({"when": _("C’est la date déjà dite. Donnez-en une autre, ou videz ce champ.")})
    fields: dict[str, Any] = {"state": SessionState.POSTPONED}
    if when is not None:
        fields = {"state": SessionState.PLANNED, **_named_anew(session, when)}
    return edit(session, by, expected_revision, fields, committee=str(session.committee.uid))


def _named_anew(session: Session, when: When | None) -> dict[str, Any]:
    """A day with those named before it, that of today's record among them unless it is the same."""
    if session.when is None or when == session.when:
        return {"when": when}
    return {"when": when, "before": (*session.before, session.when)}


def _begins(when: When | None) -> date | None:
    """The first day that a date may mean; None when it cannot be read."""
    try:
        return parse(when.edtf).earliest if when and when.edtf else None
    except DateError:
        return None


@action(Permission.EDIT)
def write_minutes(
    *,
    session: Session,
    by: User | None,
    expected_revision: int,
    minutes: Text | None,
    state: MinutesState = MinutesState.DRAFT,
    adopted: When | None = None,
    visibility: Visibility = Visibility.COMMITTEE,
) -> Session:
    """The minutes of a session: a draft is never public, and has no day on which it was adopted."""
    require(by, Permission.EDIT, session.part)
    if state is MinutesState.DRAFT and visibility is Visibility.PUBLIC:
        refuse({"minutes_visibility": _("Un projet de compte rendu n’est jamais public\u00a0: adoptez-le d’abord.")})
    if state is MinutesState.DRAFT and adopted:
        refuse({"minutes_adopted": _("Videz cette date\u00a0: un projet n’a pas été adopté.")})
    fields = {
        "minutes": minutes, "minutes_state": state.value, "minutes_adopted": adopted,
        "minutes_visibility": visibility.value,
    }  # fmt: skip
    return edit(session, by, expected_revision, fields, committee=str(session.committee.uid))


@action(Permission.EDIT)
def add_document(
    *,
    session: Session,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = True,
    **fields: Unpack[DocumentFields],
) -> SessionDocument:
    """A document (`title`) of a session, for the committee alone unless `visibility` is public; core keeps its file."""
    row = SessionDocument(session=session, order=next_order(SessionDocument.objects.filter(session=session)), **fields)
    return add(row, by, citations, source_to_find, visibility=Visibility.PUBLIC)


@action(Permission.EDIT)
def edit_document(
    *,
    document: SessionDocument,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = True,
    **fields: Unpack[DocumentFields],
) -> SessionDocument:
    """Write fields of a document, who may see it among them."""
    return edit(
        document, by, expected_revision, fields, citations, source_to_find, visibility=Visibility.PUBLIC
    )  # fmt: skip


@action(Permission.EDIT)
def add_decision(
    *,
    session: Session,
    by: User | None,
    citations: Citations = (),
    source_to_find: bool = True,
    **fields: Unpack[DecisionFields],
) -> Decision:
    """What a session decided (`text`), who is to do it, for when."""
    require(by, Permission.EDIT, session.part)
    refuse(bad_uids("measures", fields.get("measures", ())))
    return add(Decision(session=session, **fields), by, citations, source_to_find, session=str(session.uid))


@action(Permission.EDIT)
def edit_decision(
    *,
    decision: Decision,
    by: User | None,
    expected_revision: int,
    citations: Citations | None = None,
    source_to_find: bool = True,
    **fields: Unpack[DecisionFields],
) -> Decision:
    """Write fields of a decision; what was said of it since stays."""
    require(by, Permission.EDIT, decision.part)
    refuse(bad_uids("measures", fields.get("measures", ())))
    return edit(
        decision, by, expected_revision, fields, citations, source_to_find, session=str(decision.session.uid)
    )  # fmt: skip


@action(Permission.EDIT)
def follow_up(
    *,
    decision: Decision,
    session: Session,
    state: DecisionState,
    by: User | None,
    expected_revision: int,
    text: Text | None = None,
    said_by: OrgRef | None = None,
    said: When | None = None,
    citations: Citations = (),
) -> Decision:
    """What is said of a decision at a later session of the same committee; what was said there before is replaced."""
    require(by, Permission.EDIT, decision.part)
    if session.committee_id != decision.session.committee_id or session.pk == decision.session_id:
        refuse({"session": _("Choisissez une autre séance du même comité.")})
    new = FollowUp(
        session=str(session.uid), state=state, text=text, said_by=said_by, said=said, citations=citations
    )  # fmt: skip
    others = tuple(one for one in decision.follow_ups if one.session != new.session)
    fields = {"follow_ups": (*others, new)}
    return edit(decision, by, expected_revision, fields, session=str(decision.session.uid))


def _slug_taken(row: Committee) -> dict[str, str]:
    others = Committee.objects.filter(slug=row.slug).exclude(pk=row.pk)
    return {"slug": _("Cette adresse est déjà prise\u00a0; choisissez-en une autre.")} if others.exists() else {}
