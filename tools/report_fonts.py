"""Makes the fonts of reports from those of the pages: static instances, for typst reads neither WOFF2 nor variable fonts.

    python -m tools.report_fonts

The names change: the licence (OFL) reserves that of one of them for its unmodified form.
"""

import sys
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "src/jalon/ui/static/ui/fonts"
REPORTS = ROOT / "src/jalon/reports/fonts"
SERIF, DISPLAY, SANS = "Jalon Serif", "Jalon Display", "Jalon Sans"

INSTANCES: tuple[tuple[str, str, int, bool, dict[str, float]], ...] = (
    ("newsreader.woff2", SERIF, 400, False, {"wght": 400, "opsz": 16}),
    ("newsreader.woff2", SERIF, 600, False, {"wght": 600, "opsz": 16}),
    ("newsreader-italic.woff2", SERIF, 400, True, {}),
    ("newsreader.woff2", DISPLAY, 400, False, {"wght": 400, "opsz": 48}),
    ("source-sans-3.woff2", SANS, 400, False, {"wght": 400}),
    ("source-sans-3.woff2", SANS, 600, False, {"wght": 600}),
)
"""Font of the pages, family, weight, italic, place on its axes."""
COPYRIGHT, FAMILY, SUBFAMILY, UNIQUE, FULL, POSTSCRIPT = 0, 1, 2, 3, 4, 6
KEPT = {COPYRIGHT, 5, 13, 14}  # version, licence and its address stay
EPOCH = 3_800_000_000  # a fixed time: the same fonts give the same bytes


def main() -> int:
    """Write the instances beside the licences of the fonts that they come from."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    for source, family, weight, italic, place in INSTANCES:
        font = TTFont(PAGES / source, recalcTimestamp=False)
        if place:
            font = instantiateVariableFont(font, place)
        path = REPORTS / f"{family.lower().replace(' ', '-')}-{weight}{'-italic' if italic else ''}.ttf"
        _named(font, family, weight, italic)
        font.flavor = None
        font["head"].modified = EPOCH
        font.save(path)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")
    for licence in PAGES.glob("OFL-*.txt"):
        (REPORTS / licence.name).write_bytes(licence.read_bytes())
    return 0


def _named(font: Any, family: str, weight: int, italic: bool) -> None:
    style = "Italic" if italic else "Bold" if weight >= 600 else "Regular"
    names = font["name"]
    names.names = [name for name in names.names if name.nameID in KEPT]
    full = f"{family} {style}"
    said = {FAMILY: family, SUBFAMILY: style, UNIQUE: full, FULL: full, POSTSCRIPT: full.replace(" ", "-")}
    for place, words in said.items():
        names.setName(words, place, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x01 if italic else 0x20 if weight >= 600 else 0x40
    font["head"].macStyle = 0x02 if italic else 0x01 if weight >= 600 else 0
    for table in ("STAT", "avar", "MVAR", "HVAR"):
        if table in font:
            del font[table]


if __name__ == "__main__":
    sys.exit(main())
