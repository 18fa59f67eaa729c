"""Every code of the facts has its label for people, and no label is without its code."""

from enum import StrEnum

import pytest
from django.db.models import TextChoices

from jalon.facts import common, indicator, output, plan, series
from jalon.plans import enums

MODULES = (common, indicator, output, plan, series)
PAIRS = [
    (getattr(module, name), getattr(enums, name))
    for module in MODULES
    for name in vars(module)
    if isinstance(getattr(enums, name, None), type) and issubclass(getattr(enums, name), TextChoices)
]


@pytest.mark.parametrize(("codes", "labels"), PAIRS, ids=lambda enum: enum.__name__)
def test_codes_and_labels_are_the_same(codes: type[StrEnum], labels: type[TextChoices]) -> None:
    assert [code.value for code in codes] == labels.values


def test_every_vocabulary_of_the_facts_has_its_labels() -> None:
    named = {codes.__name__ for codes, _labels in PAIRS}
    for module in MODULES:
        found = {
            n for n, e in vars(module).items() if isinstance(e, type) and issubclass(e, StrEnum) and e is not StrEnum
        }
        assert found <= named
