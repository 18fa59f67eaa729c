"""Two texts side by side: every word of both is there, what differs is marked."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.office.clashes import left_alone, runs, started, undecided

WORDS = st.lists(st.sampled_from(["ouvrir", "deux", "trois", "centres", "à", "Lille"]), min_size=1, max_size=12).map(
    " ".join
)


@settings(max_examples=80)
@given(one=WORDS, other=WORDS)
def test_the_runs_of_a_text_are_the_text(one: str, other: str) -> None:
    assert "".join(run.text for run in runs(other, one, "ins")) == one


@given(text=WORDS)
def test_the_same_text_has_no_mark(text: str) -> None:
    assert {run.change for run in runs(text, text, "ins")} == {""}


def test_an_empty_text_is_shown_as_such() -> None:
    assert [run.text for run in runs("mots", "", "ins")] == ["—"]


def test_a_start_that_cannot_be_read_is_none() -> None:
    assert started("[[[") == started('["liste"]') == {}


def test_choices_are_read_from_the_form() -> None:
    sent = {"conflits": "text number", "garder_text": "autre"}
    assert left_alone(sent) == ("text",)
    assert undecided(sent) == ("number",)
