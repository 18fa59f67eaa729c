"""Tables of what follows a plan: indicators, expected values, answers, outputs and their quantities, states and replies."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import OrgRef
from jalon.facts.indicator import Indicator
from jalon.facts.output import Output
from jalon.facts.state import Reply, State
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.downloads.fields import (
    Params,
    Record,
    Table,
    asked_plan,
    columns,
    name_of,
    source_uids,
    text_cells,
    when_cells,
)
from jalon.portal.downloads.tables import BY_PLAN, PLAN, SOURCES, SURE, UID, WHEN, WORDS
from jalon.portal.errors import BadQuery
from jalon.portal.pages.indicator_sums import under

STATE = "etat_fige"
BY_STATE: dict[str, str | Promise] = {STATE: lazy("adresse d’un état pour une séance")}


# --- indicators ------------------------------------------------------------------------------------------------------


def _indicators(ctx: Context, params: Params) -> tuple[Indicator, ...]:
    plan = asked_plan(ctx, params)
    return ctx.reader.indicators_of_plan(plan.uid) if plan else ctx.reader.indicators()


def _indicator_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slugs = {plan.uid: plan.slug for plan in ctx.reader.plans()}
    places, owners = ctx.reader.plans_of_indicators, ctx.reader.owners_of_indicators
    for one in _indicators(ctx, params):
        start = one.baseline
        counted = one.counted
        yield (
            one.uid, one.slug, slugs.get(places.get(one.uid, "")), one.subject, owners.get(one.uid), one.code,
            *text_cells(one.title), one.definition.value if one.definition else None, one.unit,
            one.kind.value if one.kind else None, one.level.value if one.level else None, one.value_kind.value,
            one.direction.value if one.direction else None, one.accumulation.value, one.frequency,
            "; ".join(level.fr for level in one.levels), *when_cells(start.when if start else None),
            start.value if start else None, start.precision.value if start else None, start.missing if start else None,
            one.interpolated, one.formula, counted.type.value if counted else None,
            counted.quantity.value if counted and counted.quantity else None, one.confidence.value,
            source_uids(one.citations),
        )  # fmt: skip


def _expected_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for one in _indicators(ctx, params):
        for order, item in enumerate(one.expected, start=1):
            note = item.note.value if item.note else None
            yield (
                one.uid,
                order,
                one.slug,
                *when_cells(item.when),
                item.value,
                item.final,
                note,
                source_uids(item.citations),
            )


def _answer_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for item in ctx.reader.answers():
        if happened(item.said, ctx.asof.state):
            yield (item.uid, item.indicator, item.said_by.name, item.answer.value, *when_cells(item.said),
                   *text_cells(item.text), source_uids(item.citations))  # fmt: skip


# --- outputs ---------------------------------------------------------------------------------------------------------


def _outputs(ctx: Context, params: Params) -> Iterator[Output]:
    plan = asked_plan(ctx, params)
    found = ctx.reader.outputs_of(under(plan.uid, ctx)) if plan else ctx.reader.outputs()
    return (item for item in found if happened(item.when, ctx.asof.state))


def _output_rows(ctx: Context, params: Params) -> Iterator[Record]:
    codes = {one.uid: one.code for one in ctx.reader.territories()}
    for item in _outputs(ctx, params):
        yield (
            item.uid, item.type.value, *text_cells(item.title), *when_cells(item.when), " ".join(item.subjects),
            codes.get(item.territory or ""), item.place, _names(item.carried_out_by), _names(item.counterparts),
            _names(item.beneficiaries), "; ".join(item.professions), "; ".join(item.channels), "; ".join(item.languages),
            item.property_type, item.money, item.currency if item.money is not None else None, *when_cells(item.years),
            name_of(item.said_by), *when_cells(item.said), item.note.value if item.note else None,
            item.confidence.value, source_uids(item.citations),
        )  # fmt: skip


def _amount_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for item in _outputs(ctx, params):
        for amount in item.amounts:
            yield item.uid, amount.quantity.value, amount.value, amount.precision.value


def _names(refs: tuple[OrgRef, ...]) -> str:
    return "; ".join(ref.name for ref in refs)


# --- states ----------------------------------------------------------------------------------------------------------


def _states(ctx: Context, params: Params) -> tuple[State, ...]:
    """The state that is asked for, those of a plan, or all. Raises BadQuery."""
    slug, plan = params.get(STATE, "").strip(), asked_plan(ctx, params)
    if slug:
        state = ctx.reader.state(slug)
        if state is None:
            raise BadQuery(STATE, _("Aucun état ne porte l’adresse « %(read)s ».") % {"read": slug[:40]})
        return (state,)
    found = ctx.reader.states_of(plan.uid) if plan else ctx.reader.states()
    return tuple(state for state in found if happened(state.session, ctx.asof.state))


def _state_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slugs = {plan.uid: plan.slug for plan in ctx.reader.plans()}
    for state in _states(ctx, params):
        yield (
            state.uid, state.slug, slugs.get(state.plan), *text_cells(state.title), *when_cells(state.session),
            *when_cells(state.period), *when_cells(state.closes), state.frozen_at, state.previous,
            state.note.value if state.note else None, source_uids(state.citations),
        )  # fmt: skip


def _replies(ctx: Context, params: Params) -> Iterator[tuple[State, str, Reply]]:
    for state in _states(ctx, params):
        for line in state.lines:
            yield from ((state, line.subject, reply) for reply in line.replies)


def _reply_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for state, subject, reply in _replies(ctx, params):
        yield (state.slug, subject, reply.body.name, reply.body.uid, reply.state.value, *when_cells(reply.returned),
               *when_cells(reply.validated), reply.validated_by)  # fmt: skip


def _declared_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for state, subject, reply in _replies(ctx, params):
        for item in reply.declared:
            yield (state.slug, subject, reply.body.name, item.key, *text_cells(item.text), *when_cells(item.when),
                   item.value, item.indicator)  # fmt: skip


_BODY = ("body", lazy("organisme qui déclare"))
_SUBJECT = ("subject", lazy("identifiant de la mesure, de la section ou du plan"))
_OF_STATE = ("state", lazy("adresse de l’état"))

FOLLOWED: dict[str, Table] = {
    "indicateurs": Table(lazy("Indicateurs"), columns(
        UID, ("slug", lazy("adresse")), PLAN, _SUBJECT, ("owner", lazy("organisme qui le propose")), ("code", lazy("code dans les formules")),
        *WORDS, ("definition", lazy("définition")), ("unit", lazy("unité")), ("kind", lazy("sorte (HCDH)")),
        ("level", lazy("niveau de résultat (IITA)")), ("value_kind", lazy("nature des valeurs")), ("direction", lazy("sens")),
        ("accumulation", lazy("cumul")), ("frequency", lazy("fréquence")), ("levels", lazy("niveaux, du plus bas au plus haut")),
        ("baseline_when", lazy("date de départ (EDTF)")), ("baseline_printed", lazy("date de départ, imprimée")),
        ("baseline", lazy("valeur de départ"), "number"), ("baseline_precision", lazy("précision du départ")),
        ("baseline_missing", lazy("raison de l’absence du départ")), ("interpolated", lazy("trajectoire droite"), "boolean"),
        ("formula", lazy("formule")), ("counts", lazy("sorte de réalisations comptées")), ("sums", lazy("quantité additionnée")),
        SURE, SOURCES), _indicator_rows, BY_PLAN),
    "attendus": Table(lazy("Valeurs attendues des indicateurs"), columns(
        ("indicator", lazy("identifiant de l’indicateur")), ("order", lazy("rang"), "integer"), ("slug", lazy("adresse de l’indicateur")),
        *WHEN, ("value", lazy("valeur attendue"), "number"), ("final", lazy("cible"), "boolean"), ("note", lazy("remarque")), SOURCES),
        _expected_rows, BY_PLAN),
    "reponses-aux-indicateurs": Table(lazy("Réponses à un indicateur"), columns(
        UID, ("indicator", lazy("identifiant de l’indicateur")), ("said_by", lazy("qui le dit")), ("answer", lazy("repris ou refusé")),
        ("said", lazy("dit le (EDTF)")), ("said_printed", lazy("dit le, imprimé")), *WORDS, SOURCES), _answer_rows),
    "realisations": Table(lazy("Réalisations"), columns(
        UID, ("type", lazy("sorte")), *WORDS, *WHEN, ("subjects", lazy("identifiants des mesures, sections, plans")),
        ("territory", lazy("code du territoire ; vide : non dit")), ("place", lazy("lieu, tel que dit")),
        ("carried_out_by", lazy("réalisée par")), ("counterparts", lazy("cocontractants")), ("beneficiaries", lazy("bénéficiaires")),
        ("professions", lazy("professions")), ("channels", lazy("canaux")), ("languages", lazy("langues")),
        ("property_type", lazy("type de bien")), ("money", lazy("montant, à n’additionner avec aucun autre"), "number"),
        ("currency", lazy("monnaie")), ("years", lazy("années du montant (EDTF)")), ("years_printed", lazy("années, imprimées")),
        ("said_by", lazy("qui le dit")), ("said", lazy("dit le (EDTF)")), ("said_printed", lazy("dit le, imprimé")),
        ("note", lazy("remarque")), SURE, SOURCES), _output_rows, BY_PLAN),
    "quantites": Table(lazy("Quantités dites des réalisations"), columns(
        ("output", lazy("identifiant de la réalisation")), ("quantity", lazy("quantité")), ("value", lazy("nombre"), "number"),
        ("precision", lazy("précision"))), _amount_rows, BY_PLAN),
    "etats": Table(lazy("États pour une séance"), columns(
        UID, ("slug", lazy("adresse")), PLAN, *WORDS, ("session", lazy("séance (EDTF)")), ("session_printed", lazy("séance, imprimée")),
        ("period", lazy("période (EDTF)")), ("period_printed", lazy("période, imprimée")), ("closes", lazy("réponses dues le (EDTF)")),
        ("closes_printed", lazy("réponses dues le, imprimé")), ("frozen_at", lazy("figé le (UTC)")),
        ("previous", lazy("identifiant de l’état précédent")), ("note", lazy("remarque")), SOURCES), _state_rows, {**BY_PLAN, **BY_STATE}),
    "reponses": Table(lazy("Réponses des organismes pour une séance, déclarées et non vérifiées"), columns(
        _OF_STATE, _SUBJECT, _BODY, ("body_uid", lazy("identifiant de l’organisme")), ("reply", lazy("état de la réponse")),
        ("returned", lazy("rendu le (EDTF)")), ("returned_printed", lazy("rendu le, imprimé")), ("validated", lazy("validé le (EDTF)")),
        ("validated_printed", lazy("validé le, imprimé")), ("validated_by", lazy("fonction de qui a validé"))),
        _reply_rows, {**BY_PLAN, **BY_STATE}),
    "declare": Table(lazy("Ce que les organismes ont déclaré, champ par champ, non vérifié"), columns(
        _OF_STATE, _SUBJECT, _BODY, ("key", lazy("champ")), *WORDS, *WHEN, ("value", lazy("valeur"), "number"),
        ("indicator", lazy("identifiant de l’indicateur"))), _declared_rows, {**BY_PLAN, **BY_STATE}),
}  # fmt: skip
