"""What every download says of itself: which Release, under which terms, signed by whom, how it is to be read."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.portal.context import Context
from jalon.portal.downloads.fields import Table


def licences() -> list[dict[str, str]]:
    """The terms of the instance, in words, and where they stand."""
    words = _("Faits libres de reprise en citant leur source ; les textes lus restent à leurs auteurs.")
    return [{"title": words, "path": settings.JALON.base_url + reverse("portal:legal")}]


def origins(ctx: Context) -> list[dict[str, str]]:
    """The signed parts that the Release is made of: `sources` of a Data Package."""
    address = settings.JALON.base_url + reverse("portal:release", args=(ctx.reader.release.id,))
    return [{"title": f"{p.header.title} ({p.header.owner.name})", "path": address} for p in ctx.reader.parts()]


def signed_parts(ctx: Context) -> list[dict[str, Any]]:
    """Each part with its version, its hash and the key that signed it."""
    return [
        {"uid": p.header.uid, "slug": p.header.slug, "owner": p.header.owner.name, "version": p.header.version,
         "sha256": p.hash, "signed_at": p.signed_at, "key": p.key}
        for p in ctx.reader.parts()
    ]  # fmt: skip


def notes(ctx: Context) -> tuple[tuple[str, str], ...]:
    """(what, value), for the first sheet of a workbook and the README of a package."""
    release, state = ctx.reader.release, ctx.asof.state
    said = (
        (_("Version"), release.id),
        (_("Faite le (UTC)"), release.created_at),
        (_("État au"), state.isoformat() if state else ""),
        (_("Adresse"), settings.JALON.base_url + reverse("portal:release", args=(release.id,))),
        (_("Reprise"), licences()[0]["title"]),
        (_("Case vide"), _("non lu, ou sans objet ; zéro est une valeur")),
        ("wording", _("verbatim : lu, se cite ; summary : résumé, ne se cite pas entre guillemets")),
        (_("Dates"), _("EDTF : 2019, 2025-06~ (environ), 2016-10-18? (incertain), 2014/2016 (intervalle)")),
    )
    return tuple(pair for pair in said if pair[1])


def columns(tables: Iterable[tuple[str, Table]]) -> Iterator[tuple[str, str, str, str]]:
    """(table, column, type, meaning) of each column."""
    for name, table in tables:
        for field in table.fields:
            yield name, field.name, field.type, str(field.title)


def readme(ctx: Context, tables: dict[str, Table]) -> str:
    """The README of the package, in Markdown."""
    lines = [f"# {_('Registre des engagements contre la traite des êtres humains')}", ""]
    lines += [f"- {what} : {value}" for what, value in notes(ctx)]
    exact = _(
        "Les cases sont exactes : rien n’y est ajouté. Un texte qui commence par =, +, - ou @ est à importer comme texte."
    )
    lines += ["", exact]
    lines += [
        "",
        _("Les documents des évaluations, tels que signés, sont dans documents/, leurs schémas JSON dans schemas/."),
    ]
    for name, table in tables.items():
        lines += ["", f"## data/{name}.csv : {table.title}", ""]
        lines += [f"- `{column}` ({kind}) : {meaning}" for _name, column, kind, meaning in columns([(name, table)])]
    return "\n".join(lines) + "\n"
