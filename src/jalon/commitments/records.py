"""Acts between facts and records: `collect` gives what a part says, `load` replaces it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jalon.commitments.models import Act
from jalon.core.citing import Citations, Sources, cited
from jalon.core.errors import Invalid
from jalon.core.models import Citation, Part, User
from jalon.core.permissions import Permission, require
from jalon.core.records import same_columns
from jalon.facts import parliament
from jalon.facts.common import Confidence
from jalon.facts.part import PartFacts

SAME = same_columns(Act)


def collect(part: Part) -> Mapping[str, tuple[Any, ...]]:
    """Fields of `PartFacts`: the live acts by uid."""
    cites = cited(part)
    rows = Act.objects.of_part(part).live().order_by("uid")
    return {"acts": tuple(sorted((act_fact(row, cites.get(row.uid, ())) for row in rows), key=lambda act: act.uid))}


def act_fact(row: Act, citations: Citations) -> parliament.Act:
    """One act."""
    same = {name: getattr(row, name) for name in SAME if name != "confidence"}
    return parliament.Act(
        uid=str(row.uid),
        plan=str(row.plan_uid) if row.plan_uid else None,
        measures=row.measure_uids,
        confidence=Confidence(row.confidence),
        citations=citations,
        **same,
    )


@transaction.atomic
def load(part: Part, facts: PartFacts, by: User | None) -> None:
    """Replace the part's acts. Revisions rise, so that an open form meets a conflict."""
    require(by, Permission.EDIT, part)
    before = Act.objects.of_part(part)
    revisions = dict(before.values_list("uid", "revision"))
    Citation.objects.filter(part=part, subject_uid__in=before.values("uid")).delete()
    before.delete()
    sources = Sources(part)
    rows = [_row(part, fact, revisions) for fact in facts.acts]
    _refuse_taken(rows)
    Act.objects.bulk_create(rows)
    cites = [sources.rows(row.uid, fact.citations) for row, fact in zip(rows, facts.acts, strict=True)]
    Citation.objects.bulk_create([citation for citations in cites for citation in citations])


def _row(part: Part, fact: parliament.Act, revisions: Mapping[uuid.UUID, int]) -> Act:
    key = _uid(fact.uid)
    same = {name: getattr(fact, name) for name in SAME}
    plan_uid = _uid(fact.plan) if fact.plan else None
    links = {"plan_uid": plan_uid, "measure_uids": fact.measures}
    return Act(part=part, uid=key, revision=revisions.get(key, 0) + 1, **links, **same)


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        message = _("«\u00a0%(text)s\u00a0» n’est pas un identifiant (UUID).")
        raise Invalid({"uid": message % {"text": text[:60]}}) from None


def _refuse_taken(rows: list[Act]) -> None:
    uids = [row.uid for row in rows]
    taken = set(Act.objects.filter(uid__in=uids).values_list("uid", flat=True))
    for uid in uids:
        if uid in taken:
            raise Invalid({"uid": _("L’acte %(uid)s est déjà pris.") % {"uid": uid}})
        taken.add(uid)
