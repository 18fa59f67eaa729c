"""What every page says of itself: title, place in the site, downloads."""

from dataclasses import dataclass

from jalon.portal.pieces import Link


@dataclass(frozen=True, slots=True)
class Head:
    """`section` is the entry of the main menu; `downloads` are the tables of this page.

    `asof`: it stands under the bar of the two times. `dated`: what it shows follows the day chosen there."""

    title: str
    section: str = ""
    crumbs: tuple[Link, ...] = ()
    description: str = ""
    downloads: tuple[Link, ...] = ()
    asof: bool = True
    dated: bool = True
