"""Bodies: added and described by whom their directory part belongs to, or by the operator when there is none."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.core import audit, revisions
from jalon.core.acting import action
from jalon.core.citing import Citations, replace_citations
from jalon.core.errors import Conflict, FieldConflict, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Office, Organisation, OrganisationName, Part, Succession, User
from jalon.core.permissions import require
from jalon.core.trees import refuse_cycle
from jalon.facts import directory
from jalon.facts.common import Text
from jalon.facts.directory import DatedName, OrganisationKind
from jalon.facts.part import PartKind

NEEDS = (Permission.MANAGE_ORGANISATIONS, Permission.EDIT)


@action(*NEEDS)
def add(
    *,
    by: User | None,
    kind: OrganisationKind,
    names: tuple[DatedName, ...],
    slug: str = "",
    part: Part | None = None,
    parent: Organisation | None = None,
    note: Text | None = None,
    fictional: bool = False,
    citations: Citations = (),
) -> Organisation:
    """A new body, in a directory part or, by the operator, in none. Its address is made from its name if not given."""
    _require(by, part)
    _check_names(names)
    body = Organisation(
        slug=slug or free_slug(names[0].value),
        kind=kind.value,
        part=part,
        parent=parent,
        note=note,
        fictional=fictional,
    )
    revisions.check_columns(body, ["slug", "kind"])
    if Organisation.objects.filter(slug=body.slug).exists():
        raise Invalid({"slug": _("Cette adresse sert déjà à un autre organisme.")})
    body.save(force_insert=True)
    _write_names(body, names)
    _cite(body, citations)
    _trace(body, by, "organisation.add", {"name": names[0].value})
    return body


@action(*NEEDS)
def change(*, by: User | None, organisation: Organisation, expected_revision: int, **fields: Any) -> Organisation:
    """Write `kind`, `parent`, `note` or `fictional`. A body cannot come under itself."""
    _require(by, organisation.part)
    unknown = fields.keys() - {"kind", "parent", "note", "fictional"}
    if unknown:
        raise TypeError(f"An organisation's {', '.join(sorted(unknown))} is not written here.")
    changes = {
        name: [revisions.as_text(getattr(organisation, name)), revisions.as_text(fields[name])] for name in fields
    }
    revisions.write(organisation, expected_revision, **fields)
    if "parent" in fields:
        refuse_cycle()
    _trace(organisation, by, "organisation.change", changes)
    return organisation


@action(*NEEDS)
def set_names(
    *, by: User | None, organisation: Organisation, expected_revision: int, names: tuple[DatedName, ...]
) -> Organisation:
    """Write all names, the earliest first. A new name takes its place beside the older ones: none is forgotten."""
    _require(by, organisation.part)
    _check_names(names)
    before = " ; ".join(name.value for name in organisation.names.all())
    _claim(organisation, expected_revision, "names", " ; ".join(name.value for name in names))
    organisation.names.all().delete()
    _write_names(organisation, names)
    _trace(organisation, by, "organisation.names", {"names": [before, " ; ".join(name.value for name in names)]})
    return organisation


@action(*NEEDS)
def set_predecessors(
    *, by: User | None, organisation: Organisation, expected_revision: int, predecessors: tuple[Organisation, ...]
) -> Organisation:
    """Say which bodies it came after; they keep their own page and history."""
    _require(by, organisation.part)
    if organisation in predecessors:
        raise Invalid({"predecessors": _("Un organisme ne se succède pas à lui-même.")})
    words = ", ".join(str(one) for one in predecessors)
    _claim(organisation, expected_revision, "predecessors", words)
    organisation.successions.all().delete()
    Succession.objects.bulk_create(
        Succession(organisation=organisation, predecessor=one, order=n) for n, one in enumerate(predecessors)
    )
    _trace(organisation, by, "organisation.predecessors", {"predecessors": words})
    return organisation


@action(*NEEDS)
def set_offices(
    *, by: User | None, organisation: Organisation, expected_revision: int, offices: tuple[directory.Office, ...]
) -> Organisation:
    """Write all offices with who held them when. Said vacant is not the same as not known."""
    _require(by, organisation.part)
    if any(office.vacant and office.holder for office in offices):
        raise Invalid({"offices": _("Un poste vacant n’a pas de titulaire.")})
    if organisation.part is None and any(office.citations for office in offices):
        raise Invalid({"offices": _("Seul un organisme d’un annuaire peut citer des sources.")})
    _claim(organisation, expected_revision, "offices", " ; ".join(_office_words(office) for office in offices))
    _replace_offices(organisation, offices)
    _trace(organisation, by, "organisation.offices", {"offices": [_office_words(office) for office in offices]})
    return organisation


def free_slug(name: str) -> str:
    """An address made from a name, with a number behind it if another body has it."""
    stem = slugify(name)[:100].strip("-") or "organisme"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number = 2
    slug = stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _require(by: User | None, part: Part | None) -> None:
    if part is None:
        require(by, Permission.MANAGE_ORGANISATIONS)
        return
    require(by, Permission.EDIT, part)
    if part.kind != PartKind.DIRECTORY:
        raise Invalid({"part": _("Un organisme se décrit dans une partie «\u00a0annuaire\u00a0».")})


def _check_names(names: tuple[DatedName, ...]) -> None:
    if not names or not all(name.value.strip() for name in names):
        raise Invalid({"names": _("Donnez au moins un nom.")})


def _write_names(body: Organisation, names: tuple[DatedName, ...]) -> None:
    OrganisationName.objects.bulk_create(
        OrganisationName(
            organisation=body,
            order=n,
            value=name.value,
            acronym=name.acronym,
            lang=name.lang,
            since=name.since,
            until=name.until,
        )
        for n, name in enumerate(names)
    )


def _replace_offices(body: Organisation, offices: tuple[directory.Office, ...]) -> None:
    if body.part is not None:
        for row in body.offices.all():
            replace_citations(body.part, row.uid, ())
    body.offices.all().delete()
    for n, fact in enumerate(offices):
        row = Office.objects.create(
            organisation=body,
            order=n,
            title=fact.title,
            holder=fact.holder,
            vacant=fact.vacant,
            since=fact.since,
            until=fact.until,
        )
        if body.part is not None:
            replace_citations(body.part, row.uid, fact.citations)


def _office_words(office: directory.Office) -> str:
    return f"{office.title.value} : {office.holder or ('∅' if office.vacant else '?')}"


def _claim(body: Organisation, expected: int, field: str, submitted: str) -> None:
    """Like `revisions.claim`, with the words of a list of rows in the conflict."""
    try:
        revisions.claim(body, expected)
    except Conflict as error:
        fields = (FieldConflict(field, _current(body, field), submitted),)
        raise Conflict(expected=expected, current=error.current, fields=fields) from None


def _current(body: Organisation, field: str) -> str:
    if field == "predecessors":
        return ", ".join(str(link.predecessor) for link in body.successions.select_related("predecessor"))
    if field == "names":
        return " ; ".join(name.value for name in body.names.all())
    rows = body.offices.all()
    return " ; ".join(_office_words(directory.Office(title=r.title, holder=r.holder, vacant=r.vacant)) for r in rows)


def _cite(body: Organisation, citations: Citations) -> None:
    if citations and body.part is None:
        raise Invalid({"citations": _("Seul un organisme d’un annuaire peut citer des sources.")})
    if body.part is not None:
        replace_citations(body.part, body.uid, citations)


def _trace(body: Organisation, by: User | None, what: str, changes: dict[str, Any]) -> None:
    audit.record(action=what, by=by, part=body.part, subject=body, changes=changes)
    if body.part is not None:
        revisions.bump(body.part)
