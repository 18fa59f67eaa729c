"""Addresses of cells as spreadsheets write them: « B12 » is column 1 (from 0) of row 12 (from 1)."""

import re
from functools import lru_cache

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@lru_cache(maxsize=2_000)
def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    count = column + 1
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address_of(column: int, row: int) -> str:
    """« B12 » for column 1 (from 0) and row 12 (from 1)."""
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=2_000)
def column_number(letters: str) -> int:
    """The column, from 0, that the letters name."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def place_of(address: str) -> tuple[int, int]:
    """Column (from 0) and row (from 1) of an address. ValueError when it is none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise ValueError(f"{address!r} is no cell address such as B12.")
    return column_number(found[1]), int(found[2])
