"""Walking through facts whatever their class."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from jalon.facts.steps import Steps


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
    members = tuple(_hints(cls)) if _is_fact(cls) else ()
    return tuple((name, tuple(one for one in inner_types(cls, name) if _is_fact(one))) for name in members)


def _is_fact(cls: Any) -> bool:
    return hasattr(cls, "__dataclass_fields__")


def inner_types(cls: Any, name: str) -> Iterator[Any]:
    """The types in the annotation of a member: `tuple[Text, ...] | None` is made of tuple, Text and NoneType."""
    yield from _types(_hints(cls)[name])


def _types(hint: Any) -> Iterator[Any]:
    if inner := get_args(hint):
        yield get_origin(hint)
        for one in inner:
            yield from _types(one)
    else:
        yield hint


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def inside(value: Any) -> Iterator[Any]:
    """Every fact inside a fact, at any depth, without the fact itself."""
    for name in nested(value.__class__):
        held = getattr(value, name)
        for item in held if isinstance(held, tuple | Steps) else (held,):
            if item is not None:
                yield item
                yield from inside(item)
