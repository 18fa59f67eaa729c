"""What forms choose from: bodies, sources, vocabularies, sections, subjects. What other teams draft is not in it."""

import uuid
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from jalon.core.models import Organisation, Part, Source, Term, User
from jalon.evaluation.selectors import evaluations_of, scales_for
from jalon.facts.common import COUNTRY_SUBJECT
from jalon.facts.directory import Organisation as OrganisationFact
from jalon.facts.plan import Measure as MeasureFact
from jalon.office.forms.base import Around, Choices, Grouped
from jalon.office.frame import name_of
from jalon.plans.models import Indicator, Measure, MeasureTitle, Plan, PlanTitle, Section
from jalon.publication.errors import NoRelease
from jalon.publication.reader import Reader, open_reader
from jalon.publication.words import value_words

Asks = frozenset[str]
"""What a form chooses from besides bodies, sources and terms: subjects, bodies, indicators, territories, scales,
evaluations."""

VOCABULARIES = {"forms": "forms_of_exploitation", "target_groups": "target_groups"}
SHOWN = 110


def around(part: Part, user: User, *, plan: Plan | None = None, asks: Asks = frozenset()) -> Around:
    """What surrounds a form of this part; `plan` for its sections, `asks` for what else the form chooses from."""
    reader = published()
    names = _names(part, user, reader)
    own, others = indicator_choices(part, user, reader) if "indicators" in asks else ((), ())
    return Around(
        part=part,
        names=tuple(sorted(names)),
        directory={name.casefold(): uid for name, uid in names.items() if uid},
        sources=sources(part),
        vocabularies=vocabularies(part, reader),
        sections=sections(plan) if plan else (),
        subjects=_subjects(part, reader) if "subjects" in asks else (),
        organisations=_organisations(user) if "bodies" in asks else (),
        indicators=(*own, *others),
        others_indicators=others,
        territories=territory_choices(reader) if "territories" in asks else (),
        owner=name_of(part.owner),
        scales=scale_choices(user) if "scales" in asks else (),
        evaluations=evaluation_choices(user, reader) if "evaluations" in asks else (),
    )


def published() -> Reader | None:
    """The current Release, if there is one."""
    try:
        return open_reader()
    except NoRelease:
        return None


def sources(part: Part) -> Choices:
    """The part's sources by title or address."""
    rows = Source.objects.filter(part=part).values_list("uid", "key", "title", "address")
    found = ((str(uid), cut(" ".join(filter(None, [key, title or address])))) for uid, key, title, address in rows)
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


def _names(part: Part, user: User, reader: Reader | None) -> dict[str, str]:
    """Names of bodies with their uids: published ones, those of the part, and without uid those that are only known here.

    A part that names the uid of a body that nobody published could not be signed.
    """
    visible = Q(part__in=Part.objects.visible_to(user)) | Q(part__isnull=True)
    found: dict[str, str] = {}
    rows = Organisation.objects.filter(visible).values_list("part", "uid", "names__value", "names__acronym")
    for own, uid, *names in rows:
        found |= {name: str(uid) if own == part.pk else "" for name in names if name}
    for body in reader.organisations() if reader else ():
        found |= _names_of(body)
    return found


def _names_of(body: OrganisationFact) -> dict[str, str]:
    return {name: body.uid for dated in body.names for name in (dated.value, dated.acronym) if name}


def vocabularies(part: Part, reader: Reader | None) -> dict[str, Choices]:
    """The terms that are published, and those that the part itself describes, by the field that takes them."""
    found: dict[str, dict[str, str]] = {field: {} for field in VOCABULARIES}
    slugs = {slug: field for field, slug in VOCABULARIES.items()}
    for vocabulary in reader.vocabularies() if reader else ():
        if vocabulary.slug in slugs:
            found[slugs[vocabulary.slug]] |= {term.code: value_words(term) for term in vocabulary.terms}
    rows = Term.objects.filter(vocabulary__slug__in=slugs, vocabulary__part=part)
    for slug, code, french in rows.values_list("vocabulary__slug", "code", "fr"):
        found[slugs[slug]].setdefault(code, french)
    return {field: tuple(terms.items()) for field, terms in found.items()}


def sections(plan: Plan) -> Choices:
    """The live sections of a plan, deeper ones set in."""
    rows = list(Section.objects.filter(plan=plan, withdrawn_at__isnull=True).order_by("order", "id"))
    parents = {row.pk: row.parent_id for row in rows}
    return tuple(
        (str(row.uid), cut("\u2003" * _depth(row.pk, parents) + (str(row) or _("intitulé non lu")))) for row in rows
    )


def _depth(key: int, parents: dict[int, int | None]) -> int:
    depth, above = 0, parents.get(key)
    while above is not None and depth < 12:
        depth, above = depth + 1, parents.get(above)
    return depth


def _organisations(user: User) -> Choices:
    """Bodies that can be named as parent or predecessor: of the person's own directory parts, or of the instance."""
    visible = Part.objects.visible_to(user)
    rows = Organisation.objects.filter(part__in=visible) | Organisation.objects.filter(part__isnull=True)
    names = {}
    for uid, slug, name in rows.order_by("slug", "names__order").values_list("uid", "slug", "names__value"):
        names[str(uid)] = cut(name or slug)
    return tuple(names.items())


# --- indicators and places -------------------------------------------------------------------------------------------


def indicator_choices(part: Part, user: User, reader: Reader | None) -> tuple[Grouped, Grouped]:
    """The indicators that the part's body proposes, and those of others: published, or drafts of the person's teams."""
    rows = Indicator.objects.visible_to(user).live().order_by("slug")
    drafts = [(owner == part.owner_id, str(uid), cut(title.value)) for owner, uid, title in rows.values_list(
        "part__owner_id", "uid", "title")]  # fmt: skip
    own = tuple((uid, words) for mine, uid, words in drafts if mine)
    others = [(uid, words) for mine, uid, words in drafts if not mine]
    known = {uid for _mine, uid, _words in drafts}
    for one in reader.indicators() if reader else ():
        if one.uid not in known and not _published_by(reader, one.uid, part):
            others.append((one.uid, cut(one.title.value)))
    return (
        ((_("Proposés par votre organisme"), own),) if own else (),
        ((_("Proposés par d’autres"), tuple(others)),) if others else (),
    )


def _published_by(reader: Reader | None, uid: str, part: Part) -> bool:
    """Whether the body of the part published it: it does not answer itself."""
    header = reader.owner_of(uid) if reader else None
    return header is not None and header.owner.uid == str(part.owner.uid)


def territory_choices(reader: Reader | None) -> Grouped:
    """The published territories by level: none finer than the département."""
    held: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(reader.territories() if reader else (), key=lambda fact: fact.code):
        held.setdefault(one.level, []).append((one.uid, f"{one.name} ({one.code})"))
    names = {"country": _("Pays"), "departement": _("Départements"), "overseas": _("Outre-mer, hors départements")}
    return tuple((names.get(level, level), tuple(rows)) for level, rows in held.items())


# --- scales and evaluations ------------------------------------------------------------------------------------------


def scale_choices(user: User) -> Choices:
    """The scales of the person's parts, then the standard ones: title, then the levels as their owner says them."""
    return tuple((scale.uid, cut(f"{scale.title.value} : {scale.printed}")) for scale in scales_for(user))


def evaluation_choices(user: User, reader: Reader | None) -> Choices:
    """The evaluations that can be named: published, or drafts that the person may see."""
    rows = (*(row.evaluation for row in evaluations_of(user)), *(reader.evaluations() if reader else ()))
    return tuple({one.uid: cut(f"{one.title.value}, {one.evaluator.name}") for one in rows}.items())


# --- what can be spoken of -------------------------------------------------------------------------------------------


def _subjects(part: Part, reader: Reader | None) -> Grouped:
    own = dict(_own_plans(part))
    public = dict(_public_plans(reader, set(own))) if reader else {}
    country = ((COUNTRY_SUBJECT, _("le pays entier, hors de tout plan")),)
    return (("", "—"), *own.values(), *public.values(), (_("Le pays"), country))


def _own_plans(part: Part) -> Iterable[tuple[str, tuple[str, Choices]]]:
    """The plans of the part: the plan, its sections, its measures."""
    for plan in Plan.objects.filter(part=part, withdrawn_at__isnull=True):
        title = PlanTitle.objects.filter(plan=plan).order_by("order", "id").first()
        name = cut(str(title or plan.slug))
        held: list[tuple[str, str]] = [(str(plan.uid), _("le plan entier : %s") % name)]
        held += [(uid, _("niveau %s") % label.strip()) for uid, label in sections(plan)]
        held += measures(plan)
        yield str(plan.uid), (name, tuple(held))


def measures(plan: Plan) -> list[tuple[str, str]]:
    """The live measures of a plan by number and title."""
    titles: dict[int, str] = {}
    for key, text in (
        MeasureTitle.objects.filter(measure__plan=plan).order_by("order", "id").values_list("measure_id", "text")
    ):
        titles.setdefault(key, text.value)
    rows = Measure.objects.filter(plan=plan, withdrawn_at__isnull=True).order_by("order", "id")
    return [
        (str(uid), measure_label(number, titles.get(pk, "")))
        for pk, uid, number in rows.values_list("pk", "uid", "number")
    ]


def _public_plans(reader: Reader, known: set[str]) -> Iterable[tuple[str, tuple[str, Choices]]]:
    for plan in reader.plans():
        if plan.uid not in known:
            name = cut(plan.titles[0].text.value if plan.titles else plan.slug)
            held = [(plan.uid, _("le plan entier : %s") % name)]
            held += [
                (section.uid, _("niveau %s") % cut(section.label or value_words(section.title)))
                for section in reader.sections(plan.uid)
            ]
            held += [(measure.uid, _public_label(measure)) for measure in reader.measures(plan.uid)]
            yield plan.uid, (name, tuple(held))


def _public_label(measure: MeasureFact) -> str:
    return measure_label(measure.number, measure.titles[0].text.value if measure.titles else "")


def measure_label(number: str | None, title: str) -> str:
    """« mesure 16 : … » or « élément attesté : … »."""
    return (
        _("mesure %(number)s : %(title)s") % {"number": number, "title": cut(title)}
        if number
        else _("élément attesté : %s") % cut(title)
    )


def cut(text: str) -> str:
    """A text short enough for a list."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"


def uid_or_none(text: str) -> uuid.UUID | None:
    """The uid that a choice stands for."""
    return uuid.UUID(text) if text else None
