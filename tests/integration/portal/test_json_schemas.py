"""JSON Schema of evaluations: real schemas, made from the facts' classes, that every published document and row keeps to."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from jalon.facts.json_schema import EVALUATION_KINDS
from jalon.portal.downloads.evaluated import EVALUATED
from jalon.publication.reader import open_reader
from tests.publishing import Publisher
from tests.synthetic_evaluations import evaluated_part


@pytest.fixture
def package(french: Client) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(french.get("/donnees/jalon.zip").content))


def test_every_published_document_and_row_keeps_to_its_schema(french: Client, package: zipfile.ZipFile) -> None:
    described = json.loads(package.read("datapackage.json"))
    names = set(package.namelist())
    reader, seen = open_reader(), dict.fromkeys(EVALUATION_KINDS, 0)
    for one in described["documents"]:
        document = json.loads(package.read(one["path"]))
        assert [error.message for error in valid(package, one["jsonSchema"]).iter_errors(document)] == [], one["path"]
        seen[one["kind"]] += len(document["facts"]) if isinstance(document["facts"], list) else 1
    assert seen["assessments"] == len(reader.assessments_all()) > 20
    assert (seen["scale"], seen["evaluation"], seen["claims"]) == (
        len(reader.scales()), len(reader.evaluations()), len(reader.claims()),
    )  # fmt: skip
    assert not any(one["fictional"] for one in described["documents"])
    assert described["jsonSchemas"].keys() == EVALUATED.keys()
    for name, path in described["jsonSchemas"].items():
        rows, row = json.loads(french.get(f"/donnees/{name}.json").content)["rows"], valid(package, path)
        assert path in names and all(row.is_valid(one) for one in rows), name


def valid(package: zipfile.ZipFile, path: str) -> Any:
    schema = json.loads(package.read(path))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def facts(package: zipfile.ZipFile, kind: str) -> list[dict[str, Any]]:
    paths = [name for name in package.namelist() if name.startswith(f"documents/{kind}/")]
    return [fact for path in paths for fact in json.loads(package.read(path))["facts"]]


def test_evidence_keeps_to_its_schema_and_what_is_invented_says_so(publisher: Publisher, client: Client) -> None:
    facts_ = evaluated_part()
    publisher.release(replace(facts_, header=replace(facts_.header, synthetic=True)))
    package = zipfile.ZipFile(io.BytesIO(client.get("/donnees/jalon.zip").content))
    described = json.loads(package.read("datapackage.json"))["documents"]
    invented = {one["kind"] for one in described if one["fictional"]}
    assert invented >= {"evaluation", "assessments", "claims"}
    for one in described:
        assert valid(package, one["jsonSchema"]).is_valid(json.loads(package.read(one["path"]))), one
    evidence = valid(package, "schemas/documents/evidence.schema.json")
    items = [one for item in facts(package, "assessments") for one in item.get("evidence", ())]
    assert items and all(evidence.is_valid(one) and not evidence.is_valid(one | {"person": "Nom"}) for one in items)


def test_a_schema_is_downloaded_and_refuses_what_is_no_assessment(french: Client, package: zipfile.ZipFile) -> None:
    answer = french.get("/donnees/schemas/documents/assessments.json")
    assert (
        answer["Content-Type"] == "application/schema+json"
        and "assessments.schema.json" in answer["Content-Disposition"]
    )
    schema = json.loads(answer.content)
    assert schema == json.loads(package.read("schemas/documents/assessments.schema.json"))
    assert schema["$id"].endswith("/donnees/schemas/documents/assessments.json")
    checked = Draft202012Validator(schema)
    good = facts(package, "assessments")[0]
    for change in (
        {"private_note": "x"},
        {"object": "indicator"},
        {"subjects": "un"},
        {"uid": None},
        {"no_verdict": "no"},
    ):
        document = {"kind": "assessments", "schema": 1, "facts": [good | change]}
        assert not checked.is_valid(document), change
    assert checked.is_valid({"kind": "assessments", "schema": 1, "facts": [good]})
    assert not checked.is_valid({"kind": "claims", "schema": 1, "facts": [good]})
    for address in ("documents/measure", "lignes/mesures", "autre/claims", "documents/absent"):
        assert french.get(f"/donnees/schemas/{address}.json").status_code == 404
    page = french.get("/donnees/").content.decode()
    assert page.count("/donnees/schemas/") == len(EVALUATION_KINDS) + 1 + len(EVALUATED)
