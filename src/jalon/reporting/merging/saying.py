"""Values in the words of a language. What the machine words itself (dates, rhythms, entries of lists, decimals) is said in
the language of the workbook; what somebody wrote stays as it was written."""

from dataclasses import replace

from jalon.exchange.values import squeezed
from jalon.methods.dates import DateError, Edtf, Recurrence, format_date, parse, rhythm
from jalon.methods.text import fold
from jalon.reporting.merging.model import Column, ColumnKind, Option, Value

LANGUAGES = ("fr", "en")
RHYTHMS = {words: code.value for code in Recurrence for words in (rhythm(code, "fr"), rhythm(code, "en"), code.value)}
"""Words of a rhythm in either language, or its code as workbooks before 0.4.0 wrote it -> its code."""


def date_words(edtf: str | None, lang: str) -> str:
    """A date in words; the text itself when it cannot be read."""
    read = _read(edtf)
    return format_date(read, lang) if read is not None else edtf or ""


def number_words(number: str, lang: str) -> str:
    """A decimal number with the comma of French or the point of English."""
    return number if lang.startswith("en") else number.replace(".", ",")


def option_of(column: Column, words: str) -> Option | None:
    """The entry of a list that words name, in either language or by its code, whatever their case, accents and spaces."""
    said = folded(words)
    return next((one for one in column.options if said in (folded(one.fr), folded(one.en), one.code)), None)


def said_in(column: Column, value: Value, lang: str) -> Value:
    """The value in the words of a language."""
    return replace(value, text=_words(column, value, lang))


def _words(column: Column, value: Value, lang: str) -> str:
    text = value.text
    if value.code is not None:
        option = next((one for one in column.options if one.code == value.code), None)
        return option.label(lang) if option else text
    if value.number is not None:
        return (
            number_words(value.number, lang) if text in {number_words(value.number, one) for one in LANGUAGES} else text
        )
    if value.edtf is not None:
        return date_words(value.edtf, lang) if folded(text) in names_of(value.edtf) else text
    dated = column.kind is ColumnKind.DATE and squeezed(text) in RHYTHMS
    return rhythm(RHYTHMS[squeezed(text)], lang) if dated else text


def names_of(edtf: str) -> set[str]:
    """A date in its own name, in both languages, folded: words that say no more than it does."""
    return {folded(date_words(edtf, one)) for one in LANGUAGES}


def folded(text: str) -> str:
    """Words whatever their case, accents and spaces."""
    return squeezed(fold(text))


def _read(edtf: str | None) -> Edtf | None:
    try:
        return parse(edtf) if edtf else None
    except DateError:
        return None
