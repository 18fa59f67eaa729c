"""Shape is the scale, fill is the level; two scales never share a mark."""

import pytest

from jalon.facts.common import Count, Known, Statement, StatementKind, Text
from jalon.portal.marks import LEVELS, level_of, level_words, mark_of, scale_of

THREE, TWO = "réalisée / partiellement réalisée / non réalisée", "engagée / non engagée"


def judged(words: str = "", scale: str | None = None, outcome: str | None = None, **more: object) -> Statement:
    """A judgement."""
    text = Text(value=words) if words else None
    said = {"uid": "u", "kind": StatementKind.JUDGED, "subject": "s", "recorded_at": "2026-01-01T00:00:00Z"}
    return Statement(**said, text=text, scale=scale, outcome=outcome, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "scale", "outcome", "mark"),
    [
        ("", THREE, "done", "sq-full"),
        ("", THREE, "partial", "sq-half"),
        ("", THREE, "not_done", "sq-none"),
        ("partiellement réalisée", THREE, None, "sq-half"),
        ("Non réalisée à ce jour", THREE, None, "sq-none"),
        ("Engagée", TWO, None, "tri-full"),
        ("", TWO, "not_engaged", "tri-none"),
        ("défaillance majeure", None, None, "words"),
        ("défaillance majeure", THREE, None, "words"),
        ("oui", "oui / plutôt oui / plutôt non / non", None, "words"),
    ],
)
def test_the_mark_follows_the_scale_and_the_level(
    words: str, scale: str | None, outcome: str | None, mark: str
) -> None:
    assert mark_of(judged(words, scale, outcome)) == mark


def test_two_scales_share_no_mark() -> None:
    three, two = (set(LEVELS[size]) for size in (3, 2))
    assert not three & two


def test_what_was_not_read_has_the_dotted_mark() -> None:
    assert mark_of(judged(scale=THREE, known=Known.NOT_LOOKED_AT)) == "sq-unk"


def test_a_count_gives_no_level_to_one_measure() -> None:
    counted = judged("3 réalisées", THREE, counts=(Count(label="réalisée", value=3),), total=45)
    assert level_of(counted) is None


def test_a_word_alone_is_no_scale() -> None:
    assert scale_of(judged(scale="tableau par mesure")) is None
    assert scale_of(judged(scale="")) is None


def test_the_level_keeps_its_authors_words() -> None:
    assert level_words(judged("", THREE, "partial")) == "partiellement réalisée"
