"""Secrets kept in the database, sealed with AES-256-GCM under a key derived from the instance's secret key.

A copy of the database alone opens none of them. Lose the secret key and they are lost: backups hold both.
"""

import base64
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from jalon.core.errors import JalonError

NONCE = 12
"""Bytes of the nonce: the length that GCM is made for (NIST SP 800-38D, 8.2)."""


class Unsealable(JalonError):
    """The sealed text was made under another key, or changed."""


def seal(text: str, purpose: str) -> str:
    """The text, sealed for one purpose: it cannot be opened for another one."""
    nonce = os.urandom(NONCE)
    sealed = AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, purpose: str) -> str:
    """The text again; `Unsealable` if it was sealed under another key or purpose, or touched since."""
    try:
        raw = base64.urlsafe_b64decode(sealed)
        key = _key(settings.SECRET_KEY, purpose)
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], purpose.encode()).decode()
    except (InvalidTag, ValueError) as error:
        message = f"A secret sealed for {purpose} cannot be opened: is JALON_SECRET_KEY that of this database?"
        raise Unsealable(message) from error


@lru_cache(maxsize=16)
def _key(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"jalon:{purpose}".encode()).derive(secret.encode())
