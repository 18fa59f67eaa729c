"""Follow-up committees: who sits, sessions with their documents, decisions. What is not public never leaves."""

from typing import TYPE_CHECKING

from django.db import models

from jalon.commitments.enums import DocumentKind, MinutesState
from jalon.core.fields import FactField
from jalon.core.models import Part
from jalon.core.records import Records, Withdrawable, codes
from jalon.facts import committee as facts
from jalon.facts import plan as plan_facts
from jalon.facts.committee import AgendaItem, Attendance, FollowUp, Member, SessionState
from jalon.facts.common import Confidence, OrgRef, Text, Visibility, When

if TYPE_CHECKING:
    from django.db.models import Manager

WHO = [(one.value, one.value) for one in (Visibility.PUBLIC, Visibility.COMMITTEE)]
"""What a committee says is public, or its own."""


class Committee(Withdrawable):
    """A committee of a plan, or of the whole policy. That it exists, and who sits in it, is public with its part."""

    says = facts.Committee

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="committees")
    slug = models.SlugField(max_length=120, unique=True)
    title = FactField(Text)
    plan_uid = models.UUIDField(null=True, blank=True, db_index=True)
    members = FactField(Member, many=True)
    known_until = models.CharField(max_length=40, null=True, blank=True)
    note = FactField(Text, null=True)

    objects = Records.as_manager()

    class Meta:
        ordering = ["part_id", "slug"]

    def __str__(self) -> str:
        return str(self.title.value)


class Seat(models.Model):
    """`Committee.members` once more, one row for each body of the directory: whose people may see what is shared."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="seats")
    organisation_uid = models.UUIDField(db_index=True)
    since = FactField(When, null=True)
    until = FactField(When, null=True)


class OfCommittee(Records):
    """Sessions."""

    part_path = "committee__part"


class Session(Withdrawable):
    """A session. Shared with the committee alone unless `visibility` is public; minutes have a visibility of their own."""

    says = facts.Session

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="sessions")
    state = models.CharField(max_length=20, choices=codes(SessionState), default=SessionState.PLANNED.value)
    title = FactField(Text, null=True)
    when = FactField(When, null=True)
    before = FactField(When, many=True)
    place = models.TextField(null=True, blank=True)
    agenda = FactField(AgendaItem, many=True)
    attendance = FactField(Attendance, many=True)
    attended = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.CharField(max_length=10, choices=codes(Confidence), default=Confidence.STATED.value)
    note = FactField(Text, null=True)
    visibility = models.CharField(max_length=10, choices=WHO, default=Visibility.COMMITTEE.value)
    minutes = FactField(Text, null=True)
    minutes_state = models.CharField(max_length=10, choices=codes(MinutesState), default=MinutesState.DRAFT.value)
    minutes_adopted = FactField(When, null=True)
    minutes_visibility = models.CharField(max_length=10, choices=WHO, default=Visibility.COMMITTEE.value)

    objects = OfCommittee.as_manager()
    documents: "Manager[SessionDocument]"
    decisions: "Manager[Decision]"

    class Meta:
        ordering = ["committee_id", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        found: Part = self.committee.part
        return found

    def __str__(self) -> str:
        day = self.when.edtf or self.when.printed if self.when else None
        return " ".join(filter(None, [self.title.value if self.title else self.state, day]))


class OfSession(Records):
    """Pieces of a session."""

    part_path = "session__committee__part"


class SessionDocument(Withdrawable):
    """A document of a session, shared with the committee alone unless somebody makes it public."""

    says = plan_facts.Document

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="documents")
    order = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=codes(DocumentKind), default=DocumentKind.OTHER.value)
    title = FactField(Text)
    when = FactField(When, null=True)
    visibility = models.CharField(max_length=10, choices=WHO, default=Visibility.COMMITTEE.value)
    media_type = models.CharField(max_length=120, null=True, blank=True)
    sha256 = models.CharField(max_length=64, null=True, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)

    objects = OfSession.as_manager()

    class Meta:
        ordering = ["session_id", "order", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        found: Part = self.session.part
        return found

    def __str__(self) -> str:
        return str(self.title.value)


class Decision(Withdrawable):
    """What a session decided, and what was said of it since; shared with the committee alone unless public."""

    says = facts.Decision

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="decisions")
    text = FactField(Text)
    owner = FactField(OrgRef, null=True)
    due = FactField(When, null=True)
    measures = FactField(str, many=True)
    follow_ups = FactField(FollowUp, many=True)
    note = FactField(Text, null=True)
    visibility = models.CharField(max_length=10, choices=WHO, default=Visibility.COMMITTEE.value)

    objects = OfSession.as_manager()

    class Meta:
        ordering = ["session_id", "id"]

    @property
    def part(self) -> Part:
        """The part that says it."""
        found: Part = self.session.part
        return found

    def __str__(self) -> str:
        return str(self.text.value)
