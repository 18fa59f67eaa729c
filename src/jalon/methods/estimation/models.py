"""Hierarchical log-linear models as sets of bitmasks.

A term is a set of lists that interact; bit i is list i. A model is hierarchical when it holds every non-empty subset of
each of its terms. Main effects are always in: each list has its own reach. The intercept, the logarithm of the dark
figure, is in every model and in no set of terms. Generators are the terms that are in no other one, written as in
Fienberg (1972) and in R's Rcapture: [12,13,23] holds the three pairs of lists 1, 2 and 3, [123] also their triple.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jalon.methods.estimation.errors import ModelError


@lru_cache(maxsize=1 << 16)
def _key(term: int) -> tuple[int, tuple[int, ...]]:
    """Smaller terms first, then by their lists."""
    return term.bit_count(), members(term)


@lru_cache(maxsize=1 << 16)
def members(term: int) -> tuple[int, ...]:
    """Positions (from 0) of the lists of a term."""
    return tuple(n for n in range(term.bit_length()) if term >> n & 1)


def subsets(term: int) -> Iterable[int]:
    """Every non-empty subset of a term, itself included."""
    part = term
    while part:
        yield part
        part = (part - 1) & term


@dataclass(frozen=True)
class Model:
    """A hierarchical model over `lists` lists.

    terms: bitmasks without the intercept, closed under non-empty subsets, every main effect present; smaller terms
    first, then by their lists. Use `Model.of`, `Model.parse`, `Model.main` or `Model.order_at_most` rather than the
    constructor, which refuses with `ModelError` what is not hierarchical.
    """

    lists: int
    terms: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.lists < 1:
            raise ModelError("a model of no list")
        held = set(self.terms)
        for term in self.terms:
            if term < 1 or term >> self.lists:
                raise ModelError(f"the term {term:#b} is no set of the {self.lists} lists")
        missing = {1 << n for n in range(self.lists)} - held
        missing |= {term & ~(1 << n) for term in held for n in members(term)} - held - {0}
        if missing:
            absent = _spelled(min(missing, key=_key), self.lists)
            raise ModelError(f"not hierarchical: {absent} is missing", advice="Build it with Model.of")
        object.__setattr__(self, "terms", tuple(sorted(held, key=_key)))

    @classmethod
    def of(cls, lists: int, terms: Iterable[int]) -> Model:
        """The smallest hierarchical model that holds these terms."""
        held = {1 << n for n in range(lists)}
        for term in terms:
            held.update(subsets(term))
        return cls(lists, tuple(held))

    @classmethod
    def main(cls, lists: int) -> Model:
        """Main effects only: the lists are independent of each other."""
        return cls.of(lists, ())

    @classmethod
    def order_at_most(cls, lists: int, order: int) -> Model:
        """Every term of at most `order` lists: 2 for all two-way interactions."""
        if order < 1:
            raise ModelError(f"order {order}", advice="The order is 1 for main effects, 2 for pairs, and so on")
        return cls.of(lists, (term for term in range(1, 1 << lists) if term.bit_count() <= order))

    @classmethod
    def parse(cls, text: str, lists: int) -> Model:
        """Reads generators: « [12,13,4] » with lists numbered from 1; from ten lists on, « [1.2,1.10,4] »."""
        inside = text.strip().removeprefix("[").removesuffix("]")
        parts = [part.strip() for part in inside.split(",") if part.strip()]
        return cls.of(lists, (_term(part, lists, text) for part in parts))

    @cached_property
    def generators(self) -> tuple[int, ...]:
        """Maximal terms, larger first, then by their lists."""
        inner = {term & ~(1 << n) for term in self.terms for n in members(term)}
        top = [term for term in self.terms if term not in inner]
        return tuple(sorted(top, key=lambda term: (-term.bit_count(), members(term))))

    @property
    def order(self) -> int:
        """Lists of the largest term."""
        return max(term.bit_count() for term in self.terms)

    @property
    def interactions(self) -> tuple[int, ...]:
        """Terms of two lists or more."""
        return tuple(term for term in self.terms if term.bit_count() > 1)

    def __str__(self) -> str:
        return "[" + ",".join(_spelled(term, self.lists) for term in self.generators) + "]"

    def with_term(self, term: int) -> Model:
        """This model and the term with all its subsets."""
        return Model.of(self.lists, (*self.terms, term))

    def without(self, term: int) -> Model:
        """This model without the interaction and everything that holds it."""
        if term.bit_count() < 2:
            raise ModelError("a main effect stays in every model")
        return Model(self.lists, tuple(kept for kept in self.terms if kept & term != term))


def _spelled(term: int, lists: int) -> str:
    return ("" if lists < 10 else ".").join(str(n + 1) for n in members(term))


def _term(part: str, lists: int, text: str) -> int:
    numbers = list(part) if lists < 10 else part.split(".")
    term = 0
    for number in numbers:
        if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= lists):
            advice = "Write generators such as " + ("[12,13,4]" if lists < 10 else "[1.2,1.10,4]")
            raise ModelError(f"« {number} » is no list between 1 and {lists}", where=f"model {text}", advice=advice)
        term |= 1 << (int(number) - 1)
    return term
