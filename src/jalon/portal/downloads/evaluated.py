"""Tables of evaluations: what each is, its assessments and their evidence, counts said of a whole, scales, crosswalks."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.evaluation import Assessment, Evaluation
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
from jalon.portal.downloads.tables import BY_PLAN, PLAN, SOURCES, SURE, UID, WORDS
from jalon.portal.errors import BadQuery
from jalon.portal.pages.judged import standing, standing_claims

EVALUATION = "evaluation"
BY_EVALUATION: dict[str, str | Promise] = {EVALUATION: lazy("adresse d’une évaluation")}


def _evaluations(ctx: Context, params: Params) -> tuple[Evaluation, ...]:
    """The evaluation that is asked for, those of a plan, or all, as known on the day asked for. Raises BadQuery."""
    slug, plan = params.get(EVALUATION, "").strip(), asked_plan(ctx, params)
    if slug:
        one = ctx.reader.evaluation(slug)
        if one is None:
            raise BadQuery(EVALUATION, _("Aucune évaluation ne porte l’adresse « %(read)s ».") % {"read": slug[:40]})
        return (one,)
    found = ctx.reader.evaluations_of_plan(plan.uid) if plan else ctx.reader.evaluations()
    return tuple(item for item in found if happened(item.said, ctx.asof.state))


def _slugs(ctx: Context) -> dict[str, str]:
    return {plan.uid: plan.slug for plan in ctx.reader.plans()}


def _evaluation_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slugs = _slugs(ctx)
    for item in _evaluations(ctx, params):
        adoption, reply = item.adoption, item.reply
        yield (
            item.uid, item.slug, slugs.get(item.plan), item.evaluator.name, item.evaluator.uid, *text_cells(item.title),
            item.state.value, item.kind.value if item.kind else None, item.kind_printed, item.scale, item.scale_printed,
            *when_cells(item.said), *when_cells(item.as_of), *when_cells(item.period),
            item.method.value if item.method else None,
            adoption.body if adoption else None, *when_cells(adoption.when if adoption else None),
            adoption.votes_for if adoption else None, adoption.votes_against if adoption else None,
            adoption.abstentions if adoption else None, adoption.printed if adoption else None,
            "; ".join(f"{one.body.name}: {one.state.value}" for one in item.signatures),
            *when_cells(reply.opened if reply else None), *when_cells(reply.closes if reply else None),
            len(reply.invited) if reply else None, len(reply.responses) if reply else None,
            " ".join(one.evaluation for one in item.rests_on if one.evaluation),
            "; ".join(one.words for one in item.rests_on if one.words), item.follows, item.corrects,
            item.note.value if item.note else None, item.confidence.value, source_uids(item.citations),
        )  # fmt: skip


def _assessments(ctx: Context, params: Params) -> Iterator[tuple[Evaluation, Assessment]]:
    found = {item.uid: item for item in _evaluations(ctx, params)}
    plan, slug = asked_plan(ctx, params), params.get(EVALUATION, "").strip()
    if slug:
        items = ctx.reader.assessments_in(next(iter(found)))
    else:
        items = ctx.reader.assessments_of_plan(plan.uid) if plan else ctx.reader.assessments_all()
    for item in standing(items, found.values(), ctx.asof.state):
        yield found[item.evaluation], item


def _assessment_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slugs = _slugs(ctx)
    for of, item in _assessments(ctx, params):
        yield (
            item.uid, of.slug, slugs.get(of.plan), item.object.value, " ".join(item.subjects), item.topic, item.level,
            item.no_verdict.value if item.no_verdict else None, item.no_agreement, *text_cells(item.text), item.paragraph,
            item.page, *when_cells(item.said or of.said), item.link.value, "; ".join(item.blind), len(item.dissents),
            len(item.evidence), item.without_evidence, item.evidence_known.value,
            "; ".join(f"{one.criterion.value}: {one.known.value}" for one in item.findings),
            item.superseded_by, item.note.value if item.note else None, item.confidence.value, item.recorded_at,
            source_uids(item.citations),
        )  # fmt: skip


def _evidence_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for _of, item in _assessments(ctx, params):
        for order, one in enumerate(item.evidence, start=1):
            asked = one.inquiry
            yield (
                item.uid, order, one.kind.value, one.url, *when_cells(one.seen), one.page,
                one.quote.value if one.quote else None, one.text.value if one.text else None, one.sha256, one.name,
                one.media_type, one.size, one.of, name_of(one.body), *when_cells(one.when), one.reference,
                *when_cells(asked.asked if asked else None), *when_cells(asked.answered if asked else None),
                *when_cells(asked.silent_until if asked else None),
            )  # fmt: skip


def _claim_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slugs, plan = _slugs(ctx), asked_plan(ctx, params)
    known = tuple(item for item in ctx.reader.evaluations() if happened(item.said, ctx.asof.state))
    names = {item.uid: item.slug for item in known}
    found = ctx.reader.claims_of_plan(plan.uid) if plan else ctx.reader.claims()
    for item in standing_claims(found, known, ctx.asof.state):
        yield (
            item.uid, slugs.get(item.plan or ""), item.said_by.name, item.said_by.uid, *when_cells(item.said),
            *text_cells(item.text), "; ".join(f"{one.label}: {one.value}" for one in item.counts), item.numerator, item.total,
            item.scale, item.scale_printed, item.definition.value if item.definition else None, item.definition_known.value,
            names.get(item.evaluation or ""), item.note.value if item.note else None, item.confidence.value,
            item.recorded_at, source_uids(item.citations),
        )  # fmt: skip


def _scale_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for scale in ctx.reader.scales():
        for rank, level in enumerate(scale.levels, start=1):
            yield (
                scale.uid, rank, scale.slug, scale.owner.name, scale.owner.uid, *text_cells(scale.title), level.code,
                level.fr, level.en, level.mark, level.definition.value if level.definition else None,
                level.definition_known.value, source_uids(level.citations),
            )  # fmt: skip


def _crosswalk_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for item in ctx.reader.crosswalks():
        if happened(item.when, ctx.asof.state):
            for order, pair in enumerate(item.pairs, start=1):
                yield (
                    item.uid, order, item.slug, item.from_scale, item.to_scale, item.author.name, *when_cells(item.when),
                    pair.of, pair.to, *text_cells(pair.reason), source_uids(item.citations),
                )  # fmt: skip


_SAID = (("said", lazy("dit le (EDTF)")), ("said_printed", lazy("dit le, imprimé")))
_ORDER = ("order", lazy("rang dans la liste, à partir de 1"), "integer")
_NOTE = ("note", lazy("remarque"))
_RECORDED = ("recorded_at", lazy("saisie le (UTC)"))

EVALUATED: dict[str, Table] = {
    "evaluations": Table(lazy("Évaluations"), columns(
        UID, ("slug", lazy("adresse")), PLAN, ("evaluator", lazy("évaluateur")), ("evaluator_uid", lazy("identifiant de l’évaluateur")),
        *WORDS, ("state", lazy("publiée, ou connue et non diffusée")), ("kind", lazy("sorte")), ("kind_printed", lazy("sorte, imprimée")),
        ("scale", lazy("identifiant de l’échelle")), ("scale_printed", lazy("échelle dont les niveaux ne sont pas lus")), *_SAID,
        ("as_of", lazy("regardé jusqu’au (EDTF)")), ("as_of_printed", lazy("regardé jusqu’au, imprimé")),
        ("period", lazy("période (EDTF)")), ("period_printed", lazy("période, imprimée")), ("method", lazy("méthode")),
        ("adopted_by", lazy("adoptée par")), ("adopted", lazy("adoptée le (EDTF)")), ("adopted_printed", lazy("adoptée le, imprimé")),
        ("votes_for", lazy("voix pour ; vide : non dit"), "integer"), ("votes_against", lazy("voix contre ; vide : non dit"), "integer"),
        ("abstentions", lazy("abstentions ; vide : non dit"), "integer"), ("vote_printed", lazy("vote, imprimé")),
        ("signatures", lazy("cosignatures")), ("reply_opened", lazy("droit de réponse ouvert le (EDTF)")),
        ("reply_opened_printed", lazy("droit de réponse ouvert le, imprimé")), ("reply_closes", lazy("droit de réponse clos le (EDTF)")),
        ("reply_closes_printed", lazy("droit de réponse clos le, imprimé")), ("invited", lazy("organismes invités à répondre"), "integer"),
        ("responses", lazy("réponses reçues"), "integer"), ("rests_on", lazy("identifiants des évaluations sur lesquelles elle repose")),
        ("rests_on_words", lazy("ce sur quoi elle repose, en mots")), ("follows", lazy("identifiant de celle à qui elle succède")),
        ("corrects", lazy("identifiant de celle qu’elle corrige")), _NOTE, SURE, SOURCES), _evaluation_rows, {**BY_PLAN, **BY_EVALUATION}),
    "appreciations": Table(lazy("Appréciations"), columns(
        UID, ("evaluation", lazy("adresse de l’évaluation")), PLAN, ("object", lazy("sorte d’objet")),
        ("subjects", lazy("identifiants des mesures, sections, plans")), ("topic", lazy("objet, dans les mots de l’évaluateur")),
        ("level", lazy("code du niveau, sur l’échelle de l’évaluation")), ("no_verdict", lazy("raison de l’absence de verdict")),
        ("no_agreement", lazy("pas d’accord entre évaluateurs"), "boolean"), *WORDS, ("paragraph", lazy("paragraphe")), ("page", lazy("page")),
        *_SAID, ("link", lazy("lien dit ou proposé")), ("blind", lazy("niveaux donnés en aveugle, du meilleur au moins bon")),
        ("dissents", lazy("nombre de dissidences"), "integer"), ("evidence", lazy("nombre de preuves"), "integer"),
        ("without_evidence", lazy("verdict sans preuve"), "boolean"), ("evidence_known", lazy("ce qu’on sait des preuves")),
        ("findings", lazy("constats par critère d’audit")), ("superseded_by", lazy("remplacée par")), _NOTE, SURE, _RECORDED, SOURCES),
        _assessment_rows, {**BY_PLAN, **BY_EVALUATION}),
    "preuves": Table(lazy("Preuves des appréciations"), columns(
        ("assessment", lazy("identifiant de l’appréciation")), _ORDER, ("kind", lazy("sorte")), ("url", lazy("adresse web")),
        ("seen", lazy("vue le (EDTF)")), ("seen_printed", lazy("vue le, imprimé")), ("page", lazy("page")), ("quote", lazy("mots lus")),
        ("text", lazy("texte")), ("sha256", lazy("empreinte SHA-256 du fichier")), ("name", lazy("nom du fichier")),
        ("media_type", lazy("type du fichier")), ("size", lazy("taille du fichier en octets"), "integer"),
        ("of", lazy("identifiant de l’indicateur, de la réalisation ou de la déclaration")), ("body", lazy("organisme")),
        ("when", lazy("date (EDTF)")), ("when_printed", lazy("date telle qu’imprimée")), ("reference", lazy("code d’un témoignage, sans donnée personnelle")),
        ("asked", lazy("question posée le (EDTF)")), ("asked_printed", lazy("question posée le, imprimé")),
        ("answered", lazy("réponse le (EDTF)")), ("answered_printed", lazy("réponse le, imprimé")),
        ("silent_until", lazy("sans réponse jusqu’au (EDTF)")), ("silent_until_printed", lazy("sans réponse jusqu’au, imprimé"))),
        _evidence_rows, {**BY_PLAN, **BY_EVALUATION}),
    "comptes-declares": Table(lazy("Comptes annoncés du plan entier"), columns(
        UID, PLAN, ("said_by", lazy("qui le dit")), ("said_by_uid", lazy("identifiant de qui le dit")), *_SAID, *WORDS,
        ("counts", lazy("décompte")), ("numerator", lazy("numérateur, quand un seul nombre est compté"), "integer"),
        ("total", lazy("dénominateur"), "integer"), ("scale", lazy("identifiant de l’échelle")),
        ("scale_printed", lazy("échelle dont les niveaux ne sont pas lus")), ("definition", lazy("définition de ce qui est compté")),
        ("definition_known", lazy("ce qu’on sait de la définition")), ("evaluation", lazy("adresse de l’évaluation")), _NOTE, SURE,
        _RECORDED, SOURCES), _claim_rows, BY_PLAN),
    "echelles": Table(lazy("Échelles, niveau par niveau"), columns(
        UID, _ORDER, ("slug", lazy("adresse")), ("owner", lazy("à qui est l’échelle")), ("owner_uid", lazy("identifiant de l’organisme")),
        *WORDS, ("code", lazy("code du niveau")), ("fr", lazy("niveau, en français")), ("en", lazy("niveau, en anglais")),
        ("mark", lazy("signe")), ("definition", lazy("définition")), ("definition_known", lazy("ce qu’on sait de la définition")), SOURCES),
        _scale_rows),
    "correspondances": Table(lazy("Correspondances entre échelles"), columns(
        UID, _ORDER, ("slug", lazy("adresse")), ("from_scale", lazy("échelle de départ")), ("to_scale", lazy("échelle d’arrivée")),
        ("author", lazy("auteur")), ("when", lazy("date (EDTF)")), ("when_printed", lazy("date telle qu’imprimée")),
        ("of", lazy("code du niveau")), ("to", lazy("code de l’équivalent ; vide : sans équivalent")), *WORDS, SOURCES), _crosswalk_rows),
}  # fmt: skip
