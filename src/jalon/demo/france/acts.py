"""Parliamentary acts, tied to plans and measures where they name them."""

from jalon.demo.france.dates import when_said
from jalon.demo.france.links import ACTS
from jalon.demo.france.means import fate_of
from jalon.demo.france.organisations import body
from jalon.demo.france.records import Record, measure_uid, plan_uid, raw, summary, told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import Confidence, OrgRef, Text
from jalon.facts.parliament import Act, AnswerStatement

KINDS: dict[str, tuple[str, str]] = {
    "question écrite AN": ("question", "assemblee"),
    "question AN": ("question", "assemblee"),
    "question écrite Sénat": ("question", "senat"),
    "courrier de sénateurs CRCE": ("letter", "senat"),
    "amendement AN": ("amendment", "assemblee"),
    "amendement Sénat": ("amendment", "senat"),
    "rapport Sénat": ("report", "senat"),
}
"""Type as recorded -> (kind, chamber)."""


def acts(sources: Sources) -> tuple[Act, ...]:
    """All acts of the record."""
    return tuple(_act(record, sources) for record in raw("parliament"))


def _act(record: Record, sources: Sources) -> Act:
    kind, chamber = KINDS[record["type"]]
    plan, numbers = ACTS.get(record["topic_fr"], (None, ()))
    return Act(
        uid=uid("act", record["type"], record["number"], record["topic_fr"]),
        kind=kind,
        kind_printed=record["type"],
        chamber=chamber,
        number=record["number"],
        author=record["author"],
        body=_body(record),
        when=when_said(record["date"]),
        topic=summary(record["topic_fr"]),
        asked=_texts(record, "asked_fr"),
        fate=_fate(record),
        plan=plan_uid(plan) if plan else None,
        measures=tuple(measure_uid(plan, number) for number in numbers) if plan else (),
        confidence=_confidence(record),
        citations=sources.cite_all(record["source"]),
        statements=_statements(record, sources),
    )


def _body(record: Record) -> OrgRef | None:
    """The body that acts, when it is not a person."""
    names = {"rapport Sénat": record["author"], "courrier de sénateurs CRCE": "sénateurs CRCE"}
    name = names.get(record["type"])
    return body(name) if name else None


def _texts(record: Record, name: str) -> tuple[Text, ...]:
    return tuple(told(words) for words in record.get(name, ()))


def _statements(record: Record, sources: Sources) -> tuple[AnswerStatement, ...]:
    """The things that the answer says, each with the measure that it names by its number."""
    plan, numbers = ACTS.get(record["topic_fr"], (None, ()))
    return tuple(
        AnswerStatement(
            uid=uid("act", record["type"], record["number"], record["topic_fr"], "answer", rank),
            text=told(words),
            measures=tuple(measure_uid(plan, n) for n in numbers if plan and f"(mesure {n})" in words),
            citations=sources.cite_all(record["source"]),
        )
        for rank, words in enumerate(record.get("answer_statements_fr", ()))
    )


def _fate(record: Record) -> Text | None:
    """The means of the same amendment, at the same address, say what the committee asked."""
    lines = (line for line in raw("budget") if line["kind"] == "amendement" and line["source"] == record["source"])
    return next((fate for fate in map(fate_of, lines) if fate), None)


def _confidence(record: Record) -> Confidence:
    """That the letter of 2018 is about the 2nd plan is an inference: it says « the future plan »."""
    return Confidence.INFERRED if "futur plan" in record["topic_fr"] else Confidence.STATED
