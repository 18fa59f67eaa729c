"""JSON Schema (2020-12) of published documents, made from the classes that write and read them.

A schema says what a document may hold; what the facts must add up to is said by the rules of each kind
(`facts.validation`), which no schema can hold.
"""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from jalon.facts.codec import envelope_of
from jalon.facts.evaluation import Evidence
from jalon.facts.kinds import BY_NAME
from jalon.facts.schema import SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EVALUATION_KINDS = ("scale", "crosswalk", "evaluation", "assessments", "claims")
"""The kinds of document that evaluations are made of."""
EVIDENCE = "evidence"
"""One thing that a verdict rests on: it stands in the document of its assessment, and has a schema of its own."""


@cache
def document_schema(name: str) -> dict[str, Any]:
    """The schema of one kind of document in its envelope, or of one piece of evidence. KeyError for another name."""
    if name == EVIDENCE:
        return {"$schema": DIALECT, **TypeAdapter(Evidence).json_schema()}
    found = envelope_of(BY_NAME[name]).json_schema()
    found["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": DIALECT, **found, "title": name}
