"""Facts without fault are told fast, and by nothing else than what says what is wrong with the others."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from jalon.facts import rules
from jalon.facts.common import Citation, OrgRef, Statement, StatementKind, Text, When
from jalon.facts.kinds import documents
from jalon.facts.plan import Measure
from jalon.facts.right import Right
from jalon.facts.validation import _WHOLE, RULES, fact_problems
from jalon.facts.walking import leading
from tests.synthetic import declarations_part, directory_part, plan_part
from tests.synthetic_commitments import commitments
from tests.synthetic_evaluations import evaluated_part
from tests.synthetic_following import answering_part, following_part
from tests.synthetic_lineages import descended

PARTS = (
    plan_part, declarations_part, directory_part, commitments, evaluated_part, following_part, answering_part, descended,
)  # fmt: skip
BAD = ("", "\u202e", "a\x00", "9" * 40, "2026-13", "é" * 100_001, "Un texte, rien d’autre")


def right(value: Any) -> bool:
    return Right(RULES, _WHOLE)(value)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_what_is_told_right_is_what_has_no_problem(part: Any) -> None:
    for _path, doc in documents(part()):
        assert right(doc) and not fact_problems(doc, "", "$")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_each_text_that_is_damaged_anywhere_in_a_fact_is_told_as_the_problems_tell_it(part: Any) -> None:
    seen = set[bool]()
    for _path, doc in documents(part()):
        for one in (doc if isinstance(doc, tuple) else (doc,))[:3]:
            for damaged in damages(one):
                wrong = fact_problems(damaged, "", "$")
                assert right(damaged) is not bool(wrong), (damaged, wrong)
                seen.add(bool(wrong))
    assert seen == {True, False}


def damages(value: Any) -> Iterator[Any]:
    """The fact with one of its texts, at any depth, replaced by a bad one."""
    if value.__class__ is str:
        yield from BAD
    elif value.__class__ is tuple:
        for place, item in enumerate(value):
            yield from ((*value[:place], other, *value[place + 1 :]) for other in damages(item))
    elif is_dataclass(value):
        for item in fields(value):
            for other in damages(getattr(value, item.name)):
                yield replace(value, **{item.name: other})  # type: ignore[type-var]


def test_a_fault_of_a_fact_as_a_whole_is_told() -> None:
    said = Statement(uid="00000000-0000-7000-8000-000000000001", kind=StatementKind.PROGRESS, subject="00000000-0000-7000-8000-000000000002", recorded_at="2026-11-22T10:00:00Z", total=-1)  # fmt: skip
    assert not right(said) and right(replace(said, total=1)) and not right((replace(said, total=1), said))


def test_what_many_share_is_looked_at_again_once_it_is_forgotten() -> None:
    look = Right(RULES, _WHOLE)
    good = [Text(value=f"Texte {number}") for number in range(5_000)]
    assert all(look(Statement(uid="00000000-0000-7000-8000-000000000001", kind=StatementKind.PROGRESS, subject="00000000-0000-7000-8000-000000000002", recorded_at="2026-11-22T10:00:00Z", text=one)) for one in good)  # fmt: skip
    assert len(look._known) <= 2_000


def test_a_text_that_is_too_long_to_be_a_uid_or_a_time_is_not_kept_in_mind() -> None:
    before = rules._is_uid.cache_info().misses, rules._is_time.cache_info().misses
    for number in range(3):
        assert rules.uid(f"{number}" * 200_000) and rules.time(f"{number}" * 200_000)
    assert (rules._is_uid.cache_info().misses, rules._is_time.cache_info().misses) == before
    assert all(rule("9" * 200_000) for rule in rules.PLAIN)


def test_the_members_that_lead_to_a_body_or_a_source_are_known_from_their_types() -> None:
    assert leading(Statement, Citation, OrgRef) == ("said_by", "organisation", "citations")
    assert leading(Measure, Citation, OrgRef) == ("titles", "steps", "documents", "citations")
    assert leading(When, Citation, OrgRef) == ()
