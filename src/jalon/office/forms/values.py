"""A value as people write it (« 1 700,5 », « oui », the name of a level) as the decimal string that facts hold."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from jalon.facts.indicator import Level, ValueKind

YES = frozenset({"1", "oui", "yes", "vrai", "true", "atteint", "atteinte", "reached"})
NO = frozenset({"0", "non", "no", "faux", "false", "non atteint", "non atteinte", "not reached"})
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,29})?")


class NotAValue(ValueError):
    """Words that are no value of the kind; the message says what is expected."""


def plain_value(words: str, kind: ValueKind, levels: Iterable[Level] = ()) -> str:
    """The decimal string of a value of this kind: the rank of a level from 0, 1 or 0 for yes or no."""
    match kind:
        case ValueKind.YES_NO | ValueKind.MILESTONE:
            return _yes_or_no(words)
        case ValueKind.ORDINAL:
            return _rank(words, tuple(levels))
    return _number(words)


def shown_value(value: str, kind: ValueKind, levels: Iterable[Level] = ()) -> str:
    """A value as a form shows it, so that what is read back is the same value."""
    if kind in {ValueKind.YES_NO, ValueKind.MILESTONE}:
        return _("oui") if value == "1" else _("non")
    names = tuple(level.fr for level in levels)
    ranked = kind is ValueKind.ORDINAL and value.isdecimal() and int(value) < len(names)
    return names[int(value)] if ranked and names.count(names[int(value)]) == 1 else value


def _number(words: str) -> str:
    found = _SPACES.sub("", words).replace(",", ".").replace("−", "-")
    if not _DECIMAL.fullmatch(found):
        message = _(
            "«\u00a0%(words)s\u00a0»\u00a0: écrivez un nombre, par exemple 1\u00a0700\u00a0000 ou 12,5, sans unité."
        )
        raise NotAValue(message % {"words": words})
    return found


def _yes_or_no(words: str) -> str:
    said = " ".join(words.casefold().split())
    if said in YES:
        return "1"
    if said in NO:
        return "0"
    raise NotAValue(_("«\u00a0%(words)s\u00a0»\u00a0: écrivez oui ou non.") % {"words": words})


def _rank(words: str, levels: tuple[Level, ...]) -> str:
    said = " ".join(words.casefold().split())
    for rank, level in enumerate(levels):
        if said in {str(rank), level.fr.casefold(), level.en.casefold()}:
            return str(rank)
    names = ", ".join(level.fr for level in levels)
    message = _("«\u00a0%(words)s\u00a0» n’est pas un niveau de l’échelle\u00a0: %(names)s.")
    raise NotAValue(message % {"words": words, "names": names})
