"""What evaluations say as their own facts: counts with what was not judged, on what each rests, where they differ."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from jalon.facts import comparing
from jalon.facts.comparing import Column as Judged
from jalon.facts.comparing import Comparison, Disagreement
from jalon.facts.evaluation import Evaluation, Scale
from jalon.portal import words
from jalon.portal.pieces import day as day_of
from jalon.publication.names import CODES
from jalon.reports.builders.pieces import clauses, say, unknown, with_notes
from jalon.reports.builders.plan_sections import Subject
from jalon.reports.document import Block, Column, Paragraph, Points, Remark, Row, Section, Table, Words


def counted(of: Subject) -> Section | None:
    """Counts of each evaluation over the identified measures, and their disagreements; None without such facts."""
    read = of.ctx.reader
    evaluations = read.evaluations_of_plan(of.it.plan.uid)
    measures = [m.uid for m in of.it.identified]
    if not evaluations or not measures:
        return None
    of.ctx.notebook(evaluations)  # the book learns their sources
    found = comparing.compare(
        measures, evaluations, read.assessments_of_plan(of.it.plan.uid), read.scales(), read.crosswalks()
    )
    blocks: list[Block] = [_table(found, of), *_reliances(evaluations, of), *disagreements(found, of)]
    return Section(say(_("Ce que chaque évaluation compte, et où elles diffèrent")), tuple(blocks))


def _name(item: Evaluation, of: Subject) -> str:
    said = day_of(item.said, of.ctx.lang)
    return ", ".join(part for part in (item.evaluator.name, said.words if said else "") if part)


def _level(scale: Scale | None, code: str, lang: str) -> str:
    level = next((one for one in scale.levels if one.code == code), None) if scale else None
    return code if level is None else level.fr if lang == "fr" else level.en


def _table(found: Comparison, of: Subject) -> Table:
    columns = (
        Column(_("Évaluation"), share=4),
        Column(_("Verdicts par niveau"), share=5),
        Column(_("Sans verdict"), share=4),
        Column(_("Verdicts sans preuve"), numeric=True, share=2),
    )
    foot = _("Sur %(n)s mesures identifiées par leur numéro ; les lignes ne se comparent que sur une même échelle.")
    rows = tuple(_row(one, of) for one in found.columns)
    said = say(foot % {"n": words.number(len(found.measures))})
    return Table(_("Décompte de chaque évaluation"), columns, rows, (said,))


def _row(one: Judged, of: Subject) -> Row:
    name = with_notes(say(_name(one.evaluation, of)), of.ctx.book.refs(one.evaluation.citations))
    levels = [f"{_level(one.scale, code, of.ctx.lang)} {words.number(n)}" for code, n in one.levels.items()]
    if one.words:
        levels.append(_("en mots seuls : %(n)s") % {"n": words.number(one.words)})
    lacking = [f"{CODES.get(code, code)}{words.colon()}{words.number(n)}" for code, n in one.reasons.items() if n]
    rest = (
        (_("sans accord entre évaluateurs : %(n)s"), one.no_agreement),
        (_("jugées dans un groupe seulement : %(n)s"), one.in_group),
        (_("non jugées : %(n)s"), one.not_assessed),
    )
    lacking += [text % {"n": words.n_of(n, one.total)} for text, n in rest if n]
    bare = say(words.n_of(one.without_evidence, one.assessed)) if one.assessed else unknown("–")
    return Row((name, say(words.clauses(levels) or "–"), say(words.clauses(lacking) or "–"), bare))


def _reliances(evaluations: Iterable[Evaluation], of: Subject) -> list[Block]:
    """« L’évaluation de X repose sur celle de Y : leur accord n’ajoute rien. »"""
    by_uid = {item.uid: item for item in evaluations}
    text = _("« %(a)s » repose sur « %(b)s » : qu’elles disent la même chose ne prouve rien de plus.")
    return [
        Paragraph(say(text % {"a": _name(item, of), "b": _name(by_uid[one.evaluation], of)}))
        for item in by_uid.values()
        for one in item.rests_on
        if one.evaluation in by_uid
    ]


def disagreements(found: Comparison, of: Subject) -> list[Block]:
    """The identified measures of a comparison that two evaluations put at different levels, one a line."""
    numbers = {m.uid: m.number or "" for m in of.it.identified}
    scales = {scale.uid: scale for scale in of.ctx.reader.scales()}
    names = {column.evaluation.uid: column for column in found.columns}
    lines = [
        _line(numbers[uid], one, names, scales, of)
        for uid in found.measures
        for one in found.disagreements.get(uid, ())
    ]
    if not lines:
        return [Paragraph(say(_("Aucune mesure identifiée n’a deux niveaux différents sur une même échelle, ou par une correspondance publiée.")))]  # fmt: skip
    return [Remark(say(_("Mesures jugées différemment, sur une même échelle ou par une correspondance publiée :"))), Points(tuple(lines))]  # fmt: skip


def _line(number: str, one: Disagreement, names: dict[str, Judged], scales: dict[str, Scale], of: Subject) -> Words:
    said = []
    for reading in one.readings:
        column = names[reading.evaluation]
        level = _level(column.scale, reading.said, of.ctx.lang)
        read = _level(scales.get(one.scale), reading.read, of.ctx.lang)
        shown = level if level == read else _("%(level)s, lu comme « %(read)s »") % {"level": level, "read": read}
        said.append(say(f"{_name(column.evaluation, of)}{words.colon()}{shown}"))
    through = _("correspondance de %(who)s") % {"who": one.crosswalk.author.name} if one.crosswalk else ""
    return (
        *say(_("mesure %(n)s – ") % {"n": number}),
        *clauses(said),
        *(say(f" ({through})") if through else ()),
    )
