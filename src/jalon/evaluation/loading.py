"""From facts to records: `load` replaces what a part says in this room by what a package says.

What no package can hold stays: drafts, teams, shares, ratings, private notes, files of evidence. An evaluation made here
that the package does not hold is withdrawn with its team's work, not deleted.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jalon.core.citing import Sources
from jalon.core.errors import Invalid
from jalon.core.models import Citation, Part, StoredFile, User
from jalon.core.permissions import Permission, require
from jalon.core.uids import read_uid
from jalon.evaluation import models
from jalon.evaluation.enums import Stage
from jalon.evaluation.reading import columns_of
from jalon.facts import evaluation as facts
from jalon.facts.part import PartFacts

BATCH = 5_000


@transaction.atomic
def load(part: Part, facts: PartFacts, by: User | None) -> None:
    """Replace all that the part says in this room. Revisions rise, so that an open form meets a conflict."""
    require(by, Permission.EDIT, part)
    loading = Loading(part)
    loading.simple(models.Scale, facts.scales)
    loading.simple(models.Crosswalk, facts.crosswalks)
    keys = loading.evaluations(facts.evaluations)
    loading.assessments(facts.assessments, keys)
    loading.simple(
        models.Claim, facts.claims, models.Claim.objects.of_part(part).exclude(evaluation_uid__in=_drafts(part))
    )
    loading.cite()


def _drafts(part: Part) -> Any:
    return models.Evaluation.objects.of_part(part).exclude(stage=Stage.PUBLISH).values("uid")


class Loading:
    """One replacement: rows are written in place by uid, so that what hangs from them stays."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.sources = Sources(part)
        self.cited: list[Any] = []
        self.gone: list[uuid.UUID] = []

    def simple(self, model: Any, said: Iterable[Any], before: Any = None) -> None:
        """Records that nothing private hangs from: deleted, then written anew."""
        rows = model.objects.of_part(self.part) if before is None else before
        revisions = dict(rows.values_list("uid", "revision"))
        self.gone += revisions
        rows.delete()
        made = [
            model(part=self.part, uid=uid, revision=revisions.get(uid, 0) + 1, **columns_of(model, fact))
            for fact in said
            for uid in (self._take(fact),)
        ]
        _refuse_taken(model, [row.uid for row in made])
        _refuse_same_slugs(made)
        model.objects.bulk_create(made, batch_size=BATCH)

    def evaluations(self, said: Iterable[facts.Evaluation]) -> dict[str, int]:
        """Evaluations at `publish`; gives their keys by uid."""
        facts_by_uid = {self._take(fact): fact for fact in said}
        rows = {row.uid: row for row in models.Evaluation.objects.of_part(self.part)}
        others = [row for uid, row in rows.items() if uid not in facts_by_uid and row.withdrawn_at is None]
        self._forget(row for row in others if row.stage == Stage.PUBLISH)
        _refuse_same_slugs([*facts_by_uid.values(), *(row for row in others if row.stage != Stage.PUBLISH)])
        _refuse_taken(models.Evaluation, [uid for uid in facts_by_uid if uid not in rows])
        kept: dict[str, int] = {}
        for uid, fact in facts_by_uid.items():
            row = rows.get(uid) or models.Evaluation(part=self.part, uid=uid, revision=0)
            _write(row, columns_of(models.Evaluation, fact) | {"stage": Stage.PUBLISH, "withdrawn_at": None})
            kept[fact.uid] = row.pk
        return kept

    def _forget(self, rows: Iterable[models.Evaluation]) -> None:
        for row in rows:
            if row.own:
                reason = _("Absente du paquet chargé à la place de la partie.")
                _write(row, {"withdrawn_at": timezone.now(), "withdrawn_reason": reason})
            else:
                self.gone += [row.uid, *row.assessments.values_list("uid", flat=True)]
                row.delete()

    def assessments(self, said: Iterable[facts.Assessment], keys: Mapping[str, int]) -> None:
        """Assessments of these evaluations, with their evidence. Notes and ratings stay with them."""
        before = {row.uid: row for row in models.Assessment.objects.filter(evaluation__in=keys.values())}
        files = dict(StoredFile.objects.filter(part=self.part).values_list("sha256", "pk"))
        new: list[models.Assessment] = []
        old: list[models.Assessment] = []
        evidence, names = [], set[str]()
        for fact in said:
            uid = self._take(fact)
            columns = columns_of(models.Assessment, fact) | {"evaluation_id": _key(keys, fact), "withdrawn_at": None}
            row = before.pop(uid, None)
            (old if row else new).append(row := row or models.Assessment(uid=uid, revision=0))
            row.revision += 1
            names |= columns.keys()
            for name, value in columns.items():
                setattr(row, name, value)
            evidence.append((row, fact.evidence))
        _refuse_taken(models.Assessment, [row.uid for row in new])
        models.Assessment.objects.bulk_create(new, batch_size=BATCH)
        if old:
            models.Assessment.objects.bulk_update(old, [*names, "revision"], batch_size=500)
        self.gone += list(before)
        models.Assessment.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
        _write_evidence(evidence, files)

    def _take(self, fact: Any) -> uuid.UUID:
        """The uid of a fact; its citations wait for the end."""
        uid = read_uid(fact.uid)
        self.cited.append((uid, fact.citations))
        _check_inner(fact, self.sources)
        return uid

    def cite(self) -> None:
        """Write the citations of all that was loaded anew."""
        subjects = [*self.gone, *(uid for uid, _citations in self.cited)]
        for start in range(0, len(subjects), BATCH):
            Citation.objects.filter(part=self.part, subject_uid__in=subjects[start : start + BATCH]).delete()
        rows = [row for uid, citations in self.cited for row in self.sources.rows(uid, citations)]
        Citation.objects.bulk_create(rows, batch_size=BATCH)


def _write(row: Any, columns: Mapping[str, Any]) -> None:
    row.revision += 1
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def _write_evidence(said: list[tuple[models.Assessment, tuple[facts.Evidence, ...]]], files: Mapping[str, int]) -> None:
    models.EvidenceItem.objects.filter(assessment__in=[row.pk for row, _evidence in said]).delete()
    rows = [
        models.EvidenceItem(assessment=row, order=order, kind=fact.kind.value, fact=fact, stored_id=files.get(fact.sha256 or ""))
        for row, evidence in said
        for order, fact in enumerate(evidence)
    ]  # fmt: skip
    models.EvidenceItem.objects.bulk_create(rows, batch_size=BATCH)


def _key(keys: Mapping[str, int], fact: facts.Assessment) -> int:
    if fact.evaluation not in keys:
        message = _("L’appréciation %(uid)s renvoie à une évaluation que la partie ne contient pas.")
        raise Invalid({"evaluation": message % {"uid": fact.uid}})
    return keys[fact.evaluation]


def _check_inner(fact: Any, sources: Sources) -> None:
    """Sources cited inside a fact (a level, a question, a vote) must be the part's, as its own citations are."""
    for citation in inner_citations(fact):
        sources.id_of(citation.source)


def inner_citations(fact: Any) -> Iterable[Any]:
    """The citations inside a fact, besides its own."""
    if isinstance(fact, facts.Scale):
        return [one for level in fact.levels for one in level.citations]
    if isinstance(fact, facts.Evaluation):
        asked = [one for request in fact.requests for one in request.citations]
        return [*asked, *(fact.adoption.citations if fact.adoption else ())]
    if isinstance(fact, facts.Assessment):
        return [one for item in fact.evidence if item.inquiry for one in item.inquiry.citations]
    return []


def _refuse_same_slugs(found: Iterable[Any]) -> None:
    """`Invalid` when two of these bear one address."""
    slugs = [item.slug for item in found if hasattr(item, "slug")]
    for slug in slugs:
        if slugs.count(slug) > 1:
            message = _("L’adresse «\u00a0%(slug)s\u00a0» est prise par un autre objet de la partie.")
            raise Invalid({"slug": message % {"slug": slug}})


def _refuse_taken(model: Any, uids: list[uuid.UUID]) -> None:
    """`Invalid` when a uid is borne twice, or by a record of another part."""
    message = _("«\u00a0%(value)s\u00a0» est déjà pris par un autre objet du même genre.")
    seen: set[uuid.UUID] = set()
    for uid in uids:
        if uid in seen:
            raise Invalid({"uid": message % {"value": uid}})
        seen.add(uid)
    for start in range(0, len(uids), BATCH):
        if taken := model.objects.filter(uid__in=uids[start : start + BATCH]).values_list("uid", flat=True).first():
            raise Invalid({"uid": message % {"value": taken}})
