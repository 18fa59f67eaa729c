"""JSON Schema files of what evaluations publish: their documents, from the facts' own classes, and the rows of tables."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from jalon.facts.codec import encode
from jalon.facts.json_schema import DIALECT, EVALUATION_KINDS, EVIDENCE, document_schema
from jalon.facts.kinds import documents
from jalon.facts.part import PartFacts
from jalon.portal.context import Context
from jalon.portal.downloads.evaluated import EVALUATED
from jalon.portal.downloads.fields import Table
from jalon.portal.downloads.tables import TABLES

DOCUMENTS, ROWS = "documents", "lignes"
MEDIA = "application/schema+json"
_TYPES = {"integer": "integer", "boolean": "boolean"}
"""Types of columns; the others, decimals among them, are texts."""


def names() -> Iterator[tuple[str, str]]:
    """(of what, name) of each schema: the documents, one piece of evidence, the rows of the tables of evaluations."""
    yield from ((DOCUMENTS, name) for name in (*EVALUATION_KINDS, EVIDENCE))
    yield from ((ROWS, name) for name in EVALUATED)


def schema(of: str, name: str) -> dict[str, Any]:
    """One schema, named by its address."""
    found = document_schema(name) if of == DOCUMENTS else row_schema(name, TABLES[name])
    return {"$schema": DIALECT, "$id": settings.JALON.base_url + reverse("portal:schema", args=(of, name)), **found}


def row_schema(name: str, table: Table) -> dict[str, Any]:
    """A row of a table as JSON gives it: every column, null where nothing was read."""
    columns = {one.name: {"type": [_TYPES.get(one.type, "string"), "null"]} for one in table.fields}
    return {
        "$schema": DIALECT, "title": name, "type": "object", "properties": columns, "required": list(columns),
        "additionalProperties": False,
    }  # fmt: skip


def written(of: str, name: str) -> bytes:
    """A schema as a file."""
    return (json.dumps(schema(of, name), ensure_ascii=False, indent=1) + "\n").encode()


def published(ctx: Context) -> Iterator[tuple[str, str, bool, bytes]]:
    """(path, kind, invented, content) of every document of evaluations that the Release has, written as it was signed."""
    read = ctx.reader
    facts = PartFacts(
        header=read.parts()[0].header, scales=read.scales(), crosswalks=read.crosswalks(),
        evaluations=read.evaluations(), assessments=read.assessments_all(), claims=read.claims(),
    ) if read.parts() else None  # fmt: skip
    for path, document in documents(facts) if facts else ():
        if path.endswith(".json") and "/" in path:
            group = document if isinstance(document, tuple) else (document,)
            kind = json.loads(data := encode(document, path))["kind"]
            yield f"documents/{path}", kind, any(one.uid in read.invented for one in group), data


@require_safe
def schema_file(_request: HttpRequest, of: str, name: str) -> HttpResponseBase:
    """One JSON Schema: the same for every Release of this version of Jalon."""
    if (of, name) not in set(names()):
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.schema.json"',
        "Cache-Control": "public, max-age=3600",
    }
    return HttpResponse(written(of, name), content_type=MEDIA, headers=headers)
