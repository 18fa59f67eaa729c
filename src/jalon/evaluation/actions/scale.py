"""Writes of scales, crosswalks and claims."""

from typing import Any, Unpack

from django.utils.translation import gettext as _

from jalon.core.acting import action
from jalon.core.citing import Citations
from jalon.core.models import Part, User
from jalon.core.permissions import Permission, require
from jalon.core.whole import changed, now
from jalon.core.writing import add, edit, refuse, required
from jalon.evaluation.actions.common import check_whole, lock
from jalon.evaluation.fields import ClaimFields, CrosswalkFields, ScaleFields
from jalon.evaluation.models import Assessment, Claim, Crosswalk, Scale
from jalon.evaluation.places import crosswalk_problems, slug_taken


@action(Permission.EDIT)
def add_scale(*, part: Part, by: User | None, citations: Citations = (), **fields: Unpack[ScaleFields]) -> Scale:
    """A scale (`slug`, `owner`, `title`, `levels`): its levels are its owner's words, from the best."""
    require(by, Permission.EDIT, part)
    refuse(required({name: fields.get(name) for name in ("slug", "owner", "title")}))
    row = Scale(part=part, **fields)
    refuse(slug_taken(row) | check_whole(row))
    return add(row, by=by, action="evaluation.add_scale", citations=citations, source_to_find=True)


@action(Permission.EDIT)
def edit_scale(
    *, scale: Scale, by: User | None, expected_revision: int, citations: Citations | None = None,
    **fields: Unpack[ScaleFields],
) -> Scale:  # fmt: skip
    """Write fields of a scale. A level that an assessment gives cannot be taken away: its verdict would mean nothing."""
    require(by, Permission.EDIT, scale.part)
    refuse(slug_taken(changed(scale, fields)) | check_whole(scale, fields) | _level_in_use(scale, fields))
    return edit(
        scale, by=by, action="evaluation.edit_scale", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=True,
    )  # fmt: skip


@action(Permission.EDIT)
def add_crosswalk(
    *, part: Part, by: User | None, citations: Citations = (), **fields: Unpack[CrosswalkFields]
) -> Crosswalk:
    """How `author` reads one scale (`from_uid`) on another (`to_uid`), on a date (`when`), pair by pair."""
    require(by, Permission.EDIT, part)
    lock(part)
    refuse(required({name: fields.get(name) for name in ("slug", "from_uid", "to_uid", "author", "when")}))
    row = Crosswalk(part=part, **fields)
    refuse(slug_taken(row) | check_whole(row) | crosswalk_problems(row))
    return add(row, by=by, action="evaluation.add_crosswalk", citations=citations, source_to_find=True)


@action(Permission.EDIT)
def edit_crosswalk(
    *, crosswalk: Crosswalk, by: User | None, expected_revision: int, citations: Citations | None = None,
    **fields: Unpack[CrosswalkFields],
) -> Crosswalk:  # fmt: skip
    """Write fields of a crosswalk."""
    require(by, Permission.EDIT, crosswalk.part)
    lock(crosswalk.part)
    wanted = changed(crosswalk, fields)
    refuse(slug_taken(wanted) | check_whole(wanted) | crosswalk_problems(wanted))
    return edit(
        crosswalk, by=by, action="evaluation.edit_crosswalk", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=True,
    )  # fmt: skip


@action(Permission.EDIT)
def add_claim(
    *, part: Part, by: User | None, citations: Citations = (), source_to_find: bool = False,
    **fields: Unpack[ClaimFields],
) -> Claim:  # fmt: skip
    """A count said of a whole (`said_by`, words or `counts`, `total`): conflicting ones are kept side by side."""
    require(by, Permission.EDIT, part)
    refuse(required({"said_by": fields.get("said_by")}))
    row = Claim(part=part, recorded_at=now(), **fields)
    refuse(check_whole(row))
    return add(row, by=by, action="evaluation.add_claim", citations=citations, source_to_find=source_to_find)


@action(Permission.EDIT)
def edit_claim(
    *, claim: Claim, by: User | None, expected_revision: int, citations: Citations | None = None,
    source_to_find: bool = False, **fields: Unpack[ClaimFields],
) -> Claim:  # fmt: skip
    """Write fields of a claim."""
    require(by, Permission.EDIT, claim.part)
    refuse(check_whole(claim, fields))
    return edit(
        claim, by=by, action="evaluation.edit_claim", expected_revision=expected_revision, fields=fields,
        citations=citations, source_to_find=source_to_find,
    )  # fmt: skip


def _level_in_use(scale: Scale, fields: Any) -> dict[str, str]:
    if "levels" not in fields:
        return {}
    lost = {level.code for level in scale.levels} - {level.code for level in fields["levels"]}
    used = Assessment.objects.live().filter(evaluation__scale_uid=scale.uid, level__in=lost)
    found = used.values_list("level", flat=True).first()
    if found is None:
        return {}
    message = _("Le niveau «\u00a0%(level)s\u00a0» est donné par une appréciation\u00a0: gardez-le.")
    return {"levels": message % {"level": found}}
