"""Numbers, money, dates and French typography as people read them, in a language given by its code."""

import re
from datetime import date
from decimal import Context, Decimal, localcontext
from functools import lru_cache

from babel.numbers import format_currency, format_decimal, format_percent

from jalon.methods.dates import format_date, from_date

NBSP = "\u00a0"
_EXACT = Context(prec=200)  # Babel rounds to the context: the usual 28 digits would cut what was published
_PLAIN = re.compile(r"[+-]?\d{1,90}(\.\d{1,90})?", re.ASCII)
_THIN = "\u202f"  # Babel's French group separator: our fonts hold U+00A0 only
_BEFORE = re.compile(r"[ \u202f\u00a0]+([:;?!»])(?=\s|$|[)»,.…])")
_AFTER = re.compile(r"«[ \u202f\u00a0]*(?=\S)")
_NUMBER_WORD = re.compile(r"\b(n°|p\.|art\.|M\.|Mme) (?=[\dA-ZÉ])")


class NotANumber(ValueError):
    """The text is no decimal number."""


def decimal(value: str | int | Decimal) -> Decimal:
    """The exact value of a decimal string. Floats are refused: they are not what was published."""
    if isinstance(value, float):
        raise NotANumber(f"{value!r} is a float: pass a decimal string such as '3.1'")
    text = str(value)
    if not _PLAIN.fullmatch(text):
        raise NotANumber(f"{text[:40]!r} is not a plain decimal number such as 1401 or 3.1")
    return Decimal(text)


@lru_cache(maxsize=4096)
def number(value: str | int | Decimal, lang: str) -> str:
    """« 1 401 », « 3,1 » (fr); “1,401”, “3.1” (en). Every decimal digit of the source is kept."""
    found = decimal(value)
    with localcontext(_EXACT):
        return _spaces(format_decimal(found, f"#,##0{_decimals(found)}", locale=lang, decimal_quantization=False))


@lru_cache(maxsize=1024)
def money(value: str | int | Decimal, currency: str, lang: str) -> str:
    """« 200 000 € », “€200,000”. Cents are shown only when there are some."""
    amount = decimal(value)
    if amount == amount.to_integral_value():
        pattern = "#,##0\u00a0¤" if lang == "fr" else "¤#,##0"
        return _spaces(format_currency(amount, currency, pattern, locale=lang, currency_digits=False))
    return _spaces(format_currency(amount, currency, locale=lang))


@lru_cache(maxsize=4096)
def percent(value: str | int | Decimal, lang: str) -> str:
    """A percentage given as printed by the source: '39' is « 39 % », '-0.7' is « −0,7 % »."""
    share = decimal(value)
    pattern = f"#,##0{_decimals(share)}{NBSP if lang == 'fr' else ''}%"
    words = format_percent(share / 100, format=pattern, locale=lang, decimal_quantization=False)
    return _spaces(words).replace("-", "−")


def typography(text: str, lang: str) -> str:
    """French no-break spaces: before : ; ? ! » and after «, and inside « n° 16 ». Other languages are left alone.

    Only spaces change, never a letter; a second pass changes nothing.
    """
    if not lang.startswith("fr"):
        return text
    text = _BEFORE.sub(rf"{NBSP}\1", text)
    text = _AFTER.sub(f"«{NBSP}", text)
    return _NUMBER_WORD.sub(rf"\1{NBSP}", text)


def _decimals(value: Decimal) -> str:
    """The pattern that keeps the digits after the point as the source printed them, zeros too."""
    digits = max(0, -int(value.as_tuple().exponent))
    return "." + "0" * digits if digits else ""


def _spaces(text: str) -> str:
    return text.replace(_THIN, NBSP)


def day_words(day: date, lang: str) -> str:
    """« 21 novembre 2026 », “21 November 2026”."""
    return format_date(from_date(day), lang)


def in_eights(digest: str) -> str:
    """A hash in groups of eight characters, to be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
