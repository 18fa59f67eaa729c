"""The parts survive their canonical form, which is the same on every run."""

from dataclasses import fields
from typing import Any

import pytest

from jalon.demo.france.parts import parts
from jalon.facts import codec
from jalon.facts.known import NOTHING
from jalon.facts.part import PartFacts
from jalon.facts.validation import validate


def _sorted(part: PartFacts) -> dict[str, list[Any]]:
    names = [field.name for field in fields(part) if field.name != "header"]
    return {name: sorted(getattr(part, name), key=lambda fact: fact.uid) for name in names}


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.header.slug)
def test_a_part_is_the_same_after_encoding_and_decoding(part: PartFacts) -> None:
    again = codec.join(codec.split(part))
    assert again.header == part.header
    assert _sorted(again) == _sorted(part)


def test_converting_twice_gives_the_same_bytes() -> None:
    first = [codec.split(part) for part in parts()]
    parts.cache_clear()
    assert [codec.split(part) for part in parts()] == first


def test_every_part_can_be_signed_once_those_before_it_are_known() -> None:
    known = NOTHING
    for part in parts():
        assert validate(part, known) == []
        known = known.with_part(part)


def test_a_part_that_speaks_of_bodies_of_the_directory_is_refused_without_it() -> None:
    (plan,) = [part for part in parts() if part.header.slug == "plan-1"]
    assert validate(plan)
