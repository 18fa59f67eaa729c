"""The page of an indicator: a constant number of queries, whoever observes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts import computing
from jalon.facts.common import Confidence, OrgRef
from jalon.facts.indicator import Answer, Expected, Indicator
from jalon.facts.output import Output
from jalon.facts.part import PartHeader
from jalon.facts.series import Series
from jalon.portal import terms, words
from jalon.portal.asof import happened
from jalon.portal.context import Bodies, Context
from jalon.portal.errors import NotFound
from jalon.portal.pages import indicator_sums as sums
from jalon.portal.pages import indicator_values as shown
from jalon.portal.pages.fact_list import Fact
from jalon.portal.pages.head import Head
from jalon.portal.pages.indicator_model import AnswerRow, ExpectedRow, IndicatorPage
from jalon.portal.pages.subjects import named_subject
from jalon.portal.pieces import Link, Notebook, Phrase, day, phrase
from jalon.ui.pieces import Download

FORMS = ("csv", "json", "xlsx")


@dataclass(frozen=True, slots=True)
class Material:
    """All that is said of one indicator at the times of the page."""

    indicator: Indicator
    part: PartHeader | None
    answers: tuple[Answer, ...]
    series: tuple[Series, ...]
    chain: computing.Chain | None
    beside: tuple[Series, ...]
    """Series of the indicators that its formula reads."""
    outputs: tuple[Output, ...]

    @property
    def owner(self) -> OrgRef | None:
        """The body that proposes it."""
        return self.part.owner if self.part else None


def gather(ctx: Context, slug: str) -> Material:
    """Read an indicator. Raises NotFound."""
    read = ctx.reader
    indicator = read.indicator(slug)
    if indicator is None:
        raise NotFound(slug)
    chain = computing.chain(indicator, read.indicators_of_part(indicator.uid)) if indicator.formula else None
    needed = sums.needs(chain) - {indicator.uid} if chain else set()
    series = read.series_by_slugs(read.series_slugs_of({indicator.uid, *needed}))
    answers = tuple(a for a in read.answers_to(indicator.uid) if happened(a.said, ctx.asof.state))
    return Material(
        indicator=indicator,
        part=read.owner_of(indicator.uid),
        answers=answers,
        series=tuple(one for one in series if one.of == indicator.uid),
        chain=chain,
        beside=tuple(one for one in series if one.of != indicator.uid),
        outputs=sums.scope(indicator, indicator.counted, ctx) if indicator.counted else (),
    )


def build(ctx: Context, slug: str) -> IndicatorPage:
    """The page model, section after section: markers are numbered in the order of the page."""
    it = gather(ctx, slug)
    book, bodies = ctx.notebook(it.indicator, it.answers, it.series), ctx.bodies()
    seen = shown.observed(it.series, ctx)
    verdicts = shown.verdicts(it.indicator, seen, ctx, bodies)
    return IndicatorPage(
        **_top(it, ctx, book, bodies),
        **_expected(it.indicator, ctx, book),
        **_values(it, seen, ctx, book),
        verdicts=verdicts,
        no_verdict="" if verdicts else _no_verdict(it.indicator, bool(it.series)),
        **_sums(it, ctx, book),
        revisions=shown.revisions(it.indicator, seen, ctx, book),
        revision_notes=book.turn(),
        answers=tuple(_answer(answer, ctx, book, bodies) for answer in it.answers),
        answer_notes=book.turn(),
    )


def _top(it: Material, ctx: Context, book: Notebook, bodies: Bodies) -> dict[str, Any]:
    item, place = it.indicator, ctx.reader.place(it.indicator.uid)
    own = [citation for citation in item.citations if not citation.field]
    title = phrase(item.title, ctx.lang, refs=book.refs(own)) or Phrase(item.slug)
    plan = ctx.reader.plan(place.plan) if place and place.plan else None
    found = {
        "uid": item.uid,
        "title": title,
        "about": named_subject(ctx, item.subject, plan),
        "plan_uid": plan.uid if plan else "",
        "owner": bodies.link(it.owner),
        "fictional": item.uid in ctx.reader.invented,
        "definition": phrase(item.definition, ctx.lang, refs=_of("definition", item, book)),
        "facts": _facts(item, ctx, book),
        "note": phrase(item.note, ctx.lang),
        "inferred": item.confidence is Confidence.INFERRED,
        "head": _head(item, ctx),
    }
    return {**found, "top_notes": book.turn()}


def _head(item: Indicator, ctx: Context) -> Head:
    crumbs = (Link(ctx.links.to("indicators"), _("Indicateurs")), Link("", item.title.value, item.title.lang))
    downloads = tuple(Link(ctx.links.table("observations", f, indicateur=item.slug), f.upper()) for f in FORMS)
    return Head(
        title=_("Indicateur : %(title)s") % {"title": item.title.value},
        section="indicators",
        crumbs=crumbs,
        description=item.definition.value if item.definition else item.title.value,
        downloads=downloads,
    )


def _of(field: str, item: Indicator, book: Notebook) -> tuple[Any, ...]:
    return book.refs(citation for citation in item.citations if citation.field == field)


def _facts(item: Indicator, ctx: Context, book: Notebook) -> tuple[Fact, ...]:
    """What the owner says of it; whatever it does not say is « non dit »."""
    unsaid = _("non dit")
    said = (
        (_("Unité"), _own(item.unit, item, ctx)),
        (_("Sorte (HCDH)"), _label(terms.KIND[item.kind]) if item.kind else None),
        (_("Niveau de résultat (IITA)"), _label(terms.LEVEL[item.level]) if item.level else None),
        (_("Nature des valeurs"), _label(terms.VALUES[item.value_kind])),
        (_("Sens"), _label(terms.DIRECTION[item.direction]) if item.direction else None),
        (_("Cumul"), _label(terms.ACCUMULATION[item.accumulation])),
        (_("Fréquence"), _own(item.frequency, item, ctx) if item.frequency else None),
        (_("Méthode"), phrase(item.method, ctx.lang, refs=_of("method", item, book))),
    )
    found = [Fact(label, (value,) if value else (), unsaid) for label, value in said]
    shares = ((_("Numérateur"), item.numerator), (_("Dénominateur"), item.denominator))
    found += [Fact(label, (value,)) for label, text in shares if (value := phrase(text, ctx.lang))]
    if item.levels:
        levels = " < ".join(level.fr if ctx.lang == "fr" else level.en for level in item.levels)
        found.append(Fact(_("Niveaux"), (Phrase(levels),)))
    if item.breakdowns:
        asked = words.clauses(f"{b.name} ({', '.join(b.values)})" if b.values else b.name for b in item.breakdowns)
        found.append(Fact(_("Ventilations demandées"), (_own(asked, item, ctx),)))
    return tuple(found)


def _own(said: str, item: Indicator, ctx: Context) -> Phrase:
    """Words of the owner that carry no language of their own: those of the title."""
    return Phrase(said, item.title.lang if item.title.lang != ctx.lang else None)


def _label(label: words.Label) -> Phrase:
    return Phrase(str(label))


def _expected(item: Indicator, ctx: Context, book: Notebook) -> dict[str, Any]:
    """The baseline, then what is expected by when."""
    rows = []
    if item.baseline:
        start = item.baseline
        value = terms.value(start.value, item, start.precision) if start.value is not None else start.missing or ""
        when, refs = day(start.when, ctx.lang), book.refs(start.citations)
        rows.append(ExpectedRow(_("départ"), when, value, start.value is not None, None, refs))
    rows += [_expected_row(one, item, ctx, book) for one in item.expected]
    return {"expected": tuple(rows), "interpolated": item.interpolated, "expected_notes": book.turn()}


def _expected_row(one: Expected, item: Indicator, ctx: Context, book: Notebook) -> ExpectedRow:
    kind = _("cible") if one.final else _("en chemin")
    note = phrase(one.note, ctx.lang)
    return ExpectedRow(
        kind, day(one.when, ctx.lang), terms.value(one.value, item), True, note, book.refs(one.citations)
    )


def _values(it: Material, seen: Sequence[shown.Observed], ctx: Context, book: Notebook) -> dict[str, Any]:
    links = tuple(Link(ctx.links.to("series", one.slug), one.title.value, one.title.lang) for one in it.series)
    files = tuple(Download(ctx.links.table("observations", f, indicateur=it.indicator.slug), f.upper()) for f in FORMS)
    found = {
        "chart": shown.chart(it.indicator, seen, ctx),
        "table": shown.table(it.indicator, seen, ctx, book),
        "series": links,
        "downloads": files if it.series else (),
    }
    return {**found, "value_notes": book.turn()}


def _sums(it: Material, ctx: Context, book: Notebook) -> dict[str, Any]:
    formula = counted = None
    if it.chain:
        owner = it.owner.uid if it.owner else None
        values = sums.observed_values(it.chain, it.beside, owner, ctx) | sums.counted_values(it.chain, ctx)
        formula = sums.view(it.indicator, it.chain, values, ctx)
    if it.indicator.counted:
        counted = sums.counted_view(it.indicator, it.indicator.counted, it.outputs, ctx)
    return {"formula": formula, "counted": counted, "counted_notes": book.turn()}


def _no_verdict(item: Indicator, observed: bool) -> str:
    """Why nothing can be said of progress."""
    if item.direction is None:
        return _(
            "L’auteur de l’indicateur ne dit pas dans quel sens il doit aller : rien ne peut être dit de son avancement."
        )
    if not item.expected:
        return _("Aucune valeur n’est attendue à une date : rien ne peut être dit de son avancement.")
    if item.formula or item.counted:
        return ""  # said beside the value
    if not observed:
        return _("Aucune valeur observée : ne peut être dit.")
    return _("Aucune valeur de l’ensemble, sans ventilation : ne peut être dit.")


def _answer(answer: Answer, ctx: Context, book: Notebook, bodies: Bodies) -> AnswerRow:
    return AnswerRow(
        uid=answer.uid,
        who=bodies.link(answer.said_by),
        answer=str(terms.ANSWER[answer.answer]),
        day=day(answer.said, ctx.lang),
        text=phrase(answer.text, ctx.lang),
        refs=book.refs(answer.citations),
    )
