"""Documents of an earlier schema stay readable; a newer one is refused in words."""

import json
from typing import Any

import pytest

from jalon.facts.codec import FactsError, decode, encode, join, split
from jalon.facts.schema import SCHEMA, SCHEMAS, Json, Schemas
from tests.synthetic import measure, plan_part


def titles_from_title(facts: Json) -> Json:
    """Fictitious schema 1 said `title` where schema 2 says `titles`."""
    assert isinstance(facts, dict)
    kept = {name: value for name, value in facts.items() if name != "title"}
    return {**kept, "titles": [{"text": {"value": facts["title"]}}]}


LATER = Schemas(current=3, oldest=1, upcasters={("measure", 1): titles_from_title})


def at_schema(number: Any, blob: bytes, **changes: Any) -> bytes:
    body = json.loads(blob)
    body["schema"] = number
    body["facts"].update(changes)
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def test_a_document_of_an_earlier_schema_is_cast_up() -> None:
    blob = json.loads(encode(measure(1, "Former")))
    del blob["facts"]["titles"]
    old = json.dumps({**blob, "schema": 1, "facts": {**blob["facts"], "title": "Former"}}).encode()
    read = decode("measure", old, schemas=LATER)
    assert read.titles[0].text.value == "Former"
    assert read.number == "1"


def test_a_schema_step_that_did_not_touch_a_kind_needs_no_caster() -> None:
    blob = at_schema(2, encode(measure(1, "Former")))
    assert decode("measure", blob, schemas=LATER) == measure(1, "Former")


def test_a_document_that_an_earlier_schema_did_not_allow_is_refused_after_casting() -> None:
    blob = at_schema(1, encode(measure(1, "Former")), title=["not a text"])
    with pytest.raises(FactsError) as error:
        decode("measure", blob, schemas=LATER)
    assert error.value.problems[0].where == "$.facts.titles[0].text.value"


def test_a_whole_part_may_mix_schemas() -> None:
    blobs = split(plan_part())
    path = next(path for path in blobs if path.startswith("plans/"))
    blobs[path] = at_schema(1, blobs[path])
    current = Schemas(current=1, oldest=1)
    assert join(blobs, current) == join(split(plan_part()), current)


def test_a_newer_schema_is_refused_with_the_version_and_what_to_do() -> None:
    with pytest.raises(FactsError) as error:
        decode("measure", at_schema(SCHEMA + 1, encode(measure(1, "x"))), "measures/x.json")
    problem = error.value.problems[0]
    assert (problem.path, problem.where) == ("measures/x.json", "$.schema")
    assert f"schéma {SCHEMA + 1}" in str(problem)
    assert "Mettez Jalon à jour" in str(problem)


@pytest.mark.parametrize("schema", [0, -1, "1", None, True, 10**30])
def test_what_is_no_schema_number_is_refused(schema: Any) -> None:
    with pytest.raises(FactsError) as error:
        decode("measure", at_schema(schema, encode(measure(1, "x"))))
    assert error.value.problems[0].where == "$.schema"


def test_the_schemas_of_this_version_are_consistent() -> None:
    assert SCHEMAS.oldest <= SCHEMAS.current == SCHEMA
    assert all(SCHEMAS.oldest <= number < SCHEMAS.current for _, number in SCHEMAS.upcasters)
