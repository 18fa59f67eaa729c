"""Search: all words, accents and endings aside, in either language, marked in the text."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.facts.common import Wording
from jalon.facts.plan import Title
from jalon.publication import index, releases
from jalon.publication.reader import Reader, open_reader
from jalon.publication.search import LONGEST_QUERY, extract, match_expression, query_forms
from tests.publishing import Publisher
from tests.synthetic import PLAN, measure, measure_uid, plan_part, text


@pytest.fixture
def reader(publisher: Publisher) -> Reader:
    """A reader of the invented Release."""
    return publisher.publish_all()


def uids(reader: Reader, q: str, lang: str = "fr", kind: str | None = None) -> list[str]:
    return [hit.place.uid for hit in reader.search(q, lang, kind).hits]


@pytest.mark.parametrize(
    "q",
    ["enquêteurs", "enqueteur", "ENQUÊTEURS", "enquêteurs former", "l’identification", "d'identification de victime"],
)
def test_accents_case_endings_and_elisions_do_not_matter(reader: Reader, q: str) -> None:
    assert measure_uid(1) in uids(reader, q)


def test_all_words_must_be_there(reader: Reader) -> None:
    assert uids(reader, "enquêteurs hébergement") == []


def test_a_page_in_english_finds_french_words(reader: Reader) -> None:
    assert measure_uid(1) in uids(reader, "enquêteurs", "en")


@pytest.mark.parametrize(
    "q", ["", "   ", "«»", "l’", '"', "*", "AND", "NEAR(", "a" * 10_000, "\x00", "(" * 1000, "-x", "title:x"]
)
def test_no_query_breaks_the_search(reader: Reader, q: str) -> None:
    assert reader.search(q).page == 1


@given(st.text(max_size=60))
@settings(max_examples=80)
def test_any_query_makes_an_expression_that_sqlite_reads(q: str) -> None:
    expression = match_expression(query_forms(q, "fr"))
    assert expression.count('"') % 2 == 0
    assert len(query_forms("mot " * 1000, "fr")) <= LONGEST_QUERY


def test_a_title_counts_more_than_a_text(publisher: Publisher) -> None:
    facts = plan_part()
    titled = replace(facts.measures[1], titles=(Title(text=text("Chalutiers", Wording.VERBATIM)),))
    noted = replace(facts.measures[0], note=text("des chalutiers"))
    publisher.release(replace(facts, measures=(noted, titled, facts.measures[2])))
    assert uids(open_reader(store=publisher.store), "chalutier") == [measure_uid(2), measure_uid(1)]


def test_hits_mark_the_words_and_lose_no_letter(reader: Reader) -> None:
    (hit,) = reader.search("enqueteurs victimes").hits
    assert "".join(piece.text for piece in hit.title) == "Former les enquêteurs à l’identification des victimes"
    assert [piece.text for piece in hit.title if piece.marked] == ["enquêteurs", "victimes"]


def test_a_statement_leads_to_its_measure_and_bears_its_title(reader: Reader) -> None:
    (hit,) = reader.search("Lyon").hits
    assert (hit.place.kind, hit.place.measure, hit.place.number) == ("statements", measure_uid(1), "1")
    assert "".join(piece.text for piece in hit.title).startswith("Former les enquêteurs")


def test_one_kind_can_be_asked_for_and_all_are_counted(reader: Reader) -> None:
    everything = reader.search("fictif")
    counts = dict(everything.kinds)
    assert everything.total == sum(counts.values())
    only = reader.search("fictif", kind="plan")
    assert only.total == counts["plan"] == 2
    assert only.kinds == everything.kinds


def test_hits_come_in_pages(publisher: Publisher) -> None:
    facts = plan_part()
    many = tuple(measure(number, f"Chalutier {number}") for number in range(1, 46))
    publisher.release(replace(facts, measures=many, statements=facts.statements[3:], means=(), acts=()))
    reader = open_reader(store=publisher.store)
    pages = [reader.search("chalutier", page=number) for number in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [20, 20, 5]
    assert {page.pages for page in pages} == {3}
    assert len({hit.place.uid for page in pages for hit in page.hits}) == 45
    assert reader.search("chalutier", page=99).page == 3
    assert reader.search("chalutier", page=-1).page == 1


def test_an_extract_starts_near_the_word_and_cuts_between_words() -> None:
    words = "rien " * 200 + "chalutier " + "rien " * 200
    cut = extract(words, "chalutiers", "fr")
    assert "chalutier" in cut
    assert cut.startswith("… rien")
    assert cut.endswith("rien …")
    assert len(cut) < 300


def test_a_short_text_is_its_own_extract() -> None:
    assert extract("un chalutier", "chalutier", "fr") == "un chalutier"
    assert extract("rien de tel", "chalutier", "fr") == "rien de tel"


def test_markup_in_a_text_stays_text(publisher: Publisher) -> None:
    facts = plan_part()
    spiked = replace(facts.measures[0], titles=(Title(text=text("<script>alert(1)</script> chalutier")),))
    publisher.release(replace(facts, measures=(spiked, *facts.measures[1:])))
    (hit,) = open_reader(store=publisher.store).search("chalutier").hits
    assert "".join(piece.text for piece in hit.title) == "<script>alert(1)</script> chalutier"


def test_plans_and_series_lead_to_themselves(reader: Reader) -> None:
    places = {hit.place.uid: hit.place for hit in reader.search("fictif plan").hits}
    assert places[PLAN].plan == "plan-fictif-2"


def _held_by_many(publisher: Publisher, count: int) -> Reader:
    """A Release in which a text of `count` measures, and the title of the last, hold the word « chalut »."""
    facts = plan_part()
    more = tuple(
        replace(measure(n, f"Mesure {n}"), planned=text("Du chalut partout", Wording.VERBATIM))
        for n in range(100, 100 + count)
    )
    last = replace(more[-1], titles=(Title(text=text("Chalut", Wording.VERBATIM)),))
    publisher.release(replace(facts, measures=(*facts.measures, *more[:-1], last)))
    return open_reader(store=publisher.store)


@pytest.mark.parametrize("count", [30, 70])
def test_pages_of_a_search_hold_each_hit_once_titles_first(
    publisher: Publisher, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jalon.publication.search.RANKED", 50)
    reader = _held_by_many(publisher, count)
    first = reader.search("chalut")
    assert (first.total, first.ranked) == (count, count <= 50)
    pages = [reader.search("chalut", page=n) for n in range(1, first.pages + 1)]
    found = [hit.place.uid for page in pages for hit in page.hits]
    assert len(found) == len(set(found)) == count
    assert found[0] == measure_uid(99 + count)


def test_too_many_hits_of_one_kind_are_ordered_within_the_kind(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jalon.publication.search.RANKED", 5)
    reader = _held_by_many(publisher, 30)
    page = reader.search("chalut", kind="measure", page=2)
    assert (page.total, page.page, len(page.hits), page.ranked) == (30, 2, 10, False)
    assert {hit.place.kind for hit in page.hits} == {"measure"}
    assert reader.search("chalut", kind="statements").total == 0


def test_an_index_made_for_other_kinds_is_made_again(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.publish_all()
    path = releases.index_path(publisher.store, releases.resolved(publisher.store))
    assert index.is_current(path)
    monkeypatch.setattr(index, "SEARCHED", tuple(reversed(index.SEARCHED)))
    assert not index.is_current(path)


@pytest.mark.parametrize("count", [20, 21])
def test_hits_are_counted_up_to_a_bound_and_what_is_beyond_is_said_to_be_more(
    publisher: Publisher, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jalon.publication.search.COUNTED", 20)
    monkeypatch.setattr("jalon.publication.search.RANKED", 20)
    reader = _held_by_many(publisher, count)
    for kind in (None, "measure"):
        found = reader.search("chalut", kind=kind)
        assert dict(found.kinds) == {"measure": 20}
        assert (found.total, found.more, found.pages, found.ranked) == (20, count > 20, 1, count == 20)
        assert found.beyond == ({"measure"} if count > 20 else set())
    none = reader.search("chalut", kind="statements")
    assert (none.total, none.more, none.hits) == (0, False, ())


def test_kinds_are_counted_each_for_itself(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = publisher.publish_all().search("fictif")
    counts = dict(everything.kinds)
    most = max(counts.values())
    monkeypatch.setattr("jalon.publication.search.COUNTED", most - 1)
    found = open_reader(store=publisher.store).search("fictif")
    assert found.beyond == {kind for kind, count in counts.items() if count == most}
    assert dict(found.kinds) == {kind: min(count, most - 1) for kind, count in counts.items()}
    assert found.total == sum(dict(found.kinds).values()) < everything.total


def test_the_pages_of_hits_that_were_not_all_counted_hold_as_many_as_were(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jalon.publication.search.COUNTED", 45)
    reader = _held_by_many(publisher, 90)
    pages = [reader.search("chalut", page=n) for n in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [20, 20, 5]
    assert len({hit.place.uid for page in pages for hit in page.hits}) == 45
    assert {(page.pages, page.total, page.more) for page in pages} == {(3, 45, True)}
