"""What a published value says of its exactness: a lower bound is one that the number itself may have."""

import pytest
from django.utils import translation

from jalon.facts.series import Precision
from jalon.portal import words

SAID = {
    Precision.EXACT: ("50", "50"),
    Precision.ROUNDED: ("50, arrondi", "50, rounded"),
    Precision.AT_LEAST: ("au moins 50", "at least 50"),
    Precision.ABOUT: ("env. 50", "about 50"),
}


@pytest.mark.parametrize("precision", Precision)
def test_each_exactness_has_its_words_in_both_languages(precision: Precision) -> None:
    for tongue, expected in zip(("fr", "en"), SAID[precision], strict=True):
        with translation.override(tongue):
            assert words.with_precision("50", precision) == expected
