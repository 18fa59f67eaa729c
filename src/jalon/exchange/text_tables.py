"""CSV and TSV: which encoding, which separator, which rows. What was guessed is said.

Encodings tried: the mark at the beginning (UTF-8, UTF-16), UTF-16 without a mark (every second byte null), UTF-8, then
Windows-1252, in which almost every text can be read: so a text that shows the traces of a wrong reading is refused.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jalon.exchange.guards import Limits
from jalon.exchange.problems import refusal
from jalon.facts.problems import N_

SEPARATORS = (";", ",", "\t", "|")
SAMPLE_ROWS = 50
LONGEST_FIELD = 1_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# « é » written in UTF-8 and read in Windows-1252 gives « Ã© »; typographic signs give « â€ ».
MOJIBAKE = re.compile(r"Ã[\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œ˜“”¦\x9d]|Â[\u00a0«»°]")


_TOLD = re.compile(r"\ufeff?\"?sep=([;,\t|])\"?\r?\n", re.IGNORECASE)
_COMMAND = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """A text that a spreadsheet would take for a formula, with an apostrophe before it (OWASP, CSV injection)."""
    return f"'{text}" if _COMMAND.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text


@dataclass(frozen=True, slots=True)
class TextTable:
    """A decoded table, its encoding and separator."""

    text: str
    encoding: str
    separator: str


def read_text_table(data: bytes) -> TextTable:
    """Decode and find the separator. `Refused` when no encoding fits."""
    text, encoding = decode(data)
    if "\x00" in text:
        raise refusal(
            N_("Ce fichier n’est ni un classeur ni un tableau en texte."),
            N_("Enregistrez le tableau en .xlsx, .ods ou .csv (UTF-8)."),
        )
    told = _TOLD.match(text)  # a line for spreadsheets, which they do not show
    if told:
        return TextTable(text[told.end() :], encoding, told[1])
    return TextTable(text, encoding, separator_of(text))


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was read in."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _without_mark(data)
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _windows(data, error), "cp1252"
        raise _no_encoding(data, error) from error


def _without_mark(data: bytes) -> str:
    sample = data[:4_000]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) * 4 > len(sample):
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8"


def _windows(data: bytes, error: UnicodeDecodeError) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as second:
        raise _no_encoding(data, second) from second
    if MOJIBAKE.search(text):
        raise _no_encoding(data, error)
    return text


def _no_encoding(data: bytes, error: UnicodeDecodeError) -> Exception:
    line = data.count(b"\n", 0, error.start) + 1
    return refusal(
        N_(
            "L’encodage de ce fichier n’est pas reconnu : le signe de la ligne {line} n’est ni de l’UTF-8 ni du Windows-1252, ou les deux y sont mêlés."
        ),
        N_("Enregistrez le tableau en « CSV UTF-8 », ou en .xlsx."),
        line=str(line),
    )


def separator_of(text: str) -> str:
    """The separator under which the first rows have the most columns, the same number in most rows."""
    return max(SEPARATORS, key=lambda separator: (_evenness(text, separator), -SEPARATORS.index(separator)))


def _evenness(text: str, separator: str) -> float:
    widths = []
    try:
        for row in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator):
            if any(row):
                widths.append(len(row))
            if len(widths) >= SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (usual - 1) * widths.count(usual) / len(widths)


def rows_of(table: TextTable, limits: Limits) -> Iterator[list[str]]:
    """The records in order. `Refused` at the row that cannot be read, or beyond the limits."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_FIELD))
    reader = csv.reader(io.StringIO(table.text, newline=""), delimiter=table.separator, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if len(row) > limits.columns or number > limits.rows:
                raise _too_large(number, len(row))
            yield row
    except csv.Error as error:
        raise refusal(
            N_("La ligne {line} n’est pas lisible : un guillemet y est sans doute ouvert et jamais fermé."),
            N_("Corrigez les guillemets de cette ligne, ou donnez le classeur en .xlsx."),
            address=f"A{number + 1}",
            line=str(number + 1),
        ) from error


def _too_large(rows: int, columns: int) -> Exception:
    return refusal(
        N_("Ce tableau a plus de lignes ou de colonnes qu’il n’est permis (ligne {rows}, {columns} colonnes)."),
        N_("Coupez-le en plusieurs fichiers, ou vérifiez le séparateur de colonnes."),
        rows=str(rows),
        columns=str(columns),
    )
