"""A file of recommendations or questions beside what a part says, then taken in: what commands and pages share.

compared = compare_recommendations(part, data, "matrice.docx", given)    # nothing is written
compared.renewed.new, compared.problems                                   # shown to whoever decides
take(compared, by=user)                                                   # one action, one event
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from jalon.commitments import actions
from jalon.commitments.mapping import ACT, RECOMMENDATION, Mapped
from jalon.core import taken
from jalon.core.citing import cited
from jalon.core.errors import Invalid
from jalon.core.models import Part, Source, User
from jalon.core.reading import sources as sources_of
from jalon.core.whole import now
from jalon.exchange.problems import CellProblem, Severity
from jalon.exchange.questions_in import read_questions
from jalon.exchange.recommendations_in import Given, Layout, read_recommendations
from jalon.exchange.renewing import (
    Renewed,
    answered,
    corrected,
    renew,
    same_acts,
    same_recommendations,
    whole,
    with_repeats,
)
from jalon.facts.common import OrgRef
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.recommendation import Recommendation
from jalon.facts.validation import fact_problems

TAKERS = {
    RECOMMENDATION.attribute: frozenset({PartKind.COMMITMENTS}),
    ACT.attribute: frozenset({PartKind.COMMITMENTS, PartKind.ACTS}),
}
"""What a file holds -> the parts that may say it."""


@dataclass(frozen=True)
class Compared:
    """A file beside what the part says at `revision`. `part` None: no part was named, everything is new.

    `read` counts what the file holds, `unread` are row numbers. `withdrawn` counts facts of the file that the part has
    withdrawn: they stay withdrawn.
    """

    part: Part | None
    revision: int
    kind: Mapped
    file: str
    sha256: str
    renewed: Renewed[Any]
    sources: tuple[Any, ...]
    read: Mapping[str, Any]
    problems: tuple[CellProblem, ...]
    unread: tuple[int, ...] = ()
    withdrawn: int = 0
    known: Mapping[str, Any] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[CellProblem, ...]:
        """What keeps the file out."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @property
    def repeated(self) -> tuple[tuple[Recommendation, Recommendation | None], ...]:
        """New recommendations that take up the words of an earlier one, with it."""
        if self.kind is not RECOMMENDATION:
            return ()
        return tuple((fact, self.known.get(fact.repeats)) for fact in self.renewed.new if fact.repeats)

    def counts(self) -> dict[str, int]:
        """New, changed, unchanged, withdrawn."""
        found = self.renewed
        return {"new": len(found.new), "changed": len(found.changed), "unchanged": found.unchanged,
                "withdrawn": self.withdrawn}  # fmt: skip

    def report(self, translate: Any = str) -> dict[str, Any]:
        """For programs."""
        return {
            "file": self.file, "sha256": self.sha256, "part": self.part.slug if self.part else None, **self.read,
            "unread": list(self.unread), **self.counts(), "repeats": len(self.repeated),
            "problems": [one.as_json(translate) for one in self.problems],
        }  # fmt: skip


def compare_recommendations(part: Part | None, data: bytes, name: str, given: Given) -> Compared:
    """Read a file of recommendations and compare. `problems.Refused` for a file that is not read; nothing is written."""
    refuse_part(part, RECOMMENDATION)
    known, gone = _known(RECOMMENDATION, part)
    read = read_recommendations(data, PurePath(name).name, given, str(part.uid) if part else "", now())
    found = read.recommendations
    if read.layout is not Layout.EXPORTED:
        found = same_recommendations(found, known.values())
    like = whole if read.layout is Layout.EXPORTED else corrected
    renewed = renew((one for one in found if one.uid not in gone), known, like=like)
    renewed = replace(renewed, new=with_repeats(renewed.new, known.values()))
    counts = {
        "layout": read.layout.value, "rows": read.rows, "headings": read.headings, "themes": read.themes,
        "empty": read.empty, "continued": read.continued, "elsewhere": read.elsewhere,
        "recommendations": len(found), "document": read.document or None,
    }  # fmt: skip
    problems = (*read.problems, *_faults(renewed.written, lambda one: one.paragraph or one.reference or ""))
    return Compared(
        part, part.revision if part else 0, RECOMMENDATION, PurePath(name).name, _sha256(data), renewed,
        _new_sources(part, read.sources), counts, problems, tuple(read.unread), _held(found, gone), known,
    )  # fmt: skip


def compare_questions(
    part: Part | None, files: Sequence[tuple[str, bytes]], about: Sequence[str] = ()
) -> tuple[Compared, list[dict[str, Any]]]:
    """Read files of questions as one and compare; the questions kept, as they were published, come with it."""
    refuse_part(part, ACT)
    known, gone = _known(ACT, part)
    reads = [read_questions(data, PurePath(name).name, str(part.uid) if part else "", about) for name, data in files]
    acts = {act.reference: act for read in reads for act in read.acts}
    found = same_acts(acts.values(), known.values())
    renewed = renew((one for one in found if one.uid not in gone), known, like=answered)
    cites = {cite.source for act in renewed.written for cite in act.citations}
    sources = [source for read in reads for source in read.sources if source.uid in cites]
    counts = {
        "files": sum(read.files for read in reads), "questions": sum(read.questions for read in reads),
        "left_out": sum(read.left_out for read in reads), "acts": len(acts),
        "answered": sum(bool(act.answers) for act in acts.values()),
    }  # fmt: skip
    problems = (*(one for read in reads for one in read.problems), *_faults(renewed.written, lambda act: act.reference))
    name, joined = ", ".join(PurePath(name).name for name, _data in files), b"".join(data for _name, data in files)
    compared = Compared(
        part, part.revision if part else 0, ACT, name, _sha256(joined), renewed, _new_sources(part, sources), counts, problems,
        (), _held(found, gone), known,
    )  # fmt: skip
    return compared, [node for read in reads for node in read.kept]


def take(compared: Compared, *, by: User | None, expected_revision: int | None = None) -> Part:
    """Write it: all or nothing. `Invalid` when something is wrong; a file without a difference writes nothing."""
    if compared.part is None:
        raise Invalid({"part": _("Nommez la partie d’engagements qui prend ce fichier.")})
    if compared.errors:
        message = _("Le fichier a %(count)d erreurs\u00a0: rien n’est écrit.")
        raise Invalid({"file": message % {"count": len(compared.errors)}})
    if not compared.renewed.written:
        return compared.part
    facts = PartFacts(
        header=_header(compared.part), sources=compared.sources, **{compared.kind.attribute: compared.renewed.written}
    )
    write = actions.take_recommendations if compared.kind is RECOMMENDATION else actions.take_acts
    return write(
        part=compared.part, facts=facts, file=compared.file, sha256=compared.sha256,
        counts={**compared.read, **compared.counts()}, by=by,
        expected_revision=compared.revision if expected_revision is None else expected_revision,
    )  # fmt: skip


def recommendations_of(part: Part) -> PartFacts:
    """The recommendations that the part says now, with its sources: what an export writes."""
    known, _gone = _known(RECOMMENDATION, part)
    rows = Source.objects.filter(part=part).order_by("id")
    return PartFacts(header=_header(part), recommendations=tuple(known.values()), sources=sources_of(rows))


def refuse_part(part: Part | None, kind: Mapped) -> None:
    """`Invalid` when a part of this kind does not say what the file holds."""
    if part is None or PartKind(part.kind) in TAKERS[kind.attribute]:
        return
    if kind is ACT:
        raise Invalid({"part": _("Seule une partie d’engagements ou d’actes parlementaires prend des questions.")})
    raise Invalid({"part": _("Seule une partie d’engagements prend des recommandations.")})


def _known(kind: Mapped, part: Part | None) -> tuple[dict[str, Any], frozenset[str]]:
    """What the part says, by uid, and the uids of what it withdrew. What only an import that was undone had said is
    neither: it can be taken in anew. Three queries."""
    if part is None:
        return {}, frozenset()
    part.refresh_from_db()
    cites, undone = cited(part), taken.moments(part)
    rows = list(kind.model.objects.of_part(part))
    live = {str(row.uid): kind.fact(row, cites.get(row.uid, ())) for row in rows if row.withdrawn_at is None}
    return live, frozenset(str(row.uid) for row in rows if row.withdrawn_at not in (None, *undone))


def _new_sources(part: Part | None, sources: Iterable[Any]) -> tuple[Any, ...]:
    """Those that the part has not: what people wrote of a source stays."""
    found = {source.uid: source for source in sources}
    held = Source.objects.filter(part=part, uid__in=list(found)).values_list("uid", flat=True) if part else ()
    here = set(map(str, held))
    return tuple(source for uid, source in found.items() if uid not in here)


def _faults(facts: Iterable[Any], place: Any) -> Iterator[CellProblem]:
    for fact in facts:
        for one in fact_problems(fact, "", "$"):
            yield CellProblem(
                "", str(place(fact) or ""), one.found, one.expected, one.remedy, Severity.ERROR, one.params
            )


def _held(facts: Iterable[Any], gone: frozenset[str]) -> int:
    return sum(fact.uid in gone for fact in facts)


def _header(part: Part) -> PartHeader:
    return PartHeader(
        uid=str(part.uid), slug=part.slug, kind=PartKind(part.kind), title=part.title, lang=part.lang,
        owner=OrgRef(name=str(part.owner), uid=str(part.owner.uid)), synthetic=part.synthetic,
    )  # fmt: skip


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
