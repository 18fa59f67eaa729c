"""What every record has: a lasting uid, a revision that each write checks, and times in UTC."""

import uuid

from django.db import models

from jalon.facts.uids import uuid7


def new_uid() -> uuid.UUID:
    """A new UUIDv7 (RFC 9562): sorts by time of creation."""
    return uuid.UUID(uuid7())


class Recorded(models.Model):
    """A record that can be cited. `revision` rises with each write: a form that was filled on an older one conflicts."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
