"""The title page: of what, at which two times, from which version, and what is invented or not yet signed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from jalon.portal import words
from jalon.portal.pieces import Phrase
from jalon.portal.pieces import day as day_of
from jalon.reports.builders.pieces import day, joined, phrase, say, unknown
from jalon.reports.context import PaperContext
from jalon.reports.document import Document, Labels, Pair, Pairs, Section, Words, finished
from jalon.reports.kinds import NAMES, Kind


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report rests on. `draft`: the title of the part whose working state it shows; empty for a Release.
    `address`: where the same is read online. `reserved`: it holds what a committee keeps to itself."""

    made: datetime
    release: str
    draft: str = ""
    address: str = ""
    reserved: bool = False


def document(
    kind: Kind | str,
    ctx: PaperContext,
    ground: Ground,
    title: Phrase,
    sections: tuple[Section, ...],
    *,
    pairs: tuple[Pair, ...] = (),
    lede: tuple[Words, ...] = (),
    fictional: bool = False,
) -> Document:
    """The whole report, its paragraphs and notes numbered. Notes begin after the title page. `kind`: in words when it is none
    of those that are offered for every plan."""
    bare = replace(title, refs=())
    named = str(NAMES[kind]) if isinstance(kind, Kind) else kind
    made = Document(
        title=f"{named} – {title.value}",
        kind=named,
        lang=ctx.lang,
        made=ground.made,
        identity=_identity(ground),
        front=Pairs(_("Ce que ce rapport montre"), (*pairs, *_ground(ctx, ground))),
        sections=sections,
        labels=labels(),
        subtitle=phrase(bare),
        lede=lede,
        watermark=_watermark(ground),
        banner=" ".join(_banners(ground, fictional=fictional)),
        author=_owners(ctx),
    )
    return finished(made, ctx.book.notes())


def _watermark(ground: Ground) -> str:
    if ground.reserved:
        return _("Réservé au comité")
    return _("Document de travail") if ground.draft else ""


def _banners(ground: Ground, *, fictional: bool) -> Iterator[str]:
    """What every page says of the whole."""
    if ground.reserved:
        yield _("Réservé au comité : contient ce qu’il n’a pas rendu public.")
    if fictional:
        yield _("Données inventées : rien ici ne parle d’un plan réel.")


def _identity(ground: Ground) -> str:
    """What is printed at the foot of every page."""
    if ground.draft:
        return _("État de travail, non publié")
    return _("Version %(id)s") % {"id": ground.release[:12]}


def _ground(ctx: PaperContext, ground: Ground) -> tuple[Pair, ...]:
    made = day_of(ground.made.date().isoformat(), ctx.lang)
    at = day_of(ctx.asof.state.isoformat(), ctx.lang) if ctx.asof.state else None
    so = day(at) if at else say(_("tout ce que contient cette version"))
    found = [Pair(_("Ce qui était vrai"), (so,))]
    if ground.draft:
        source = _("état de travail de la partie « %(part)s », que personne n’a signé") % {"part": ground.draft}
        found.append(Pair(_("Tiré de"), (say(source), joined([say(_("imprimé le")), day(made)], " "))))
    else:
        found.append(Pair(_("Version publiée"), (say(ground.release), day(made))))
    if ground.address:
        found.append(Pair(_("En ligne"), (say(ground.address),)))
    owners = _owners(ctx)
    return (*found, *((Pair(_("Parties réunies, de"), (say(owners),)),) if owners else ()))


def _owners(ctx: PaperContext) -> str:
    """The bodies whose parts the Release holds."""
    return ", ".join(sorted({part.header.owner.name for part in ctx.reader.parts()}))


def plan_pairs(ctx: PaperContext, title: Phrase, period: Words, looked: str) -> tuple[Pair, ...]:
    """Of which plan, for which years, until when somebody looked."""
    return (
        Pair(_("Plan"), (phrase(replace(title, refs=())),)),
        Pair(_("Période du plan"), (period or unknown(),)),
        Pair(_("Connu jusqu’à"), (say(looked) if looked else unknown(),)),
    )


def labels() -> Labels:
    """Words that renderers need."""
    return Labels(
        contents=_("Sommaire"),
        sources=_("Sources"),
        source=_("Source"),
        cited=_("Notes"),
        see=_("voir note %(n)s"),
        page=_("page"),
        texts=_("Texte"),
        about=_("À propos"),
        number=_("N°"),
        section=_("Section"),
        text=_("Texte"),
        place=_("Endroit"),
        address=_("Adresse"),
        uncovered=_(
            "Des signes que les polices de ce rapport n’ont pas sont imprimés par leur code entre crochets, tel [U+6F22] ; "
            "les versions DOCX et XLSX les contiennent."
        ),
    )


def nothing(text: str) -> Words:
    """Words of what is not known."""
    return unknown(text or str(words.NOT_READ))


__all__ = ["Ground", "Kind", "document", "labels", "plan_pairs"]
