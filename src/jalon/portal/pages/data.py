"""Downloads: every table in three forms, the whole as one package, and the addresses that programs may rely on."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from jalon.portal.context import Context
from jalon.portal.downloads import schemas
from jalon.portal.downloads.tables import TABLES
from jalon.portal.pages.head import Head
from jalon.portal.pieces import Link


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table: what it holds, its columns, its files."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    files: tuple[Link, ...]
    filters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DataPage:
    """All that can be taken away."""

    head: Head
    tables: tuple[TableRow, ...]
    package: str
    atom: str
    ics: str
    base_url: str
    release: str
    schemas: tuple[Link, ...]


def build(ctx: Context) -> DataPage:
    """The page of downloads; nothing is counted, nothing is read."""
    rows = tuple(
        TableRow(
            name=name,
            title=str(table.title),
            columns=tuple((field.name, str(field.title)) for field in table.fields),
            files=tuple(Link(ctx.links.table(name, form), form.upper()) for form in ("csv", "json", "xlsx")),
            filters=tuple((key, str(label)) for key, label in table.filters.items()),
        )
        for name, table in TABLES.items()
    )
    head = Head(title=_("Données"), crumbs=(Link("", _("Données")),))
    links = ctx.links
    return DataPage(
        head,
        rows,
        links.to("package"),
        links.to("atom"),
        links.to("ics"),
        settings.JALON.base_url,
        ctx.reader.release.id,
        tuple(Link(links.to("schema", of, name), f"{of}/{name}") for of, name in schemas.names()),
    )
