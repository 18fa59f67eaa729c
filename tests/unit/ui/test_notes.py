"""Source markers and notes of one page."""

from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.common import Citation, Source
from jalon.ui.notes import PATH_SHOWN, Notebook, split_address

SOURCES = {key: Source(uid=key, url=f"https://www.{key}.invalid/page") for key in "abcdef"}


def cite(*keys: str, locator: str | None = None) -> tuple[Citation, ...]:
    return tuple(Citation(source=key, locator=locator) for key in keys)


def numbers(notes: Notebook, *keys: str) -> list[int]:
    return [marker.number for marker in notes.refs(cite(*keys))]


def test_sources_are_numbered_in_the_order_of_their_first_citation() -> None:
    notes = Notebook(SOURCES)
    assert numbers(notes, "c", "a") == [1, 2]
    assert numbers(notes, "b", "c") == [3, 1]


def test_a_source_cited_twice_at_one_place_has_one_marker() -> None:
    assert numbers(Notebook(SOURCES), "a", "a") == [1]


def test_a_section_prints_what_it_was_the_first_to_cite() -> None:
    notes = Notebook(SOURCES)
    notes.refs(cite("a", "b"))
    first = notes.turn()
    notes.refs(cite("b", "c"))
    second = notes.turn()
    assert [note.number for note in first.items] == [1, 2]
    assert [(note.number, note.again) for note in second.items] == [(3, False)]


def test_a_new_place_in_a_source_already_printed_is_added_where_it_is_cited() -> None:
    notes = Notebook(SOURCES)
    notes.refs(cite("a", locator="p. 4"))
    assert notes.turn().items[0].places == ("p. 4",)
    notes.refs(cite("a", locator="p. 9"))
    later = notes.turn().items
    assert [(note.number, note.places, note.again) for note in later] == [(1, ("p. 9",), True)]


def test_the_marker_says_the_host_and_the_place() -> None:
    (marker,) = Notebook(SOURCES).refs(cite("a", locator="p. 4"))
    assert marker.label == "source 1, a.invalid, p. 4"


def test_a_source_that_the_release_does_not_hold_is_left_out() -> None:
    assert numbers(Notebook(SOURCES), "unknown", "a") == [1]


def test_no_citation_no_note() -> None:
    assert not Notebook(SOURCES).turn()


def test_an_address_in_words_is_printed_whole() -> None:
    assert split_address(Source(uid="x", address="courrier lu aux archives")) == ("courrier lu aux archives", "")


def test_a_long_path_is_cut_and_the_query_kept() -> None:
    host, path = split_address(Source(uid="x", url=f"https://www.a.invalid/{'p' * 200}?q=1"))
    assert (host, len(path), path[-1]) == ("a.invalid", PATH_SHOWN, "…")
    assert split_address(Source(uid="x", url="https://a.invalid/x?q=1"))[1] == "/x?q=1"


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), max_size=6))
def test_every_source_is_printed_exactly_once_whatever_the_sections(sections: list[list[str]]) -> None:
    notes, printed, cited = Notebook(SOURCES), list[int](), set[int]()
    for keys in sections:
        cited |= set(numbers(notes, *keys))
        printed += [note.number for note in notes.turn().items if not note.again]
    assert printed == sorted(cited) == list(range(1, len(cited) + 1))
