"""Walking through facts whatever their class."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_type_hints


@cache
def nested(cls: type[Any]) -> tuple[str, ...]:
    """The members of a fact class that can hold other facts; none for plain values and enums."""
    if not hasattr(cls, "__dataclass_fields__"):
        return ()
    plain = {str, int, bool, str | None, int | None, tuple[str, ...]}
    return tuple(item.name for item in fields(cls) if item.type not in plain)


@cache
def leading(cls: Any, *wanted: Any) -> tuple[str, ...]:
    """The members of a fact class that can hold one of these classes, themselves or further inside."""
    return tuple(name for name, held in _held(cls) if any(_leads(one, wanted, (cls,)) for one in held))


def _leads(cls: Any, wanted: tuple[Any, ...], above: tuple[Any, ...]) -> bool:
    inner = (one for _name, held in _held(cls) for one in held if one not in above)
    return cls in wanted or any(_leads(one, wanted, (*above, cls)) for one in inner)


@cache
def _held(cls: Any) -> tuple[tuple[str, tuple[type[Any], ...]], ...]:
    """The fact classes that each member can hold."""
    if not hasattr(cls, "__dataclass_fields__"):
        return ()
    hints = get_type_hints(cls)
    return tuple((item.name, tuple(_classes(hints[item.name]))) for item in fields(cls))


def _classes(hint: Any) -> Iterator[type[Any]]:
    if hasattr(hint, "__dataclass_fields__"):
        yield hint
    for inner in get_args(hint):
        yield from _classes(inner)


def inside(value: Any) -> Iterator[Any]:
    """Every fact inside a fact, at any depth, without the fact itself."""
    for name in nested(value.__class__):
        held = getattr(value, name)
        for item in held if isinstance(held, tuple) else (held,):
            if item is not None:
                yield item
                yield from inside(item)
