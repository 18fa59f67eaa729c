"""Hierarchical models: generators in and out, and how many there are."""

import pytest
from hypothesis import given

from jalon.methods.estimation import Model, ModelError, hierarchical_models
from tests.unit.methods.estimation.estimation_strategies import models


@pytest.mark.parametrize(
    "text", ["[1,2,3,4,5]", "[12,3,4,5]", "[123,25,34]", "[135,12,24,34]", "[1234,45]", "[35,1,2,4]"]
)
def test_generators_are_printed_as_they_are_read(text: str) -> None:
    assert str(Model.parse(text, 5)) == text


def test_generators_in_any_order_with_terms_they_imply_are_the_same_model() -> None:
    assert Model.parse("[34, 52,321,12,1]", 5) == Model.parse("[123,25,34]", 5)
    assert str(Model.parse("[]", 3)) == "[1,2,3]"


def test_a_model_holds_every_subset_of_its_terms_and_every_main_effect() -> None:
    model = Model.parse("[123,34]", 5)
    assert set(model.terms) == {0b1, 0b10, 0b100, 0b1000, 0b10000, 0b11, 0b101, 0b110, 0b111, 0b1100}
    assert (model.order, model.interactions) == (3, (0b11, 0b101, 0b110, 0b1100, 0b111))
    assert model.without(0b11) == Model.parse("[13,23,34]", 5)
    assert Model.main(5).with_term(0b111) == Model.parse("[123]", 5)


def test_from_ten_lists_on_the_numbers_of_a_term_are_separated() -> None:
    model = Model.parse("[1.2,1.10,4]", 10)
    assert model.interactions == (0b11, 1 | 1 << 9)
    assert str(model) == "[1.2,1.10,3,4,5,6,7,8,9]"
    assert Model.parse(str(model), 10) == model


@given(models(5))
def test_every_model_survives_printing(model: Model) -> None:
    assert Model.parse(str(model), 5) == model


@pytest.mark.parametrize(
    ("lists", "order", "count"),
    [
        (2, 2, 1),
        (3, 2, 8),
        (4, 2, 64),
        (4, 3, 113),
        (5, 2, 1024),
        (5, 3, 6212),
        (5, 4, 6893),
        (5, 9, 6893),
        (6, 2, 32768),
    ],
)
def test_all_hierarchical_models_are_counted_once(lists: int, order: int, count: int) -> None:
    every = hierarchical_models(lists, order)
    assert len(every) == count
    assert len({row.tobytes() for row in every.terms}) == count
    assert every[0] == Model.main(lists)
    assert all(
        model.order <= min(order, lists - 1) for model in [every[n] for n in range(0, count, max(1, count // 50))]
    )


def test_as_many_models_as_memory_allows_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jalon.methods.estimation.enumeration._MOST_BYTES", 1 << 22)
    with pytest.raises(ModelError, match="more than 64 hierarchical models of order 2 on 16 lists"):
        hierarchical_models(16, 2)
