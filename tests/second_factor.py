"""Codes of an application, as a telephone shows them."""

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time


def shown(secret: str) -> str:
    """The code of this moment: good for half a minute at least (`tests.settings` takes the one before and the one after)."""
    _before, now, _after = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))
