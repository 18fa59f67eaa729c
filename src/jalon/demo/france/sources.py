"""Sources: every address of the raw records becomes a `Source` of the part that cites it."""

import re
from functools import cache

from jalon.demo.france.records import listed, raw, uid
from jalon.facts.common import Citation, Confidence, Source

_ADDRESS = re.compile(r"(https?://\S+)(?: \((.+)\))?")
_IN_WORDS = re.compile(r"\s*\((?:(?:https?://[^\s()]+|github [^()]+?)(?: ; )?)+\)|\s*:?\s*https?://[^\s()]+")
_ONE = re.compile(r"https?://[^\s();]+|github [^();]+")


@cache
def listed_keys() -> dict[str, str]:
    """Address -> the short key it has in `sources.json`."""
    return {address: key for key, address in raw("sources").items()}


def address_of(key: str) -> str:
    """The address behind a short key of `sources.json`."""
    return str(raw("sources")[key])


def split_address(address: str) -> tuple[str | None, str | None]:
    """(URL or None, note or None) of an address as recorded: a note stands in parentheses after the URL."""
    read = _ADDRESS.fullmatch(address)
    if read is None:
        return None, None
    url, note = read.groups()
    if url.endswith("..."):  # cut when it was recorded: a link would lead nowhere
        return None, note
    return url, note


def apart(text: str) -> tuple[str, list[str]]:
    """(words without addresses, the addresses that stood in them)."""
    return _IN_WORDS.sub("", text).strip(), [found.strip() for found in _ONE.findall(text)]


class Sources:
    """The sources of one part: gathers what is cited, so that the part carries exactly that.

    Uids hold the part's slug: two parts that cite one page each have their own record of it, and stand alone.
    """

    def __init__(self, part: str) -> None:
        self._part = part
        self._cited: dict[str, Source] = {}

    def cite(
        self,
        address: str,
        field: str = "",
        *,
        locator: str | None = None,
        confidence: Confidence = Confidence.STATED,
    ) -> Citation:
        """A citation of the page or document at this address."""
        if address not in self._cited:
            self._cited[address] = self._source(address)
        return Citation(source=self._cited[address].uid, field=field, locator=locator, confidence=confidence)

    def cite_all(
        self, addresses: str | list[str] | None, field: str = "", *, locator: str | None = None
    ) -> tuple[Citation, ...]:
        """One citation per address; a raw field holds one address or a list of them."""
        return tuple(self.cite(address, field, locator=locator) for address in listed(addresses))

    def cite_keys(
        self, *keys: str, field: str = "", confidence: Confidence = Confidence.STATED
    ) -> tuple[Citation, ...]:
        """One citation per short key of `sources.json`."""
        return tuple(self.cite(address_of(key), field, confidence=confidence) for key in keys)

    def cited(self) -> tuple[Source, ...]:
        """All sources cited so far, in the order of their first citation."""
        return tuple(self._cited.values())

    def _source(self, address: str) -> Source:
        url, note = split_address(address)
        key = listed_keys().get(address, "")
        return Source(uid=uid("source", self._part, address), key=key, address=address, url=url, note=note)
