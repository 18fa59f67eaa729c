"""Tables of what the main ones hold in lists: titles, stated numbers, overlaps, dated names, citations."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from jalon.facts.committee import Session
from jalon.facts.common import Citation, Statement
from jalon.facts.output import Output
from jalon.facts.parliament import Act
from jalon.facts.plan import Document, Means, Plan, PlanEvent, Title
from jalon.facts.recommendation import Recommendation
from jalon.facts.series import Observation
from jalon.portal.asof import happened, held
from jalon.portal.context import Context
from jalon.portal.downloads.fields import (
    Params,
    Record,
    Table,
    asked_plan,
    asked_plans,
    columns,
    source_uids,
    text_cells,
    when_cells,
)
from jalon.portal.downloads.rows import asked_statements
from jalon.portal.downloads.tables import BY_PLAN, PLAN, SOURCES, SURE, UID, WHEN, WORDS
from jalon.portal.pages.documents import addresses, key
from jalon.portal.pages.indicator_sums import under
from jalon.portal.pages.overlaps import known


def _title_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in asked_plans(ctx, params):
        yield from _titles(plan.uid, "plan", plan, plan.titles)
        for measure in ctx.reader.measures(plan.uid):
            yield from _titles(measure.uid, measure.kind.value, plan, measure.titles)


def _titles(uid: str, kind: str, plan: Plan, titles: Iterable[Title]) -> Iterator[Record]:
    for order, title in enumerate(titles, start=1):
        yield uid, order, kind, plan.slug, *text_cells(title.text), source_uids(title.citations)


def _number_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in asked_plans(ctx, params):
        for order, said in enumerate(plan.stated_numbers, start=1):
            bodies = "; ".join(body.name for body in said.said_by)
            yield plan.slug, order, said.value, bodies, *text_cells(said.note), source_uids(said.citations)


def _overlap_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in asked_plans(ctx, params):
        for order, one in enumerate(plan.overlaps, start=1):
            item, note = (text.value if text else None for text in (one.item, one.note))
            yield (plan.slug, order, one.measure, *text_cells(one.other_plan), one.other_measure, item, note,
                   one.confidence.value, source_uids(one.citations))  # fmt: skip


def _name_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for body in ctx.reader.organisations():
        for order, name in enumerate(body.names, start=1):
            yield (body.uid, order, body.slug, name.value, name.lang, name.acronym,
                   *when_cells(name.since), *when_cells(name.until))  # fmt: skip


def _document_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in asked_plans(ctx, params):
        owned: list[tuple[str | None, Document]] = [(None, document) for document in plan.documents]
        owned += [(m.uid, document) for m in ctx.reader.measures(plan.uid) for document in m.documents]
        found = [(measure, one) for measure, one in owned if happened(one.when, ctx.asof.state)]
        urls = addresses((one for _measure, one in found), ctx)
        for measure, one in found:
            yield (one.uid, plan.slug, measure, *text_cells(one.title), *when_cells(one.when), one.media_type, one.size,
                   one.sha256, urls.get(key(one)), source_uids(one.citations))  # fmt: skip


# --- citations -------------------------------------------------------------------------------------------------------


def _citation_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for table, fact in _facts(ctx, asked_plan(ctx, params)):
        for uid, path, citation in _cited(fact, fact.uid, (), ctx.asof.state):
            place = ".".join((*path, citation.field) if citation.field else path)
            yield table, uid, place, citation.source, citation.locator, citation.quote, citation.confidence.value


def _facts(ctx: Context, plan: Plan | None) -> Iterator[tuple[str, Any]]:
    """(table, fact) of everything, or of all that belongs to one plan; series one at a time."""
    read = ctx.reader
    for one in (plan,) if plan else read.plans():
        yield "plans", one
        yield from (("sections", section) for section in read.sections(one.uid))
        yield from (("mesures", measure) for measure in read.measures(one.uid))
    said = asked_statements(ctx, {"plan": plan.slug} if plan else {})
    yield from (("declarations", statement) for statement in said)
    yield from (("moyens", means) for means in (read.means(plan.uid) if plan else read.means_all()))
    yield from _followed(ctx, plan)
    yield from (("actes", act) for act in read.acts() if plan is None or act.plan == plan.uid)
    if plan is None:
        yield from (("organismes", body) for body in read.organisations())
        for head in read.series():
            yield from (("series", series) for series in read.series_by_slugs([head.slug]))


def _followed(ctx: Context, plan: Plan | None) -> Iterator[tuple[str, Any]]:
    read = ctx.reader
    outputs = read.outputs_of(under(plan.uid, ctx)) if plan else read.outputs()
    yield from (("indicateurs", one) for one in (read.indicators_of_plan(plan.uid) if plan else read.indicators()))
    yield from (("realisations", one) for one in outputs)
    yield from (("etats", one) for one in (read.states_of(plan.uid) if plan else read.states()))
    yield from (("evaluations", one) for one in (read.evaluations_of_plan(plan.uid) if plan else read.evaluations()))
    yield from (
        ("appreciations", one) for one in (read.assessments_of_plan(plan.uid) if plan else read.assessments_all())
    )
    yield from (("comptes-declares", one) for one in (read.claims_of_plan(plan.uid) if plan else read.claims()))
    if plan is None:
        yield from _committed(ctx)
        yield from (("echelles", one) for one in read.scales())
        yield from (("correspondances", one) for one in read.crosswalks())
    yield from (("reponses-aux-indicateurs", one) for one in (() if plan else read.answers()))


def _committed(ctx: Context) -> Iterator[tuple[str, Any]]:
    """What is asked, promised and decided, of all plans."""
    read = ctx.reader
    yield from (("recommandations", one) for one in read.recommendations())
    yield from (("reponses-aux-recommandations", one) for one in read.recommendation_answers())
    yield from (("recommandations-examinees", one) for one in read.recommendation_reviews())
    yield from (("engagements", one) for one in read.promises())
    yield from (("constats-sur-les-engagements", one) for one in read.promise_views())
    yield from (("comites", one) for one in read.committees())
    yield from (("seances", one) for one in read.sessions())
    yield from (("decisions", one) for one in read.decisions())
    yield from (("filiations", one) for one in read.lineages())
    yield from (("recoupements-entre-plans", one) for one in known(ctx))


def _cited(
    value: Any, uid: str, path: tuple[str, ...], state: date | None
) -> Iterator[tuple[str, tuple[str, ...], Citation]]:
    """(uid of the nearest thing that has one, place in it, citation), for what was so on the day asked for."""
    if isinstance(value, Citation):
        yield uid, path[:-2], value  # without « citations » and the number in the list
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _cited(item, uid, (*path, str(number)), state)
    elif is_dataclass(value) and _was_so(value, state):
        own = getattr(value, "uid", None)
        inner = isinstance(own, str) and own != uid and hasattr(value, "citations")
        for name in _members(value.__class__):
            yield from _cited(
                getattr(value, name), str(own) if inner else uid, (name,) if inner else (*path, name), state
            )


def _was_so(value: Any, state: date | None) -> bool:
    if isinstance(value, Statement):
        return bool(held((value,), state))
    return not isinstance(
        value, Means | Act | PlanEvent | Document | Observation | Output | Recommendation | Session
    ) or happened(value.when, state)


@cache
def _members(cls: type[Any]) -> tuple[str, ...]:
    return tuple(item.name for item in fields(cls))


_ORDER = ("order", lazy("rang dans la liste, à partir de 1"), "integer")
_NOTE = (("note", lazy("remarque")), ("note_lang", lazy("langue de la remarque")), ("note_wording", lazy("remarque lue, résumée ou traduite")))  # fmt: skip

DETAILS: dict[str, Table] = {
    "titres": Table(lazy("Titres des plans, mesures et éléments"), columns(
        UID, _ORDER, ("kind", lazy("plan, mesure ou élément attesté")), PLAN, *WORDS, SOURCES),
        _title_rows, BY_PLAN),
    "nombres": Table(lazy("Nombres de mesures annoncés"), columns(
        PLAN, _ORDER, ("value", lazy("nombre annoncé"), "integer"), ("said_by", lazy("qui le dit")), *_NOTE, SOURCES),
        _number_rows, BY_PLAN),
    "recoupements": Table(lazy("Autres plans qui portent la même mesure"), columns(
        PLAN, _ORDER, ("measure", lazy("identifiant de la mesure")), *WORDS, ("other_measure", lazy("son numéro dans l’autre plan")),
        ("item", lazy("objet commun")), ("note", lazy("remarque")), SURE, SOURCES), _overlap_rows, BY_PLAN),
    "noms": Table(lazy("Noms datés des organismes"), columns(
        UID, _ORDER, ("slug", lazy("adresse")), ("name", lazy("nom")), ("lang", lazy("langue du nom")), ("acronym", lazy("sigle")),
        ("since", lazy("depuis (EDTF)")), ("since_printed", lazy("depuis, imprimé")),
        ("until", lazy("jusqu’à (EDTF)")), ("until_printed", lazy("jusqu’à, imprimé"))), _name_rows),
    "documents": Table(lazy("Documents des plans et mesures"), columns(
        UID, PLAN, ("measure", lazy("identifiant de la mesure ; vide : du plan entier")), *WORDS,
        *WHEN, ("media_type", lazy("type du fichier")),
        ("size", lazy("taille du fichier en octets"), "integer"), ("sha256", lazy("empreinte SHA-256 du fichier")),
        ("file", lazy("adresse du fichier ; vide : il n’est pas détenu ici")), SOURCES), _document_rows, BY_PLAN),
    "citations": Table(lazy("Citations : quel fait s’appuie sur quelle source"), columns(
        ("table", lazy("tableau où se lit le fait")), UID, ("place", lazy("endroit dans le fait ; vide : le fait entier")),
        ("source", lazy("identifiant de la source")), ("locator", lazy("endroit dans la source")), ("quote", lazy("mots lus dans la source")),
        SURE), _citation_rows, BY_PLAN),
}  # fmt: skip
