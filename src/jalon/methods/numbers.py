"""Decimal numbers as strings: exact, one spelling for each value, the same on every machine and database."""

import re

MOST_DIGITS = 30
_DECIMAL = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_EXPECTED = f"digits with one point at most, such as 1401, -0.5 or 29871581.25; at most {MOST_DIGITS} digits"


class NumberError(ValueError):
    """A text that is no decimal: what was read, where (index from 0) and what was expected."""

    def __init__(self, text: str, position: int, read: str, expected: str = _EXPECTED) -> None:
        shown = text if len(text) <= 60 else text[:59] + "…"
        super().__init__(f"number {shown!r}, character {position + 1}: read {read!r}, expected {expected}")
        self.text = text
        self.position = position
        self.read = read
        self.expected = expected


def decimal_string(text: str) -> str:
    """The canonical spelling of a decimal: no sign but a minus, no leading or trailing zero, no « -0 ».

    Refuses with `NumberError` everything else than ASCII digits, a leading minus and one inner point: exponents, NaN,
    infinities, thousands separators, commas, spaces, and more than 30 digits as written.
    """
    found = _DECIMAL.match(text)
    if found is None or found.end() != len(text):
        position = 0 if found is None else found.end()
        raise NumberError(text, position, text[position : position + 20])
    sign, whole, fraction = found[1], found[2], found[3] or ""
    if len(whole) + len(fraction) > MOST_DIGITS:
        read = f"{len(whole) + len(fraction)} digits"
        raise NumberError(text, len(sign), read, f"at most {MOST_DIGITS} digits")
    return _canonical(sign, whole.lstrip("0"), fraction.rstrip("0"))


def _canonical(sign: str, whole: str, fraction: str) -> str:
    if not whole and not fraction:
        return "0"
    return f"{sign}{whole or '0'}" + (f".{fraction}" if fraction else "")
