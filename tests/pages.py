"""Reading a page as tests need it: its words, headings, links, ids, and what it breaks."""

import html as entities
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

VOID = {"meta", "link", "br", "input", "img", "hr", "use", "path", "rect", "line", "circle"}


@dataclass
class Element:
    """A start tag with its attributes and the words inside it."""

    tag: str
    attributes: dict[str, str]
    words: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass
class Seen(HTMLParser):
    """A page, read once."""

    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data

    def all(self, tag: str, css: str = "") -> list[Element]:
        """Elements of this tag, and of this class."""
        return [e for e in self.elements if e.tag == tag and (not css or css in e["class"].split())]

    @property
    def words(self) -> str:
        """The words of the page, blanks folded, no-break ones too."""
        return plain(re.sub(r"<(style|script)\b.*?</\1>", " ", self.html, flags=re.DOTALL))

    @property
    def ids(self) -> list[str]:
        """Every id."""
        return [e["id"] for e in self.elements if e["id"]]

    def main(self) -> str:
        """The words of the content, without menus and foot."""
        return plain(self.html.partition("<main")[2].partition("</main>")[0])

    def section(self, heading: str) -> str:
        """The words of the section whose heading has this id."""
        rest = self.html.partition(f'id="{heading}"')[2]
        return plain(rest.partition("</section>")[0])


def plain(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    text = entities.unescape(re.sub(r"<[^>]+>", " ", html))
    text = re.sub(r"[\s\u00a0\u202f]+", " ", text)
    return re.sub(r" ([.,)])", r"\1", text).strip()


def get(client: Client, address: str, status: int = 200) -> Seen:
    """Ask for a page; fails on another status."""
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}, expected {status}"
    return Seen(answer.content.decode())
