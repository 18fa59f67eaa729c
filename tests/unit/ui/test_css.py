"""The style sheets: small, self-contained, legible in light and dark by computation."""

import gzip
import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[3] / "src" / "jalon" / "ui"
CSS = UI / "static" / "ui" / "css"
SHEETS = sorted(CSS.glob("*.css"))
LARGEST = 15_000


def without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", block))


def light() -> dict[str, str]:
    return tokens(without_comments(CSS / "jalon.css").split("@media", 1)[0])


def dark_blocks() -> list[dict[str, str]]:
    sheet = without_comments(CSS / "jalon.css")
    blocks = re.findall(r':root(?::not\(\[data-theme="light"\]\)|\[data-theme="dark"\])\s*\{([^}]*)\}', sheet)
    return [tokens(block) for block in blocks]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """WCAG 2.2, relative luminance contrast."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def themes() -> list[tuple[str, dict[str, str]]]:
    return [("light", light()), *((f"dark {n}", {**light(), **dark}) for n, dark in enumerate(dark_blocks()))]


THEMES = [pytest.param(theme, id=name) for name, theme in themes()]


def test_all_style_sheets_of_the_product_together_stay_under_15_kb_compressed() -> None:
    every = sorted(UI.parent.glob("*/static/**/*.css"))
    assert set(SHEETS) <= set(every)
    assert len(gzip.compress(b"".join(sheet.read_bytes() for sheet in every), 9)) < LARGEST


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent"])
@pytest.mark.parametrize("ground", ["paper", "wash", "accent-wash"])
def test_text_keeps_a_contrast_of_four_and_a_half(theme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(theme[ink], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("edge", ["rule-2", "accent", "ink"])
def test_edges_that_carry_meaning_keep_a_contrast_of_three(theme: dict[str, str], edge: str) -> None:
    assert contrast(theme[edge], theme["paper"]) >= 3


def test_the_dark_theme_is_the_same_by_choice_and_by_preference() -> None:
    by_preference, by_choice = dark_blocks()
    assert by_preference == by_choice
    assert by_preference.keys() == light().keys()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_that_is_used_is_declared(sheet: Path) -> None:
    declared = set(re.findall(r"(--[\w-]+):", "".join(without_comments(each) for each in SHEETS)))
    assert set(re.findall(r"var\((--[\w-]+)", without_comments(sheet))) <= declared


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_asks_no_other_host_and_only_for_files_that_exist(sheet: Path) -> None:
    found = re.findall(r"url\(\"?([^\")]+)\"?\)", without_comments(sheet))
    files = [address for address in found if not address.startswith("#")]
    assert all((sheet.parent / address).resolve().is_file() for address in files)
    assert "//" not in without_comments(sheet) and "@import" not in without_comments(sheet)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_rule_stands_in_a_layer(sheet: Path) -> None:
    outside = without_comments(sheet)
    while "{" in outside:  # innermost blocks first, until only what is at the top is left
        outside = re.sub(r"@layer [\w]+\s*\{[^{}]*\}|[^{};]*\{[^{}]*\}", _kept_when_top, outside, count=1)
    assert re.sub(r"@layer [\w, ]+;|@font-face|LAYER|\s", "", outside) == ""


def _kept_when_top(match: re.Match[str]) -> str:
    block = match.group(0).strip()
    return "LAYER" if block.startswith(("@layer", "@font-face")) else ""


@pytest.mark.parametrize("name", ["newsreader", "newsreader-italic", "source-sans-3"])
def test_fonts_are_woff2_files_with_their_licence_beside_them(name: str) -> None:
    fonts = UI / "static" / "ui" / "fonts"
    licence = fonts / f"OFL-{name.removesuffix('-italic')}.txt"
    assert (fonts / f"{name}.woff2").read_bytes()[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()
