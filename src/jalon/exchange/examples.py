"""Rows that a form filled in as an example: said so by a comment on a cell, or by the first cell. They are not data."""

import re

from jalon.methods.text import fold

LONGEST = 300
_PHRASE = re.compile(
    r"\b(?:ligne ?:? ?(?:d'|de )?exemple|exemple (?:de (?:saisie|remplissage|ligne)|prerempli|a (?:supprimer|remplacer|effacer))"
    r"|example (?:row|line|entry)|sample (?:row|line|entry))\b"
)
_ALONE = frozenset(("exemple", "exemples", "example", "examples"))


def says_example(comment: str) -> bool:
    """A comment tells that its row is one. « Exemple : 31/12/2026 » tells how to fill in a cell, and does not."""
    return len(comment) <= LONGEST and _PHRASE.search(fold(comment).replace("’", "'")) is not None


def is_example_cell(text: str) -> bool:
    """A cell says nothing else than that its row is an example."""
    if len(text) > 40:
        return False
    bare = fold(text).replace("’", "'").strip(" :.()[]*-–")
    return bare in _ALONE or _PHRASE.fullmatch(bare) is not None
