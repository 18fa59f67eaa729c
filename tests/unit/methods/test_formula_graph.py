"""Formulas over formulas: order, cycles, and what each lacks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.methods.formula import (
    Computed,
    Formula,
    FormulaCycle,
    Known,
    NoValue,
    NoValueReason,
    dependencies,
    evaluate_all,
    find_cycle,
    in_order,
    parse,
)
from jalon.methods.quantities import number


def formulas(**texts: str) -> dict[str, Formula]:
    return {name: parse(text) for name, text in texts.items()}


def test_a_formula_comes_after_those_that_it_needs() -> None:
    assert in_order(formulas(a="val(b)+val(c)", b="val(c)*2", c="val(x)")) == ("c", "b", "a")


@pytest.mark.parametrize(
    ("texts", "cycle"),
    [
        ({"a": "val(a)+1"}, ("a", "a")),
        ({"a": "val(b)", "b": "opt_val(a)"}, ("a", "b", "a")),
        ({"z": "val(a)", "a": "val(b)", "b": "val(c)", "c": "val(a)"}, ("a", "b", "c", "a")),
        ({"a": "si 1 < 2 alors 1 sinon val(a)"}, ("a", "a")),
    ],
)
def test_a_cycle_is_refused_and_named(texts: dict[str, str], cycle: tuple[str, ...]) -> None:
    assert find_cycle(formulas(**texts)) == cycle
    with pytest.raises(FormulaCycle, match=" → ".join(cycle)):
        evaluate_all(formulas(**texts), Known())


def test_the_target_of_an_indicator_is_no_cycle_with_its_value() -> None:
    assert find_cycle(formulas(a="val(b)/cible(a)*100")) is None


def test_two_formulas_that_share_a_third_are_no_cycle() -> None:
    assert find_cycle(formulas(a="val(b)+val(c)", b="val(d)", c="val(d)", d="val(x)")) is None


def test_a_chain_of_thousands_is_evaluated() -> None:
    chain = {f"a{i}": parse(f"val(a{i - 1})+1") for i in range(1, 3001)}
    found = evaluate_all(chain, Known({"a0": number("0")}))
    assert found["a3000"] == Computed(number("3000"))


def test_a_chain_cannot_grow_without_end() -> None:
    chain = {f"a{i}": parse(f"val(a{i - 1})*val(a{i - 1})") for i in range(1, 60)}
    found = evaluate_all(chain, Known({"a0": number("7")}))
    assert NoValue(NoValueReason.TOO_LARGE) in found.values()
    assert found["a59"] == NoValue(NoValueReason.MISSING, ("a58",))


def test_what_was_left_out_is_named_all_the_way_up() -> None:
    found = evaluate_all(
        formulas(total="val(part)/val(people)", part="val(a)+opt_val(b)"),
        Known({"a": number("3"), "people": number("6")}),
    )
    assert isinstance(found["total"], Computed)
    assert found["total"].left_out == ("b",)


def test_the_indicator_that_lacks_is_named_where_it_is_needed() -> None:
    found = evaluate_all(formulas(total="val(part)*2", part="val(a)"), Known())
    assert found == {
        "total": NoValue(NoValueReason.MISSING, ("part",)),
        "part": NoValue(NoValueReason.MISSING, ("a",)),
    }


def test_a_declared_value_is_not_overruled_by_a_computed_one() -> None:
    found = evaluate_all(
        formulas(total="val(part)*2", part="val(a)+val(b)"),
        Known({"part": number("10"), "a": number("1"), "b": number("2")}),
    )
    assert found == {"total": Computed(number("20")), "part": Computed(number("3"))}


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdefx"), max_size=3), max_size=6))
def test_either_there_is_an_order_or_a_cycle_that_is_one(edges: dict[str, list[str]]) -> None:
    graph = {name: parse("+".join(["1", *(f"val({one})" for one in needs)])) for name, needs in edges.items()}
    cycle = find_cycle(graph)
    if cycle is None:
        order = in_order(graph)
        assert sorted(order) == sorted(graph)
        for name, formula in graph.items():
            assert all(order.index(one) < order.index(name) for one in dependencies(formula) & graph.keys())
    else:
        assert cycle[0] == cycle[-1]
        for name, needed in pairwise(cycle):
            assert needed in dependencies(graph[name])
