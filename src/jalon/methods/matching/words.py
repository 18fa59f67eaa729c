"""How texts are read before they are compared: French and English, without accents, case, elisions and small words."""

import unicodedata

from jalon.methods.text import tokens

# Articles, prepositions, pronouns, auxiliaries: folded, both languages together, since a measure may be matched across them.
_SMALL_WORDS = """
    a afin ai ainsi au aussi aux avec c ce ces cet cette ceux chaque comme d dans de des dont du elle elles en entre est et etre eux il
    ils j je l la le les leur leurs lors m meme n ne ni nos notre nous on ont ou par pas plus pour qu quand que qui s sa sans se ses si
    son sont sous sur t tout toute toutes tous tres un une vers vos votre vous y
    all also an and any are as at be been being between both but by each for from has have her his if in into is it its more not of or
    other our shall should so such than that the their them then there these they this those through to under was we were when where
    which who whom whose will with within would you your
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())


def read_words(text: str) -> tuple[str, ...]:
    """The folded words that carry meaning, in order; all words where none does."""
    found = tokens(text)
    return tuple(word for word in found if word not in SMALL_WORDS) or found


def same_reading(text: str) -> str:
    """Two texts are the same word for word when this is: case, accents, signs and spaces apart."""
    return " ".join(tokens(text))


def for_models(text: str) -> str:
    """As models get it: composed characters, single spaces, nothing that UTF-8 has not; accents and case are theirs to read."""
    return " ".join(unicodedata.normalize("NFC", text).encode("utf-8", "replace").decode().split())
