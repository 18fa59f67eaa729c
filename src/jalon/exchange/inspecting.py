"""What a reader of values does not tell of an XLSX: extent, hidden rows and columns, formulas without their value,
error cells, percentages.

Also the guard against sheets that would fill the memory: a reader keeps the whole rectangle between the first and the
last cell, so one cell at XFD1048576 is seventeen thousand million cells.
"""

import re
import zipfile
from posixpath import normpath
from typing import Any

from jalon.exchange.addresses import column_number
from jalon.exchange.examples import says_example
from jalon.exchange.guards import Limits
from jalon.exchange.inspecting_fast import plain_sheet
from jalon.exchange.problems import refusal
from jalon.exchange.seen import MOST_NOTED, Inspected, Seen
from jalon.exchange.xml_walk import Enough, elements, local, texts, walk
from jalon.facts.problems import N_

_REF = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.')


def inspect_xlsx(archive: zipfile.ZipFile, limits: Limits) -> Inspected:
    """Walk over every worksheet of the archive, named in the workbook or not. `Refused` beyond the limits."""
    percent = _percent_styles(archive)
    found = Inspected()
    names = _sheet_members(archive, found)
    for member in archive.namelist():
        if member not in names and (not member.lower().endswith(".xml") or member == "xl/sharedStrings.xml"):
            continue
        seen = plain_sheet(archive, member, percent) or _walked(archive, member, percent)
        refuse_extent(names.get(member, member), seen, limits)
        if member in names:
            seen.examples = _examples(archive, member)
            found.sheets[names[member]] = seen
    return found


def _examples(archive: zipfile.ZipFile, member: str) -> dict[int, str]:
    """Rows that a comment calls an example, with its words."""
    folder, _mark, name = member.rpartition("/")
    found: dict[int, str] = {}
    for tag, attrs in elements(archive, f"{folder}/_rels/{name}.rels"):
        if tag == "Relationship" and attrs.get("Type", "").endswith("/comments"):
            target = attrs.get("Target", "")
            path = target.removeprefix("/") if target.startswith("/") else normpath(f"{folder}/{target}")
            for held, words in texts(archive, path, "ref"):
                place = _REF.fullmatch(held["ref"])
                if place and says_example(words.strip()):
                    found[int(place[2])] = words.strip()
    return found


def _walked(archive: zipfile.ZipFile, member: str, percent: frozenset[int]) -> Seen:
    sheet = _Sheet(percent)
    walk(archive, member, sheet.start)
    sheet.close()
    return sheet.seen


def refuse_extent(name: str, seen: Seen, limits: Limits) -> None:
    """`Refused` for a sheet whose rectangle would not fit in memory."""
    cells = seen.rows * seen.columns
    if cells <= limits.cells and seen.columns <= limits.columns and seen.rows <= limits.rows:
        return
    raise refusal(
        N_(
            "Cette feuille s’étend sur {rows} lignes et {columns} colonnes : une cellule isolée traîne sans doute au loin."
        ),
        N_("Dans le tableur, allez à la dernière cellule (Ctrl+Fin), supprimez ce qui suit le tableau, enregistrez."),
        sheet=name,
        rows=str(seen.rows),
        columns=str(seen.columns),
    )


def _sheet_members(archive: zipfile.ZipFile, found: Inspected) -> dict[str, str]:
    """Member of the archive → name of the sheet."""
    targets = {
        attrs.get("Id", ""): attrs.get("Target", "")
        for name, attrs in elements(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    members: dict[str, str] = {}
    for name, attrs in elements(archive, "xl/workbook.xml"):
        if name == "workbookPr":
            found.date1904 = attrs.get("date1904", "") in {"1", "true"}
        if name == "sheet":
            members[_member(targets.get(attrs.get("id", ""), ""))] = attrs.get("name", "")
    return members


def _member(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Numbers of the cell styles that show a share as per cent: 0.45 in the file is « 45 % » on the screen."""
    formats, styles, inside = {"9", "10"}, [], False
    for name, attrs in elements(archive, "xl/styles.xml"):
        if name == "numFmt" and "%" in _QUOTED.sub("", attrs.get("formatCode", "")):
            formats.add(attrs.get("numFmtId", ""))
        inside = name == "cellXfs" or (inside and name not in {"cellStyles", "dxfs", "cellStyleXfs"})
        if inside and name == "xf":
            styles.append(attrs.get("numFmtId", ""))
    return frozenset(number for number, style in enumerate(styles) if style in formats)


class _Sheet:
    """Handlers of one worksheet. Anything else than a worksheet ends the walk at its first element."""

    def __init__(self, percent: frozenset[int]) -> None:
        self.seen = Seen()
        self.percent = percent
        self.parser: Any = None
        self.row = 0
        self.column = -1
        self.kind = ""
        self.formula = False
        self.valued = False
        self.text = ""
        self.begun = False

    def start(self, name: str, attrs: dict[str, str]) -> None:
        name = local(name) if ":" in name else name
        if name == "c":
            self._cell(attrs)
        elif name == "v" or name == "is":
            self.valued = True
            if self.formula or self.kind == "e":
                self.parser.CharacterDataHandler, self.parser.EndElementHandler = self._characters, self._end
        elif name == "f":
            self.formula = True
        elif name == "row":
            self._row(attrs)
        elif not self.begun:
            if name != "worksheet":
                raise Enough
            self.begun = True
        elif name == "col" and attrs.get("hidden") in ("1", "true"):
            self._hidden_columns(attrs)

    def _end(self, _name: str) -> None:
        self.parser.CharacterDataHandler = self.parser.EndElementHandler = None

    def _characters(self, text: str) -> None:
        self.text += text

    def _cell(self, attrs: dict[str, str]) -> None:
        self.close()
        ref = _REF.fullmatch(attrs.get("r", ""))
        if ref is None:
            self.column += 1
        else:
            self.column, self.row = column_number(ref[1]), int(ref[2])
        self.kind = attrs.get("t", "")
        if self.percent and int(attrs.get("s", "0") or "0") in self.percent:
            self.seen.percents.add((self.row, self.column))

    def close(self) -> None:
        """The cell before is whole."""
        if self.formula or self.valued:
            self.seen.grow(self.row, self.column)
            if self.formula and not self.text and self.kind != "str" and len(self.seen.uncached) < MOST_NOTED:
                self.seen.uncached.append((self.row, self.column))
            if self.kind == "e" and len(self.seen.errors) < MOST_NOTED:
                self.seen.errors[self.row, self.column] = self.text or "#N/A"
            self.formula = self.valued = False
            self.text = ""

    def _row(self, attrs: dict[str, str]) -> None:
        self.close()
        number = attrs.get("r", "")
        self.row = int(number) if number.isdecimal() else self.row + 1
        self.column = -1
        if attrs.get("hidden") in ("1", "true"):
            self.seen.hidden_rows.add(self.row)

    def _hidden_columns(self, attrs: dict[str, str]) -> None:
        first, last = (attrs.get(name, "") for name in ("min", "max"))
        if first.isdecimal() and last.isdecimal():
            self.seen.hidden_columns.update(range(int(first) - 1, min(int(last), 16_384)))
