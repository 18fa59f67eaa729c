"""Records of this room."""

from jalon.core.models.audit import AuditEvent
from jalon.core.models.citation import Citation, Source
from jalon.core.models.membership import Membership
from jalon.core.models.organisation import Office, Organisation, OrganisationName
from jalon.core.models.part import Part
from jalon.core.models.user import User

__all__ = [
    "AuditEvent",
    "Citation",
    "Membership",
    "Office",
    "Organisation",
    "OrganisationName",
    "Part",
    "Source",
    "User",
]
