"""The tables that can be taken away. Column names never change meaning; new ones are added at the end."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.common import COUNTRY_SUBJECT, Citation, OrgRef, Statement, Text, When
from jalon.facts.plan import Measure, Plan
from jalon.facts.series import Series
from jalon.portal.asof import happened, held
from jalon.portal.context import Context
from jalon.portal.errors import BadQuery

Value = str | int | bool | None
Record = tuple[Value, ...]
Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `type` is one of Table Schema's: string, integer, number, boolean. Numbers travel as decimal strings."""

    name: str
    title: str | Promise
    type: str = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, the filters that its address takes, and how its rows are read."""

    title: str | Promise
    fields: tuple[Field, ...]
    rows: Callable[[Context, Params], Iterable[Record]]
    filters: dict[str, str | Promise] = field(default_factory=dict)


def _fields(*named: tuple[str, str | Promise] | tuple[str, str | Promise, str]) -> tuple[Field, ...]:
    return tuple(Field(*one) for one in named)


# --- small things ----------------------------------------------------------------------------------------------------


def _text(text: Text | None) -> tuple[Value, Value, Value]:
    """(value, language, wording): a summary is never to be quoted."""
    return (text.value, text.lang, text.wording.value) if text else (None, None, None)


def _when(when: When | None) -> tuple[Value, Value]:
    """(EDTF, words as printed)."""
    return (when.edtf, when.printed or when.recurrence) if when else (None, None)


def _name(ref: OrgRef | None) -> str | None:
    return ref.name if ref else None


def _sources(citations: Iterable[Citation]) -> str:
    return " ".join(dict.fromkeys(c.source for c in citations))


def _plan(ctx: Context, params: Params) -> Plan | None:
    """The plan that `?plan=` names. Raises BadQuery."""
    slug = params.get("plan", "").strip()
    plan = ctx.reader.plan(slug) if slug else None
    if slug and plan is None:
        raise BadQuery("plan", _("Aucun plan ne porte l’adresse « %(read)s ».") % {"read": slug[:40]})
    return plan


def _plans(ctx: Context, params: Params) -> tuple[Plan, ...]:
    plan = _plan(ctx, params)
    return (plan,) if plan else ctx.reader.plans()


# --- rows ------------------------------------------------------------------------------------------------------------


def _plan_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for p in ctx.reader.plans():
        title = p.titles[0].text
        stated = "; ".join(f"{s.value} ({', '.join(o.name for o in s.said_by)})" for s in p.stated_numbers)
        first = p.stated_numbers[0].value if p.stated_numbers else None
        yield (
            p.uid,
            p.slug,
            p.rank,
            p.country,
            *_text(title),
            *_when(p.period),
            first,
            stated,
            p.text_read,
            p.known_until,
            _sources(p.citations),
        )


def _section_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in _plans(ctx, params):
        for s in ctx.reader.sections(plan.uid):
            yield (
                s.uid,
                plan.slug,
                s.order,
                s.label,
                s.parent,
                *_text(s.title),
                s.confidence.value,
                _sources(s.citations),
            )


def _measure_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in _plans(ctx, params):
        for m in ctx.reader.measures(plan.uid):
            title = m.titles[0].text
            yield (
                m.uid,
                plan.slug,
                m.number,
                m.kind.value,
                m.section,
                *_text(title),
                m.planned.value if m.planned else None,
                "; ".join(m.keywords),
                m.note.value if m.note else None,
                m.confidence.value,
                _sources((*m.citations, *(c for t in m.titles for c in t.citations))),
            )


def _statement_rows(ctx: Context, params: Params) -> Iterator[Record]:
    found = _statements(ctx, params)
    plans = {p.uid: p for p in ctx.reader.plans()}
    measures = ctx.reader.measures_by_uid({s.subject for s in found} - plans.keys())
    for s in held(found, ctx.asof.state):
        yield (
            s.uid,
            s.subject,
            *_place(s, plans, measures),
            s.kind.value,
            s.known.value,
            _name(s.said_by),
            _name(s.organisation),
            s.basis.value if s.basis else None,
            *_text(s.text),
            *_when(s.said),
            *_when(s.valid_until),
            *_when(s.due),
            s.outcome,
            s.scale,
            "; ".join(f"{c.label}: {c.value}" for c in s.counts),
            s.total,
            s.topic,
            s.link.value,
            s.confidence.value,
            s.note.value if s.note else None,
            s.superseded_by,
            s.recorded_at,
            _sources(s.citations),
        )


def _statements(ctx: Context, params: Params) -> tuple[Statement, ...]:
    subject, plan = params.get("objet", "").strip(), _plan(ctx, params)
    if subject:
        if subject != COUNTRY_SUBJECT and ctx.reader.owner_of(subject) is None:
            message = _("Aucun plan ni aucune mesure ne porte l’identifiant « %(read)s ».")
            raise BadQuery("objet", message % {"read": subject[:40]})
        return ctx.reader.statements([subject]).get(subject, ())
    if plan:
        return tuple(s for group in ctx.reader.statements_of_plan(plan.uid).values() for s in group)
    return ctx.reader.statements_all()


def _place(s: Statement, plans: Mapping[str, Plan], measures: Mapping[str, Measure]) -> tuple[Value, Value]:
    """(plan, measure number) of a statement; both empty for the country."""
    if s.subject == COUNTRY_SUBJECT:
        return None, None
    measure = measures.get(s.subject)
    plan = plans.get(measure.plan if measure else s.subject)
    return (plan.slug if plan else None), (measure.number if measure else None)


def _means_rows(ctx: Context, params: Params) -> Iterator[Record]:
    plan = _plan(ctx, params)
    slugs = {p.uid: p.slug for p in ctx.reader.plans()}
    for m in ctx.reader.means(plan.uid) if plan else ctx.reader.means_all():
        if happened(m.when, ctx.asof.state):
            yield (
                m.uid,
                slugs.get(m.plan or ""),
                m.measure,
                *_text(m.item),
                m.kind.value,
                *_when(m.when),
                m.amount,
                m.currency,
                m.programme,
                m.change,
                m.posts,
                m.fate.value if m.fate else None,
                m.note.value if m.note else None,
                m.confidence.value,
                _sources(m.citations),
            )


def _act_rows(ctx: Context, params: Params) -> Iterator[Record]:
    plan = _plan(ctx, params)
    slugs = {p.uid: p.slug for p in ctx.reader.plans()}
    for a in ctx.reader.acts():
        if happened(a.when, ctx.asof.state) and (plan is None or a.plan == plan.uid):
            yield (
                a.uid,
                a.kind,
                a.kind_printed,
                a.chamber,
                a.number,
                a.author,
                *_when(a.when),
                *_when(a.answered),
                *_text(a.topic),
                "; ".join(t.value for t in a.asked),
                "; ".join(t.value for t in a.answers),
                a.fate.value if a.fate else None,
                slugs.get(a.plan or ""),
                " ".join(a.measures),
                a.confidence.value,
                _sources(a.citations),
            )


def _event_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for plan in _plans(ctx, params):
        for e in plan.events:
            if happened(e.when, ctx.asof.state):
                yield (e.uid, plan.slug, *_when(e.when), *_text(e.text), e.confidence.value, _sources(e.citations))


def _series_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for s in ctx.reader.series():
        yield (
            s.uid,
            s.slug,
            *_text(s.title),
            s.producer.name,
            s.indicator,
            s.unit,
            s.family.value,
            s.vintage,
            s.multiple,
            s.do_not_add,
            s.count,
            s.first,
            s.last,
            s.note.value if s.note else None,
        )


def _observation_rows(ctx: Context, params: Params) -> Iterator[Record]:
    slug = params.get("serie", "").strip()
    if slug and ctx.reader.series_by_slug(slug) is None:
        raise BadQuery("serie", _("Aucune série ne porte l’adresse « %(read)s ».") % {"read": slug[:40]})
    for one in [slug] if slug else [head.slug for head in ctx.reader.series()]:
        for series in ctx.reader.series_by_slugs([one]):
            yield from _observations(series, ctx)


def _observations(series: Series, ctx: Context) -> Iterator[Record]:
    for o in series.observations:
        if happened(o.when, ctx.asof.state):
            dimensions = "; ".join(f"{d.name}={d.value}" for d in o.dimensions)
            yield (
                series.slug,
                series.indicator,
                series.unit,
                series.vintage,
                *_when(o.when),
                o.value,
                o.precision.value,
                o.missing,
                dimensions,
                o.note,
                _sources(o.citations),
            )


def _organisation_rows(ctx: Context, params: Params) -> Iterator[Record]:
    for o in ctx.reader.organisations():
        name = next((n for n in reversed(o.names) if n.until is None), o.names[-1] if o.names else None)
        yield (
            o.uid,
            o.slug,
            o.kind.value,
            name.value if name else None,
            name.acronym if name else None,
            name.lang if name else None,
            "; ".join(n.value for n in o.names),
            o.parent,
            " ".join(o.predecessors),
            o.fictional,
            _sources(o.citations),
        )


def _source_rows(ctx: Context, params: Params) -> Iterator[Record]:
    counts = ctx.reader.citation_counts()
    for s in ctx.reader.all_sources():
        yield (s.uid, s.key, s.address, s.url, s.title, s.note, counts.get(s.uid, 0))


# --- the tables ------------------------------------------------------------------------------------------------------

_UID = ("uid", lazy("identifiant permanent"))
_SOURCES = ("sources", lazy("identifiants des sources"))
_WORDS = (
    ("text", lazy("texte")),
    ("lang", lazy("langue du texte")),
    ("wording", lazy("texte lu, résumé ou traduction")),
)
_WHEN = (("when", lazy("date (EDTF)")), ("when_printed", lazy("date telle qu’imprimée")))
_SURE = ("confidence", lazy("dit par la source ou déduit"))
_PLAN = ("plan", lazy("adresse du plan"))
_BY_PLAN: dict[str, str | Promise] = {"plan": lazy("adresse d’un plan")}

TABLES: dict[str, Table] = {
    "plans": Table(
        lazy("Plans"),
        _fields(
            _UID,
            ("slug", lazy("adresse")),
            ("rank", lazy("rang"), "integer"),
            ("country", lazy("pays")),
            *_WORDS,
            *_WHEN,
            ("stated_measures", lazy("mesures annoncées, premier nombre"), "integer"),
            ("stated_numbers", lazy("tous les nombres annoncés")),
            ("text_read", lazy("texte lu"), "boolean"),
            ("known_until", lazy("dernier regard (EDTF)")),
            _SOURCES,
        ),
        _plan_rows,
    ),
    "sections": Table(
        lazy("Sections des plans"),
        _fields(
            _UID,
            _PLAN,
            ("order", lazy("ordre"), "integer"),
            ("label", lazy("numéro")),
            ("parent", lazy("section au-dessus")),
            *_WORDS,
            _SURE,
            _SOURCES,
        ),
        _section_rows,
        _BY_PLAN,
    ),
    "mesures": Table(
        lazy("Mesures et éléments attestés"),
        _fields(
            _UID,
            _PLAN,
            ("number", lazy("numéro")),
            ("kind", lazy("genre")),
            ("section", lazy("section")),
            *_WORDS,
            ("planned", lazy("ce qui est prévu")),
            ("keywords", lazy("mots-clés")),
            ("note", lazy("remarque")),
            _SURE,
            _SOURCES,
        ),
        _measure_rows,
        _BY_PLAN,
    ),
    "declarations": Table(
        lazy("Déclarations datées"),
        _fields(
            _UID,
            ("subject", lazy("objet")),
            _PLAN,
            ("measure_number", lazy("numéro de mesure")),
            ("kind", lazy("genre")),
            ("known", lazy("donné, absent, cherché ou non lu")),
            ("said_by", lazy("qui le dit")),
            ("organisation", lazy("organisme nommé")),
            ("basis", lazy("comment on le sait")),
            *_WORDS,
            ("said", lazy("dit le (EDTF)")),
            ("said_printed", lazy("dit le, imprimé")),
            ("valid_until", lazy("vrai jusqu’au (EDTF)")),
            ("valid_until_printed", lazy("vrai jusqu’au, imprimé")),
            ("due", lazy("échéance (EDTF)")),
            ("due_printed", lazy("échéance, imprimée")),
            ("outcome", lazy("issue ou niveau")),
            ("scale", lazy("échelle")),
            ("counts", lazy("décompte")),
            ("total", lazy("total du décompte"), "integer"),
            ("topic", lazy("sujet")),
            ("link", lazy("lien dit ou proposé")),
            _SURE,
            ("note", lazy("remarque")),
            ("superseded_by", lazy("remplacée par")),
            ("recorded_at", lazy("saisie le (UTC)")),
            _SOURCES,
        ),
        _statement_rows,
        {**_BY_PLAN, "objet": lazy("identifiant d’un plan ou d’une mesure")},
    ),
    "moyens": Table(
        lazy("Moyens"),
        _fields(
            _UID,
            _PLAN,
            ("measure", lazy("mesure")),
            *_WORDS,
            ("kind", lazy("stade budgétaire")),
            *_WHEN,
            ("amount", lazy("montant"), "number"),
            ("currency", lazy("monnaie")),
            ("programme", lazy("programme")),
            ("change", lazy("évolution")),
            ("posts", lazy("postes")),
            ("fate", lazy("sort")),
            ("note", lazy("remarque")),
            _SURE,
            _SOURCES,
        ),
        _means_rows,
        _BY_PLAN,
    ),
    "actes": Table(
        lazy("Actes du Parlement"),
        _fields(
            _UID,
            ("kind", lazy("genre")),
            ("kind_printed", lazy("genre tel qu’imprimé")),
            ("chamber", lazy("chambre")),
            ("number", lazy("numéro")),
            ("author", lazy("auteur")),
            *_WHEN,
            ("answered", lazy("réponse le (EDTF)")),
            ("answered_printed", lazy("réponse le, imprimé")),
            *_WORDS,
            ("asked", lazy("ce qui est demandé")),
            ("answers", lazy("réponses")),
            ("fate", lazy("sort")),
            _PLAN,
            ("measures", lazy("identifiants des mesures")),
            _SURE,
            _SOURCES,
        ),
        _act_rows,
        _BY_PLAN,
    ),
    "evenements": Table(
        lazy("Événements des plans"), _fields(_UID, _PLAN, *_WHEN, *_WORDS, _SURE, _SOURCES), _event_rows, _BY_PLAN
    ),
    "series": Table(
        lazy("Séries statistiques"),
        _fields(
            _UID,
            ("slug", lazy("adresse")),
            *_WORDS,
            ("producer", lazy("producteur")),
            ("indicator", lazy("indicateur")),
            ("unit", lazy("unité")),
            ("family", lazy("famille")),
            ("vintage", lazy("édition")),
            ("multiple", lazy("plusieurs réponses"), "boolean"),
            ("do_not_add", lazy("à ne pas additionner"), "boolean"),
            ("count", lazy("nombre de valeurs"), "integer"),
            ("first", lazy("première date")),
            ("last", lazy("dernière date")),
            ("note", lazy("remarque")),
        ),
        _series_rows,
    ),
    "observations": Table(
        lazy("Valeurs des séries"),
        _fields(
            ("series", lazy("adresse de la série")),
            ("indicator", lazy("indicateur")),
            ("unit", lazy("unité")),
            ("vintage", lazy("édition")),
            *_WHEN,
            ("value", lazy("valeur"), "number"),
            ("precision", lazy("précision")),
            ("missing", lazy("raison de l’absence")),
            ("dimensions", lazy("ventilation")),
            ("note", lazy("remarque")),
            _SOURCES,
        ),
        _observation_rows,
        {"serie": lazy("adresse d’une série")},
    ),
    "organismes": Table(
        lazy("Organismes"),
        _fields(
            _UID,
            ("slug", lazy("adresse")),
            ("kind", lazy("genre")),
            ("name", lazy("nom")),
            ("acronym", lazy("sigle")),
            ("lang", lazy("langue du nom")),
            ("all_names", lazy("tous les noms")),
            ("parent", lazy("organisme au-dessus")),
            ("predecessors", lazy("prédécesseurs")),
            ("fictional", lazy("fictif"), "boolean"),
            _SOURCES,
        ),
        _organisation_rows,
    ),
    "sources": Table(
        lazy("Sources"),
        _fields(
            _UID,
            ("key", lazy("clé")),
            ("address", lazy("adresse relevée")),
            ("url", lazy("adresse web")),
            ("title", lazy("titre")),
            ("note", lazy("remarque")),
            ("citations", lazy("nombre de faits qui la citent"), "integer"),
        ),
        _source_rows,
    ),
}
