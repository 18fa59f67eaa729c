"""What one imported recommendation holds before it becomes a fact, and how its cell is read.

A cell of the United Nations' matrices holds the number and the words, the recommending States in brackets, and where
the State's position was read: « 115.3 Ratify … (Portugal, Slovakia); » « Source of position: A/HRC/28/15/Add.1 -
Para. 3 ».
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jalon.facts.common import Text, Wording
from jalon.facts.recommendation import Position
from jalon.methods.text import fold

NUMBER = re.compile(r"^(?P<no>(?:[A-Z]{1,2}[-.\s]?)?\d{1,3}(?:\.\d{1,3}){1,2}|\d{1,3}(?=[.)]\s))[.):]?\s+(?=\S)")
SOURCE = re.compile(r"^(?:source of (?:the )?position|source de la position)\s*:\s*(?P<said>.+)$", re.IGNORECASE)
SYMBOL = re.compile(r"\b[A-Z]+(?:/[A-Za-z0-9.*]+){2,}")
GROUP = re.compile(r"\(((?:[^()]|\([^()]*\))+)\)(?=\s*(?:[;.,]|\(|$))")
STATE = re.compile(r"(?:the (?:former )?)?[A-Z][^\W\d][^\d;]*")
BETWEEN = re.compile(r"[,;](?![^()]*\))")
GOAL = re.compile(r"^(?:sdg|odd)?\s*(?P<no>1[0-7]|[1-9])\b(?!\.\d)", re.IGNORECASE)
GOALS = re.compile(
    r"(?:(?:sdg|odd|goal|objectif)s?\s*:?\s*)?(?P<goals>\d+(?:\.\w+)?(?:\s*(?:[,;/&]|and|et)\s*(?:sdg|odd)?\s*\d+(?:\.\w+)?)+)\.?",
    re.IGNORECASE,
)
POSITIONS = {
    Position.SUPPORTED: (
        "supported",
        "accepted",
        "accepte",
        "accepta",
        "supports",
        "appuyee",
        "soutenue",
        "enjoys support",
    ),
    Position.NOTED: ("noted", "rejected", "not supported", "notee", "prise en note", "not accepted", "refusee"),
    Position.PARTLY: ("partially", "partly", "partiellement", "supported/noted", "supported in part"),
}
WORDS = {
    "en": frozenset(
        [
            "the",
            "of",
            "to",
            "and",
            "in",
            "for",
            "with",
            "that",
            "all",
            "its",
            "on",
            "by",
            "ensure",
            "from",
            "as",
            "it",
            "be",
            "further",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "des",
            "du",
            "de",
            "et",
            "en",
            "pour",
            "aux",
            "une",
            "que",
            "dans",
            "sur",
            "par",
            "ses",
            "afin",
            "leur",
            "au",
            "est",
        ]
    ),
    "es": frozenset(
        ["el", "los", "las", "del", "y", "en", "para", "con", "que", "una", "por", "sus", "la", "de", "al", "se"]
    ),
}


@dataclass(slots=True)
class ReadRecommendation:
    """One recommendation as read. `rows` are the rows of the file that it stands on, `theme` the heading above it."""

    rows: list[int]
    paragraph: str | None = None
    words: list[str] = field(default_factory=list)
    position: Position | None = None
    position_printed: str = ""
    position_source: str = ""
    theme: str = ""
    themes: list[str] = field(default_factory=list)
    affected: list[str] = field(default_factory=list)
    sdgs: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    comment: str = ""
    reference: str | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """The words, one text a language; a paragraph of no known language goes with the one before it."""
        found = dict[str, list[str]]()
        lang = ""
        for paragraph in self.words:
            lang = language_of(paragraph) or lang or "en"
            found.setdefault(lang, []).append(paragraph)
        return tuple(Text(value="\n".join(words), lang=lang, wording=Wording.VERBATIM) for lang, words in found.items())


def take_words(draft: ReadRecommendation, paragraphs: Iterable[str]) -> None:
    """Read the cell of the words into a draft: number, words, source of the position, recommending States."""
    for paragraph in paragraphs:
        if source := SOURCE.match(paragraph):
            draft.position_source = source["said"].strip()
            continue
        number = NUMBER.match(paragraph)
        if number and draft.paragraph in (None, number["no"]):
            draft.paragraph, paragraph = number["no"], paragraph[number.end() :]
        draft.words.append(paragraph.strip())
    draft.states = list(dict.fromkeys([*draft.states, *states_of(draft.words)]))


def states_of(paragraphs: Sequence[str]) -> list[str]:
    """The recommending States: what stands in brackets before a semicolon, a stop or the end of the words."""
    found = []
    for paragraph in paragraphs:
        for group in GROUP.findall(paragraph):
            names = [name.strip() for name in BETWEEN.split(group)]
            if all(STATE.fullmatch(name) and not name.isupper() and len(name.split()) <= 10 for name in names):
                found += names
    return found


def take_themes(draft: ReadRecommendation, paragraphs: Iterable[str]) -> None:
    """Read the cell of the themes into a draft: themes, then « SDGs: » and « Affected persons: » with their lists."""
    into = draft.themes
    for paragraph in paragraphs:
        label, _colon, rest = paragraph.partition(":")
        key = fold(label).strip()
        if key in ("affected persons", "personnes concernees", "persons affected", "affected person"):
            into, paragraph = draft.affected, rest
        elif key in ("sdgs", "sdg", "odd", "sustainable development goals"):
            into, paragraph = draft.sdgs, rest
        if words := paragraph.strip().removeprefix("-").removeprefix("–").removeprefix("•").strip():
            into.extend(goals_of(words) if into is draft.sdgs else [words])


def goal_of(words: str) -> str:
    """The number of a goal of sustainable development; the words themselves when there is none."""
    found = GOAL.match(words)
    return found["no"] if found else words


def goals_of(words: str) -> list[str]:
    """The goals of a line: each of « SDG 5, 8 and 16 », the words themselves where they are words."""
    bare = GOALS.fullmatch(words.strip())
    return re.findall(r"\d+(?:\.\w+)?", bare["goals"]) if bare else [goal_of(words)]


def numbered_apart(paragraphs: Sequence[str]) -> list[list[str]]:
    """The recommendations that one cell holds: another dotted number begins another one, the same number another language."""
    found: list[list[str]] = [[]]
    current = None
    for paragraph in paragraphs:
        number = NUMBER.match(paragraph)
        if number and "." in number["no"]:
            if current not in (None, number["no"]):
                found.append([])
            current = number["no"]
        found[-1].append(paragraph)
    return found


def position_of(words: str) -> Position | None:
    """The position that a cell names; None for words that are none of the three."""
    key = fold(words).strip().rstrip(".")
    for position in (Position.PARTLY, Position.NOTED, Position.SUPPORTED):
        if any(key.startswith(word) for word in POSITIONS[position]):
            return position
    return None


def language_of(paragraph: str) -> str:
    """« en », « fr » or « es », by the small words; empty when they do not tell."""
    words = re.findall(r"[a-z]+", fold(paragraph))
    counts = {lang: sum(word in small for word in words) for lang, small in WORDS.items()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=lambda lang: counts[lang]) if best >= 2 and best > second else ""
