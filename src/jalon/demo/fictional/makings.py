"""What every invented fact is made of. Each name says that it is invented; each fact cites the invented source."""

from jalon.facts.common import Citation, OrgRef, Source, Text, When, Wording
from jalon.facts.uids import stable_uid

MARK = "(fictif)"
RECORDED_AT = "2026-11-21T00:00:00Z"


def uid(*words: object) -> str:
    """The stable uid of an invented thing."""
    return stable_uid("/".join(["fictional", *(str(word) for word in words)]))


SOURCE = uid("source", "plan")
PLAN = uid("plan")

MISSION = OrgRef(name="Mission M (fictive)", uid=uid("body", "mission"))
A = OrgRef(name="Organisme A (fictif)", uid=uid("body", "a"))
B = OrgRef(name="Organisme B (fictif)", uid=uid("body", "b"))
C = OrgRef(name="Organisme C (fictif)", uid=uid("body", "c"))
COLLECTIVE = OrgRef(name="Collectif D (fictif)", uid=uid("body", "d"))


def source(part: str) -> Source:
    """The invented source, with a uid of its own in each part."""
    note = "Source inventée : elle n’existe pas."
    return Source(
        uid=source_uid(part), key="F1", address="https://exemple.invalid/plan-fictif", title="Plan fictif", note=note
    )


def source_uid(part: str) -> str:
    """Uid of the invented source in a part."""
    return uid("source", part)


def cited(part: str = "plan") -> tuple[Citation, ...]:
    """One citation of the invented source."""
    return (Citation(source=source_uid(part)),)


def said(value: str) -> Text:
    """Words in French that nobody said."""
    return Text(value=value, wording=Wording.SUMMARY)


def on(edtf: str) -> When:
    """A date."""
    return When(edtf=edtf)


def measure_uid(number: int) -> str:
    """Uid of an invented measure."""
    return uid("measure", number)


def indicator_uid(code: str) -> str:
    """Uid of an invented indicator."""
    return uid("indicator", code)
