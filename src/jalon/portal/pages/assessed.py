"""One assessment as a page shows it whole: level, sentence, place in the text, evidence, dissent, questions put."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, Known, Link
from jalon.facts.evaluation import Assessed, Assessment, Evidence, Inquiry, NoVerdict, Scale
from jalon.portal import verdicts, words
from jalon.portal.context import Bodies, Context
from jalon.portal.pages.evaluation_model import AssessmentRow, EvidenceRow, InquiryRow
from jalon.portal.pieces import Link as PageLink
from jalon.portal.pieces import Notebook, day, phrase


@dataclass(frozen=True, slots=True)
class Asked:
    """What every row needs."""

    ctx: Context
    book: Notebook
    bodies: Bodies


def row(item: Assessment, scale: Scale | None, named: Mapping[str, PageLink], asked: Asked) -> AssessmentRow:
    """The row of one assessment."""
    lang = asked.ctx.lang
    dissents = tuple(
        (_level(one.level, scale, lang), one.name or _("sans nom"), phrase(one.text, lang)) for one in item.dissents
    )
    place = ", ".join(
        part
        for part in (
            _("§ %(n)s") % {"n": item.paragraph} if item.paragraph else "",
            _("p. %(n)s") % {"n": item.page} if item.page else "",
        )
        if part
    )
    return AssessmentRow(
        uid=item.uid,
        kind=str(verdicts.OBJECT[item.object]),
        about=tuple(named[uid] for uid in item.subjects if uid in named),
        topic="" if item.object is Assessed.MEASURE and item.link is Link.STATED else item.topic or "",
        mark=verdicts.mark_of(item, scale),
        level=verdicts.said_level(item, scale, lang),
        text=None if _says_the_level(item, scale) else phrase(item.text, lang),
        reason=verdicts.reason(item),
        flags=verdicts.flags(item, evidence=False, topic=False),
        place=place,
        day=day(item.said, lang),
        findings=tuple(
            f"{verdicts.CRITERION[one.criterion]}{words.colon()}{words.KNOWN[one.known]}" for one in item.findings
        ),
        blind=tuple(_blind(code, scale, lang) for code in item.blind),
        changed_minds=phrase(item.changed_minds, lang),
        dissents=dissents,
        evidence=tuple(_evidence(one, asked) for one in item.evidence),
        without=_without(item) if item.without_evidence else "",
        note=phrase(item.note, lang),
        replaced=item.superseded_by is not None,
        inferred=item.confidence is Confidence.INFERRED,
        refs=asked.book.refs(item.citations),
    )


def _says_the_level(item: Assessment, scale: Scale | None) -> bool:
    """Whether the sentence is the level in its owner's words, and nothing more."""
    level = verdicts.level_of(item, scale)
    return bool(level and item.text and item.text.value == level.fr)


def _without(item: Assessment) -> str:
    """« sans preuve », and whether anybody looked for some."""
    if item.evidence_known is Known.NOT_LOOKED_AT:
        return _("Verdict sans preuve ici : personne n’a cherché sur quoi il repose.")
    return _("Verdict sans preuve : %(known)s.") % {"known": words.KNOWN[item.evidence_known]}


def _level(code: str | None, scale: Scale | None, lang: str) -> str:
    level = next((one for one in scale.levels if one.code == code), None) if scale else None
    return verdicts.level_words(level, lang) if level else code or ""


def _blind(code: str, scale: Scale | None, lang: str) -> str:
    """A level given blind, or the reason for none."""
    if code in set(NoVerdict) and (scale is None or scale.rank(code) is None):
        return str(verdicts.NO_VERDICT[NoVerdict(code)])
    return _level(code, scale, lang)


def _evidence(item: Evidence, asked: Asked) -> EvidenceRow:
    lang = asked.ctx.lang
    web = item.url or ""
    of = asked.ctx.links.to("permanent", item.of) if item.of else ""
    safe = web if web.startswith(("https://", "http://")) else ""
    seen = item.seen or item.when
    return EvidenceRow(
        kind=str(verdicts.EVIDENCE[item.kind]),
        url=safe or of,
        title=item.name or web or item.reference or "",
        where=_("p. %(n)s") % {"n": item.page} if item.page else "",
        day=day(seen, lang),
        quote=phrase(item.quote, lang),
        text=phrase(item.text, lang),
        body=asked.bodies.link(item.body),
        inquiry=inquiry(item.inquiry, asked) if item.inquiry else None,
        sha256=item.sha256 or "",
    )


def inquiry(item: Inquiry, asked: Asked) -> InquiryRow:
    """A question with its reminders, and the answer or the silence."""
    lang = asked.ctx.lang
    silent = day(item.silent_until, lang)
    answered = day(item.answered, lang)
    silence = ""
    if answered is None and item.answer is None:
        silence = _("sans réponse, constaté : %(date)s") % {"date": silent.words} if silent else _("aucune réponse lue")
    return InquiryRow(
        asked=day(item.asked, lang),
        to=asked.bodies.link(item.to),
        by=asked.bodies.link(item.by),
        question=phrase(item.question, lang),
        reminded=tuple(found for one in item.reminded if (found := day(one, lang))),
        answered=answered,
        answer=phrase(item.answer, lang),
        silence=silence,
        refs=asked.book.refs(item.citations),
    )
