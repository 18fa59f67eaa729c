"""The cases of docs/fr/mesurer-l-avancement.md and docs/en/measuring-progress.md: what the pages say is what is computed."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from jalon.methods.dates import Answer, parse
from jalon.methods.progress import (
    Aim,
    Case,
    Level,
    Milestone,
    Milestones,
    Progress,
    Reason,
    Value,
    YesNo,
    percent,
    progress_many,
    progress_of,
)
from jalon.methods.quantities import Missing, Precision, number

DOCS = Path(__file__).parents[2] / "docs"
WORDS = {
    "hausse": "increase",
    "baisse": "decrease",
    "maintien": "maintain",
    "plancher": "floor",
    "plafond": "ceiling",
    "manque": "missing",
    "oui": "yes",
    "non": "no",
    "ne peut être dit": "cannot be said",
    "aucune": "none",
}
PIECES = {
    "\u00a0": " ",
    "arrondi": "rounded",
    "niveau": "level",
    "jalons sur": "milestones of",
    ", 1 non regardé": ", 1 not looked at",
    "au moins": "at least",
    " %": "%",
    "% à ": "% to ",
    " sur 4": " of 4",
}
AIMS = {
    "increase": Aim.INCREASE,
    "decrease": Aim.DECREASE,
    "maintain": Aim.MAINTAIN,
    "floor": Aim.NOT_BELOW,
    "ceiling": Aim.NOT_ABOVE,
}
ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "cannot be said"}
Row = tuple[str, ...]


def _rows(page: str) -> list[Row]:
    lines = (DOCS / page).read_text("utf-8").splitlines()
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if re.match(r"\| \d", line)]


def _in_english(cell: str) -> str:
    cell = re.sub(r"(\d),(\d)", r"\1.\2", cell)
    if cell in WORDS:
        return WORDS[cell]
    for french, english in PIECES.items():
        cell = cell.replace(french, english)
    return cell


ENGLISH = _rows("en/measuring-progress.md")


def test_both_pages_hold_the_same_cases() -> None:
    french = [tuple(map(_in_english, row)) for row in _rows("fr/mesurer-l-avancement.md")]
    assert french == ENGLISH
    assert len(ENGLISH) >= 40


@pytest.mark.parametrize("row", ENGLISH, ids=lambda row: row[0])
def test_the_page_says_what_is_computed(row: Row) -> None:
    _, aim, baseline, target, observation, reached, ratio, why = row
    found = progress_of(_case(aim, baseline, target, observation))
    assert (ANSWERS[found.reached], _ratio(found), _why(found)) == (reached, ratio, why)


def test_all_of_them_at_once_give_the_same() -> None:
    cases = [_case(*row[1:5]) for row in ENGLISH]
    many = progress_many(cases)
    assert [many.row(index) for index in range(len(cases))] == [progress_of(case) for case in cases]


@pytest.mark.parametrize("page", ["fr/mesurer-l-avancement.md", "en/measuring-progress.md"])
def test_every_reason_is_explained(page: str) -> None:
    explained = re.findall(r"^\| `(\w+)` \|", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    assert sorted(explained) == sorted(Reason)


def _case(aim: str, baseline: str, target: str, observation: str) -> Case:
    start = None if baseline == "—" else _value(baseline)
    if aim == "maintain":
        level, tolerance = target.split(" ± ")
        return Case(Aim.MAINTAIN, _value(level), _value(observation), start, Fraction(tolerance))
    return Case(AIMS[aim], _value(target), _value(observation), start)


def _value(cell: str) -> Value:
    if cell == "missing":
        return Missing("no answer")
    if cell in ("yes", "no"):
        return YesNo(cell == "yes")
    if found := re.fullmatch(r"level (\d) of (\d)", cell):
        return Level("maturity", int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d) milestones of (\d)(, 1 not looked at)?", cell):
        return _milestones(int(found[1]), int(found[2]), unseen=bool(found[3]))
    if found := re.fullmatch(r"≈ (\S+)(?: ± (\S+))?", cell):
        return number(found[1], Precision.ABOUT, found[2])
    if cell.startswith("≥ "):
        return number(cell[2:], Precision.AT_LEAST)
    if cell.endswith(" rounded"):
        return number(cell.removesuffix(" rounded"), Precision.ROUNDED)
    return number(cell)


def _milestones(done: int, total: int, *, unseen: bool) -> Milestones:
    passed = [Milestone(str(index), parse("2025-06")) for index in range(done)]
    rest = [Milestone(str(index), looked=not unseen) for index in range(done, total)]
    return Milestones((*passed, *rest))


def _ratio(found: Progress) -> str:
    if found.ratio is None:
        return "none"
    low, high = (
        None if end is None else percent(end).replace("-", "−") + "%" for end in (found.ratio.low, found.ratio.high)
    )
    if low is not None and high is not None:
        return low if low == high else f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}"


def _why(found: Progress) -> str:
    return ", ".join(f"`{one}`" for one in dict.fromkeys((found.why, found.why_no_ratio)) if one)
