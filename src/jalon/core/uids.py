"""Uids of facts as the database holds them."""

import uuid

from django.utils.translation import gettext as _

from jalon.core.errors import Invalid


def read_uid(text: str) -> uuid.UUID:
    """A uid from its text. `Invalid` when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        message = _("«\u00a0%(text)s\u00a0» n’est pas un identifiant (UUID).")
        raise Invalid({"uid": message % {"text": text[:60]}}) from None


def optional_uid(text: str | None) -> uuid.UUID | None:
    """A uid, or none."""
    return None if text is None else read_uid(text)
