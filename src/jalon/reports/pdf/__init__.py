"""PDF by typst: tagged for people who do not see it (PDF/UA-1), its fonts inside, the same bytes each time."""

import json
import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

import typst

from jalon.reports import drawing
from jalon.reports.document import Document, Note, Remark, Run, Section, changed, runs, sources
from jalon.reports.errors import ReportError

HERE = Path(__file__).parent
FONTS = HERE.parent / "fonts"
MOST_TRIES = 20
_NOT_SHOWN = re.compile(r"the text `(?P<said>\".*?\")` could not be displayed", re.DOTALL)
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_SURE = re.compile(r"[\u0000-\u04ff\u2000-\u206f\u20a0-\u20bf\u2100-\u214f\u2190-\u2193\u2212\s]")
"""Scripts that the fonts hold, or may hold: what lies outside is printed by its code once one of it could not be shown."""


def pdf(document: Document) -> bytes:
    """The bytes. What no font can show is printed by its code, and said. ReportError for what typst refuses otherwise."""
    shown = changed(document, _printable)
    for _try in range(MOST_TRIES):
        try:
            return _compiled(shown)
        except typst.TypstError as error:
            unseen = _unseen(error)
            if not unseen:
                raise ReportError(error.diagnostic[:2000]) from error
            shown = _without(shown, unseen)
    raise ReportError(f"{MOST_TRIES} × TypstError")


def png(svg: str, width: int) -> bytes:
    """A drawing as pixels, for files that cannot hold an SVG alone. `width` in points at the size it is shown."""
    page = '#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image(bytes(sys.inputs.svg), width: 1pt * int(sys.inputs.width), format: "svg")'
    compiler = typst.Compiler(
        page.encode(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"svg": svg, "width": str(width)}
    )
    made = compiler.compile(format="png", ppi=216)
    return made if isinstance(made, bytes) else b""


def _compiled(document: Document) -> bytes:
    inputs = {"data": json.dumps(_data(document), ensure_ascii=False)}
    compiler = typst.Compiler(
        HERE / "report.typ", root=HERE, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs
    )
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=int(document.made.timestamp()))
    return made if isinstance(made, bytes) else b""


@cache
def _fonts() -> typst.Fonts:
    """Ours, then those inside typst for letters that ours lack."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _source(notes: tuple[Note, ...]) -> dict[str, str]:
    whole = notes[0]
    numbers = ", ".join(str(note.number) for note in notes)
    return {"numbers": numbers, **{name: getattr(whole, name) for name in ("host", "path", "url", "title", "remark")}}


def _data(document: Document) -> dict[str, Any]:
    data: dict[str, Any] = _plain(_marked(document))
    made = document.made.astimezone(UTC)
    data["made"] = [made.year, made.month, made.day]
    data["sources"] = [_source(group) for group in sources(document)]
    data["signs"] = {name: drawing.sign(name) for name in sorted({run.mark for run in runs(document) if run.mark})}
    return data


@dataclass(frozen=True, slots=True)
class _Cited(Run):
    """A run whose notes say whether they are printed here for the first time."""

    refs: tuple[tuple[int, bool], ...] = ()


def _marked(document: Document) -> Document:
    seen: set[int] = set()

    def cited(run: Run) -> Run:
        refs = tuple((number, number not in seen) for number in dict.fromkeys(run.notes))
        seen.update(run.notes)
        return _Cited(run.text, run.style, run.lang, run.notes, run.mark, refs)

    return changed(document, cited)


def _plain(value: Any) -> Any:
    """Dataclasses as dictionaries that say their class; the rest as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        said = {item.name: _plain(getattr(value, item.name)) for item in fields(value) if item.name != "made"}
        return {"kind_": type(value).__name__, **said}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


# --- what no font shows ----------------------------------------------------------------------------------------------


def _printable(run: Run) -> Run:
    """Control characters are no text."""
    return replace(run, text=_CONTROL.sub("\ufffd", run.text)) if _CONTROL.search(run.text) else run


def _unseen(error: Exception) -> str:
    """The characters that typst says it cannot show."""
    found = _NOT_SHOWN.search(str(error))
    if found is None:
        return ""
    text = found["said"][1:-1]
    return _CODE.sub(lambda code: chr(int(code[1], 16)), text)


def _without(document: Document, unseen: str) -> Document:
    """Those characters, and all of scripts that the fonts do not hold, by their code; the last section says so."""

    def shown(run: Run) -> Run:
        text = "".join(c if c not in unseen and _SURE.match(c) else f"[U+{ord(c):04X}]" for c in run.text)
        return replace(run, text=text) if text != run.text else run

    told = Remark((Run(document.labels.uncovered),))
    coded: Document = _coded(changed(document, shown), unseen)
    last = coded.sections[-1] if coded.sections else Section((Run(coded.labels.about),))
    if told in last.blocks:
        return coded
    return replace(coded, sections=(*coded.sections[:-1], replace(last, blocks=(*last.blocks, told))))


def _coded(value: Any, unseen: str) -> Any:
    """The same for texts that are no runs: titles of tables, names, addresses."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return "".join(c if c not in unseen and _SURE.match(c) else f"[U+{ord(c):04X}]" for c in value)
    if isinstance(value, tuple):
        return tuple(_coded(item, unseen) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{item.name: _coded(getattr(value, item.name), unseen) for item in fields(value)})
    return value
