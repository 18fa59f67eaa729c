"""The interface is complete in both languages."""

import re

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


def test_what_the_register_publishes_is_a_release_in_every_english_text() -> None:
    told, published = 0, re.compile(r"versions? publiées?|versions? du registre")
    for room in i18n.rooms():
        for message in i18n.english(room):
            ids, said = (
                (message.id, message.string) if isinstance(message.id, str) else (message.id[0], message.string[0])
            )
            if published.search(ids):
                told += 1
                assert "Release" in said and not re.search("published (version|release)", said, re.IGNORECASE), said
    assert told > 15
    with translation.override("en"):
        assert translation.gettext("la version précédente") == "the previous Release"
