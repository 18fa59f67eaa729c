"""What the tests of the French data share: the parts, and the raw records read without the converter."""

import json
from pathlib import Path
from typing import Any

import pytest

import jalon.demo.france
from jalon.demo.france import parts
from jalon.facts import said, said_commitments
from jalon.facts.common import Statement
from jalon.facts.part import PartFacts

RAW = Path(jalon.demo.france.__file__).parent / "raw"


class Raw:
    """The raw files as they are, by name."""

    def __getattr__(self, name: str) -> Any:
        return json.loads((RAW / f"{name}.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def raw() -> Raw:
    return Raw()


@pytest.fixture(scope="session")
def by_slug() -> dict[str, PartFacts]:
    return {part.header.slug: part for part in parts()}


@pytest.fixture(scope="session")
def statements() -> tuple[Statement, ...]:
    """All that is said, whether as a statement or by a fact that pages read as one."""
    own = (statement for part in parts() for statement in part.statements)
    return tuple(own) + _said_by_commitments() + _said_by_evaluations()


def _said_by_evaluations() -> tuple[Statement, ...]:
    scales = {scale.uid: scale for part in parts() for scale in part.scales}
    made = (said.statements_of(part.evaluations, scales, part.assessments, part.claims) for part in parts())
    return tuple(statement for statements in made for statement in statements)


def _said_by_commitments() -> tuple[Statement, ...]:
    all_ = parts()
    lists = ("recommendations", "recommendation_answers", "promises", "promise_views")
    held = [[fact for part in all_ for fact in getattr(part, name)] for name in lists]
    return tuple(said_commitments.statements_of(*held))
