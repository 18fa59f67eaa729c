"""What a cell says: numbers, amounts, yes or no, lists, texts; or why it says none of it.

Every reader gives a `Read`: a value, or `missing` (the cell says that there is none, and why: « N/A », « n.c. », « voir
description »), or a `fault` (what was expected and what to do). An empty cell gives none of the three. Nothing that is
not a number ever becomes zero.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from jalon.exchange.problems import Fault
from jalon.exchange.sheets import CellError, Uncached, Value
from jalon.facts.problems import N_
from jalon.facts.series import Precision
from jalon.methods.numbers import NumberError, decimal_string
from jalon.methods.text import fold, strip_controls

T = TypeVar("T")


class MissingReason(StrEnum):
    """Why a cell says that there is no value."""

    NOT_APPLICABLE = "not_applicable"
    NOT_COMMUNICATED = "not_communicated"
    NOT_AVAILABLE = "not_available"
    TO_BE_SAID = "to_be_said"
    ELSEWHERE = "elsewhere"
    NOT_EXPLAINED = "not_explained"


@dataclass(frozen=True, slots=True)
class Missing:
    """No value, in the words of the cell."""

    reason: MissingReason
    words: str


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was read of a cell. All None: the cell is empty."""

    value: T | None = None
    missing: Missing | None = None
    fault: Fault | None = None

    @property
    def empty(self) -> bool:
        """The cell says nothing at all."""
        return self.value is None and self.missing is None and self.fault is None


@dataclass(frozen=True, slots=True)
class Number:
    """A number as canonical decimal string. `percent`: written or shown with %, 45 for « 45 % »."""

    value: str
    precision: Precision = Precision.EXACT
    percent: bool = False


_MISSING: dict[str, MissingReason] = {
    **dict.fromkeys(("n/a", "na", "n.a.", "n.a", "sans objet", "s.o.", "so", "non applicable", "non concerne", "not applicable", "ne s'applique pas"), MissingReason.NOT_APPLICABLE),
    **dict.fromkeys(("n.c.", "nc", "n.c", "n/c", "non communique", "non communiquee", "non renseigne", "non renseignee", "n.r.", "nr", "not reported", "non transmis"), MissingReason.NOT_COMMUNICATED),
    **dict.fromkeys(("n.d.", "nd", "n.d", "n/d", "non disponible", "indisponible", "inconnu", "inconnue", "not available", "unknown", "donnee non disponible", "donnees non disponibles", "#n/a"), MissingReason.NOT_AVAILABLE),
    **dict.fromkeys(("a definir", "a preciser", "a venir", "a completer", "a determiner", "a chiffrer", "en attente", "en cours", "en cours de calcul", "tbd", "tbc", "to be defined", "to be confirmed"), MissingReason.TO_BE_SAID),
    **dict.fromkeys(("voir description", "voir descriptif", "cf. description", "cf description", "cf. descriptif", "voir ci-dessous", "voir ci-dessus", "voir annexe", "cf. annexe", "voir commentaire", "cf. commentaire", "see description", "see below", "see annex", "pm", "p.m.", "p.m", "pour memoire"), MissingReason.ELSEWHERE),
    **dict.fromkeys(("-", "--", "---", "?", "??", "???", "x", "/", "...", "…", "neant", "none", "null"), MissingReason.NOT_EXPLAINED),
}  # fmt: skip
_ELSEWHERE = re.compile(r"(?:voir|cf\.?|see) .+")
_PREFIX = re.compile(r"(?P<words>[^0-9+-]*?)\s*(?=[+-]?[0-9])")
_ABOUT = {"env.", "env", "environ", "~", "≈", "vers", "autour de", "pres de", "circa", "ca.", "about", "approx.", "approximativement", "around", "c."}  # fmt: skip
_AT_LEAST = {"plus de", "au moins", "≥", ">=", ">", "at least", "more than", "over", "minimum"}
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]+)?|[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}|[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}"
)
_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_SPACES = re.compile(r"[\u00a0\u202f\u2009\u2007\u2002-\u2006\u200a\t ]+")
_YES = frozenset({"oui", "o", "vrai", "true", "yes", "y", "x", "✓", "✔", "☑", "1"})
_NO = frozenset({"non", "n", "faux", "false", "no", "☐", "0"})
_NUMBER_EXPECTED = N_("Un nombre est attendu.")
_NUMBER_REMEDY = N_(
    "Écrivez le nombre seul (1250,5), ou « n.c. » s’il n’est pas connu ; laissez vide s’il n’y a rien à dire."
)
_COMPUTED_REMEDY = N_("Recalculez le classeur dans un tableur et enregistrez-le, ou écrivez la valeur elle-même.")


SHORT = 500
"""Signs of a text that is worth keeping in mind: longer ones are seldom written twice."""


def plain(value: Value) -> str:
    """The text of a cell as a person reads it, without spaces around it and without control characters."""
    if value is None:
        return ""
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return value.strip()
        text = strip_controls(value.replace("\r\n", "\n").replace("\r", "\n")).strip()
        return text if text.isascii() else unicodedata.normalize("NFC", text)  # as facts are kept
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return value.code if isinstance(value, CellError) else "" if isinstance(value, Uncached) else str(value)


def squeezed(text: str) -> str:
    """One ordinary space wherever there are spaces of any width."""
    simple = text.isascii() and "  " not in text and "\t" not in text
    return text.strip() if simple else _SPACES.sub(" ", text).strip()


def missing_of(text: str) -> Missing | None:
    """What the words « N/A », « n.c. », « voir description » say; None for any other text."""
    folded = squeezed(fold(text)).rstrip(" .") if len(text) > 4 else squeezed(fold(text))
    reason = _MISSING.get(folded) or _MISSING.get(f"{folded}.")
    if reason is None and len(text) <= 80 and _ELSEWHERE.fullmatch(folded):
        reason = MissingReason.ELSEWHERE
    return None if reason is None else Missing(reason, text.strip())


def computed_fault(value: Value) -> Fault | None:
    """The fault of a cell whose formula has no value or is in error."""
    if isinstance(value, Uncached):
        return Fault(
            N_("Cette cellule contient une formule dont la valeur n’est pas dans le fichier."), _COMPUTED_REMEDY
        )
    if isinstance(value, CellError):
        expected = N_("La formule de cette cellule est en erreur ({code}).")
        return Fault(expected, _COMPUTED_REMEDY, (("code", value.code),))
    return None


def read_text(value: Value) -> Read[str]:
    """The text of a cell. Numbers and dates are given as text; a formula without value is a fault."""
    if fault := computed_fault(value):
        return Read(fault=fault)
    return Read(plain(value) or None)


def read_number(value: Value, *, percent: bool = False) -> Read[Number]:
    """A number: a typed cell, or text with French or English separators.

    `percent` says that the cell is shown as per cent (`Row.percents`): its 0.45 is 45. « 12.345 » in a text is refused:
    in French twelve thousand, in English twelve and a third.
    """
    if fault := computed_fault(value):
        return Read(fault=fault)
    if isinstance(value, bool | date | time | timedelta):
        return Read(fault=Fault(_NUMBER_EXPECTED, _NUMBER_REMEDY))
    if isinstance(value, int | float):
        exact = Decimal(repr(value)) * (100 if percent else 1)
        return _numbered(format(exact, "f"), Precision.EXACT, percent=percent)
    text = plain(value)
    if not text:
        return Read()
    if missing := missing_of(text):
        return Read(missing=missing)
    return _number_in(squeezed(text))


def _number_in(text: str) -> Read[Number]:
    """`text` has ordinary spaces only."""
    bare = text.replace("\u2212", "-").replace("’", "'")
    share = bare.endswith("%")
    bare = bare.removesuffix("%").strip()
    precision = Precision.EXACT
    prefix = _PREFIX.match(bare)
    if prefix and prefix["words"]:
        found = _precision_of(prefix["words"])
        if found is None:
            return Read(fault=Fault(_NUMBER_EXPECTED, _NUMBER_REMEDY))
        precision, bare = found, bare[prefix.end() :]
    if _AMBIGUOUS.fullmatch(bare):
        expected = N_("« {text} » peut se lire de deux façons : avec un séparateur de milliers, ou avec des décimales.")
        return Read(fault=Fault(expected, N_("Écrivez 12345 ou 12,345."), (("text", text),)))
    digits = digits_of(bare)
    if digits is None:
        return Read(fault=Fault(_NUMBER_EXPECTED, _NUMBER_REMEDY))
    return _numbered(digits, precision, percent=share)


def _precision_of(words: str) -> Precision | None:
    folded = squeezed(fold(words))
    if folded in _ABOUT:
        return Precision.ABOUT
    return Precision.AT_LEAST if folded in _AT_LEAST else None


def digits_of(text: str) -> str | None:
    """Digits with a point, from digits with separators: « 1 250,5 » gives 1250.5. None when it cannot be read."""
    if _PLAIN.fullmatch(text):
        return text.replace(",", ".").lstrip("+")
    if not _GROUPED.fullmatch(text):
        return None
    bare = re.sub(r"[ ']", "", text).lstrip("+")
    marks = [sign for sign in bare if sign in ".,"]
    if len(set(marks)) == 1 and len(marks) > 1:
        return bare.replace(marks[0], "")
    head, mark, tail = bare.rpartition(marks[-1]) if marks else (bare, "", "")
    return re.sub(r"[.,]", "", head) + ("." + tail if mark else "") if marks else bare


def _numbered(digits: str, precision: Precision, *, percent: bool) -> Read[Number]:
    try:
        return Read(Number(decimal_string(digits), precision, percent))
    except NumberError:
        return Read(fault=Fault(N_("Un nombre d’au plus 30 chiffres est attendu."), _NUMBER_REMEDY))


def read_integer(value: Value) -> Read[int]:
    """A whole number."""
    read = read_number(value)
    if read.value is None:
        return Read(missing=read.missing, fault=read.fault)
    if "." in read.value.value or read.value.percent or read.value.precision is not Precision.EXACT:
        return Read(fault=Fault(N_("Un nombre entier est attendu."), N_("Écrivez le nombre sans décimales.")))
    return Read(int(read.value.value))


def read_yes_no(value: Value) -> Read[bool]:
    """Oui, non, vrai, faux, x, 1, 0; English too. Unknown is not no: anything else is a fault or missing."""
    if isinstance(value, bool):
        return Read(value)
    if fault := computed_fault(value):
        return Read(fault=fault)
    text = squeezed(fold(plain(value)))
    if not text:
        return Read()
    if text in _YES or text in _NO:
        return Read(text in _YES)
    if missing := missing_of(text):
        return Read(missing=missing)
    return Read(fault=Fault(N_("« oui » ou « non » est attendu."), N_("Écrivez « oui », « non », ou laissez vide.")))


def read_list(value: Value, separators: str = ";\n") -> tuple[str, ...]:
    """The items of a cell, in order, without repetition. A separator inside brackets separates nothing."""
    items, depth, item = [], 0, ""
    for sign in plain(value):
        depth += (sign in "([") - (sign in ")]" and depth > 0)
        if sign in separators and (depth == 0 or sign == "\n"):
            items.append(item)
            item, depth = "", 0
        else:
            item += sign
    cleaned = (squeezed(one).lstrip("-•–·* ").strip() for one in [*items, item])
    return tuple(dict.fromkeys(one for one in cleaned if one and one not in "-?/"))
