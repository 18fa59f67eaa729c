"""Whether a person has a second factor: one-time codes or a passkey. Recovery codes alone are none."""

from allauth.mfa.models import Authenticator

from jalon.core.models import User

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """At least one authenticator that allauth asks for at sign-in."""
    return bool(Authenticator.objects.filter(user=user, type__in=STRONG).exists())


def forget_second_factor(user: User) -> int:
    """Delete every authenticator of a person who left; gives how many there were."""
    return int(Authenticator.objects.filter(user=user).delete()[0])
