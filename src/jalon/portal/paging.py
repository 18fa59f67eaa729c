"""Links to the pages of a long list, with every other value of the address kept."""

from collections.abc import Mapping
from urllib.parse import urlencode

from jalon.ui.pieces import PageLink, Pages

AROUND = 2


def links(number: int, last: int, params: Mapping[str, str], path: str) -> Pages | None:
    """The first, the last, those around the one shown, with gaps; None when there is one page only."""
    if last < 2:
        return None

    def url(page: int) -> str:
        said = {**{k: v for k, v in params.items() if k != "page" and v}, **({"page": str(page)} if page > 1 else {})}
        return f"{path}?{urlencode(said)}" if said else path

    shown = sorted({1, last, *range(max(1, number - AROUND), min(last, number + AROUND) + 1)})
    found: list[PageLink] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page - before > 1:
            found.append(PageLink(None))
        found.append(PageLink(page, url(page), page == number))
    return Pages(tuple(found), url(number - 1) if number > 1 else "", url(number + 1) if number < last else "")
