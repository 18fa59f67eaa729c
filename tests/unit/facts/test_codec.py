"""Facts to blobs and back."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.facts.codec import FactsError, decode, decode_bodies, encode, join, normalised, split
from jalon.facts.kinds import BY_NAME, KINDS, kind_of_path
from jalon.facts.part import PartFacts
from jalon.facts.plan import Measure
from jalon.facts.uids import stable_uid
from tests.synthetic import declarations_part, measure, measure_uid, plan_part

BIG = st.integers(-(2**53) + 1, 2**53 - 1)
WORDS = st.sampled_from(["", "a", "é", "\U0001f600", "ligne\nsuivante", '"', "\u202e", "ﷺ", "12.50"])


def members_of(kind: type) -> st.SearchStrategy[Any]:
    """Facts of any shape: every member drawn from its type, texts and integers from small sets."""
    return st.from_type(kind)


st.register_type_strategy(str, WORDS)
st.register_type_strategy(int, BIG)


@given(st.data())
@settings(max_examples=60)
def test_any_fact_comes_back_as_it_went(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    fact = data.draw(members_of(kind.cls))
    doc = (fact,) if kind.many else fact
    assert decode(kind.name, encode(doc)) == doc


@given(st.data())
@settings(max_examples=60)
def test_encoding_what_was_decoded_gives_the_same_bytes(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    fact = data.draw(members_of(kind.cls))
    blob = encode((fact,) if kind.many else fact)
    assert encode(decode(kind.name, blob)) == blob


@pytest.mark.parametrize("facts", [plan_part(), declarations_part()], ids=["plans", "declarations"])
def test_a_part_comes_back_from_its_documents(facts: PartFacts) -> None:
    assert join(split(facts)) == normalised(facts)


def test_the_order_of_facts_changes_no_document() -> None:
    facts = plan_part()
    lists: dict[str, Any] = {
        f.name: tuple(reversed(getattr(facts, f.name))) for f in fields(facts) if f.name != "header"
    }
    assert split(replace(facts, **lists)) == split(facts)


def test_the_order_of_members_in_a_blob_changes_no_fact() -> None:
    blob = encode(measure(1, "Former"))
    loaded = json.loads(blob)
    turned = json.dumps({key: loaded[key] for key in reversed(loaded)}).encode()
    assert decode("measure", turned) == decode("measure", blob)


def test_members_that_hold_their_default_are_left_out() -> None:
    body = json.loads(encode(measure(1, "Former")))
    assert body["schema"] == 1
    assert body["kind"] == "measure"
    assert sorted(body["facts"]) == ["citations", "number", "order", "plan", "section", "titles", "uid"]


def test_bodies_of_an_index_are_read_in_one_go() -> None:
    bodies = [json.dumps(json.loads(encode(measure(n, "m")))["facts"]) for n in (1, 2)]
    assert [item.number for item in decode_bodies(Measure, bodies)] == ["1", "2"]
    assert decode_bodies(Measure, []) == ()


def test_a_fact_that_is_no_document_is_refused() -> None:
    with pytest.raises(TypeError, match="Title"):
        encode(measure(1, "x").titles[0])
    with pytest.raises(TypeError):
        encode(())


def problems_of(kind: str, data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(FactsError) as error:
        decode(kind, data, "doc.json")
    assert all(problem.path == "doc.json" for problem in error.value.problems)
    return [(problem.where, problem.expected) for problem in error.value.problems]


def altered(**changes: Any) -> bytes:
    """A measure's blob with some members of its facts replaced; None takes a member out."""
    body = json.loads(encode(measure(1, "Former")))
    body["facts"].update(changes)
    body["facts"] = {key: value for key, value in body["facts"].items() if value is not None}
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"plan": None}, "$.facts.plan", "manque"),
        ({"order": "1"}, "$.facts.order", "entier"),
        ({"order": 1.5}, "$", "JSON"),
        ({"title": "x"}, "$.facts.title", "inconnu"),
        ({"kind": "idea"}, "$.facts.kind", "parmi"),
        ({"titles": "x"}, "$.facts.titles", "liste"),
        ({"titles": [{"text": {"value": 3}}]}, "$.facts.titles[0].text.value", "texte"),
        ({"titles": [{"text": "x"}]}, "$.facts.titles[0].text", "objet"),
    ],
)
def test_a_wrong_member_is_named_with_what_was_expected(changes: dict[str, Any], where: str, words: str) -> None:
    place, expected = problems_of("measure", altered(**changes))[0]
    assert place == where
    assert words in expected


def test_what_was_read_is_shown_cut() -> None:
    with pytest.raises(FactsError) as error:
        decode("measure", altered(order="x" * 10_000))
    assert len(error.value.problems[0].found) < 100


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"facts":{},"kind":"measure","schema":1',
        b'{"a":NaN}',
        b"null",
        b'"x"',
        b"{}",
    ],
    ids=["empty", "cut", "not utf-8", "too deep", "cut envelope", "nan", "null", "text", "no envelope"],
)
def test_what_is_no_document_is_refused(data: bytes) -> None:
    assert problems_of("measure", data)


def test_a_document_of_another_kind_is_refused() -> None:
    assert problems_of("plan", encode(measure(1, "x")))[0][0] == "$.kind"


def test_thousands_of_errors_are_counted_not_listed() -> None:
    body = {"facts": [{} for _ in range(5000)], "kind": "means", "schema": 1}
    with pytest.raises(FactsError) as error:
        decode("means", json.dumps(body).encode())
    assert len(error.value.problems) == 51
    assert error.value.problems[-1].params["count"] == str(5000 * 4 - 50)


def test_documents_are_named_by_what_they_hold() -> None:
    blobs = split(plan_part())
    assert f"measures/{measure_uid(1)}.json" in blobs
    assert "means/country.json" in blobs
    assert all(kind_of_path(path) for path in blobs)


def test_a_document_under_the_name_of_another_is_refused() -> None:
    blobs = split(plan_part())
    one, other = f"measures/{measure_uid(1)}.json", f"measures/{measure_uid(2)}.json"
    blobs[one], blobs[other] = blobs[other], blobs[one]
    with pytest.raises(FactsError) as error:
        join(blobs)
    assert {problem.path for problem in error.value.problems} == {one, other}


def test_a_part_without_its_header_is_refused() -> None:
    blobs = split(plan_part())
    del blobs["part.json"]
    with pytest.raises(FactsError, match="part.json"):
        join(blobs)


@pytest.mark.parametrize(
    "path",
    ["../x.json", "measures/../x.json", "/etc/passwd", "measures/a/b.json", "measures/.json", "measures/x", "measures",
     "x.json", "part.json/x.json", "measures/a\x00.json", "measures\\x.json", "", "sources/x.json", "measures/" + "a" * 80 + ".json"],
)  # fmt: skip
def test_no_document_can_have_such_a_path(path: str) -> None:
    with pytest.raises(FactsError):
        kind_of_path(path)


def test_a_uid_that_cannot_name_a_document_is_refused() -> None:
    facts = plan_part()
    bad = replace(facts.measures[0], uid="../../etc/passwd")
    with pytest.raises(FactsError):
        split(replace(facts, measures=(bad,)))


def test_two_documents_of_one_name_are_refused() -> None:
    facts = plan_part()
    with pytest.raises(FactsError, match="même identifiant"):
        split(replace(facts, measures=(facts.measures[0], facts.measures[0])))


def test_every_kind_has_its_place() -> None:
    for kind in KINDS:
        assert kind_of_path(kind.path(stable_uid("x"))) is BY_NAME[kind.name]
