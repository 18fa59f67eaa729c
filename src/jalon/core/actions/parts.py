"""Parts: opened and named by the team of the body that owns them."""

from typing import Any

from django.utils.translation import gettext as _

from jalon.core import audit, keeping, revisions
from jalon.core.acting import action
from jalon.core.errors import Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Organisation, Part, User
from jalon.core.permissions import require
from jalon.facts.part import PartKind


@action(Permission.EDIT)
def create(
    *,
    by: User | None,
    owner: Organisation,
    kind: PartKind,
    slug: str,
    title: str,
    lang: str = "fr",
    synthetic: bool = False,
    uid: str | None = None,
) -> Part:
    """Open a part of a body. `uid`: that of a package which is about to be loaded; drawn otherwise."""
    require(by, Permission.EDIT, owner)
    part = Part(slug=slug, kind=kind.value, title=title, owner=owner, lang=lang, synthetic=synthetic)
    if uid is not None:
        part.uid = uid
    revisions.check_columns(part, ["uid", "slug", "kind", "title", "lang"])
    if Part.objects.filter(slug=slug).exists():
        raise Invalid({"slug": _("Cette adresse sert déjà à une autre partie.")})
    if Part.objects.filter(uid=part.uid).exists():
        raise Invalid({"uid": _("Cette partie est déjà dans l’instance.")})
    part.save(force_insert=True)
    part.refresh_from_db()
    audit.record(action="part.create", by=by, part=part, subject=part, changes={"kind": part.kind})
    return part


@action(Permission.EDIT)
def change(*, by: User | None, part: Part, expected_revision: int, **fields: Any) -> Part:
    """Write `title` or `lang`. The address and the owner of a part last."""
    require(by, Permission.EDIT, part)
    unknown = fields.keys() - {"title", "lang"}
    if unknown:
        raise TypeError(f"A part's {', '.join(sorted(unknown))} is not written here.")
    changes = {name: [getattr(part, name), value] for name, value in fields.items()}
    before = keeping.values(part, fields)
    revisions.write(part, expected_revision, **fields)
    changes |= keeping.kept(part, before, keeping.values(part, fields))
    audit.record(action="part.change", by=by, part=part, subject=part, changes=changes)
    return part
