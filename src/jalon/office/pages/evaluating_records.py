"""Records of evaluations in one line each, with where they are given back and where their history is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.models import Part, User
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import (
    Assessment,
    Claim,
    Crosswalk,
    Evaluation,
    EvidenceItem,
    Note,
    Rating,
    Reconciliation,
    Scale,
)
from jalon.evaluation.places import said_for_good, still_used
from jalon.evaluation.selectors import Gone
from jalon.evaluation.unlocking import evaluation_of, unlocked
from jalon.office import evaluating_fiches as fiches
from jalon.office.around import published
from jalon.office.evaluation_plans import measures_for, subjects_for
from jalon.office.pages import known
from jalon.office.pages.evaluating import View
from jalon.office.pages.evidence import proof_words
from jalon.portal.verdicts import OBJECT
from jalon.publication.words import date_words

KINDS: Mapping[str, tuple[type[Any], str | Promise]] = {
    **{one.code: (one.model, one.label) for one in (fiches.EVALUATION, fiches.ASSESSMENT, *fiches.IN_PART.values())},
    "preuve": (EvidenceItem, lazy("la preuve")),
}
"""By its word in addresses, the model of a record and its name."""
PUBLISHED = lazy("Elle est dans la version publiée : corrigez-la par un erratum, ou publiez celle qui lui succède.")
CODES = {model: code for code, (model, _label) in KINDS.items()}


@dataclass(frozen=True, slots=True)
class GoneLine:
    """A record that was withdrawn. `may_restore`: the person writes in the part."""

    code: str
    uid: str
    words: str
    reason: str
    may_restore: bool


def gone_lines(
    rows: Iterable[Gone], subjects: Mapping[str, str] | None = None, *, restored: bool
) -> tuple[GoneLine, ...]:
    """What was withdrawn, latest first; `subjects`: the measures that assessments may be of, by uid."""
    return tuple(
        GoneLine(CODES[type(one.row)], str(one.row.uid), words_of(one.row, subjects or {}), one.reason, restored)
        for one in rows
    )


def subjects(view: View) -> Mapping[str, str]:
    """The measures of an evaluated plan in words, by uid."""
    return {line.uid: " ".join(filter(None, [line.number, line.title])) for line in view.measures}


def words_of(row: Any, subjects: Mapping[str, str]) -> str:
    """A record in one line."""
    if isinstance(row, Assessment):
        named = "; ".join(subjects.get(uid, uid) for uid in row.subjects)
        return _("Appréciation : %s") % (row.topic or named or OBJECT[row.object])  # type: ignore[index]  # its code
    if isinstance(row, EvidenceItem):
        return _("Preuve : %s") % proof_words(row.fact)
    if isinstance(row, Claim):
        counts = ", ".join(f"{one.value} {one.label}" for one in row.counts)
        said = ", ".join(filter(None, [row.said_by.name, date_words(row.said), counts or row.text and row.text.value]))
        return _("Décompte : %s") % said
    if isinstance(row, Crosswalk):
        return _("Correspondance : %s") % ", ".join([row.author.name, date_words(row.when), row.slug])
    assert isinstance(row, Evaluation | Scale)
    words = _("Évaluation : %s") if isinstance(row, Evaluation) else _("Échelle : %s")
    return str(words % row.title.value)


def named(row: Any, part: Part, user: User) -> str:
    """A record in one line, on its own page."""
    if not isinstance(row, Assessment) or len(row.subjects) != 1:
        return words_of(row, {})
    uid = row.subjects[0]
    return words_of(row, {uid: known.subject(str(row.evaluation.plan_uid), uid, user)})


def in_words(evaluation: Evaluation, user: User) -> Callable[[Any], str]:
    """Records of an evaluation, and its team's work, in one line each: never what a note or a rating says."""
    plan = str(evaluation.plan_uid)
    lines = [*measures_for(plan, user), *subjects_for(plan, user).sections]
    subjects = {one.uid: " ".join(filter(None, [one.number, one.title])) for one in lines}

    def words(row: Any) -> str:
        if isinstance(row, Note):
            return _("Note privée\u00a0: %s") % words_of(row.assessment, subjects)
        if isinstance(row, Rating | Reconciliation):
            said = _("Avis en aveugle\u00a0: %s") if isinstance(row, Rating) else _("Conciliation\u00a0: %s")
            return str(said % subjects.get(str(row.subject_uid), str(row.subject_uid)))
        return words_of(row, subjects) if type(row) in CODES else str(row)

    return words


def kept_because(row: Any) -> str:
    """Why a record cannot be withdrawn now; empty when it can."""
    evaluation = evaluation_of(row)
    held = unlocked(evaluation) if evaluation is not None and row is not evaluation else {}
    found = held | said_for_good(row) | still_used(row)
    if not found and isinstance(row, Evaluation) and row.own and _in_release(row):
        return str(PUBLISHED)
    return next(iter(found.values()), "")


def stays_published(row: Evaluation) -> str:
    """Why an evaluation goes back to no earlier stage; empty when it may. What was signed stays said: back in its
    adoption, the part's next version would leave it out, and nobody would have said so."""
    return str(PUBLISHED) if row.own and row.stage == Stage.PUBLISH and _in_release(row) else ""


def _in_release(row: Evaluation) -> bool:
    reader = published()
    return reader is not None and reader.evaluation_by_uid(str(row.uid)) is not None
