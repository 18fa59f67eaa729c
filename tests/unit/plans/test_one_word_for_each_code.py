"""A code has one word: in the forms of teams, on public pages and in what Releases are told in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest
from django.db.models import TextChoices
from django.utils import translation

from jalon.plans import enums
from jalon.portal import terms, words
from jalon.publication.names import CODES

PUBLIC: list[tuple[type[TextChoices], Mapping[Any, Any]]] = [
    (enums.StatementKind, words.STATEMENT),
    (enums.Basis, words.BASIS),
    (enums.Known, words.KNOWN),
    (enums.MeansKind, words.MEANS),
    (enums.Family, words.FAMILY),
    (enums.ObservationStatus, terms.STATUS),
    (enums.IndicatorKind, terms.KIND),
    (enums.ResultLevel, terms.LEVEL),
    (enums.ValueKind, terms.VALUES),
    (enums.Direction, terms.DIRECTION),
    (enums.AnswerKind, terms.ANSWER),
    (enums.OutputType, terms.OUTPUT),
    (enums.Quantity, terms.QUANTITY),
]
EXPLAINED = {enums.IndicatorKind, enums.Direction}
"""Public pages add what the word means here: « hausse attendue », « de processus : ce qui est fait »."""
AMBIGUOUS = {"outcome", "other"}
"""A finding of a statement, a result of an indicator; another family, another group: its word in Releases depends on the field."""


@pytest.mark.parametrize("tongue", ["fr", "en"])
@pytest.mark.parametrize(("labels", "public"), PUBLIC, ids=lambda one: getattr(one, "__name__", ""))
def test_public_pages_say_the_word_of_the_forms(
    labels: type[TextChoices], public: Mapping[StrEnum, Any], tongue: str
) -> None:
    with translation.override(tongue):
        said = {str(code.value): str(word).lower() for code, word in public.items()}
        for code, word in labels.choices:
            own = str(word).lower()
            if labels in EXPLAINED:
                assert own in said[code]
            else:
                assert said[code] == own


@pytest.mark.parametrize("labels", [labels for labels, _public in PUBLIC if labels is not enums.Known])
def test_releases_say_it_too(labels: type[TextChoices]) -> None:
    known = {code: str(word) for code, word in labels.choices if code in CODES and code not in AMBIGUOUS}
    assert known == {code: str(CODES[code]) for code in known}
