"""Whether a record finds its place free: its address, its object, its scales. Asked of new records and of those that are
given back."""

from typing import Any

from django.utils.translation import gettext as _

from jalon.evaluation.enums import Stage
from jalon.evaluation.levels import scale_of
from jalon.evaluation.models import Assessment, Claim, Crosswalk, Evaluation, Reconciliation, Scale, Share
from jalon.evaluation.reading import crosswalk_fact
from jalon.facts.crosswalks import contradictions
from jalon.facts.evaluation import Assessed
from jalon.facts.problems import spaced


def place_taken(record: Any) -> dict[str, str]:
    """Why a withdrawn record cannot be given back as it was: its place was taken, or what it rests on is gone."""
    found = slug_taken(record) if hasattr(record, "slug") else {}
    if isinstance(record, Assessment):
        return found | twice(record) | judged_unseen(record)
    if isinstance(record, Crosswalk):
        found |= crosswalk_problems(record)
    return found | _scale_gone(record)


def slug_taken(row: Any) -> dict[str, str]:
    """A message when another live record of the part has the address."""
    others = type(row).objects.of_part(row.part).live().filter(slug=row.slug).exclude(pk=row.pk)
    return {"slug": _("Cette adresse est déjà prise\u00a0; choisissez-en une autre.")} if others.exists() else {}


def twice(row: Assessment) -> dict[str, str]:
    """One assessment of one measure or section in one evaluation; themes, groups and gaps may be several."""
    if row.object not in (Assessed.MEASURE, Assessed.SECTION):
        return {}
    Evaluation.objects.select_for_update().get(pk=row.evaluation_id)  # two people may assess one measure at once
    others = Assessment.objects.live().filter(evaluation=row.evaluation, object=row.object, superseded_uid__isnull=True)
    if not others.filter(subjects=row.subjects).exclude(uid=row.uid).exists():
        return {}
    return {"subjects": _("Cet objet a déjà son appréciation dans cette évaluation\u00a0: modifiez-la.")}


def judged_unseen(row: Assessment) -> dict[str, str]:
    """What two assessors judge unseen is written by their reconciliation: not before, not beside it."""
    if not unseen(row.evaluation).intersection(map(str, row.subjects)):
        return {}
    return {
        "subjects": _("Cet objet est jugé en aveugle\u00a0: donnez votre avis, la conciliation écrira l’appréciation.")
    }


def unseen(evaluation: Evaluation) -> frozenset[str]:
    """The uids of what is judged unseen in an evaluation, until its reconciliation is closed. One query."""
    closed = Reconciliation.objects.filter(evaluation=evaluation, closed_at__isnull=False).values("subject_uid")
    shared = Share.objects.filter(evaluation=evaluation, blind=True).exclude(subject_uid__in=closed)
    return frozenset(map(str, shared.values_list("subject_uid", flat=True)))


def crosswalk_problems(row: Crosswalk) -> dict[str, str]:
    """Levels that the scales have not; a circle or a contradiction with another crosswalk of the part."""
    for uid, codes in ((row.from_uid, [pair.of for pair in row.pairs]), (row.to_uid, [pair.to for pair in row.pairs])):
        scale = scale_of(uid)
        if scale is None:
            continue
        for code in codes:
            if code is not None and scale.rank(code) is None:
                message = _("«\u00a0%(level)s\u00a0» n’est pas un niveau de l’échelle «\u00a0%(scale)s\u00a0».")
                return {"pairs": message % {"level": code, "scale": scale.title.value}}
    others = Crosswalk.objects.of_part(row.part).live().exclude(pk=row.pk)
    for _item, template, params in contradictions([*map(crosswalk_fact, others), crosswalk_fact(row)]):
        return {"to_uid": spaced(_(template).format_map(params))}
    return {}


def said_for_good(record: Any) -> dict[str, str]:
    """A message when an evaluation made here is published: what was said publicly is not unsaid."""
    if not isinstance(record, Evaluation) or not record.own or record.stage != Stage.PUBLISH:
        return {}
    return {"stage": _("Elle est publiée\u00a0: corrigez-la par un erratum, ou publiez celle qui lui succède.")}


def still_used(record: Any) -> dict[str, str]:
    """Why a record cannot be withdrawn: something of the part that stays names it, and could not be signed without."""
    if isinstance(record, Scale) and _scale_used(record):
        return {"record": _("Une évaluation, une correspondance ou un décompte de la partie se sert de cette échelle\u00a0: changez-les d’abord.")}  # fmt: skip
    if isinstance(record, Evaluation) and _evaluation_named(record):
        return {"record": _("Une autre évaluation ou un décompte de la partie renvoie à celle-ci\u00a0: changez-les d’abord.")}  # fmt: skip
    return {}


def _scale_used(scale: Scale) -> bool:
    named: tuple[tuple[Any, str], ...] = (
        (Evaluation, "scale_uid"), (Claim, "scale_uid"), (Crosswalk, "from_uid"), (Crosswalk, "to_uid"),
    )  # fmt: skip
    rows = [model.objects.of_part(scale.part).live().filter(**{name: scale.uid}) for model, name in named]
    return any(found.exists() for found in rows)


def _evaluation_named(row: Evaluation) -> bool:
    if Claim.objects.of_part(row.part).live().filter(evaluation_uid=row.uid).exists():
        return True
    others = Evaluation.objects.of_part(row.part).live().exclude(pk=row.pk)
    wanted = str(row.uid)
    return any(
        row.uid in (one.follows_uid, one.corrects_uid) or wanted in [on.evaluation for on in one.rests_on]
        for one in others.only("follows_uid", "corrects_uid", "rests_on")
    )


def _scale_gone(record: Any) -> dict[str, str]:
    uids = {getattr(record, name, None) for name in ("scale_uid", "from_uid", "to_uid")} - {None}
    if not uids or not Scale.objects.of_part(record.part).filter(uid__in=uids, withdrawn_at__isnull=False).exists():
        return {}
    return {"record": _("Son échelle est retirée\u00a0: rendez-la d’abord.")}
