"""Pieces of iCalendar (RFC 5545): text escaped, lines folded, events of whole days.

Days bear no hour and no time zone (`VALUE=DATE`): no source read gives the hour of anything, and none is made up.
"""

from collections.abc import Iterable
from datetime import date, timedelta

LONGEST = 74
"""Octets of a line; the space that begins a continued one makes 75."""


def text(value: str) -> str:
    """A TEXT value (3.3.11): backslash, semicolon, comma and line breaks escaped; other control characters left out."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in plain if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A content line (3.1): at most 75 octets, continued by a space; no character is cut."""
    parts: list[str] = [""]
    size = 0
    for character in line:
        width = len(character.encode())
        if size + width > LONGEST:
            parts.append("")
            size = 0
        parts[-1] += character
        size += width
    return "\r\n ".join(parts) + "\r\n"


def event(uid: str, stamp: str, on: date, *properties: tuple[str, str]) -> Iterable[str]:
    """A VEVENT of one whole day. `stamp`: UTC, as 20260120T120000Z. `properties`: (name, value already escaped)."""
    lines = (
        "BEGIN:VEVENT",
        f"UID:{uid}@jalon",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}",
        *(f"{name}:{value}" for name, value in properties),
        "END:VEVENT",
    )
    return (folded(line) for line in lines)


def stamp_of(created_at: str) -> str:
    """The moment of a Release (`2026-01-20T12:00:00Z`) as iCalendar writes it."""
    return created_at.replace("-", "").replace(":", "")
