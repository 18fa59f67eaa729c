"""Reports that anybody can take from the page of a plan: those that its time allows, of the current Release."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from jalon.facts.common import StatementKind
from jalon.portal.pieces import read_date
from jalon.publication.derived import Offer, Source
from jalon.publication.reader import Reader
from jalon.reports.kinds import MEDIA, NAMES, Format, Kind, Request

CODES = {
    Kind.STATE: "etat-des-lieux",
    Kind.MIDTERM: "mi-parcours",
    Kind.FINAL: "final",
    Kind.COMPARISON: "comparaison",
}
"""Kind → how it is named in addresses."""


def source() -> Source:
    """For `publication.derived`."""
    return Source(offers, make)


def offers(reader: Reader, plan: str, lang: str) -> tuple[Offer, ...]:
    """Each kind in each format, in the language that is active; nothing for a plan that is not there."""
    return tuple(
        Offer(code=CODES[kind], form=form.value, words=_("%(report)s, %(form)s") % {"report": NAMES[kind], "form": form.value.upper()}, media=MEDIA[form])
        for kind in kinds(reader, plan)
        for form in Format
    )  # fmt: skip


def kinds(reader: Reader, slug: str) -> tuple[Kind, ...]:
    """A mid-term report from the middle of the period on, a final one after it, a comparison when there are verdicts."""
    plan = next((one for one in reader.plans() if one.slug == slug), None)  # kept: the page has read them
    if plan is None:
        return ()
    found = [Kind.STATE]
    period = read_date(plan.period.edtf)
    today = reader.release.created_at[:10]
    if period and period.earliest and period.latest:
        middle = period.earliest + (period.latest - period.earliest) / 2
        found += [Kind.MIDTERM] if today >= middle.isoformat() else []
        found += [Kind.FINAL] if today > period.latest.isoformat() else []
    judged = (s for group in reader.statements_of_plan(plan.uid).values() for s in group)
    if any(s.kind is StatementKind.JUDGED for s in judged):
        found.append(Kind.COMPARISON)
    return tuple(found)


def make(reader: Reader, plan: str, lang: str, offer: Offer) -> bytes:
    """The bytes of one."""
    from jalon.reports.making import made

    kind = next(kind for kind, code in CODES.items() if code == offer.code)
    with override(lang):
        return made(Request(plan=plan, kind=kind, lang=lang, format=Format(offer.form)), reader)
