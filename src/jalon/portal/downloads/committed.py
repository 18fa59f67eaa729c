"""Tables of what is asked, promised and decided: recommendations and what answers them, promises with their dates and
views, committees, sessions and decisions, what answers of ministers say, lineage and overlaps."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import OrgRef, Text, When
from jalon.facts.recommendation import StatePosition
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
from jalon.portal.pages.overlaps import known


def _slugs(ctx: Context) -> dict[str, str]:
    return {plan.uid: plan.slug for plan in ctx.reader.plans()}


def _value(text: Text | None) -> str | None:
    return text.value if text else None


def _whens(whens: Iterable[When]) -> str:
    return "; ".join(when.edtf or when.printed or when.recurrence or "" for when in whens)


def _uid_of(ref: OrgRef | None) -> str | None:
    return ref.uid if ref else None


# --- recommendations -------------------------------------------------------------------------------------------------


def _recommendation_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slugs = _slugs(ctx)
    for one in ctx.reader.recommendations():
        if not happened(one.when, ctx.asof.state):
            continue
        others = "; ".join(f"{text.lang}: {text.value}" for text in one.texts[1:])
        positions = "; ".join(_position(position) for position in one.positions)
        yield (
            one.uid, one.kind.value, one.body.name, one.body.uid, *text_cells(one.texts[0] if one.texts else None), others,
            one.known.value, slugs.get(one.subject), one.subject, one.link.value, *when_cells(one.when),
            *when_cells(one.deadline), one.instrument, one.report, one.cycle, one.session, one.symbol, one.paragraph,
            one.reference, one.urgency, "; ".join(one.themes), "; ".join(one.affected), "; ".join(one.sdgs),
            "; ".join(one.states), positions, one.repeats, _value(one.note), one.confidence.value, one.recorded_at,
            source_uids(one.citations),
        )  # fmt: skip


def _position(said: StatePosition) -> str:
    """« supported 2015-06 »."""
    return f"{said.position.value} {_whens((said.said,))}" if said.said else said.position.value


def _answer_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for one in ctx.reader.recommendation_answers():
        if happened(one.said, ctx.asof.state):
            yield (
                one.uid, one.recommendation, one.measure, one.relation.value if one.relation else None, one.link.value,
                name_of(one.said_by), *when_cells(one.said), *text_cells(one.text), one.confidence.value, one.recorded_at,
                source_uids(one.citations),
            )  # fmt: skip


def _review_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slugs = _slugs(ctx)
    for one in ctx.reader.recommendation_reviews():
        if happened(one.said, ctx.asof.state):
            looked = " ".join(slugs.get(uid, uid) for uid in one.plans)
            yield (one.uid, one.recommendation, looked, name_of(one.said_by), *when_cells(one.said),
                   *text_cells(one.text), one.recorded_at, source_uids(one.citations))  # fmt: skip


# --- promises --------------------------------------------------------------------------------------------------------


def _promise_rows(ctx: Context, params: Params) -> Iterator[Record]:
    places, slugs = _promised_of(ctx), _slugs(ctx)
    for one in ctx.reader.promises():
        if happened(one.made, ctx.asof.state):
            yield (
                one.uid, one.subject, slugs.get(places.get(one.subject, "")), one.link.value, name_of(one.said_by),
                "; ".join(body.name for body in one.to), *text_cells(one.text), *when_cells(one.made), one.known_until,
                _value(one.note), one.confidence.value, one.recorded_at, source_uids(one.citations),
            )  # fmt: skip


def _promised_of(ctx: Context) -> dict[str, str]:
    return ctx.reader.plans_of(one.subject for one in ctx.reader.promises())


def _due_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for one in ctx.reader.promises():
        for order, due in enumerate(one.dues, start=1):
            if happened(one.made, ctx.asof.state) and happened(due.said, ctx.asof.state):
                yield (due.uid, one.uid, order, *when_cells(due.due), name_of(due.said_by), *when_cells(due.said),
                       *text_cells(due.text), due.recorded_at, source_uids(due.citations))  # fmt: skip


def _view_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for one in ctx.reader.promise_views():
        if happened(one.seen or one.done, ctx.asof.state):
            yield (
                one.uid, one.promise, one.verdict.value, one.outcome, one.known.value, name_of(one.said_by),
                *when_cells(one.done), *when_cells(one.seen), *text_cells(one.text), one.link.value, _value(one.note),
                one.confidence.value, one.recorded_at, source_uids(one.citations),
            )  # fmt: skip


# --- committees ------------------------------------------------------------------------------------------------------


def _committee_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slugs = _slugs(ctx)
    for one in ctx.reader.committees():
        yield (one.uid, one.slug, slugs.get(one.plan or ""), *text_cells(one.title), len(one.members), one.known_until,
               _value(one.note), source_uids(one.citations))  # fmt: skip


def _member_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for one in ctx.reader.committees():
        for order, member in enumerate(one.members, start=1):
            yield (one.uid, order, member.body.name, member.body.uid, member.group.value if member.group else None,
                   member.role, *when_cells(member.since), *when_cells(member.until), source_uids(member.citations))  # fmt: skip


def _session_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for one in ctx.reader.sessions():
        if happened(one.when, ctx.asof.state):
            about = dict.fromkeys(uid for point in one.agenda for uid in point.measures)
            yield (
                one.uid, one.committee, one.state.value, *text_cells(one.title), *when_cells(one.when), _whens(one.before),
                one.place, one.attended, "; ".join(point.title.value for point in one.agenda), " ".join(about),
                _value(one.minutes), _value(one.note), one.confidence.value, source_uids(one.citations),
            )  # fmt: skip


def _attendance_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for one in ctx.reader.sessions():
        if happened(one.when, ctx.asof.state):
            for order, line in enumerate(one.attendance, start=1):
                yield (one.uid, order, line.body.name, line.body.uid, line.presence.value,
                       line.group.value if line.group else None, line.persons)  # fmt: skip


def _decision_rows(ctx: Context, params: Params) -> Iterator[Record]:
    held = {one.uid for one in ctx.reader.sessions() if happened(one.when, ctx.asof.state)}
    for one in ctx.reader.decisions():
        if one.session in held:
            yield (one.uid, one.session, *text_cells(one.text), name_of(one.owner), _uid_of(one.owner),
                   *when_cells(one.due), " ".join(one.measures), _value(one.note), source_uids(one.citations))  # fmt: skip


def _follow_up_rows(ctx: Context, params: Params) -> Iterator[Record]:
    held = {one.uid for one in ctx.reader.sessions() if happened(one.when, ctx.asof.state)}
    for one in ctx.reader.decisions():
        for order, said in enumerate(one.follow_ups, start=1):
            if one.session in held and said.session in held:
                yield (one.uid, order, said.session, said.state.value, *text_cells(said.text), name_of(said.said_by),
                       *when_cells(said.said), source_uids(said.citations))  # fmt: skip


# --- acts, lineage, overlaps -----------------------------------------------------------------------------------------


def _said_rows(ctx: Context, params: Params) -> Iterator[Record]:
    plan = asked_plan(ctx, params)
    for act in ctx.reader.acts():
        if happened(act.when, ctx.asof.state) and (plan is None or act.plan == plan.uid):
            for order, one in enumerate(act.statements, start=1):
                yield (one.uid, act.uid, order, *text_cells(one.text), " ".join(one.measures), source_uids(one.citations))  # fmt: skip


def _lineage_rows(ctx: Context, params: Params) -> Iterator[Record]:
    plan, slugs = asked_plan(ctx, params), _slugs(ctx)
    for one in ctx.reader.lineages():
        named = plan is None or plan.uid in (one.earlier_plan, one.later_plan)
        if named and happened(one.said, ctx.asof.state):
            yield (
                one.uid, one.kind.value, slugs.get(one.earlier_plan), slugs.get(one.later_plan), " ".join(one.earlier),
                " ".join(one.later), one.link.value, name_of(one.said_by), *when_cells(one.said), *text_cells(one.text),
                one.confidence.value, one.recorded_at, source_uids(one.citations),
            )  # fmt: skip


def _overlap_rows(ctx: Context, params: Params) -> Iterator[Record]:
    plan, slugs = asked_plan(ctx, params), _slugs(ctx)
    for one in known(ctx):
        if plan is None or plan.uid in (one.plan, one.other.plan):
            yield (
                one.uid, slugs.get(one.plan), one.measure, *text_cells(one.other.title), slugs.get(one.other.plan or ""),
                one.other.measure, one.other.reference, "; ".join(nature.value for nature in one.natures),
                _value(one.item), _value(one.text), name_of(one.said_by), *when_cells(one.said), one.confidence.value,
                one.recorded_at, source_uids(one.citations),
            )  # fmt: skip


_ORDER = ("order", lazy("rang, à partir de 1"), "integer")
_SAID_BY = ("said_by", lazy("qui le dit ; vide : la rédaction du registre"))
_SAID = (("said", lazy("dit le (EDTF)")), ("said_printed", lazy("dit le, imprimé")))
_LINK = ("link", lazy("lien dit (stated) ou proposé (proposed)"))
_NOTE = ("note", lazy("remarque"))
_RECORDED = ("recorded_at", lazy("saisie le (UTC)"))
_RECOMMENDATION = ("recommendation", lazy("identifiant de la recommandation"))
_PROMISE = ("promise", lazy("identifiant de l’engagement"))
_SESSION = ("session", lazy("identifiant de la séance"))
_BODY = (("body", lazy("organisme")), ("body_uid", lazy("identifiant de l’organisme")))
_GROUP = ("group", lazy("groupe : administration, association, union (syndicat), company (entreprise), other"))
_MEASURES = ("measures", lazy("identifiants des mesures"))

COMMITTED: dict[str, Table] = {
    "recommandations": Table(lazy("Recommandations et obligations"), columns(
        UID, ("kind", lazy("sorte : recommendation, obligation (de droit)")), *_BODY, *WORDS,
        ("other_texts", lazy("le même texte dans d’autres langues")), ("known", lazy("donné, absent, cherché ou non lu")), PLAN,
        ("subject", lazy("identifiant de ce dont elle parle : plan, section, mesure ou pays")), _LINK, *WHEN, ("deadline", lazy("échéance (EDTF)")),
        ("deadline_printed", lazy("échéance, imprimée")), ("instrument", lazy("instrument")), ("report", lazy("rapport")),
        ("cycle", lazy("cycle")), ("session", lazy("session")), ("symbol", lazy("cote du document")), ("paragraph", lazy("paragraphe")),
        ("reference", lazy("référence d’origine")), ("urgency", lazy("degré d’urgence, dans les mots de l’organisme")),
        ("themes", lazy("thèmes")), ("affected", lazy("personnes concernées")), ("sdgs", lazy("objectifs de développement durable")),
        ("states", lazy("États qui la font")), ("positions", lazy("positions de l’État, datées")),
        ("repeats", lazy("identifiant de celle dont elle reprend le texte")), _NOTE, SURE, _RECORDED, SOURCES), _recommendation_rows),
    "reponses-aux-recommandations": Table(lazy("Mesures dites répondre à une recommandation"), columns(
        UID, _RECOMMENDATION, ("measure", lazy("identifiant de la mesure")),
        ("relation", lazy("answers (répond), in_part (en partie), works_against (va contre), unrelated (sans rapport) ; vide : non dit")),
        _LINK, _SAID_BY, *_SAID, *WORDS, SURE, _RECORDED, SOURCES), _answer_rows),
    "recommandations-examinees": Table(lazy("Recommandations examinées, pour lesquelles aucune mesure n’a été trouvée"), columns(
        UID, _RECOMMENDATION, ("plans", lazy("adresses des plans regardés ; vide : tous")), _SAID_BY, *_SAID, *WORDS, _RECORDED, SOURCES),
        _review_rows),
    "engagements": Table(lazy("Engagements"), columns(
        UID, ("subject", lazy("identifiant de ce dont il parle : mesure, section, plan ou pays")), PLAN, _LINK, _SAID_BY,
        ("to", lazy("destinataires")), *WORDS, ("made", lazy("pris le (EDTF)")), ("made_printed", lazy("pris le, imprimé")),
        ("known_until", lazy("dernier regard (EDTF)")), _NOTE, SURE, _RECORDED, SOURCES), _promise_rows),
    "echeances-des-engagements": Table(lazy("Dates successives des engagements : une nouvelle n’efface pas l’ancienne"), columns(
        UID, _PROMISE, _ORDER, ("due", lazy("échéance (EDTF) ; vide : reportée sans nouvelle date")), ("due_printed", lazy("échéance, imprimée")),
        _SAID_BY, *_SAID, *WORDS, _RECORDED, SOURCES), _due_rows),
    "constats-sur-les-engagements": Table(lazy("Constats sur les engagements, chacun selon son auteur"), columns(
        UID, _PROMISE, ("verdict", lazy("kept (tenu), in_part (en partie), not_kept (non tenu), dropped (abandonné), unknown (ne peut être dit)")),
        ("outcome", lazy("mot de la source")), ("known", lazy("donné, absent, cherché ou non lu")), _SAID_BY,
        ("done", lazy("tenu le (EDTF)")), ("done_printed", lazy("tenu le, imprimé")), ("seen", lazy("constaté le (EDTF)")),
        ("seen_printed", lazy("constaté le, imprimé")), *WORDS, _LINK, _NOTE, SURE, _RECORDED, SOURCES), _view_rows),
    "comites": Table(lazy("Comités de suivi"), columns(
        UID, ("slug", lazy("adresse")), PLAN, *WORDS, ("members", lazy("nombre de membres lus"), "integer"),
        ("known_until", lazy("dernier regard (EDTF)")), _NOTE, SOURCES), _committee_rows),
    "membres-des-comites": Table(lazy("Membres des comités de suivi"), columns(
        ("committee", lazy("identifiant du comité")), _ORDER, *_BODY, _GROUP, ("role", lazy("rôle, dans les mots de la source")),
        ("since", lazy("depuis (EDTF)")), ("since_printed", lazy("depuis, imprimé")), ("until", lazy("jusqu’à (EDTF)")),
        ("until_printed", lazy("jusqu’à, imprimé")), SOURCES), _member_rows),
    "seances": Table(lazy("Séances publiques des comités de suivi"), columns(
        UID, ("committee", lazy("identifiant du comité")), ("state", lazy("planned (prévue), held (tenue), postponed (reportée sans nouvelle date)")),
        *WORDS, *WHEN, ("before", lazy("dates annoncées avant (EDTF)")), ("place", lazy("lieu")),
        ("attended", lazy("personnes présentes ; vide : non dit"), "integer"), ("agenda", lazy("ordre du jour")), _MEASURES,
        ("minutes", lazy("compte rendu adopté et public")), _NOTE, SURE, SOURCES), _session_rows),
    "presences": Table(lazy("Présences aux séances ; un organisme absent de la liste : non dit"), columns(
        _SESSION, _ORDER, *_BODY, ("presence", lazy("present, excused (excusé), absent")), _GROUP,
        ("persons", lazy("nombre de personnes ; vide : non dit"), "integer")), _attendance_rows),
    "decisions": Table(lazy("Décisions publiques des séances"), columns(
        UID, _SESSION, *WORDS, ("owner", lazy("qui doit la faire")), ("owner_uid", lazy("identifiant de qui doit la faire")),
        ("due", lazy("échéance (EDTF)")), ("due_printed", lazy("échéance, imprimée")), _MEASURES, _NOTE, SOURCES), _decision_rows),
    "suites-des-decisions": Table(lazy("Ce qui a été dit des décisions à une séance suivante"), columns(
        ("decision", lazy("identifiant de la décision")), _ORDER, _SESSION,
        ("state", lazy("done (faite), under_way (en cours), not_done (non faite), dropped (abandonnée), unknown (ne peut être dit)")), *WORDS,
        _SAID_BY, *_SAID, SOURCES), _follow_up_rows),
    "affirmations": Table(lazy("Ce que les réponses au Parlement affirment et qui peut être vérifié"), columns(
        UID, ("act", lazy("identifiant de l’acte")), _ORDER, *WORDS, _MEASURES, SOURCES), _said_rows, BY_PLAN),
    "filiations": Table(lazy("Filiations : ce que les mesures d’un plan deviennent dans un autre"), columns(
        UID, ("kind", lazy("identical (à l’identique), reworded (autres mots), split (scindée), merged (fusionnée), dropped (abandonnée), new (nouvelle)")),
        ("earlier_plan", lazy("adresse du plan d’avant")), ("later_plan", lazy("adresse du plan d’après")),
        ("earlier", lazy("identifiants des mesures d’avant")), ("later", lazy("identifiants des mesures d’après")), _LINK, _SAID_BY, *_SAID,
        *WORDS, SURE, _RECORDED, SOURCES), _lineage_rows, BY_PLAN),
    "recoupements-entre-plans": Table(lazy("Recoupements entre plans, dits ou confirmés"), columns(
        UID, PLAN, ("measure", lazy("identifiant de la mesure ; vide : le plan entier")), *WORDS,
        ("other_plan", lazy("adresse de l’autre plan, s’il est ici")), ("other_measure", lazy("identifiant de l’autre mesure, si elle est ici")),
        ("reference", lazy("son numéro dans l’autre plan")),
        ("natures", lazy("same_action (même action), same_money (même argent), same_body (même organisme) ; vide : non dit")),
        ("item", lazy("objet commun")), ("reason", lazy("raison")), _SAID_BY, *_SAID, SURE, _RECORDED, SOURCES), _overlap_rows, BY_PLAN),
}  # fmt: skip
