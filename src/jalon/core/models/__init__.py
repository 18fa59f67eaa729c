"""Records of this room."""

from jalon.core.models.audit import AuditEvent
from jalon.core.models.citation import Citation, Source
from jalon.core.models.comment import Comment
from jalon.core.models.jobs import DueJob, Outbox
from jalon.core.models.membership import Invitation, Membership
from jalon.core.models.organisation import Office, Organisation, OrganisationName, Succession
from jalon.core.models.part import Part
from jalon.core.models.storage import StoredFile
from jalon.core.models.user import User
from jalon.core.models.vocabulary import Term, Territory, Vocabulary

__all__ = [
    "AuditEvent",
    "Citation",
    "Comment",
    "DueJob",
    "Invitation",
    "Membership",
    "Office",
    "Organisation",
    "OrganisationName",
    "Outbox",
    "Part",
    "Source",
    "StoredFile",
    "Succession",
    "Term",
    "Territory",
    "User",
    "Vocabulary",
]
