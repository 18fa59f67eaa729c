"""Pages of a long list: all reachable, the address keeps its other values."""

from urllib.parse import parse_qs, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as some

from jalon.portal.paging import links


@given(some.integers(2, 500), some.data())
@settings(max_examples=60)
def test_first_last_and_neighbours_are_always_there(last: int, data: some.DataObject) -> None:
    number = data.draw(some.integers(1, last))
    pages = links(number, last, {"q": "a b", "page": "7"}, "/x/")
    assert pages is not None
    shown = [link.number for link in pages.links if link.number]
    assert shown == sorted(set(shown)) and {1, last, number} <= set(shown)
    assert [link.number for link in pages.links if link.current] == [number]
    assert bool(pages.previous) == (number > 1) and bool(pages.following) == (number < last)
    for before, after in zip(pages.links, pages.links[1:], strict=False):
        assert before.number or after.number, "two gaps never follow each other"
    for link in pages.links:
        if link.number:
            asked = parse_qs(urlsplit(link.url).query)
            assert asked["q"] == ["a b"]
            assert asked.get("page", ["1"]) == [str(link.number)]


def test_one_page_has_no_links() -> None:
    assert links(1, 1, {}, "/x/") is None
