"""Sign-in: allauth with our rules. Accounts come by invitation only; letters leave through the outbox."""

from datetime import timedelta

LOCK_OUT = timedelta(minutes=15)
"""How long an account is closed to one address after too many wrong passwords (AXES_COOLOFF_TIME)."""
