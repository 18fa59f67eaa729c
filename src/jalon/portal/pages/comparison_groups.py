"""The rows of a comparison: what is said beside measures, and measures by section, lead or form of exploitation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from jalon.facts.common import Known, StatementKind, Text
from jalon.facts.comparing import Comparison
from jalon.facts.evaluation import Assessed, Assessment
from jalon.facts.plan import Measure
from jalon.methods.text import fold
from jalon.portal import verdicts, words
from jalon.portal.asof import current, held
from jalon.portal.context import Context
from jalon.portal.pages.comparison_filters import BODY, FORM
from jalon.portal.pages.groups import in_order, measure_order
from jalon.portal.pages.judged import Judged

Said = Mapping[str, Sequence[Assessment | Text]]
Group = tuple[str, str, list[Measure]]
"""Its title, the language of the title, its measures in order."""


def beside(it: Judged, found: Comparison) -> Iterator[tuple[str, str, Said]]:
    """(title, its language, evaluation -> what it says) of the plan, of each section, of each group, theme and gap."""
    rows: dict[tuple[object, ...], dict[str, list[Assessment | Text]]] = {}
    titles: dict[tuple[object, ...], tuple[str, str]] = {}
    whole: tuple[object, ...] = (Assessed.PLAN,)
    for claim in it.claims:
        if claim.evaluation:
            rows.setdefault(whole, defaultdict(list))[claim.evaluation].append(
                _count(claim.text, claim.counts, claim.total)
            )
    if rows:
        titles[whole] = (_("Plan entier"), words.tongue())
    for uid, items in found.beside.items():
        for item in items:
            key: tuple[object, ...] = (
                whole if item.object is Assessed.PLAN else (item.object, item.subjects, fold(item.topic or ""))
            )
            titles.setdefault(key, _title(item, it))
            rows.setdefault(key, defaultdict(list))[uid].append(item)
    for key in sorted(rows, key=lambda one: list(Assessed).index(one[0])):  # type: ignore[arg-type]
        yield (*titles[key], rows[key])


def _count(text: Text | None, counts: Sequence[object], total: int | None) -> Text:
    if text is not None:
        return text
    said = ", ".join(f"{count.label} {count.value}" for count in counts)  # type: ignore[attr-defined]
    return Text(value=f"{said} / {total}" if total is not None else said)


def _title(item: Assessment, it: Judged) -> tuple[str, str]:
    """What a row is about, in its evaluator's words when there are some."""
    if item.object is Assessed.PLAN:
        return _("Plan entier"), words.tongue()
    section = next((one for one in it.sections if one.uid in item.subjects), None)
    if section is not None and item.object is Assessed.SECTION:
        title = section.title.value if section.title else str(words.NOT_READ)
        return f"{section.label}. {title}", section.title.lang if section.title else "fr"
    kind = str(verdicts.OBJECT[item.object]).capitalize()
    return f"{kind}{words.colon()}{item.topic}" if item.topic else kind, words.tongue()


def grouped(it: Judged, chosen: Sequence[Measure], by: str, ctx: Context) -> Iterator[Group]:
    """The chosen measures under their headings; one that belongs under several stands under each."""
    ordered = sorted(chosen, key=measure_order)
    if by == BODY:
        yield from _by_body(it, ordered, ctx)
    elif by == FORM:
        yield from _by_form(ordered, ctx)
    else:
        yield from _by_section(it, ordered)


def _by_section(it: Judged, ordered: Sequence[Measure]) -> Iterator[Group]:
    found: dict[str | None, list[Measure]] = defaultdict(list)
    for measure in ordered:
        found[measure.section].append(measure)
    for section, _above in in_order(it.sections):
        if found.get(section.uid):
            title = section.title.value if section.title else _("intitulé non lu")
            lang = section.title.lang if section.title else words.tongue()
            yield f"{section.label}. {title}" if section.label else title, lang, found.pop(section.uid)
    loose = [measure for measures in found.values() for measure in measures]
    if loose:
        yield _("Section non lue"), words.tongue(), loose


def _by_body(it: Judged, ordered: Sequence[Measure], ctx: Context) -> Iterator[Group]:
    """By lead, whoever says who leads: how it is known stands on the page of the measure."""
    said = ctx.reader.statements_of_plan(it.plan.uid)
    found: dict[str, list[Measure]] = defaultdict(list)
    unknown = []
    for measure in ordered:
        statements = current(held(said.get(measure.uid, ()), ctx.asof.state))
        whole = [s for s in statements if s.known is Known.GIVEN and not s.narrowed]
        leads = [s for s in whole if s.kind in (StatementKind.LEAD, StatementKind.CO_LEAD)]
        names = dict.fromkeys(s.organisation.name for s in leads if s.organisation)
        for name in names:
            found[name].append(measure)
        if not names:
            unknown.append(measure)
    for name in sorted(found, key=fold):
        yield name, "fr", found[name]
    if unknown:
        yield _("Pilote non lu"), words.tongue(), unknown


def _by_form(ordered: Sequence[Measure], ctx: Context) -> Iterator[Group]:
    terms = {
        term.code: term
        for one in ctx.reader.vocabularies()
        for term in one.terms
        if one.slug == "forms_of_exploitation"
    }
    found: dict[str, list[Measure]] = defaultdict(list)
    for measure in ordered:
        for form in measure.forms or ("",):
            found[form].append(measure)
    for code in sorted(found, key=lambda one: (not one, one)):
        term = terms.get(code)
        named = (term.fr if ctx.lang == "fr" else term.en) if term else code
        yield (named[:1].upper() + named[1:]) or _("Forme d’exploitation non lue"), words.tongue(), found[code]
