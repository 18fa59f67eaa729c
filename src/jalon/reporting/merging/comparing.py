"""A cell that came back, beside what was sent and what stands here: unchanged, safe, or to be decided by a person.

Three versions: `before` (as sent), `here` (as it stands), returned. What the body did not touch stays as it is here;
what only the body changed is its word; what both changed is asked.
"""

from dataclasses import replace

from jalon.exchange.values import squeezed
from jalon.methods.text import fold, tokens
from jalon.reporting.merging.cells import CellRead
from jalon.reporting.merging.model import Cell, Choice, Column, ColumnKind, Entry, Line, Note, Trouble, Value
from jalon.reporting.merging.saying import RHYTHMS

TWO = (Choice.RETURNED, Choice.BEFORE)


def value_at(entries: tuple[Entry, ...], column: str) -> Value | None:
    """The value of a column among a line's entries."""
    entry = entry_at(entries, column)
    return entry.value if entry else None


def entry_at(entries: tuple[Entry, ...], column: str) -> Entry | None:
    """The entry of a column; of two, the later one."""
    return next((entry for entry in reversed(entries) if entry.column == column), None)


def same(a: Value | None, b: Value | None) -> bool:
    """Whether two values mean the same: equal numbers, dates or codes, else equal words whatever their spaces."""
    if a is None or b is None:
        return a is b
    for name in ("number", "edtf", "code", "missing"):
        ours, theirs = getattr(a, name), getattr(b, name)
        if ours is not None or theirs is not None:
            return bool(ours == theirs)
    return _lines(a.text) == _lines(b.text)


def _lines(text: str) -> str:
    """The words; a rhythm as workbooks write it, in either language or (before 0.4.0) by its code, by its code."""
    words = squeezed(" ".join(text.split()))
    return RHYTHMS.get(words, words)


def compare(column: Column, line: Line, read: CellRead, address: str = "") -> Cell:
    """The cell with what may be chosen."""
    before, here = value_at(line.before, column.key), entry_at(line.here, column.key)
    stands = here.value if here else None
    theirs = here if here is not None and not same(stands, before) else None
    cell = Cell(line=line.key, column=column.key, address=address, before=before, here=theirs, returned=read.value)
    if read.trouble is not None and not _as_sent(read, before):
        return replace(cell, proposed=read.proposed, trouble=read.trouble, note=read.note, choices=read.choices)
    # The asking body wrote the same over it meanwhile: with the return it becomes the body's own word.
    agreed = here is not None and here.corrected and same(read.value, stands)
    if same(read.value, before) or (same(read.value, stands) and not agreed):
        return replace(cell, note=read.note)
    trouble, note, choices = _judged(column, read, before, None if agreed else theirs)
    return replace(cell, trouble=trouble, note=note, choices=choices, chosen=None if trouble else Choice.RETURNED)


def _as_sent(read: CellRead, before: Value | None) -> bool:
    """Words that no date or number was read in, and that were sent like that."""
    return before is not None and read.value is not None and _lines(read.value.text) == _lines(before.text)


def _judged(
    column: Column, read: CellRead, before: Value | None, here: Entry | None
) -> tuple[Trouble | None, Note | None, tuple[Choice, ...]]:
    if here is not None:
        both = (Choice.BOTH, Choice.ASK_AGAIN) if column.kind is ColumnKind.TEXT else (Choice.ASK_AGAIN,)
        return Trouble.CHANGED_HERE, None, (*both, *TWO)
    if read.value is None:
        return Trouble.EMPTIED, None, TWO
    if column.kind is ColumnKind.NUMBER and before is not None:
        return Trouble.NUMBER_CHANGED, None, (*TWO, Choice.ASK_AGAIN)
    return None, _note(read, before), TWO


def _note(read: CellRead, before: Value | None) -> Note | None:
    if before is None:
        return read.note or Note.FILLED
    if read.value is None or read.value.edtf or read.value.code:
        return read.note
    old, new = _lines(before.text), _lines(read.value.text)
    if tokens(fold(old)) == tokens(fold(new)):
        return Note.FORM_ONLY
    return Note.APPENDED if new.startswith(old) else None
