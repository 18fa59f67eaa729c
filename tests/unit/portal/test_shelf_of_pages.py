"""How much a process keeps of public pages, and which leave first."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.portal import cache
from jalon.portal.cache import Page, Shelf, Variant


def _page(size: int) -> Page:
    return Page({"": Variant('"x"', b"x" * size, {})})


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 40_000)), max_size=60))
def test_the_shelf_never_holds_more_than_its_budget(asked: list[tuple[int, int]]) -> None:
    shelf = Shelf(budget=60_000)
    for name, size in asked:
        shelf.put(((1, 1, 1), f"/{name}", ""), _page(size))
        assert 0 <= shelf.held <= shelf.budget
        assert shelf.held == sum(page.size for page in shelf._pages.values())


def test_the_page_not_asked_for_longest_leaves_first() -> None:
    shelf = Shelf(budget=3 * _page(10).size)
    keys = [((1, 1, 1), f"/{name}", "") for name in range(4)]
    for key in keys[:3]:
        shelf.put(key, _page(10))
    shelf.get(keys[0])
    shelf.put(keys[3], _page(10))
    assert [shelf.get(key) is not None for key in keys] == [True, False, True, True]


def test_a_page_too_large_pushes_nothing_out() -> None:
    shelf = Shelf()
    small, large = ((1, 1, 1), "/", ""), ((1, 1, 1), "/large", "")
    shelf.put(small, _page(10))
    shelf.put(large, _page(cache.LARGEST))
    assert (shelf.get(small) is not None, shelf.get(large)) == (True, None)


def test_pages_of_an_older_release_leave_with_it() -> None:
    shelf = Shelf()
    for number in range(3):
        shelf.put(((number, 1, 1), "/", ""), _page(10))
    assert (len(shelf), shelf.held) == (1, _page(10).size)
