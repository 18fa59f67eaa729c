"""The glossary: every kind of fact and every code has its line, and a term has one line."""

import re
from dataclasses import is_dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from jalon.facts import (
    committee,
    common,
    directory,
    evaluation,
    indicator,
    lineage,
    output,
    parliament,
    part,
    plan,
    promise,
    recommendation,
    series,
    state,
)

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
LINE = re.compile(
    r"^\| `(?P<name>[^`]+)`(?: \((?P<sense>[^)]+)\))? \| (?P<fr>[^|]+) \| (?P<says>[^|]+) \| (?P<source>[^|]+) \|$"
)
MODULES = (
    committee, common, directory, evaluation, indicator, lineage, output, parliament, part, plan, promise, recommendation, series, state,
)  # fmt: skip
PLUMBING = {"PartFacts", "LevelName"}
"""Classes that carry facts and are no term of the field."""


def _lines() -> list[re.Match[str]]:
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| `")]
    read = [LINE.match(row) for row in rows]
    assert all(read), [row for row, match in zip(rows, read, strict=True) if not match]
    return [match for match in read if match]


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def test_a_term_has_one_line() -> None:
    terms = [(line["name"], line["sense"]) for line in _lines()]
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_kind_of_fact_has_its_line(module: object) -> None:
    names = {line["name"] for line in _lines()}
    own = {name for name, value in vars(module).items() if is_dataclass(value) and name not in PLUMBING}
    assert {_snake(name) for name in own} - names == set()


def _codes(module: object) -> set[str]:
    own = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, StrEnum)]
    return {member.value for enum in own for member in enum}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_code_is_explained(module: object) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", GLOSSARY.read_text("utf-8")))
    assert _codes(module) - explained == set()
