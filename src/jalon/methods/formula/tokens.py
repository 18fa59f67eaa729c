"""Words and signs of a formula."""

import re
from dataclasses import dataclass
from enum import Enum

from jalon.methods.formula.model import MOST_CHARACTERS, Field, FormulaError, FormulaProblem
from jalon.methods.numbers import MOST_DIGITS

REFERENCES = {
    "val": (Field.VALUE, False),
    "opt_val": (Field.VALUE, True),
    "cible": (Field.TARGET, False),
    "limite": (Field.LIMIT, False),
}
"""Functions of one identifier. An identifier may hold points and hyphens: inside these parentheses « - » is no minus."""

_SHAPE = re.compile(
    rf"""\s*(?:
      (?P<reference>(?P<function>{"|".join(REFERENCES)})\s*\(\s*(?P<indicator>\w[\w.\-]*)\s*\))
    | (?P<number>[0-9]+(?:\.[0-9]+)?)(?![\w.])
    | (?P<word>[^\W\d]\w*)
    | (?P<sign><=|>=|[-+*/()<>=,])
    )""",
    re.VERBOSE,
)


class Kind(Enum):
    """What a token is."""

    REFERENCE = "reference"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign or number and where it starts; for a reference, its function and identifier."""

    kind: Kind
    text: str
    position: int
    function: str = ""
    indicator: str = ""


def tokens(text: str) -> list[Token]:
    """All tokens and an end. Raises `FormulaError` at the first sign that no formula has."""
    if len(text) > MOST_CHARACTERS:
        raise FormulaError(FormulaProblem.TOO_LONG, text, MOST_CHARACTERS, text[MOST_CHARACTERS:], str(MOST_CHARACTERS))
    if not text.strip():
        raise FormulaError(FormulaProblem.EMPTY, text, 0, "")
    found, position, end = list[Token](), 0, len(text.rstrip())
    while position < end:
        token, position = _next(text, position)
        found.append(token)
    return [*found, Token(Kind.END, "", end)]


def _next(text: str, position: int) -> tuple[Token, int]:
    match = _SHAPE.match(text, position)
    if match is None:
        start = position + len(text[position:]) - len(text[position:].lstrip())
        problem = FormulaProblem.NUMBER if text[start] in "0123456789" else FormulaProblem.CHARACTER
        raise FormulaError(problem, text, start, text[start])
    kind = next(one for one in Kind if one is not Kind.END and match[one.value] is not None)
    token = Token(kind, match[kind.value], match.start(kind.value), match["function"] or "", match["indicator"] or "")
    if kind is Kind.NUMBER:
        _check_number(text, token, match.end())
    return token, match.end()


def _check_number(text: str, token: Token, end: int) -> None:
    if re.match(r",[0-9]", text[end:]):
        raise FormulaError(FormulaProblem.DECIMAL_COMMA, text, end, ",", ".")
    if len(token.text.replace(".", "")) > MOST_DIGITS:
        raise FormulaError(FormulaProblem.NUMBER, text, token.position, token.text, str(MOST_DIGITS))
