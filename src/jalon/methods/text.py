"""Text for search and for safety: folding, stems, highlights, characters that must not be published.

Content keeps its accents; search forgets them. A word is indexed under its folded form and under its stems: that of the
word as written (French endings bear accents: « réalisées ») and that of the folded word (« realisees », as people type).
Stems are Snowball's (Porter 2001), French and English.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Any

LONGEST_WORD = 64  # characters; a longer one is no word of a language and is not stemmed
_STEMMERS = {"fr": "french", "en": "english"}
# What « l’ », « d’ », « qu’ » and « ’s » leave as a word of its own: it must not be asked of a text.
_ELIDED = frozenset({"c", "d", "j", "l", "m", "n", "s", "t", "qu"})

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"  # combining accents; invisible signs inside words
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_PLAIN_WORD = re.compile(r"[^\W_]+")


class _Folding(dict[int, str]):
    """The folded form of each character, found once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(sign: str) -> str:
    if sign in "\u00ad\u200b\u200c\u200d\u2060":
        return ""
    bare = (part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    return "".join(bare).casefold().replace("œ", "oe").replace("æ", "ae")


_FOLDING = _Folding(
    dict.fromkeys(map(ord, "\u2018\u2019\u02bc\uff07"), "'")
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014"), "-")
    | dict.fromkeys(map(ord, "«»“”„"), '"')
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; `hit` when it is a word that was searched."""

    text: str
    hit: bool


def fold(text: str) -> str:
    """The text without accents, case, ligatures (œ, æ, ﬁ), typographic apostrophes, dashes, quotes and hidden signs."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of the text, in order, repetitions kept."""
    return tuple(part for word in _WORD.findall(text) for part in _parts(word))


def stems(text: str, lang: str) -> tuple[str, ...]:
    """The distinct stems of the text, in order of appearance, without what an elision leaves (« l’ », « qu’ »).

    Words of a language other than French and English are their own stems.
    """
    found = (stem for word in _WORD.findall(text) for stem in word_stems(word, lang))
    return tuple(dict.fromkeys(found))


def search_text(text: str, lang: str) -> str:
    """What the search column holds: each folded word followed by those of its stems that differ from it."""
    forms: list[str] = []
    for word in _WORD.findall(text):
        forms += dict.fromkeys((*(part for part in _parts(word) if part not in _ELIDED), *word_stems(word, lang)))
    return " ".join(forms)


def highlight(text: str, query: str, lang: str) -> tuple[Segment, ...]:
    """The text in segments, the words that share a stem with the query marked; joined, they are the text again."""
    wanted = set(stems(query, lang))
    segments: list[Segment] = []
    end = 0
    for found in _WORD.finditer(text) if wanted else ():
        if wanted.isdisjoint(word_stems(found.group(), lang)):
            continue
        if found.start() > end:
            segments.append(Segment(text[end : found.start()], hit=False))
        segments.append(Segment(found.group(), hit=True))
        end = found.end()
    if end < len(text):
        segments.append(Segment(text[end:], hit=False))
    return tuple(segments)


def _parts(word: str) -> tuple[str, ...]:
    """The folded words of one written word: « ½ » folds to two."""
    return tuple(_PLAIN_WORD.findall(fold(word)))


def word_stems(word: str, lang: str) -> tuple[str, ...]:
    """The folded stems of one written word: as written, and as typed without accents."""
    if len(word) > LONGEST_WORD:
        return _parts(word)
    return _word_stems(word, lang.lower().replace("_", "-").split("-")[0])


@lru_cache(maxsize=50_000)
def _word_stems(word: str, lang: str) -> tuple[str, ...]:
    parts = _parts(word)
    if lang not in _STEMMERS:
        return tuple(part for part in parts if part not in _ELIDED)
    written = unicodedata.normalize("NFC", word).lower()
    candidates = [written] if len(parts) == 1 and _PLAIN_WORD.fullmatch(written) else []
    stemmer = _stemmer(lang)
    forms = dict.fromkeys((*candidates, *parts))
    found = (fold(stemmer.stemWord(form)) if form.isalpha() else form for form in forms)
    return tuple(stem for stem in dict.fromkeys(found) if stem and stem not in _ELIDED)


_LOCAL = threading.local()


def _stemmer(lang: str) -> Any:
    """One stemmer a thread and language: a Snowball stemmer keeps the word it works on in itself."""
    held: dict[str, Any] = _LOCAL.__dict__.setdefault("stemmers", {})
    if lang not in held:
        import snowballstemmer  # here: thirty languages, and most processes stem nothing

        held[lang] = snowballstemmer.stemmer(_STEMMERS[lang])
    return held[lang]


class UnsafeKind(StrEnum):
    """Why a character must not be published."""

    NUL = "nul"
    CONTROL = "control"
    BIDI = "bidi"
    SURROGATE = "surrogate"
    NONCHARACTER = "noncharacter"


@dataclass(frozen=True, slots=True)
class Unsafe:
    """A character that must not be published, at an index of the text."""

    position: int
    code: str
    name: str
    kind: UnsafeKind


_BIDI_NAMES = {
    0x202A: "LEFT-TO-RIGHT EMBEDDING",
    0x202B: "RIGHT-TO-LEFT EMBEDDING",
    0x202C: "POP DIRECTIONAL FORMATTING",
    0x202D: "LEFT-TO-RIGHT OVERRIDE",
    0x202E: "RIGHT-TO-LEFT OVERRIDE",
    0x2066: "LEFT-TO-RIGHT ISOLATE",
    0x2067: "RIGHT-TO-LEFT ISOLATE",
    0x2068: "FIRST STRONG ISOLATE",
    0x2069: "POP DIRECTIONAL ISOLATE",
}
# Tab, line feed and carriage return are text. Noncharacters end in FFFE or FFFF, or lie in FDD0 to FDEF: XML refuses
# the first two.
_PLANE_ENDS = "".join(chr(plane * 0x10000 + end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
_UNSAFE = re.compile(
    rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]"
)


def unsafe_characters(text: str, limit: int = 100) -> tuple[Unsafe, ...]:
    """The first `limit` characters that could hide or break something: NUL, C0 and C1 controls, bidi embeddings,
    overrides and isolates (Trojan Source, CVE-2021-42574), unpaired surrogates, noncharacters.
    """
    return tuple(_unsafe(found) for found in islice(_UNSAFE.finditer(text), limit))


def strip_controls(text: str) -> str:
    """The text without the characters that `unsafe_characters` reports."""
    return _UNSAFE.sub("", text)


def _unsafe(found: re.Match[str]) -> Unsafe:
    code = ord(found.group())
    kind, name = _kind_and_name(code)
    return Unsafe(found.start(), f"U+{code:04X}", name, kind)


def _kind_and_name(code: int) -> tuple[UnsafeKind, str]:
    if code == 0:
        return UnsafeKind.NUL, "NULL"
    if code < 0x20 or code == 0x7F:
        return UnsafeKind.CONTROL, "C0 CONTROL" if code < 0x20 else "DELETE"
    if code < 0xA0:
        return UnsafeKind.CONTROL, "C1 CONTROL"
    if code in _BIDI_NAMES:
        return UnsafeKind.BIDI, _BIDI_NAMES[code]
    if 0xD800 <= code <= 0xDFFF:
        return UnsafeKind.SURROGATE, "UNPAIRED SURROGATE"
    return UnsafeKind.NONCHARACTER, "NONCHARACTER"
