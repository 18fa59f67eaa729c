"""The whole register as a Data Package (Data Package 1.0, tabular): `datapackage.json` and one CSV a table, zipped."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.portal.context import Context
from jalon.portal.downloads import schemas
from jalon.portal.downloads.about import licences, origins, readme, signed_parts
from jalon.portal.downloads.fields import Table
from jalon.portal.downloads.formats import as_csv
from jalon.portal.downloads.keys import keys_of
from jalon.portal.downloads.tables import TABLES


def zipped(ctx: Context) -> bytes:
    """The package of a Release. The same Release gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        held = tuple(schemas.published(ctx))
        described = json.dumps(descriptor(ctx, held), ensure_ascii=False, indent=1)
        archive.writestr(_entry("datapackage.json", ctx), described)
        archive.writestr(_entry("README.md", ctx), readme(ctx, TABLES))
        for name, table in TABLES.items():
            with archive.open(_entry(f"data/{name}.csv", ctx), "w", force_zip64=True) as file:
                for line in as_csv(table, table.rows(ctx, {}), exact=True):
                    file.write(line.encode())
        for of, name in schemas.names():
            archive.writestr(_entry(_schema_path(of, name), ctx), schemas.written(of, name))
        for path, _kind, _invented, data in held:
            archive.writestr(_entry(path, ctx), data)
    return out.getvalue()


def _entry(name: str, ctx: Context) -> zipfile.ZipInfo:
    """Dated with the Release, so that nothing in the file depends on when it was asked for."""
    created = ctx.reader.release.created_at
    when = (
        int(created[:4]),
        int(created[5:7]),
        int(created[8:10]),
        int(created[11:13]),
        int(created[14:16]),
        int(created[17:19]),
    )
    entry = zipfile.ZipInfo(name, when)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _schema_path(of: str, name: str) -> str:
    return f"schemas/{of}/{name}.schema.json"


def descriptor(ctx: Context, held: Iterable[tuple[str, str, bool, bytes]] = ()) -> dict[str, Any]:
    """`datapackage.json`: beside the tables, `documents` are those of evaluations as they were signed, each with the JSON
    Schema that it keeps to; `jsonSchemas` are those of rows."""
    release = ctx.reader.release
    withdrawn = bool(ctx.reader.tombstones())
    owners = dict.fromkeys(part.header.owner.name for part in ctx.reader.parts())
    return {
        "profile": "data-package",
        "name": "jalon",
        "id": release.id,
        "title": str(_("Registre des engagements contre la traite des êtres humains")),
        "description": str(
            _("Faits dits, datés et sourcés. Une case vide : non lu. Un texte « summary » ne se cite pas.")
        ),
        "homepage": settings.JALON.base_url,
        "version": release.id[:12],
        "created": release.created_at,
        "contributors": [{"title": name, "role": "publisher"} for name in owners],
        "licenses": licences(),
        "sources": origins(ctx),
        "parts": signed_parts(ctx),
        "documents": [
            {"path": path, "kind": kind, "jsonSchema": _schema_path(schemas.DOCUMENTS, kind), "fictional": invented}
            for path, kind, invented, _data in held
        ],
        "jsonSchemas": {name: _schema_path(of, name) for of, name in schemas.names() if of == schemas.ROWS},
        "resources": [_resource(name, table, withdrawn=withdrawn) for name, table in TABLES.items()],
    }


def _resource(name: str, table: Table, *, withdrawn: bool) -> dict[str, Any]:
    fields = [{"name": f.name, "title": str(f.title), "type": f.type} for f in table.fields]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": str(table.title),
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": {"fields": fields, "missingValues": [""], **keys_of(name, withdrawn=withdrawn)},
    }
