"""Every record of every raw file comes out, once, with its words."""

from collections import Counter
from typing import Any

from jalon.facts.common import COUNTRY_SUBJECT, Statement, StatementKind
from jalon.facts.part import PartFacts

SAID = (StatementKind.JUDGED, StatementKind.ASKED, StatementKind.OUTCOME)


def _words(statement: Statement) -> str:
    return " ".join(text.value for text in (statement.text, statement.note) if text)


def _source(by_slug: dict[str, PartFacts], uid: str) -> str:
    return next(s.address for part in by_slug.values() for s in part.sources if s.uid == uid)


def test_each_evaluation_is_one_statement(raw: Any, statements: tuple[Statement, ...]) -> None:
    for record in raw.evaluations:
        found = [
            s
            for s in statements
            if s.kind in SAID
            and s.said_by
            and s.said_by.name == record["evaluator"]
            and s.said
            and s.said.edtf == record["date"]
            and s.topic == (None if record["scope"] == "total" else record["scope"])
            and record["verdict_fr"] in _words(s)
        ]
        assert len(found) == 1, record
        assert found[0].total == (record.get("counts") or {}).get("total")
        assert found[0].scale == (record["scale"] or None)


def test_each_recommendation_is_one_statement(raw: Any, statements: tuple[Statement, ...]) -> None:
    asked = [s for s in statements if s.kind is StatementKind.ASKED]
    for record in raw.recommendations:
        found = [
            s
            for s in asked
            if s.said_by
            and s.said_by.name == record["body"]
            and s.said
            and s.said.edtf == str(record["year"])
            and (s.text.value if s.text else None) == record["text_fr"]
            and record.get("document", "") in _words(s)
        ]
        assert len(found) == 1, record
    evaluations = sum(record.get("role") == "recommendation" for record in raw.evaluations)
    assert len(asked) == len(raw.recommendations) + evaluations


def test_each_due_date_of_a_commitment_is_one_promise(raw: Any, statements: tuple[Statement, ...]) -> None:
    promised = [s for s in statements if s.kind is StatementKind.PROMISED]
    for record in raw.commitments:
        found = [s for s in promised if s.topic == record["commitment_fr"]]
        dues = {s.due.edtf or s.due.recurrence for s in found if s.due}
        assert dues == set(record["due_dates"])
        assert len(found) == max(1, len(record["due_dates"]))
    assert len(promised) == sum(max(1, len(record["due_dates"])) for record in raw.commitments)


def test_each_outcome_of_a_commitment_is_one_statement(raw: Any, statements: tuple[Statement, ...]) -> None:
    for record in raw.commitments:
        found = [s for s in statements if s.kind is StatementKind.OUTCOME and s.topic == record["commitment_fr"]]
        recorded = [(o.get("on") or o.get("seen_on"), o["outcome"]) for o in record["outcomes"]]
        expected = recorded or [(record["known_until"], None)]
        assert Counter((s.said.edtf if s.said else None, s.outcome) for s in found) == Counter(expected)
        assert any(s.text and s.text.value == record["said"] for s in found)


def test_each_budget_line_is_one_line_of_means(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    out = Counter((m.item.value, m.amount) for part in by_slug.values() for m in part.means)
    amounts = ((r["item_fr"], r["amount_eur"]) for r in raw.budget)
    assert out == Counter((item, None if amount is None else str(amount)) for item, amount in amounts)


def test_each_parliamentary_act_is_one_act(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    acts = by_slug["parlement"].acts
    out = [(a.kind_printed, a.number, a.author, a.topic.value if a.topic else None) for a in acts]
    assert out == [(r["type"], r["number"], r["author"], r["topic_fr"]) for r in raw.parliament]
    assert sum(len(act.statements) for act in acts) == sum(len(act.said) for act in acts) == 14
    told = [[s.text.value for s in act.statements] for act in acts]
    assert told == [r.get("answer_statements_fr", []) for r in raw.parliament]


def test_each_row_of_statistics_is_one_observation(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    rows = Counter((r["indicator"], str(r["value"]), r["source"]) for r in raw.statistics)
    out = Counter(
        (series.indicator, observation.value, _source(by_slug, citation.source))
        for series in by_slug["statistiques"].series
        for observation in series.observations
        for citation in observation.citations
    )
    assert out == rows
    assert out.total() == 156


def test_each_measure_event_and_section_of_the_plans_is_there(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    for number in (1, 2, 3):
        record, part = getattr(raw, f"plan{number}"), by_slug[f"plan-{number}"]
        titles = [{title.text.value for title in measure.titles} for measure in part.measures]
        expected = [{m["title_fr"], m.get("title_official", m["title_fr"])} for m in record["measures"]]
        assert titles == expected
        assert [e.text.value for e in part.plans[0].events] == [d["event"] for d in record["dates"]]
        assert [s.label for s in part.sections] == [str(a["n"]) for a in record["axes"]]


def test_each_address_of_the_list_of_sources_is_a_source(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    addresses = {source.address for part in by_slug.values() for source in part.sources}
    assert set(raw.sources.values()) <= addresses


def test_what_belongs_to_no_plan_is_about_the_country(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    assert by_slug["pays"].statements == ()
    of_no_plan = {record["commitment_fr"] for record in raw.commitments if record["plan"] is None}
    promises = by_slug["engagements"].promises
    assert {p.text.value for p in promises if p.subject == COUNTRY_SUBJECT} == of_no_plan


def test_no_uid_is_borne_twice(by_slug: dict[str, PartFacts]) -> None:
    lists = ("sources", "organisations", "plans", "sections", "measures", "statements", "means", "acts", "series")
    uids = Counter(fact.uid for part in by_slug.values() for name in lists for fact in getattr(part, name))
    assert [uid for uid, count in uids.items() if count > 1] == []
