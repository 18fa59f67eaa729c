"""The interface is complete in both languages."""

import pytest
from django.utils import translation

from jalon.ui import i18n


@pytest.mark.parametrize("room", [room.name for room in i18n.rooms()])
def test_every_message_of_a_room_has_its_english(room: str) -> None:
    assert list(i18n.problems(only=(room,))) == []


def test_a_french_message_that_is_an_english_word_of_django_stays_french() -> None:
    with translation.override("fr"):
        assert translation.gettext("Note") == "Note"


def test_zero_is_singular_in_french_and_plural_in_english() -> None:
    one, many = "%(n)s clé enregistrée.", "%(n)s clés enregistrées."
    with translation.override("fr"):
        assert translation.ngettext(one, many, 0) == one
    with translation.override("en"):
        assert translation.ngettext(one, many, 0) == "%(n)s keys registered."
