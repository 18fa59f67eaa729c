"""What was asked and promised: facts of their own, read by the same pages under the same uids as the statements they were."""

from pathlib import Path
from typing import Any

import pytest

from jalon.demo.france import parts
from jalon.facts.committee import SessionState
from jalon.facts.common import Confidence, Known, Link, Statement, StatementKind, When
from jalon.facts.lineage import OverlapNature
from jalon.facts.part import PartFacts
from jalon.facts.promise import Verdict
from jalon.facts.said_commitments import overlaps_of, statements_of
from jalon.publication.keys import instance_key
from jalon.publication.reader import Reader, open_reader
from jalon.publication.store import Store
from tests.keep_release import FIXTURES, copied
from tests.publishing import Publisher

MOVED = (StatementKind.ASKED, StatementKind.PROMISED, StatementKind.OUTCOME)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The Release of 0.2.0, in which all this was statements."""
    store = copied(FIXTURES / "0.2.0" / "france", tmp_path_factory.mktemp("kept") / "release")
    return open_reader(store=store)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A Release of today's parts."""
    folder: Path = tmp_path_factory.mktemp("fresh")
    publisher = Publisher(Store(folder / "release"), instance_key(folder / "keys"))
    publisher.release(*parts())
    return open_reader(store=publisher.store)


@pytest.fixture
def ledger(by_slug: dict[str, PartFacts]) -> PartFacts:
    return by_slug["engagements"]


def _core(s: Statement) -> tuple[Any, ...]:
    """What a page shows of a statement, its citations by address apart."""
    return (
        s.kind, s.subject, s.recorded_at, s.known, s.said_by, s.text, s.said, s.due, s.outcome, s.link, s.topic,
        s.superseded_by,
    )  # fmt: skip


def test_every_statement_of_the_kept_release_is_still_said_under_its_uid(kept: Reader, fresh: Reader) -> None:
    before = {s.uid: s for s in kept.statements_all() if s.kind in MOVED}
    now = {s.uid: s for s in fresh.statements_all() if s.kind in MOVED}
    assert before.keys() == now.keys()
    assert len(before) > 100
    changed = [uid for uid in before if _core(before[uid]) != _core(now[uid])]
    assert changed == []


def test_remarks_and_sources_of_those_statements_are_kept(kept: Reader, fresh: Reader) -> None:
    now = {s.uid: s for s in fresh.statements_all()}

    def addresses(reader: Reader, s: Statement) -> set[str]:
        return {source.address for source in reader.sources(c.source for c in s.citations).values()}

    for s in (s for s in kept.statements_all() if s.kind in MOVED):
        words = s.note.value.split(" ; ") if s.note else []
        said = now[s.uid].note
        assert all(one in (said.value if said else "") for one in words), s.note
        assert addresses(kept, s) == addresses(fresh, now[s.uid])


def test_overlaps_stand_with_their_plans_as_before_but_for_a_risk_that_nobody_confirmed(
    kept: Reader, fresh: Reader
) -> None:
    for old in kept.plans():
        new = fresh.plan_by_uid(old.uid)
        assert new is not None

        def words(overlap: Any) -> tuple[Any, ...]:
            return (
                overlap.other_plan, overlap.measure, overlap.other_measure, overlap.item, overlap.note, overlap.confidence,
            )  # fmt: skip

        said = [one for one in old.overlaps if one.confidence is Confidence.STATED]
        assert {words(one) for one in said} == {words(one) for one in new.overlaps}
        assert len(said) == len(new.overlaps) >= len(old.overlaps) - 1


def test_each_recommendation_record_is_one_fact(raw: Any, ledger: PartFacts) -> None:
    for record in raw.recommendations:
        found = [
            r
            for r in ledger.recommendations
            if r.body.name == record["body"]
            and r.when == When(edtf=str(record["year"]))
            and ((r.texts[0].value if r.texts else None) == record["text_fr"])
            and record.get("document", "") in (r.report or "")
            and r.paragraph == record["paragraph"]
        ]
        assert len(found) == 1, record
        assert found[0].known is (Known.NOT_LOOKED_AT if record.get("kind") else Known.GIVEN)
    assert len(ledger.recommendations) == len(raw.recommendations) == 69


def test_each_commitment_record_is_one_promise_with_its_chain(raw: Any, ledger: PartFacts) -> None:
    by_words = {(p.subject, p.text.value): p for p in ledger.promises}
    assert len(by_words) == len(raw.commitments) == len(ledger.promises) == 26
    for record in raw.commitments:
        (promise,) = [p for p in ledger.promises if p.text.value == record["commitment_fr"]]
        assert [d.due.edtf or d.due.recurrence for d in promise.dues if d.due] == record["due_dates"]
        views = [v for v in ledger.promise_views if v.promise == promise.uid]
        seen = [((v.done or v.seen), v.outcome or v.verdict.value) for v in views if v.known is Known.GIVEN]
        expected = [(o.get("on") or o.get("seen_on"), o["outcome"]) for o in record["outcomes"]]
        assert [(w.edtf, word) for w, word in seen if w] == expected


def test_a_word_that_says_neither_kept_nor_broken_gives_no_verdict(ledger: PartFacts) -> None:
    told = {v.outcome: v.verdict for v in ledger.promise_views if v.outcome}
    assert told["examined"] is told["closed"] is Verdict.UNKNOWN
    assert told["not_yet_when_seen"] is Verdict.NOT_KEPT
    assert all(v.verdict is Verdict.UNKNOWN for v in ledger.promise_views if v.known is Known.NOT_FOUND)


def test_links_that_the_register_proposes_say_so_and_judge_nothing(ledger: PartFacts) -> None:
    assert len(ledger.recommendation_answers) == 11
    assert {(a.link, a.relation) for a in ledger.recommendation_answers} == {(Link.PROPOSED, None)}
    assert all(a.text and "proposé" in a.text.value for a in ledger.recommendation_answers)
    assert ledger.lineages == () and ledger.recommendation_reviews == ()


def test_no_overlap_is_said_to_be_the_same_money(raw: Any, ledger: PartFacts) -> None:
    records = [o for n in (1, 2, 3) for o in getattr(raw, f"plan{n}").get("overlaps", ())]
    assert len(ledger.overlap_links) == len(records) == sum(map(len, overlaps_of(ledger.overlap_links).values()))
    assert not any(OverlapNature.SAME_MONEY in one.natures for one in ledger.overlap_links)
    risky = [one for one in ledger.overlap_links if one.text and "double compte" in one.text.value]
    assert [one.link for one in risky] == [Link.PROPOSED]


def test_sessions_rest_on_dates_of_the_plan_and_invent_nobody(ledger: PartFacts) -> None:
    held = [(s.when.edtf, len(s.before)) for s in ledger.sessions if s.when and s.state is SessionState.HELD]
    assert held == [("2024-03-21", 2), ("2024-12-12", 2), ("2025-06-27", 1)]
    assert all(not s.attendance and s.attended is None and s.minutes is None for s in ledger.sessions)
    assert all(not committee.members for committee in ledger.committees)


def test_statements_derived_from_the_ledger_are_those_of_its_facts(ledger: PartFacts) -> None:
    said = tuple(
        statements_of(ledger.recommendations, ledger.recommendation_answers, ledger.promises, ledger.promise_views)
    )
    assert len({s.uid for s in said}) == len(said)
    assert len(said) == 69 + sum(max(1, len(p.dues)) for p in ledger.promises) + len(ledger.promise_views)
