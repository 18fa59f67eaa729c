"""Whoever leads one sub-action of a measure does not lead the measure: it is told apart, and counted nowhere as its lead."""

from dataclasses import replace

from django.utils import translation

from jalon.facts.auditing import audit
from jalon.facts.common import Basis, Known, OrgRef, Statement, StatementKind
from jalon.facts.evaluation import Criterion
from jalon.facts.uids import stable_uid
from jalon.office.pages.plan import said_in_words
from jalon.portal.pages.filters import has_lead
from jalon.portal.pages.groups import lead_words
from tests.synthetic import measure_uid, plan_part, statement


def lead(name: str, topic: str | None = None, **said: object) -> Statement:
    body = OrgRef(name=name)
    return replace(
        statement(f"{name}/{topic}/{said}", measure_uid(1), StatementKind.LEAD, organisation=body, **said), topic=topic
    )


WHOLE, PART, OTHER = lead("Corps A"), lead("Corps B", "Former les équipes"), lead("Corps B", "Ouvrir des places")


def test_the_lead_of_the_measure_comes_first_then_those_of_its_parts_each_once() -> None:
    assert lead_words((PART, WHOLE, OTHER)) == ("Corps A", "pour une partie de la mesure\u00a0: Corps B")
    assert lead_words((PART, OTHER)) == ("pour une partie de la mesure\u00a0: Corps B",)
    with translation.override("en"):
        assert lead_words((PART,)) == ("for a part of the measure: Corps B",)


def test_a_body_that_several_sources_name_is_printed_once() -> None:
    again = replace(WHOLE, uid=stable_uid("again"))
    seen = replace(WHOLE, uid=stable_uid("seen"), basis=Basis.SEEN_ACTING)
    assert lead_words((WHOLE, again)) == ("Corps A",)
    assert len(lead_words((WHOLE, again, seen))) == 2


def test_a_measure_of_which_only_parts_have_a_lead_is_not_among_those_with_a_lead() -> None:
    assert has_lead((WHOLE, PART)) and not has_lead((PART, OTHER)) and not has_lead(())


def test_the_audit_says_given_only_of_a_lead_of_the_whole_measure() -> None:
    facts = plan_part()
    plan = next(
        one for one in facts.plans if any(m.plan == one.uid and m.uid == measure_uid(1) for m in facts.measures)
    )
    measures = tuple(one for one in facts.measures if one.plan == plan.uid)

    def known(*said: Statement) -> Known:
        found = audit(plan, measures, sections=facts.sections, statements=said)
        return next(row for row in found.measures if row.uid == measure_uid(1)).cells[Criterion.LEAD].state

    assert (known(WHOLE, PART), known(PART, OTHER)) == (Known.GIVEN, known())
    assert known() is not Known.GIVEN


def test_a_statement_in_words_says_of_what_part_it_speaks() -> None:
    assert said_in_words(PART).startswith("Former les équipes, Corps B")
    assert said_in_words(WHOLE).startswith("Corps A")
