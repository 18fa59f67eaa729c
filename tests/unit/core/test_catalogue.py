"""Every French text of the room has its English."""

from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

import jalon.core

ROOM = Path(jalon.core.__file__).parent
CALLS = {"_": None, "gettext": None, "gettext_lazy": None}


def test_every_text_of_the_code_is_in_the_english_catalogue() -> None:
    with (ROOM / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        known = {message.id for message in read_po(file) if message.string}
    missing = []
    for path in ROOM.rglob("*.py"):
        with path.open("rb") as file:
            missing += [text for _line, text, *_ in extract("python", file, CALLS) if text not in known]
    assert missing == []
