"""Walking through facts whatever their class."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any


@cache
def nested(cls: type[Any]) -> tuple[str, ...]:
    """The members of a fact class that can hold other facts; none for plain values and enums."""
    if not hasattr(cls, "__dataclass_fields__"):
        return ()
    plain = {str, int, bool, str | None, int | None, tuple[str, ...]}
    return tuple(item.name for item in fields(cls) if item.type not in plain)


def inside(value: Any) -> Iterator[Any]:
    """Every fact inside a fact, at any depth, without the fact itself."""
    for name in nested(value.__class__):
        held = getattr(value, name)
        for item in held if isinstance(held, tuple) else (held,):
            if item is not None:
                yield item
                yield from inside(item)
