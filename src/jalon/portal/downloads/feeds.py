"""Atom (RFC 4287) of the Releases and what each changed, iCalendar (RFC 5545), and the sitemap."""

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _

from jalon.methods import dates
from jalon.portal import words
from jalon.portal.context import Context
from jalon.portal.downloads import icalendar
from jalon.portal.links import Links
from jalon.portal.pages import carried
from jalon.portal.pages.calendar_items import DUE, EVENT, dated, statements
from jalon.portal.pages.statistics import FAMILY_SLUGS
from jalon.portal.pages.subjects import subjects
from jalon.portal.pieces import read_date
from jalon.publication import diff
from jalon.publication.errors import PublicationError
from jalon.publication.reader import default_store
from jalon.publication.records import ReleaseInfo

ENTRIES, COMPARED, SENTENCES = 30, 10, 40
"""Releases in the feed, those whose changes are said, and how many changes each."""


def atom(ctx: Context) -> Iterator[str]:
    """The feed, latest first. Ids are built on the Releases' own ids: they never change."""
    base = settings.JALON.base_url
    infos = ctx.reader.releases()[:ENTRIES]
    title = _("Jalon : versions du registre et ce qu’elles changent")
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(ctx.lang)}>\n'
    yield f"<id>{escape(base + reverse('portal:atom'))}</id>\n<title>{escape(title)}</title>\n"
    yield f"<updated>{infos[0].created_at}</updated>\n<author><name>Jalon</name></author>\n"
    yield f'<link rel="self" href={quoteattr(base + reverse("portal:atom"))}/>\n<link href={quoteattr(base + reverse("portal:releases"))}/>\n'
    for index, info in enumerate(infos):
        yield from _entry(ctx, info, base, compared=index < COMPARED)
    yield "</feed>\n"


def _entry(ctx: Context, info: ReleaseInfo, base: str, *, compared: bool) -> Iterator[str]:
    address = base + Links().to("release", info.id[:12])
    title = _("Version %(id)s du %(date)s") % {"id": info.id[:12], "date": info.created_at[:10]}
    yield f"<entry>\n<id>{_permanent(info.id)}</id>\n<title>{escape(title)}</title>\n<updated>{info.created_at}</updated>\n"
    yield f"<link href={quoteattr(address)}/>\n"
    yield f'<content type="text">{escape(_changes(info) if compared else title)}</content>\n</entry>\n'


def _permanent(release_id: str) -> str:
    """A name for a Release in any feed, at any address (RFC 4122, version 5)."""
    return uuid5(NAMESPACE_URL, f"sha256:{release_id}").urn


def _changes(info: ReleaseInfo) -> str:
    """What a Release changed, in sentences."""
    if info.previous is None:
        return _("Première version : %(parts)s parties, %(documents)s documents.") % {
            "parts": words.number(info.parts),
            "documents": words.number(info.documents),
        }
    try:
        found = diff.difference(default_store(), info.previous, info.id)
    except PublicationError:
        return _("La version précédente n’est plus ici.")
    said = [sentence for change in found.changes for sentence in change.sentences]
    more = (
        [_("et %(n)s autres changements") % {"n": words.number(len(said) - SENTENCES)}] if len(said) > SENTENCES else []
    )
    return "\n".join([*said[:SENTENCES], *more]) or _("Aucun changement de faits.")


def calendar(ctx: Context) -> Iterator[str]:
    """Events of plans and due dates that are known to the day; an approximate day says so in its summary."""
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Jalon//Registre//FR\r\nCALSCALE:GREGORIAN\r\n"
    left_out = _("Seules les dates connues au jour sont ici ; le registre en porte d’autres, au mois ou à l’année.")
    yield from (icalendar.folded(f"{name}:{icalendar.text(left_out)}") for name in ("DESCRIPTION", "X-WR-CALDESC"))
    said = statements(ctx, None)
    about = subjects(ctx, said)
    stamp = icalendar.stamp_of(ctx.reader.release.created_at)
    for d in dated(ctx, None, said):
        found = read_date(d.when.edtf)
        if d.kind in (DUE, EVENT) and found and found.earliest and found.earliest == found.latest:
            subject = about.link(d.subject)
            label = _("Échéance") if d.kind == DUE else _("Événement")
            summary = f"{label} : {d.text.value if d.text else ''}"
            if found.approximate or found.uncertain:
                summary += f" ({dates.format_date(found, ctx.lang)})"
            notes = " ; ".join(
                part
                for part in (subject.words if subject else "", d.standing, d.when.printed or "", str(found))
                if part
            )
            said_of_it = (("SUMMARY", icalendar.text(summary)), ("DESCRIPTION", icalendar.text(notes)))
            yield from icalendar.event(f"{d.fact.uid}-{d.kind}-{found}", stamp, found.earliest, *said_of_it)
    yield "END:VCALENDAR\r\n"


def sitemap(ctx: Context) -> Iterator[str]:
    """Every page in French with its English counterpart."""
    base, made = settings.JALON.base_url, ctx.reader.release.created_at[:10]
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for path in _paths(ctx):
        french, english = base + translate_url(path, "fr"), base + translate_url(path, "en")
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href={quoteattr(url)}/>'
            for lang, url in (("fr", french), ("en", english))
        )
        for url in (french, english):
            yield f"<url><loc>{escape(url)}</loc>{links}<lastmod>{made}</lastmod></url>\n"
    yield "</urlset>\n"


def _paths(ctx: Context) -> Iterator[str]:
    names = (
        "overview",
        "calendar",
        "indicators",
        "outputs",
        "evaluations",
        "scales",
        "recommendations",
        "coverage",
        "promises",
        "committees",
        "overlaps",
        "states",
        "statistics",
        "estimation",
        "organisations",
        "parliament",
        "means",
        "sources",
        "releases",
        "changes",
        "data",
    )
    yield from (reverse(f"portal:{name}") for name in (*names, "about", "method", "accessibility", "legal", "privacy"))
    plain = Links()
    for plan in ctx.reader.plans():
        yield plain.plan(plan)
        yield plain.to("comparison", plan.slug)
        yield plain.to("audit", plan.slug)
        yield from (plain.measure(plan, measure) for measure in ctx.reader.measures(plan.uid))
    yield from (
        plain.to("lineage", later.slug, earlier.slug) for earlier, later in carried.pairs(ctx, carried.known(ctx))
    )
    yield from (plain.to("organisation", body.slug) for body in ctx.reader.organisations())
    yield from (plain.to("indicator", one.slug) for one in ctx.reader.indicators())
    yield from (plain.to("output", one.uid) for one in ctx.reader.outputs())
    yield from (plain.to("evaluation", one.slug) for one in ctx.reader.evaluations())
    yield from (plain.to("recommendation", one.uid) for one in ctx.reader.recommendations())
    yield from (plain.to("committee", one.slug) for one in ctx.reader.committees())
    yield from (plain.to("state", one.slug) for one in ctx.reader.states())
    heads = ctx.reader.series()
    families = {head.family for head in heads}
    yield from (plain.to("family", slug) for slug, family in FAMILY_SLUGS.items() if family in families)
    yield from (plain.to("series", head.slug) for head in heads)
