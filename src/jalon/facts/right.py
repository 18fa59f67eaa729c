"""Whether facts are without fault, told fast: nearly all are. `validation` says what is wrong with the others.

A member is looked at when its type can hold a text or another fact. What types say is believed of the others: codes and
numbers have no fault to find.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, get_type_hints

from jalon.facts import rules
from jalon.facts.steps import Steps
from jalon.facts.walking import inner_types

MOST = 2_000
"""Facts without fault that are kept in mind: dates, bodies and stages are shared by many others."""
Faults = Callable[[Any], Iterable[Any]]


class _Shape(NamedTuple):
    """What to look at in a fact of one class: members that may be texts, with their rules; those that hold facts."""

    rules: tuple[rules.Rule, ...]
    texts: Callable[[Any], tuple[Any, ...]]
    facts: Callable[[Any], tuple[Any, ...]]
    whole: Faults | None


class Right:
    """Looks through the facts of one part. `given`: rules by class and member; `whole`: faults of a fact as a whole."""

    def __init__(self, given: Mapping[tuple[type[Any], str], rules.Rule], whole: Mapping[type[Any], Faults]) -> None:
        self._given, self._whole = given, whole
        self._shapes: dict[type[Any], _Shape] = {}
        self._known: dict[int, Any] = {}

    def __call__(self, value: Any) -> bool:
        """Whether nothing is wrong with a fact, or with any of several."""
        cls = value.__class__
        if cls is tuple:
            return all(map(self, value))
        if cls is str:
            return rules.text(value) is None
        if cls is Steps:
            return all(map(self._again, value.looked_at()))
        shape = self._shapes.get(cls) or self._shape(cls)
        for rule, text in zip(shape.rules, shape.texts(value), strict=True):
            if text is not None and (text.__class__ is not str or rule(text) is not None):
                return False
        for inner in shape.facts(value):
            if inner and not (all(map(self, inner)) if inner.__class__ is tuple else self._again(inner)):
                return False
        return shape.whole is None or not any(True for _fault in shape.whole(value))

    def _again(self, value: Any) -> bool:
        """The same for what others may share: it is looked at once."""
        if id(value) in self._known:
            return True
        right = self(value)
        if right:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[id(value)] = value
        return right

    def _shape(self, cls: type[Any]) -> _Shape:
        """Nothing to look at in plain values and enums."""
        members = tuple(get_type_hints(cls)) if hasattr(cls, "__dataclass_fields__") else ()
        held = {name: frozenset(inner_types(cls, name)) for name in members}
        texts = [name for name in members if str in held[name] and tuple not in held[name]]
        facts = [name for name in members if name not in texts and any(map(_fact_or_text, held[name]))]
        found = tuple(_whole_rule(self._given.get((cls, name))) for name in texts)
        shape = self._shapes[cls] = _Shape(found, _reading(texts), _reading(facts), self._whole.get(cls))
        return shape


def _whole_rule(given: rules.Rule | None) -> rules.Rule:
    """What is asked of a text besides being one; some rules ask so much that it is."""
    if given is None or given in rules.PLAIN:
        return given or rules.text
    return lambda text: rules.text(text) or given(text)


def _fact_or_text(cls: Any) -> bool:
    return cls is str or hasattr(cls, "__dataclass_fields__")


def _reading(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What reads these members at once."""
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda value: (getattr(value, names[0]),)) if names else lambda _value: ()
