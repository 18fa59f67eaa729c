"""A rhythm (« chaque année ») is written in the workbook's words, and comes back as the same rhythm."""

import pytest

from jalon.exchange.when import read_when
from jalon.facts.common import When
from jalon.methods.dates import Recurrence
from jalon.reporting.merging.comparing import same
from jalon.reporting.merging.model import Value
from jalon.reporting.standing import date_value


@pytest.mark.parametrize("code", list(Recurrence))
def test_a_rhythm_is_written_in_words_and_read_back_in_both_languages(code: Recurrence) -> None:
    french, english = (date_value(When(recurrence=code.value), lang) for lang in ("fr", "en"))
    assert code.value not in (french.text, english.text) and french.text != english.text
    for written, lang in ((french, "fr"), (english, "en")):
        read = read_when(written.text, lang=lang, loose=True).value
        assert read is not None and read.recurrence == code.value
        # a workbook of an older version said the code, and one of another language the other words: nothing changed
        assert same(written, Value(text=code.value)) and same(french, english)
    assert not same(french, Value(text="parfois"))


def test_printed_words_are_kept() -> None:
    assert date_value(When(recurrence="yearly", printed="chaque 18 octobre"), "en").text == "chaque 18 octobre"
