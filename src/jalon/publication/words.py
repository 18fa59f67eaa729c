"""Names of the members of facts, and values as people read them, in the active language (French or English)."""

from enum import Enum
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.facts.committee import AgendaItem, Attendance, Committee, Decision, FollowUp, Member, Session
from jalon.facts.common import Citation, Count, OrgRef, Source, Statement, StatementKind, Text, When
from jalon.facts.directory import DatedName, Office, Organisation, Term, Territory, Vocabulary
from jalon.facts.evaluation import (
    Adoption,
    Assessment,
    Claim,
    Crosswalk,
    CrosswalkPair,
    Dissent,
    Evaluation,
    Evidence,
    Finding,
    Inquiry,
    Reliance,
    Response,
    RightOfReply,
    Scale,
    ScaleLevel,
    Signature,
)
from jalon.facts.indicator import Answer, AnswerKind, Baseline, Breakdown, Expected, Indicator, Level
from jalon.facts.lineage import Lineage, OtherPlan, OverlapLink
from jalon.facts.output import Amount, Counted, Output
from jalon.facts.parliament import Act, AnswerStatement
from jalon.facts.part import PartHeader
from jalon.facts.plan import (
    Document,
    LevelName,
    Means,
    Measure,
    MeasureKind,
    Overlap,
    Plan,
    PlanEvent,
    Section,
    StatedNumber,
    Step,
    Title,
)
from jalon.facts.promise import DueDate, Promise, PromiseView
from jalon.facts.recommendation import (
    Recommendation,
    RecommendationAnswer,
    RecommendationKind,
    RecommendationReview,
    StatePosition,
)
from jalon.facts.series import Dimension, Observation, Precision, Series
from jalon.facts.state import Declared, Reply, State, StateLine
from jalon.methods.dates import DateError, format_date, parse, rhythm
from jalon.publication.names import CODES, FIELDS

SHOWN = 160
"""Characters of a value that are read aloud in a difference."""

STATEMENTS: dict[StatementKind, Lazy] = {
    StatementKind.COORDINATOR: lazy("coordination"),
    StatementKind.LEAD: lazy("pilote"),
    StatementKind.CO_LEAD: lazy("copilote"),
    StatementKind.PARTNER: lazy("partenaire"),
    StatementKind.DEADLINE: lazy("échéance"),
    StatementKind.PHASE: lazy("étape"),
    StatementKind.PROGRESS: lazy("avancement"),
    StatementKind.ASKED: lazy("demande faite"),
    StatementKind.PROMISED: lazy("promesse faite"),
    StatementKind.OUTCOME: lazy("constat"),
    StatementKind.JUDGED: lazy("jugement"),
}


def label(name: str) -> str:
    """The name of a member of a fact."""
    return str(FIELDS.get(name, name))


def value_words(value: Any) -> str:
    """Any value of a fact as a short text, without quotation marks."""
    words = _words(value)
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, StatementKind):
        return str(STATEMENTS[value])
    if isinstance(value, Enum):
        return str(CODES.get(value.value, value.value))
    if isinstance(value, tuple):
        return ", ".join(_words(item) for item in value)
    said = _FACTS.get(type(value))
    return said(value) if said else str(value)


def date_words(when: When | None) -> str:
    """A date as said: in words when it could be read, as printed otherwise."""
    if when is None:
        return ""
    if when.edtf is None:
        return when.printed or rhythm(when.recurrence, (get_language() or "fr")[:2])
    return _edtf_words(when.edtf, (get_language() or "fr")[:2])


@lru_cache(maxsize=4096)
def _edtf_words(edtf: str, lang: str) -> str:
    """A page repeats the same few dates."""
    try:
        return format_date(parse(edtf), lang)
    except DateError:
        return edtf


def fact_name(fact: Any) -> str:
    """What a fact is called in a sentence: « mesure 16 », « plan « … » », « série « … » »."""
    name = _NAMES.get(type(fact))
    return name(fact) if name else value_words(fact)


def _measure(measure: Measure) -> str:
    if measure.kind is MeasureKind.MEASURE and measure.number:
        return _("mesure %s") % measure.number
    return _("élément attesté « %s »") % _first_title(measure.titles)


def _first_title(titles: tuple[Title, ...]) -> str:
    return value_words(titles[0].text.value) if titles else "–"


def _statement(statement: Statement) -> str:
    who = statement.said_by or statement.organisation
    words = [str(STATEMENTS[statement.kind]), who.name if who else "", date_words(statement.said)]
    return _("déclaration (%s)") % ", ".join(word for word in words if word)


def _answer(answer: Answer) -> str:
    """Whose answer it is. Its sense is a member of its own."""
    words = {AnswerKind.ADOPTED: _("indicateur repris par %s"), AnswerKind.REFUSED: _("indicateur refusé par %s")}
    return words[answer.answer] % answer.said_by.name


def _assessment(item: Assessment) -> str:
    return _("appréciation (%s)") % (item.topic or _words(item.object))


def _claim(item: Claim) -> str:
    words = [item.said_by.name, date_words(item.said)]
    return _("annonce chiffrée (%s)") % ", ".join(word for word in words if word)


def _section(section: Section) -> str:
    return _("section %s") % (section.label or (section.title.value if section.title else section.order))


def _organisation(organisation: Organisation) -> str:
    return _("organisme « %s »") % organisation.names[-1].value


def _recommendation(item: Recommendation) -> str:
    words = [
        item.body.name,
        date_words(item.when),
        value_words(item.texts[0].value) if item.texts else item.symbol or "",
    ]
    name = _("obligation (%s)") if item.kind is RecommendationKind.OBLIGATION else _("recommandation (%s)")
    return name % ", ".join(word for word in words if word)


def _by(name: str, ref: OrgRef | None) -> str:
    return f"{name} ({ref.name})" if ref else name


def _session(item: Session) -> str:
    return _("séance (%s)") % (date_words(item.when) or _words(item.state))


_NAMES: dict[type[Any], Any] = {
    Recommendation: _recommendation,
    RecommendationAnswer: lambda item: _by(_("réponse d’une mesure à une recommandation"), item.said_by),
    RecommendationReview: lambda item: _by(_("recommandation examinée : aucune mesure n’y répond"), item.said_by),
    Promise: lambda item: _("engagement « %s »") % value_words(item.text.value),
    PromiseView: lambda item: _by(_("constat sur un engagement"), item.said_by),
    Committee: lambda item: _("comité « %s »") % value_words(item.title.value),
    Session: _session,
    Decision: lambda item: _("décision « %s »") % value_words(item.text.value),
    Lineage: lambda item: _("filiation (%s)") % _words(item.kind),
    OverlapLink: lambda item: _("recoupement avec « %s »") % value_words(item.other.title.value),
    PartHeader: lambda header: _("présentation de la partie"),
    Plan: lambda plan: _("plan « %s »") % _first_title(plan.titles),
    Section: _section,
    Measure: _measure,
    Statement: _statement,
    Means: lambda means: _("moyens « %s »") % value_words(means.item.value),
    Act: lambda act: _("acte « %s »") % " ".join(word for word in (act.kind_printed, act.number, act.author) if word),
    Series: lambda series: _("série « %s »") % value_words(series.title.value),
    Indicator: lambda item: _("indicateur « %s »") % value_words(item.title.value),
    Answer: _answer,
    Output: lambda item: _("réalisation « %s »") % value_words(item.title.value),
    State: lambda state: _("état figé « %s »") % value_words(state.title.value),
    Scale: lambda item: _("échelle « %s »") % value_words(item.title.value),
    Crosswalk: lambda item: _("correspondance d’échelles (%s)") % item.author.name,
    Evaluation: lambda item: _("évaluation « %s »") % value_words(item.title.value),
    Assessment: _assessment,
    Claim: _claim,
    Organisation: _organisation,
    Vocabulary: lambda vocabulary: _("vocabulaire « %s »") % _either(vocabulary),
    Territory: lambda territory: _("territoire « %s »") % territory.name,
    Source: lambda source: _("source « %s »") % value_words(source.title or source.address),
}


def _either(named: LevelName | Term | Vocabulary | Level | ScaleLevel) -> str:
    """The name in the active language."""
    return named.en if (get_language() or "fr").startswith("en") else named.fr


def _observation(item: Observation) -> str:
    where = ", ".join(dimension.value for dimension in item.dimensions)
    said = item.value if item.value is not None else item.missing or ""
    return f"{date_words(item.when)}{f', {where}' if where else ''} : {said}"


def _precise(value: str, precision: Precision) -> str:
    """A number with its exactness, unless it is exact."""
    return value if precision is Precision.EXACT else f"{CODES[precision.value]} {value}"


def _baseline(item: Baseline) -> str:
    said = _precise(item.value, item.precision) if item.value is not None else item.missing or ""
    return f"{date_words(item.when)} : {said}"


def _declared(item: Declared) -> str:
    said = item.text.value if item.text else date_words(item.when) if item.when else item.value or ""
    return f"{item.key} : {said}"


def _counted(item: Counted) -> str:
    named = (item.type, item.quantity, *item.professions)
    return ", ".join(_words(value) for value in named if value)


def _evidence(item: Evidence) -> str:
    said = item.name or item.url or item.reference or item.of or (item.body.name if item.body else "")
    return ", ".join(word for word in (_words(item.kind), said, item.page or "") if word)


def _inquiry(item: Inquiry) -> str:
    dates = (item.asked, *item.reminded, item.answered, item.silent_until)
    return ", ".join(word for word in (item.to.name if item.to else "", *map(date_words, dates)) if word)


def _reply(item: RightOfReply) -> str:
    said = [f"{response.body.name} : {response.text.value}" for response in item.responses]
    return " ; ".join([f"{date_words(item.opened)} – {date_words(item.closes)}", *said])


_FACTS: dict[type[Any], Any] = {
    Text: lambda text: text.value,
    When: date_words,
    OrgRef: lambda ref: ref.name,
    Title: lambda title: title.text.value,
    Citation: lambda citation: citation.quote or citation.locator or _("source citée"),
    Count: lambda count: f"{count.label} {count.value}",
    DatedName: lambda name: name.value,
    Office: lambda office: office.title.value,
    Term: _either,
    LevelName: _either,
    StatedNumber: lambda stated: str(stated.value),
    PlanEvent: lambda event: f"{date_words(event.when)} : {event.text.value}",
    Overlap: lambda overlap: overlap.other_plan.value,
    Step: lambda step: step.title.value,
    Document: lambda document: document.title.value,
    Dimension: lambda dimension: f"{dimension.name} = {dimension.value}",
    Observation: _observation,
    Baseline: _baseline,
    Expected: lambda item: f"{date_words(item.when)} : {item.value}",
    Level: _either,
    Breakdown: lambda item: ", ".join((item.name, *item.values)),
    Amount: lambda item: f"{_words(item.quantity)} : {_precise(item.value, item.precision)}",
    Counted: _counted,
    ScaleLevel: _either,
    CrosswalkPair: lambda item: f"{item.of} → {item.to or '–'}",
    Adoption: lambda item: ", ".join(word for word in (item.body, date_words(item.when), item.printed or "") if word),
    Signature: lambda item: f"{item.body.name} ({_words(item.state)})",
    Response: lambda item: f"{item.body.name} : {item.text.value}",
    RightOfReply: _reply,
    Reliance: lambda item: item.words or item.evaluation or "",
    Finding: lambda item: f"{_words(item.criterion)} ({_words(item.known)})",
    Inquiry: _inquiry,
    Evidence: _evidence,
    Dissent: lambda item: item.text.value if item.text else item.level or "",
    StateLine: lambda line: ", ".join(_words(reply) for reply in line.replies),
    Reply: lambda reply: f"{reply.body.name} ({_words(reply.state)})",
    Declared: _declared,
    StatePosition: lambda item: ", ".join(filter(None, (_words(item.position), date_words(item.said)))),
    DueDate: lambda item: date_words(item.due) or _("reporté sans nouvelle date"),
    AgendaItem: lambda item: item.title.value,
    Attendance: lambda item: f"{item.body.name} ({_words(item.presence)})",
    Member: lambda item: item.body.name,
    FollowUp: lambda item: " : ".join(filter(None, (_words(item.state), item.text.value if item.text else ""))),
    AnswerStatement: lambda item: item.text.value,
    OtherPlan: lambda item: ", ".join(filter(None, (item.title.value, item.reference))),
}
