"""Each row says whether it is invented: the last column of every table that does not say so already."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as lazy

from jalon.portal.context import Context
from jalon.portal.downloads.fields import Field, Params, Record, Table

NAME = "fictional"
_FICTIONAL = Field(NAME, lazy("fictif : inventé pour montrer le produit"), "boolean")

_BY: dict[str, tuple[int, str]] = {
    "nombres": (0, "plan"),
    "recoupements": (0, "plan"),
    "evenements": (1, "plan"),
    "documents": (1, "plan"),
    "observations": (0, "series"),
    "reponses": (0, "state"),
    "declare": (0, "state"),
    "citations": (1, ""),
    "preuves": (0, ""),
    "echeances-des-engagements": (1, ""),
    "affirmations": (1, ""),
}
"""Table -> (column, kind of the address in it); "" for a uid. Other tables begin with the uid of their fact."""


def labelled(name: str, table: Table) -> Table:
    """The same table with the column."""
    if any(field.name == NAME for field in table.fields):
        return table
    column, kind = _BY.get(name, (0, ""))

    def rows(ctx: Context, params: Params) -> Iterator[Record]:
        invented = ctx.reader.invented_slugs.get(kind, frozenset()) if kind else ctx.reader.invented
        return ((*row, row[column] in invented) for row in table.rows(ctx, params))

    return replace(table, fields=(*table.fields, _FICTIONAL), rows=rows)
