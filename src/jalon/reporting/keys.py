"""Opaque keys that are written in workbooks: random, short, without letters that are mistaken for one another."""

import re
import secrets

LETTERS = "23456789BCDFGHJKLMNPQRSTVWXYZ"
"""No vowels: no word comes out. No 0 and 1."""
LENGTH = 10
"""29 signs, ten of them: 48 bits. Keys tell lines apart; what opens anything is the link, which is another matter."""
KEY = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")


def new_key() -> str:
    """A new key."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
