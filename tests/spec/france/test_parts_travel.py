"""The parts survive their canonical form, which is the same on every run."""

from dataclasses import fields
from typing import Any

import pytest

from jalon.demo.france.parts import parts
from jalon.facts import codec
from jalon.facts.part import PartFacts


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
