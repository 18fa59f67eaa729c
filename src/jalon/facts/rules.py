"""What single values must be: dates, decimals, texts, addresses. One function a rule: a problem's words, or None."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from jalon.facts.problems import N_
from jalon.facts.uids import is_uid
from jalon.methods.dates import DateError, parse

LONGEST_TEXT = 100_000
"""Bytes of the longest text, in UTF-8: a document of a hundred pages belongs in a file."""

LONGEST_UID, LONGEST_TIME = 36, 40
"""Longer texts are not even looked at, nor kept in mind."""

MOST_DIGITS = 30
"""Digits of the longest decimal."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a value should have been and what to do, as templates with their parameters."""

    expected: str
    remedy: str
    params: tuple[tuple[str, str], ...] = ()


_is_uid = lru_cache(maxsize=4096)(is_uid)
"""Subjects and sources are named by many facts."""
Rule = Callable[[str], Fault | None]

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_SLUG = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_URL = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def text(value: str) -> Fault | None:
    """No control character but tab and line feed, no bidirectional override, no byte order mark, a bounded length.

    Overrides make a text read differently from what it says (Trojan Source, CVE-2021-42574).
    """
    if value.isascii() and value.isprintable() and len(value) <= LONGEST_TEXT:
        return None
    if len(value) > LONGEST_TEXT or len(value.encode("utf-8", "replace")) > LONGEST_TEXT:
        return Fault(
            N_("Un texte d’au plus {most} octets est attendu ; celui-ci a {length} caractères."),
            N_("Raccourcissez-le, ou joignez-le comme document."),
            (("most", str(LONGEST_TEXT)), ("length", str(len(value)))),
        )
    found = _FORBIDDEN.search(value)
    return _forbidden(found) if found else None


def _forbidden(found: re.Match[str]) -> Fault:
    code = f"U+{ord(found.group()):04X}"
    if _BIDI.match(found.group()):
        expected = N_("Le caractère {code} en position {position} change le sens de lecture : il est interdit.")
    else:
        expected = N_("Le caractère de contrôle {code} en position {position} est interdit.")
    remedy = N_("Retirez ce caractère.")
    return Fault(expected, remedy, (("code", code), ("position", str(found.start() + 1))))


@lru_cache(maxsize=4096)
def date(value: str) -> Fault | None:
    """An EDTF date or interval of the subset in `jalon.methods.dates`."""
    try:
        parse(value)
    except DateError as error:
        return Fault(
            N_(
                "Une date est attendue (2019, 2025-06, 2026-07-15, 2019/2021, 2025-06~) ; « {read} » en position {position}."
            ),
            N_("Corrigez la date, ou laissez-la vide et gardez les mots imprimés."),
            (("read", error.read), ("position", str(error.position + 1))),
        )
    return None


def time(value: str) -> Fault | None:
    """A moment in UTC: 2026-11-21T18:00:00Z."""
    if len(value) <= LONGEST_TIME and _is_time(value):
        return None
    remedy = N_("Écrivez l’heure ainsi : 2026-11-21T18:00:00Z.")
    return Fault(N_("Une date et une heure UTC sont attendues."), remedy)


@lru_cache(maxsize=4096)
def _is_time(value: str) -> bool:
    try:
        return _UTC.fullmatch(value) is not None and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def decimal(value: str) -> Fault | None:
    """A decimal with a point, without exponent, of at most 30 digits."""
    if _DECIMAL.fullmatch(value) and sum(map(str.isdigit, value)) <= MOST_DIGITS:
        return None
    return Fault(
        N_("Un nombre décimal d’au plus {most} chiffres est attendu."),
        N_("Écrivez-le ainsi : 1250000.50, sans espace ni exposant."),
        (("most", str(MOST_DIGITS)),),
    )


def uid(value: str) -> Fault | None:
    """A uid in its one written form."""
    if len(value) == LONGEST_UID and _is_uid(value):
        return None
    remedy = N_("Écrivez-le ainsi : 0190a8f2-6c1e-7d3b-9a4f-2b8c6d1e0f37.")
    return Fault(N_("Un identifiant (UUID en minuscules) est attendu."), remedy)


def slug(value: str) -> Fault | None:
    """What can stand in an address for ever."""
    fits = len(value) <= 120 and _SLUG.fullmatch(value)
    expected = N_("Une adresse lisible est attendue : minuscules sans accent, chiffres, tirets, 120 signes au plus.")
    return None if fits else Fault(expected, N_("Corrigez l’adresse."))


def lang(value: str) -> Fault | None:
    """A language tag (BCP 47)."""
    fits = _LANG.fullmatch(value)
    return None if fits else Fault(N_("Un code de langue est attendu (fr, en, pt-BR)."), N_("Corrigez le code."))


def url(value: str) -> Fault | None:
    """An address that a page may link to: nothing but http and https."""
    fits = _URL.fullmatch(value)
    return None if fits else Fault(N_("Une adresse http(s) est attendue."), N_("Corrigez ou retirez l’adresse."))


def digest(value: str) -> Fault | None:
    """A SHA-256 in hexadecimal."""
    fits = re.fullmatch(r"[0-9a-f]{64}", value)
    return None if fits else Fault(N_("Une empreinte SHA-256 est attendue."), N_("Recalculez l’empreinte."))


def currency(value: str) -> Fault | None:
    """A currency code (ISO 4217)."""
    fits = re.fullmatch(r"[A-Z]{3}", value)
    return None if fits else Fault(N_("Un code de monnaie est attendu (EUR)."), N_("Corrigez le code."))


def filled(value: str) -> Fault | None:
    """Anything but blanks."""
    return None if value.strip() else Fault(N_("Un texte non vide est attendu."), N_("Complétez-le."))


PLAIN = frozenset({time, decimal, uid, slug, digest, currency})
"""Rules that let through nothing but short texts in plain ASCII: such a text needs no other look."""
