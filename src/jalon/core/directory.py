"""This room's share of a part: sources of every part; organisations, vocabularies, territories of a directory.

`load` replaces what the part says by what a package says: records keep their uids, so that what names them still
does; those that are gone are deleted, unless something else of the instance still needs them.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from jalon.core import parts, reading, revisions
from jalon.core.citing import Cited, Sources
from jalon.core.errors import Invalid
from jalon.core.matrix import Permission
from jalon.core.models import (
    Citation,
    Office,
    Organisation,
    OrganisationName,
    Part,
    Source,
    Succession,
    Term,
    Territory,
    User,
    Vocabulary,
)
from jalon.core.models.base import Recorded
from jalon.core.permissions import allowed, require
from jalon.core.trees import refuse_cycle
from jalon.facts import directory as facts_of
from jalon.facts.part import PartFacts, PartKind

R = TypeVar("R", bound=Recorded)
BATCH = 1_000


def collect(part: Part, _cites: Cited) -> Mapping[str, tuple[Any, ...]]:
    """Fields of `PartFacts`, each in the order of uids."""
    return reading.collected(part)


def load(part: Part, facts: PartFacts, by: User | None) -> None:
    """Replace this room's records of the part. `Invalid` says what cannot be taken; then nothing is changed.

    Every citation of what a package can hold goes: each room writes its own again. Sources that are gone wait for
    `forget_sources`, because records of rooms that are not loaded yet still name them.
    """
    require(by, Permission.EDIT, part)
    _refuse_directory_elsewhere(part, facts)
    with transaction.atomic():
        revisions.bump(part)  # first: it holds the part's row, so that two loads of one part follow each other
        Citation.objects.filter(part=part).exclude(subject_uid__in=parts.reserved(part).subjects).delete()
        _sources(part, facts)
        if part.kind == PartKind.DIRECTORY:
            _territories(part, facts.territories)
            _vocabularies(part, facts.vocabularies)
            _organisations(part, facts.organisations, by)


def take_sources(part: Part, facts: PartFacts) -> None:
    """Add the sources of these facts, or write them anew; none is taken away."""
    _sources(part, facts)


def forget_sources(part: Part, facts: PartFacts) -> None:
    """Delete the part's sources that neither the package holds nor what stayed cites. Called when every room has loaded."""
    kept = {uuid.UUID(fact.uid) for fact in facts.sources} | {uuid.UUID(uid) for uid in parts.reserved(part).sources}
    _delete(Source.objects.filter(part=part).exclude(uid__in=kept), "sources")


def _refuse_directory_elsewhere(part: Part, facts: PartFacts) -> None:
    given = [name for name in ("organisations", "vocabularies", "territories") if getattr(facts, name)]
    if given and part.kind != PartKind.DIRECTORY:
        message = _(
            "Seule une partie «\u00a0annuaire\u00a0» décrit des organismes, des vocabulaires ou des territoires."
        )
        raise Invalid(dict.fromkeys(given, message))


def _sources(part: Part, facts: PartFacts) -> None:
    rows = [
        Source(uid=uuid.UUID(f.uid), part=part, key=f.key, address=f.address, url=f.url, title=f.title, note=f.note)
        for f in facts.sources
    ]
    _upsert(part, rows, ("key", "address", "url", "title", "note"))


def _territories(part: Part, facts: Sequence[facts_of.Territory]) -> None:
    rows = [
        Territory(uid=uuid.UUID(f.uid), part=part, code=f.code, level=f.level, name=f.name, parent=None) for f in facts
    ]
    _upsert(part, rows, ("code", "level", "name", "parent"))
    _delete_gone(Territory, part, facts)
    _set_parents(Territory, facts, "territories")


def _vocabularies(part: Part, facts: Sequence[facts_of.Vocabulary]) -> None:
    _delete_gone(Vocabulary, part, facts)
    rows = [
        Vocabulary(uid=uuid.UUID(f.uid), part=part, slug=f.slug, version=f.version, fr=f.fr, en=f.en) for f in facts
    ]
    _upsert(part, rows, ("slug", "version", "fr", "en"))
    Term.objects.filter(vocabulary__part=part).delete()
    keys = _keys(Vocabulary, (f.uid for f in facts))
    _add(
        Term(vocabulary_id=keys[f.uid], order=n, code=t.code, fr=t.fr, en=t.en, broader=t.broader, source=t.source)
        for f in facts
        for n, t in enumerate(f.terms)
    )


def _organisations(part: Part, facts: Sequence[facts_of.Organisation], by: User | None) -> None:
    _refuse_adoption(part, facts, by)
    _refuse_taken_slugs(part, facts)
    rows = [
        Organisation(
            uid=uuid.UUID(f.uid), part=part, slug=f.slug, kind=f.kind.value, note=f.note, fictional=f.fictional
        )
        for f in facts
    ]
    _free_slugs(facts)
    _upsert(part, rows, ("part", "slug", "kind", "note", "fictional", "parent"), adopt=True)
    _organisation_pieces(part, facts)
    _set_parents(Organisation, facts, "organisations")
    refuse_cycle()
    _delete_gone(Organisation, part, facts)


def _refuse_adoption(part: Part, facts: Sequence[facts_of.Organisation], by: User | None) -> None:
    """A body of no part is described by the operator: another body's directory does not rename it, nor its signature.
    The instance itself may hand it to a directory, and a body may describe itself."""
    if by is None or allowed(by, Permission.MANAGE_ORGANISATIONS):
        return
    free = Organisation.objects.filter(uid__in=[fact.uid for fact in facts], part__isnull=True)
    _refuse_foreign(part, free.exclude(pk=part.owner_id), adopt=False)


def _organisation_pieces(part: Part, facts: Sequence[facts_of.Organisation]) -> None:
    keys = _keys(Organisation, (f.uid for f in facts))
    for piece in (OrganisationName, Office, Succession):
        piece._default_manager.filter(organisation__in=keys.values()).delete()
    _add(_name(keys[f.uid], n, name) for f in facts for n, name in enumerate(f.names))
    named = _keys(Organisation, (uid for f in facts for uid in f.predecessors))
    _add(
        Succession(organisation_id=keys[f.uid], predecessor_id=_known(named, uid, "predecessors"), order=n)
        for f in facts
        for n, uid in enumerate(f.predecessors)
    )
    offices = [(_office(keys[f.uid], n, office), office) for f in facts for n, office in enumerate(f.offices)]
    _add(row for row, _fact in offices)
    cites = Sources(part)
    _add(row for f in facts for row in cites.rows(uuid.UUID(f.uid), f.citations))
    _add(row for office, fact in offices for row in cites.rows(office.uid, fact.citations))


def _name(key: int, order: int, fact: facts_of.DatedName) -> OrganisationName:
    return OrganisationName(
        organisation_id=key,
        order=order,
        value=fact.value,
        lang=fact.lang,
        acronym=fact.acronym,
        since=fact.since,
        until=fact.until,
    )


def _office(key: int, order: int, fact: facts_of.Office) -> Office:
    return Office(
        organisation_id=key,
        order=order,
        title=fact.title,
        holder=fact.holder,
        vacant=fact.vacant,
        since=fact.since,
        until=fact.until,
    )


# --- what all of them share ------------------------------------------------------------------------------------------


def _upsert(part: Part, rows: Sequence[R], columns: Sequence[str], *, adopt: bool = False) -> None:
    """Add the rows whose uid is new, write the columns of the others. `adopt`: rows of no part become this part's."""
    if not rows:
        return
    model = type(rows[0])
    plain = [name for name in columns if not model._meta.get_field(name).is_relation]
    for row in rows:
        revisions.check_columns(row, plain)
    uids = [row.uid for row in rows]
    known = {row.uid: row for row in model._default_manager.filter(uid__in=uids)}
    _refuse_foreign(part, known.values(), adopt=adopt)
    for row in rows:
        if row.uid in known:
            row.pk, row.revision = known[row.uid].pk, known[row.uid].revision + 1
    try:
        with transaction.atomic():
            model._default_manager.bulk_create([row for row in rows if row.pk is None], batch_size=BATCH)
            old = [row for row in rows if row.uid in known]
            model._default_manager.bulk_update(old, [*columns, "revision"], batch_size=BATCH)
    except IntegrityError as error:
        raise Invalid({model._meta.model_name or "": _("Deux fiches de ce paquet se contredisent.")}) from error


def _refuse_foreign(part: Part, rows: Iterable[Any], *, adopt: bool) -> None:
    foreign = [str(row.uid) for row in rows if row.part_id != part.pk and not (adopt and row.part_id is None)]
    if foreign:
        message = _("Ces identités appartiennent à une autre partie\u00a0: %(uids)s. Demandez-la à son organisme.")
        raise Invalid({"uid": message % {"uids": ", ".join(foreign[:5])}})


def _refuse_taken_slugs(part: Part, facts: Sequence[facts_of.Organisation]) -> None:
    """A body keeps its address: another body's package cannot take it."""
    own = {uuid.UUID(fact.uid) for fact in facts}
    wanted = [fact.slug for fact in facts]
    taken = Organisation.objects.filter(slug__in=wanted).exclude(uid__in=own).exclude(part=part)
    slugs = ", ".join(sorted(taken.values_list("slug", flat=True)))
    if slugs:
        message = _("Ces adresses servent déjà à d’autres organismes\u00a0: %(slugs)s. Choisissez-en d’autres.")
        raise Invalid({"slug": message % {"slugs": slugs}})


def _free_slugs(facts: Sequence[facts_of.Organisation]) -> None:
    """Two bodies may exchange their addresses: those that change are parked under their uid meanwhile."""
    now = dict(Organisation.objects.filter(uid__in=[f.uid for f in facts]).values_list("uid", "slug"))
    wanted = {uuid.UUID(fact.uid): fact.slug for fact in facts}
    gone = Organisation.objects.filter(slug__in=wanted.values()).exclude(uid__in=wanted)
    for uid in [*(u for u, slug in now.items() if slug != wanted[u]), *gone.values_list("uid", flat=True)]:
        Organisation.objects.filter(uid=uid).update(slug=str(uid))


def _set_parents(model: type[Any], facts: Sequence[Any], where: str) -> None:
    keys = _keys(model, (f.uid for f in facts))
    parents = _keys(model, (f.parent for f in facts if f.parent))
    rows = [model(pk=keys[f.uid], parent_id=_known(parents, f.parent, where)) for f in facts if f.parent]
    model._default_manager.bulk_update(rows, ["parent"], batch_size=BATCH)


def _keys(model: type[Any], uids: Iterable[str]) -> dict[str, int]:
    found = model._default_manager.filter(uid__in=set(uids)).values_list("uid", "pk")
    return {str(uid): pk for uid, pk in found}


def _known(keys: Mapping[str, int], uid: str, where: str) -> int:
    key = keys.get(uid)
    if key is None:
        message = _(
            "«\u00a0%(uid)s\u00a0» n’est connu ni de ce paquet ni de l’instance. Importez d’abord l’annuaire qui le décrit."
        )
        raise Invalid({where: message % {"uid": uid}})
    return key


def _add(rows: Iterable[models.Model]) -> None:
    """Check and add rows of one model."""
    ready = list(rows)
    for row in ready:
        revisions.check_columns(row, [field.name for field in row._meta.fields if not field.is_relation])
    if ready:
        type(ready[0])._default_manager.bulk_create(ready, batch_size=BATCH)


def _delete_gone(model: type[Any], part: Part, facts: Sequence[Any]) -> None:
    gone = model._default_manager.filter(part=part).exclude(uid__in=[fact.uid for fact in facts])
    if hasattr(model, "parent"):
        gone.update(parent=None, revision=F("revision") + 1)
    _delete(gone, model._meta.model_name)


def _delete(rows: models.QuerySet[Any], where: str) -> None:
    try:
        rows.delete()
    except ProtectedError as error:
        used = ", ".join(sorted({str(one) for one in error.protected_objects})[:5])
        message = _("Le paquet ne contient plus ce que d’autres fiches citent encore\u00a0: %(used)s.")
        raise Invalid({where: message % {"used": used}}) from error
